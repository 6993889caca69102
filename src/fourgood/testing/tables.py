"""The tables of records that are worth trying: a full one in which all is well, others that differ in some records."""

from collections.abc import Iterator
from itertools import combinations, product

from fourgood.record import AT, Record, Rows, Single
from fourgood.rows import consistency_faults
from fourgood.table import table_of
from fourgood.testing.cells import Cells
from fourgood.testing.options import LARGE, ORDINARY, ordinary
from fourgood.vocabulary import Fact, Scope

SOME = 4
"""How many records a table has where nothing fixes their number."""

OTHERS = 5
"""How many other values of a column are tried, those where comparisons turn first."""

PAIRED = 4
"""How many other values of a column are tried beside another column."""

MAX_TABLES = 400


def tables_of(cells: Cells, scope: Scope) -> tuple[Rows, ...]:
    """The tables of a fact of kind records, the full one first; each keeps the invariants of its records."""
    found: dict[Rows, None] = {}
    fact = cells.fact
    for rows in _tables(cells):
        if not list(consistency_faults(fact, rows, scope, {}, rows)):
            found[rows] = None
        if len(found) == MAX_TABLES:
            break
    return tuple(found)


def _tables(cells: Cells) -> Iterator[Rows]:
    full, large = (_full(cells.fact, size) for size in (ORDINARY, LARGE))
    yield full
    yield ()
    yield large
    yield from (full[:number] for number in range(len(full) - 1, 0, -1))
    for key in cells.columns:
        yield from (_with(large, 1, key, value) for value in cells.values(large, 0, key, {}))
        others = [value for value in cells.values(full, 0, key, {}) if value != full[0][key]]
        for value in (*others[:OTHERS], None):
            yield from (_with(full, number, key, value) for number in range(1, len(full) + 1))
    yield from _odd_in_two(cells, full, len(full))
    yield from _odd_in_two(cells, large, 1)


def _odd_in_two(cells: Cells, rows: Rows, most: int) -> Iterator[Rows]:
    """Rows of which the first few have other values in two columns: what is asked of one may hang on the other."""
    odd = {key: [each for each in cells.values(rows, 0, key, {}) if each != rows[0][key]] for key in cells.columns}
    for at, (one, other) in product(range(1, most + 1), combinations(odd, 2)):
        for value, beside in product(odd[one][:PAIRED], odd[other][:PAIRED]):
            yield _with(_with(rows, at, one, value), at, other, beside)


def _full(fact: Fact, size: int) -> Rows:
    number = table_of(fact).number
    count = number if isinstance(number, int) else SOME
    columns = {column.key: ordinary(column, size) for column in table_of(fact).columns}
    at: list[Single] = [at if isinstance(number, int) else f"2024-{at % 12 + 1:02}-05" for at in range(1, count + 1)]
    return tuple(Record({AT: each, **columns}) for each in at)


def _with(rows: Rows, number: int, key: str, value: Single | None) -> Rows:
    """Rows of which the first few have another value in a column, or none."""
    return tuple(_changed(row, key, value) if at < number else row for at, row in enumerate(rows))


def _changed(row: Record, key: str, value: Single | None) -> Record:
    rest = {name: each for name, each in row.items() if name != key}
    return Record(rest if value is None else {**rest, key: value})
