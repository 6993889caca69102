"""What a criterion written in Python may compare its facts with: the constants of its function."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import permutations
from types import CodeType, FunctionType
from typing import Any as AnyType

from fourgood.criterion import PythonRule
from fourgood.rule import Arithmetic, Compare, Name, Number
from fourgood.vocabulary import Fact, Scope

MAX_COMPARISONS = 200
"""How many comparisons are guessed of one function."""

DEPTH = 3
"""How many calls deep constants are looked for."""


def constants(function: Callable[..., AnyType]) -> tuple[Fraction, ...]:
    """The numbers in a function's code, in that of the functions inside it, in its defaults, in the names that it
    closes over or finds in its module, and in functions of its module that these name; numbers written as text count.

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


def _values(function: AnyType, depth: int = DEPTH) -> Iterator[AnyType]:
    code = getattr(function, "__code__", None) or getattr(getattr(function, "__call__", None), "__code__", None)  # noqa: B004
    if code is not None:
        names = getattr(function, "__globals__", {})
        yield from _spread(constant for part in _codes(code) for constant in part.co_consts)
        named = [names[name] for part in _codes(code) for name in part.co_names if name in names]
        yield from _of_named(named, function, depth)
    yield from getattr(function, "__defaults__", None) or ()
    closed_over = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
    yield from _of_named(closed_over, function, depth)


def _of_named(found: Iterable[AnyType], function: AnyType, depth: int) -> Iterator[AnyType]:
    """What names stand for: values, and the constants of functions of the same module, so many calls deep."""
    for value in _spread(found):
        if isinstance(value, FunctionType):
            if depth and value.__module__ == function.__module__:
                yield from _values(value, depth - 1)
        else:
            yield value


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code, and that of the functions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _spread(found: Iterable[AnyType]) -> Iterator[AnyType]:
    """Values, and those in collections of them."""
    for value in found:
        if isinstance(value, (tuple, list, set, frozenset)):
            yield from value
        else:
            yield from value.values() if isinstance(value, dict) else (value,)


def _number(value: AnyType) -> Fraction | None:
    if isinstance(value, (bool, complex)) or not isinstance(value, (int, float, Decimal, Fraction, str)):
        return None
    try:
        return Fraction(Decimal(str(value))) if isinstance(value, (float, str)) else Fraction(value)
    except (InvalidOperation, ValueError, OverflowError):
        return None
