"""Comparisons with the end of what can come out: a count that is at most 0 is 0. It proves what no search can."""

from functools import partial

from attrs import evolve

from fourgood.check import range_of
from fourgood.criterion import Criterion, PythonRule
from fourgood.rule import Compare, Node, rebuilt
from fourgood.vocabulary import Scope


def alike_at_ends(one: Criterion, other: Criterion, scope: Scope) -> bool:
    """Whether two criteria differ in nothing but such comparisons: then they decide the same."""
    return _at_ends(one, scope) == _at_ends(other, scope)


def _at_ends(criterion: Criterion, scope: Scope) -> Criterion:
    if isinstance(criterion.rule, PythonRule):
        return criterion
    return evolve(criterion, rule=_written(criterion.rule, scope))


def _written(node: Node, scope: Scope) -> Node:
    """A node whose comparisons say equal where only that can be meant."""
    if isinstance(node, Compare):
        return evolve(node, operator="==") if _only_equal(node, scope) else node
    return rebuilt(node, partial(_written, scope=scope))


def _only_equal(compare: Compare, scope: Scope) -> bool:
    (low, high), (other_low, other_high) = (range_of(side, scope) for side in (compare.left, compare.right))
    match compare.operator:
        case "<=":
            return low is not None and low == other_high
        case ">=":
            return high is not None and high == other_low
        case _:
            return False
