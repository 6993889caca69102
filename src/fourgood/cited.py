"""What a rule reads: facts and parameters, through definitions and into the records of tables."""

from collections.abc import Iterator

from fourgood.criterion import Criterion, PythonRule
from fourgood.rule import Aggregate, Name, Node, children, of_record
from fourgood.table import inside, table_of
from fourgood.vocabulary import Definition, Scope, Vocabulary


def cited_names(node: Node, scope: Scope) -> Iterator[str]:
    """The facts and parameters that a node reads; of a table its own key and that of its number, not the columns."""
    return (name for name, column in _read(node, scope) if not column)


def cited_columns(node: Node, scope: Scope) -> Iterator[str]:
    """The columns of tables that a node reads, with their tables: meetings.attended."""
    return (name for name, column in _read(node, scope) if column)


def cited_facts(criterion: Criterion, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts that a criterion reads, each once: those in its conditions, and those that its function declares."""
    found = (name for condition in criterion.conditions for name in cited_names(condition, vocabulary.scope))
    declared = criterion.rule.facts if isinstance(criterion.rule, PythonRule) else ()
    return tuple(dict.fromkeys(name for name in (*found, *declared) if name in vocabulary.facts))


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
