"""What a criterion written in Python may compare its facts with: the constants of its function."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import permutations
from types import CodeType
from typing import Any as AnyType

from fourgood.criterion import PythonRule
from fourgood.rule import Arithmetic, Compare, Name, Number
from fourgood.vocabulary import Fact, Scope

MAX_COMPARISONS = 200
"""How many comparisons are guessed of one function."""


def constants(function: Callable[..., AnyType]) -> tuple[Fraction, ...]:
    """The numbers in a function's code, in that of the functions inside it, in its defaults and the names it closes
    over or finds in its module; numbers written as text count as well.

    >>> constants(lambda view: view["held"] > 12 or view["share"] >= 0.85)
    (Fraction(12, 1), Fraction(17, 20))
    """
    return tuple(dict.fromkeys(number for value in _values(function) if (number := _number(value)) is not None))


def mined(rule: PythonRule, scope: Scope) -> Iterator[Compare]:
    """Comparisons that the function may make: each number with each fact, shares with each quotient of two facts."""
    numbers = constants(rule.function)
    facts = [key for key in rule.facts if isinstance(fact := scope.get(key), Fact) and fact.numeric]
    pairs = list(permutations(facts, 2))
    found = [Compare(Name(key), ">=", Number(number)) for number in numbers for key in facts]
    found += [Compare(Name(one), ">=", Name(other)) for one, other in pairs if one < other]
    found += [_quotient(one, other, number) for number in numbers if 0 < number <= 2 for one, other in pairs]
    yield from found[:MAX_COMPARISONS]


def _quotient(one: str, other: str, number: Fraction) -> Compare:
    return Compare(Arithmetic(Name(one), "/", Name(other)), ">=", Number(number))


def _values(function: AnyType) -> Iterator[AnyType]:
    code = getattr(function, "__code__", None) or getattr(getattr(function, "__call__", None), "__code__", None)  # noqa: B004
    if code is not None:
        yield from _constants_of(code)
        module = getattr(function, "__globals__", {})
        yield from (module[name] for name in code.co_names if name in module)
    yield from getattr(function, "__defaults__", None) or ()
    for cell in getattr(function, "__closure__", None) or ():
        yield cell.cell_contents


def _constants_of(code: CodeType) -> Iterator[AnyType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _constants_of(constant)
        elif isinstance(constant, (tuple, frozenset)):
            yield from constant
        else:
            yield constant


def _number(value: AnyType) -> Fraction | None:
    if isinstance(value, (bool, complex)) or not isinstance(value, (int, float, Decimal, Fraction, str)):
        return None
    try:
        return Fraction(Decimal(str(value))) if isinstance(value, (float, str)) else Fraction(value)
    except (InvalidOperation, ValueError, OverflowError):
        return None
