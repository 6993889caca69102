"""Strategies of dossiers that a rulebook admits: near a base, about few facts, or anything."""

import string
from collections.abc import Iterator, Sequence
from functools import partial

from hypothesis import strategies as st

from fourgood.dossier import Dossier
from fourgood.rulebook import Rulebook
from fourgood.testing.change import Change, Forget, Take, changed, changes, placings
from fourgood.testing.exemplar import exemplar
from fourgood.testing.moves import without
from fourgood.testing.space import KINDS, Space, remembered, space_of
from fourgood.testing.thresholds import focused
from fourgood.vocabulary import UnitKind

FEW = 8
"""How many changes a dossier has that is drawn near another, or from nothing."""

MANY = 10
"""How many handfuls of comparisons are put at their thresholds in a dossier that may be anything."""

SIGNS = string.digits + string.ascii_uppercase + string.ascii_lowercase
"""What stands for the first value of a fact, the second, and so on; in the order in which hypothesis shrinks them."""

KEPT = st.characters(min_codepoint=ord("0"), max_codepoint=ord("0") + 500)
"""Signs of which the first one, seldom drawn and shrunk to, says that a fact is absent."""


def dossiers(
    rulebook: Rulebook,
    *,
    kind: UnitKind | None = None,
    criterion: str | None = None,
    base: Dossier | None = None,
    complete: bool = False,
) -> st.SearchStrategy[Dossier]:
    """Dossiers that a rulebook admits: of known facts, within bounds, keeping every invariant.

    A third of them know little, a third are near `base`, or near a dossier that is recognised, and a third may be
    anything. Comparisons come out exactly at their thresholds, one step below and one above, more often than chance
    has it; facts are absent now and then, unless `complete`; evidence is an appraiser's where some criterion demands
    evidence, save now and then. They shrink towards `base`, else towards few facts and plain numbers.

    `kind` draws that kind of unit alone; `criterion`, an id, only what that criterion reads. Raises KeyError for a
    criterion that the rulebook does not have.

    >>> from fourgood.testing.sample import SAMPLE
    >>> from hypothesis import find
    >>> dict(find(dossiers(SAMPLE), lambda dossier: dossier.facts.get("held", 0) >= 12).facts)
    {'held': 12}
    """
    space = space_of(rulebook, criterion)
    if base is not None:
        admitted = rulebook.admit(base)
        return st.one_of(_near(space, admitted, FEW, complete), _everything(space, admitted, complete))
    kinds = KINDS if kind is None else (kind,)
    found = [
        remembered(rulebook, f"{criterion} {each} {complete}", partial(_ways, space, each, complete)) for each in kinds
    ]
    return st.one_of(*(way for ways in zip(*found, strict=True) for way in ways))


def near(dossier: Dossier, rulebook: Rulebook, changes: int = 3) -> st.SearchStrategy[Dossier]:
    """Dossiers that differ from one by some changes at most, and by what invariants make follow from them."""
    return _near(space_of(rulebook), rulebook.admit(dossier), changes, complete=False)


def _ways(space: Space, kind: UnitKind, complete: bool) -> list[st.SearchStrategy[Dossier]]:
    """From nothing, near a good one, everywhere: the strategies for one kind of unit, for every type that matters."""
    bases = [exemplar(space_of(space.rulebook), kind, type) for type in space.types]
    bases = bases if space.criterion is None else [focused(space, base) for base in bases]
    few = [_near(space, space.dossier({}, kind, type), FEW, complete) for type in (*space.types, None)]
    good = [_near(space, base, FEW, complete) if complete else _thinned(space, base) for base in bases]
    grounds = bases if complete else [space.dossier({}, kind, base.organisation_type) for base in bases]
    anything = [_everything(space, ground, complete) for ground in grounds]
    return [st.one_of(*ways) for ways in (*([] if complete else [few]), good, anything)]


def _near(space: Space, base: Dossier, size: int, complete: bool) -> st.SearchStrategy[Dossier]:
    drawn = changes(space, base.kind, size)
    return drawn.map(lambda made: changed(base, _kept(made, complete), space))


def _thinned(space: Space, base: Dossier) -> st.SearchStrategy[Dossier]:
    """Dossiers near one that may lack any of its facts: few do, and shrinking takes away all that do not matter."""
    length = len(base.facts)
    return st.builds(
        lambda text, made: changed(_without(base, text), made, space),
        st.text(KEPT, min_size=length, max_size=length),
        changes(space, base.kind, FEW),
    )


def _without(base: Dossier, text: str) -> Dossier:
    gone = {key for key, sign in zip(base.facts, text, strict=True) if sign == SIGNS[0]}
    return without(base, gone, gone) if gone else base


def _kept(made: Sequence[Change], complete: bool) -> Sequence[Change]:
    return [each for each in made if not isinstance(each, Forget)] if complete else made


def _everything(space: Space, base: Dossier, complete: bool) -> st.SearchStrategy[Dossier]:
    """Every fact drawn by itself, then a few comparisons put at their thresholds.

    The values are drawn as one text, a sign for each fact: hypothesis draws that a hundred times faster than as many
    numbers, and shrinks it sign by sign.
    """
    values = [_values(space, key, base, complete) for key in space.asked(base.kind)]
    return st.builds(
        lambda text, placed, made: changed(base, [*_read(text, values), *placed, *_kept(made, complete)], space),
        st.text(SIGNS, min_size=len(values), max_size=len(values)),
        placings(space, base.kind, MANY),
        changes(space, base.kind, FEW),
    )


def _read(text: str, values: Sequence[Sequence[Change]]) -> Iterator[Change]:
    for sign, options in zip(text, values, strict=True):
        yield options[SIGNS.index(sign) % len(options)]


def _values(space: Space, key: str, base: Dossier, complete: bool) -> Sequence[Change]:
    """The values of one fact: what it is in the base first, absent now and then."""
    first = [base.facts[key]] if key in base.facts else []
    takes: list[Change] = [Take(key, value) for value in dict.fromkeys((*first, *space.options[key].values))]
    absent: list[Change] = [] if complete else [Forget(key)]
    return [*takes, *absent] if first else [*absent, *takes]
