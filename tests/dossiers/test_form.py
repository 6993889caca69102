"""The form: written for a unit, filled in, read back."""

import datetime
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fourgood.admit import admit
from fourgood.dossier import Dossier, Evidence
from fourgood.dossiers import Rejected, Section, UnitFields, read_dossier, read_dossiers, write_form
from fourgood.dossiers.form import COLUMNS, NAMES
from fourgood.errors import DossierError, MissingExtraError
from fourgood.scale import JUDGEMENT, PERCENT, Measure, Scale
from fourgood.text import Lang, Text
from fourgood.vocabulary import Fact, Kind, Vocabulary

COMMAS = Scale((("low", Text("Một, hai", "One, two")), ("high", Text("Ba", "Three"))), ordered=True)
HELD = Fact(
    "held", Kind.COUNT, Text("Số kỳ sinh hoạt", "Meetings held"), Measure("kỳ", "meeting"), maximum=Decimal(120),
    help=Text("=Đếm cả kỳ chuyên đề", "=Count thematic ones"),
)  # fmt: skip
SHARE = Fact("share", Kind.NUMBER, Text("Tỷ lệ", "Share"), PERCENT, maximum=Decimal(1), step=Decimal("0.0001"))
FLAG = Fact("flag", Kind.FLAG, Text("+Có kỷ luật", "@Disciplined"))
GRADE = Fact("grade", Kind.CHOICE, Text("Xếp loại", "Grade"), scale=COMMAS)
JUDGED = Fact("judged", Kind.CHOICE, Text("Đánh giá", "Judged"), scale=JUDGEMENT)
CELLS = Fact("cells", Kind.COUNT, Text("Số chi bộ", "Cells"), maximum=Decimal(99), applies_to=frozenset(("committee",)))
FACTS = (HELD, SHARE, FLAG, GRADE, JUDGED, CELLS)
VOCABULARY = Vocabulary({fact.key: fact for fact in FACTS}, {}, {})
UNIT = UnitFields("bank-cell", "Chi bộ ngân hàng", "bank", "bloc")


def form(folder: Path, lang: Lang = "vi", **changes: Any) -> Path:
    path = folder / "form.xlsx"
    write_form(path, **{"facts": FACTS, "kind": "cell", "year": 2024, "lang": lang, "unit": UNIT, **changes})
    return path


def rows(path: Path) -> dict[str, dict[str, Any]]:
    """The cells of a form by their row's key and their column's name."""
    sheet = openpyxl.load_workbook(path).active
    return {row[0].value: dict(zip(NAMES, row, strict=True)) for row in sheet.iter_rows() if row[0].value}


def fill(path: Path, entries: Mapping[tuple[str, str], object]) -> Path:
    """Writes values into a form as a person does; where there is no row of that key, into the last row."""
    book = openpyxl.load_workbook(path)
    keys = {row[0].value: row[0].row for row in book.active.iter_rows()}
    for (key, column), value in entries.items():
        book.active.cell(keys.get(key, book.active.max_row), NAMES.index(column) + 1).value = value
    book.save(path)
    return path


def said(path: Path) -> list[str]:
    with pytest.raises(DossierError) as caught:
        read_dossier(path)
    return [str(fault).replace(f"{path.parent}/", "") for fault in caught.value.faults]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_empty_form_is_a_dossier_without_facts(tmp_path: Path, lang: Lang) -> None:
    """What was filled in beforehand comes back; what nobody filled in is absent."""
    dossier = read_dossier(form(tmp_path, lang))
    assert Dossier("bank-cell", "cell", 2024, "Chi bộ ngân hàng", "bank", "bloc") == dossier


def test_a_form_for_nobody_in_particular(tmp_path: Path) -> None:
    """Until somebody writes the id, the unit is not known, and the cell is named."""
    path = form(tmp_path, unit=None)
    assert said(path)[0].startswith("form.xlsx:5 (F5): this unit has no id")
    assert read_dossier(fill(path, {("unit.id", "own"): "x"})).id == "x"


def test_it_asks_for_what_applies_each_once_under_its_heading(tmp_path: Path) -> None:
    """Facts of the other kind are left out, and so is a heading over nothing; a fact of two groups is asked once."""
    groups = [
        Section(Text("Nhóm một", "Group one"), [HELD, CELLS]),
        Section(Text("Nhóm hai", "Group two"), [HELD, FLAG]),
        Section(Text("Nhóm ba", "Group three"), [CELLS]),
        GRADE,
    ]
    path = form(tmp_path, facts=groups)
    titles = [row[2].value for row in openpyxl.load_workbook(path).active.iter_rows(min_row=12)]
    assert titles == ["Nhóm một", "Số kỳ sinh hoạt", "Nhóm hai", "+Có kỷ luật", "Xếp loại"]
    assert [rows(path)[key]["number"].value for key in ("held", "flag", "grade")] == ["1", "2", "3"]
    assert {"held", "cells"} <= rows(form(tmp_path, kind="committee")).keys()


def test_what_stands_in_it(tmp_path: Path) -> None:
    """Titles, measures and help in the language asked for; the keys are hidden, the header stays in sight."""
    path = form(tmp_path, "en")
    held = rows(path)["held"]
    assert [held[name].value for name in ("title", "measure", "help")] == [
        "Meetings held",
        "meeting",
        "=Count thematic ones",
    ]
    assert [title.en for title, _ in COLUMNS.values()] == [rows(path)["columns"][name].value for name in COLUMNS]
    sheet = openpyxl.load_workbook(path).active
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "D4"
    assert held["help"].alignment.wrap_text
    assert rows(path)["share"]["own"].number_format == "0.00%"


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    """What starts with = + - @ is text in the file, and stays text when somebody edits it."""
    path = form(tmp_path, unit=UnitFields('=HYPERLINK("x")', "-1+1", None, "@x"))
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert all(b"<f>" not in sheet for sheet in sheets)
    asked = rows(path)
    signed = [asked["unit.id"]["own"], asked["unit.parent"]["own"], asked["held"]["help"], asked["flag"]["title"]]
    assert all(cell.quotePrefix for cell in signed)
    assert not asked["held"]["title"].quotePrefix
    assert (lambda d: (d.id, d.name, d.parent))(read_dossier(path)) == ('=HYPERLINK("x")', "-1+1", "@x")


def test_drop_downs_and_bounds(tmp_path: Path) -> None:
    """Flags and choices are chosen from lists, also where a label holds a comma; numbers keep within bounds."""
    path = form(tmp_path)
    book = openpyxl.load_workbook(path)
    rules = {str(cells): rule for rule in book.active.data_validations.dataValidation for cells in rule.sqref.ranges}

    def rule(key: str, column: str) -> Any:
        cell = rows(path)[key][column]
        return next(rule for cells, rule in rules.items() if cell.coordinate in openpyxl_cells(cells))

    def choices(key: str, column: str) -> list[str]:
        sheet, _, cells = rule(key, column).formula1.partition("!")
        return [row[0].value for row in book[sheet][cells]]

    assert ["Một, hai", "Ba"] == choices("grade", "own") == choices("grade", "appraised")
    assert choices("flag", "own") == ["Có", "Không"]
    assert choices("judged", "appraised") == ["Đạt", "Không đạt", "Không áp dụng"]
    assert "Phường, thị trấn" in choices("unit.organisation_type", "own")
    held, share = rule("held", "appraised"), rule("share", "own")
    assert (held.type, held.formula1, held.formula2, held.showErrorMessage) == ("whole", "0", "120", True)
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "1")
    assert book["lists"].sheet_state == "hidden"


def openpyxl_cells(cells: str) -> set[str]:
    return {f"{letter}{row}" for row, column in openpyxl.worksheet.cell_range.CellRange(cells).cells
            for letter in [openpyxl.utils.get_column_letter(column)]}  # fmt: skip


def test_values_and_evidence_as_people_fill_them_in(tmp_path: Path) -> None:
    """Own and appraised value, document, number, and a date typed or picked: the appraiser's value counts."""
    path = fill(
        form(tmp_path),
        {
            ("held", "own"): 12, ("held", "appraised"): 11, ("held", "document"): "Biên bản",
            ("held", "document_number"): 12, ("held", "date"): "5/12/2024",
            ("share", "own"): "85,5%", ("share", "date"): datetime.date(2024, 12, 6),
            ("flag", "own"): "Không", ("grade", "own"): "Một, hai", ("judged", "appraised"): "Đạt",
        },
    )  # fmt: skip
    dossier = admit(read_dossier(path), VOCABULARY, 2024)
    assert {"held": 11, "share": Decimal("0.855"), "flag": False, "grade": "low", "judged": "met"} == dict(
        dossier.facts
    )
    assert {
        "held": Evidence("Biên bản", "12", datetime.date(2024, 12, 5), "appraiser", 12),
        "share": Evidence(date=datetime.date(2024, 12, 6), attested_by="unit"),
        "flag": Evidence(attested_by="unit"),
        "grade": Evidence(attested_by="unit"),
        "judged": Evidence(attested_by="appraiser"),
    } == dict(dossier.evidence)


def test_a_refused_value_is_named_by_its_cell(tmp_path: Path) -> None:
    """Admission names the cell of the value that counts."""
    path = fill(form(tmp_path), {("held", "own"): 12, ("held", "appraised"): 500})
    with pytest.raises(DossierError, match=r"form.xlsx:12 \(G12\): `held` is 500"):
        admit(read_dossier(path), VOCABULARY, 2024)


BAD = {
    "date": ({("held", "date"): "32/1/2024"}, "form.xlsx:12 (J12): `32/1/2024` is no date. Write it as 5/12/2024"),
    "date as a value": ({("held", "own"): datetime.date(2024, 1, 2)}, "(F12): `2024-01-02` is a date or time"),
    "formula": ({("held", "appraised"): "=1+1"}, "(G12): this cell holds a formula, not a value"),
    "formula for the unit": ({("unit.name", "own"): "=A1"}, "(F6): this cell holds a formula"),
    "value in the wrong column": ({("unit.id", "appraised"): "x"}, "(G5): this does not belong here"),
    "value under a heading": ({("columns", "key"): "columns", ("held", "key"): None, ("held", "own"): 3}, "no fact"),
    "fact twice": ({("share", "key"): "held"}, "(C13): `held` is asked twice, first at"),
    "another kind": ({("unit.kind", "own"): "Đảng bộ cơ sở"}, "(F7): this form was made for Party cell, 2024, not"),
    "another year": (
        {("unit.year", "own"): 2025},
        "(F10): this form was made for Party cell, 2024, not for Party cell",
    ),
    "no year": ({("unit.year", "own"): None}, "(F10): `year` is empty"),
    "column lost": ({("columns", "appraised"): None}, "this form has lost its column `Thẩm định`"),
    "later version": ({("urn:fourgood:form:1 cell 2024", "key"): "urn:fourgood:form:2 cell 2024"}, "is of version 2"),
    "long text": ({("held", "document"): "x" * 10_001}, "(H12): this cell has more than 10000 characters"),
}


@pytest.mark.parametrize(("entries", "expected"), BAD.values(), ids=BAD.keys())
def test_what_goes_wrong_when_people_fill_in_forms(
    tmp_path: Path, entries: dict[tuple[str, str], object], expected: str
) -> None:
    """Each slip is one clear fault with its cell."""
    (line,) = said(fill(form(tmp_path), entries))
    assert expected in line


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_form_without_its_hidden_column_is_called_damaged(tmp_path: Path, lang: Lang) -> None:
    """Somebody has deleted column A: it says so, and how to make a new form of the same kind and year."""
    path = form(tmp_path, lang, kind="committee", year=2023)
    book = openpyxl.load_workbook(path)
    book.active.delete_cols(1)
    book.save(path)
    (line,) = said(path)
    assert line.startswith("form.xlsx:1: this form is damaged: its hidden first column is gone, or was changed. ")
    assert "`fourgood form --kind committee --year 2023 -o FILE.xlsx`" in line


def test_a_form_without_its_head_is_called_damaged(tmp_path: Path) -> None:
    """With the rows above the header gone as well, the columns of values tell what it was."""
    path = form(tmp_path)
    book = openpyxl.load_workbook(path)
    book.active.delete_rows(1, 2)
    book.active.delete_cols(1)
    book.save(path)
    (line,) = said(path)
    assert "this form is damaged" in line and "Make the form anew with `fourgood form`" in line


def test_rows_and_columns_may_be_moved(tmp_path: Path) -> None:
    """Rows are known by their keys and columns by their titles, wherever somebody has put them."""
    path = fill(form(tmp_path), {("held", "own"): 12, ("grade", "own"): "Ba"})
    book = openpyxl.load_workbook(path)
    book.active.insert_cols(5, 2)
    book.active.insert_rows(12)
    book.active.cell(12, 4).value = "a note"
    book.save(path)
    assert dict(read_dossier(path).facts) == {"held": 12, "grade": "Ba"}


def test_several_forms_in_one_workbook_and_in_a_batch(tmp_path: Path) -> None:
    """A form that is wrong is rejected with the unit's id, the others are read."""
    bad = fill(form(tmp_path), {("held", "date"): "?"})
    bad.rename(tmp_path / "bad.xlsx")
    form(tmp_path, unit=UnitFields("other"))
    rejected, dossier = read_dossiers(tmp_path)
    assert isinstance(rejected, Rejected)
    assert isinstance(dossier, Dossier)
    assert (rejected.id, dossier.id) == ("bank-cell", "other")


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path) -> None:
    """The old file stays as it was until the new one is whole, and no temporary file remains."""
    path = tmp_path / "form.xlsx"
    path.write_text("old")

    def broken() -> Any:
        yield HELD
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_form(path, broken(), "cell", 2024)
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(OSError, match=r"folder\.xlsx"):
        write_form(tmp_path / "folder.xlsx", FACTS, "cell", 2024)
    assert path.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder.xlsx", "form.xlsx"]


def test_characters_that_no_workbook_can_hold(tmp_path: Path) -> None:
    """A control character in a title does not keep a form from being written."""
    odd = Fact("odd", Kind.FLAG, Text("a\x07b", "c"))
    assert rows(form(tmp_path, facts=[odd]))["odd"]["title"].value == "a\N{REPLACEMENT CHARACTER}b"


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command that installs the extra is named."""
    import sys

    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'fourgood\[spreadsheets\]'"):
        form(tmp_path)


ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "held": st.integers(0, 120),
        "share": st.integers(0, 10_000).map(lambda count: Decimal(count).scaleb(-4)),
        "flag": st.booleans(),
        "grade": st.sampled_from(("low", "high")),
        "judged": st.sampled_from(tuple(JUDGEMENT.labels)),
    },
)


def entered(key: str, value: Any, lang: Lang) -> object:
    """A value as a person enters it: numbers as numbers, the rest by the labels of the drop-downs."""
    scale = VOCABULARY.facts[key].scale
    if isinstance(value, bool):
        return {"vi": ("Không", "Có"), "en": ("No", "Yes")}[lang][value]
    return scale.labels[value].in_(lang) if scale else float(value)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(own=ENTRIES, appraised=ENTRIES, lang=st.sampled_from(("vi", "en")))
def test_every_value_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, own: dict[str, Any], appraised: dict[str, Any], lang: Lang
) -> None:
    """Whatever is entered is read exactly: the appraiser's where there is one, the unit's own kept where it differs."""
    path = form(tmp_path_factory.mktemp("form"), lang)
    columns = {"own": own, "appraised": appraised}
    fill(path, {(key, name): entered(key, each, lang) for name, of in columns.items() for key, each in of.items()})
    dossier = admit(read_dossier(path), VOCABULARY, 2024)
    assert {**own, **appraised} == dict(dossier.facts)
    kept = {key: each.own_value for key, each in dossier.evidence.items() if each.own_value is not None}
    assert {key: own[key] for key in own if key in appraised and own[key] != appraised[key]} == kept
