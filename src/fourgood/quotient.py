"""Source of exact arithmetic: terms as quotients of integers, so that comparing them needs no division."""

from decimal import Decimal
from fractions import Fraction

from attrs import frozen


@frozen
class Exactly:
    """The source of a term as an exact quotient of integers; what must be known and not zero for it to have a value."""

    numerator: str
    denominator: str = "1"
    variables: tuple[str, ...] = ()
    not_zero: tuple[str, ...] = ()
    positive: bool = True


def times(source: str, factor: str) -> str:
    """The source of a product; a factor of 1 is left out."""
    return source if factor == "1" else factor if source == "1" else f"({source}) * ({factor})"


def decimal(value: Fraction) -> Decimal | None:
    """The decimal that equals a fraction exactly, or None."""
    places = 0
    while value.denominator != 1 and places <= 30:
        value, places = value * 10, places + 1
    return Decimal(value.numerator).scaleb(-places) if value.denominator == 1 and abs(value) < 10**27 else None


def quotient(left: Exactly, right: Exactly, positive: bool) -> Exactly:
    """A quotient of quotients; `positive` says that the divisor is, when it is not zero."""
    return Exactly(
        times(left.numerator, right.denominator),
        times(left.denominator, f"({right.numerator})"),
        (*left.variables, *right.variables),
        (*left.not_zero, *right.not_zero, f"({right.numerator})"),
        left.positive and right.positive and positive,
    )


def combined(left: Exactly, operator: str, right: Exactly) -> Exactly:
    """A sum, difference or product of quotients."""
    if operator == "*":
        numerator = times(f"({left.numerator})", f"({right.numerator})")
    else:
        numerator = (
            f"({times(left.numerator, right.denominator)}) {operator} ({times(right.numerator, left.denominator)})"
        )
    return Exactly(
        f"({numerator})",
        times(left.denominator, right.denominator),
        (*left.variables, *right.variables),
        (*left.not_zero, *right.not_zero),
        left.positive and right.positive,
    )
