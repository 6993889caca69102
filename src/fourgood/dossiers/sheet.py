"""A sheet of a workbook as rows of cells, and where each of them stands."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any as AnyType

from attrs import frozen

from fourgood.dossiers.identity import Cell
from fourgood.dossiers.sheetscan import SheetScan, cell_name
from fourgood.dossiers.table import Locator
from fourgood.errors import Fault, Place
from fourgood.yamlfile import Written

EXACT = 10**15
"""Whole numbers below it are exact in a cell."""


class SheetLocator(Locator):
    """Says where rows and cells of a sheet stand: row 7, cell C7; a sheet other than the first is named."""

    def __init__(self, file: str, sheet: str | None) -> None:
        super().__init__(file)
        self.sheet = sheet

    def row(self, row: int) -> Place:
        """The place of a row."""
        return Place(self.file, row, key=self.sheet)

    def cell(self, row: int, column: int, header: str = "") -> Place:
        """The place of a cell."""
        name = cell_name(row, column)
        return Place(self.file, row, key=f"{self.sheet}!{name}" if self.sheet else name)


@frozen
class Sheet:
    """A sheet: its rows from the first, each with its number, and what a look at its cells has found."""

    rows: Iterator[tuple[int, list[Cell]]]
    scan: SheetScan
    locator: SheetLocator

    def faults(self, row: int, columns: Iterable[int] | None = None) -> list[Fault]:
        """The cells of a row that hold a formula or an error instead of a value; of all columns, or of some."""
        paste = "Copy the cells and paste them as values"
        computed = self._places(self.scan.computed, row, columns)
        broken = [place for place in self._places(self.scan.broken, row, columns) if place not in computed]
        return [
            *(Fault("this cell holds a formula, not a value", {}, place, paste) for place in computed),
            *(Fault("this cell holds an error, not a value", {}, place, "Write the value") for place in broken),
        ]

    def _places(self, marks: dict[int, set[int]], row: int, columns: Iterable[int] | None) -> list[Place]:
        marked = marks.get(row, set())
        wanted = sorted(marked if columns is None else marked.intersection(columns))
        return [self.locator.cell(row, column) for column in wanted]


def rows(grid: Iterable[list[AnyType]], left: int) -> Iterator[tuple[int, list[Cell]]]:
    """Rows as the library gives them, without the `left` columns that are empty, as rows from the first column on."""
    empty: list[Cell] = [None] * left
    for number, raw in enumerate(grid, 1):
        yield number, empty + [cell(each) for each in raw]


def cell(raw: AnyType) -> Cell:
    """What a cell holds: text as it was written, whole numbers as such, other numbers by their shortest decimal."""
    match raw:
        case str():
            text = raw.strip()
            return Written(text) if text else None
        case float():
            return int(raw) if raw.is_integer() and abs(raw) < EXACT else Decimal(repr(raw))
        case datetime.datetime() if raw.time() == datetime.time():
            return raw.date()
        case bool() | int() | datetime.date() | datetime.time() | datetime.timedelta():
            return raw
        case _:
            return None
