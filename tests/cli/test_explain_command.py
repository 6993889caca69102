"""`fourgood explain`: one unit in full, one criterion in depth."""

import pytest


def test_without_a_criterion_every_finding_is_told(cli, dossier):
    """The verdict, then all findings with ids and outcomes: met, not applicable, vetoes that do not apply."""
    result = cli("explain", dossier(meetings_held=3), "--lang", "en")

    assert result.exit_code == 0
    assert "NOT RECOGNISED" in result.stdout
    full = result.stdout[result.stdout.index("Every finding") :]
    assert "✗ Enough meetings [assumption] (enough_meetings): not met" in full
    assert "✓ Attendance kept (attendance_kept): met" in full
    assert "– Cells are rated [assumption] (cells_all_rated): not applicable" in full
    assert "✓ Disciplined [assumption] (not_disciplined): it does not apply" in full


def test_a_criterion_that_fails_to_run_is_told_as_an_error(cli, dossier, plugin):
    """Neither met nor not: the plugin is named."""
    plugin("faulty", PYTHON.replace('view["meetings_held"]', "1 / 0"), "faulty-rules")

    text = cli("explain", dossier(), "--plugins", "small,faulty", "--lang", "en").stdout

    assert "! Python [assumption] (python_rule): error" in text
    assert "ZeroDivisionError" in text


def test_a_veto_that_applies_is_told_as_bad_news(cli, dossier):
    """Met is no praise where the rule is a veto."""
    result = cli("explain", dossier(disciplined=2), "not_disciplined", "--lang", "en")

    assert "✗ it applies" in result.stdout
    assert "veto" in result.stdout


def test_a_criterion_in_depth(cli, dossier):
    """Rule as text and in words, the definition in it, every comparison, which decides, the threshold's origin."""
    result = cli("explain", dossier(attended=85), "attendance_kept", "--lang", "en")

    text = result.stdout
    assert "Good meetings › Attendance kept (attendance_kept)" in text
    assert "attendance > min_attendance" in text
    assert "attendance = attended / expected_attendance" in text
    assert "Attendance: above 85%" in text
    assert "Attendance floor = 85% (2022–2025; 12-HD (điểm 2))" in text
    assert "    ✓ Expected attendances: 100, above 0" in text
    assert "  → ✗ Attendance: 85/100 (85%), not above 85% (12-HD (điểm 2)); short by 1" in text
    assert "12-HD: Guidance on meetings (Organisation Commission, 6 Jul 2018) [điểm 2]" in text
    assert "plugin small, small-rules 1.2" in text


def test_the_comparison_that_does_not_decide_has_no_arrow(cli, dossier):
    """A guard that fails decides alone."""
    result = cli("explain", dossier(attended=0, expected_attendance=0), "attendance_kept", "--lang", "en")

    decisive = [line for line in result.stdout.splitlines() if line.startswith("  →")]
    assert len(decisive) == 1
    assert "Expected attendances" in decisive[0]


def test_what_is_missing_is_named_with_its_key(cli, dossier):
    """An absent fact, and a judgement without evidence."""
    absent = cli("explain", dossier(meetings_held=None), "enough_meetings", "--lang", "en").stdout
    bare = cli("explain", dossier(work_judged="met"), "work_judged", "--lang", "en").stdout

    assert "  • Meetings held (meetings_held)" in absent
    assert "no evidence for: Work judged" in bare
    assert "evidence is demanded" in bare


def test_the_evidence_is_told_and_what_the_unit_itself_had_stated(cli, dossier):
    """The appraiser's value counts; the unit's own is shown beside it."""
    stated = {"own": "met", "appraised": "not_met", "evidence": "Biên bản 7-BB"}

    text = cli("explain", dossier(work_judged=stated), "work_judged", "--lang", "en").stdout

    assert "✗ not met" in text
    assert "Biên bản 7-BB (attested by the appraiser); the unit itself had stated: Met" in text


def test_a_criterion_written_in_python_gives_its_own_words(cli, dossier, plugin):
    """Its declared facts stand for its rule."""
    plugin("extra", PYTHON, "extra-rules")

    text = cli("explain", dossier(), "python_rule", "--plugins", "small,extra", "--lang", "en").stdout

    assert "written in Python, from: Meetings held" in text
    assert "→ thirteen it is" in text


PYTHON = """
from fourgood import Criterion, Judgement, Outcome, PythonRule, Text, hookimpl

def judge(view):
    view["meetings_held"]
    return Judgement(Outcome.MET, Text("mười ba", "thirteen it is"))

@hookimpl
def fourgood_criteria():
    return [Criterion("python_rule", "work", Text("Python", "Python"), PythonRule(judge, ("meetings_held",)))]
"""


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("no_such_thing",), "there is no criterion `no_such_thing`"),
        (("enough_meeting",), "Did you mean `enough_meetings`?"),
        (("--unit", "z"), "there is no unit `z` here"),
        (("--year", "2025"), "there is no unit"),
    ],
)
def test_what_is_not_there_is_misuse(cli, dossier, arguments, message):
    """Exit code 2, with what may have been meant."""
    result = cli("explain", dossier(), *arguments, "--lang", "en")

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_one_of_several_units(cli, dossier, tmp_path):
    """Several units: their ids are told, and --unit picks one, --year too where a unit comes in two years."""
    folder = tmp_path / "round"
    dossier("a", folder)
    dossier("b", folder)
    dossier("b", folder, year=2025)

    several = cli("explain", folder, "--lang", "en")
    assert several.exit_code == 2
    assert "a (2024), b (2024), b (2025)" in several.stderr
    assert "Chi bộ a" in cli("explain", folder, "--unit", "a").stdout
    assert cli("explain", folder, "--unit", "b").exit_code == 2
    assert "2025" in cli("explain", folder, "--unit", "b", "--year", 2025).stdout.splitlines()[0]


def test_a_bad_dossier_is_rejected_with_its_faults(cli, dossier, tmp_path):
    """Exit code 3, whether it cannot be read or does not fit; exit code 4 where there are no rules for its year."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("unit: {id: a, kind: cell}\nyear: [", encoding="utf-8")

    assert cli("explain", broken).exit_code == 3
    assert cli("explain", dossier(attended=101)).exit_code == 3
    assert cli("explain", tmp_path / "none.yaml").exit_code == 3
    assert cli("explain", dossier(year=2031)).exit_code == 4


def test_the_explanation_can_be_written_to_a_file(cli, dossier, tmp_path):
    """-o, as everywhere."""
    cli("explain", dossier(), "enough_meetings", "-o", tmp_path / "why.txt")

    assert "Đủ buổi họp" in (tmp_path / "why.txt").read_text("utf-8")
