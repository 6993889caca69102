"""How much a rule is when its definitions are written out: no rule may cost more than its text lets one expect."""

from typing import TypeAlias

from fourgood.errors import Fault, RuleError
from fourgood.rule import Aggregate, Name, Node, children
from fourgood.table import inside, is_table
from fourgood.vocabulary import Definition, Scope

MAX_EXPANDED = 10_000
"""How many nodes a rule or definition may have with the definitions in it written out."""

MAX_LEVELS = 100
"""How many levels a definition may have then."""

MAX_TOGETHER = 100_000
"""How many nodes all rules of a rulebook may have then."""

Extent: TypeAlias = tuple[int, int]
"""Nodes and levels."""


def extent(
    node: Node, scope: Scope, known: dict[str, Extent], path: tuple[str, ...] = (), levels: int = MAX_LEVELS
) -> Extent:
    """How many nodes a node has, and how many levels, with its definitions written out; `known` keeps those of each.

    Raises RuleError for a definition on its way back to itself, and for one that costs more than its own text.
    """
    meaning = scope.get(node.key) if isinstance(node, Name) else None
    if not isinstance(meaning, Definition):
        if path and levels <= 0:
            raise RuleError(too_long(path[0]))
        if isinstance(node, Aggregate) and is_table(scope.get(node.records.key)):
            scope = inside(node.records.key, scope)
        extents = [extent(child, scope, known, path, levels - 1) for child in children(node)]
        return 1 + sum(size for size, _ in extents), 1 + max((depth for _, depth in extents), default=0)
    if meaning.key in path:
        circle = " → ".join((*path[path.index(meaning.key) :], meaning.key))
        raise RuleError(Fault("the definition `{key}` needs itself: {circle}", {"key": meaning.key, "circle": circle}))
    if meaning.key not in known:
        left = levels if path else MAX_LEVELS
        size, depth = extent(meaning.expression, scope, known, (*path, meaning.key), left)
        if size > MAX_EXPANDED or depth > MAX_LEVELS:
            raise RuleError(too_long(meaning.key))
        known[meaning.key] = size, depth
    return known[meaning.key]


def too_long(key: str) -> Fault:
    """That a definition is too long when written out."""
    return Fault("the definition `{key}` is too long when written out", {"key": key})
