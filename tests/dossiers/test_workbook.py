"""Dossiers in XLSX workbooks, one row a unit; and workbooks that mean harm."""

import datetime
import re
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourgood.dossier import Dossier, Evidence
from fourgood.dossiers import Item, Rejected, read_dossier, read_dossiers
from fourgood.dossiers.sheetscan import cell_name, column_number
from fourgood.errors import MissingExtraError

Make = Callable[..., Path]
FOLDER = re.compile(r"/\S+/(?=\w+\.xlsx)")
HEAD = ("id", "kind", "year", "held")


def row(*cells: object) -> str:
    """A row of XML: text stands in the cells themselves."""
    made = (
        f"<c><v>{cell}</v></c>" if isinstance(cell, (int, float)) else f'<c t="str"><v>{cell}</v></c>' for cell in cells
    )
    return f"<row>{''.join(made)}</row>"


TABLE = row(*HEAD) + row("a", "cell", 2024, 12)


def saved(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for each in rows:
        book.active.append(each)
    book.save(path)
    return path


def said(path: Path) -> list[str]:
    """The faults of a workbook that gives no dossier, from the file's name on."""
    items = list(read_dossiers(path))
    assert not any(isinstance(item, Dossier) for item in items)
    return faults(items)


def faults(items: list[Item]) -> list[str]:
    rejected = [item for item in items if isinstance(item, Rejected)]
    return [FOLDER.sub("", str(fault)) for item in rejected for fault in item.faults]


def test_values_of_every_sort(tmp_path: Path) -> None:
    """Whole numbers are whole, shares exact, text as written, yes and no, evidence and its days."""
    header = (*HEAD, "share", "flag", "text", "gone", "held [evidence]", "share [evidence]", "0x")
    values = ("a", "Chi bộ", 2024, 12, 0.85, True, "=1", None, "BB 12", datetime.date(2024, 12, 5), 1e20)
    path = saved(tmp_path / "a.xlsx", header)
    book = openpyxl.load_workbook(path)
    for column, value in enumerate(values, 1):
        cell = book.active.cell(2, column, value)
        if value == "=1":
            cell.data_type = "s"
    book.save(path)
    facts = {"held": 12, "share": Decimal("0.85"), "flag": True, "text": "=1", "0x": Decimal("1e20")}
    evidence = {"held": Evidence("BB 12"), "share": Evidence("2024-12-05")}
    dossier = read_dossier(path)
    assert Dossier("a", "cell", 2024, facts=facts, evidence=evidence) == dossier
    assert (
        ", ".join(f"{key}: {type(dossier.facts[key]).__name__}" for key in ("held", "flag")) == "held: int, flag: bool"
    )


def test_shared_strings_and_cells_without_a_name(workbook: Make) -> None:
    """What Excel writes and what other programs leave out: both are read."""
    shared = "".join(f'<c r="{letter}1" t="s"><v>{index}</v></c>' for index, letter in enumerate("ABCD"))
    path = workbook(f'<row r="1">{shared}</row>' + row("a", "cell", 2024, 12), strings=HEAD)
    assert dict(read_dossier(path).facts) == {"held": 12}


def test_a_table_that_starts_somewhere_in_the_sheet(tmp_path: Path) -> None:
    """Empty rows and columns before the table do not put its places out."""
    path = saved(tmp_path / "a.xlsx", (), (None, None, *HEAD), (None, None, "a", "cell", 2024, 12))
    dossier = read_dossier(path)
    assert dict(dossier.facts) == {"held": 12}
    assert (dossier.places["held"].key, dossier.places["id"].key, dossier.places["held"].line) == ("F3", "C3", 3)


def test_a_bad_row_is_rejected_with_its_cells(tmp_path: Path) -> None:
    """The same faults as in a CSV file, by the names of the cells; the others go on."""
    path = saved(
        tmp_path / "a.xlsx", HEAD, ("a", "cel", 2024, 12), (), (None, "cell", "x", 1), ("c", "cell", 2024, 1),
        ("d", "cell", 2024, datetime.date(2024, 1, 2)), ("e", "cell", 2024, "x" * 10_001),
    )  # fmt: skip
    items = list(read_dossiers(path))
    assert [item.place.line for item in items] == [2, 4, 5, 6, 7]
    assert [item.id for item in items if isinstance(item, Dossier)] == ["c"]
    starts = [line.partition(")")[0] for line in faults(items)]
    assert starts == ["a.xlsx:2 (B2", "a.xlsx:4 (A4", "a.xlsx:4 (C4", "a.xlsx:6 (D6", "a.xlsx:7 (D7"]


def test_a_formula_is_refused_by_name_though_it_has_a_value(workbook: Make) -> None:
    """A row with a formula is rejected, its cell named, whatever value a program has left there."""
    formula = '<row r="3"><c r="A3" t="str"><v>b</v></c><c r="D3"><f>1+1</f><v>2</v></c></row>'
    good, bad = read_dossiers(workbook(TABLE + formula))
    assert isinstance(good, Dossier)
    assert isinstance(bad, Rejected)
    assert bad.id == "b"
    expected = "book.xlsx:3 (D3): this cell holds a formula, not a value. Copy the cells and paste them as values"
    assert [expected] == faults([bad])


def test_a_formula_that_spreads_is_refused_wherever_it_reaches(workbook: Make) -> None:
    """An array formula stands in one cell and gives the values of others: none of them is a value."""
    spread = '<row r="2"><c r="E2"><f t="array" ref="D2:E3">A1</f><v>1</v></c></row>'
    path = workbook(row(*HEAD, "more") + spread + row("b", "cell", 2024, 1, 1))
    assert [line.split()[1].rstrip(":") for line in said(path)] == ["(D2)", "(E2)", "(D3)", "(E3)"]


def test_a_formula_in_the_header(workbook: Make) -> None:
    """A header that is computed heads nothing."""
    (line,) = said(workbook('<row r="1"><c r="A1" t="str"><f>A</f><v>id</v></c></row>' + TABLE))
    assert line.startswith("book.xlsx:1 (A1): this cell holds a formula")


def test_an_error_in_a_cell_is_not_taken_for_an_empty_one(workbook: Make) -> None:
    """#N/A is refused: it is not the same as absent."""
    path = workbook(row(*HEAD) + '<row r="2"><c r="A2" t="str"><v>a</v></c><c r="D2" t="e"><v>#N/A</v></c></row>')
    assert said(path) == ["book.xlsx:2 (D2): this cell holds an error, not a value. Write the value"]


def test_every_sheet_with_units_is_read(workbook: Make) -> None:
    """Further sheets are read when they have a column for the id, and named in places; notes are left alone."""
    items = list(read_dossiers(workbook(TABLE, row("notes", 1), row(*HEAD) + row("b", "cel", 2024, 1), "")))
    assert [item.id for item in items] == ["a", "b"]
    assert faults(items) == ["book.xlsx:2 (S3!B2): `kind` cannot be `cel`. Did you mean Party cell (cell)?"]


def test_the_first_sheet_has_to_be_a_table(workbook: Make) -> None:
    """A workbook without a table or a form is said to lack its columns."""
    assert "this table has no column `id`" in said(workbook(row("x")))[0]
    assert said(workbook("")) == ["book.xlsx:1: this sheet is empty"]
    assert said(workbook()) == ["book.xlsx: this workbook holds no sheet that can be seen"]


def test_no_workbook_at_all(tmp_path: Path) -> None:
    """Text, an old workbook, a zip of something else: each is refused with the mend."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"id,kind,year\n")
    assert "this is no XLSX workbook" in said(path)[0]
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "has a password: save it as .xlsx without one" in said(path)[0]
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("x", "y")
    assert "this is no XLSX workbook" in said(path)[0]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(workbook: Make) -> None:
    """What unpacks to hundreds of times its size is never opened."""
    (line,) = said(workbook(TABLE, parts={"xl/media/a.bin": b"\0" * 20_000_000}))
    assert "this workbook unpacks from" in line


def test_a_zip_bomb_that_lies_about_its_size(workbook: Make) -> None:
    """An entry that says it is small is unpacked no further than it says, and found out."""
    path = workbook(TABLE + " " * 3_000_000)
    content = bytearray(path.read_bytes())
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[at + 24 : at + 28] = (900).to_bytes(4, "little")
    path.write_bytes(content)
    assert "this is no XLSX workbook" in said(path)[0]


HOSTILE = {
    "cell far away": (
        TABLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "XFD1048576, beyond",
    ),
    "cell far below": (TABLE + '<row r="1048576"><c r="Z1048576"><v>1</v></c></row>', "reaches to Z1048576, more than"),
    "cell without a place": (TABLE + '<row r="9"><c r="9A"><v>1</v></c></row>', "a cell that is called `9A`"),
    "row without a place": (TABLE + '<row r="-1"><c><v>1</v></c></row>', "a row that is numbered `-1`"),
    "broken XML": (TABLE + "<row>", "this workbook is damaged: mismatched tag"),
    "formula over everything": ('<row r="1"><c r="A1"><f t="array" ref="A1:BZ9999">1</f></c></row>', "100000 formulas"),
}


@pytest.mark.parametrize(("rows", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_sheets_that_mean_harm(workbook: Make, rows: str, expected: str) -> None:
    """A few bytes that would fill the memory, and damage, are refused at a look."""
    (line,) = said(workbook(rows))
    assert expected in line


def test_a_long_text_that_many_cells_share(workbook: Make) -> None:
    """A shared string is copied for every cell that names it: their sum is bounded."""
    cells = '<row><c t="s"><v>0</v></c></row>' * 20_000
    (line,) = said(workbook(TABLE + cells, strings=["x" * 9_000], packing=zipfile.ZIP_STORED))
    assert "more than 100000000 characters" in line


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_entities_are_not_expanded(workbook: Make, part: str) -> None:
    """A document type, with which a billion laughs begin, is refused in every part."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    (line,) = said(workbook(TABLE, parts={part: laughs}))
    assert f"({part}): this workbook declares a document type" in line


def test_a_workbook_beyond_the_bound(workbook: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large is not even looked at."""
    monkeypatch.setattr("fourgood.dossiers.guard.MAX_FILE", 100)
    assert "bytes, 100 at most. Split it, or save it as CSV" in said(workbook(TABLE))[0]


def test_a_panic_of_the_library_is_a_damaged_workbook(workbook: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is written in Rust: where it gives up, that is no Exception, and still rejects one file only."""

    class PanicException(BaseException): ...

    def panic(_: object) -> None:
        raise PanicException("out of range")

    monkeypatch.setattr("python_calamine.load_workbook", panic)
    assert "book.xlsx: this workbook is damaged: out of range" in said(workbook(TABLE))[0]
    monkeypatch.setattr("python_calamine.load_workbook", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        next(read_dossiers(workbook(TABLE)))


def test_times_are_no_values(tmp_path: Path) -> None:
    """A moment is refused as a value; as evidence it is read as it is written."""
    moment = datetime.datetime(2024, 12, 5, 8, 30)
    header = (*HEAD, "held [evidence]")
    path = saved(tmp_path / "a.xlsx", header, ("a", "cell", 2024, moment), ("b", "cell", 2024, 1, moment.time()))
    rejected, dossier = read_dossiers(path)
    assert "`2024-12-05 08:30:00` is a date or time, no value" in faults([rejected])[0]
    assert isinstance(dossier, Dossier)
    assert dossier.evidence["held"].document == "08:30:00"


def test_a_part_that_stands_twice(workbook: Make) -> None:
    """Two entries of one name could be read in two ways, so neither is."""
    path = workbook(TABLE)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert "one part twice" in said(path)[0]


def test_two_sheets_of_one_part(workbook: Make) -> None:
    """A part that is listed as two sheets is refused."""
    path = workbook(TABLE, TABLE)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"sheet2", b"sheet1")
    assert "one part for two things" in said(workbook(TABLE, TABLE, parts=parts))[0]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, workbook: Make, tmp_path: Path) -> None:
    """The command that installs the extra is named, before anything is read."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'fourgood\[spreadsheets\]'"):
        read_dossiers([tmp_path / "none.csv", workbook(TABLE)])


@cache
def plain() -> bytes:
    stream = BytesIO()
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(("a", "cell", 2024, 12))
    book.save(stream)
    return stream.getvalue()


@given(st.lists(st.tuples(st.integers(0, 10**4), st.integers(0, 255)), max_size=5))
def test_a_damaged_workbook_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]
) -> None:
    """Bytes of a workbook changed at random: dossiers or reasons come out."""
    path = tmp_path_factory.mktemp("xlsx") / "a.xlsx"
    content = bytearray(plain())
    for at, byte in damage:
        content[at % len(content)] = byte
    path.write_bytes(content)
    assert all(isinstance(item, Dossier) or item.faults for item in read_dossiers(path))


@given(st.integers(1, 10**6), st.integers(0, 16_383))
def test_names_of_cells(number: int, column: int) -> None:
    """The name of a cell gives its column back, as spreadsheets count."""
    assert column == column_number(cell_name(number, column).rstrip("0123456789"))
    assert openpyxl.utils.get_column_letter(column + 1) + str(number) == cell_name(number, column)
