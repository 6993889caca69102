"""Each rulebook on offer decides as its document says, and says nothing that the document does not (README.md)."""

import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import fourgood
from casefiles import KINDS, MINUTES, Case, CaseFile, lacking, read_cases, stated, unturned
from fourgood import Backing, Criterion, Dossier, FourgoodError, Outcome, Rulebook, Status, Text
from fourgood.beside import read_offer
from fourgood.citation import Citation
from fourgood.cli import app
from fourgood.history import Step
from fourgood.layer import Layer
from fourgood.plugins import gather, offered

FOLDER = Path(__file__).with_name("rulebooks")
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
OURS = {id: offer for id, offer in offered(gather()).items() if id.startswith("vn.")}
each_rulebook = pytest.mark.parametrize("name", NAMES)


@cache
def file(name: str) -> CaseFile:
    return read_cases(FOLDER / f"{name}.yaml")


@cache
def book(name: str, year: int | None = None) -> Rulebook:
    return fourgood.load_rulebook(year or file(name).written["year"], rules=[f"vn.{name}"])


@cache
def layer(name: str) -> Layer:
    given = read_offer(OURS[f"vn.{name}"])
    assert isinstance(given, Layer)
    return given


def own_steps(name: str) -> list[Step]:
    """What the rulebook itself did, not what it stands on."""
    return [step for step in book(name).history if step.origin.layer == f"vn.{name}"]


def test_every_rulebook_has_its_cases() -> None:
    """A new one without a case file fails."""
    assert {f"vn.{name}" for name in NAMES} == set(OURS)


# What a criterion comes to

ALL = [(name, each) for name in NAMES for each in file(name).cases]


@pytest.mark.parametrize(("name", "each"), ALL, ids=[f"{name}: {each}" for name, each in ALL])
def test_a_criterion_comes_to_what_its_case_says(name: str, each: Case) -> None:
    """The facts of the case alone decide the criterion, or leave it open, as the case says."""
    finding = fourgood.evaluate(each.dossier, book(name, each.year)).finding(each.criterion)
    assert finding.outcome is each.outcome
    assert (finding.outcome is Outcome.UNKNOWN) == bool(finding.missing)


def touched(name: str) -> list[Criterion]:
    """The criteria that a rulebook adds or changes, or whose thresholds it sets."""
    steps, rulebook = own_steps(name), book(name)
    ids = {step.key for step in steps if step.section == "criteria"}
    moved = {step.key for step in steps if step.section == "parameters"}
    return [each for each in rulebook.criteria if each.id in ids or moved & set(read_by(each, rulebook))]


def read_by(criterion: Criterion, rulebook: Rulebook) -> list[str]:
    """The thresholds that a criterion reads."""
    line = rulebook.lines[criterion.id]
    return [each.key for atom in (*line.guard_atoms, *line.rule_atoms) for each in atom.thresholds]


@each_rulebook
def test_the_cases_name_every_criterion_that_the_rulebook_touches_and_no_other(name: str) -> None:
    """A criterion that it gains, or whose number it sets, has to have cases."""
    assert {each.criterion for each in file(name).cases} == {each.id for each in touched(name)}


@each_rulebook
def test_every_criterion_has_a_case_for_each_way_it_can_come_out(name: str) -> None:
    """Met, not met and unknown for all; not applicable for those that are guarded or concern some units only."""
    assert not lacking(touched(name), file(name).cases)


@each_rulebook
def test_every_threshold_has_a_case_at_it_and_one_step_to_each_side(name: str) -> None:
    """A comparison that is off by one, or strict where it should not be, changes the outcome of a case."""
    assert not unturned(touched(name), file(name).cases, partial(book, name))


# What a whole dossier comes to

VERDICTS = [
    (name, words, kind)
    for name in NAMES
    for words, said in file(name).written["verdicts"].items()
    for kind in KINDS
    if said.get("kind", kind) == kind
]


@pytest.mark.parametrize(("name", "words", "kind"), VERDICTS)
def test_a_whole_dossier_comes_to_what_the_document_says(name: str, words: str, kind: str) -> None:
    """Recognised or refused, and by which criteria; the quick answer is the same."""
    said = file(name).written["verdicts"][words]
    dossier = whole(name, kind, said)
    verdict = fourgood.evaluate(dossier, book(name))
    assert verdict.status is Status(said["status"])
    assert fourgood.decide(dossier, book(name)) is verdict.status
    if "by" in said:
        assert {finding.criterion.id for finding in verdict.decisive} == set(said["by"])
    if "grade" in said:
        assert (verdict.grade and verdict.grade.key) == said["grade"]


def whole(name: str, kind: Any, said: Mapping[str, Any]) -> Dossier:
    """A dossier that earns the award, with what a verdict case changes of it."""
    written = file(name).written
    facts, evidence = stated({**dict(settled(name, kind)), **said.get("facts", {})})
    known = {key: value for key, value in facts.items() if value is not None}
    type = said.get("organisation_type", written.get("organisation_type"))
    return Dossier("unit", kind, written["year"], "", type, facts=known, evidence=evidence)


def settled(name: str, kind: str) -> Iterator[tuple[str, Any]]:
    """Everything judged to be met, then the facts of the file and of the one that it stands over."""
    judged = [each.id for each in book(name).criteria if each.id in book(name).vocabulary.facts]
    yield from (
        (id, {"value": "met", "evidence": MINUTES}) for id in judged if kind in book(name).criterion(id).applies_to
    )
    for each in filter(None, (file(name).written.get("over"), name)):
        given = file(each).written.get("whole", {})
        yield from given.get("both", {}).items()
        yield from given.get(kind, {}).items()


@each_rulebook
def test_there_is_a_dossier_on_each_side(name: str) -> None:
    """One that earns the award, one that does not."""
    said = {each["status"] for each in file(name).written["verdicts"].values()}
    assert {"recognized", "not_recognized"} <= said


@each_rulebook
def test_every_grade_is_reached(name: str) -> None:
    """By a dossier of the cases, and by one that is a step away from it."""
    said = [each.get("grade") for each in file(name).written["verdicts"].values()]
    assert {each.key for each in book(name).grades} <= set(said)


# What it says, and why


@each_rulebook
def test_the_numbers_it_sets_are_those_written_down_here(name: str) -> None:
    """Nobody changes a number, or calls an assumption a source, without changing its case file as well."""
    rulebook, keys = book(name), {step.key for step in own_steps(name) if step.section == "parameters"}
    assert {key: setting(rulebook, key) for key in keys} == file(name).written["sets"]


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
    said = file(name).written["backing"]
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
    first, last = map(int, file(name).written["years"].split("-"))
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
    year = str(file(name).written["year"])
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
