"""Records drawn together in a rule text, as Python writes it: share(m.held for m in months if m.due)."""

import ast
from typing import NoReturn

from attrs import frozen

from fourgood.rule import AGGREGATES, AggregateFunction
from fourgood.source import Source

FUNCTIONS = ("at_least", *AGGREGATES)
LIKE = "Write it like: {function}(m.… for m in {table})"


@frozen
class Generator:
    """The pieces of a call that draws records together; `what` is None where records are counted as such."""

    function: AggregateFunction
    table: ast.Name
    record: str | None = None
    what: ast.expr | None = None
    where: ast.expr | None = None


def generator(node: ast.Call, source: Source) -> Generator:
    """The pieces of a call of one of the aggregates. Raises RuleError for anything but one generator with one if."""
    function: AggregateFunction = node.func.id  # type: ignore[attr-defined]
    match node:
        case ast.Call(args=[ast.Name() as table], keywords=[]) if function == "count":
            return Generator(function, table)
        case ast.Call(args=[ast.GeneratorExp(elt=what, generators=[one])], keywords=[]):
            return _pieces(function, what, one, source)
        case ast.Call(args=[ast.Name(id=name)], keywords=[]):
            message = "`{function}` does not know what to take from each record"
            source.refuse(message, node, LIKE, function=function, table=name)
        case ast.Call(args=[ast.GeneratorExp()], keywords=[]):
            message = "`{function}` draws together the records of one table"
            source.refuse(message, node, LIKE, function=function, table="meetings")
        case ast.Call(args=[ast.ListComp() | ast.SetComp()], keywords=[]):
            _unlike(node, function, source, "Leave out the brackets inside: {function}(m.… for m in {table})")
        case _:
            _unlike(node, function, source, LIKE)


def _unlike(node: ast.Call, function: str, source: Source, hint: str) -> NoReturn:
    source.refuse_slip()
    message = "`{function}` draws together the records of a table"
    source.refuse(message, node, hint, function=function, table="meetings")


def _pieces(function: AggregateFunction, what: ast.expr, one: ast.comprehension, source: Source) -> Generator:
    match one:
        case ast.comprehension(target=ast.Name(id=record), iter=ast.Name() as table, ifs=ifs, is_async=0):
            if len(ifs) > 1:
                source.refuse("there is more than one `if`", ifs[1], "Join the conditions with and")
            return Generator(function, table, record, what, ifs[0] if ifs else None)
        case ast.comprehension(target=ast.Name(), iter=table, is_async=0):
            source.refuse(
                "`{text}` is no table", table, LIKE, text=source.text(table), function=function, table="months"
            )
        case _:
            message = "`{text}` is no name for a record"
            source.refuse(message, one.target, LIKE, text=source.text(one.target), function=function, table="meetings")
