"""Numbers of standards over columns: points and tallies that are still open, as all the numbers they could end on.

A tally has two ends, the least and the most; sums, products and quotients of tallies are largest and smallest where
their parts are, so all combinations of ends hold the ends of the whole (`fourgood.truth.calculated`).
"""

from itertools import product
from typing import TypeAlias, assert_never

from fourgood.frames import kleene
from fourgood.frames.amounts import Amount, TooLarge, calculated, compared
from fourgood.frames.kleene import Tri
from fourgood.rule import ArithmeticOperator, Operator

Corners: TypeAlias = tuple[Amount, ...]
"""Every combination of ends; one where nothing is open."""

MOST_CORNERS = 64


def combined(left: Corners, sign: ArithmeticOperator, right: Corners) -> Corners:
    """Two numbers calculated with. Raises TooLarge, also for a divisor that may be negative."""
    if sign == "/" and any(each.span[0] < 0 for each in right):
        raise TooLarge
    if len(left) * len(right) > MOST_CORNERS:
        raise TooLarge
    return tuple(calculated(one, sign, other) for one, other in product(left, right))


def settled(left: Corners, sign: Operator, right: Corners) -> Tri:
    """Whether one number compares so with another: true when all ends do, false when none can. Raises TooLarge."""
    match sign:
        case "<" | "<=" | ">" | ">=":
            pairs = [compared(one, sign, other) for one, other in product(left, right)]
            return _agreed(kleene.all_of(pairs), kleene.any_of(pairs), pairs)
        case "==":
            pairs = [compared(one, "==", other) for one, other in product(left, right)]
            meeting = (settled(left, "<=", right), settled(right, "<=", left))
            touching = kleene.all_of(kleene.possibly(each) for each in meeting)
            return _agreed(kleene.all_of(pairs), touching, pairs)
        case "!=":
            return kleene.negated(settled(left, "==", right))
        case _:
            assert_never(sign)


def _agreed(certain: Tri, possible: Tri, pairs: list[Tri]) -> Tri:
    """True, false, or null while it is open; null as well where an end has no value."""
    known = kleene.all_of(kleene.given(each, True, kleene.given(kleene.negated(each), True, None)) for each in pairs)
    return kleene.given(known, kleene.given(certain, True, kleene.given(possible, None, False)), None)
