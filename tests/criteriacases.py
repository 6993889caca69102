"""Whether the example cases of criteria are complete: each outcome, each threshold, and one step to each side of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import evolve

from fourgood import Criterion, Dossier, DossierError, Outcome, Rulebook
from fourgood.line import Atom
from fourgood.rule import Compare
from fourgood.testing.case import Case
from fourgood.truth import amount
from fourgood.vocabulary import Fact, Kind

Load = Callable[[int], Rulebook]
ORDERED = ("<", "<=", ">", ">=")
KINDS = ("cell", "committee")


def about_one(cases: Iterable[Case]) -> list[Case]:
    """The cases of single criteria."""
    return [case for case in cases if len(case.expect.criteria) == 1]


def criterion_of(each: Case) -> str:
    """The one criterion that a case is about."""
    (id,) = each.expect.criteria
    return id


def outcome_of(each: Case) -> Outcome:
    """What its criterion should come to."""
    return each.expect.criteria[criterion_of(each)]


def lacking(criteria: Iterable[Criterion], cases: Iterable[Case]) -> dict[str, set[Outcome]]:
    """The outcomes that criteria have no case of, of those that they can come to."""
    there = {(criterion_of(each), outcome_of(each)) for each in cases}
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
        mine = [each for each in cases if criterion_of(each) == criterion.id]
        line = rulebook(mine[0].dossier.year).lines[criterion.id]
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
    scope = rulebook(each.dossier.year).vocabulary.scope
    left, right = (amount(side, scope, each.dossier.facts) for side in (atom.leaf.left, atom.leaf.right))  # type: ignore[union-attr]
    return left is not None and left == right


def _surrounded(at: Case, mine: list[Case], atom: Atom, rulebook: Load) -> bool:
    """Whether there are cases one step of the leading fact away on each side that a dossier can go to."""
    leading = atom.keys[0]
    fact = rulebook(at.dossier.year).vocabulary.facts[leading]
    here = _read_by(atom, at)
    sides = [{**here, leading: value} for value in _next_to(fact, here[leading])]
    possible = [side for side in sides if _admitted(evolve(at.dossier, facts=side), rulebook)]
    there = [_read_by(atom, each) for each in mine if each.dossier.year == at.dossier.year]
    return bool(possible) and all(side in there for side in possible)


def _read_by(atom: Atom, each: Case) -> dict[str, Any]:
    return {key: each.dossier.facts.get(key) for key in atom.keys}


def _next_to(fact: Fact, value: Any) -> list[Any]:
    if fact.scale is None:
        return [value - fact.step, value + fact.step]
    ranks = list(fact.scale.ranks)
    return [ranks[at] for at in (ranks.index(value) - 1, ranks.index(value) + 1) if 0 <= at < len(ranks)]


def _admitted(dossier: Dossier, rulebook: Load) -> bool:
    try:
        rulebook(dossier.year).admit(dossier)
    except DossierError:
        return False
    return True
