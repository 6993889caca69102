"""Dossiers in XLSX workbooks: tables with one row a unit, and the library's own form filled in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any as AnyType

from fourgood.dossiers.filled import is_form, read_form, refuse_damaged
from fourgood.dossiers.guard import checked
from fourgood.dossiers.identity import Cell, cell_text
from fourgood.dossiers.recordsheet import Records, is_records, joined, read_records
from fourgood.dossiers.rejected import Item, Rejected
from fourgood.dossiers.sheet import Sheet, SheetLocator, rows
from fourgood.dossiers.sheetscan import SheetScan
from fourgood.dossiers.table import read_header
from fourgood.errors import DossierError, Fault, MissingExtraError, Place
from fourgood.scale import header_form
from fourgood.titles import BY_HEADER


def calamine() -> ModuleType:
    """The library that reads workbooks. Raises MissingExtraError when it is not installed."""
    try:
        import python_calamine
    except ImportError as error:
        hint = "Install it: pip install 'fourgood[spreadsheets]'"
        raise MissingExtraError(Fault("workbooks need an extra that is not installed", hint=hint)) from error
    return python_calamine


def read_workbook(path: Path) -> Iterator[Item]:
    """The dossiers of a workbook: of every visible sheet that is a form or has a column for the unit's id.

    Only the first sheet has to be one of both. A row with a formula where a value should stand is rejected. Raises
    DossierError when the workbook cannot be read or would do harm, MissingExtraError without the extra.
    """
    library = calamine()
    package = checked(path)
    with _damage(path):
        book = library.load_workbook(package.content)
    if not package.sheets:
        raise DossierError(Fault("this workbook holds no sheet that can be seen", place=Place(str(path))))
    forms, tables = list[Item](), list[Records]()
    for position, (name, scan) in enumerate(package.sheets.items()):
        with _damage(path):
            grid = book.get_sheet_by_name(name)
        sheet = _sheet(grid, scan, SheetLocator(str(path), name if position else None))
        try:
            yield from _items(sheet, position == 0, forms, tables)
        except DossierError as error:
            yield Rejected(sheet.locator.row(1), None, error.faults)
    yield from _joined(forms, tables, Place(str(path)))


def _joined(forms: list[Item], tables: list[Records], place: Place) -> Iterator[Item]:
    """The forms of a workbook; the sheets with records belong to the only one."""
    if len(forms) == 1:
        yield joined(forms[0], tables)
        return
    yield from forms
    if tables:
        message, hint = "this workbook has records, and {number} forms for them", "Keep one form in a workbook"
        yield Rejected(place, None, [Fault(message, {"number": len(forms)}, place, hint)])


def _sheet(grid: AnyType, scan: SheetScan, locator: SheetLocator) -> Sheet:
    left = grid.start[1] if grid.start else 0
    return Sheet(rows(grid.iter_rows(), left), scan, locator)


def _items(sheet: Sheet, first: bool, forms: list[Item], tables: list[Records]) -> Iterator[Item]:
    """The items of a sheet; a form, and records that belong to one, are put aside until all sheets are read."""
    filled = ((number, cells) for number, cells in sheet.rows if any(cell is not None for cell in cells))
    number, cells = next(filled, (0, []))
    if not number and first:
        raise DossierError(Fault("this sheet is empty", place=sheet.locator.row(1)))
    if is_form(cells):
        forms.append(read_form(sheet, [(number, cells), *sheet.rows]))
        return
    if is_records(cells):
        tables.append(read_records(sheet, (number, cells)))
        return
    refuse_damaged(sheet, number, cells)
    if first or any(BY_HEADER.get(header_form(cell_text(cell))) == "id" for cell in cells):
        yield from _table(sheet, number, cells)


def _table(sheet: Sheet, number: int, head: list[Cell]) -> Iterator[Item]:
    if faults := sheet.faults(number):
        raise DossierError(faults)
    table = read_header([cell_text(cell) for cell in head], number, sheet.locator)
    for row, cells in sheet.rows:
        if faults := sheet.faults(row):
            unit = cell_text(cells[table.identity["id"]]) or None
            yield Rejected(sheet.locator.row(row), unit, faults)
        elif any(cell is not None for cell in cells):
            yield table.read(row, cells)


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    """What the library says of a damaged workbook, as our error."""
    try:
        yield
    except BaseException as error:
        # A panic of the library, which is written in Rust, is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        hint = "Open it in a spreadsheet program and save it again"
        fault = Fault("this workbook is damaged: {cause}", {"cause": str(error)[:200]}, Place(str(path)), hint)
        raise DossierError(fault) from error
