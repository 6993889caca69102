"""Every criterion of the four plugins comes to what its cases say, and has the cases that it needs (README.md)."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve, field, frozen

from fourgood import Criterion, Dossier, DossierError, Evidence, Outcome, Role, Rulebook, Status, decide, evaluate
from fourgood.dossiers import read_dossier
from fourgood.line import Atom
from fourgood.rule import Compare
from fourgood.scale import ORGANISATION_TYPES
from fourgood.truth import amount
from fourgood.vocabulary import Fact

Load = Callable[[int], Rulebook]
PILOT = Path(__file__).parents[2] / "examples" / "pilot_2024"
FOLDER = Path(__file__).with_name("cases")
PLUGINS = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
ORDERED = ("<", "<=", ">", ">=")
OUTCOMES = {outcome.value: outcome for outcome in Outcome}
KINDS = ("cell", "committee")
JUDGED: Mapping[str, Mapping[str, Any]] = {
    "met": {"with a document": {"value": "met", "evidence": "Biên bản thẩm định"}},
    "not_met": {"with a document": {"value": "not_met", "evidence": "Biên bản thẩm định"}},
    "unknown": {"nobody has judged it": None, "met, and no document": "met", "not met, and no document": "not_met"},
    "not_applicable": {"so the appraiser says": {"value": "not_applicable", "evidence": "Biên bản thẩm định"}},
}


@frozen
class Case:
    criterion: str
    outcome: Outcome
    words: str
    kind: Any
    year: int = 2024
    organisation_type: str | None = None
    facts: Mapping[str, Any] = field(factory=dict)
    evidence: Mapping[str, Evidence] = field(factory=dict)

    def __str__(self) -> str:
        unit = f"{self.kind} {self.organisation_type or ''}".strip()
        return f"{self.criterion}, {self.outcome.value}: {self.words} ({unit})"

    @property
    def dossier(self) -> Dossier:
        known = {key: value for key, value in self.facts.items() if value is not None}
        return Dossier("unit", self.kind, self.year, "", self.organisation_type, facts=known, evidence=self.evidence)


def case(criterion: str, outcome: str, words: str, kind: str, organisation_type: str | None, given: Any) -> Case:
    facts = {key: value for key, value in given.items() if key not in ("year", "organisation_type")}
    attested = {key: each for key, each in facts.items() if isinstance(each, dict)}
    values = {key: exact(each["value"] if key in attested else each) for key, each in facts.items()}
    evidence = {key: Evidence(document=each["evidence"]) for key, each in attested.items()}
    year, of = given.get("year", 2024), given.get("organisation_type", organisation_type)
    return Case(criterion, OUTCOMES[outcome], words, kind, year, of, values, evidence)


def exact(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


@cache
def cases(plugin: str) -> tuple[Case, ...]:
    """The cases of a plugin, each for every unit that it is meant for."""
    written = yaml.safe_load((FOLDER / f"{plugin}.yaml").read_text("utf-8"))
    judged: dict[str, Any] = {
        id: {outcome: {words: {id: said} for words, said in lines.items()} for outcome, lines in JUDGED.items()}
        for id in written["judged"]
    }
    return tuple(each for id, lines in {**judged, **written["criteria"]}.items() for each in expanded(id, lines))


def expanded(id: str, lines: Mapping[str, Any]) -> Iterator[Case]:
    kinds = (lines["concerns"],) if "concerns" in lines else KINDS
    types = lines.get("types", [None])
    stated = {outcome: lines[outcome] for outcome in lines if outcome not in ("concerns", "types")}
    for kind in kinds:
        for outcome, by_words in stated.items():
            for words, given in by_words.items():
                yield from (case(id, outcome, words, kind, each, given) for each in types)
        for other in ORGANISATION_TYPES.labels if "types" in lines else ():
            if other not in types:
                yield case(id, "not_applicable", "another type", kind, other, {})
    yield from (case(id, "not_applicable", "another kind", kind, None, {}) for kind in KINDS if kind not in kinds)


ALL = [each for plugin in PLUGINS for each in cases(plugin)]


@pytest.mark.parametrize("each", ALL, ids=str)
def test_a_criterion_comes_to_what_its_case_says(each: Case, rulebook: Load) -> None:
    """The facts of the case alone decide the criterion, or leave it open, as the case says."""
    finding = evaluate(each.dossier, rulebook(each.year)).finding(each.criterion)
    assert finding.outcome is each.outcome
    assert (finding.outcome is Outcome.UNKNOWN) == bool(finding.missing)


def test_a_fact_without_evidence_leaves_a_criterion_that_demands_it_unknown_and_says_so(rulebook: Load) -> None:
    """Of every criterion with evidence: required: no document is not the same as not met."""
    demanding = {each.id for each in rulebook(2024).criteria if each.evidence_required}
    met = [each for each in ALL if each.outcome is Outcome.MET]
    stripped = [evolve(each, evidence={}) for each in met if each.criterion in demanding]
    assert {each.criterion for each in stripped} == demanding
    for each in stripped:
        finding = evaluate(each.dossier, rulebook(each.year)).finding(each.criterion)
        assert finding.outcome is Outcome.UNKNOWN
        assert set(finding.missing) <= set(each.facts)
        assert all("no evidence for" in text for text in finding.texts("en"))


RECOGNISED = {"cell": "party_committee_office_cell.yaml", "committee": "education_department_committee.yaml"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_veto_or_deferral_decides_a_dossier_that_is_else_recognised(kind: str, rulebook: Load) -> None:
    """Met, it refuses or postpones all alone; with its exception (remedied, below the limit) it changes nothing."""
    recognised, book = read_dossier(PILOT / RECOGNISED[kind]), rulebook(2024)
    said = {Role.VETO: Status.NOT_RECOGNIZED, Role.DEFERRAL: Status.DEFERRED}
    tried = set()
    decided = [each for each in ALL if each.outcome in (Outcome.MET, Outcome.NOT_MET)]
    for each in decided:
        role = book.criterion(each.criterion).role
        if role in said and (each.kind, each.year) == (kind, book.year):
            dossier = recognised.with_facts(each.facts)
            expected = said[role] if each.outcome is Outcome.MET else Status.RECOGNIZED
            assert (evaluate(dossier, book).status, decide(dossier, book)) == (expected, expected), str(each)
            tried.add(each.criterion)
    assert tried == {each.id for each in book.criteria if each.role in said and kind in each.applies_to}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_the_cases_name_every_criterion_of_the_plugin_and_no_other(plugin: str, rulebook: Load) -> None:
    """A new criterion without cases fails, and so do cases of one that is gone."""
    assert {each.criterion for each in cases(plugin)} == {each.id for each in criteria_of(plugin, rulebook(2024))}


def criteria_of(plugin: str, rulebook: Rulebook) -> list[Criterion]:
    return [each for each in rulebook.criteria if each.origin.plugin == plugin]


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_criterion_has_a_case_for_each_way_it_can_come_out(plugin: str, rulebook: Load) -> None:
    """Met, not met and unknown for all; not applicable for those that are guarded or concern some units only."""
    lacking = {}
    for criterion in criteria_of(plugin, rulebook(2024)):
        needed = {Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN}
        limited = len(criterion.applies_to) < len(KINDS) or criterion.organisation_types is not None
        if criterion.applies_when is not None or limited:
            needed.add(Outcome.NOT_APPLICABLE)
        lacking[criterion.id] = needed - {each.outcome for each in cases(plugin) if each.criterion == criterion.id}
    assert not {id: outcomes for id, outcomes in lacking.items() if outcomes}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_threshold_has_a_case_at_it_and_one_step_to_each_side(plugin: str, rulebook: Load) -> None:
    """A comparison that is off by one, or strict where it should not be, changes the outcome of a case."""
    for criterion in criteria_of(plugin, rulebook(2024)):
        line = rulebook(2024).lines[criterion.id]
        mine = [each for each in cases(plugin) if each.criterion == criterion.id]
        for atom in filter(turns_at_a_threshold, (*line.guard_atoms, *line.rule_atoms)):
            at_it = [each for each in mine if is_at(each, atom, rulebook)]
            assert any(surrounded(each, mine, atom, rulebook) for each in at_it), (criterion.id, atom.keys)


def turns_at_a_threshold(atom: Atom) -> bool:
    return isinstance(atom.leaf, Compare) and atom.leaf.operator in ORDERED and bool(atom.keys)


def is_at(each: Case, atom: Atom, rulebook: Load) -> bool:
    """Whether both sides of a comparison are equal in a case."""
    scope = rulebook(each.year).vocabulary.scope
    left, right = (amount(side, scope, each.dossier.facts) for side in (atom.leaf.left, atom.leaf.right))  # type: ignore[union-attr]
    return left is not None and left == right


def surrounded(at: Case, mine: list[Case], atom: Atom, rulebook: Load) -> bool:
    """Whether there are cases one step of the leading fact away on each side that a dossier can go to."""
    leading = atom.keys[0]
    fact = rulebook(at.year).vocabulary.facts[leading]
    here = read_by(atom, at)
    sides = [{**here, leading: value} for value in next_to(fact, here[leading])]
    possible = [side for side in sides if admitted(evolve(at, facts=side), rulebook)]
    there = [read_by(atom, each) for each in mine if each.year == at.year]
    return bool(possible) and all(side in there for side in possible)


def read_by(atom: Atom, each: Case) -> dict[str, Any]:
    return {key: each.facts.get(key) for key in atom.keys}


def next_to(fact: Fact, value: Any) -> list[Any]:
    if fact.scale is None:
        return [value - fact.step, value + fact.step]
    ranks = list(fact.scale.ranks)
    return [ranks[at] for at in (ranks.index(value) - 1, ranks.index(value) + 1) if 0 <= at < len(ranks)]


def admitted(each: Case, rulebook: Load) -> bool:
    try:
        rulebook(each.year).admit(each.dossier)
    except DossierError:
        return False
    return True
