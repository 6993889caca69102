"""The ways in which a rule could have been written otherwise by mistake, one change at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import count
from operator import attrgetter
from typing import Any as AnyType
from typing import TypeAlias, assert_never

from attrs import evolve, frozen

from fourgood.analysis.written import expanded
from fourgood.citation import Origin
from fourgood.errors import Fault, Place
from fourgood.language import language
from fourgood.rule import (
    Aggregate,
    All,
    Any,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Member,
    Name,
    Node,
    Not,
    Number,
    Operator,
    Truth,
    Word,
    children,
    names,
    rebuilt,
    walk,
)
from fourgood.text import LANGS, Text
from fourgood.vocabulary import Definition, Fact, Kind, Scope, Threshold
from fourgood.write import to_text

Change: TypeAlias = tuple[Fault, Node]
"""What is otherwise, in words, and the node with it."""

OTHERWISE: Mapping[Operator, tuple[Operator, ...]] = {
    ">": (">=", "<"),
    ">=": (">", "<="),
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    "==": ("!=", ">=", "<="),
    "!=": ("==",),
}
"""What could have been written for an operator: strict for not strict, the other way round, exactly for at least."""

RATIO_STEP = Fraction(1, 100)
"""The step of a ratio: one percentage point."""

PERCENT = 100
"""Times this, a ratio is in percent."""


@frozen
class TreeMutation:
    """Makes the mutants of trees over a scope; `like` lists the facts that could stand for one, likeliest first."""

    scope: Scope
    like: Callable[[Fact], Iterable[str]]
    """The facts that could stand for one by mistake."""
    origin_of: Callable[[Definition], Origin] = attrgetter("origin")
    """Where the expression of a definition stands."""

    def of(self, node: Node) -> Iterator[Change]:
        """The node changed in one place, through the definitions that it names."""
        for part, put in places(node):
            for fault, changed in self.here(part):
                whole = put(changed)
                if not any(isinstance(each, Not) and isinstance(each.part, Not) for each in walk(whole)):
                    yield fault, whole

    def here(self, node: Node) -> Iterator[Change]:
        """The node itself changed."""
        match node:
            case Compare():
                yield from self._compare(node)
            case Member():
                yield from self._member(node)
            case Not(part):
                yield otherwise(node, part)
            case All(parts) | Any(parts):
                yield otherwise(node, Any(parts, at=node.at) if isinstance(node, All) else All(parts, at=node.at))
                yield from _dropped(node, parts)
            case AtLeast():
                yield from self._counted(node)
            case Name(key):
                yield from self._name(node, key)
            case Arithmetic():
                yield from self._arithmetic(node)
            case Aggregate(where=where):
                if where is not None:
                    yield _left_out(where), evolve(node, where=None)
            case Number() | Word() | Truth():
                pass
            case _:
                assert_never(node)

    def _compare(self, node: Compare) -> Iterator[Change]:
        ordered = not any(isinstance(each, Truth) for each in (node.left, node.right)) and self._ordered(node)
        for operator in OTHERWISE[node.operator]:
            if ordered or operator in ("==", "!="):
                yield otherwise(node, evolve(node, operator=operator))
        for side, other in (("right", node.left), ("left", node.right)):
            written = getattr(node, side)
            meaning = self.scope.get(written.key) if isinstance(written, Name) else None
            for limit in self._beside(written, other):
                changes: dict[str, AnyType] = {side: limit}
                changed = evolve(node, **changes)
                yield (
                    _set_to(meaning, limit, node, changed)
                    if isinstance(meaning, Threshold)
                    else otherwise(node, changed)
                )

    def _ordered(self, node: Compare) -> bool:
        for fact in self._facts(node):
            if fact.kind is Kind.FLAG or (fact.scale is not None and not fact.scale.ordered):
                return False
        return True

    def _facts(self, node: Node) -> Iterator[Fact]:
        found = (self.scope.get(key) for key in names(expanded(node, self.scope)))
        return (each for each in found if isinstance(each, Fact))

    def _arithmetic(self, node: Arithmetic) -> Iterator[Change]:
        """The other sign; a number or a parameter one step lower and one step higher."""
        if node.operator in ("+", "-"):
            yield otherwise(node, evolve(node, operator="-" if node.operator == "+" else "+"))
        for side, other in (("left", node.right), ("right", node.left)):
            part = getattr(node, side)
            value = self._value(part)
            if isinstance(value, Fraction) and self._value(other) is None:
                step = self._step(other) if node.operator in ("+", "-") else _factor_step(value)
                for near in (value - step, value + step) if step else ():
                    changes: dict[str, AnyType] = {side: Number(near, at=part.at)}
                    yield otherwise(node, evolve(node, **changes))

    def _value(self, node: Node) -> Fraction | str | bool | None:
        """What a number or a parameter is; None of anything that facts decide."""
        meaning = self.scope.get(node.key) if isinstance(node, Name) else None
        value: Fraction | str | bool | None = getattr(node, "value", None)
        return meaning.value if isinstance(meaning, Threshold) else value

    def _beside(self, limit: Node, other: Node) -> Iterator[Node]:
        """A threshold one step lower and one step higher."""
        value = self._value(limit)
        if isinstance(value, Fraction):
            step = self._step(other)
            yield from (Number(value - step, at=limit.at), Number(value + step, at=limit.at))
        elif isinstance(value, str):
            yield from (Word(each, at=limit.at) for each in self._next_to(value, other))

    def _step(self, term: Node) -> Fraction:
        """The step of what is compared with a threshold."""
        written = expanded(term, self.scope)
        if any(_is_ratio(each) for each in walk(written)):
            return RATIO_STEP
        return min((Fraction(fact.step) for fact in self._facts(written) if fact.numeric), default=Fraction(1))

    def _next_to(self, value: str, term: Node) -> Iterator[str]:
        """The choices beside one, where there is an order."""
        scale = next((fact.scale for fact in self._facts(term) if fact.scale is not None), None)
        if scale is None or not scale.ordered:
            return
        choices = list(scale.labels)
        at = choices.index(value)
        yield from (choices[each] for each in (at - 1, at + 1) if 0 <= each < len(choices))

    def _member(self, node: Member) -> Iterator[Change]:
        """One value too few, one too many."""
        if len(node.values) > 1:
            for value in node.values:
                yield otherwise(node, evolve(node, values=tuple(each for each in node.values if each is not value)))
        there = {value.value for value in node.values}
        for fact in self._facts(node.term):
            others = (each for each in (fact.scale.labels if fact.scale else ()) if each not in there)
            for other in list(others)[:1]:
                yield otherwise(node, evolve(node, values=(*node.values, Word(other))))

    def _counted(self, node: AtLeast) -> Iterator[Change]:
        """One condition more or less needed; a part left out."""
        value = self._value(node.count)
        for least in (value - 1, value + 1) if isinstance(value, Fraction) else ():
            if 1 <= least <= len(node.parts):
                yield otherwise(node, evolve(node, count=Number(least)))
        for part, left in _each_left_out(node.parts):
            if isinstance(value, Fraction) and value <= len(left):
                yield _left_out(part), evolve(node, parts=left)

    def _name(self, node: Name, key: str) -> Iterator[Change]:
        match self.scope.get(key):
            case Definition(expression=expression) as definition:
                origin = self.origin_of(definition)
                for fault, changed in self.of(expression):
                    yield fault.at(file=origin.file, line=origin.line), changed
            case Fact() as fact:
                if fact.kind is Kind.FLAG:
                    yield otherwise(node, Not(node, at=node.at))
                for other in self.like(fact):
                    yield otherwise(node, Name(other, at=node.at))
            case _:
                pass


def _factor_step(factor: Fraction) -> Fraction:
    """The step of what something is multiplied with or divided by; that of a hundred makes percent, and has none."""
    if factor == PERCENT:
        return Fraction(0)
    return Fraction(1) if factor.denominator == 1 else RATIO_STEP


def _is_ratio(node: Node) -> bool:
    match node:
        case Arithmetic(operator="/") | Aggregate(function="share" | "mean"):
            return True
        case _:
            return False


def places(node: Node) -> Iterator[tuple[Node, Callable[[Node], Node]]]:
    """Every node of a tree, each with what puts another in its place; how many are counted is no place of its own."""
    yield node, lambda other: other
    for at, child in enumerate(children(node)):
        if isinstance(node, AtLeast) and child is node.count:
            continue
        for part, put in places(child):
            yield part, partial(_put, node, at, put)


def _put(node: Node, at: int, put: Callable[[Node], Node], other: Node) -> Node:
    """By position: one object may stand in several places."""
    numbers = count()
    return rebuilt(node, lambda each: put(other) if next(numbers) == at else each)


def _each_left_out(parts: tuple[Condition, ...]) -> Iterator[tuple[Condition, tuple[Condition, ...]]]:
    """Each part that is not the only one, and the others."""
    for at, part in enumerate(parts) if len(parts) > 1 else ():
        yield part, (*parts[:at], *parts[at + 1 :])


def _dropped(node: All | Any, parts: tuple[Condition, ...]) -> Iterator[Change]:
    for part, left in _each_left_out(parts):
        yield _left_out(part), left[0] if len(left) == 1 else type(node)(left, at=node.at)


def otherwise(node: Node, other: Node) -> Change:
    """One node written for another, said with both at the place of the first."""
    values = {"text": to_text(node), "other": to_text(other)}
    return Fault("`{text}` could be `{other}`", values, place_of(node)), other


def _set_to(threshold: Threshold, limit: Node, node: Node, other: Node) -> Change:
    """A parameter set to something else: said with what it is set to, at its place."""
    values: dict[str, AnyType] = {"key": threshold.key, "text": to_text(node)}
    assert isinstance(limit, (Number, Word))
    values |= {"value": _setting(threshold, threshold.value), "other": _setting(threshold, limit.value)}
    origin = threshold.dated.origin
    place = Place(origin.file, origin.line, origin.column, f"parameters.{threshold.key}") if origin.file else Place()
    message = "`{key}` could be {other} instead of {value}, in `{text}`"
    return Fault(message, values, place if origin.file else place_of(node)), other


def _setting(threshold: Threshold, value: Fraction | str) -> Text:
    return Text(*(language(lang).value(value, threshold.measure) for lang in LANGS))


def _left_out(part: Node) -> Fault:
    return Fault("`{text}` could be left out", {"text": to_text(part)}, place_of(part))


def place_of(node: Node) -> Place:
    """Where a node stands in its text."""
    line, column = node.at or (None, None)
    return Place(line=line, column=column)
