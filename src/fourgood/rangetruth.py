"""What comparisons come to as far as the ranges of their sides tell: met, not met, or open."""

from collections.abc import Set
from fractions import Fraction
from functools import reduce
from operator import or_

from fourgood.aggregate import Interval
from fourgood.outcome import MET, NOT_MET, UNKNOWN, Open
from fourgood.rule import Operator
from fourgood.ruletype import Numeric
from fourgood.scale import Scale
from fourgood.truth import compared, ordered


def ordered_ranges(left: Numeric, operator: Operator, right: Numeric) -> Open:
    """Two numbers compared by their ranges; an end that is not known lies beyond all that are.

    >>> ordered_ranges(Numeric(Fraction(0), Fraction(20)), ">=", Numeric(Fraction(0), Fraction(0)))
    1
    """
    if not (left.low is None or right.low is None or _high(left) is None or _high(right) is None):
        return ordered((left.low, left.high), operator, (right.low, right.high))  # type: ignore[arg-type]
    ends = [end for each in (left, right) for end in (each.low, _high(each)) if end is not None]
    low, high = min(ends, default=Fraction(0)) - 1, max(ends, default=Fraction(0)) + 1
    return ordered(_interval(left, low, high), operator, _interval(right, low, high))


def _interval(number: Numeric, lowest: Fraction, highest: Fraction) -> Interval:
    high = _high(number)
    return lowest if number.low is None else number.low, highest if high is None else high


def _high(number: Numeric) -> Fraction | None:
    return None if number.assumed else number.high


def chosen(scale: Scale, operator: Operator, value: str, first: bool) -> Open:
    """Any choice of a scale compared with one of them; `first` says that the choice stands on the left."""
    pairs = (((each, value) if first else (value, each)) for each in scale.labels)
    return reduce(or_, (compared(left, operator, right, scale.ranks) for left, right in pairs))


def among(scale: Scale, values: Set[object]) -> Open:
    """Whether a choice of a scale is one of some values: all of them together may leave nothing out."""
    inside = scale.labels.keys() & values
    return NOT_MET if not inside else MET if inside == scale.labels.keys() else UNKNOWN
