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
    assert "have values for 2022-2024, 2025" in result.stdout
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
    lines = [f"u{number},cell,2024,12" for number in range(20)]
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

    assert len(rows(result.stdout)) == 20
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


CLASH = """\
from decimal import Decimal
from fourgood import hookimpl
from fourgood.text import Text
from fourgood.vocabulary import Fact, Kind

@hookimpl
def fourgood_facts():
    return [Fact("meetings_held", Kind.COUNT, Text("Số", "Number"), maximum=Decimal(9))]
"""


def test_rules_that_are_at_fault_stop_everything_before_a_dossier_is_read(cli, dossier, plugin, monkeypatch):
    """Plugins that contradict each other are told of once, and not as a fault of every dossier."""
    plugin("clashing", CLASH, "clashing-rules")
    paths = [dossier("a"), dossier("b")]
    monkeypatch.setattr("fourgood.cli.evaluate.read_dossiers", None)

    result = cli("evaluate", *paths, "--plugins", "small,clashing", "--lang", "en")

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.count("`meetings_held` is defined twice") == 1


def test_plugins_that_leave_too_little_stop_everything(cli, dossier, plugin, tmp_path):
    """Without a group there is no rulebook in any year: one fault, no output file."""
    plugin("lonely", CLASH, "lonely-rules")

    result = cli("evaluate", dossier(), "--plugins", "lonely", "--lang", "en", "-o", tmp_path / "out" / "x.txt")

    assert result.exit_code == 4
    assert result.stderr.count("\n") == 1 and "no group" in result.stderr


def test_rules_that_are_at_fault_in_one_year_alone_stop_everything(cli, dossier, rules_text, tmp_path):
    """Only a year that no threshold covers belongs to the dossier."""
    thresholds = "{value: 12, years: 2022-2023, backing: assumption}, {value: 900, years: 2024, backing: assumption}"
    parameter = f"{{title: {{vi: a, en: b}}, values: [{thresholds}]}}"
    criterion = "{group: work, title: {vi: a, en: b}, rule: meetings_held >= most, backing: assumption}"
    rules = tmp_path / "rules" / "local.yaml"
    rules.parent.mkdir()
    text = f"id: local\ntitle: {{vi: a, en: b}}\nparameters:\n  most: {parameter}\ncriteria:\n  many: {criterion}\n"
    rules.write_text(text, encoding="utf-8")

    early, late, both, none = (
        cli("evaluate", *(dossier("a", year=year) for year in years), "--rules", rules, "--lang", "en")
        for years in ([2023], [2024], [2023, 2024], [2031])
    )

    assert early.exit_code == 0
    assert late.exit_code == both.exit_code == 4
    assert late.stderr == both.stderr and "900 is outside" in late.stderr
    assert none.exit_code == 4 and "there are no rules for 2031" in none.stdout


def test_a_rule_file_that_is_not_there_is_said_to_be(cli, dossier, tmp_path):
    """With its name, in both languages; for every command that takes rule files."""
    missing = tmp_path / "none.yaml"

    for arguments in (("evaluate", dossier()), ("explain", dossier()), ("facts",)):
        result = cli(*arguments, "--rules", missing, "--lang", "en")
        assert (result.exit_code, result.stderr) == (4, f"✗ {missing}: there is no such file. Check its name\n")
    assert "không có tệp này" in cli("facts", "--rules", missing).stderr


def test_what_a_parser_says_of_a_rule_file_is_said_plainly(cli, dossier, tmp_path):
    """In the language of the output, with the mend."""
    rules = tmp_path / "rules" / "local.yaml"
    rules.parent.mkdir()
    rules.write_text("id: local\ntitle: Trồng cây: một\n", encoding="utf-8")

    result = cli("evaluate", dossier(), "--rules", rules)

    assert result.exit_code == 4
    assert f"✗ {rules}:2:17: có dấu hai chấm ở chỗ không thể có khóa. Đặt văn bản" in result.stderr


def test_an_unknown_header_is_told_once(cli, tmp_path):
    """As text and on standard error once, in line 1; as CSV and JSON the faults of a unit stay with the unit."""
    path = tmp_path / "t.csv"
    path.write_text("id,kind,year,meeting_held\n" + "".join(f"u{n},cell,2024,1\n" for n in range(30)), encoding="utf-8")
    said = f"{path}:1:4 (meeting_held): `meeting_held` is no fact of this rulebook. Did you mean `meetings_held`?"

    text, table = (cli("evaluate", path, "--lang", "en", "--format", form) for form in ("text", "csv"))

    assert text.stdout.count("meeting_held)") == 1 and f"✗ {said} (30 rows)\n" in text.stdout
    assert table.stderr == f"✗ {said} (30 rows)\n30 rejected\n"
    assert [row["Deciding reasons"] for row in rows(table.stdout)] == [said] * 30
    vietnamese = cli("evaluate", path).stdout
    assert "(30 dòng)" in vietnamese


def test_a_bad_byte_costs_one_row(cli, tmp_path):
    """The row is rejected with its unit; those before and after are evaluated."""
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,name,kind,year\na,x,cell,2024\nb,\xf4,cell,2024\nc,x,cell,2024\n")

    found = json.loads(cli("evaluate", path, "--format", "json").stdout)

    assert [each["unit"]["id"] for each in found["verdicts"]] == ["a", "c"]
    assert [each["id"] for each in found["rejected"]] == ["b"]


def test_csv_says_why_a_criterion_is_not_met_not_why_it_gives_fewer_points(cli, dossier, tmp_path):
    """With bands and grades: the floor that the rule asks for, as in the text; the band has another one."""
    rules = tmp_path / "mine.yaml"
    rules.write_text(
        "id: mine\nextends: fourgood.default\ntitle: {vi: Của xã, en: Mine}\nyears: 2024\n"
        "documents: {own: {title: {vi: Hướng dẫn, en: Guidance}}}\n"
        "change:\n  criteria:\n    attendance_kept:\n"
        "      bands: [{when: attendance >= 0.8, points: 10}, {when: attendance >= 0.5, points: 5}]\n"
        "      backing: local\n      source: {document: own}\n"
        "grades:\n  fine: {title: {vi: Tốt, en: Fine}, standard: points >= 5, "
        "backing: local, source: {document: own}}\n",
        encoding="utf-8",
    )
    path = dossier(attended=70)

    said = cli("evaluate", path, "--rules", rules, "--format", "csv", "--lang", "en")

    reason = rows(said.stdout)[0]["Deciding reasons"]
    assert "70/100 (70%), not above 85%" in reason
    assert "80%" not in reason


def test_units_of_one_name_are_told_apart_by_their_ids(cli, dossier, tmp_path):
    """In the heading of each report and in the summary."""
    for id in ("first", "second"):
        path = dossier(id, tmp_path / "round")
        path.write_text(path.read_text(encoding="utf-8").replace(f"Chi bộ {id}", "Chi bộ 1"), encoding="utf-8")

    said = cli("evaluate", tmp_path / "round").stdout

    assert "năm 2024 · first" in said and "năm 2024 · second" in said
    summary = said[said.index("Tổng hợp") :] if "Tổng hợp" in said else said[said.rindex("Chi bộ 1 · first") :]
    assert "Chi bộ 1 · first" in summary and "Chi bộ 1 · second" in summary
