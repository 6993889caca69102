"""The form: a workbook that asks one unit for every fact, with drop-downs, bounds and columns for the evidence.

Each row of the sheet has its key in the first column, which is hidden; the key of the first row says which form it is.
`fourgood.dossiers.filled` reads what comes back.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any as AnyType

from attrs import frozen

from fourgood.dossiers.recordsheet import head_of, headers_of, prefilled, sheet_name
from fourgood.errors import Fault, MissingExtraError
from fourgood.scale import ORGANISATION_TYPES, PERCENT, UNIT_KINDS, Scale
from fourgood.text import Lang, Text
from fourgood.titles import TITLES
from fourgood.vocabulary import Fact, Kind, UnitKind

MARKER = "urn:fourgood:form:"
VERSION = 1
HEADER_KEY, UNIT_PREFIX = "columns", "unit."

COLUMNS: Mapping[str, tuple[Text, int]] = {
    "number": (Text("STT", "No."), 6),
    "title": (Text("Nội dung", "What is asked"), 46),
    "measure": (Text("Đơn vị tính", "Unit of measure"), 14),
    "help": (Text("Hướng dẫn", "Help"), 52),
    "own": (Text("Đơn vị tự khai", "The unit's own value"), 20),
    "appraised": (Text("Thẩm định", "The appraiser's value"), 20),
    "document": (Text("Tài liệu minh chứng", "Document that proves it"), 34),
    "document_number": (Text("Số hiệu tài liệu", "Number of the document"), 18),
    "date": (Text("Ngày tài liệu", "Date of the document"), 14),
}
"""The columns after the hidden one, with their widths."""

NAMES = ("key", *COLUMNS)
ENTRIES = ("own", "appraised", "document", "document_number", "date")
HEADINGS: Mapping[UnitKind, Text] = {
    "cell": Text("Phiếu số liệu chi bộ, năm {year}", "Figures of a Party cell, {year}"),
    "committee": Text("Phiếu số liệu đảng bộ cơ sở, năm {year}", "Figures of a grassroots Party committee, {year}"),
}
ADVICE = Text(
    "Chỉ điền vào các ô màu vàng. Ô để trống là chưa có số liệu, không phải là 0 hay không. Có giá trị thẩm định thì "
    "tính theo giá trị đó. Không dùng công thức.",
    "Fill in the yellow cells only. An empty cell means not known: neither 0 nor no. Where there is an appraiser's "
    "value, it counts. Use no formulas.",
)
UNIT_HEADING = Text("Thông tin về đơn vị", "The unit")
YES_NO = Scale((("yes", Text("Có", "Yes")), ("no", Text("Không", "No"))))
SEE = Text("Điền ở trang riêng trong tệp này.", "Fill in its own sheet of this workbook.")
REFUSAL = Text("Giá trị này không dùng được ở đây.", "This value cannot stand here.")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
YELLOW, GREY = "FFFFF8DC", "FFE7E6E6"


@frozen
class UnitFields:
    """What is known of the unit that a form is for, filled in before it goes out."""

    id: str = ""
    name: str = ""
    organisation_type: str | None = None
    parent: str | None = None


@frozen
class Section:
    """Facts that stand together in a form, under a heading: those of one group."""

    heading: Text
    facts: Sequence[Fact]


def write_form(
    path: str | os.PathLike[str],
    facts: Iterable[Fact | Section],
    kind: UnitKind,
    year: int,
    lang: Lang = "vi",
    unit: UnitFields | None = None,
) -> None:
    """Writes a form for a unit of a kind in an assessment year, which asks for the facts that apply to that kind.

    The file is moved into place when it is whole. Raises MissingExtraError when the extra that writes workbooks is
    not installed, OSError when the file cannot be written.
    """
    try:
        from openpyxl import Workbook  # type: ignore[import-untyped]
    except ImportError as error:
        hint = "Install it: pip install 'fourgood[spreadsheets]'"
        raise MissingExtraError(Fault("workbooks need an extra that is not installed", hint=hint)) from error
    workbook = Workbook()
    _Writer(workbook, lang).write(facts, kind, year, unit or UnitFields())
    with _moved_into_place(Path(path)) as temporary:
        workbook.save(temporary)


@contextmanager
def _moved_into_place(path: Path) -> Iterator[Path]:
    from secrets import token_hex

    temporary = path.with_name(f".{path.name}.{token_hex(4)}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class _Writer:
    """Puts a form into an empty workbook, row after row."""

    def __init__(self, workbook: AnyType, lang: Lang) -> None:
        self.lang = lang
        self.workbook = workbook
        self.tables: list[Fact] = []
        self.sheet = workbook.active
        self.sheet.title = "Phiếu" if lang == "vi" else "Form"
        self.lists = workbook.create_sheet("lists")
        self.lists.sheet_state = "hidden"
        self.ranges: dict[Scale, str] = {}
        self.validations: dict[tuple[str, str, str | None], AnyType] = {}
        self.row = 0

    def write(self, facts: Iterable[Fact | Section], kind: UnitKind, year: int, unit: UnitFields) -> None:
        self.head(kind, year)
        self.unit(kind, year, unit)
        asked: set[str] = set()
        for item in facts:
            together = item.facts if isinstance(item, Section) else (item,)
            new = [fact for fact in together if kind in fact.applies_to and fact.key not in asked]
            if isinstance(item, Section) and new:
                self.heading(item.heading)
            for fact in new:
                asked.add(fact.key)
                self.fact(fact, len(asked))
        for table in self.tables:
            self.table(table)

    def head(self, kind: UnitKind, year: int) -> None:
        from openpyxl.styles import Font  # type: ignore[import-untyped]

        title = self.line(f"{MARKER}{VERSION} {kind} {year}", title=HEADINGS[kind].in_(self.lang).format(year=year))
        title["title"].font = Font(bold=True, size=14)
        self.line("", title=ADVICE.in_(self.lang))
        self.sheet.merge_cells(start_row=2, start_column=3, end_row=2, end_column=len(NAMES))
        self.sheet.row_dimensions[2].height = 32
        head = self.line(HEADER_KEY, **{name: title.in_(self.lang) for name, (title, _) in COLUMNS.items()})
        for cell in head.values():
            cell.font, cell.fill = Font(bold=True), _fill(GREY)
        for column, (name, (_, width)) in enumerate(COLUMNS.items(), 2):
            self.sheet.column_dimensions[head[name].column_letter].width = width
            assert head[name].column == column
        self.sheet.column_dimensions["A"].hidden = True
        self.sheet.freeze_panes = self.sheet.cell(self.row + 1, NAMES.index("measure") + 1)
        self.sheet.print_title_rows = f"{self.row}:{self.row}"
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def unit(self, kind: UnitKind, year: int, unit: UnitFields) -> None:
        self.heading(UNIT_HEADING)
        known = {
            "id": unit.id,
            "name": unit.name,
            "kind": UNIT_KINDS.labels[kind].in_(self.lang),
            "organisation_type": self.label(ORGANISATION_TYPES, unit.organisation_type),
            "parent": unit.parent or "",
            "year": str(year),
        }
        for key, title in TITLES.items():
            entry = self.line(UNIT_PREFIX + key, title=title.in_(self.lang), own=known.get(key, ""))["own"]
            entry.fill, entry.number_format = _fill(YELLOW), "@"
            if key in ("kind", "organisation_type"):
                self.choose([entry], UNIT_KINDS if key == "kind" else ORGANISATION_TYPES)

    def heading(self, words: Text) -> None:
        from openpyxl.styles import Font

        self.line("", title=words.in_(self.lang))["title"].font = Font(bold=True, size=12)

    def fact(self, fact: Fact, number: int) -> None:
        cells = self.line(
            fact.key,
            number=str(number),
            title=fact.title.in_(self.lang),
            measure=fact.measure.in_(self.lang) if fact.measure else "",
            help=SEE.in_(self.lang) if fact.table else fact.help.in_(self.lang) if fact.help else "",
        )
        asked = ENTRIES if fact.table is None else ENTRIES[2:]
        for name in asked:
            cells[name].fill = _fill(YELLOW)
        cells["date"].number_format = "dd/mm/yyyy"
        for name in ("document", "document_number"):
            cells[name].number_format = "@"
        self.limit([cells["own"], cells["appraised"]], fact)
        if fact.table is not None:
            self.tables.append(fact)

    def limit(self, values: list[AnyType], fact: Fact) -> None:
        """Lets cells be values of a fact; those of a table stand in its own sheet."""
        if fact.numeric:
            self.bound(values, fact)
        elif fact.table is None:
            self.choose(values, fact.scale or YES_NO)

    def table(self, fact: Fact) -> None:
        """A sheet of its own for the records of a table, a row a record."""
        from openpyxl.styles import Font

        title = sheet_name(fact, self.lang, self.workbook.sheetnames)
        self.sheet, self.row, self.validations = self.workbook.create_sheet(title), 0, {}
        mark, words, advice = head_of(fact, self.lang)
        for key, text in ((mark, words), ("", advice)):
            self.cells([key, text])[1].font = Font(bold=not self.row, size=12)
        for cell in self.cells(["", *headers_of(fact, self.lang)])[1:]:
            cell.font, cell.fill = Font(bold=True), _fill(GREY)
            self.sheet.column_dimensions[cell.column_letter].width = 18
        self.sheet.column_dimensions["A"].hidden = True
        self.sheet.freeze_panes = self.sheet.cell(self.row + 1, 3)
        columns = fact.table.columns if fact.table else ()
        rows = [self.cells(["", "" if at is None else str(at), *[""] * len(columns)])[1:] for at in prefilled(fact)]
        for position, cells in enumerate(zip(*rows, strict=True)):
            for cell in cells:
                cell.fill = _fill(YELLOW)
            if position:
                self.limit(list(cells), columns[position - 1])

    def cells(self, texts: list[str]) -> list[AnyType]:
        """Writes the next row of texts, from the first column on."""
        self.row += 1
        return [self.put(column, text) for column, text in enumerate(texts, 1)]

    def line(self, key: str, **texts: str) -> dict[str, AnyType]:
        """Writes the next row; its cells by the names of their columns."""
        self.row += 1
        texts["key"] = key
        return {name: self.put(column, texts.get(name, "")) for column, name in enumerate(NAMES, 1)}

    def put(self, column: int, text: str) -> AnyType:
        """A cell that holds text and stays text, whatever it starts with."""
        from openpyxl.styles import Alignment

        cell = self.sheet.cell(self.row, column)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if text:
            cell.value = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
        return cell

    def label(self, scale: Scale, key: str | None) -> str:
        return scale.labels[key].in_(self.lang) if key is not None and key in scale.labels else key or ""

    def choose(self, cells: list[AnyType], scale: Scale) -> None:
        """Lets cells be one of a scale's choices; they stand in a hidden sheet, as a label may hold a comma."""
        if scale not in self.ranges:
            column = len(self.ranges) + 1
            for row, words in enumerate(scale.labels.values(), 1):
                cell = self.lists.cell(row, column, words.in_(self.lang))
                cell.data_type = "s"
            letter = self.lists.cell(1, column).column_letter
            self.ranges[scale] = f"lists!${letter}$1:${letter}${len(scale.labels)}"
        self.validate(cells, "list", self.ranges[scale])

    def bound(self, cells: list[AnyType], fact: Fact) -> None:
        """Lets cells be numbers within the fact's bounds."""
        places = max(0, -int(fact.step.normalize().as_tuple().exponent))
        shown = places - 2 if fact.measure == PERCENT else places
        for cell in cells:
            cell.number_format = "0" + ("." + "0" * shown if shown > 0 else "") + "%" * (fact.measure == PERCENT)
        sort = "whole" if fact.kind is Kind.COUNT else "decimal"
        self.validate(cells, sort, f"{fact.minimum:f}", f"{fact.maximum:f}")

    def validate(self, cells: list[AnyType], sort: str, first: str, second: str | None = None) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

        if (sort, first, second) not in self.validations:
            rule = DataValidation(type=sort, formula1=first, formula2=second, allow_blank=True, showErrorMessage=True)
            rule.error = REFUSAL.in_(self.lang) + (f" [{first}; {second}]" if second else "")
            self.sheet.add_data_validation(rule)
            self.validations[sort, first, second] = rule
        for cell in cells:
            self.validations[sort, first, second].add(cell)


def _fill(colour: str) -> AnyType:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)
