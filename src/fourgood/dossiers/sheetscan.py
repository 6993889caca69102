"""What the cells of a sheet are made of, before they are read: how far they reach, formulas, errors, how much text."""

import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

from fourgood.dossiers.table import MAX_COLUMNS
from fourgood.dossiers.xmlstream import Handler
from fourgood.errors import DossierError, Fault, Place

MAX_AREA = 5_000_000
MAX_TEXT = 100_000_000
MAX_MARKED = 100_000
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
SPREADING = ("array", "dataTable")


def column_number(letters: str) -> int:
    """The place of a column, counted from 0.

    >>> column_number("AA")
    26
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """The name of a cell: rows are counted from 1, columns from 0.

    >>> cell_name(7, 27)
    'AB7'
    """
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row}"


class SharedStrings(Handler):
    """The lengths of the texts that cells share: a long one that many cells name would fill the memory."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "si":
            self.lengths.append(0)
        self.inside = name == "t"

    def text(self, text: str) -> None:
        """A piece of text."""
        if self.inside and self.lengths:
            self.lengths[-1] += len(text)

    def end(self, name: str) -> None:
        """An element ends."""
        self.inside = False


class SheetScan(Handler):
    """Goes through the cells of a sheet as they stand in its part. Raises DossierError when they reach too far."""

    def __init__(self, file: str, sheet: str, lengths: list[int]) -> None:
        self.place = Place(file, key=sheet)
        self.lengths = lengths
        self.computed: dict[int, set[int]] = {}
        self.broken: dict[int, set[int]] = {}
        self.marked = self.characters = 0
        self.row, self.column = 0, -1
        self.last_row = self.last_column = -1
        self.shared = self.inside = False
        self.index = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        match name:
            case "c":
                self._cell(attributes)
            case "row":
                self.row, self.column = self._row(attributes.get("r")), -1
            case "v" | "is":
                self._reach(self.row, self.column)
                self.inside = self.shared and name == "v"
            case "f":
                self._formula(attributes)

    def text(self, text: str) -> None:
        """A piece of text."""
        if self.inside:
            self.index += text

    def end(self, name: str) -> None:
        """An element ends."""
        if self.inside and name == "v":
            self.inside = False
            index = self.index.strip()
            if index.isascii() and index.isdigit() and len(index) < 10 and int(index) < len(self.lengths):
                self.characters += self.lengths[int(index)]
            self.index = ""
            if self.characters > MAX_TEXT:
                self._refuse("this sheet holds more than {limit} characters", limit=MAX_TEXT)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        self.row, self.column = self._at(reference) if reference else (self.row, self.column + 1)
        kind = attributes.get("t")
        self.shared = kind == "s"
        if kind == "e":
            self._mark(self.broken, self.row, self.column)

    def _formula(self, attributes: Mapping[str, str]) -> None:
        self._mark(self.computed, self.row, self.column)
        if attributes.get("t") in SPREADING and attributes.get("ref"):
            for row, column in self._span(attributes["ref"]):
                self._mark(self.computed, row, column)

    def _span(self, reference: str) -> Iterator[tuple[int, int]]:
        first, _, last = reference.partition(":")
        top, left = self._at(first)
        bottom, right = self._at(last or first)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield row, column

    def _mark(self, marks: dict[int, set[int]], row: int, column: int) -> None:
        self._reach(row, column)
        columns = marks.setdefault(row, set())
        self.marked += column not in columns
        columns.add(column)
        if self.marked > MAX_MARKED:
            self._refuse("this sheet holds more than {limit} formulas", "Paste it as values", limit=MAX_MARKED)

    def _reach(self, row: int, column: int) -> None:
        if row <= self.last_row and column <= self.last_column:
            return
        self.last_row, self.last_column = max(row, self.last_row), max(column, self.last_column)
        if self.last_column >= MAX_COLUMNS:
            message = "this sheet has a value in {cell}, beyond the first {limit} columns"
            self._refuse(message, cell=cell_name(row, column), limit=MAX_COLUMNS)
        if self.last_row * (self.last_column + 1) > MAX_AREA:
            message = "this sheet reaches to {cell}, more than {limit} cells"
            self._refuse(message, cell=cell_name(self.last_row, self.last_column), limit=MAX_AREA)

    def _row(self, number: str | None) -> int:
        if number is None:
            return self.row + 1
        if not (number.isascii() and number.isdigit() and len(number) < 8):
            self._refuse("this sheet has a row that is numbered `{number}`", number=number[:20])
        return int(number)

    def _at(self, reference: str) -> tuple[int, int]:
        found = REFERENCE.fullmatch(reference.replace("$", ""))
        if found is None:
            self._refuse("this sheet has a cell that is called `{cell}`", cell=reference[:20])
        return int(found[2]), column_number(found[1])

    def _refuse(self, message: str, hint: str = "Keep the table alone in its sheet", **values: object) -> NoReturn:
        raise DossierError(Fault(message, values, self.place, hint))
