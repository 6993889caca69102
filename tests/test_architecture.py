"""Imports run one way, the core stays light, and no reader reaches for what is not its own."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import fourgood

ROOT = Path(fourgood.__file__).parent
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
}
CORE = {name: path for name, path in MODULES.items() if path.parent == ROOT}
HEAVY = {"yaml", "jsonschema", "referencing", "babel", "click", "rich", "openpyxl", "python_calamine"}
PLUGINS = (
    *("fourgood_political_task", "fourgood_meeting_quality", "fourgood_unity_discipline", "fourgood_cadre_quality"),
    "fourgood_rulebooks",
)


def imported(path, everywhere=False):
    """What a module imports when it is imported itself, or (everywhere) at any time; for types alone does not count."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = ast.walk(tree) if everywhere else _at_import(tree.body)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: say the whole name"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module


def _at_import(body):
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        for part in ("body", "orelse", "handlers", "finalbody"):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield from _at_import(getattr(node, part, []))


def roots(names):
    """The packages of some modules."""
    return {name.partition(".")[0] for name in names}


def test_the_rule_tree_knows_nothing_but_itself():
    """rule.py imports attrs and the standard library."""
    others = roots(imported(ROOT / "rule.py", everywhere=True)) - set(sys.stdlib_module_names)
    assert others == {"attrs"}


@pytest.mark.parametrize("name", CORE)
def test_the_core_is_light(name):
    """What is heavy is imported by the functions that need it."""
    third_party = roots(imported(CORE[name])) - set(sys.stdlib_module_names) - {"fourgood"}
    assert third_party <= {"attrs", "pluggy"}


@pytest.mark.parametrize("name", MODULES)
def test_no_plugin_is_known_to_the_library(name):
    """The four are found like anyone else's; only their schemas are its own."""
    found = roots(imported(MODULES[name], everywhere=True))
    assert not found & set(PLUGINS)
    assert {each for each in found if each.startswith("fourgood_")} <= {"fourgood_schemas"}


TABLES = {"narwhals", "polars", "pandas", "pyarrow", "duckdb", "pyspark", "dask"}


def test_only_frames_know_of_tables():
    """No engine of tables is loaded but by those who evaluate tables."""
    knowing = [name for name, path in MODULES.items() if roots(imported(path, everywhere=True)) & TABLES]
    assert [name for name in knowing if not name.startswith("fourgood.frames")] == []


def test_tables_need_an_extra_and_say_so():
    """Without narwhals the package says what to install."""
    code = "import sys; sys.modules['narwhals'] = None; import fourgood.frames"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "MissingExtraError: tables need narwhals" in done.stderr and "pip install 'fourgood[frames]'" in done.stderr


@pytest.mark.parametrize("name", CORE)
def test_the_core_knows_no_terminal_and_no_spreadsheet(name):
    """Workbooks and terminals are at the edge."""
    assert not roots(imported(CORE[name], everywhere=True)) & {"click", "rich", "openpyxl", "python_calamine"}


FOLDERS = ("fourgood", "fourgood.dossiers", "fourgood.analysis", "fourgood.frames", "fourgood.testing", "fourgood.cli")
"""The folders of the library: each may use those before it, at no time those after it."""

BESIDE = {"fourgood_pytest": "fourgood.testing", "fourgood_hypothesis": "fourgood.testing"}
"""What stands beside the library, and the folder that it belongs to."""


@pytest.mark.parametrize("name", [*MODULES, *BESIDE])
def test_a_folder_uses_only_those_before_it(name):
    """The core none, the command line all: what two of them share stands in the first, named for its idea."""
    home = next(each for each in reversed(FOLDERS) if f"{BESIDE.get(name, name)}.".startswith(f"{each}."))
    after = tuple(f"{each}." for each in FOLDERS[FOLDERS.index(home) + 1 :])
    path = MODULES.get(name, ROOT.parent / f"{name}.py")
    wrong = {each for each in imported(path, everywhere=True) if f"{each}.".startswith(after)}
    assert wrong == ({"fourgood.dossiers"} if name == "fourgood" else set())


def test_imports_run_one_way():
    """No module imports, directly or through others, one that imports it."""
    graph = {name: [each for each in imported(path) if each in MODULES] for name, path in MODULES.items()}
    done, path = set(), []

    def visit(name):
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name not in done:
            path.append(name)
            for each in graph[name]:
                visit(each)
            path.pop()
            done.add(name)

    for name in graph:
        visit(name)


LIGHT = """
import sys
before = set(sys.modules)
import fourgood
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(new - set(sys.stdlib_module_names)))
"""


def test_importing_the_library_brings_nothing_heavy():
    """attrs, pluggy, the standard library: no plugin, no YAML, no Babel, no terminal."""
    found = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True).stdout.split()
    assert set(found) <= {"attr", "attrs", "pluggy", "fourgood"}


def test_listing_plugins_imports_none_of_them():
    """Nor does it read a rule file."""
    program = "import sys, fourgood; fourgood.installed_plugins(); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not set(found) & {*PLUGINS, "yaml", "jsonschema"}


def test_the_public_names_are_listed():
    """__all__ is in order, complete, and each name is there."""
    names = fourgood.__all__
    assert names == sorted(names) and all(hasattr(fourgood, name) for name in names)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_and_stays_small(name):
    """A docstring first; one idea a file, 400 lines at most."""
    source = MODULES[name].read_text("utf-8")
    assert ast.get_docstring(ast.parse(source)) or not source.strip()
    assert source.count("\n") <= 400
