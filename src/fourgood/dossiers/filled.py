"""A form that came back, read as a dossier."""

import re
from collections.abc import Mapping, Sequence
from typing import Any as AnyType

from attrs import evolve, field, frozen

from fourgood.dossier import Evidence
from fourgood.dossiers.evidence import read_date, settle
from fourgood.dossiers.form import COLUMNS, ENTRIES, HEADER_KEY, HEADINGS, MARKER, UNIT_PREFIX, VERSION
from fourgood.dossiers.identity import Cell, Identifying, cell_text
from fourgood.dossiers.rejected import Item, Rejected
from fourgood.dossiers.sheet import Sheet
from fourgood.dossiers.table import MAX_CELL, MOMENTS
from fourgood.errors import DossierError, Fault, Place
from fourgood.scale import UNIT_KINDS, header_form
from fourgood.text import Text
from fourgood.titles import TITLES

MADE_FOR = re.compile(re.escape(MARKER) + r"(\d{1,6}) (cell|committee) (\d{4})")
ASK_AGAIN = "Make the form anew with `fourgood form`, and copy the values into it"
BOTH = ("own", "appraised")
"""The columns that only a form has."""

Row = tuple[int, Sequence[Cell]]


def is_form(cells: Sequence[Cell]) -> bool:
    """Whether a sheet whose first row this is has the mark of a form."""
    return bool(cells) and cell_text(cells[0]).startswith(MARKER)


def refuse_damaged(sheet: Sheet, row: int, cells: Sequence[Cell]) -> None:
    """Raises DossierError for a form without its mark: a sheet whose first row is the title or header of one."""
    texts = {header_form(cell_text(cell)) for cell in cells}
    head = all(header_form(COLUMNS[name][0].vi) in texts or header_form(COLUMNS[name][0].en) in texts for name in BOTH)
    made_for = next((found for text in texts if (found := _titled(text))), None)
    if made_for is None and not head:
        return
    message, hint = "this form is damaged: its hidden first column is gone, or was changed", ASK_AGAIN
    values: dict[str, AnyType] = {}
    if made_for:
        values = {"kind": made_for[0], "year": made_for[1]}
        hint = "Make it anew with `fourgood form --kind {kind} --year {year} -o FILE.xlsx`, and copy the values into it"
    raise DossierError(Fault(message, values, sheet.locator.row(row), hint))


def _titled(text: str) -> tuple[str, int] | None:
    """The kind and year that a form is for, by its title."""
    for kind, words in HEADINGS.items():
        for heading in (words.vi, words.en):
            before, _, after = header_form(heading).partition("{year}")
            year = text.removeprefix(before).removesuffix(after)
            if text == f"{before}{year}{after}" and len(year) == 4 and year.isdecimal():
                return kind, int(year)
    return None


def read_form(sheet: Sheet, rows: Sequence[Row]) -> Item:
    """The dossier of a form that was filled in, or what is wrong with it. Raises DossierError when it is no form."""
    form = _Form(sheet, _columns(sheet, rows))
    kind, year = _made_for(sheet, rows[0])
    for row in rows[1:]:
        form.read(row)
    who = Identifying(form.unit, form.place_of_unit, form.faults)
    unit = who.dossier()
    if unit is not None and (unit.kind, unit.year) != (kind, year):
        values = {"form": _made_for_text(kind, year), "found": _made_for_text(unit.kind, unit.year)}
        place = form.places["year" if unit.year != year else "kind"]
        form.faults.append(Fault("this form was made for {form}, not for {found}", values, place, ASK_AGAIN))
    if unit is None or form.faults:
        return Rejected(sheet.locator.row(1), who.text("id") or None, form.faults, who.text("parent"))
    return evolve(unit, facts=form.facts, evidence=form.evidence, place=sheet.locator.row(1), places=form.places)


def _made_for_text(kind: str, year: int) -> Text:
    words = UNIT_KINDS.labels[kind]
    return Text(f"{words.vi}, năm {year}", f"{words.en}, {year}")


def _made_for(sheet: Sheet, row: Row) -> tuple[str, int]:
    found = MADE_FOR.fullmatch(cell_text(row[1][0]))
    if found is None or int(found[1]) != VERSION:
        values = {"found": found[1] if found else cell_text(row[1][0])[:60], "known": VERSION}
        message = "this form is of version {found}, known is {known}"
        raise DossierError(Fault(message, values, sheet.locator.cell(row[0], 0), ASK_AGAIN))
    return found[2], int(found[3])


def _columns(sheet: Sheet, rows: Sequence[Row]) -> Mapping[str, int]:
    """Where the columns to be filled in are, by their titles: somebody may have put others between them."""
    number, head = next((row for row in rows if row[1] and row[1][0] == HEADER_KEY), rows[0])
    titles = {header_form(cell_text(cell)): column for column, cell in enumerate(head)}
    found = {}
    for name in ("title", *ENTRIES):
        words, _ = COLUMNS[name]
        column = titles.get(header_form(words.vi), titles.get(header_form(words.en)))
        if column is None:
            message, values = "this form has lost its column `{title}`", {"title": words.vi}
            raise DossierError(Fault(message, values, sheet.locator.row(number), ASK_AGAIN))
        found[name] = column
    return found


@frozen
class _Form:
    """Gathers what the rows of a form hold, and what is wrong with them."""

    sheet: Sheet
    columns: Mapping[str, int]
    unit: dict[str, Cell] = field(factory=dict)
    facts: dict[str, AnyType] = field(factory=dict)
    evidence: dict[str, Evidence] = field(factory=dict)
    places: dict[str, Place] = field(factory=dict)
    faults: list[Fault] = field(factory=list)

    def read(self, row: Row) -> None:
        """One row: of the unit, of a fact, or a heading."""
        number, cells = row
        key = cell_text(cells[0])
        if key == HEADER_KEY:
            return
        entries = {name: cells[self.columns[name]] for name in ENTRIES}
        if key:
            self.faults.extend(self.sheet.faults(number, [0, *(self.columns[name] for name in ENTRIES)]))
        for name, entry in entries.items():
            if isinstance(entry, str) and len(entry) > MAX_CELL:
                self.fault("this cell has more than {limit} characters", number, name, "Shorten it", limit=MAX_CELL)
        if key.removeprefix(UNIT_PREFIX) in TITLES and key.startswith(UNIT_PREFIX):
            self.of_unit(number, key.removeprefix(UNIT_PREFIX), entries)
        elif key:
            self.of_fact(number, key, entries)
        else:
            self.of_nothing(number, entries)

    def fault(self, message: str, row: int, name: str, hint: str, **values: object) -> None:
        place = self.sheet.locator.cell(row, self.columns[name])
        self.faults.append(Fault(message, values, place, hint))

    def place_of_unit(self, key: str) -> Place:
        return self.places.get(key) or self.sheet.locator.row(1)

    def of_unit(self, row: int, key: str, entries: Mapping[str, Cell]) -> None:
        self.unit[key] = entries["own"]
        self.places[key] = self.sheet.locator.cell(row, self.columns["own"])
        for name in ENTRIES[1:]:
            if entries[name] is not None:
                title = COLUMNS["own"][0].vi
                self.fault("this does not belong here", row, name, "Write it in the column `{title}`", title=title)

    def of_fact(self, row: int, key: str, entries: Mapping[str, Cell]) -> None:
        if key in self.places:
            message, hint = "`{key}` is asked twice, first at {first}", "Delete one of the rows"
            self.fault(message, row, "title", hint, key=key, first=str(self.places[key]))
            return
        for name in BOTH:
            if isinstance(entries[name], MOMENTS):
                hint = "Format the cell as a number"
                self.fault("`{value}` is a date or time, no value", row, name, hint, value=entries[name])
        value, evidence = settle(entries["own"], entries["appraised"], self.attested(row, entries))
        counts = "own" if entries["appraised"] is None else "appraised"
        self.places[key] = self.sheet.locator.cell(row, self.columns[counts])
        if value is not None:
            self.facts[key] = value
        if evidence != Evidence():
            self.evidence[key] = evidence

    def of_nothing(self, row: int, entries: Mapping[str, Cell]) -> None:
        for name, entry in entries.items():
            if entry is not None:
                self.fault("this row belongs to no fact", row, name, "Write it in the row of a fact")

    def attested(self, row: int, entries: Mapping[str, Cell]) -> Evidence:
        document, number = (cell_text(entries[name]) or None for name in ("document", "document_number"))
        stated = cell_text(entries["date"])
        date = read_date(stated)
        if stated and date is None:
            self.fault("`{value}` is no date", row, "date", "Write it as 5/12/2024", value=stated[:60])
        return Evidence(document, number, date)
