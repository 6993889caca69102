"""What a rule reads: facts and parameters, through definitions and into the records of tables."""

from collections.abc import Iterator

from fourgood.rule import Aggregate, Name, Node, children
from fourgood.table import inside, table_of
from fourgood.vocabulary import Definition, Scope


def cited_names(node: Node, scope: Scope) -> Iterator[str]:
    """The facts and parameters that a node reads; of a table its own key and that of its number, not the columns."""
    return (name for name in _read(node, scope) if "." not in name)


def cited_columns(node: Node, scope: Scope) -> Iterator[str]:
    """The columns of tables that a node reads, with their tables: meetings.attended."""
    return (name for name in _read(node, scope) if "." in name)


def _read(node: Node, scope: Scope) -> Iterator[str]:
    match node:
        case Name(key) if isinstance(meaning := scope[key], Definition):
            yield from _read(meaning.expression, scope)
        case Name(key):
            yield scope[key].key
        case Aggregate(_, Name(key)):
            number = table_of(scope[key]).number
            yield from (number,) if isinstance(number, str) else ()
            scope = inside(key, scope)
    for child in children(node):
        yield from _read(child, scope)
