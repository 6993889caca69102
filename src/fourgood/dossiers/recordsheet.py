"""The sheets of a form that ask for records: one a table, a row a record; and what comes back in them."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any as AnyType

from attrs import evolve, field, frozen

from fourgood.dossier import Evidence
from fourgood.dossiers.evidence import read_date, settle
from fourgood.dossiers.identity import Cell, cell_text
from fourgood.dossiers.rejected import Item, Rejected
from fourgood.dossiers.sheet import Sheet
from fourgood.dossiers.table import MAX_CELL
from fourgood.errors import Fault, Place
from fourgood.record import AT, MAX_RECORDS
from fourgood.scale import RECORDS, header_form
from fourgood.text import Lang, Text
from fourgood.titles import AT_HEADERS, AT_TITLE
from fourgood.vocabulary import Fact

MARKER = "urn:fourgood:records:"
FIXED = " fixed"
PREFILLED = 12
HEAD_ROWS = 3
MARKED = re.compile(re.escape(MARKER) + r"([a-z][a-z0-9_]{0,59})(" + FIXED + ")?")
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
ROWS_HELP = Text(
    "Mỗi {record} một dòng. Ô để trống là chưa có số liệu.", "One row a {record}. An empty cell means not known."
)

Row = tuple[int, Sequence[Cell]]


def sheet_name(fact: Fact, lang: Lang, taken: Sequence[str]) -> str:
    """What the sheet of a table is called: its title, as far as workbooks take it, and its key where that is taken."""
    name = NOT_IN_NAMES.sub(" ", fact.title.in_(lang)).strip()[:31]
    return name if name and name not in taken else fact.key[:31]


def head_of(fact: Fact, lang: Lang) -> tuple[str, str, str]:
    """The mark of a table's sheet, its title and what to do."""
    fixed = FIXED if fact.table is not None and isinstance(fact.table.number, int) else ""
    record = (fact.measure or RECORDS).in_(lang, 1)
    help = f" {fact.help.in_(lang)}" if fact.help else ""
    return f"{MARKER}{fact.key}{fixed}", fact.title.in_(lang), ROWS_HELP.in_(lang).format(record=record) + help


def headers_of(fact: Fact, lang: Lang) -> list[str]:
    """The headers of a table's sheet."""
    return [AT_TITLE.in_(lang), *(column.title.in_(lang) for column in (fact.table.columns if fact.table else ()))]


def prefilled(fact: Fact) -> Iterator[int | None]:
    """What stands in the first column of each row: the numbers of the records, where they are fixed."""
    number = fact.table.number if fact.table else None
    yield from range(1, number + 1) if isinstance(number, int) else [None] * PREFILLED


@frozen
class Records:
    """What the sheet of a table held: its rows, where they stand, and what is wrong with them."""

    key: str
    rows: list[dict[str, AnyType]] = field(factory=list)
    places: dict[str, Place] = field(factory=dict)
    faults: list[Fault] = field(factory=list)


def is_records(cells: Sequence[Cell]) -> bool:
    """Whether a sheet whose first row this is has the mark of a table's sheet."""
    return bool(cells) and cell_text(cells[0]).startswith(MARKER)


def read_records(sheet: Sheet, first: Row) -> Records:
    """The rows of a sheet that came back; of a table whose records are numbered, those that hold something."""
    number, cells = first
    marked = MARKED.fullmatch(cell_text(cells[0]))
    if marked is None:
        fault = Fault(
            "this sheet has lost its mark", {}, sheet.locator.row(number), "Make the form anew with `fourgood form`"
        )
        return Records("", faults=[fault])
    found = Records(marked[1])
    headers: dict[int, str] = {}
    for row, cells in sheet.rows:
        found.faults.extend(sheet.faults(row, headers))
        if not headers:
            headers = _headers(cells)
        else:
            named = {headers[at]: (at, cells[at]) for at in headers if cells[at] is not None}
            if named.keys() - ({AT} if marked[2] else set()):
                _read_row(found, sheet, row, named)
    return found


def _headers(cells: Sequence[Cell]) -> dict[int, str]:
    """The columns of the table by their places, once the row with the header has come: it has the column `at`."""
    texts = {column: cell_text(cell) for column, cell in enumerate(cells) if column and cell is not None}
    if not any(header_form(text) in AT_HEADERS for text in texts.values()):
        return {}
    return {column: AT if header_form(text) in AT_HEADERS else text for column, text in texts.items()}


def _read_row(found: Records, sheet: Sheet, row: int, cells: Mapping[str, tuple[int, Cell]]) -> None:
    if len(found.rows) > MAX_RECORDS:
        return
    path = f"{found.key}[{len(found.rows)}]"
    found.places[path] = sheet.locator.row(row)
    for name, (column, cell) in cells.items():
        place = found.places[f"{path}.{name}"] = sheet.locator.cell(row, column)
        if isinstance(cell, str) and len(cell) > MAX_CELL:
            message, hint = "this cell has more than {limit} characters", "Shorten it"
            found.faults.append(Fault(message, {"limit": MAX_CELL}, place, hint))
    found.rows.append({name: _value(name, cell) for name, (_, cell) in cells.items()})


def _value(name: str, cell: Cell) -> AnyType:
    if name == AT and isinstance(cell, str) and (date := read_date(cell)) is not None:
        return date
    return cell.isoformat() if isinstance(cell, (datetime.time, datetime.datetime)) else cell


def joined(form: Item, tables: Sequence[Records]) -> Item:
    """A form with the records of its sheets."""
    faults = [fault for table in tables for fault in table.faults]
    if isinstance(form, Rejected):
        return evolve(form, faults=(*form.faults, *faults))
    if faults:
        return Rejected(form.place, form.id, faults, form.parent or "")
    facts, evidence, places = dict(form.facts), dict(form.evidence), dict(form.places)
    for table in (each for each in tables if each.rows):
        value, proof = settle(table.rows, None, evidence.get(table.key, Evidence()))
        facts.setdefault(table.key, value)
        evidence[table.key] = proof
        places |= table.places
    return evolve(form, facts=facts, evidence=evidence, places=places)
