"""A node written out: nothing but facts and constants, so that it can be taken apart."""

from functools import partial

from fourgood.rule import Any, Compare, Member, Name, Node, Number, Word, rebuilt
from fourgood.vocabulary import Definition, Scope, Threshold


def expanded(node: Node, scope: Scope) -> Node:
    """The node with definitions and parameters written out, and numbers that are one of several compared one by one."""
    match node:
        case Name(key):
            return _meant(node, scope, key)
        case Member(term, values) if all(isinstance(value, Number) for value in values):
            written = expanded(term, scope)
            return Any(tuple(Compare(written, "==", value, at=node.at) for value in values), at=node.at)  # type: ignore[arg-type]
        case _:
            return rebuilt(node, partial(expanded, scope=scope))


def _meant(name: Name, scope: Scope, key: str) -> Node:
    match scope.get(key):
        case Definition(expression=expression):
            return expanded(expression, scope)
        case Threshold(value=value):
            return Word(value, at=name.at) if isinstance(value, str) else Number(value, at=name.at)
        case _:
            return name
