"""What is installed is what lies there; and every file of the repository that claims a schema fits it."""

import tomllib
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fourgood.schemacheck import faults
from fourgood.yamlfile import read_file
from fourgood_schemas import NAMES, registry, schema

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PLUGINS = sorted(path.parent.name for path in (ROOT / "criteria_plugins").glob("*/__init__.py"))
PACKAGES = [name for name in PLUGINS if name != "fourgood_rulebooks"]
AT_REST = [".git", ".venv", "build", "dist"]


def test_every_plugin_package_has_one_entry_point():
    """And every entry point its package."""
    declared = PROJECT["project"]["entry-points"]["fourgood"]
    assert sorted(declared.values()) == PLUGINS
    assert all(value == f"fourgood_{name}" for name, value in declared.items())


def test_the_plugins_are_installed():
    """By this distribution: the four, and the rulebooks of real documents."""
    found = [each for each in entry_points(group="fourgood") if each.dist and each.dist.name == "fourgood"]
    assert sorted(each.value for each in found) == PLUGINS


@pytest.mark.parametrize("package", ["fourgood", "fourgood_schemas", *PLUGINS])
def test_every_package_is_typed(package):
    """Type checkers look for py.typed in each."""
    assert (files(package) / "py.typed").is_file()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_plugin_package_is_complete(package):
    """A hook, a rule file, a README: what a third party would write."""
    names = {path.name for path in (ROOT / "criteria_plugins" / package).iterdir()}
    assert {"__init__.py", "README.md", "py.typed", f"{package.removeprefix('fourgood_')}.yaml"} <= names
    source = (ROOT / "criteria_plugins" / package / "__init__.py").read_text("utf-8")
    assert "from fourgood import hookimpl" in source and "fourgood." not in source.replace("fourgood.yaml", "")


def test_the_schemas_are_shipped():
    """One for each file that is read or written."""
    assert NAMES == ("cases", "dossier", "facts", "rules", "verdict")
    assert sorted(path.name for path in (ROOT / "schemas/fourgood_schemas").glob("*.json")) == [
        f"{name}.schema.json" for name in NAMES
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name):
    """Of JSON Schema 2020-12, named by its id, with nothing outside what it refers to."""
    found = schema(name)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)
    assert found["$id"] == f"urn:fourgood:schema:{name}"
    assert registry()[found["$id"]].contents is found
    assert found["title"] and found["description"]


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_of_a_schema_leads_somewhere(name):
    """Within the schema or into another of ours; nothing is ever fetched."""
    resolver = registry().resolver(base_uri=schema(name)["$id"])

    def look(data):
        if isinstance(data, dict):
            if isinstance(data.get("$ref"), str):
                assert resolver.lookup(data["$ref"]).contents is not None
            for part in data.values():
                look(part)
        elif isinstance(data, list):
            for part in data:
                look(part)

    look(schema(name))


def claims():
    """The YAML and JSON files of the repository that claim a schema of ours."""
    for pattern in ("*.yaml", "*.yml", "*.json"):
        for path in sorted(ROOT.rglob(pattern)):
            within = path.relative_to(ROOT).parts
            if not any(part in AT_REST or part.startswith(".") for part in within) and within[0] != "schemas":
                said = path.read_text("utf-8", errors="replace")
                name = next((name for name in NAMES if f"{name}.schema.json" in said or f"schema:{name}" in said), None)
                if name is not None or within[0] in ("criteria_plugins", "examples"):
                    yield pytest.param(
                        path, name or ("rules" if within[0] == "criteria_plugins" else "dossier"), id="/".join(within)
                    )


@pytest.mark.parametrize("path, name", list(claims()))
def test_every_file_fits_the_schema_that_it_claims(path, name):
    """Rule files, dossiers and verdicts alike."""
    assert [str(fault) for fault in faults(read_file(path), name)] == []
