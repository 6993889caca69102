"""The type check: does a rule fit its scope? All faults at once, each with its position in the rule text."""

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from attrs import evolve, frozen

from fourgood.errors import Fault, Place, RuleError
from fourgood.extent import MAX_EXPANDED, MAX_TOGETHER, extent
from fourgood.nearest import nearest
from fourgood.outcome import MET, NOT_MET, UNKNOWN, Open
from fourgood.rangetruth import among, chosen, ordered_ranges
from fourgood.rule import (
    All,
    Any,
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
    walk,
)
from fourgood.ruletype import Choice, Flag, Literal, Memo, Numeric, Type, called, is_term
from fourgood.scale import Scale
from fourgood.termtype import DRAW_TOGETHER, Terms
from fourgood.truth import all_of, any_of, at_least, negated
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
    return _checked(condition, scope, at_most, Memo() if memo is None else memo)[0]


def check_rule(
    rule: Condition, guard: Condition | None, scope: Scope, at_most: frozenset[tuple[str, str]], memo: Memo
) -> list[Fault]:
    """Everything that keeps a condition from being the rule of a criterion: it has to depend on the facts, too.

    What the ranges of the facts decide by themselves is a mistake; a literal `true` or `false` is meant, and so is a
    guard that a parameter switches off.
    """
    faults, still_open = _checked(rule, scope, at_most, memo)
    if faults or still_open == UNKNOWN or isinstance(rule, Truth):
        return faults
    if guard is not None and _checked(guard, scope, at_most, memo)[1] == NOT_MET:
        return []
    message = (
        "`{text}` is always met, whatever the facts are"
        if still_open == MET
        else "`{text}` is never met, whatever the facts are"
    )
    line, column = rule.at or (None, None)
    hint = "Check the comparisons against the bounds of the facts"
    return [Fault(message, {"text": to_text(rule)}, Place(line=line, column=column), hint)]


def _checked(
    condition: Condition, scope: Scope, at_most: frozenset[tuple[str, str]], memo: Memo
) -> tuple[list[Fault], Open]:
    """What is wrong with a condition, and what it can come to as far as the ranges of the facts tell."""
    checker = _Checker(scope, at_most, memo)
    still_open = checker.condition(condition)
    if not checker.faults and extent(condition, scope, checker.memo.extents)[0] > MAX_EXPANDED:
        checker.fault("this rule is too long when its definitions are written out", condition, "Split it")
    return checker.faults, still_open


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
    def condition(self, condition: Condition) -> Open:
        """Checks a condition; the answer is what it can come to, as far as the ranges of the facts tell."""
        match condition:
            case Compare():
                return self.compare(condition)
            case Member(term, values) if _names_nothing(term):
                return self.decides_nothing(condition)
            case Member(term, values):
                each = [self.compare(Compare(term, "==", value, at=condition.at)) for value in values]
                return self.member(term, values, any_of(each))
            case Name():
                return self.name_as_condition(condition)
            case Truth(value):
                return MET if value else NOT_MET
            case Not(part):
                return negated(self.condition(part))
            case All(parts):
                return all_of([self.condition(part) for part in parts])
            case Any(parts):
                return any_of([self.condition(part) for part in parts])
            case AtLeast(count, parts):
                return at_least(self.count(count, len(parts)), [self.condition(part) for part in parts])
            case _:
                assert_never(condition)

    def member(self, term: Term, values: Iterable[Constant], apart: Open) -> Open:
        """A choice that is among all there are is among them for sure, though it is none of them for sure."""
        kind = evolve(self, faults=[]).term(term)
        if isinstance(kind, Choice):
            return among(kind.scale, {value.value for value in values})
        return apart

    def name_as_condition(self, name: Name) -> Open:
        match self.meaning(name):
            case None | Standing() | Fact(kind=Kind.FLAG):
                pass
            case Definition(key=key, expression=expression) if not is_term(expression, self.scope):
                return self.defined(key, expression)
            case Fact(kind=Kind.RECORDS):
                self.fault("`{key}` is a table of records, no single value", name, DRAW_TOGETHER, key=name.key)
            case _:
                self.fault(
                    "`{key}` alone is no condition", name, "Compare it with something, like {key} >= 1", key=name.key
                )
        return UNKNOWN

    def defined(self, key: str, expression: Node) -> Open:
        """What a definition can come to; its own faults are reported where it is declared."""
        opens = self.memo.opens
        if key not in opens:
            opens[key] = UNKNOWN
            opens[key] = evolve(self, faults=[]).condition(expression)  # type: ignore[arg-type]
        return opens[key]

    def count(self, count: Number | Name, parts: int) -> int:
        if isinstance(count, Number):
            return int(count.value)
        meaning = self.meaning(count)
        value = meaning.value if isinstance(meaning, Threshold) else None
        if isinstance(value, Fraction) and value.denominator == 1 and 1 <= value <= parts:
            return int(value)
        if meaning is not None:
            self.fault(
                "`{key}` cannot count conditions here",
                count,
                "Use a whole number from 1 to {parts}, or a parameter set to one",
                key=count.key,
                parts=parts,
            )
        return 1

    def compare(self, compare: Compare) -> Open:
        if self.unquoted(compare.left, compare.right) or self.unquoted(compare.right, compare.left):
            return UNKNOWN
        left, right = self.term(compare.left), self.term(compare.right)
        if left is None or right is None:
            return UNKNOWN
        match left, right:
            case (Numeric(), Numeric()) | (Flag(), Flag()) if _names_nothing(compare):
                return self.decides_nothing(compare)
            case Numeric(), Numeric():
                self.bounds(compare, left, right)
                return ordered_ranges(left, compare.operator, right)
            case Choice(scale=scale), Literal(value=value):
                return self.choice(compare, scale, value, compare.right)
            case Literal(value=value), Choice(scale=scale):
                return self.choice(compare, scale, value, compare.left)
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
        return UNKNOWN

    def decides_nothing(self, node: Node) -> Open:
        self.fault("`{text}` names no fact and decides nothing", node, "Compare a fact with it", text=to_text(node))
        return UNKNOWN

    def choice(self, compare: Compare, scale: Scale, value: str, node: Node) -> Open:
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
        if not self.order(compare, scale) or value not in scale.labels:
            return UNKNOWN
        return chosen(scale, compare.operator, value, first=node is compare.right)

    def order(self, compare: Compare, scale: Scale | None) -> bool:
        """Whether what is compared has the order that its operator needs."""
        ordered = compare.operator in ("==", "!=") or bool(scale and scale.ordered)
        if not ordered:
            self.fault(
                "`{text}` needs an order, and these choices have none", compare, "Write == or in", text=to_text(compare)
            )
        return ordered

    def bounds(self, compare: Compare, left: Numeric, right: Numeric) -> None:
        """A constant outside what the other side can be: nearly always 85 where 0.85 is meant."""
        for term, constant, node in ((left, right, compare.right), (right, left, compare.left)):
            value = constant.low
            if not self.constant(node) or value is None or self.constant_both(compare):
                continue
            if (term.low is not None and value < term.low) or (term.high is not None and value > term.high):
                share = term.high == 1 and 1 < value <= 100
                self.fault_of_value(
                    "{value} is outside what `{text}` can be ({low} to {high})",
                    node,
                    "Did you mean {share}?" if share else "Check the number, or the bounds of the fact",
                    value=number_text(value),
                    text=to_text(compare.left if node is compare.right else compare.right),
                    low=_shown(term.low),
                    high=_shown(term.high),
                    share=number_text(value / 100),
                )

    def fault_of_value(self, message: str, node: Term, hint: str, **values: object) -> None:
        """Notes what is wrong with a constant: where a layer set it, else where the rule reads it."""
        meaning = self.scope.get(node.key) if isinstance(node, Name) else None
        if isinstance(meaning, Threshold) and meaning.dated.origin.layer is not None:
            place = evolve(meaning.dated.origin.place, key=f"parameters.{meaning.key}")
            self.faults.append(Fault(message, values, place, hint))
        else:
            self.fault(message, node, hint, **values)

    def constant(self, node: Term) -> bool:
        return isinstance(node, Number) or (isinstance(node, Name) and isinstance(self.scope.get(node.key), Threshold))

    def constant_both(self, compare: Compare) -> bool:
        return self.constant(compare.left) and self.constant(compare.right)


def _names_nothing(node: Node) -> bool:
    return not any(isinstance(each, Name) for each in walk(node))


def _shown(bound: Fraction | None) -> str:
    return "…" if bound is None else number_text(bound)


def type_of(node: Node, scope: Scope, at_most: frozenset[tuple[str, str]] = frozenset()) -> Type | None:
    """The type of a term; None for what has no value, as it is met or not, or is wrong."""
    return _Checker(scope, at_most, Memo()).term(node)  # type: ignore[arg-type]


def range_of(node: Node, scope: Scope) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that a term can be; None where that is not known, or it is no number."""
    found = type_of(node, scope)
    return (found.low, found.high) if isinstance(found, Numeric) else (None, None)
