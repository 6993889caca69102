"""What is wrong with a table: its columns, its number of records, its definitions and invariants."""

from collections.abc import Iterable, Iterator
from keyword import kwlist
from typing import Any as AnyType

from fourgood.check import check, check_definition
from fourgood.errors import Fault
from fourgood.record import AT, MAX_RECORDS
from fourgood.rule import EACH
from fourgood.ruletype import Memo
from fourgood.scale import header_form
from fourgood.table import Table, inside
from fourgood.vocabulary import Definition, Fact, Kind, Scope

TAKEN = frozenset((*kwlist, "true", "false", "id", AT))
"""What no column is called: words of the language, and what a table of records says of a record itself."""


def table_faults(fact: Fact, scope: Scope, memo: Memo) -> Iterator[Fault]:
    """Everything that is wrong with a fact as a table; nothing for one that is neither of kind records nor a table."""
    table = fact.table
    if (fact.kind is Kind.RECORDS) is (table is None):
        yield Fault("`{key}` is of kind records and has no table, or the other way round", {"key": fact.key})
    if table is None:
        return
    faults = [*_column_faults(fact.key, table), *_number_faults(fact.key, table, scope)]
    yield from faults or _rule_faults(fact.key, table, scope, memo)


def _column_faults(key: str, table: Table) -> Iterator[Fault]:
    values: dict[str, AnyType] = {"table": key}
    if not table.columns:
        yield Fault("the table `{table}` has no columns", values, hint="Say what each record holds under columns")
    first: set[str] = set()
    named_parts: tuple[Fact | Definition, ...] = (*table.columns, *table.definitions)
    for part in named_parts:
        named = {**values, "key": part.key}
        if part.key in TAKEN:
            yield Fault("`{key}` already means something in the table `{table}`", named, hint="Choose another key")
        if part.key in first:
            yield Fault("the table `{table}` has `{key}` twice", named, hint="Rename one of them")
        first.add(part.key)
    for column in table.columns:
        if column.table is not None or column.kind is Kind.RECORDS:
            message = "`{key}` is a table inside the table `{table}`"
            yield Fault(message, {**values, "key": column.key}, hint="Give it columns of its own beside this one")
        if column.counts_below is not None:
            message = "`{key}` counts the units below, and is a column of the table `{table}`"
            yield Fault(message, {**values, "key": column.key}, hint="Make it a fact beside the table")
    yield from _header_faults(key, table.columns)


def _header_faults(key: str, columns: Iterable[Fact]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for column in columns:
        for header in dict.fromkeys((column.key, column.title.vi, column.title.en)):
            other = first.setdefault(header_form(header), column.key)
            if other != column.key:
                message = "in the table `{table}`, the header “{header}” could mean `{first}` or `{second}`"
                values = {"table": key, "header": header, "first": other, "second": column.key}
                yield Fault(message, values, hint="Give one of them another title")
                break


def _number_faults(key: str, table: Table, scope: Scope) -> Iterator[Fault]:
    values = {"table": key, "number": table.number, "limit": MAX_RECORDS}
    match table.number:
        case None:
            pass
        case bool():
            yield Fault("`{number}` is no number of records", values)
        case int() as number if not 1 <= number <= MAX_RECORDS:
            yield Fault("the table `{table}` has {number} records, 1 to {limit} are possible", values)
        case str() as counted:
            fact = scope.get(counted)
            if not isinstance(fact, Fact) or fact.kind is not Kind.COUNT:
                message = "`{number}` is no count, and cannot say how many records the table `{table}` has"
                yield Fault(message, values, hint="Name a fact of kind count, or write the number itself")
            elif not 0 <= fact.minimum <= fact.maximum <= MAX_RECORDS:
                message = "`{number}` may go beyond {limit}, the most that a table has"
                yield Fault(message, values, hint="Set its max: to {limit} or less")


def _rule_faults(key: str, table: Table, scope: Scope, memo: Memo) -> Iterator[Fault]:
    within = inside(key, scope)
    for definition in table.definitions:
        found = check_definition(definition, within, memo, f"{EACH}.{definition.key}")
        yield from (fault.at(line=definition.origin.line, key=f"facts.{key}.{definition.key}") for fault in found)
    for invariant in table.invariants:
        found = check(invariant.rule, within, memo=memo)
        yield from (fault.at(line=invariant.origin.line, key=f"facts.{key}.{invariant.key}") for fault in found)
