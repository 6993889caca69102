"""Systems of inequalities over whole numbers: whether all can hold at once, and for which numbers.

Unknowns are eliminated one by one (Fourier and Motzkin), which proves that nothing satisfies the system, or leaves a
range for each unknown in turn; whole numbers are then looked for in these ranges. Exact, and within a budget.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import gcd, lcm
from typing import TypeAlias

from attrs import define, frozen

from fourgood.analysis.linear import Linear

Row: TypeAlias = tuple[tuple[tuple[str, int], ...], int]
"""Unknowns with their factors, in order, and what their sum is at most."""

MAX_ROWS = 2000


class OutOfBudget(Exception):
    """It would take too long to find out."""


@define
class Budget:
    """How many steps may still be taken, within another budget where there is one.

    The same question always costs the same.
    """

    left: int
    within: "Budget | None" = None

    def spend(self, steps: int = 1) -> None:
        """Takes steps. Raises OutOfBudget."""
        self.left -= steps
        if self.within is not None:
            self.within.spend(steps)
        if self.left < 0:
            raise OutOfBudget

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.left <= 0 or (self.within is not None and self.within.spent)


def at_most_zero(linear: Linear, strictly: bool = False) -> Row:
    """The row that says that a sum is at most zero, or (strictly) below."""
    scale = lcm(linear.constant.denominator, *(factor.denominator for factor in linear.factors.values()))
    factors = {key: int(factor * scale) for key, factor in linear.factors.items()}
    return _row(factors, -int(linear.constant * scale) - strictly)


def _row(factors: Mapping[str, int], limit: int) -> Row:
    """A row in lowest terms: whole numbers allow the limit to be rounded down."""
    kept = {key: factor for key, factor in factors.items() if factor}
    divisor = gcd(*kept.values()) or 1
    return tuple(sorted((key, factor // divisor) for key, factor in kept.items())), limit // divisor


def linked(rows: Sequence[Row], others: Sequence[Row]) -> tuple[Row, ...]:
    """Rows, and those of others that are about the same unknowns, or about those of such rows."""
    found, left, grown = list(rows), list(others), True
    keys = {key for factors, _ in rows for key, _ in factors}
    while grown:
        near = [each for each in left if any(key in keys for key, _ in each[0])]
        left = [each for each in left if not any(key in keys for key, _ in each[0])]
        keys.update(key for factors, _ in near for key, _ in factors)
        found += near
        grown = bool(near)
    return tuple(found)


@frozen
class _Eliminated:
    """An unknown, and the rows that bound it by those that are eliminated later."""

    key: str
    rows: tuple[Row, ...]


def solution(rows: Iterable[Row], preferred: Mapping[str, int], budget: Budget) -> Mapping[str, int] | None:
    """Whole numbers that satisfy all rows, near the preferred ones; None when there are none.

    Raises OutOfBudget when that cannot be told in time.
    """
    eliminated = _eliminated(rows, budget)
    return None if eliminated is None else next(_solutions(eliminated[::-1], {}, preferred, budget), None)


def feasible(rows: Iterable[Row], budget: Budget) -> bool:
    """Whether fractions at least satisfy all rows: where not, nothing does."""
    return _eliminated(rows, budget) is not None


def _eliminated(rows: Iterable[Row], budget: Budget) -> list[_Eliminated] | None:
    current = _tightest(rows)
    order: list[_Eliminated] = []
    while current is not None:
        counts = _counts(current)
        if not counts:
            return order
        key = min(counts, key=lambda each: (counts[each][0] * counts[each][1], counts[each][2], each))
        about = [(factors, limit) for factors, limit in current.items() if any(each == key for each, _ in factors)]
        order.append(_Eliminated(key, tuple(about)))
        for factors, _ in about:
            del current[factors]
        budget.spend(1 + len(about))
        if len(current) + len(about) ** 2 // 4 > MAX_ROWS:
            raise OutOfBudget
        current = _tightest((*current.items(), *_combined(key, about)))
    return None


def _tightest(rows: Iterable[Row]) -> dict[tuple[tuple[str, int], ...], int] | None:
    """Rows, of several about the same sum the tightest; None when one can never hold."""
    found: dict[tuple[tuple[str, int], ...], int] = {}
    for factors, limit in rows:
        if not factors:
            if limit < 0:
                return None
        elif factors not in found or limit < found[factors]:
            found[factors] = limit
    return found


def _counts(rows: Iterable[tuple[tuple[str, int], ...]]) -> dict[str, tuple[int, int, int]]:
    """For each unknown how many rows bound it from above and from below, and its greatest factor."""
    found: dict[str, tuple[int, int, int]] = {}
    for factors in rows:
        for key, factor in factors:
            above, below, most = found.get(key, (0, 0, 0))
            found[key] = above + (factor > 0), below + (factor < 0), max(most, abs(factor))
    return found


def _combined(key: str, rows: list[Row]) -> Iterator[Row]:
    """The rows that follow without an unknown: each that bounds it from above with each that does from below."""
    split = [(dict(factors), limit) for factors, limit in rows]
    for above, most in split:
        for below, least in split:
            if above[key] > 0 > below[key]:
                up, down = above[key], -below[key]
                factors = {each: above.get(each, 0) * down + below.get(each, 0) * up for each in {**above, **below}}
                yield _row(factors, most * down + least * up)


def _solutions(
    order: list[_Eliminated], found: dict[str, int], preferred: Mapping[str, int], budget: Budget
) -> Iterator[Mapping[str, int]]:
    if not order:
        yield dict(found)
        return
    first, *rest = order
    low, high = _range(first, found)
    for value in _outwards(low, high, preferred.get(first.key, 0)):
        budget.spend()
        yield from _solutions(rest, {**found, first.key: value}, preferred, budget)


def _range(eliminated: _Eliminated, found: Mapping[str, int]) -> tuple[int, int]:
    lows: list[int] = []
    highs: list[int] = []
    for factors, limit in eliminated.rows:
        own = 0
        for key, factor in factors:
            if key == eliminated.key:
                own = factor
            else:
                limit -= factor * found[key]
        (highs if own > 0 else lows).append(limit // own if own > 0 else -(limit // -own))
    return max(lows), min(highs)


def _outwards(low: int, high: int, start: int) -> Iterator[int]:
    """The numbers of a range, those nearest to a start first."""
    start = max(low, min(high, start))
    if low > high:
        return
    yield start
    for distance in range(1, max(high - start, start - low) + 1):
        if start + distance <= high:
            yield start + distance
        if start - distance >= low:
            yield start - distance
