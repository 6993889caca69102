"""Tables in CSV files, read row by row: the memory needed does not grow with the file."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from fourgood.dossiers.identity import BY_HEADER
from fourgood.dossiers.rejected import Item, Rejected
from fourgood.dossiers.table import Locator, Table, read_header
from fourgood.errors import DossierError, Fault
from fourgood.vocabulary import header_form
from fourgood.yamlfile import Written

MAX_ROW_BYTES = 2_000_000
DELIMITERS = (",", ";", "\t")
BOM = b"\xef\xbb\xbf"


def read_csv(path: Path) -> Iterator[Item]:
    """The dossiers of a CSV file, one by one; a row that cannot be read is rejected, the others go on.

    Comma, semicolon or tab divide the cells, whichever makes sense of the header. Raises DossierError when the file
    as a whole cannot be read.
    """
    with path.open("rb") as stream:
        lines = _Lines(stream, Locator(str(path)))
        yield from _dossiers(lines)


def _dossiers(lines: "_Lines") -> Iterator[Item]:
    table: Table | None = None
    rows = csv.reader(lines, delimiter=lines.delimiter(), strict=True)
    while True:
        row = lines.number + 1
        lines.room = MAX_ROW_BYTES
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            fault = lines.fault("this row is no CSV: {cause}", row, "Check its quotes", cause=str(error))
            if table is None:
                raise DossierError(fault) from error
            yield Rejected(fault.place, None, [fault])
            continue
        if not any(map(str.strip, cells)):
            continue
        if table is None:
            table = read_header(cells, row, lines.locator)
        else:
            yield _dossier(table, row, cells)
    if table is None:
        raise DossierError(lines.fault("this file holds no dossier", 1, "Write a header, and one row a unit"))


def _dossier(table: Table, row: int, cells: list[str]) -> Item:
    if len(cells) == len(table.headers):
        return table.read(row, [Written(text) if (text := cell.strip()) else None for cell in cells])
    values = {"found": len(cells), "expected": len(table.headers)}
    hint = "Put a cell that holds the delimiter in quotes, and keep the empty ones"
    message = "this row has {found} cells, the header {expected}"
    return Rejected(table.locator.row(row), None, [Fault(message, values, table.locator.row(row), hint)])


class _Lines:
    """The lines of a file as text, each and every row of them bounded, and how many were read."""

    def __init__(self, stream: BinaryIO, locator: Locator) -> None:
        self.stream = stream
        self.locator = locator
        self.number = 0
        self.room = MAX_ROW_BYTES

    def delimiter(self) -> str:
        """The delimiter with which the header names most of what a unit is; the file is at its start again."""
        head = self.stream.readline(MAX_ROW_BYTES).removeprefix(BOM).decode("utf-8", "replace")
        self.stream.seek(0)
        return max(DELIMITERS, key=lambda delimiter: _sense(head, delimiter))

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.stream.readline(self.room + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.room -= len(line)
        if self.room < 0:
            message, hint = "this row has more than {limit} bytes", "Look for a quote that is not closed"
            raise DossierError(self.fault(message, self.number, hint, limit=MAX_ROW_BYTES))
        try:
            return (line.removeprefix(BOM) if self.number == 1 else line).decode("utf-8")
        except UnicodeDecodeError as error:
            raise DossierError(
                self.fault("this file is not UTF-8", self.number, "Save it as CSV UTF-8 (Unicode)")
            ) from error

    def fault(self, message: str, row: int, hint: str, **values: object) -> Fault:
        return Fault(message, values, self.locator.row(row), hint)


def _sense(head: str, delimiter: str) -> tuple[int, int]:
    """How much of a header makes sense when divided like this: columns of the unit itself, then columns at all."""
    try:
        cells = next(csv.reader([head], delimiter=delimiter), [])
    except csv.Error:
        return 0, 0
    return sum(header_form(cell) in BY_HEADER for cell in cells), len(cells)
