"""Exact numbers over columns: terms as quotients of whole numbers, compared by cross-multiplication.

A column of doubles holds every whole number below 2**53 exactly, on every engine, and what is multiplied and added of
them while that stays below. The bounds of the facts say how large a term can become: what could be larger is refused
(`TooLarge`), before any row is read. No quotient is ever rounded.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

import narwhals as nw
from attrs import evolve, field, frozen

from fourgood.frames.kleene import Tri, all_of
from fourgood.rule import ArithmeticOperator, Operator

LIMIT = 2**53
"""From here on a double skips whole numbers."""

Span: TypeAlias = tuple[int, int]
"""The least and the greatest that a whole number can be."""

Whole: TypeAlias = nw.Expr | int
"""A column of whole numbers, or one for every row."""

OPERATORS: dict[Operator, Callable[[Whole, Whole], Whole]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
MIRRORED: dict[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class TooLarge(Exception):
    """A term that columns cannot hold exactly."""


@frozen
class Plain:
    """A column as it stands, times `scale` a whole number: what is compared with a constant without arithmetic."""

    column: nw.Expr
    scale: int


@frozen
class Amount:
    """A number in every row: a whole numerator over a positive whole denominator, null where it is not known.

    `not_zero` are the divisors: where one of them is zero, the number is not known.
    """

    numerator: Whole
    span: Span
    denominator: Whole = 1
    below: Span = (1, 1)
    not_zero: tuple[nw.Expr, ...] = ()
    plain: Plain | None = field(default=None, kw_only=True)

    @property
    def constant(self) -> Fraction | None:
        """The number, where it is the same in every row."""
        if isinstance(self.numerator, int) and isinstance(self.denominator, int):
            return Fraction(self.numerator, self.denominator)
        return None


def constant(value: Fraction) -> Amount:
    """The same number in every row."""
    return Amount(value.numerator, (value.numerator,) * 2, value.denominator, (value.denominator,) * 2)


def of_column(column: nw.Expr, scale: int, least: Fraction, greatest: Fraction) -> Amount:
    """A column of numbers that are whole when multiplied by `scale`, within bounds."""
    span = (floor(least * scale), ceil(greatest * scale))
    return Amount(column, span, scale, (scale, scale), plain=Plain(column, scale))


def as_double(amount: Amount) -> Amount:
    """A bare column as doubles to be calculated with; what does not fit, and was rejected, must not stop the others."""
    if amount.plain is None:
        return amount
    # Arrow refuses to cast what is beyond 2**53, but divides it.
    number = amount.plain.column / 1
    whole = number if amount.plain.scale == 1 else scaled(number, amount.plain.scale)
    return evolve(amount, numerator=whole, plain=None)


def divided(column: nw.Expr, by: int) -> nw.Expr:
    """A column of doubles over a whole number, rounded once: polars multiplies by 1/number where that is a constant."""
    if by == 1:
        return column
    return column / (column - column + by)


def scaled(column: nw.Expr, scale: int) -> nw.Expr:
    """Doubles times a number, as whole ones; null beyond what doubles count, where PostgreSQL would stop."""
    countable = nw.when((column < LIMIT / scale) & (column > -LIMIT / scale)).then(column)
    return (countable if scale == 1 else countable * scale).round(0)


def calculated(left: Amount, sign: ArithmeticOperator, right: Amount) -> Amount:
    """Two numbers added, subtracted, multiplied or divided. Raises TooLarge."""
    left, right = as_double(left), as_double(right)
    match sign:
        case "*":
            numerator, span = _times(left.numerator, left.span, right.numerator, right.span)
        case "/":
            return calculated(left, "*", _inverse(right))
        case _:
            one, first = _times(left.numerator, left.span, right.denominator, right.below)
            other, second = _times(right.numerator, right.span, left.denominator, left.below)
            numerator, span = _added(one, first, other, second) if sign == "+" else _less(one, first, other, second)
    denominator, below = _times(left.denominator, left.below, right.denominator, right.below)
    return Amount(numerator, span, denominator, below, (*left.not_zero, *right.not_zero))


def compared(left: Amount, sign: Operator, right: Amount) -> Tri:
    """Two numbers compared exactly. Raises TooLarge."""
    if left.constant is not None and right.constant is not None:
        return bool(OPERATORS[sign](left.constant, right.constant))  # type: ignore[arg-type]
    if left.constant is not None:
        return compared(right, MIRRORED[sign], left)
    if right.constant is not None and left.plain is not None:
        return _with_constant(left.plain, left.span, sign, right.constant)
    if left.plain is not None and right.plain is not None and left.plain.scale == right.plain.scale:
        return OPERATORS[sign](left.plain.column, right.plain.column)  # type: ignore[return-value]
    left, right = as_double(left), as_double(right)
    one, _ = _times(left.numerator, left.span, right.denominator, right.below)
    other, _ = _times(right.numerator, right.span, left.denominator, left.below)
    found: nw.Expr = OPERATORS[sign](one, other)  # type: ignore[assignment]
    divisors = [divisor != 0 for divisor in (*left.not_zero, *right.not_zero)]
    return nw.when(all_of(divisors)).then(found) if divisors else found  # type: ignore[arg-type]


def _with_constant(plain: Plain, span: Span, sign: Operator, limit: Fraction) -> nw.Expr:
    """A column against the nearest number that it can hold: > 2.5 is > 2 where only whole numbers are."""
    exactly = limit * plain.scale
    if exactly.denominator != 1 and sign in ("==", "!="):
        return plain.column == plain.column if sign == "!=" else plain.column != plain.column
    step = floor(exactly) if sign in (">", "<=") else ceil(exactly)
    step = min(max(step, span[0] - 1), span[1] + 1)
    # The division of two whole numbers gives the double that stands for the decimal, as a column of doubles does.
    against = step if plain.scale == 1 else step / plain.scale
    return OPERATORS[sign](plain.column, against)  # type: ignore[arg-type,return-value]


def _inverse(amount: Amount) -> Amount:
    """One divided by a number, its sign above the line; not known where the number is zero."""
    if isinstance(amount.numerator, int):
        if amount.numerator == 0:
            raise TooLarge
        sign = 1 if amount.numerator > 0 else -1
        flipped = _times(amount.denominator, amount.below, sign, (sign, sign))
        size = abs(amount.numerator)
        return Amount(flipped[0], flipped[1], size, (size, size), amount.not_zero)
    divisor, (low, high) = amount.numerator, amount.span
    not_zero = (*amount.not_zero, divisor)
    if low >= 0:
        return Amount(amount.denominator, amount.below, divisor, (1, max(high, 1)), not_zero)
    above, reach = amount.denominator, max(-low, high)
    side = nw.when(divisor < 0).then(nw.lit(-1.0)).otherwise(nw.lit(1.0))
    span = (-amount.below[1], amount.below[1])
    return Amount(side * above, span, side * divisor, (1, reach), not_zero)


def _times(one: Whole, first: Span, other: Whole, second: Span) -> tuple[Whole, Span]:
    span = _checked([a * b for a in first for b in second])
    if isinstance(one, int) and isinstance(other, int):
        return one * other, span
    if (isinstance(one, int) and one == 1) or (isinstance(other, int) and other == 1):
        return (other if isinstance(one, int) else one), span
    return one * other, span


def _added(one: Whole, first: Span, other: Whole, second: Span) -> tuple[Whole, Span]:
    return one + other, _checked([first[0] + second[0], first[1] + second[1]])


def _less(one: Whole, first: Span, other: Whole, second: Span) -> tuple[Whole, Span]:
    return one - other, _checked([first[0] - second[1], first[1] - second[0]])


def _checked(ends: list[int]) -> Span:
    low, high = min(ends), max(ends)
    if max(-low, high) >= LIMIT:
        raise TooLarge
    return low, high
