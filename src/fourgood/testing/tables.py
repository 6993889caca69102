"""The tables of records that are worth trying: a full one in which all is well, others that differ in some records."""

from collections.abc import Iterator

from fourgood.record import AT, Record, Rows, Single
from fourgood.rows import consistency_faults
from fourgood.table import table_of
from fourgood.testing.options import options_of, ordinary
from fourgood.vocabulary import Fact, Scope

SOME = 4
"""How many records a table has where nothing fixes their number."""

OTHERS = 3
"""How many other values of a column are tried."""

MAX_TABLES = 200


def tables_of(fact: Fact, scope: Scope) -> tuple[Rows, ...]:
    """The tables of a fact of kind records, the full one first; each keeps the invariants of its records."""
    found: dict[Rows, None] = {}
    for rows in _tables(fact):
        if not list(consistency_faults(fact, rows, scope, {}, rows)):
            found[rows] = None
        if len(found) == MAX_TABLES:
            break
    return tuple(found)


def _tables(fact: Fact) -> Iterator[Rows]:
    full = _full(fact)
    yield full
    yield ()
    yield from (full[:number] for number in range(len(full) - 1, 0, -1))
    for column in table_of(fact).columns:
        now = full[0][column.key]
        others = [value for value in options_of(column).values if value != now and not isinstance(value, tuple)]
        for value in (*others[:OTHERS], None):
            yield from (_with(full, number, column.key, value) for number in range(1, len(full) + 1))


def _full(fact: Fact) -> Rows:
    number = table_of(fact).number
    count = number if isinstance(number, int) else SOME
    columns = {column.key: ordinary(column) for column in table_of(fact).columns}
    at: list[Single] = [at if isinstance(number, int) else f"2024-{at % 12 + 1:02}-05" for at in range(1, count + 1)]
    return tuple(Record({AT: each, **columns}) for each in at)


def _with(rows: Rows, number: int, key: str, value: Single | None) -> Rows:
    """Rows of which the first few have another value in a column, or none."""
    return tuple(_changed(row, key, value) if at < number else row for at, row in enumerate(rows))


def _changed(row: Record, key: str, value: Single | None) -> Record:
    rest = {name: each for name, each in row.items() if name != key}
    return Record(rest if value is None else {**rest, key: value})
