"""What a rule reads: facts and parameters, through definitions and into the records of tables."""

from collections.abc import Iterator

from fourgood.criterion import Criterion, PythonRule
from fourgood.rule import Aggregate, Name, Node, children, of_record
from fourgood.table import inside, table_of
from fourgood.vocabulary import Definition, Scope, Vocabulary

TYPE = "organisation_type"
"""The name by which rules read the type of organisation."""


def cited_names(node: Node, scope: Scope) -> Iterator[str]:
    """The facts and parameters that a node reads; of a table its own key and that of its number, not the columns."""
    return (name for name, column in _read(node, scope) if not column)


def cited_columns(node: Node, scope: Scope) -> Iterator[str]:
    """The columns of tables that a node reads, with their tables: meetings.attended."""
    return (name for name, column in _read(node, scope) if column)


def read_by(criterion: Criterion, scope: Scope) -> Iterator[str]:
    """What a criterion turns on: the names in its conditions, those that its function declares, and the type."""
    for condition in criterion.conditions:
        yield from cited_names(condition, scope)
    yield from criterion.rule.facts if isinstance(criterion.rule, PythonRule) else ()
    yield from () if criterion.organisation_types is None else (TYPE,)


def cited_facts(criterion: Criterion, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts that a criterion reads, each once: those in its conditions, and those that its function declares."""
    return tuple(dict.fromkeys(name for name in read_by(criterion, vocabulary.scope) if name in vocabulary.facts))


def _read(node: Node, scope: Scope) -> Iterator[tuple[str, bool]]:
    """The names, and whether each is that of a column."""
    match node:
        case Name(key) if isinstance(meaning := scope[key], Definition):
            yield from _read(meaning.expression, scope)
        case Name(key):
            yield (scope[key].key, True) if of_record(key) else (key, False)
        case Aggregate(_, Name(key)):
            number = table_of(scope[key]).number
            yield from ((number, False),) if isinstance(number, str) else ()
            scope = inside(key, scope)
    for child in children(node):
        yield from _read(child, scope)
