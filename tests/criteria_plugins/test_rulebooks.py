"""Each rulebook on offer decides as its document says, and says nothing that the document does not (README.md)."""

import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import fourgood
from criteriacases import about_one, criterion_of, lacking, unturned
from fourgood import Backing, Criterion, FourgoodError, Outcome, Rulebook, Status, Text
from fourgood.beside import read_offer
from fourgood.citation import Citation
from fourgood.cli import app
from fourgood.history import Step
from fourgood.language import language
from fourgood.layer import Layer
from fourgood.plugins import gather, offered
from fourgood.testing.case import Case
from fourgood.testing.run import Demands, examine
from fourgood.testing.target import Target, target_of

SETS: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("rulebooks.yaml").read_text("utf-8"))
NAMES = tuple(SETS)
OURS = {id: offer for id, offer in offered(gather()).items() if id.startswith("vn.")}
each_rulebook = pytest.mark.parametrize("name", NAMES)


@cache
def under_test(name: str) -> Target:
    """A rulebook with the cases that are shipped beside it."""
    found = target_of([f"vn.{name}"])
    assert found.suite.faults == ()
    return found


@cache
def book(name: str, year: int | None = None) -> Rulebook:
    return fourgood.load_rulebook(year or under_test(name).year, rules=[f"vn.{name}"])


@cache
def layer(name: str) -> Layer:
    given = read_offer(OURS[f"vn.{name}"])
    assert isinstance(given, Layer)
    return given


def own_steps(name: str) -> list[Step]:
    """What the rulebook itself did, not what it stands on."""
    return [step for step in book(name).history if step.origin.layer == f"vn.{name}"]


def test_every_rulebook_has_its_cases() -> None:
    """A new one without a case file, or whose numbers are not written down here, fails."""
    assert {f"vn.{name}" for name in NAMES} == set(OURS)
    assert all(under_test(name).cases for name in NAMES)


# What its cases say

ALL = [(name, each) for name in NAMES for each in under_test(name).cases]


@pytest.mark.parametrize(("name", "each"), ALL, ids=[f"{name}: {each.name}" for name, each in ALL])
def test_it_decides_as_the_case_says(name: str, each: Case) -> None:
    """A criterion by the facts of the case alone; a whole dossier, and the quick answer is the same."""
    rulebook = under_test(name).rulebooks.of(each.dossier.year)
    verdict = fourgood.evaluate(each.dossier, rulebook)
    assert list(each.misses(verdict)) == []
    assert fourgood.decide(each.dossier, rulebook) is verdict.status
    for id in each.expect.criteria:
        finding = verdict.finding(id)
        assert (finding.outcome is Outcome.UNKNOWN) == bool(finding.missing)


def test_a_person_vouches_for_every_case() -> None:
    """What is made from the rules says what they say; nothing of the kind is shipped unread."""
    assert [each.name for _, each in ALL if not each.reviewed] == []


@each_rulebook
def test_the_cases_show_all_of_the_rules_and_notice_every_change(name: str) -> None:
    """Each outcome, each comparison on both sides and at its threshold; each change but those that change nothing."""
    report = examine(under_test(name), Demands(("cases", "coverage", "mutation"), floor=100))
    assert report.code == 0, "\n".join(report.lines(language("en")))


@cache
def touched(name: str) -> tuple[Criterion, ...]:
    """The criteria that a rulebook adds or changes, or whose thresholds it sets."""
    steps, rulebook = own_steps(name), book(name)
    ids = {step.key for step in steps if step.section == "criteria"}
    moved = {step.key for step in steps if step.section == "parameters"}
    return tuple(each for each in rulebook.criteria if each.id in ids or moved & set(read_by(each, rulebook)))


def read_by(criterion: Criterion, rulebook: Rulebook) -> list[str]:
    """The thresholds that a criterion reads."""
    line = rulebook.lines[criterion.id]
    return [each.key for atom in (*line.guard_atoms, *line.rule_atoms) for each in atom.thresholds]


def single(name: str) -> list[Case]:
    """The cases of single criteria."""
    return about_one(under_test(name).cases)


@each_rulebook
def test_the_cases_name_every_criterion_that_the_rulebook_touches_and_no_other(name: str) -> None:
    """A criterion that it gains, or whose number it sets, has to have cases; and these are what is tested of it."""
    ids = {each.id for each in touched(name)}
    assert {criterion_of(each) for each in single(name)} == ids
    assert set(under_test(name).criteria) == ids


@each_rulebook
def test_every_criterion_has_a_case_for_each_way_it_can_come_out(name: str) -> None:
    """Met, not met and unknown for all; not applicable for those that are guarded or concern some units only."""
    assert not lacking(touched(name), single(name))


@each_rulebook
def test_every_threshold_has_a_case_at_it_and_one_step_to_each_side(name: str) -> None:
    """A comparison that is off by one, or strict where it should not be, changes the outcome of a case."""
    assert not unturned(touched(name), single(name), under_test(name).rulebooks.of)


@each_rulebook
def test_there_is_a_dossier_on_each_side(name: str) -> None:
    """One that earns the award, one that does not."""
    said = {each.expect.status for each in under_test(name).cases}
    assert {Status.RECOGNIZED, Status.NOT_RECOGNIZED} <= said


@each_rulebook
def test_every_grade_is_reached(name: str) -> None:
    """By a dossier of the cases, and by one that is a step away from it."""
    said = {each.expect.grade for each in under_test(name).cases}
    assert {each.key for each in book(name).grades} <= said


# What it says, and why


@each_rulebook
def test_the_numbers_it_sets_are_those_written_down_here(name: str) -> None:
    """Nobody changes a number, or calls an assumption a source, without changing rulebooks.yaml as well."""
    rulebook, keys = book(name), {step.key for step in own_steps(name) if step.section == "parameters"}
    assert {key: setting(rulebook, key) for key in keys} == SETS[name]["sets"]


def setting(rulebook: Rulebook, key: str) -> str:
    threshold = rulebook.vocabulary.thresholds[key]
    dated, measure = threshold.dated, threshold.measure
    if measure is not None and measure.vi == "%":
        assert isinstance(dated.value, Fraction)
        return f"{dated.backing.value} {dated.value * 100}%"
    return f"{dated.backing.value} {dated.value}"


@each_rulebook
def test_the_criteria_have_the_backing_that_is_written_down_here(name: str) -> None:
    """As of numbers."""
    found: dict[str, list[str]] = {}
    for each in touched(name):
        found.setdefault(each.backing.value, []).append(each.id)
    said = SETS[name]["backing"]
    assert {backing: sorted(ids) for backing, ids in found.items()} == {key: sorted(ids) for key, ids in said.items()}


@each_rulebook
def test_every_assumption_has_a_note_and_cites_the_document_that_it_leans_on(name: str) -> None:
    """A target that is used as a condition says that it is one."""
    for assignment in layer(name).sets:
        for dated in assignment.values:
            assert dated.citations, assignment.key
            if dated.backing is Backing.ASSUMPTION:
                assert dated.note is not None, assignment.key
                assert "giả định" in dated.note.vi and "assumption" in dated.note.en, assignment.key


def cited(name: str) -> Iterator[Citation]:
    """Every citation of the file."""
    said, parts = layer(name), layer(name).adds
    for parameter in (*said.sets, *parts.parameters):
        yield from (citation for dated in parameter.values for citation in dated.citations)
    for each in (*parts.criteria, *parts.facts):
        yield from each.citations
    yield from (citation for change in said.changes for citation in change.fields.get("citations", ()))


@each_rulebook
def test_what_is_sourced_cites_the_documents_of_the_rulebook_and_no_others(name: str) -> None:
    """Thresholds, criteria and grades; the frame keeps what the article and the guidance on cell meetings back."""
    keys = {step.key for step in own_steps(name) if step.section == "parameters"}
    thresholds = [book(name).vocabulary.thresholds[key].dated for key in keys]
    sourced = [each for each in (*thresholds, *touched(name), *book(name).grades) if each.backing is Backing.SOURCE]
    own = {citation.document for citation in cited(name)}
    for each in sourced:
        documents = {citation.document for citation in each.citations}
        assert documents, each
        assert documents <= own or (name == "sourced_frame" and {*documents} <= ARTICLE_AND_GUIDANCE), each


ARTICLE_AND_GUIDANCE = {
    citation.document
    for criterion in fourgood.load_rulebook(2024).criteria
    for citation in criterion.citations
    if citation.document.number == "12-HD/BTCTW" or (citation.item or "").startswith("A")
}


@each_rulebook
def test_every_document_can_be_found(name: str) -> None:
    """By its number, its date or its address."""
    documents = {citation.document for citation in cited(name)}
    assert documents
    for document in documents:
        assert document.number or document.date or document.url, document.title.vi


@each_rulebook
def test_the_years_are_those_written_down_here_and_each_of_them_loads(name: str) -> None:
    """And no other year does."""
    first, last = map(int, SETS[name]["years"].split("-"))
    assert layer(name).years == (first, last)
    assert [year for year in range(first - 2, last + 3) if loads(name, year)] == list(range(first, last + 1))


def loads(name: str, year: int) -> bool:
    try:
        return book(name, year).id == f"vn.{name}"
    except FourgoodError:
        return False


@each_rulebook
def test_rules_show_says_the_document_behind_everything_that_it_sets(name: str) -> None:
    """Threshold by threshold, criterion by criterion, with the file and the line."""
    year = str(under_test(name).year)
    arguments = ["rules", "show", "--rules", f"vn.{name}", "--year", year, "--origin", "--lang", "en"]
    shown = CliRunner().invoke(app, arguments).stdout
    for document in {citation.document for citation in cited(name)}:
        assert document.name("en") in shown
    for step in own_steps(name):
        added = step.section == "parameters" and step.action == "added"
        places = [dated.origin for dated in step.after.values] if added else [step.origin]
        assert all(f"rulebooks/{name}.yaml:{place.line}" in shown for place in places), step


def texts(name: str) -> Iterator[Text | None]:
    said, parts = layer(name), layer(name).adds
    yield said.title
    yield from (dated.note for each in said.sets for dated in each.values)
    yield from (each.reason for each in said.drops)
    yield from (value for change in said.changes for value in change.fields.values() if isinstance(value, Text))
    for each in (*parts.criteria, *parts.facts, *parts.groups, *parts.definitions, *parts.parameters):
        yield each.title
        yield getattr(each, "help", None)


@each_rulebook
def test_texts_are_in_both_languages(name: str) -> None:
    """Vietnamese with its diacritics, composed; English beside it."""
    for text in filter(None, texts(name)):
        assert text.vi.strip() != text.en.strip() and text.en.strip(), text
        assert not text.vi.isascii() and unicodedata.is_normalized("NFC", text.vi), text
