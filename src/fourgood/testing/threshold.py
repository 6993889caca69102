"""Where a comparison turns, as conditions: exactly at its threshold, and one step of a fact off it."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from fourgood.rule import (
    All,
    Any,
    Arithmetic,
    ArithmeticOperator,
    Compare,
    Condition,
    Name,
    Node,
    Number,
    Operator,
    Term,
    Truth,
    Word,
    names,
    rebuilt,
)
from fourgood.truth import as_term
from fourgood.vocabulary import Definition, Fact, Kind, Scope, Threshold

OFF: dict[Operator, tuple[Operator, ...]] = {
    ">": (">",),
    "<=": (">",),
    ">=": ("<",),
    "<": ("<",),
    "==": ("<", ">"),
    "!=": ("<", ">"),
}
"""On which side of its threshold a comparison comes out otherwise than at it."""

PAST: dict[Operator, Operator] = {"<": ">=", ">": "<="}
STEPS: tuple[ArithmeticOperator, ...] = ("+", "-")


def at_threshold(compare: Compare, scope: Scope) -> Condition | None:
    """Both sides are equal. None where there is no order, and so no threshold."""
    ordered = _choices(compare, scope) is not None or _numeric(compare, scope)
    return Compare(compare.left, "==", compare.right) if ordered else None


def beside_threshold(compare: Compare, scope: Scope) -> Condition | None:
    """One step of one fact from where the comparison comes out otherwise. None where there is no threshold."""
    if (found := _choices(compare, scope)) is not None:
        near: list[Condition] = [Compare(compare.left, "==", Word(each)) for each in _next_to(found, compare, scope)]
    else:
        near = [_past(compare, side, scope) for side in OFF[compare.operator]] if _numeric(compare, scope) else []
    return _either(near)


def _either(parts: list[Condition]) -> Condition | None:
    return None if not parts else parts[0] if len(parts) == 1 else Any(tuple(parts))


def _past(compare: Compare, side: Operator, scope: Scope) -> Condition:
    """On a side of the threshold, and with one step of a fact at it or past it."""
    left, right = _written(compare.left, scope), _written(compare.right, scope)
    moved = tuple(
        Compare(as_term(move(left)), PAST[side], as_term(move(right))) for move in _moves(compare, scope)
    )  # fmt: skip
    return All((Compare(compare.left, side, compare.right), Any(moved) if moved else Truth(False)))


def _moves(compare: Compare, scope: Scope) -> Iterator[partial[Node]]:
    """Every fact of a comparison one step up or down."""
    for fact in _movable(compare, scope):
        for operator in STEPS:
            moved = Arithmetic(Name(fact.key), operator, Number(Fraction(fact.step)))
            yield partial(_replaced, key=fact.key, by=moved)


def _movable(compare: Compare, scope: Scope) -> list[Fact]:
    """The numbers that stand in a comparison itself: that of the records of a table does not."""
    sides = (_written(side, scope) for side in (compare.left, compare.right))
    found = (scope.get(key) for key in dict.fromkeys(key for side in sides for key in names(side)))
    return [each for each in found if isinstance(each, Fact) and each.numeric]


def _replaced(node: Node, key: str, by: Node) -> Node:
    return by if node == Name(key) else rebuilt(node, partial(_replaced, key=key, by=by))


def _written(term: Term, scope: Scope) -> Node:
    """A term with its definitions written out."""

    def write(node: Node) -> Node:
        meaning = scope.get(node.key) if isinstance(node, Name) else None
        return write(meaning.expression) if isinstance(meaning, Definition) else rebuilt(node, write)

    return write(term)


def _numeric(compare: Compare, scope: Scope) -> bool:
    """Whether numbers are compared, and some fact can move them."""
    words = any(isinstance(side, (Word, Truth)) for side in (compare.left, compare.right))
    return not words and bool(_movable(compare, scope))


def _choices(compare: Compare, scope: Scope) -> str | None:
    """The choice that an ordered one is compared with, where it is a constant or a parameter."""
    match compare.left, compare.right:
        case Name(key), Word(value) if _ordered(key, scope):
            return value
        case Name(key), Name(parameter) if _ordered(key, scope):
            meaning = scope.get(parameter)
            return meaning.value if isinstance(meaning, Threshold) and isinstance(meaning.value, str) else None
        case _:
            return None


def _ordered(key: str, scope: Scope) -> bool:
    fact = scope.get(key)
    return isinstance(fact, Fact) and fact.kind is Kind.CHOICE and fact.scale is not None and fact.scale.ordered


def _next_to(value: str, compare: Compare, scope: Scope) -> list[str]:
    """The choices one step from another, where the comparison comes out otherwise."""
    fact = scope[compare.left.key]  # type: ignore[union-attr]
    assert isinstance(fact, Fact) and fact.scale is not None
    ranks = list(fact.scale.ranks)
    at = ranks.index(value)
    sides = [at + 1 if side == ">" else at - 1 for side in OFF[compare.operator]]
    return [ranks[each] for each in sides if 0 <= each < len(ranks)]
