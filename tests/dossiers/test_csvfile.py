"""Dossiers in CSV files."""

import csv
import tracemalloc
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourgood.admit import admit
from fourgood.dossier import Dossier, Evidence
from fourgood.dossiers import Item, Rejected, read_dossier, read_dossiers
from fourgood.errors import DossierError
from fourgood.language import language
from fourgood.scale import PERCENT
from fourgood.text import Text
from fourgood.vocabulary import Fact, Kind, Vocabulary

HEAD = "id,kind,year,held\n"
ROW = "a,cell,2024,12\n"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "units.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes) -> list[Item]:
    return list(read_dossiers(written(folder, text)))


def faults(items: Iterable[Item]) -> list[str]:
    return [str(fault).rpartition("/")[2] for item in items if isinstance(item, Rejected) for fault in item.faults]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\N{ZERO WIDTH NO-BREAK SPACE}"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_the_mark_that_excel_writes(tmp_path: Path, delimiter: str, mark: str, end: str) -> None:
    """Comma, semicolon and tab, with or without the byte order mark, either end of line."""
    text = mark + end.join(line.replace(",", delimiter) for line in (HEAD + ROW).splitlines())
    dossier = read_dossier(written(tmp_path, text))
    assert Dossier("a", "cell", 2024, facts={"held": "12"}) == dossier


def test_the_delimiter_is_the_one_that_makes_sense(tmp_path: Path) -> None:
    """Commas in titles do not make a file of semicolons one of commas."""
    text = "id;kind;year;một, hai, ba, bốn, năm, sáu\na;cell;2024;1,5\n"
    assert dict(read_dossier(written(tmp_path, text)).facts) == {"một, hai, ba, bốn, năm, sáu": "1,5"}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_titles_and_labels_however_they_are_typed(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    """The columns of the unit by their Vietnamese titles, composed or not, and kinds by their labels."""
    text = (
        "MÃ,Tên,Loại tổ chức đảng,Loại hình cơ quan,Cấp trên trực tiếp,Năm,Ghi chú,Số kỳ\n"
        "a,Chi bộ A,Đảng bộ cơ sở,Ngân hàng,khối,2024,ghi,12\n"
    )
    dossier = read_dossier(written(tmp_path, unicodedata.normalize(form, text)))
    told = (dossier.kind, dossier.organisation_type, dossier.year)
    assert told == ("committee", "bank", 2024)
    assert [unicodedata.normalize("NFC", text or "") for text in (dossier.name, dossier.parent, dossier.note)] == [
        "Chi bộ A",
        "khối",
        "ghi",
    ]


@pytest.mark.parametrize("suffix", ["evidence", "minh chứng", "Minh Chứng"])
def test_evidence_stands_in_a_column_of_its_own(tmp_path: Path, suffix: str) -> None:
    """`held [evidence]` gives the document behind `held`, under the header of the value."""
    text = f"id,kind,year,held [{suffix}],Held\na,cell,2024,BB 12,12\nb,cell,2024,,12\n"
    first, second = read(tmp_path, text)
    assert isinstance(first, Dossier)
    assert isinstance(second, Dossier)
    assert {"Held": Evidence("BB 12")} == dict(first.evidence)
    assert dict(second.evidence) == {}


def test_an_empty_cell_is_absent_and_not_zero(tmp_path: Path) -> None:
    """Empty and blank cells leave the fact out; 0 stays."""
    dossier = read_dossier(written(tmp_path, "id,kind,year,a,b,c\nx,cell,2024,,  ,0\n"))
    assert dict(dossier.facts) == {"c": "0"}


def test_cells_are_interpreted_at_admission_by_the_fact(tmp_path: Path) -> None:
    """Percent, decimal comma and có/không become values when the vocabulary is known."""
    share = Fact("share", Kind.NUMBER, Text("Tỷ lệ", "Share"), PERCENT, maximum=Decimal(1), step=Decimal("0.001"))
    flag = Fact("flag", Kind.FLAG, Text("Cờ", "Flag"))
    vocabulary = Vocabulary({"share": share, "flag": flag}, {}, {})
    dossier = read_dossier(written(tmp_path, 'id,kind,year,Tỷ lệ,Cờ\na,cell,2024,"85,5%",Có\n'))
    assert {"share": Decimal("0.855"), "flag": True} == dict(admit(dossier, vocabulary, 2024).facts)


def test_refusals_at_admission_name_the_cell(tmp_path: Path) -> None:
    """A value that a fact does not take is refused with the row, the column and the header."""
    vocabulary = Vocabulary({"held": Fact("held", Kind.COUNT, Text("Số", "Held"), maximum=Decimal(9))}, {}, {})
    dossier = read_dossier(written(tmp_path, HEAD + "\n" + ROW))
    with pytest.raises(DossierError, match=r"units.csv:3:4 \(held\)"):
        admit(dossier, vocabulary, 2024)


BAD_ROWS = {
    "too many cells": ("b,cell,2024,1,2", "units.csv:3: this row has 5 cells, the header 4"),
    "too few cells": ("b,cell,2024", "units.csv:3: this row has 3 cells, the header 4"),
    "no id": (" ,cell,2024,1", "units.csv:3:1 (id): this unit has no id"),
    "unknown kind": ("b,cel,2024,1", "units.csv:3:2 (kind): `kind` cannot be `cel`. Did you mean Party cell (cell)?"),
    "no kind": ("b,,2024,1", "units.csv:3:2 (kind): `kind` is empty"),
    "no year": ("b,cell,,1", "units.csv:3:3 (year): `year` is empty"),
    "no such year": ("b,cell,24,1", "units.csv:3:3 (year): `24` is no year"),
    "long cell": (f"b,cell,2024,{'x' * 10_001}", "units.csv:3:4 (held): this cell has more than 10000 characters"),
    "long id": (f"{'b' * 201},cell,2024,1", "units.csv:3:1 (id): this id has more than 200 characters"),
    "line break without quotes": ("b,cell,2024,1\rx", "units.csv:3: this row is no CSV: a line break stands in it"),
    "huge cell": (
        f"b,cell,2024,{'x' * 140_000}",
        "units.csv:3: this row is no CSV: a quote in it is misplaced, or a cell",
    ),
    "quote in the wrong place": ('b,"cell"x,2024,1', "units.csv:3: this row is no CSV"),
}


@pytest.mark.parametrize(("row", "said"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_is_rejected_and_the_others_go_on(tmp_path: Path, row: str, said: str) -> None:
    """One clear fault with the number of the row; the rows before and after are read."""
    before, rejected, after = read(tmp_path, f"{HEAD}{ROW}{row}\nc,cell,2024,3\n")
    assert isinstance(before, Dossier)
    assert isinstance(after, Dossier)
    (fault,) = faults([rejected])
    assert fault.startswith(said)


def test_rows_are_counted_as_an_editor_counts_lines(tmp_path: Path) -> None:
    """A cell over several lines and blank rows do not put the numbers out."""
    items = read(tmp_path, f'{HEAD}\n"a\nb",cell,2024,1\n,,,\nb,cel,2024,1\n')
    assert [item.place.line for item in items] == [3, 6]


def test_a_value_under_an_empty_header_is_rejected(tmp_path: Path) -> None:
    """A column without a header may only be empty."""
    good, bad = read(tmp_path, "id,kind,year,,\na,cell,2024,,\nb,cell,2024,,5\n")
    assert isinstance(good, Dossier)
    assert faults([bad])[0].startswith("units.csv:3:5: column 5 has a value here and no header")


BAD_FILES = {
    "empty": (b"", "this file holds no dossier"),
    "header alone": (HEAD.encode(), "this file holds no dossier"),
    "no columns for the unit": (b"a,b\n1,2\n", "this table has no column `id`"),
    "column twice": (b"id,kind,year,held,HELD\n", "`HELD` heads column 4 and column 5"),
    "column of the unit twice": ("id,Mã,kind,year\n".encode(), "`Mã` heads column 1 and column 2"),
    "too many columns": (b"id,kind,year" + b",x" * 2000 + b"\n", "more than 2000 columns"),
    "not UTF-8": (b"id,kind,year,\xf4\na,cell,2024,1\n", "units.csv:1: this file is not UTF-8. Save it as CSV UTF-8"),
    "UTF-16": (HEAD.encode("utf-16"), "units.csv:1: this file is not UTF-8"),
    "endless row": (
        HEAD.encode() + b"a," * 2_000_000 + b"\nb,cell,2024,1\n",
        "units.csv:2: this row has more than 2000000 bytes; the rows after this one were not read",
    ),
    "endless row over lines": (
        HEAD.encode() + b'"x\n' + b'","x\n' * 500_000,
        "units.csv:2: this row has more than 2000000 bytes; the rows after this one were not read",
    ),
    "broken header, and no sense in any delimiter": (b'"id";"kind"x', "units.csv:1: this row is no CSV"),
    "broken header": (b'"id"x,kind\n', "units.csv:1: this row is no CSV"),
}


@pytest.mark.parametrize(("content", "said"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_one_clear_fault(tmp_path: Path, content: bytes, said: str) -> None:
    """What is wrong with the file as a whole comes as a rejected item with the place."""
    items = read(tmp_path, content)
    assert not any(isinstance(item, Dossier) for item in items)
    assert said in faults(items)[0]


def test_a_bad_byte_costs_its_row_alone(tmp_path: Path) -> None:
    """Also in a cell over several lines: the line is named, the unit where it can be told, and reading goes on."""
    content = (HEAD + ROW).encode() + b'b,cell,2024,\xff\n\xe9,cell,2024,"1\n\xf4"\nc,cell,2024,3\n'
    first, second, third, last = read(tmp_path, content)
    assert isinstance(first, Dossier)
    assert isinstance(last, Dossier)
    assert isinstance(second, Rejected)
    assert isinstance(third, Rejected)
    assert (second.id, third.id, last.id) == ("b", None, "c")
    assert faults([second, third]) == [
        "units.csv:3: this row is not UTF-8. Save it as CSV UTF-8 (Unicode)",
        "units.csv:4: this row is not UTF-8. Save it as CSV UTF-8 (Unicode)",
    ]


def test_an_open_quote_costs_one_rejection(tmp_path: Path) -> None:
    """A quote that is never closed is named with the row where it opens."""
    good, bad = read(tmp_path, f'{HEAD}{ROW}b,cell,2024,"1\nc,cell,2024,3\n')
    assert isinstance(good, Dossier)
    (fault,) = faults([bad])
    assert fault.startswith("units.csv:3: this row is no CSV: a quote in it is misplaced or not closed; the rows after")


def test_rows_that_an_open_quote_swallows_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    """Where the quote of a later row ends it, nobody knows which lines are rows: reading ends, and says so."""
    good, bad = read(tmp_path, f'{HEAD}{ROW}b,cell,2024,"1\nc,cell,2024,3\nd,"cell",2024,3\ne,cell,2024,3\n')
    assert isinstance(good, Dossier)
    assert "units.csv:3: this row is no CSV" in faults([bad])[0]
    assert "the rows after this one were not read" in faults([bad])[0]


LIKENESS = {
    "cut short": (
        "id,Loại,year",
        ["1:2 (Loại): this table has no column `kind`. Rename the column `Loại`: Loại tổ chức"],
    ),
    "without marks": ("Ma,Loai to chuc dang,Nam", ["1:1 (Ma): this table has no column `id`", "1:2 (", "1:3 ("]),
    "made longer": ("Mã đơn vị,kind,Năm đánh giá", ["1:1 (Mã đơn vị): this table has no column `id`", "1:3 ("]),
    "mistyped": ("id,Loại tổ chức đản,year", ["1:2 (Loại tổ chức đản): this table has no column `kind`. Rename"]),
    "nothing like it": (
        "id,year,attended",
        ["1: this table has no column `kind`. Add a column kind (Loại tổ chức đảng)"],
    ),
    "others are named too": (
        "id,year,Loại,Loại hình,Cấp trên",
        [
            "1:3 (Loại): this table has no column `kind`",
            "1:4 (Loại hình): `Loại hình` may be meant for the column `organisation_type`. Rename it: Loại hình",
            "1:5 (Cấp trên): `Cấp trên` may be meant for the column `parent`",
        ],
    ),
}


@pytest.mark.parametrize(("header", "said"), LIKENESS.values(), ids=LIKENESS.keys())
def test_a_header_like_that_of_a_missing_column_is_named(tmp_path: Path, header: str, said: list[str]) -> None:
    """A table that lacks a column of the unit: the header that may be meant, and the others that look like one."""
    found = faults(read(tmp_path, f"{header}\na,b,c,d,e\n"))
    assert len(found) == len(said)
    for fault, start in zip(found, said, strict=True):
        assert fault.startswith(f"units.csv:{start}")


@pytest.mark.parametrize(
    ("row", "vietnamese", "english"),
    [
        ("a,chi bo,2024,", "Có phải là Chi bộ (cell) không?", "Did you mean Party cell (cell)?"),
        ("a,,2024,", "Chi bộ (cell), Đảng bộ cơ sở (committee)", "Party cell (cell), Grassroots party committee (com"),
        ("a,cell,2024,ngân hàn", "Có phải là Ngân hàng (bank) không?", "Did you mean Bank (bank)?"),
    ],
)
def test_choices_are_said_in_the_language_of_the_output(
    tmp_path: Path, row: str, vietnamese: str, english: str
) -> None:
    """By their words, with the keys beside them."""
    (item,) = read(tmp_path, f"id,kind,year,organisation_type\n{row}\n")
    assert isinstance(item, Rejected)
    (fault,) = item.faults
    assert vietnamese in fault.say(language("vi"))
    assert english in str(fault)


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Of a row that has gone by only the id and the place are kept."""
    cells = ",".join(["123456789012345678901234567890"] * 50)
    header = "id,kind,year," + ",".join(f"f{each}" for each in range(50))
    path = written(tmp_path, header + "\n" + "".join(f"u{each},cell,2024,{cells}\n" for each in range(4000)))
    items = read_dossiers(path)
    for _ in range(1000):
        next(items)
    tracemalloc.start()
    try:
        assert sum(1 for _ in items) == 3000
        grown = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert grown < 3000 * 500, "a row of this file takes some 5000 bytes"


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_csv_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    """Any text in a cell, with quotes, delimiters and ends of line in it, comes back as it was."""
    stream = StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["id", "kind", "year", "a", "b"])
    writer.writerows([f"u{number}", "cell", 2024, *row] for number, row in enumerate(rows))
    path = tmp_path_factory.mktemp("csv") / "units.csv"
    path.write_bytes(stream.getvalue().encode())
    expected = [{key: cell for key, cell in zip("ab", row, strict=True) if cell} for row in rows]
    assert expected == [dict(item.facts) for item in read_dossiers(path) if isinstance(item, Dossier)]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_rejected(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever follows a header comes out as dossiers or as reasons, never as a crash."""
    path = tmp_path_factory.mktemp("csv") / "units.csv"
    path.write_bytes(HEAD.encode() + content)
    assert all(isinstance(item, Dossier) or item.faults for item in read_dossiers(path))
