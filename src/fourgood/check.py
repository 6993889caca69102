"""The type check: does a rule fit its scope? All faults at once, each with its position in the rule text."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import TypeAlias, assert_never

from attrs import field, frozen

from fourgood.errors import Fault, Place, RuleError
from fourgood.rule import (
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
    Term,
    Truth,
    Word,
    children,
)
from fourgood.text import Text
from fourgood.vocabulary import (
    PERCENT,
    Definition,
    Fact,
    Kind,
    Meaning,
    Measure,
    Scale,
    Scope,
    Standing,
    Tally,
    Threshold,
)
from fourgood.write import number_text, to_text

MAX_EXPANDED = 10_000
"""How many nodes a definition may have with the definitions in it written out."""

MAX_LEVELS = 100
"""How many levels it may have then."""


@frozen
class Numeric:
    """A term with numbers from `low` to `high`; None where a bound is not known."""

    low: Fraction | None = None
    high: Fraction | None = None
    measure: Measure | None = None


@frozen
class Choice:
    """A term that is one of a scale's choices."""

    scale: Scale


@frozen
class Flag:
    """A term that is yes or no."""


@frozen
class Literal:
    """A word in quotes, a choice of whatever it is compared with."""

    value: str


Type: TypeAlias = Numeric | Choice | Flag | Literal


def check(condition: Condition, scope: Scope, at_most: frozenset[tuple[str, str]] = frozenset()) -> list[Fault]:
    """Everything that keeps a condition from being a rule over this scope; empty when it is one.

    `at_most` has the pairs of facts that invariants keep in order, so that a quotient of two is known as a share.
    """
    checker = _Checker(scope, at_most)
    checker.condition(condition)
    if not checker.faults and _extent(condition, scope, {}, ())[0] > MAX_EXPANDED:
        checker.fault("this rule is too long when its definitions are written out", condition, "Split it")
    return checker.faults


def check_definition(definition: Definition, scope: Scope) -> list[Fault]:
    """Everything that is wrong with a definition itself: names, types, one that needs itself or is too long."""
    try:
        _extent(Name(definition.key), scope, {}, ())
    except RuleError as error:
        return list(error.faults)
    except RecursionError:
        return [_too_long(definition.key)]
    checker = _Checker(scope, frozenset())
    if is_term(definition.expression, scope):
        checker.term(definition.expression)  # type: ignore[arg-type]
    else:
        checker.condition(definition.expression)  # type: ignore[arg-type]
    return checker.faults


def range_of(node: Node, scope: Scope) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that a term can be; None where that is not known, or it is no number."""
    found = _Checker(scope, frozenset()).term(node)  # type: ignore[arg-type]
    return (found.low, found.high) if isinstance(found, Numeric) else (None, None)


def _extent(node: Node, scope: Scope, known: dict[str, tuple[int, int]], path: tuple[str, ...]) -> tuple[int, int]:
    """How many nodes a node has, and how many levels, with its definitions written out.

    Raises RuleError for a definition on its way back to itself, and for one that costs more than its own text.
    """
    meaning = scope.get(node.key) if isinstance(node, Name) else None
    if not isinstance(meaning, Definition):
        extents = [_extent(child, scope, known, path) for child in children(node)]
        return 1 + sum(size for size, _ in extents), 1 + max((depth for _, depth in extents), default=0)
    if meaning.key in path:
        circle = " → ".join((*path[path.index(meaning.key) :], meaning.key))
        raise RuleError(Fault("the definition `{key}` needs itself: {circle}", {"key": meaning.key, "circle": circle}))
    if meaning.key not in known:
        size, depth = _extent(meaning.expression, scope, known, (*path, meaning.key))
        if size > MAX_EXPANDED or depth > MAX_LEVELS:
            raise RuleError(_too_long(meaning.key))
        known[meaning.key] = size, depth
    return known[meaning.key]


def _too_long(key: str) -> Fault:
    return Fault("the definition `{key}` is too long when written out", {"key": key})


def is_term(node: Node, scope: Scope) -> bool:
    """Whether a definition's expression has a value of its own, rather than being met or not."""
    match node:
        case Number() | Word() | Arithmetic():
            return True
        case Name(key):
            meaning = scope.get(key)
            if isinstance(meaning, Definition):
                return is_term(meaning.expression, scope)
            return not isinstance(meaning, Standing) and not (isinstance(meaning, Fact) and meaning.kind is Kind.FLAG)
        case _:
            return False


@frozen
class _Checker:
    scope: Scope
    at_most: frozenset[tuple[str, str]]
    faults: list[Fault] = field(factory=list)

    def fault(self, message: str, node: Node, hint: str | None = None, **values: object) -> None:
        line, column = node.at or (None, None)
        self.faults.append(Fault(message, values, Place(line=line, column=column), hint))

    def condition(self, condition: Condition) -> None:
        match condition:
            case Compare():
                self.compare(condition)
            case Member(term, values):
                for value in values:
                    self.compare(Compare(term, "==", value, at=condition.at))
            case Name():
                self.name_as_condition(condition)
            case Truth():
                pass
            case Not(part):
                self.condition(part)
            case All(parts) | Any(parts):
                for part in parts:
                    self.condition(part)
            case AtLeast(count, parts):
                self.count(count, len(parts))
                for part in parts:
                    self.condition(part)
            case _:
                assert_never(condition)

    def meaning(self, name: Name) -> Meaning | None:
        """What a name means; a fault with the nearest known names when nothing."""
        meaning = self.scope.get(name.key)
        if meaning is None:
            near = get_close_matches(name.key, self.scope, n=3, cutoff=0.6)
            self.fault(
                "`{key}` is not known",
                name,
                "Did you mean {near}?" if near else "Declare it as a fact, definition or parameter",
                key=name.key,
                near=", ".join(f"`{each}`" for each in near),
            )
        return meaning

    def name_as_condition(self, name: Name) -> None:
        match self.meaning(name):
            case None | Standing() | Fact(kind=Kind.FLAG):
                pass
            case Definition(expression=expression) if not is_term(expression, self.scope):
                pass
            case _:
                self.fault(
                    "`{key}` alone is no condition", name, "Compare it with something, like {key} >= 1", key=name.key
                )

    def count(self, count: Number | Name, parts: int) -> None:
        if isinstance(count, Number):
            return
        meaning = self.meaning(count)
        value = meaning.value if isinstance(meaning, Threshold) else None
        if meaning is not None and not (isinstance(value, Fraction) and value.denominator == 1 and 1 <= value <= parts):
            self.fault(
                "`{key}` cannot count conditions here",
                count,
                "Use a whole number from 1 to {parts}, or a parameter set to one",
                key=count.key,
                parts=parts,
            )

    def compare(self, compare: Compare) -> None:
        left, right = self.term(compare.left), self.term(compare.right)
        if left is None or right is None:
            return
        match left, right:
            case Numeric(), Numeric():
                self.bounds(compare, left, right)
            case Choice(scale=scale), Literal(value=value):
                self.choice(compare, scale, value, compare.right)
            case Literal(value=value), Choice(scale=scale):
                self.choice(compare, scale, value, compare.left)
            case Choice(scale=one), Choice(scale=other) if one == other:
                self.order(compare, one)
            case Flag(), Flag():
                self.order(compare, None)
            case _:
                self.fault(
                    "`{text}` compares a {left} with a {right}",
                    compare,
                    "Compare numbers with numbers and choices with their own choices",
                    text=to_text(compare),
                    left=_called(left),
                    right=_called(right),
                )

    def choice(self, compare: Compare, scale: Scale, value: str, node: Node) -> None:
        if value not in scale.labels:
            near = get_close_matches(value, scale.labels, n=1, cutoff=0.4)
            self.fault(
                '"{value}" is none of the choices {choices}',
                node,
                "Did you mean {near}?" if near else None,
                value=value,
                choices=", ".join(scale.labels),
                near="".join(near),
            )
        self.order(compare, scale)

    def order(self, compare: Compare, scale: Scale | None) -> None:
        if compare.operator not in ("==", "!=") and not (scale and scale.ordered):
            self.fault(
                "`{text}` needs an order, and these choices have none", compare, "Write == or in", text=to_text(compare)
            )

    def bounds(self, compare: Compare, left: Numeric, right: Numeric) -> None:
        """A constant outside what the other side can be: nearly always 85 where 0.85 is meant."""
        for term, constant, node in ((left, right, compare.right), (right, left, compare.left)):
            value = constant.low
            if not self.constant(node) or value is None or self.constant_both(compare):
                continue
            if (term.low is not None and value < term.low) or (term.high is not None and value > term.high):
                share = term.high == 1 and 1 < value <= 100
                self.fault(
                    "{value} is outside what `{text}` can be ({low} to {high})",
                    node,
                    "Did you mean {share}?" if share else "Check the number, or the bounds of the fact",
                    value=number_text(value),
                    text=to_text(compare.left if node is compare.right else compare.right),
                    low=_shown(term.low),
                    high=_shown(term.high),
                    share=number_text(value / 100),
                )

    def constant(self, node: Term) -> bool:
        return isinstance(node, Number) or (isinstance(node, Name) and isinstance(self.scope.get(node.key), Threshold))

    def constant_both(self, compare: Compare) -> bool:
        return self.constant(compare.left) and self.constant(compare.right)

    def term(self, term: Term) -> Type | None:
        match term:
            case Number(value):
                return Numeric(value, value)
            case Word(value):
                return Literal(value)
            case Truth():
                return Flag()
            case Name():
                return self.name_as_term(term)
            case Arithmetic():
                return self.arithmetic(term)
            case _:
                self.fault("`{text}` has no value to compare", term, "Join conditions with and, or", text=to_text(term))
                return None

    def name_as_term(self, name: Name) -> Type | None:
        match self.meaning(name):
            case Fact(kind=Kind.FLAG):
                return Flag()
            case Fact(kind=Kind.CHOICE, scale=Scale() as scale):
                return Choice(scale)
            case Fact() as fact:
                return Numeric(Fraction(fact.minimum), Fraction(fact.maximum), fact.measure)
            case Threshold(dated=dated, measure=measure):
                value = dated.value
                return Literal(value) if isinstance(value, str) else Numeric(value, value, measure)
            case Definition(expression=expression, measure=measure) if is_term(expression, self.scope):
                return self.defined(expression, measure)
            case Tally():
                return Numeric(Fraction(0), None)
            case None:
                return None
            case _:
                self.fault(
                    "`{key}` is met or not, it has no value to compare",
                    name,
                    "Write it alone, or with not",
                    key=name.key,
                )
                return None

    def defined(self, expression: Node, measure: Measure | None) -> Type | None:
        """The type of a definition; its own faults are reported where it is declared."""
        inner = _Checker(self.scope, self.at_most).term(expression)  # type: ignore[arg-type]
        if isinstance(inner, Numeric):
            # More than ten times the whole is no share that anyone means.
            high = inner.high if measure != PERCENT or (inner.high and inner.high <= 1) else Fraction(10)
            return Numeric(inner.low, high, measure)
        return inner

    def arithmetic(self, term: Arithmetic) -> Type | None:
        left, right = self.term(term.left), self.term(term.right)
        for side, node in ((left, term.left), (right, term.right)):
            if side is not None and not isinstance(side, Numeric):
                self.fault("`{text}` is a {called}, no number", node, text=to_text(node), called=_called(side))
        if not isinstance(left, Numeric) or not isinstance(right, Numeric):
            return None
        if term.operator == "/":
            if right.low == right.high == 0:
                self.fault("`{text}` divides by zero", term, "Divide by something else", text=to_text(term))
            return self.quotient(term, left, right)
        return Numeric(*_combined(left, term.operator, right))

    def quotient(self, term: Arithmetic, left: Numeric, right: Numeric) -> Numeric:
        match term:
            case Arithmetic(left=Name(key=part), right=Name(key=whole)) if (part, whole) in self.at_most:
                return Numeric(Fraction(0), Fraction(1), PERCENT)
            case _:
                positive = all(each.low is not None and each.low >= 0 for each in (left, right))
                return Numeric(Fraction(0) if positive else None, None)


def _combined(left: Numeric, operator: str, right: Numeric) -> tuple[Fraction | None, Fraction | None]:
    """The bounds of a sum, difference or product, where both sides have theirs."""
    if None in (left.low, left.high, right.low, right.high):
        return None, None
    ends = list(_ends(left, operator, right))
    return min(ends), max(ends)


def _ends(left: Numeric, operator: str, right: Numeric) -> Iterator[Fraction]:
    for a in (left.low, left.high):
        for b in (right.low, right.high):
            assert a is not None and b is not None
            yield a + b if operator == "+" else a - b if operator == "-" else a * b


NAMES: Mapping[type, Text] = {
    Numeric: Text("số", "number"),
    Choice: Text("lựa chọn", "choice"),
    Flag: Text("giá trị có/không", "flag"),
    Literal: Text("từ", "word"),
}


def _called(kind: Type) -> Text:
    return NAMES[type(kind)]


def _shown(bound: Fraction | None) -> str:
    return "…" if bound is None else number_text(bound)
