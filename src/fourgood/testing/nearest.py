"""The dossier nearest to a given one for which criteria come to what is wanted: with the fewest facts changed."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from attrs import evolve

from fourgood.analysis.questions import UNDECIDABLE
from fourgood.analysis.search import Wanted
from fourgood.analysis.space import Space, Unconfirmed
from fourgood.analysis.system import Budget
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier

STEPS = 3_000
"""How many steps are taken to change one set of facts."""

MAX_CHANGES = 3
"""How many facts at most are changed one set at a time; then all of them at once."""


def nearest(space: Space, criteria: Sequence[Criterion], wanted: Wanted, bases: Sequence[Dossier]) -> Dossier | None:
    """Of several admitted dossiers the one that needs the fewest changes, changed; None where none was found."""
    tries = [(size, base, free) for base in bases for size, free in _sets(space, criteria)]
    for _, base, free in sorted(tries, key=lambda each: each[0]):
        try:
            found = space.near(criteria, wanted, base, free, Budget(STEPS))
        except UNDECIDABLE:
            continue
        if found is not None:
            return found
    return _lacking(space, criteria, wanted, bases)


def _lacking(space: Space, criteria: Sequence[Criterion], wanted: Wanted, bases: Sequence[Dossier]) -> Dossier | None:
    """The dossier that only lacks a fact, or its evidence."""
    for base in bases:
        for key in space.reads(criteria):
            if key not in base.facts:
                continue
            unproven = {each: proof for each, proof in base.evidence.items() if each != key}
            for made in (evolve(base, evidence=unproven), base.with_facts({key: None})):
                try:
                    return space.confirmed(made, criteria, wanted)
                except Unconfirmed:
                    continue
    return None


def _sets(space: Space, criteria: Sequence[Criterion]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Sets of facts to change, the smallest first; last the facts that invariants tie to them too."""
    reads = space.reads(criteria)
    types = ("organisation_type",) if len(space.types(criteria, False)) > 1 else ()
    can = (*reads, *types)
    for size in range(min(MAX_CHANGES, len(can)) + 1):
        for some in combinations(can, size):
            yield size, some
    yield MAX_CHANGES + 1, can
    tied = set(reads)
    for distance in range(2):
        tied |= {key for keys, _ in space.invariants if keys & tied for key in keys}
        yield MAX_CHANGES + 2 + distance, tuple(dict.fromkeys((*can, *sorted(tied))))
