"""Dossiers in a table, one row a unit: what its header says, and what its rows hold."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any as AnyType

from attrs import evolve, field, frozen

from fourgood.dossier import Evidence
from fourgood.dossiers.identity import REQUIRED, Cell, Identifying, cell_text, looks_like
from fourgood.dossiers.rejected import Item, Rejected
from fourgood.errors import DossierError, Fault, Place
from fourgood.scale import header_form
from fourgood.titles import BY_HEADER, TITLES

MAX_COLUMNS = 2_000
MAX_CELL = 10_000
MOMENTS = (datetime.date, datetime.time, datetime.timedelta)
EVIDENCE = tuple(map(header_form, ("[evidence]", "[minh chứng]")))


class Locator:
    """Says where a row or a cell stands: in a CSV file by line and cell, in a workbook by A1 names."""

    def __init__(self, file: str) -> None:
        self.file = file

    def row(self, row: int) -> Place:
        """The place of a row."""
        return Place(self.file, row)

    def cell(self, row: int, column: int, header: str) -> Place:
        """The place of a cell; columns are counted from 0 here."""
        return Place(self.file, row, column + 1, header)


@frozen
class Table:
    """What the header of a table says: which column holds what."""

    headers: tuple[str, ...]
    identity: Mapping[str, int]
    facts: Mapping[str, int]
    evidence: Mapping[str, int]
    nameless: tuple[int, ...]
    locator: Locator
    row: int

    def read(self, row: int, cells: Sequence[Cell]) -> Item:
        """The dossier of a row, or what is wrong with it."""
        who = Identifying({key: cells[at] for key, at in self.identity.items()}, lambda key: self.place(row, key))
        who.faults.extend(self._faults(row, cells))
        unit = who.dossier()
        if unit is None:
            return Rejected(self.locator.row(row), who.text("id") or None, who.faults, who.text("parent"))
        facts = {header: cell for header, at in self.facts.items() if (cell := cells[at]) is not None}
        evidence = {
            header: Evidence(document=cell_text(cell))
            for header, at in self.evidence.items()
            if (cell := cells[at]) is not None
        }
        return evolve(unit, facts=facts, evidence=evidence, place=self.locator.row(row), places=RowPlaces(self, row))

    def place(self, row: int, key: str) -> Place:
        """Where the cell of a fact, or of what the unit is, stands in a row."""
        column = next((at[key] for at in (self.identity, self.facts, self.evidence) if key in at), None)
        return self.locator.row(row) if column is None else self.locator.cell(row, column, self.headers[column])

    def _faults(self, row: int, cells: Sequence[Cell]) -> Iterator[Fault]:
        for column in self.nameless:
            if cells[column] is not None:
                place, values = self.locator.cell(row, column, ""), {"column": column + 1}
                yield Fault("column {column} has a value here and no header", values, place, "Give it a header")
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) > MAX_CELL:
                place = self.locator.cell(row, column, self.headers[column])
                yield Fault("this cell has more than {limit} characters", {"limit": MAX_CELL}, place, "Shorten it")
        for header, column in self.facts.items():
            if isinstance(cell := cells[column], MOMENTS):
                place, hint = self.locator.cell(row, column, header), "Format the cell as a number"
                yield Fault("`{value}` is a date or time, no value", {"value": cell}, place, hint)


def read_header(cells: Sequence[str], row: int, locator: Locator) -> Table:
    """What a header says. Raises DossierError with all faults."""
    headers = tuple(cell.strip() for cell in cells)
    if len(headers) > MAX_COLUMNS:
        raise DossierError(Fault("this table has more than {limit} columns", {"limit": MAX_COLUMNS}, locator.row(row)))
    faults = [*_doubled(headers, row, locator), *_lacking(headers, row, locator)]
    if faults:
        raise DossierError(faults)
    identity, facts, evidence = {}, {}, {}
    by_form: dict[str, str] = {}
    for column, header in enumerate(headers):
        if not header or base_of_evidence(header):
            continue
        if key := BY_HEADER.get(header_form(header)):
            identity[key] = column
        else:
            facts[header] = column
            by_form[header_form(header)] = header
    for column, header in enumerate(headers):
        if base := base_of_evidence(header):
            evidence[by_form.get(header_form(base), base)] = column
    nameless = tuple(column for column, header in enumerate(headers) if not header)
    return Table(headers, identity, facts, evidence, nameless, locator, row)


def base_of_evidence(header: str) -> str | None:
    """The fact's header in the header of a column of evidence: `attended [evidence]`; None for other columns."""
    if header.endswith("]") and header_form(header).endswith(EVIDENCE):
        return header[: header.rindex("[")].strip() or None
    return None


def _doubled(headers: Sequence[str], row: int, locator: Locator) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for column, header in enumerate(headers):
        form = header_form(header)
        meant = BY_HEADER.get(form, form)
        if header and meant in first:
            values = {"header": header[:60], "first": first[meant] + 1, "second": column + 1}
            place = locator.cell(row, column, header[:60])
            yield Fault("`{header}` heads column {first} and column {second}", values, place, "Keep one of them")
        first.setdefault(meant, column)


def _lacking(headers: Sequence[str], row: int, locator: Locator) -> Iterator[Fault]:
    """The columns that every table has and this one lacks, with those that may be meant for them and for others."""
    found = {BY_HEADER.get(header_form(header)) for header in headers}
    missing = [key for key in REQUIRED if key not in found]
    if not missing:
        return
    alike = _alike(headers, [*missing, *(key for key in TITLES if key not in found and key not in missing)])
    for key in missing:
        values: dict[str, AnyType] = {"key": key, "title": TITLES[key].vi}
        place, hint = locator.row(row), "Add a column {key} ({title})"
        if key in alike:
            column = alike[key]
            values["near"], hint = headers[column][:60], "Rename the column `{near}`: {title}, or {key}"
            place = locator.cell(row, column, headers[column][:60])
        yield Fault("this table has no column `{key}`", values, place, hint)
    for key, column in alike.items():
        if key not in missing:
            values = {"header": headers[column][:60], "key": key, "title": TITLES[key].vi}
            place = locator.cell(row, column, headers[column][:60])
            yield Fault("`{header}` may be meant for the column `{key}`", values, place, "Rename it: {title}, or {key}")


def _alike(headers: Sequence[str], keys: Sequence[str]) -> dict[str, int]:
    """The columns whose headers look like those of some keys, each for the first key that it may be."""
    alike: dict[str, int] = {}
    for column, header in enumerate(headers):
        if header and header_form(header) not in BY_HEADER and base_of_evidence(header) is None:
            key = next((key for key in keys if key not in alike and looks_like(header, key)), None)
            if key is not None:
                alike[key] = column
    return alike


@frozen
class RowPlaces(Mapping[str, Place]):
    """Where the cells of a row stand, made when somebody asks; `records`: where those of its records do."""

    table: Table
    row: int
    records: Mapping[str, Place] = field(factory=dict)

    def __getitem__(self, key: str) -> Place:
        if key in self.records:
            return self.records[key]
        if key in self.table.facts or key in self.table.identity or key in self.table.evidence:
            return self.table.place(self.row, key)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter({**self.table.identity, **self.table.facts, **self.table.evidence})

    def header(self, key: str) -> Place | None:
        """Where the header of a fact's column stands, or that of its evidence; None for what is no such column."""
        table = self.table
        return table.place(table.row, key) if key in table.facts or key in table.evidence else None

    def __len__(self) -> int:
        return len({**self.table.identity, **self.table.facts, **self.table.evidence})
