"""A form has a sheet for each table of records: written, filled in, read back."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

import fourgood
from fourgood.admit import admit
from fourgood.dossiers import Rejected, read_dossier, read_dossiers, write_form
from fourgood.text import Lang
from records import TABLES
from strategies import FACTS, VOCABULARY


def form(folder: Path, lang: Lang = "vi") -> Path:
    """A form that asks for tables and other facts."""
    path = folder / "form.xlsx"
    facts = [fact for fact in FACTS if fact.key in ("held", "sat") or fact in TABLES]
    write_form(path, facts, "cell", 2024, lang)
    return path


def fill(path: Path, sheet: str, *entries: tuple[str, object], **unit: object) -> Path:
    """Writes cells of a sheet, and the unit's id, as a person does."""
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        if row[0].value == "unit.id":
            row[5].value = "u1"
        for key, value in unit.items():
            if row[0].value == key:
                row[5].value = value
    for name, value in entries:
        book[sheet][name].value = value
    book.save(path)
    return path


def facts(path: Path) -> dict[str, object]:
    """What a form says, as the vocabulary takes it."""
    return dict(admit(read_dossier(path), VOCABULARY, 2024).facts)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_sheet_a_table(tmp_path: Path, lang: Lang) -> None:
    """A row a month, numbered, where the number is fixed; else twelve empty ones; headers are the columns' titles."""
    book = openpyxl.load_workbook(form(tmp_path, lang))
    months, talks = book[f"months ({lang})"], book[f"talks ({lang})"]
    assert [cell.value for cell in months[3]][2:] == [f"open ({lang})", f"late ({lang})"]
    assert [months.cell(row, 2).value for row in range(4, 8)] == ["1", "2", "3", None]
    assert talks.max_row == 3 + 12
    limited = {str(rule.sqref).split()[0] for rule in talks.data_validations.dataValidation}
    assert limited == {"C4", "D4", "E4"}
    assert months.column_dimensions["A"].hidden


def test_what_is_filled_in_is_read(tmp_path: Path) -> None:
    """With its evidence from the main sheet; months in which nothing is written are not known."""
    path = fill(form(tmp_path), "months (vi)", ("C4", "Có"), ("D6", 2), sat=2)
    fill(
        path,
        "talks (vi)",
        ("B4", "5/3/2024"),
        ("C4", 1),
        ("D4", 2),
        ("E4", "regular (vi)"),
        ("B5", "2024-02-05"),
    )
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        if row[0].value == "talks":
            row[7].value = "Sổ biên bản"
    book.save(path)
    assert facts(path) == {
        "sat": 2,
        "months": ({"at": 1, "open": True}, {"at": 3, "late": 2}),
        "talks": ({"at": "2024-02-05"}, {"at": "2024-03-05", "present": 1, "invited": 2, "sort": "regular"}),
    }
    evidence = read_dossier(path).evidence["talks"]
    assert (evidence.document, evidence.attested_by) == ("Sổ biên bản", "unit")


def test_an_untouched_form_knows_no_table(tmp_path: Path) -> None:
    """Absent, not empty."""
    assert facts(fill(form(tmp_path), "months (vi)", held=3)) == {"held": 3}


def test_faults_stand_at_their_cells(tmp_path: Path) -> None:
    """Sheet and cell."""
    path = fill(form(tmp_path), "months (vi)", ("D5", 9), ("D6", "=1+1"))
    (rejected,) = read_dossiers(path)
    assert isinstance(rejected, Rejected)
    assert "(months (vi)!D6): this cell holds a formula" in str(rejected.faults[0])
    fill(path, "months (vi)", ("D6", None))
    with pytest.raises(fourgood.DossierError) as caught:
        facts(path)
    assert "(months (vi)!D5): `months[2].late` is 9, outside 0 to 2" in str(caught.value)


def test_records_need_their_form(tmp_path: Path) -> None:
    """A workbook with a sheet of records alone, or with two forms for it, is refused."""
    path = fill(form(tmp_path), "months (vi)", ("D5", 1))
    book = openpyxl.load_workbook(path)
    del book[book.sheetnames[0]]
    book.save(path)
    (rejected,) = read_dossiers(path)
    assert isinstance(rejected, Rejected)
    assert "this workbook has records, and 0 forms for them" in str(rejected.faults[0])


def test_a_value_in_the_row_of_a_table_is_refused(tmp_path: Path) -> None:
    """Records do not fit in a cell."""
    path = fill(form(tmp_path), "months (vi)", months=3)
    with pytest.raises(fourgood.DossierError, match="`months` is a table of records, not `3`"):
        facts(path)


def test_a_sheet_that_lost_its_mark(tmp_path: Path) -> None:
    """Is no sheet of records any more; one whose mark was changed is refused."""
    path = fill(form(tmp_path), "months (vi)", ("A1", "urn:fourgood:records:"), ("D5", 1))
    (rejected,) = read_dossiers(path)
    assert isinstance(rejected, Rejected) and "this sheet has lost its mark" in str(rejected.faults[0])
