"""`fourgood evaluate`: verdicts as text, JSON and CSV, exit codes, what is rejected."""

import csv
import gc
import io
import json
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fourgood
from fourgood.cli.spreadsheet import FORMULA, MAX_CELL, safe, write_table
from fourgood.dossiers import read_dossier, read_dossiers


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_recognised_unit_is_reported_in_vietnamese_and_exits_0(cli, dossier):
    """Without options: the verdict as Vietnamese text on standard output, and nothing on standard error."""
    result = cli("evaluate", dossier())

    assert result.exit_code == 0
    assert "Chi bộ a" in result.stdout
    assert "Họp tốt" in result.stdout
    assert result.stderr == ""


def test_english_on_request(cli, dossier, monkeypatch):
    """--lang en and FOURGOOD_LANG=en say the same in English."""
    result = cli("evaluate", dossier(), "--lang", "en")
    monkeypatch.setenv("FOURGOOD_LANG", "en")

    assert "RECOGNISED" in result.stdout
    assert result.stdout == cli("evaluate", dossier()).stdout


@pytest.mark.parametrize(
    "facts", [{"plan_issued": False}, {"disciplined": 1}, {"under_inspection": True}, {"meetings_held": None}]
)
def test_a_unit_that_is_not_recognised_exits_1(cli, dossier, facts):
    """Not recognised, vetoed, deferred and undetermined all say that not every unit is recognised."""
    assert cli("evaluate", dossier("a"), dossier("b", **facts)).exit_code == 1


def test_several_units_end_with_a_summary(cli, dossier, tmp_path):
    """One line a unit with its status and a sign a group, after the reports."""
    for id, facts in {"a": {}, "b": {"meetings_held": 3}, "c": {"plan_issued": None}}.items():
        dossier(id, tmp_path / "round", **facts)

    result = cli("evaluate", tmp_path / "round", "--lang", "en")

    summary = result.stdout[result.stdout.index("Summary") :].splitlines()
    assert summary[1].split("  ")[0] == "Unit"
    assert [line.split()[-2:] for line in summary[2:5]] == [["✓", "✓"], ["✓", "✗"], ["?", "✓"]]
    assert result.exit_code == 1


def test_what_is_rejected_is_listed_and_the_others_are_evaluated(cli, dossier, tmp_path):
    """One bad dossier exits 3, is named with file, line, key and mend, and takes nothing from the others."""
    good, bad = dossier("a"), dossier("b", attended=101, meeting_held=3)

    result = cli("evaluate", good, bad, "--lang", "en")

    assert result.exit_code == 3
    assert "RECOGNISED" in result.stdout
    assert "Did you mean `meetings_held`?" in result.stdout[result.stdout.index("Rejected") :]
    assert f"{bad}:" in result.stdout


def test_nothing_evaluated_exits_4(cli, dossier, tmp_path):
    """All rejected, no such file, an empty folder: there is no verdict, and the exit code says so."""
    (tmp_path / "empty").mkdir()

    assert cli("evaluate", dossier("b", attended=101)).exit_code == 4
    assert cli("evaluate", tmp_path / "none.yaml").exit_code == 4
    assert cli("evaluate", tmp_path / "empty").exit_code == 4


def test_misuse_exits_2(cli, dossier):
    """No path, an unknown format, a year that is none."""
    assert cli("evaluate").exit_code == 2
    assert cli("evaluate", dossier(), "--format", "pdf").exit_code == 2
    assert cli("evaluate", dossier(), "--year", "24").exit_code == 2


def test_each_dossier_is_judged_by_its_own_year(cli, dossier):
    """Twelve meetings are enough in 2024, and one too few in 2025."""
    paths = [dossier("a", year=2024, meetings_held=12), dossier("a", year=2025, meetings_held=12)]

    found = json.loads(cli("evaluate", *paths, "--format", "json").stdout)["verdicts"]

    assert [(each["year"], each["status"]) for each in found] == [(2024, "recognized"), (2025, "not_recognized")]


def test_a_demanded_year_rejects_the_others(cli, dossier):
    """--year 2024 takes no dossier of 2025."""
    result = cli("evaluate", dossier("a"), dossier("b", year=2025), "--year", 2024, "--lang", "en")

    assert result.exit_code == 3
    assert "`b` is of the year 2025, the rulebook of 2024" in result.stdout


def test_a_year_without_rules(cli, dossier):
    """A dossier of such a year is rejected, the others go on; a demand for such a year fails as a whole."""
    paths = [dossier("a"), dossier("b", year=2031)]

    result = cli("evaluate", *paths, "--lang", "en")

    assert result.exit_code == 3
    assert "there are no rules for 2031" in result.stdout
    assert "it has values for 2022-2024, 2025" in result.stdout
    assert cli("evaluate", *paths, "--year", 2031).exit_code == 4


def test_json_holds_what_the_library_says(cli, dossier):
    """Verdicts are those of Verdict.to_json; the rejected come with id, place and faults in both languages."""
    good, bad = dossier("a"), dossier("b", attended="x")

    found = json.loads(cli("evaluate", good, bad, "--format", "json").stdout)

    verdict = fourgood.evaluate(read_dossier(good), fourgood.load_rulebook(2024))
    assert found["verdicts"] == [json.loads(json.dumps(verdict.to_json()))]
    (rejected,) = found["rejected"]
    assert rejected["id"] == "b"
    assert rejected["faults"][0]["place"]["file"] == str(bad)
    assert set(rejected["faults"][0]["text"]) == {"vi", "en"}


def test_json_without_verdicts_is_still_json(cli, tmp_path):
    """Both lists are there when there is nothing to put in."""
    found = json.loads(cli("evaluate", tmp_path / "none.yaml", "--format", "json").stdout)

    assert found["verdicts"] == []
    assert len(found["rejected"]) == 1


def test_csv_has_one_row_a_unit_in_words(cli, dossier):
    """Identity, result, a column a group, the deciding reasons, what is missing; the rejected with their faults."""
    paths = [
        dossier("a"),
        dossier("b", meetings_held=3),
        dossier("c", meetings_held=None, work_judged="met"),
        dossier("d", attended=101),
    ]

    result = cli("evaluate", *paths, "--format", "csv", "--lang", "en")
    a, b, c, d = rows(result.stdout)

    assert list(a)[:7] == ["Id", "Name", "Kind of unit", "Year", "Result", "Good work", "Good meetings"]
    assert (a["Name"], a["Year"], a["Result"], a["Good work"]) == ("Chi bộ a", "2024", "recognised", "good")
    assert a["Deciding reasons"] == "4 of 4 criteria that apply are met"
    assert (b["Result"], b["Good meetings"]) == ("not recognised", "not good")
    assert b["Deciding reasons"].startswith("Enough meetings: Meetings held: 3 meetings, below 12")
    assert (c["Deciding reasons"], c["Still missing"]) == ("", "Work judged (the evidence); Meetings held")
    assert (d["Id"], d["Result"]) == ("d", "rejected")
    assert "“No more attend than are expected” does not hold" in d["Deciding reasons"]
    assert result.exit_code == 3


def test_the_rejected_are_told_beside_json_and_csv(cli, dossier):
    """Where the result is for a program, faults and the count go to standard error too."""
    result = cli("evaluate", dossier("a"), dossier("b", attended=101), "--format", "csv", "--lang", "en")

    assert "does not hold" in result.stderr
    assert "1 recognised, 1 rejected" in result.stderr


def test_csv_cells_start_no_formula(cli, dossier):
    """A unit whose name is a formula is written as text."""
    path = dossier("a")
    path.write_text(path.read_text("utf-8").replace("Chi bộ a", "'=HYPERLINK(1)'"), encoding="utf-8")

    (row,) = rows(cli("evaluate", path, "--format", "csv").stdout)

    assert row["Tên"] == "'=HYPERLINK(1)"


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=5))
def test_no_table_has_a_cell_that_starts_a_formula(table):
    """Whatever the texts are: read back, no cell starts with a sign of a formula, and none is longer than a cell."""
    out = io.StringIO(newline="")
    write_table(out, ["a", "b", "c"], table)

    out.seek(1)
    for row in csv.reader(out):
        for cell in row:
            assert cell.lstrip()[:1] not in FORMULA
            assert cell[:1] not in ("\t", "\r", "\n")
            assert len(cell) <= MAX_CELL


@given(st.text(alphabet=st.characters(categories=["L", "N"])))
def test_plain_words_stay_as_they_are(text):
    """Only what could be taken for a formula is touched."""
    assert safe(text) == text


def test_memory_does_not_grow_with_the_number_of_units(cli, dossier, tmp_path, monkeypatch):
    """From CSV to CSV no more than a handful of dossiers is alive at any time."""
    header = "id,kind,year,meetings_held"
    lines = [f"u{number},cell,2024,12" for number in range(200)]
    source = tmp_path / "many.csv"
    source.write_text("\n".join([header, *lines]), encoding="utf-8")
    alive: weakref.WeakValueDictionary[int, object] = weakref.WeakValueDictionary()
    most = 0

    def watched(paths: tuple[Path, ...]) -> Iterator[object]:
        nonlocal most
        for number, item in enumerate(read_dossiers(paths)):
            alive[number] = item
            gc.collect()
            most = max(most, len(alive))
            yield item

    monkeypatch.setattr("fourgood.cli.evaluate.read_dossiers", watched)

    result = cli("evaluate", source, "--format", "csv")

    assert len(rows(result.stdout)) == 200
    assert most < 5


def test_plugins_can_be_chosen_and_left_out(cli, dossier, plugin):
    """--plugins and --block say which take part; a name that is not there is a fault."""
    plugin("other", "from fourgood import hookimpl\n@hookimpl\ndef fourgood_facts():\n    return []\n", "other-rules")

    assert cli("evaluate", dossier(), "--plugins", "small,other").exit_code == 0
    assert cli("evaluate", dossier(), "--plugins", "small,other", "--block", "other").exit_code == 0
    unknown = cli("evaluate", dossier(), "--plugins", "smal", "--lang", "en")
    assert unknown.exit_code == 4
    assert "no plugin is called smal" in unknown.stderr
    empty = cli("evaluate", dossier(), "--plugins", "other", "--lang", "en")
    assert empty.exit_code == 4


def test_a_broken_plugin_is_a_fault_and_no_traceback(cli, dossier, plugin):
    """A plugin whose import fails is named with its distribution, and nothing is evaluated."""
    plugin("broken", "raise RuntimeError('no such luck')\n", "broken-rules")

    result = cli("evaluate", dossier(), "--plugins", "small,broken", "--lang", "en")

    assert result.exit_code == 4
    assert "`broken` (broken-rules 0.3) could not be imported: RuntimeError: no such luck" in result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert result.stdout == ""
