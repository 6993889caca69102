"""The rule tree written back: as text that parses to the same tree, and as JSON."""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from keyword import iskeyword
from typing import Any as AnyType
from typing import NoReturn, assert_never

from fourgood.errors import Fault, RuleError
from fourgood.parse import MAX_DIGITS
from fourgood.rule import (
    AGGREGATES,
    EACH,
    OF_CONDITIONS,
    Aggregate,
    All,
    Any,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Constant,
    Member,
    Name,
    Node,
    Not,
    Number,
    Term,
    Truth,
    Word,
    of_record,
)
from fourgood.source import MAX_DEPTH

NUMBER = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}([./][0-9]{{1,{MAX_DIGITS}}})?")

OR, AND, NOT, COMPARE, SUM, PRODUCT, ATOM = range(7)
"""How tightly each form binds, loosest first."""


def to_text(node: Node) -> str:
    """The rule text that parses to this tree.

    >>> from fourgood.parse import parse
    >>> to_text(parse("not (a>1 or b) and c/d > 1/3"))
    'not (a > 1 or b) and c / d > 1/3'
    """
    return _write(node)[0]


def number_text(value: Fraction) -> str:
    """An exact number as the rule language writes it: 0.85, 12, 1/3."""
    scaled, places = value, 0
    while scaled.denominator != 1 and places < MAX_DIGITS // 2:
        scaled, places = scaled * 10, places + 1
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    if scaled.denominator != 1 or (places and len(digits) > MAX_DIGITS):
        return f"{value.numerator}/{value.denominator}"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _write(node: Node) -> tuple[str, int]:
    """The text of a node and how tightly it binds."""
    match node:
        case Number(value):
            text = number_text(value)
            return text, PRODUCT if "/" in text else ATOM
        case Word(value):
            return json.dumps(value, ensure_ascii=False), ATOM
        case Truth(value):
            return str(value).lower(), ATOM
        case Name(key):
            return key, ATOM
        case Arithmetic(left, operator, right):
            level = SUM if operator in "+-" else PRODUCT
            return f"{_at(left, level)} {operator} {_at(right, level + 1)}", level
        case Aggregate(function):
            return f"{function}({_drawn(node)})", ATOM
        case Compare(left, operator, right):
            return f"{_at(left, SUM)} {operator} {_at(right, SUM)}", COMPARE
        case Member(term, values):
            return f"{_at(term, SUM)} in {_constants(values)}", COMPARE
        case Not(Member(term, values)):
            return f"{_at(term, SUM)} not in {_constants(values)}", COMPARE
        case Not(part):
            return f"not {_at(part, NOT)}", NOT
        case All(parts):
            return " and ".join(_at(part, NOT) for part in parts), AND
        case Any(parts):
            return " or ".join(_at(part, AND) for part in parts), OR
        case AtLeast(count, parts):
            return f"at_least({', '.join(_at(part, OR) for part in (count, *parts))})", ATOM
        case _:
            assert_never(node)


def _drawn(aggregate: Aggregate) -> str:
    if aggregate == Aggregate("count", aggregate.records, Truth(True)):
        return aggregate.records.key
    taken = "" if aggregate.where is None else f" if {to_text(aggregate.where)}"
    return f"{to_text(aggregate.what)} for {EACH} in {aggregate.records.key}{taken}"


def _at(node: Node, level: int) -> str:
    text, binds = _write(node)
    # A written fraction inside arithmetic would be read as two operations.
    fraction = isinstance(node, Number) and binds == PRODUCT
    return text if binds > level or (binds == level and not fraction) else f"({text})"


def _constants(values: tuple[Node, ...]) -> str:
    return f"({', '.join(_at(value, OR) for value in values)}{',' if len(values) == 1 else ''})"


def to_json(node: Node) -> dict[str, AnyType]:
    """The tree as JSON: one object a node, its only key the node's sort.

    >>> from fourgood.parse import parse
    >>> to_json(parse("a > 0.5"))
    {'compare': [{'name': 'a'}, '>', {'number': '0.5'}]}
    """
    match node:
        case Number(value):
            return {"number": number_text(value)}
        case Word(value):
            return {"word": value}
        case Truth(value):
            return {"truth": value}
        case Name(key):
            return {"name": key}
        case Arithmetic(left, operator, right):
            return {"arithmetic": [to_json(left), operator, to_json(right)]}
        case Aggregate(function, records, what, where):
            parts = [to_json(part) for part in (records, what, where) if part is not None]
            return {"aggregate": [function, *parts]}
        case Compare(left, operator, right):
            return {"compare": [to_json(left), operator, to_json(right)]}
        case Member(term, values):
            return {"member": [to_json(term), list(map(to_json, values))]}
        case Not(part):
            return {"not": to_json(part)}
        case All(parts):
            return {"all": list(map(to_json, parts))}
        case Any(parts):
            return {"any": list(map(to_json, parts))}
        case AtLeast(count, parts):
            return {"at_least": [to_json(count), list(map(to_json, parts))]}
        case _:
            assert_never(node)


def from_json(data: AnyType) -> Node:
    """The tree that `to_json` wrote. Raises RuleError for anything else."""
    return _read(data, 0)


def _read(data: AnyType, depth: int, record: bool = False) -> Node:
    if depth > MAX_DEPTH:
        raise RuleError(Fault("this rule is nested more than {limit} levels deep", {"limit": MAX_DEPTH}))

    def sub(part: AnyType, wanted: AnyType = Condition, record: bool = record) -> AnyType:
        node = _read(part, depth + 1, record)
        return node if isinstance(node, wanted) else _refuse(part)

    match data:
        case {"number": str(text), **rest} if not rest and NUMBER.fullmatch(text):
            return Number(_fraction(text))
        case {"word": str(value), **rest} if not rest:
            return Word(value)
        case {"truth": bool(value), **rest} if not rest:
            return Truth(value)
        case {"name": str(key), **rest} if not rest and _is_name(key) and (record or not of_record(key)):
            return Name(key)
        case {"arithmetic": [left, "+" | "-" | "*" | "/" as operator, right], **rest} if not rest:
            return Arithmetic(sub(left, Term), operator, sub(right, Term))
        case {"aggregate": [function, *parts], **rest} if not (rest or record):
            return _aggregate(data, function, parts, sub)
        case {"compare": [left, "<" | "<=" | ">" | ">=" | "==" | "!=" as operator, right], **rest} if not rest:
            return Compare(sub(left, Term), operator, sub(right, Term))
        case {"member": [term, [_, *_] as values], **rest} if not rest:
            return Member(sub(term, Term), tuple(sub(value, Constant) for value in values))
        case {"not": part, **rest} if not rest:
            return Not(sub(part))
        case {"all": [_, _, *_] as parts, **rest} | {"any": [_, _, *_] as parts, **rest} if not rest:
            return (All if "all" in data else Any)(tuple(map(sub, parts)))
        case {"at_least": [count, [_, *_] as parts], **rest} if not rest:
            return AtLeast(_count(sub(count, Number | Name), len(parts)), tuple(map(sub, parts)))
        case _:
            _refuse(data)


def _aggregate(data: AnyType, function: AnyType, parts: list[AnyType], sub: Callable[..., AnyType]) -> Aggregate:
    match parts:
        case [{"name": str(table)}, what, *where] if function in AGGREGATES and _is_name(table) and len(where) <= 1:
            asked = sub(what, Condition if function in OF_CONDITIONS else Term, True)
            taken = sub(where[0], Condition, True) if where else None
            return Aggregate(function, Name(table), asked, taken) if "." not in table else _refuse(data)
        case _:
            _refuse(data)


def _is_name(key: str) -> bool:
    """One identifier, or two with a dot between."""
    parts = key.split(".")
    return len(parts) <= 2 and key != EACH and all(part.isidentifier() and not iskeyword(part) for part in parts)


def _count(count: Number | Name, parts: int) -> Number | Name:
    return count if isinstance(count, Name) or count.value in range(1, parts + 1) else _refuse(to_json(count))


def _refuse(data: AnyType) -> NoReturn:
    shown = repr(data)
    raise RuleError(Fault("`{data}` is no rule in JSON", {"data": shown[:60] + "…" * (len(shown) > 60)}))


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise RuleError(Fault("`{text}` is no number", {"text": text})) from error
