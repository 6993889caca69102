"""What parts of a rulebook are given in Python, looked at when they are given: words, sets, settings, bounds."""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any as AnyType

from fourgood.errors import Fault
from fourgood.parse import parse
from fourgood.rule import Condition, exact
from fourgood.text import Text

MAX_FACT_DIGITS = 15
"""How many digits a fact may have: so many survive in every program that a table or JSON goes through."""

NUMBER = re.compile(r"[-+]?[0-9]+([.][0-9]+|/0*[1-9][0-9]*)?")


def words(part: AnyType, attribute: AnyType, value: AnyType) -> None:
    """Words are given in both languages. Raises TypeError."""
    if not isinstance(value, Text):
        shown = f'{attribute.name} of {type(part).__name__} must be a Text, like Text("Số buổi", "Meetings")'
        raise TypeError(f"{shown}, not {value!r:.60}")


def words_or_none(part: AnyType, attribute: AnyType, value: AnyType) -> None:
    """Words in both languages, or None. Raises TypeError."""
    if value is not None:
        words(part, attribute, value)


def condition(rule: AnyType) -> Condition:
    """A condition however it is given: text, tree, or an object that lowers itself. Raises TypeError."""
    if isinstance(rule, str):
        return parse(rule)
    if isinstance(rule, Condition):
        return rule
    if callable(lower := getattr(rule, "rule", None)):
        return condition(lower())
    raise TypeError(f"no rule: {rule!r}; give a text, a tree, a PythonRule, or an object with a method rule()")


class Among:
    """Checks that a set, or None, holds nothing but some keys."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def __call__(self, part: AnyType, attribute: AnyType, value: AnyType) -> None:
        """Raises TypeError."""
        if value is not None and not (isinstance(value, frozenset) and value <= set(self.known)):
            shown = f"{attribute.name} of {type(part).__name__} must be a frozenset of {', '.join(self.known)}"
            raise TypeError(f"{shown}, not {value!r:.60}")


def setting(value: Fraction | Decimal | int | str) -> Fraction | str:
    """What a parameter is set to: an exact number, also given as text, or the key of a choice."""
    return value if isinstance(value, str) and not NUMBER.fullmatch(value) else exact(value)


def decimal(value: Decimal | int | str) -> Decimal:
    """A decimal exactly as it is written. Raises TypeError for anything else, a binary float above all."""
    try:
        if isinstance(value, (int, Decimal, str)) and not isinstance(value, bool):
            return Decimal(value)
    except InvalidOperation:
        pass
    raise TypeError(f'{value!r} is no exact decimal; write it as text or Decimal: "0.01" or Decimal("0.01")')


def bounds_fault(key: str, minimum: Decimal, maximum: Decimal, step: Decimal) -> Fault | None:
    """What is wrong with the bounds of a number: nothing that they allow has more digits than a fact may have."""
    values = {"key": key, "min": minimum, "max": maximum, "step": step, "limit": MAX_FACT_DIGITS}
    for value in (minimum, maximum, step):
        if not _short(value):
            return Fault("`{value}` has more than {limit} digits", {**values, "value": value})
    low, high, each = map(Fraction, (minimum, maximum, step))
    quantum = Fraction(1, 10 ** max(map(_places, (minimum, maximum, step))))
    longest = max(abs(low), abs(high)) / quantum
    if low > high or each <= 0 or low % each or high % each or longest >= 10**MAX_FACT_DIGITS:
        return Fault("the bounds of `{key}` do not fit: {min} to {max} in steps of {step}", values)
    return None


def _short(value: Decimal) -> bool:
    if not value.is_finite() or not -MAX_FACT_DIGITS * 4 < value.adjusted() < MAX_FACT_DIGITS:
        return False
    return len(value.as_tuple().digits) <= MAX_FACT_DIGITS * 4 and _places(value) <= MAX_FACT_DIGITS


def _places(value: Decimal) -> int:
    """How many decimal places a value needs; zeros at the end count for nothing."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    zeros = next((at for at, digit in enumerate(reversed(digits)) if digit), len(digits))
    return max(0, -(exponent + zeros)) if any(digits) else 0
