"""The values of a fact that are worth trying: what it is compared with, a step to either side, its bounds, plain
numbers; simple ones first, as counterexamples shrink towards them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from attrs import frozen

from fourgood.record import Single
from fourgood.testing.comparison import Comparison, Grid
from fourgood.vocabulary import Fact, Kind, Value

PLAIN = (0, 1, 2, 3, 5, 10, 12, 20, 100)
ORDINARY = 20
"""What a number is where nothing says better: small enough to read, and many thresholds can be met exactly with it."""
LARGE = 100
"""What it is where more room is needed, as for one more absence that leaves the attendance what it has to be."""

MAX_THRESHOLDS = 12
"""How many thresholds of one fact have their own values; those of others are reached by placing comparisons."""


@frozen
class Options:
    """The values of one fact that are worth trying, each once, simple ones first."""

    fact: Fact
    values: tuple[Value, ...]


def beyond(fact: Fact, than: Single, value: Single, better: bool) -> bool:
    """Whether a value of a fact is better (or worse) than another; none is where no way is better."""
    if fact.better is None or (fact.scale is not None and not fact.scale.ordered):
        return False
    ranks = [Fraction(each if fact.scale is None else fact.scale.ranks[str(each)]) for each in (than, value)]
    return ranks[1] > ranks[0] if (fact.better == "higher") is better else ranks[1] < ranks[0]


def options_of(fact: Fact, comparisons: Iterable[Comparison] = ()) -> Options:
    """The values of a fact that are worth trying, with the comparisons that read it."""
    match fact.kind:
        case Kind.FLAG:
            return Options(fact, (False, True))
        case Kind.CHOICE:
            assert fact.scale is not None
            return Options(fact, tuple(fact.scale.labels))
        case Kind.COUNT | Kind.NUMBER:
            return Options(fact, _numbers(fact, comparisons))
        case Kind.RECORDS:
            # Which tables there are depends on what the rules say of their records: `tables_of` knows.
            return Options(fact, ())
        case _:
            assert_never(fact.kind)


def ordinary(fact: Fact, size: int = ORDINARY) -> Single:
    """A value that is good, or ordinary where no way is better; `size` is what a number is then."""
    if fact.numeric:
        return Grid(fact).nearest(Fraction(0 if fact.better == "lower" else size))
    if fact.scale is None:
        return fact.better == "higher"
    labels = list(fact.scale.labels)
    return labels[-1] if fact.better == "higher" and fact.scale.ordered else labels[0]


def numbers_of(fact: Fact) -> list[Fraction]:
    """The numbers that are worth comparing a fact with, whatever rules compare it with."""
    return [Fraction(value) for value in _numbers(fact, ()) if not isinstance(value, (str, tuple))]


def _numbers(fact: Fact, comparisons: Iterable[Comparison]) -> tuple[Value, ...]:
    """Plain numbers, then thresholds, then bounds."""
    grid = Grid(fact)
    alone = [each for each in comparisons if each.keys == (fact.key,)]
    found = (value for each in alone for side in (0, -1, 1) if (value := each.moved({}, fact.key, side)) is not None)
    thresholds = list(dict.fromkeys(found))[: 3 * MAX_THRESHOLDS]
    plain = [grid.nearest(Fraction(each)) for each in PLAIN if fact.minimum <= each <= fact.maximum]
    bounds = [grid.value(index) for index in (0, min(1, grid.last), max(grid.last - 1, 0), grid.last)]
    return tuple(dict.fromkeys((*plain, *thresholds, *bounds)))
