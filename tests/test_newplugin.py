"""A new plugin is written whole or not at all, under a name that means nothing else, and over nothing."""

import os
import stat
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fourgood import newplugin
from fourgood.errors import FourgoodError
from fourgood.newplugin import FILES, MAX_NAME, MAX_TITLE, write_plugin
from fourgood.rulefile import read_rules
from fourgood.text import Text
from fourgood.yamlfile import read_text


def faults(name, folder, title=None):
    """Why a plugin is not written, and that nothing was."""
    with pytest.raises(FourgoodError) as caught:
        write_plugin(name, folder, title)
    return [str(fault) for fault in caught.value.faults]


def test_a_plugin_has_the_files_that_it_says(tmp_path):
    """In a folder of its name; the package and the plugin have it with _ for -."""
    made = write_plugin("school-criteria", tmp_path)
    assert (made.folder, made.plugin) == (tmp_path / "school-criteria", "school_criteria")
    found = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()}
    assert found == set(made.files)
    assert "src/school_criteria/school_criteria.yaml" in found
    assert "$" not in (made.folder / "src/school_criteria/in_python.py").read_text("utf-8")


def test_every_template_is_used():
    """And each is there."""
    there = {path.name for path in (files("fourgood") / "plugin_template").iterdir()}
    assert there == {template for template in FILES.values() if template}


def test_nobody_else_is_let_in_or_kept_out(tmp_path):
    """The folder has the rights that any new one gets, not those of a temporary one."""
    (tmp_path / "plain").mkdir()
    made = write_plugin("school", tmp_path)
    assert stat.S_IMODE(made.folder.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.parametrize(
    "name, mend",
    [
        ("", "school-criteria"),
        ("-", "school-criteria"),
        ("Trường Học", "truong-hoc-criteria"),
        ("Đoàn thể", "doan-the-criteria"),
        ("School", "school-criteria"),
        ("../school", "school-criteria"),
        ("school/../../etc", "school-etc-criteria"),
        ("a\\b", "a-b-criteria"),
        ("/etc", "etc-criteria"),
        (".", "school-criteria"),
        ("school\n", "school-criteria"),
        ("school.criteria", "school-criteria"),
        ("-school", "school-criteria"),
        ("--help", "help-criteria"),
        ("school--criteria", "school-criteria"),
        ("school-", "school-criteria"),
        ("7up", "up-criteria"),
        ("x" * (MAX_NAME + 1), "x" * (MAX_NAME - 9) + "-criteria"),
        ("$name", "name-criteria"),
        ("{name}", "name-criteria"),
        ("ｓchool", "chool-criteria"),
    ],
)
def test_a_name_that_is_none_is_refused_with_one_that_is(tmp_path, name, mend):
    """Letters, digits and - alone: nothing that could be a path, an option, or a template's own word."""
    (fault,) = faults(name, tmp_path)
    assert "is no name for a plugin. Write it in lower-case ASCII letters" in fault
    assert fault.endswith(f"characters: {mend}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["class", "import", "json", "site", "con", "nul", "lpt1", "if"])
def test_a_name_that_means_something_else_is_refused(tmp_path, name):
    """A keyword, a module of the standard library, a device of Windows."""
    assert faults(name, tmp_path) == [
        f"`{name}` means something else to Python or to the system. Write {name}-criteria"
    ]


@pytest.mark.parametrize("name", ["fourgood", "fourgood-school", "fourgood_school", "fourgoodish"])
def test_the_names_of_this_project_are_its_own(tmp_path, name):
    """Nobody takes a stranger's plugin for ours."""
    assert "names that start with fourgood are this project's own" in faults(name, tmp_path)[0]


@given(st.text() | st.sampled_from(["fourgood-fourgood", "fourfourgoodgood", "class", "criteria", "fourgood9"]))
def test_the_name_that_is_offered_will_do(name):
    """Whatever was asked for: taking the advice is enough."""
    like = newplugin._like(name)
    assert list(newplugin._name_faults(like, like.replace("-", "_"))) == []


@pytest.mark.parametrize("name", ["yaml", "attrs", "meeting-quality", "cadre_quality"])
def test_what_is_installed_already_is_refused(tmp_path, name):
    """As a package, or as a plugin: of two with one name, one would never be found."""
    assert "is installed already. Choose another name, or uninstall it" in faults(name, tmp_path)[0]


@pytest.mark.parametrize("what", ["file", "folder", "full folder", "dangling link"])
def test_nothing_is_overwritten(tmp_path, what):
    """Not even an empty folder; what is there stays as it is."""
    target = tmp_path / "school"
    match what:
        case "file":
            target.write_text("mine")
        case "dangling link":
            target.symlink_to(tmp_path / "nowhere")
        case _:
            target.mkdir()
            if what == "full folder":
                (target / "mine").write_text("mine")
    before = sorted(os.scandir(tmp_path), key=lambda each: each.name)

    (fault,) = faults("school", tmp_path)

    assert fault == (
        f"{target}: this is there already, and nothing is overwritten. Choose another name or folder, or take it away"
    )
    assert [each.name for each in os.scandir(tmp_path)] == [each.name for each in before]


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    """It is most likely a slip."""
    (fault,) = faults("school", tmp_path / "none")
    assert fault == f"{tmp_path / 'none'}: there is no such folder. Make it, or name another"


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt(), SystemExit(143)])
def test_what_is_begun_and_not_ended_is_taken_away(tmp_path, monkeypatch, error):
    """A full disk, Ctrl-C, a signal: no half plugin stays, and no temporary folder."""
    wrote = []

    def failing(path, text):
        wrote.append(path)
        if len(wrote) == 3:
            raise error
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    monkeypatch.setattr(newplugin, "_write", failing)
    with pytest.raises(type(error)):
        write_plugin("school", tmp_path)
    assert len(wrote) == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", ["", "  ", "two\nlines", "bell\a", "\u202eturned", "\udc80", "x" * (MAX_TITLE + 1)])
def test_a_title_that_is_none_is_refused(tmp_path, words):
    """Whichever language it is for; nothing is written."""
    for title in (Text(words, "School"), Text("Trường", words)):
        (fault,) = faults("school", tmp_path, title)
        assert "this title cannot be used. Write one line of at most 200 characters" in fault
    assert list(tmp_path.iterdir()) == []


titles = st.text(st.characters(codec="utf-8"), min_size=1, max_size=MAX_TITLE).filter(
    lambda text: text.isprintable() and text.strip()
)


@given(vi=titles, en=titles)
@example(vi='"', en="\\")
@example(vi="$name ${package} {x}", en="# : - | > % @ ` & * ! ? [a, b] {c: d}")
@example(vi="Trường: “mẫu”", en="no")
def test_any_title_comes_out_as_it_went_in(tmp_path_factory, vi, en):
    """In the rule file and in the project file: nothing in a title is taken for YAML, TOML or a template."""
    folder = tmp_path_factory.mktemp("titles")
    made = write_plugin("school", folder, Text(vi, en))
    rules = read_rules(made.folder / "src/school/school.yaml")
    assert {each.id for each in rules.criteria} == {"school_done_enough"}
    text = (made.folder / "src/school/school.yaml").read_text("utf-8")
    assert read_text(text.encode(), "school.yaml").value["title"] == {"vi": vi, "en": en}
    project = tomllib.loads((made.folder / "pyproject.toml").read_text("utf-8"))["project"]
    assert (project["name"], project["description"]) == ("school", en)


@given(st.from_regex(newplugin.NAME, fullmatch=True).filter(lambda name: len(name) <= MAX_NAME))
def test_whatever_is_a_name_makes_keys_that_rules_can_use(tmp_path_factory, name):
    """From one letter to forty: the rule file reads, and no key is too long."""
    folder = tmp_path_factory.mktemp("names")
    try:
        made = write_plugin(name, folder)
    except FourgoodError:
        assert list(folder.iterdir()) == []
        return
    rules = read_rules(made.folder / f"src/{made.plugin}/{made.plugin}.yaml")
    assert len(rules.facts) == 5


def test_the_longest_name_fits_its_own_linter(tmp_path):
    """Lines that a name stands in stay within the length that the project file allows."""
    for name in ("x" * MAX_NAME, "y"):
        made = write_plugin(name, tmp_path)
        for path in made.folder.rglob("*.py"):
            assert max(map(len, Path(path).read_text("utf-8").splitlines())) <= 120
