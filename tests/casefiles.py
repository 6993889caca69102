"""Case files (tests/criteria_plugins/README.md): what criteria come to, by examples, and whether they are complete."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from attrs import evolve, field, frozen

from fourgood import Criterion, Dossier, DossierError, Evidence, Outcome, Rulebook
from fourgood.line import Atom
from fourgood.rule import Compare
from fourgood.scale import ORGANISATION_TYPES
from fourgood.truth import amount
from fourgood.vocabulary import Fact, Kind

Load = Callable[[int], Rulebook]
ORDERED = ("<", "<=", ">", ">=")
OUTCOMES = {outcome.value: outcome for outcome in Outcome}
KINDS = ("cell", "committee")
MINUTES = "Biên bản thẩm định"
JUDGED: Mapping[str, Mapping[str, Any]] = {
    "met": {"with a document": {"value": "met", "evidence": MINUTES}},
    "not_met": {"with a document": {"value": "not_met", "evidence": MINUTES}},
    "unknown": {"nobody has judged it": None, "met, and no document": "met", "not met, and no document": "not_met"},
    "not_applicable": {"so the appraiser says": {"value": "not_applicable", "evidence": MINUTES}},
}


@frozen
class Case:
    criterion: str
    outcome: Outcome
    words: str
    kind: Any
    year: int
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


@frozen
class CaseFile:
    """`written`: all that the file says."""

    written: Mapping[str, Any]
    cases: tuple[Case, ...]


def read_cases(path: Path) -> CaseFile:
    """A case file, each case for every unit that it is meant for."""
    written = yaml.safe_load(path.read_text("utf-8"))
    year, judged = written.get("year", 2024), [_judged(each) for each in written.get("judged", ())]
    lines = [*judged, *written.get("criteria", {}).items()]
    return CaseFile(written, tuple(each for id, said in lines for each in _expanded(id, said, year)))


def _judged(said: Any) -> tuple[str, Mapping[str, Any]]:
    """A criterion that is judged: its id alone, or with the kind of unit that it concerns."""
    ((id, kind),) = said.items() if isinstance(said, dict) else [(said, None)]
    cases = {outcome: {words: {id: each} for words, each in lines.items()} for outcome, lines in JUDGED.items()}
    return id, {**cases, **({"concerns": kind} if kind else {})}


def _expanded(id: str, lines: Mapping[str, Any], year: int) -> Iterator[Case]:
    kinds = (lines["concerns"],) if "concerns" in lines else KINDS
    types = lines.get("types", [None])
    stated = {outcome: lines[outcome] for outcome in lines if outcome not in ("concerns", "types")}
    for kind in kinds:
        for outcome, by_words in stated.items():
            for words, given in by_words.items():
                yield from (_case(id, outcome, words, kind, year, each, given) for each in types)
        for other in ORGANISATION_TYPES.labels if "types" in lines else ():
            if other not in types:
                yield _case(id, "not_applicable", "another type", kind, year, other, {})
    others = (kind for kind in KINDS if kind not in kinds)
    yield from (_case(id, "not_applicable", "another kind", kind, year, None, {}) for kind in others)


def _case(id: str, outcome: str, words: str, kind: str, year: int, type: str | None, given: Any) -> Case:
    said = {key: value for key, value in given.items() if key not in ("year", "organisation_type")}
    facts, evidence = stated(said)
    type = given.get("organisation_type", type)
    return Case(id, OUTCOMES[outcome], words, kind, given.get("year", year), type, facts, evidence)


def stated(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Evidence]]:
    """Facts as they are written in a case, and their evidence."""
    attested = {key: each for key, each in given.items() if isinstance(each, dict) and "value" in each}
    facts = {key: _exact(each["value"] if key in attested else each) for key, each in given.items()}
    return facts, {key: Evidence(document=each["evidence"]) for key, each in attested.items()}


def _exact(value: Any) -> Any:
    match value:
        case float():
            return Decimal(str(value))
        case {"each": row, "number": int(number), **rest}:
            return list(_rows(row, number, rest.get("but", {})))
        case _:
            return value


def _rows(row: Mapping[str, Any], number: int, but: Mapping[int, Any]) -> Iterator[dict[str, Any]]:
    """Records that are all the same, but for some: those have other columns, or are absent."""
    for at in range(1, number + 1):
        if (other := but.get(at, {})) is not None:
            yield {"at": at, **{key: _exact(each) for key, each in {**row, **other}.items() if each is not None}}


def lacking(criteria: Iterable[Criterion], cases: Iterable[Case]) -> dict[str, set[Outcome]]:
    """The outcomes that criteria have no case of, of those that they can come to."""
    there = [(each.criterion, each.outcome) for each in cases]
    found = {each.id: {outcome for outcome in _possible(each) if (each.id, outcome) not in there} for each in criteria}
    return {id: outcomes for id, outcomes in found.items() if outcomes}


def _possible(criterion: Criterion) -> Iterator[Outcome]:
    yield from (Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN)
    limited = len(criterion.applies_to) < len(KINDS) or criterion.organisation_types is not None
    if criterion.applies_when is not None or limited:
        yield Outcome.NOT_APPLICABLE


def unturned(criteria: Iterable[Criterion], cases: Iterable[Case], rulebook: Load) -> list[tuple[str, tuple[str, ...]]]:
    """The comparisons without a case exactly at their threshold and one a step to each side, by criterion and facts."""
    found, cases = [], tuple(cases)
    for criterion in criteria:
        mine = [each for each in cases if each.criterion == criterion.id]
        line = rulebook(mine[0].year).lines[criterion.id]
        for atom in filter(_turns_at_a_threshold, (*line.guard_atoms, *line.rule_atoms)):
            at_it = [each for each in mine if _is_at(each, atom, rulebook)]
            if not any(_surrounded(each, mine, atom, rulebook) for each in at_it):
                found.append((criterion.id, atom.keys))
    return found


def _turns_at_a_threshold(atom: Atom) -> bool:
    if not (isinstance(atom.leaf, Compare) and atom.leaf.operator in ORDERED and atom.keys):
        return False
    # A table has no next value: its cases say themselves which record is at the threshold.
    return all(atom.scope[key].kind is not Kind.RECORDS for key in atom.keys)  # type: ignore[union-attr]


def _is_at(each: Case, atom: Atom, rulebook: Load) -> bool:
    """Whether both sides of a comparison are equal in a case."""
    scope = rulebook(each.year).vocabulary.scope
    left, right = (amount(side, scope, each.dossier.facts) for side in (atom.leaf.left, atom.leaf.right))  # type: ignore[union-attr]
    return left is not None and left == right


def _surrounded(at: Case, mine: list[Case], atom: Atom, rulebook: Load) -> bool:
    """Whether there are cases one step of the leading fact away on each side that a dossier can go to."""
    leading = atom.keys[0]
    fact = rulebook(at.year).vocabulary.facts[leading]
    here = _read_by(atom, at)
    sides = [{**here, leading: value} for value in _next_to(fact, here[leading])]
    possible = [side for side in sides if _admitted(evolve(at, facts=side), rulebook)]
    there = [_read_by(atom, each) for each in mine if each.year == at.year]
    return bool(possible) and all(side in there for side in possible)


def _read_by(atom: Atom, each: Case) -> dict[str, Any]:
    return {key: each.facts.get(key) for key in atom.keys}


def _next_to(fact: Fact, value: Any) -> list[Any]:
    if fact.scale is None:
        return [value - fact.step, value + fact.step]
    ranks = list(fact.scale.ranks)
    return [ranks[at] for at in (ranks.index(value) - 1, ranks.index(value) + 1) if 0 <= at < len(ranks)]


def _admitted(each: Case, rulebook: Load) -> bool:
    try:
        rulebook(each.year).admit(each.dossier)
    except DossierError:
        return False
    return True
