"""A dossier made better, worse, or less known: strategies, and every single step of each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial, reduce

from attrs import evolve, frozen
from hypothesis import strategies as st

from fourgood.dossier import Dossier
from fourgood.errors import DossierError
from fourgood.record import Rows, Single
from fourgood.rulebook import Rulebook
from fourgood.testing.cells import cells, less_known
from fourgood.testing.comparison import SIDES
from fourgood.testing.options import beyond
from fourgood.testing.space import Space, space_of
from fourgood.vocabulary import Value


def improve(dossier: Dossier, rulebook: Rulebook) -> st.SearchStrategy[Dossier]:
    """Dossiers in which some facts are better than in this one, the way their `better` says, and none is worse.

    Of a table single columns of single records are better. Every invariant holds; facts that nobody knows stay
    unknown. It is the dossier itself where nothing can be better.
    """
    return _moved(dossier, rulebook, better=True)


def degrade(dossier: Dossier, rulebook: Rulebook) -> st.SearchStrategy[Dossier]:
    """Dossiers in which some facts are worse than in this one, and none is better; as `improve` otherwise."""
    return _moved(dossier, rulebook, better=False)


def forget(dossier: Dossier) -> st.SearchStrategy[Dossier]:
    """Dossiers of the same unit of which less is known: facts are absent, or have lost their evidence; of a table,
    records have lost a column, or all but their place.

    At least one, where there is one.
    """
    found: list[Callable[[Dossier, int], Dossier]] = [partial(_fact_lost, key) for key in dossier.facts]
    found += [partial(_evidence_lost, key) for key in dossier.evidence]
    found += [partial(_cell_lost, key) for key, value in dossier.facts.items() if any(_tables_less_known(value))]
    if not found:
        return st.just(dossier)
    losses = st.lists(st.tuples(st.sampled_from(found), st.integers(0, 200)), min_size=1, max_size=5)
    return losses.map(lambda drawn: reduce(lambda less, loss: loss[0](less, loss[1]), drawn, dossier))


def _fact_lost(key: str, dossier: Dossier, _: int) -> Dossier:
    return without(dossier, {key}, {key})


def _evidence_lost(key: str, dossier: Dossier, _: int) -> Dossier:
    return without(dossier, set(), {key})


def _cell_lost(key: str, dossier: Dossier, index: int) -> Dossier:
    found = list(_tables_less_known(dossier.facts.get(key)))
    return with_value(dossier, key, found[index % len(found)]) if found else dossier


def _tables_less_known(value: Value | None) -> Iterator[Rows]:
    return less_known(value) if isinstance(value, tuple) else iter(())


def without(dossier: Dossier, facts: set[str], evidence: set[str]) -> Dossier:
    """A dossier without some facts, and without the evidence of some."""
    kept = {key: value for key, value in dossier.facts.items() if key not in facts}
    proof = {key: each for key, each in dossier.evidence.items() if key in kept and key not in evidence}
    return evolve(dossier, facts=kept, evidence=proof)


def _moved(dossier: Dossier, rulebook: Rulebook, better: bool) -> st.SearchStrategy[Dossier]:
    space, given = space_of(rulebook), stated(rulebook.admit(dossier), rulebook)
    movable = [key for key in given.facts if key in space.facts and next(steps(key, given, space, better), None)]
    if not movable:
        return st.just(given)
    moves = st.tuples(st.sampled_from(movable), st.integers(0, 30), st.integers(0, 30))
    return st.lists(moves, min_size=1, max_size=4).map(lambda drawn: _after(given, drawn, space, better))


def _after(dossier: Dossier, drawn: list[tuple[str, int, int]], space: Space, better: bool) -> Dossier:
    for key, place, index in drawn:
        found = list(steps(key, dossier, space, better, place))
        if found:
            dossier = with_value(dossier, key, found[index % len(found)])
    return dossier


def with_value(dossier: Dossier, key: str, value: Value) -> Dossier:
    """A dossier with another value of a fact, on the same evidence."""
    return evolve(dossier, facts={**dossier.facts, key: value})


def better_values(fact: str, dossier: Dossier, rulebook: Rulebook) -> tuple[Value, ...]:
    """The values worth trying that are better than the one in a dossier, and keep every invariant.

    Raises KeyError for a fact that the rulebook does not have.
    """
    space = space_of(rulebook)
    if fact not in rulebook.vocabulary.facts:
        raise KeyError(fact)
    return tuple(steps(fact, dossier, space, better=True)) if fact in dossier.facts else ()


def steps(key: str, dossier: Dossier, space: Space, better: bool, only: int | None = None) -> Iterator[Value]:
    """The values of one fact that are better (or worse) than the one it has, and keep every invariant.

    With `only`, a number, but one column of one record of a table.
    """
    now, fact = dossier.facts[key], space.rulebook.vocabulary.facts[key]
    if isinstance(now, tuple):
        known = {**dossier.facts, "kind": dossier.kind, "organisation_type": dossier.organisation_type}
        found: Iterable[Value] = space.cells[key].moved(now, known, better, only)
    else:
        values = (*space.options[key].values, *_where_comparisons_turn(key, dossier, space))
        found = (each for each in values if not isinstance(each, tuple) and beyond(fact, now, each, better))
    for value in dict.fromkeys(found):
        facts = {**dossier.facts, key: value}
        if space.relations.fits(key, facts, dossier.kind, dossier.organisation_type):
            yield value


def _where_comparisons_turn(key: str, dossier: Dossier, space: Space) -> Iterator[Value]:
    """As far as each invariant lets a fact go, and as far as each comparison turns, the other facts being what they
    are."""
    fact = space.rulebook.vocabulary.facts[key]
    if not fact.numeric or fact.better is None:
        return
    tied = [each.comparison for each in space.relations.by_key.get(key, ()) if each.comparison is not None]
    compared = [each for each in space.comparisons if key in each.keys and len(each.keys) > 1]
    for comparison in (*tied, *compared):
        if all(each in dossier.facts for each in comparison.keys) and key in comparison.keys:
            for side in SIDES:
                value = comparison.moved(dossier.facts, key, side)
                if value is not None:
                    yield value


def stated(dossier: Dossier, rulebook: Rulebook) -> Dossier:
    """A dossier without the facts that were worked out when it was admitted, so that they are worked out anew."""
    if dossier.admitted_by is None or not rulebook.derived:
        return dossier
    derived = {each.fact.key for each in rulebook.derived}
    return without(dossier, derived, derived)


def admitted(rulebook: Rulebook, dossier: Dossier) -> Dossier | None:
    """The dossier as the rulebook admits it, or None."""
    try:
        return rulebook.admit(dossier)
    except DossierError:
        return None


@frozen
class Figure:
    """What is not the same in two dossiers: a fact, or a column of one record."""

    key: str
    old: Value | None
    new: Value | None
    at: Single | None = None
    column: str | None = None

    @property
    def name(self) -> str:
        """What it is called: meetings_held, or meetings[2024-01-05].attended."""
        return self.key if self.column is None else f"{self.key}[{self.at}].{self.column}"


def figures_changed(one: Dossier, other: Dossier) -> Iterator[Figure]:
    """Every figure that is not the same in two dossiers."""
    for key, (old, new) in differing(one, other).items():
        before, after = cells(old) if isinstance(old, tuple) else {}, cells(new) if isinstance(new, tuple) else {}
        there = [each for each in dict.fromkeys((*before, *after)) if before.get(each) != after.get(each)]
        yield from (Figure(key, before.get(each), after.get(each), *each) for each in there)
        if not there:
            yield Figure(key, old, new)


def differing(one: Dossier, other: Dossier) -> Mapping[str, tuple[Value | None, Value | None]]:
    """The facts that are not the same in two dossiers, with what each says."""
    keys = dict.fromkeys((*one.facts, *other.facts))
    pairs = {key: (one.facts.get(key), other.facts.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
