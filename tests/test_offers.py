"""Rulebooks on offer: plugins have them at hand, and they take part when somebody names or extends one."""

from pathlib import Path

import pytest

import fourgood
from fourgood.errors import FourgoodError
from fourgood.plugins import gather, load_rulebook, not_on_offer, offered

TEXT = """\
id: {id}
extends: {extends}
title: {{vi: Bộ {id}, en: Book {id}}}
years: 2024-2025
set: {{min_attendance: {{value: {value}, years: 2024, backing: assumption}}}}
"""


class Offering:
    """A plugin with rulebooks at hand."""

    def __init__(self, **files):
        self.files = {id.replace("_", "."): file for id, file in files.items()}

    @fourgood.hookimpl
    def fourgood_rulebooks(self):
        return self.files


@pytest.fixture
def write(tmp_path):
    """A layer's file."""

    def make(id, extends="fourgood.default", value="91%", folder=""):
        path = tmp_path / folder / f"{id}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT.format(id=id, extends=extends, value=value), encoding="utf-8")
        return path

    return make


def attendance(book):
    """The threshold that the layers move."""
    return float(book.vocabulary.thresholds["min_attendance"].value)


def test_a_rulebook_on_offer_takes_no_part_by_itself(write):
    """The default rulebook stays what it is."""
    plugins = {"ours": Offering(our_book=write("our.book"))}
    assert load_rulebook(2024, plugins=plugins).id == "fourgood.default"


def test_a_rulebook_on_offer_is_named_by_its_id(write):
    """And says who brought it."""
    plugins = {"ours": Offering(our_book=write("our.book"))}
    book = load_rulebook(2024, plugins=plugins, rules=["our.book"])
    assert (book.id, attendance(book)) == ("our.book", 0.91)
    (step,) = book.steps("parameters", "min_attendance")
    assert (step.origin.plugin, step.origin.file) == ("ours", "ours/our.book.yaml")


def test_a_layer_extends_what_is_on_offer(write):
    """From anywhere, and those on offer each other."""
    lower, upper = write("our.book"), write("our.upper", "our.book", "92%")
    plugins = {"ours": Offering(our_book=lower, our_upper=upper)}
    own = write("own", "our.upper", "93%", "elsewhere")
    assert attendance(load_rulebook(2024, plugins=plugins, rules=[own])) == 0.93
    assert attendance(load_rulebook(2024, plugins=plugins, rules=["our.upper"])) == 0.92


def test_a_file_of_the_name_comes_before_what_is_on_offer(write, tmp_path, monkeypatch):
    """What somebody has in hand is what they mean."""
    plugins = {"ours": Offering(our_book=write("our.book"))}
    (tmp_path / "our.book").write_text(write("mine", value="95%").read_text("utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_rulebook(2024, plugins=plugins, rules=["our.book"]).id == "mine"


def faults(**given):
    """What is wrong, as lines."""
    with pytest.raises(FourgoodError) as caught:
        load_rulebook(2024, **given)
    return [str(fault) for fault in caught.value.faults]


def test_an_id_that_nobody_offers_is_refused_with_those_on_offer(write):
    """As a file that is not there."""
    plugins = {"ours": Offering(our_book=write("our.book"))}
    (fault,) = faults(plugins=plugins, rules=["zzz"])
    assert fault.startswith("zzz: there is no such file. Check its name; on offer by id: our.book")


def test_an_id_is_offered_once_and_is_that_of_the_file(write):
    """Else neither could be told from the other."""
    file = write("our.book")
    (fault,) = faults(plugins={"a": Offering(our_book=file), "b": Offering(our_book=file)}, rules=["our.book"])
    assert "the rulebook `our.book` is offered by plugin a" in fault and "by plugin b" in fault
    (fault,) = faults(plugins={"a": Offering(other=file)}, rules=["other"])
    assert "offered as `other` and calls itself `our.book`" in fault


def test_a_file_cannot_pass_for_a_rulebook_on_offer(write):
    """Whoever sees the id in a verdict takes it for that rulebook."""
    plugins = {"ours": Offering(our_book=write("our.book"))}
    own = write("own", folder="elsewhere")
    own.write_text(own.read_text("utf-8").replace("id: own", "id: our.book"), encoding="utf-8")
    (fault,) = faults(plugins=plugins, rules=[own])
    assert "the id `our.book` is that of a rulebook on offer, by plugin ours" in fault


@pytest.mark.parametrize("answer", [None, 3, ["our.book"]])
def test_a_hook_that_answers_otherwise_is_refused(answer):
    """With the plugin and the hook."""
    plugin = Offering()
    plugin.files = answer
    (fault,) = faults(plugins={"a": plugin})
    assert "`a` failed in fourgood_rulebooks" in fault


def test_a_layer_on_nothing_takes_nothing_over(write):
    """Not a criterion of the plugins; and goes with no layer that does."""
    empty = write("alone")
    empty.write_text(
        "id: alone\nextends: fourgood.empty\ntitle: {vi: a, en: b}\naward: {vi: a, en: b}\n"
        "facts: {f: {kind: flag, title: {vi: c, en: d}}}\ngroups: {g: {title: {vi: a, en: b}}}\n"
        "criteria: {c: {title: {vi: a, en: b}, rule: f, backing: assumption}}\n"
    )
    book = load_rulebook(2024, rules=[empty])
    assert (book.id, list(book.by_id), list(book.vocabulary.facts)) == ("alone", ["c"], ["f"])
    found = faults(rules=[empty, write("own")])
    assert any("`own` stands on `fourgood.default`, and `alone` beside it on nothing" in fault for fault in found)


def test_everything_that_is_on_offer_loads():
    """Each by its id, in some year, with a title and a document."""
    offers = offered(gather())
    assert offers
    for id in offers:
        years = [year for year in range(2010, 2031) if _loads(id, year)]
        assert years, id


def _loads(id, year):
    try:
        return load_rulebook(year, rules=[id]).id == id
    except FourgoodError:
        return False


@pytest.mark.parametrize(
    "name, mend",
    [
        ("vn.tien_so", "Did you mean `vn.tien_son`"),
        ("tien_son", "Did you mean `vn.tien_son`?"),
        ("vn.tien_son", "`fourgood rules show --rules vn.tien_son` shows it"),
    ],
)
def test_what_is_nearly_an_id_on_offer_is_told_which(name, mend):
    """A mistyped id is no file whose name is to be checked."""
    fault = not_on_offer(Path(name), ["vn.tien_son", "vn.other"])
    assert fault is not None and mend in str(fault)


def test_a_layer_is_told_the_whole_id_of_what_it_extends(tmp_path):
    """The last part of an id on offer is enough to find it."""
    path = tmp_path / "a.yaml"
    path.write_text("id: a\nextends: tien_son\ntitle: {vi: a, en: b}\n", "utf-8")
    with pytest.raises(FourgoodError, match=r"Did you mean `vn.tien_son`"):
        fourgood.load_rulebook(2024, rules=[path])
