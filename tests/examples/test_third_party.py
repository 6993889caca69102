"""A plugin of someone else's, a distribution of its own: what new-plugin writes, and the example made of it."""

import json
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

import fourgood
from fourgood.citation import Origin
from fourgood.newplugin import write_plugin
from installed import install, run

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "bank_plugin"
LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__")


@frozen
class Project:
    """A distribution with a plugin: its source, where it is installed, its names, what it brings."""

    folder: Path
    site: Path
    distribution: str
    plugin: str
    version: str
    criteria: frozenset[str]


def written(folder: Path) -> Project:
    """What new-plugin writes."""
    made = write_plugin("school-criteria", folder)
    brought = frozenset({"school_criteria_done_enough", "school_criteria_steady"})
    return Project(made.folder, folder / "site", "school-criteria", made.plugin, "0.1.0", brought)


def example(folder: Path) -> Project:
    """The bank branch of examples/."""
    source = shutil.copytree(EXAMPLE, folder / "bank", ignore=LEFT_BEHIND)
    brought = frozenset(f"bank_bad_debt_{name}" for name in ("low", "stopped", "recovered"))
    return Project(source, folder / "site", "bank-branch-criteria", "bank_branch_criteria", "1.0", brought)


@pytest.fixture(scope="module", params=[written, example], ids=lambda made: made.__name__)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Both, each built and installed once."""
    made: Project = request.param(tmp_path_factory.mktemp(request.param.__name__))
    install(made.folder, made.site)
    return made


@pytest.fixture
def installed(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The project in this process, found as any installed distribution is."""
    monkeypatch.delenv("FOURGOOD_PLUGINS", raising=False)
    monkeypatch.syspath_prepend(str(project.site))
    yield project
    for name in [name for name in sys.modules if name.partition(".")[0] in (project.plugin, "other_criteria")]:
        del sys.modules[name]


def brought(rulebook: fourgood.Rulebook, plugin: str) -> set[str]:
    """The criteria that a plugin brought."""
    return {each.id for each in rulebook.criteria if each.origin.plugin == plugin}


def test_it_is_found_through_its_entry_point(installed: Project) -> None:
    """With the name and version of its distribution; the default rulebook has its criteria beside the others."""
    found = {each.name: each for each in fourgood.installed_plugins()}[installed.plugin]
    assert (found.distribution, found.version, found.active) == (installed.distribution, installed.version, True)
    rulebook = fourgood.load_rulebook(2024)
    assert brought(rulebook, installed.plugin) == installed.criteria
    assert len(rulebook.groups) == 4
    origins = {rulebook.criterion(id).origin for id in installed.criteria}
    assert {(each.distribution, each.version) for each in origins} == {(installed.distribution, installed.version)}


def test_it_is_blocked_by_name(installed: Project) -> None:
    """Then the rulebook is the default one again, to the last byte."""
    blocked = fourgood.load_rulebook(2024, block=[installed.plugin])
    four = ["cadre_quality", "meeting_quality", "political_task", "unity_discipline"]
    assert brought(blocked, installed.plugin) == set()
    assert blocked.digest == fourgood.load_rulebook(2024, only=four).digest
    assert blocked.id == "fourgood.default"


def test_its_package_is_typed_and_carries_its_rule_file_and_cases(installed: Project) -> None:
    """What is not Python has to be in the wheel too."""
    package = installed.site / installed.plugin
    assert {"__init__.py", "in_python.py", "py.typed", f"{installed.plugin}.yaml", "cases.yaml"} <= {
        path.name for path in package.iterdir()
    }


@pytest.mark.parametrize("site", [True, False], ids=["installed", "not yet installed"])
def test_its_own_tests_pass(project: Project, site: bool) -> None:
    """Whether it is installed or not."""
    done = run("pytest", "-q", "-p", "no:cacheprovider", cwd=project.folder, site=project.site if site else "")
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "--no-cache", "."], ["ruff", "format", "--no-cache", "--check", "."], ["mypy"]],
    ids=lambda command: " ".join(command[:2]),
)
def test_it_passes_the_checks_it_declares(project: Project, command: list[str]) -> None:
    """The linter, the formatter, and the type checker in its strict form."""
    done = run(*command, cwd=project.folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_lists_it(project: Project) -> None:
    """With its distribution, version and what it brings; blocked, it is called so and its criteria are gone."""
    listed = run("fourgood.cli", "plugins", "--format", "json", cwd=project.folder, site=project.site)
    assert listed.returncode == 0, listed.stdout + listed.stderr
    found = {each["name"]: each for each in json.loads(listed.stdout)["plugins"]}[project.plugin]
    assert (found["distribution"], found["version"]) == (project.distribution, project.version)
    assert (found["state"], found["contributes"]["criteria"]) == ("active", len(project.criteria))

    for block, there in ([], True), (["--block", project.plugin], False):
        asked = run("fourgood.cli", "criteria", "--year", 2024, *block, cwd=project.folder, site=project.site)
        assert all((f"({id})" in asked.stdout) is there for id in project.criteria)


def test_its_rule_file_is_checked_in_its_place(project: Project) -> None:
    """`fourgood check` takes the file in the source for the one that is installed."""
    file = project.folder / "src" / project.plugin / f"{project.plugin}.yaml"
    done = run("fourgood.cli", "check", file, "--lang", "en", cwd=project.folder, site=project.site)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 rule file, 1 file of cases, 0 dossiers: 0 faults" in done.stdout


def test_a_contradiction_between_distributions_names_both(
    installed: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that define the same facts: each with its plugin, distribution and version, in the library and the list."""
    other = write_plugin("other-criteria", tmp_path)
    source = installed.folder / "src" / installed.plugin / f"{installed.plugin}.yaml"
    target = other.folder / "src" / other.plugin / f"{other.plugin}.yaml"
    shutil.copyfile(source, target)
    install(other.folder, tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))

    with pytest.raises(fourgood.RulebookError) as caught:
        fourgood.load_rulebook(2024)
    both = os.pathsep.join([str(installed.site), str(tmp_path / "site")])
    listed = run("fourgood.cli", "plugins", "--lang", "en", cwd=tmp_path, site=both)

    said = str(caught.value)
    for origin in (
        Origin(installed.plugin, installed.distribution, installed.version),
        Origin(other.plugin, "other-criteria", "0.1.0"),
    ):
        assert str(origin) in said
        assert str(origin) in listed.stderr
    states = {line.split()[0]: "✓" in line for line in listed.stdout.splitlines()}
    assert listed.returncode == 1
    assert (states[installed.plugin], states[other.plugin]) == (True, True)  # each by itself is in order


def test_the_example_is_what_the_template_gives_filled_in(tmp_path: Path) -> None:
    """The same files under its own name, the same project file but for what it says of itself."""
    made = write_plugin("bank-branch-criteria", tmp_path)
    there = {
        path.relative_to(EXAMPLE).as_posix()
        for path in EXAMPLE.rglob("*")
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(EXAMPLE).parts)
    }
    assert there == {*made.files, "dossier.yaml"}
    theirs, ours = (tomllib.loads((each / "pyproject.toml").read_text("utf-8")) for each in (EXAMPLE, made.folder))
    for project in (theirs, ours):
        del project["project"]["description"], project["project"]["version"]
    assert theirs == ours


def test_the_linter_asks_of_a_plugin_what_this_project_asks(tmp_path: Path) -> None:
    """Of the kinds of rule that both choose, none is left out that this project keeps, but for its size."""
    made = write_plugin("a-plugin", tmp_path)
    theirs, ours = (
        tomllib.loads((each / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"] for each in (made.folder, ROOT)
    )
    assert set(theirs["lint"]["select"]) == set(ours["lint"]["select"]) - {"BLE", "C90", "EM", "PERF"}
    assert {key: theirs[key] for key in ("line-length", "target-version")} == {
        key: ours[key] for key in ("line-length", "target-version")
    }


def test_the_template_covers_the_years_of_the_default_rulebook(tmp_path: Path) -> None:
    """A year with rules but none of the plugin's would have no rulebook any more."""
    made = write_plugin("a-plugin", tmp_path)
    text = (made.folder / "src/a_plugin/a_plugin.yaml").read_text("utf-8")
    default = (ROOT / "criteria_plugins/fourgood_political_task/political_task.yaml").read_text("utf-8")
    (years,) = [line for line in default.splitlines() if line.startswith("years: ")]
    assert text.count(years) == 2
