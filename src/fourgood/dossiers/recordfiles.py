"""Records beside a CSV file of units: units.meetings.csv has the rows of the table `meetings`, each with an id."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any as AnyType

from attrs import evolve, field, frozen

from fourgood.dossier import Dossier
from fourgood.dossiers.csvfile import Lines, Row, rows_of
from fourgood.dossiers.evidence import read_date
from fourgood.dossiers.rejected import Item, Rejected
from fourgood.dossiers.table import MAX_COLUMNS, Locator, RowPlaces
from fourgood.errors import DossierError, Fault, Place
from fourgood.real import real
from fourgood.record import AT
from fourgood.scale import header_form
from fourgood.titles import AT_HEADERS, BY_HEADER
from fourgood.yamlfile import Written

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 100_000
NAME = re.compile(r"[^\W\d][\w ]*")

Unit = tuple[str, int | None]


def record_files(path: Path) -> dict[str, Path]:
    """The files of records beside a CSV file of units, by the table that each is for: those with columns id and at."""
    found = {}
    for file in sorted(path.parent.glob("*.csv")):
        key = _key(path, file)
        if key is not None and file.is_file() and _has_records(file):
            found[key] = file
    return found


def _key(path: Path, file: Path) -> str | None:
    """The table that a file's name says it is for: units.meetings.csv, beside units.csv."""
    before, _, key = file.stem.rpartition(".")
    return key if before == path.stem and NAME.fullmatch(key) else None


def is_beside(file: Path) -> bool:
    """Whether a file holds records of the units of another one beside it."""
    before = file.stem.rpartition(".")[0]
    units = file.with_name(f"{before}.csv")
    return bool(before) and units.is_file() and _key(units, file) is not None and _has_records(file)


def _has_records(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            lines = Lines(stream, Locator(str(file)))
            head = next(rows_of(lines), None)
    except OSError:
        return False
    forms = set(map(header_form, head.cells if head else ()))
    named = {BY_HEADER.get(form) for form in forms}
    return "id" in named and "kind" not in named and bool(forms & AT_HEADERS)


def with_records(path: Path, items: Iterator[Item]) -> Iterator[Item]:
    """The units of a CSV file with the records that stand beside it; rows of units that are not there are rejected.

    Files of records are held in memory, so they are bounded. Raises DossierError for one that cannot be read.
    """
    files = [_File.read(key, file, path) for key, file in record_files(path).items()]
    for item in items:
        yield item if isinstance(item, Rejected) else _joined(item, files)
    for file in files:
        yield from file.left_over()


def _joined(dossier: Dossier, files: Sequence["_File"]) -> Item:
    faults = [fault for file in files for fault in file.faults_of(dossier)]
    if faults:
        return Rejected(dossier.place, dossier.id, faults, dossier.parent or "")
    rows = {file.key: [row for _, row in taken] for file in files if (taken := file.taken(dossier))}
    places = {name: place for file in files for name, place in file.places(dossier)}
    if isinstance(dossier.places, RowPlaces):
        dossier = evolve(dossier, places=evolve(dossier.places, records=places))
    return evolve(dossier, facts={**rows, **dossier.facts}) if rows else dossier


@frozen
class _File:
    """The rows of a file of records by their units, with what is wrong with them."""

    key: str
    locator: Locator
    headers: Sequence[str]
    years: bool
    rows: dict[Unit, list[tuple[int, dict[str, AnyType]]]] = field(factory=dict)
    faults: dict[Unit, list[Fault]] = field(factory=dict)
    lost: list[Rejected] = field(factory=list)
    seen: dict[Unit, Place] = field(factory=dict)

    @classmethod
    def read(cls, key: str, file: Path, path: Path) -> "_File":
        """All of a file. Raises DossierError for one that is too large, leads elsewhere, or has no good header."""
        place = Place(str(file))
        if not real(file).is_relative_to(real(path.parent)):
            raise DossierError(Fault("this link leads out of its folder", {}, place, "Copy the file here"))
        if file.stat().st_size > MAX_BYTES:
            message, hint = "this file of records has more than {limit} bytes", "Divide the units into several files"
            raise DossierError(Fault(message, {"limit": MAX_BYTES}, place, hint))
        with file.open("rb") as stream:
            lines = Lines(stream, Locator(str(file)))
            found = rows_of(lines)
            made = cls._of_header(key, next(found), lines.locator)
            for number, row in enumerate(found):
                if number >= MAX_ROWS:
                    message, hint = (
                        "this file of records has more than {limit} rows",
                        "Divide the units into several files",
                    )
                    raise DossierError(Fault(message, {"limit": MAX_ROWS}, place, hint))
                made.row(row)
        return made

    @classmethod
    def _of_header(cls, key: str, head: Row, locator: Locator) -> "_File":
        if head.fault is not None:
            raise DossierError(head.fault)
        headers = [_column(cell) for cell in head.cells]
        if len(headers) > MAX_COLUMNS:
            fault = Fault("this table has more than {limit} columns", {"limit": MAX_COLUMNS}, locator.row(1))
            raise DossierError(fault)
        for column, header in enumerate(headers):
            first = headers.index(header)
            if first != column:
                values = {"header": header[:60], "first": first + 1, "second": column + 1}
                place, message = (
                    locator.cell(1, column, header[:60]),
                    "`{header}` heads column {first} and column {second}",
                )
                raise DossierError(Fault(message, values, place, "Keep one of them"))
        return cls(key, locator, headers, "year" in headers)

    def row(self, row: Row) -> None:
        """One row: kept for its unit, or what is wrong with it."""
        given = dict(zip(self.headers, (cell.strip() for cell in row.cells), strict=False))
        unit = (given.get("id", ""), self._year(given))
        fault = row.fault or self._fault(row.number, row.cells, given)
        if fault is not None and not given.get("id"):
            self.lost.append(Rejected(fault.place, None, [fault]))
        elif fault is not None:
            self.faults.setdefault(unit, []).append(fault)
        else:
            values = {name: _value(name, text) for name, text in given.items() if text and name not in ("id", "year")}
            self.rows.setdefault(unit, []).append((row.number, values))

    def _year(self, given: Mapping[str, str]) -> int | None:
        year = given.get("year", "")
        return int(year) if self.years and year.isascii() and year.isdigit() and len(year) == 4 else None

    def _fault(self, row: int, cells: Sequence[str], given: Mapping[str, str]) -> Fault | None:
        place = self.locator.row(row)
        if len(cells) != len(self.headers):
            values: dict[str, AnyType] = {"found": len(cells), "expected": len(self.headers)}
            hint = "Put a cell that holds the delimiter in quotes, and keep the empty ones"
            return Fault("this row has {found} cells, the header {expected}", values, place, hint)
        if not given["id"]:
            return Fault("this record has no id of a unit", {}, place, "Write the id that the unit has in its own file")
        if self.years and self._year(given) is None:
            values = {"found": given["year"][:60]}
            return Fault("`{found}` is no year", values, place, "Write the assessment year: 2024")
        return None

    def _unit(self, dossier: Dossier) -> Unit:
        return dossier.id, dossier.year if self.years else None

    def faults_of(self, dossier: Dossier) -> list[Fault]:
        """What is wrong with the records of a unit."""
        unit = self._unit(dossier)
        found = [*self.faults.get(unit, ()), *(self.faults.get((dossier.id, None), ()) if self.years else ())]
        first = self.seen.setdefault(unit, dossier.place)
        if first is not dossier.place and unit in self.rows:
            values, hint = {"unit": dossier.id, "key": self.key}, "Give the records a column year, or the unit one row"
            found.append(Fault("`{unit}` stands several times, and `{key}` says no year", values, dossier.place, hint))
        return found

    def taken(self, dossier: Dossier) -> list[tuple[int, dict[str, AnyType]]]:
        """The records of a unit, each with its row."""
        return self.rows.get(self._unit(dossier), [])

    def places(self, dossier: Dossier) -> Iterator[tuple[str, Place]]:
        """Where the records of a unit and their cells stand."""
        for index, (row, values) in enumerate(self.taken(dossier)):
            yield f"{self.key}[{index}]", self.locator.row(row)
            for name in values:
                column = self.headers.index(name)
                yield f"{self.key}[{index}].{name}", self.locator.cell(row, column, name)

    def left_over(self) -> Iterator[Rejected]:
        """Rows that belong to nobody: broken ones, and those of units that are not there."""
        yield from self.lost
        for unit, rows in self.rows.items():
            for row, _ in rows if unit not in self.seen else ():
                place, values = self.locator.row(row), {"unit": unit[0], "key": self.key}
                message, hint = (
                    "a record of `{key}` is of `{unit}`, which is no unit here",
                    "Check the id, and the year",
                )
                yield Rejected(place, unit[0], [Fault(message, values, place, hint)])
        for unit, faults in self.faults.items():
            if unit not in self.seen and (unit[0], None) not in self.seen and not self._seen_in_some_year(unit[0]):
                yield from (Rejected(fault.place, unit[0], [fault]) for fault in faults)

    def _seen_in_some_year(self, id: str) -> bool:
        return any(each == id for each, _ in self.seen)


def _column(header: str) -> str:
    form = header_form(header)
    if form in AT_HEADERS:
        return AT
    named = BY_HEADER.get(form)
    return named if named in ("id", "year") else header.strip()


def _value(name: str, text: str) -> AnyType:
    if name == AT and (date := read_date(text)) is not None:
        return date
    return Written(text)
