"""The deterministic phase: every comparison of a criterion at its threshold, below and above, everything else as in a
base; every fact absent; every choice. Nothing is left to chance before chance is asked."""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from fourgood.criterion import PythonRule
from fourgood.dossier import Dossier
from fourgood.rulebook import Rulebook
from fourgood.testing.change import Change, Forget, Place, Take, changed
from fourgood.testing.comparison import SIDES
from fourgood.testing.exemplar import exemplar
from fourgood.testing.space import KINDS, Space, space_of

MAX_PAIRS = 400
"""How many pairs of changes to each base are tried for one criterion."""


def boundary(rulebook: Rulebook, criterion: str | None, base: Dossier | None = None) -> Iterator[Dossier]:
    """The dossiers of the deterministic phase for one criterion, each with one change to a base, then with none known.

    Of a criterion written in Python nobody can see which facts it looks at together: with two changes as well.
    Without a base of one's own there is one for every kind of unit and type of organisation that matters. Without a
    criterion all are changed, one at a time, and everything else is known.
    Raises KeyError for an unknown criterion.
    """
    space = space_of(rulebook, criterion)
    for each in _bases(space, base):
        yield each
        for change in _changes(space, each):
            yield changed(each, [change], space)
    for kind in KINDS:
        yield space.dossier({}, kind, space.types[0])
    if space.criterion is not None and isinstance(space.criterion.rule, PythonRule):
        for each in _bases(space, base):
            yield from (changed(each, pair, space) for pair in _pairs(list(_changes(space, each))))


def _pairs(found: Sequence[Change]) -> Iterator[tuple[Change, Change]]:
    """Two changes of different facts: first a value or an absence beside a comparison, then all others."""
    mixed = sorted(combinations(found, 2), key=lambda pair: isinstance(pair[0], Place) is isinstance(pair[1], Place))
    return islice((pair for pair in mixed if not set(_moved(pair[0])) & set(_moved(pair[1]))), MAX_PAIRS)


def _moved(change: Change) -> tuple[str, ...]:
    return change.comparison.keys if isinstance(change, Place) else (change.key,)


def _bases(space: Space, base: Dossier | None) -> Iterator[Dossier]:
    if base is not None:
        yield space.rulebook.admit(base)
        return
    whole = space_of(space.rulebook)
    for kind in KINDS:
        for type in space.types:
            good = exemplar(whole, kind, type)
            yield good if space.criterion is None else focused(space, good)


def focused(space: Space, base: Dossier) -> Dossier:
    """A dossier with the facts that a space draws, and those that invariants tie to them."""
    kept = space.relations.around(space.facts)
    return base.with_facts({key: None for key in base.facts if key not in kept})


def _changes(space: Space, base: Dossier) -> Iterator[Change]:
    for comparison in space.compared(base.kind):
        yield from (Place(comparison, side, 1) for side in SIDES)
    for key in space.asked(base.kind):
        yield Forget(key)
        if not any(key in comparison.keys for comparison in space.comparisons):
            yield from (Take(key, value) for value in space.options[key].values)
