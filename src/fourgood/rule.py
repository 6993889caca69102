"""The rule tree: frozen nodes and nothing else. Everything that reads rules reads these.

A term has a value (a number, a choice, a flag); a condition is met, not met, or unknown. Names stand for facts,
definitions, parameters, and on the upper floors for criteria, groups and points; what a name means is the scope's
business (`Scope` in fourgood.vocabulary), so that one tree serves every rulebook that has the names.
"""

import operator
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any as AnyType
from typing import Literal, TypeAlias

from attrs import evolve, field, frozen
from attrs.validators import and_, instance_of, min_len

Position: TypeAlias = tuple[int, int]
"""Line and column in the rule text, both from 1."""

SOME = and_(instance_of(tuple), min_len(1))
"""What the parts of a node must be: a tuple, and never an empty one."""

Operator: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]
ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/"]
AggregateFunction: TypeAlias = Literal["count", "share", "longest_run", "sum", "mean", "min", "max"]

OF_CONDITIONS: tuple[AggregateFunction, ...] = ("count", "share", "longest_run")
"""The aggregates that ask something of each record."""

OF_TERMS: tuple[AggregateFunction, ...] = ("sum", "mean", "min", "max")
"""The aggregates that take a number from each record."""

AGGREGATES: tuple[AggregateFunction, ...] = (*OF_CONDITIONS, *OF_TERMS)

EACH = "each"
"""What a record is called in the tree, whatever it was called in the text: a column is the name `each.attended`."""

OPERATIONS: dict[ArithmeticOperator, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
"""What each operator does to two exact numbers."""


def exact(value: Fraction | Decimal | int | str) -> Fraction:
    """A number exactly as it is written. Raises TypeError for a binary float: there 0.85 is not 85/100.

    >>> exact("0.85"), exact(Decimal("0.5")), exact(12)
    (Fraction(17, 20), Fraction(1, 2), Fraction(12, 1))
    """
    if isinstance(value, bool) or not isinstance(value, (int, Fraction, Decimal, str)):
        raise TypeError(f'{value!r} is no exact number; write it as text or Fraction: "0.85" or Fraction(85, 100)')
    return Fraction(value)


def _position() -> Position | None:
    return field(default=None, eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


@frozen
class Number:
    """An exact constant: 0.85 is 85/100."""

    value: Fraction = field(converter=exact)
    at: Position | None = _position()


@frozen
class Word:
    """A constant choice: "good"."""

    value: str
    at: Position | None = _position()


@frozen
class Truth:
    """A constant flag: true or false."""

    value: bool
    at: Position | None = _position()


@frozen
class Name:
    """A fact, definition, parameter, criterion or group, by its key. As a condition: it holds."""

    key: str
    at: Position | None = _position()


@frozen
class Arithmetic:
    """Two terms added, subtracted, multiplied or divided, exactly; a division by zero is unknown."""

    left: "Term"
    operator: ArithmeticOperator
    right: "Term"
    at: Position | None = _position()


@frozen
class Aggregate:
    """What the records of a table come to together: what each of those that `where` takes says, counted or calculated.

    `what` is a condition for count, share and longest_run, a term for the others. Inside, `each.` before a key stands
    for a column of the record.
    """

    function: AggregateFunction
    records: Name
    what: "Node"
    where: "Condition | None" = None
    at: Position | None = _position()


@frozen(cache_hash=True)
class Compare:
    """Two terms compared."""

    left: "Term"
    operator: Operator
    right: "Term"
    at: Position | None = _position()


@frozen(cache_hash=True)
class Member:
    """A term that equals one of some constants."""

    term: "Term"
    values: tuple["Constant", ...] = field(validator=SOME)
    at: Position | None = _position()


@frozen
class Not:
    """The opposite of a condition; unknown stays unknown."""

    part: "Condition"
    at: Position | None = _position()


@frozen
class All:
    """Met when every part is, not met when one is not."""

    parts: tuple["Condition", ...] = field(validator=SOME)
    at: Position | None = _position()


@frozen
class Any:
    """Met when one part is, not met when none is."""

    parts: tuple["Condition", ...] = field(validator=SOME)
    at: Position | None = _position()


@frozen
class AtLeast:
    """Met when at least `count` of the parts are; `count` is a whole number or the name of a parameter."""

    count: "Number | Name"
    parts: tuple["Condition", ...] = field(validator=SOME)
    at: Position | None = _position()


Constant: TypeAlias = Number | Word | Truth
Term: TypeAlias = Number | Word | Truth | Name | Arithmetic | Aggregate
Condition: TypeAlias = Compare | Member | Name | Truth | Not | All | Any | AtLeast
Node: TypeAlias = Term | Condition


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below one."""
    for name in INSIDE[type(node)]:
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, top down."""
    stack: list[Node] = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(list(children(current))))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with another in the place of each that is directly below it."""
    changes: dict[str, AnyType] = {}
    for attribute in INSIDE[type(node)]:
        value = getattr(node, attribute)
        if isinstance(value, tuple):
            changes[attribute] = tuple(change(part) for part in value)
        elif value is not None:
            changes[attribute] = change(value)
    return evolve(node, **changes) if changes else node


def names(node: Node) -> tuple[str, ...]:
    """The keys that a tree mentions, each once, in the order of the text; columns of records are not among them."""
    keys = (part.key for part in walk(node) if isinstance(part, Name))
    return tuple(dict.fromkeys(key for key in keys if not of_record(key)))


def of_record(key: str) -> bool:
    """Whether a key is that of a column, or of a definition over the columns of one record."""
    return key.startswith(f"{EACH}.")


INSIDE: dict[type, tuple[str, ...]] = {
    Number: (),
    Word: (),
    Truth: (),
    Name: (),
    Arithmetic: ("left", "right"),
    Aggregate: ("records", "what", "where"),
    Compare: ("left", "right"),
    Member: ("term", "values"),
    Not: ("part",),
    All: ("parts",),
    Any: ("parts",),
    AtLeast: ("count", "parts"),
}
"""Of every node: the attributes that hold nodes, in the order of the text."""

NODES = (Number, Word, Truth, Name, Arithmetic, Aggregate, Compare, Member, Not, All, Any, AtLeast)
