"""`fourgood form`: what it writes, `fourgood evaluate` reads."""

import pytest

openpyxl = pytest.importorskip("openpyxl")


def test_a_form_asks_for_everything_of_its_kind_under_the_groups(cli, tmp_path):
    """Every fact of a committee stands in it, under the headings of the groups, in Vietnamese."""
    path = tmp_path / "form.xlsx"

    result = cli("form", "--kind", "committee", "--year", 2024, "-o", path)

    assert result.exit_code == 0
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for wanted in ("Việc tốt", "Họp tốt", "Số buổi họp", "Chi bộ đã xếp loại", "cells_rated"):
        assert wanted in cells


def test_a_form_is_evaluated_as_it_comes_back(cli, tmp_path):
    """Filled in by hand it is recognised; empty it is undetermined, and nothing in it is a fault."""
    path = tmp_path / "form.xlsx"
    cli("form", "--kind", "cell", "--year", 2024, "-o", path, "--id", "c1", "--name", "Chi bộ 1")
    assert cli("evaluate", path).exit_code == 1

    fill(path, {"plan_issued": "Có", "work_judged": "Đạt", "disciplined": 0, "under_inspection": "Không",
                "meetings_held": 12, "attended": 90, "expected_attendance": 100})  # fmt: skip
    result = cli("evaluate", path, "--lang", "en")

    assert "Chi bộ 1" in result.stdout
    assert result.exit_code == 0, result.stdout


def fill(path, values):
    """Types values into the columns of those who state them, and a document beside each."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    rows = {str(row[0].value): row for row in sheet.iter_rows()}
    (header,) = [row for row in rows.values() if "Đơn vị tự khai" in [cell.value for cell in row]]
    column = {cell.value: at for at, cell in enumerate(header)}
    for key, value in values.items():
        rows[key][column["Thẩm định" if key == "work_judged" else "Đơn vị tự khai"]].value = value
        rows[key][column["Tài liệu minh chứng"]].value = "Biên bản"
    workbook.save(path)


def test_a_form_is_a_workbook(cli, tmp_path):
    """Another suffix is misuse: nobody could open it."""
    result = cli("form", "--kind", "cell", "--year", 2024, "-o", tmp_path / "form.csv")

    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_kind_year_and_file_are_needed(cli, tmp_path):
    """Each left out is misuse."""
    assert cli("form", "--kind", "cell", "--year", 2024).exit_code == 2
    assert cli("form", "--kind", "cell", "-o", tmp_path / "form.xlsx").exit_code == 2
    assert cli("form", "--year", 2024, "-o", tmp_path / "form.xlsx").exit_code == 2


def test_a_form_that_cannot_be_written_is_a_fault(cli, tmp_path):
    """A folder that is not there; a year without rules."""
    missing = cli("form", "--kind", "cell", "--year", 2024, "-o", tmp_path / "none" / "form.xlsx", "--lang", "en")

    assert missing.exit_code == 4
    assert "this file cannot be written" in missing.stderr
    assert cli("form", "--kind", "cell", "--year", 2031, "-o", tmp_path / "form.xlsx").exit_code == 4
