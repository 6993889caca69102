"""The type check: does a rule fit its scope? All faults at once, each with its position in the rule text."""

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from attrs import frozen

from fourgood.errors import Fault, RuleError
from fourgood.extent import MAX_EXPANDED, MAX_TOGETHER, extent
from fourgood.nearest import nearest
from fourgood.rule import (
    All,
    Any,
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
    walk,
)
from fourgood.ruletype import Choice, Flag, Literal, Memo, Numeric, called, is_term
from fourgood.scale import Scale
from fourgood.termtype import DRAW_TOGETHER, Terms
from fourgood.vocabulary import Definition, Fact, Kind, Scope, Standing, Threshold
from fourgood.write import number_text, to_text


def check(
    condition: Condition,
    scope: Scope,
    at_most: frozenset[tuple[str, str]] = frozenset(),
    memo: Memo | None = None,
) -> list[Fault]:
    """Everything that keeps a condition from being a rule over this scope; empty when it is one.

    `at_most` has the pairs of facts that invariants keep in order, so that a quotient of two is known as a share.
    `memo`, one for all checks of the same scope and pairs, keeps what is found out of definitions.
    """
    checker = _Checker(scope, at_most, Memo() if memo is None else memo)
    checker.condition(condition)
    if not checker.faults and extent(condition, scope, checker.memo.extents)[0] > MAX_EXPANDED:
        checker.fault("this rule is too long when its definitions are written out", condition, "Split it")
    return checker.faults


def check_definition(
    definition: Definition, scope: Scope, memo: Memo | None = None, key: str | None = None
) -> list[Fault]:
    """Everything that is wrong with a definition itself: names, types, one that needs itself or is too long.

    `key` is what the scope calls it, where that is not its own key.
    """
    checker = _Checker(scope, frozenset(), Memo() if memo is None else memo)
    try:
        extent(Name(key or definition.key), scope, checker.memo.extents)
    except RuleError as error:
        return list(error.faults)
    if is_term(definition.expression, scope):
        checker.term(definition.expression)  # type: ignore[arg-type]
    else:
        checker.condition(definition.expression)  # type: ignore[arg-type]
    return checker.faults


def check_together(conditions: Iterable[Condition], scope: Scope, memo: Memo) -> list[Fault]:
    """Whether rules that fit their scope, each by itself, are too much together."""
    if sum(extent(condition, scope, memo.extents)[0] for condition in conditions) <= MAX_TOGETHER:
        return []
    message = "the rules have more than {limit} parts together when their definitions are written out"
    return [Fault(message, {"limit": MAX_TOGETHER}, hint="Leave some out, or make the definitions shorter")]


@frozen
class _Checker(Terms):
    def condition(self, condition: Condition) -> None:
        match condition:
            case Compare():
                self.compare(condition)
            case Member(term, values) if _names_nothing(term):
                self.decides_nothing(condition)
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

    def name_as_condition(self, name: Name) -> None:
        match self.meaning(name):
            case None | Standing() | Fact(kind=Kind.FLAG):
                pass
            case Definition(expression=expression) if not is_term(expression, self.scope):
                pass
            case Fact(kind=Kind.RECORDS):
                self.fault("`{key}` is a table of records, no single value", name, DRAW_TOGETHER, key=name.key)
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
            case (Numeric(), Numeric()) | (Flag(), Flag()) if _names_nothing(compare):
                self.decides_nothing(compare)
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
                    left=called(left),
                    right=called(right),
                )

    def decides_nothing(self, node: Node) -> None:
        self.fault("`{text}` names no fact and decides nothing", node, "Compare a fact with it", text=to_text(node))

    def choice(self, compare: Compare, scale: Scale, value: str, node: Node) -> None:
        if value not in scale.labels:
            near = nearest(value, scale.labels, n=1, cutoff=0.4)
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


def _names_nothing(node: Node) -> bool:
    return not any(isinstance(each, Name) for each in walk(node))


def _shown(bound: Fraction | None) -> str:
    return "…" if bound is None else number_text(bound)


def range_of(node: Node, scope: Scope) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that a term can be; None where that is not known, or it is no number."""
    found = _Checker(scope, frozenset(), Memo()).term(node)  # type: ignore[arg-type]
    return (found.low, found.high) if isinstance(found, Numeric) else (None, None)
