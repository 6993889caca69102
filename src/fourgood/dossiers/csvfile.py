"""Tables in CSV files, read row by row: the memory needed does not grow with the file."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from attrs import field, frozen

from fourgood.dossiers.rejected import Item, Rejected
from fourgood.dossiers.table import Locator, Table, read_header
from fourgood.errors import DossierError, Fault
from fourgood.scale import header_form
from fourgood.titles import BY_HEADER
from fourgood.yamlfile import Written

MAX_ROW_BYTES = 2_000_000
UTF8 = "Save it as CSV UTF-8 (Unicode)"
DELIMITERS = (",", ";", "\t")
TOO_LONG = "this row has more than {limit} bytes; the rows after this one were not read"
ASTRAY = "this row is no CSV: a quote in it is misplaced or not closed; the rows after this one were not read"
UNCLOSED, LINE_BREAK = "unexpected end of data", "new-line character"
"""What the reader of the standard library says where a quote is still open at the end, and of a bare line break."""

BOM = b"\xef\xbb\xbf"


def read_csv(path: Path) -> Iterator[Item]:
    """The dossiers of a CSV file, one by one; a row that cannot be read is rejected, the others go on.

    Comma, semicolon or tab divide the cells, whichever makes sense of the header. Raises DossierError when the file
    as a whole cannot be read.
    """
    with path.open("rb") as stream:
        lines = Lines(stream, Locator(str(path)))
        yield from _dossiers(lines)


@frozen
class Row:
    """A row that is not empty, with the number of its first line; what is wrong with it, where it is no CSV or no text.

    Of a row that is no text the cells are there all the same.
    """

    number: int
    cells: list[str] = field(factory=list)
    fault: Fault | None = None


def rows_of(lines: "Lines") -> Iterator[Row]:
    """The rows of a file. Where nobody can tell any more where the next one starts, reading ends."""
    rows = csv.reader(lines, delimiter=lines.delimiter(), strict=True)
    while True:
        number = lines.next_row()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (csv.Error, _TooLongError) as error:
            yield Row(number, fault=lines.broken(number, error))
            if lines.astray(number, error):
                return
            continue
        if lines.damaged:
            yield Row(number, cells, lines.fault("this row is not UTF-8", lines.damaged, UTF8))
        elif any(map(str.strip, cells)):
            yield Row(number, cells)


def _dossiers(lines: "Lines") -> Iterator[Item]:
    table: Table | None = None
    for row in rows_of(lines):
        if table is None:
            table = _header(row, lines)
        elif row.fault is not None:
            yield _broken(row, row.fault, table, lines)
        else:
            yield _dossier(table, row.number, row.cells)
    if table is None:
        raise DossierError(lines.fault("this file holds no dossier", 1, "Write a header, and one row a unit"))


def _header(row: Row, lines: "Lines") -> Table:
    if row.fault is not None:
        damaged = lines.fault("this file is not UTF-8", lines.damaged, UTF8) if row.cells else None
        raise DossierError(damaged or row.fault)
    return read_header(row.cells, row.number, lines.locator)


def _broken(row: Row, fault: Fault, table: Table, lines: "Lines") -> Rejected:
    """A row that cannot be read, with its unit where its cells can be told apart."""
    if not row.cells:
        return Rejected(fault.place, None, [fault])
    column = table.identity["id"]
    unit = row.cells[column].strip() if column < len(row.cells) else ""
    return Rejected(lines.locator.row(row.number), unit if unit.isprintable() and unit else None, [fault])


def _dossier(table: Table, row: int, cells: list[str]) -> Item:
    if len(cells) == len(table.headers):
        return table.read(row, [Written(text) if (text := cell.strip()) else None for cell in cells])
    values = {"found": len(cells), "expected": len(table.headers)}
    hint = "Put a cell that holds the delimiter in quotes, and keep the empty ones"
    message = "this row has {found} cells, the header {expected}"
    return Rejected(table.locator.row(row), None, [Fault(message, values, table.locator.row(row), hint)])


class _TooLongError(Exception):
    """A row goes on beyond the bound."""


class Lines:
    """The lines of a file as text, each and every row of them bounded, and how many were read.

    Bytes that are no text come as lone surrogates: they divide no cells, so that the row can be told from the others.
    """

    def __init__(self, stream: BinaryIO, locator: Locator) -> None:
        self.stream = stream
        self.locator = locator
        self.number = 0
        self.room = MAX_ROW_BYTES
        self.damaged = 0
        """The first line of the row that is not UTF-8; 0 when all are."""

    def delimiter(self) -> str:
        """The delimiter with which the header names most of what a unit is; the file is at its start again."""
        head = self.stream.readline(MAX_ROW_BYTES).removeprefix(BOM).decode("utf-8", "replace")
        self.stream.seek(0)
        return max(DELIMITERS, key=lambda delimiter: _sense(head, delimiter))

    def next_row(self) -> int:
        """Makes ready for the next row, and says the number of its first line."""
        self.room, self.damaged = MAX_ROW_BYTES, 0
        return self.number + 1

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.stream.readline(self.room + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.room -= len(line)
        if self.room < 0:
            raise _TooLongError
        line = line.removeprefix(BOM) if self.number == 1 else line
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self.damaged = self.damaged or self.number
            return line.decode("utf-8", "surrogateescape")

    def astray(self, row: int, error: Exception) -> bool:
        """Whether nobody knows where the row after a broken one starts: a quote may still be open."""
        return isinstance(error, _TooLongError) or self.number > row or str(error) == UNCLOSED

    def broken(self, row: int, error: Exception) -> Fault:
        """Why a row is none, and whether those after it are lost with it."""
        lost = self.astray(row, error)
        if isinstance(error, _TooLongError):
            message, hint = TOO_LONG, "Look for a quote that is not closed"
            return self.fault(message, row, hint, limit=MAX_ROW_BYTES)
        if LINE_BREAK in str(error) and not lost:
            message, hint = "this row is no CSV: a line break stands in it without quotes", "Put the cell in quotes"
            return self.fault(message, row, hint)
        message = ASTRAY if lost else "this row is no CSV: a quote in it is misplaced, or a cell is too long"
        return self.fault(message, row, "Put a cell with quotes in it in quotes, and write those in it twice")

    def fault(self, message: str, row: int, hint: str, **values: object) -> Fault:
        """A fault at a row."""
        return Fault(message, values, self.locator.row(row), hint)


def _sense(head: str, delimiter: str) -> tuple[int, int]:
    """How much of a header makes sense when divided like this: columns of the unit itself, then columns at all."""
    try:
        cells = next(csv.reader([head], delimiter=delimiter), [])
    except csv.Error:
        return 0, 0
    return sum(header_form(cell) in BY_HEADER for cell in cells), len(cells)
