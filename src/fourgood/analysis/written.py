"""A node written out: nothing but facts and constants, so that it can be taken apart."""

from functools import partial

from fourgood.rule import Any, Compare, Member, Name, Node, Number, Word, names, rebuilt
from fourgood.vocabulary import Definition, Fact, Scope, Threshold


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


def reads(node: Node, scope: Scope) -> tuple[str, ...]:
    """The names that a written-out node turns on: those in it, and those that its tables of records speak of."""
    found: dict[str, None] = {}
    stack = list(reversed(names(node)))
    while stack:
        key = stack.pop()
        if key not in found:
            found[key] = None
            meaning = scope.get(key)
            if isinstance(meaning, Fact) and meaning.table is not None:
                spoken = (expanded(Name(each), scope) for each in sorted(meaning.table.mentions))
                stack.extend(each for part in spoken for each in names(part))
    return tuple(found)


def _meant(name: Name, scope: Scope, key: str) -> Node:
    match scope.get(key):
        case Definition(expression=expression):
            return expanded(expression, scope)
        case Threshold(value=value):
            return Word(value, at=name.at) if isinstance(value, str) else Number(value, at=name.at)
        case _:
            return name
