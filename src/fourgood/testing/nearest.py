"""The dossier nearest to a given one for which criteria come to what is wanted: with the fewest facts changed."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import comb

from attrs import evolve

from fourgood.analysis.questions import UNDECIDABLE
from fourgood.analysis.search import Wanted
from fourgood.analysis.space import Space, Unconfirmed
from fourgood.analysis.system import Budget, OutOfBudget
from fourgood.analysis.written import reads
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier
from fourgood.outcome import Open
from fourgood.reasons import Leaf
from fourgood.truth import truth

STEPS = 3_000
"""How many steps are taken to change one set of facts."""

ALL_STEPS = 10_000
"""How many steps are taken to change all sets that are tried."""

TRY = 10
"""How many steps it takes to begin with a set."""

MAX_CHANGES = 3
"""How many facts at most are changed one set at a time; then all of them at once."""

MAX_SETS = 500
"""How many sets of one size are tried; where there are more, none is."""


def nearest(
    space: Space, criteria: Sequence[Criterion], wanted: Wanted, bases: Sequence[Dossier], within: Budget | None = None
) -> Dossier | None:
    """Of several admitted dossiers the one that needs the fewest changes, changed; None where none was found."""
    budget = Budget(ALL_STEPS, within)
    ground = [(base, list(_comparisons(space, criteria, base))) for base in bases]
    for sets in _sets(space, criteria):
        for (base, comparisons), free in product(ground, sets):
            known = {leaf: open for leaf, keys, open in comparisons if keys.isdisjoint(free)}
            try:
                budget.spend(TRY)
                found = space.near(criteria, wanted, base, free, Budget(STEPS, budget), known)
            except UNDECIDABLE:
                if budget.spent:
                    break
                continue
            if found is not None:
                return found
    try:
        return _lacking(space, criteria, wanted, bases, budget)
    except OutOfBudget:
        return None


def _comparisons(
    space: Space, criteria: Sequence[Criterion], base: Dossier
) -> Iterator[tuple[Leaf, frozenset[str], Open]]:
    """The comparisons of criteria, what they read, and what they come to for a dossier: most changes leave them so."""
    scope, identity = space.vocabulary.scope, {"kind": base.kind, "organisation_type": base.organisation_type}
    given = {**dict.fromkeys(space.vocabulary.facts), **base.facts, **identity}
    parts = (part for criterion in criteria for part in space.subject(criterion).formulas)
    for leaf in dict.fromkeys(leaf for part in parts for leaf in part.leaves):
        yield leaf, frozenset(reads(leaf, scope)), truth(leaf, scope, given)


def _lacking(
    space: Space, criteria: Sequence[Criterion], wanted: Wanted, bases: Sequence[Dossier], budget: Budget
) -> Dossier | None:
    """The dossier that only lacks a fact, or its evidence. Raises OutOfBudget."""
    size = sum(len(part.leaves) for criterion in criteria for part in space.subject(criterion).formulas)
    for base in bases:
        for key in space.reads(criteria):
            if key not in base.facts:
                continue
            unproven = {each: proof for each, proof in base.evidence.items() if each != key}
            for made in (evolve(base, evidence=unproven), base.with_facts({key: None})):
                budget.spend(TRY + size)
                try:
                    return space.confirmed(made, criteria, wanted)
                except Unconfirmed:
                    continue
    return None


def _sets(space: Space, criteria: Sequence[Criterion]) -> Iterator[list[tuple[str, ...]]]:
    """Sets of facts to change, those of a size together, the smallest first; last what invariants tie to them too."""
    read = _likeliest(space, criteria)
    types = ("organisation_type",) if len(space.types(criteria, False)) > 1 else ()
    can = (*read, *types)
    for size in range(min(MAX_CHANGES, len(can)) + 1):
        if comb(len(can), size) <= MAX_SETS:
            yield list(combinations(can, size))
    yield [can]
    tied = set(read)
    for _ in range(2):
        tied |= {key for keys, _ in space.invariants if keys & tied for key in keys}
        yield [tuple(dict.fromkeys((*can, *sorted(tied))))]


def _likeliest(space: Space, criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """The facts that criteria read, first those in comparisons that not all of them make."""
    made = [{leaf for part in space.subject(each).formulas for leaf in part.leaves} for each in criteria]
    apart = set[Leaf]().union(*made) - made[0].intersection(*made)
    telling = {key for leaf in apart for key in reads(leaf, space.vocabulary.scope)}
    return tuple(sorted(space.reads(criteria), key=lambda key: key not in telling))
