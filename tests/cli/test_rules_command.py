"""`fourgood rules show`, `fourgood rules diff`, and --rules with layers: over the small rulebook."""

import json
from pathlib import Path

import pytest

LAYER = """\
id: commune
extends: fourgood.default
title: {vi: Xã, en: Commune}
years: 2024-2025
documents:
  own: {title: {vi: Của xã, en: Own}, number: 3-HD}
set:
  min_attendance: {value: 95%, years: 2024, backing: local, source: {document: own}}
  min_meetings: {value: 11, years: 2024, backing: assumption}
change:
  criteria:
    plan_made: {organisation_types: [bank], title: {vi: Kế hoạch, en: Planned}, applies_when: score > 1}
    enough_meetings: {rule: meetings_held >= min_meetings + 1}
drop:
  criteria:
    cells_all_rated: {reason: {vi: Không cần, en: Not needed}}
criteria:
  scored: {group: work, title: {vi: Có điểm, en: Scored}, rule: score >= 5, backing: assumption}
standard: work and meetings
"""


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    """A layer's file."""
    path = tmp_path / "commune.yaml"
    path.write_text(LAYER, encoding="utf-8")
    return path


def test_evaluate_uses_a_layer(cli, dossier, commune):
    """90% was enough for the plugin, and is not for the commune; so does explain."""
    path = dossier(score=6)
    assert cli("evaluate", path).exit_code == 0
    assert cli("evaluate", path, "--rules", commune).exit_code == 1
    explained = cli("explain", path, "attendance_kept", "--rules", commune, "--lang", "en").stdout
    assert "not above 95% (local decision: 3-HD)" in explained


def test_layers_are_given_in_any_order(cli, dossier, commune, tmp_path):
    """Or found beside each other."""
    upper = tmp_path / "unit.yaml"
    upper.write_text(
        "id: unit\nextends: commune\ntitle: {vi: a, en: b}\n"
        "set: {min_attendance: {value: 80%, years: 2024, backing: assumption}}\n"
    )
    path = dossier(score=6)
    for files in ([upper], [upper, commune], [commune, upper]):
        options = [each for file in files for each in ("--rules", file)]
        assert cli("evaluate", path, *options).exit_code == 0


def test_a_year_that_a_layer_is_not_for_is_refused(cli, dossier, commune):
    """Its dossiers are rejected, with the years that there are."""
    result = cli("evaluate", dossier(year=2023, score=6), "--rules", commune, "--lang", "en")
    assert result.exit_code == 4
    assert "the layer `commune` is for 2024-2025, not for 2023" in result.output


def test_check_names_every_fault_of_layers(cli, commune):
    """Of all files at once, with line and column."""
    text = LAYER.replace("plan_made:", "plan_mad:").replace("min_attendance:", "min_atendance:")
    commune.write_text(text.replace("score >= 5", "score >= 50"), encoding="utf-8")
    result = cli("check", commune, "--lang", "en")
    assert result.exit_code == 1
    assert f"{commune}:12:15 (criteria.plan_mad): `fourgood.default` has no `plan_mad`" in result.stdout
    assert f"{commune}:8:18 (parameters.min_atendance)" in result.stdout


def test_check_takes_the_lower_layer_from_beside(cli, commune, tmp_path):
    """A layer alone is checked over what it stands on."""
    upper = tmp_path / "unit.yaml"
    upper.write_text("id: unit\nextends: commune\ntitle: {vi: a, en: b}\nchange: {criteria: {scored: {points: 2}}}\n")
    assert cli("check", upper, "--year", 2024).exit_code == 0
    upper.write_text("id: unit\nextends: comune\ntitle: {vi: a, en: b}\nchange: {criteria: {scored: {points: 2}}}\n")
    result = cli("check", upper, "--year", 2024, "--lang", "en")
    assert result.exit_code == 1 and "extends `comune`, which is not here" in result.stdout


# show


def test_show_tells_what_layers_did(cli, commune, rules_text):
    """What was there, what came of it, who did it; what was dropped, with the reason."""
    line = next(at for at, each in enumerate(rules_text.splitlines(), 1) if "value: 85%" in each)
    text = cli("rules", "show", "--rules", commune, "--year", 2024, "--lang", "en").stdout

    assert text.startswith("Commune, year 2024\nlayers: commune\n")
    assert f"standard: every group is good → Good work and Good meetings, by layer commune, {commune}:19" in text
    assert f"types of organisation: all → Bank, by layer commune, {commune}:12" in text
    assert "applies when: always → Score: above 1" in text
    assert "rule: Meetings held: at least 12 meetings → Meetings held: at least “Fewest meetings + 1”" in text
    assert f"    ← 85% (2022–2025; 12-HD (điểm 2)), plugin small, small-rules 1.2, small/small.yaml:{line}\n" in text
    assert f"      tightened: 95% (2024; local decision: 3-HD), layer commune, {commune}:8\n" in text
    assert "      loosened: 11 (2024; an assumption, not an official rule), layer commune, " in text
    assert f"– Criteria: Cells are rated (cells_all_rated): Not needed (layer commune, {commune}:16)" in text
    assert "• Scored (scored)" in text


def test_show_tells_the_grades_that_a_layer_brings(cli, commune):
    """What there was before, what there is now, and each grade with what earns it."""
    grades = "grades: {fine: {title: {vi: Tốt, en: Fine}, standard: work, backing: assumption}}\n"
    commune.write_text(LAYER + grades, encoding="utf-8")
    shown = cli("rules", "show", "--rules", commune, "--year", "2024", "--lang", "en").stdout
    assert "grades: – → Fine, by layer commune" in shown and "• Fine (fine): " in shown


def test_show_with_origin_has_a_place_for_everything(cli, commune):
    """Each criterion, group, threshold, definition, fact and invariant: plugin or layer, file, line."""
    text = cli("rules", "show", "--origin", "--rules", commune, "--year", 2024, "--lang", "en").stdout
    parts = [line for line in text.splitlines() if line.startswith("• ")]
    origins = [line for line in text.splitlines() if line.strip().startswith("← ")]
    assert len(origins) == len(parts) + 2  # and the groups
    assert all("small/small.yaml:" in line or f"{commune}:" in line for line in origins)
    assert "Definitions\n• Attendance (attendance): Attendances / Expected attendances\n" in text


def test_show_without_layers_and_without_a_year(cli):
    """The plugins alone; nothing is dropped, nothing has moved."""
    text = cli("rules", "show").stdout
    assert "• Đủ buổi họp (enough_meetings)" in text
    assert "Đã bỏ" not in text and "←" not in text


def test_show_as_json_has_origins_and_history(cli, commune):
    """Every part has an origin; what layers did stands with it."""
    found = json.loads(cli("rules", "show", "--rules", commune, "--year", 2024, "--format", "json").stdout)
    for section in ("facts", "definitions", "parameters", "invariants", "groups", "criteria"):
        assert all(part["origin"]["file"] and part["origin"]["line"] for part in found[section]), section
    parameters = {each["parameter"]: each for each in found["parameters"]}
    (step,) = parameters["min_attendance"]["history"]
    assert (step["action"], step["before"][0]["value"], step["after"]["value"]) == ("set", "0.85", "0.95")
    assert step["origin"]["layer"] == "commune"
    criteria = {each["id"]: each for each in found["criteria"]}
    changed = [step["field"] for step in criteria["plan_made"]["history"]]
    assert changed == ["title", "organisation_types", "applies_when"]
    assert criteria["plan_made"]["history"][1]["after"] == ["bank"]
    assert [step["reason"]["en"] for step in found["dropped"]] == ["Not needed"]
    assert found["standard"]["history"][0]["before"] == "all_groups_good"
    assert found["id"] == "commune" and len(found["digest"]) == 64


def test_show_as_yaml_is_a_rule_file_that_decides_the_same(cli, commune, dossier, tmp_path):
    """Alone, without the plugins and the layer."""
    flat = tmp_path / "flat" / "flat.yaml"
    flat.parent.mkdir()
    assert cli("rules", "show", "--rules", commune, "--year", 2024, "--format", "yaml", "-o", flat).exit_code == 0
    for path in (dossier("one", score=6), dossier("two", score=6, attended=99), dossier("three", score=1)):
        first = json.loads(cli("evaluate", path, "--rules", commune, "--format", "json").stdout)["verdicts"][0]
        only = ("--plugins", "", "--rules", flat)
        second = json.loads(cli("evaluate", path, *only, "--format", "json").stdout)["verdicts"][0]
        assert (first["status"], first["findings"]) == (second["status"], second["findings"])


def test_show_as_yaml_refuses_what_is_written_in_python(cli, plugin):
    """With the reason, and without a file."""
    plugin("coded", CODED, "coded-rules")
    result = cli("rules", "show", "--plugins", "small,coded", "--format", "yaml", "--lang", "en")
    assert result.exit_code == 4
    assert "`coded` is written in Python and cannot stand in a rule file" in result.stderr
    assert result.stdout == ""


CODED = """
from fourgood import Criterion, PythonRule, Text, hookimpl

@hookimpl
def fourgood_criteria():
    return [Criterion("coded", "work", Text("Mã", "Coded"), PythonRule(lambda view: None, ("score",)))]
"""

# diff


def test_diff_says_in_words_what_differs(cli, commune):
    """Criteria, applicability, thresholds, the standard."""
    text = cli("rules", "diff", "default", commune, "--year", 2024, "--lang", "en").stdout

    assert (
        "A: a rulebook of one's own on the basis of fourgood, not its default" in text
        and "\nB: Commune, year 2024 (commune)\n" in text
    )
    assert "– Cells are rated (cells_all_rated): Cells rated: at least 1\n    Not needed (layer commune, " in text
    assert (
        "~ Planned (plan_made)\n    title: There is a plan → Planned\n    types of organisation: all → Bank\n" in text
    )
    assert "+ Scored (scored): Score: at least 5\n" in text
    assert "~ Attendance floor (min_attendance)\n    85% → 95% (tightened)\n" in text
    assert "    12 → 11 (loosened)\n" in text
    assert "backing: from a document → local decision\n" in text
    assert "standard: every group is good → Good work and Good meetings" in text


def test_diff_in_vietnamese(cli, commune):
    """As for everyone."""
    text = cli("rules", "diff", "default", commune, "--year", 2024).stdout
    assert "85% → 95% (siết chặt)" in text and "loại hình cơ quan: tất cả → Ngân hàng" in text


def test_diff_of_two_years(cli):
    """One rulebook, both years."""
    text = cli("rules", "diff", "default", "--year", 2024, "--year", 2025, "--lang", "en").stdout
    assert "year 2024" in text and "year 2025" in text
    assert "~ Fewest meetings (min_meetings)\n    12 → 13 (tightened)\n" in text
    assert "Attendance floor" not in text


def test_diff_of_the_same(cli):
    """Says so."""
    text = cli("rules", "diff", "default", "default", "--lang", "en").stdout
    assert text.splitlines()[-1] == "nothing differs that decides"


def test_diff_says_which_verdicts_change_and_why(cli, commune, dossier, tmp_path):
    """With the findings that make the difference; a dossier that cannot be read is told and the others go on."""
    dossier("kept", score=6, attended=99)
    dossier("lost", score=6)
    (tmp_path / "dossiers").mkdir()
    dossier("bad", folder=tmp_path / "dossiers", nonsense=1)
    text = cli(
        *("rules", "diff", "default", commune, tmp_path / "kept-2024.yaml", tmp_path / "lost-2024.yaml"),
        *(tmp_path / "dossiers", "--year", 2024, "--lang", "en"),
    ).stdout
    assert "Verdicts\n1 of 2 change\n~ Chi bộ lost (lost): recognised → not recognised\n" in text
    assert "    ✗ Attendance kept (attendance_kept): met → not met\n" in text
    assert "Attendance: 90/100 (90%), not above 95% (local decision: 3-HD)" in text
    assert "`nonsense` is no fact" in text


def test_diff_as_json(cli, commune, dossier):
    """For programs."""
    path = dossier("lost", score=6)
    result = cli("rules", "diff", "default", commune, path, "--year", 2024, "--format", "json")
    found = json.loads(result.stdout)
    assert (found["before"]["id"], found["after"]["id"]) == ("fourgood.local", "commune")
    values = {(each["key"], each["field"]): each for each in found["differences"] if "field" in each}
    assert values["min_attendance", "value"]["after"] == "0.95"
    assert values["enough_meetings", "rule"]["after"] == "meetings_held >= min_meetings + 1"
    (verdict,) = found["verdicts"]
    assert (verdict["before"], verdict["after"]) == ("recognized", "not_recognized")
    assert {"criterion": "attendance_kept", "before": "met", "after": "not_met"} in verdict["findings"]


@pytest.mark.parametrize("arguments", [["default"], ["default", *("--year", 2023) * 3]])
def test_diff_needs_two_sides(cli, arguments):
    """One alone is misuse."""
    result = cli("rules", "diff", *arguments, "--lang", "en")
    assert result.exit_code == 2
    assert "Name two rulebooks, or one and --year twice" in result.stderr


def test_show_as_yaml_lies_beside_the_layers_that_it_is_made_of(cli, tmp_path):
    """It has an id of its own, takes no plugin in, keeps its title, and decides the same."""
    text = "title: {vi: Xã, en: Commune}\naward: {vi: Tốt, en: Good}\n"
    whole = "\n".join(line for line in LAYER.splitlines() if line) + "\n"
    (tmp_path / "commune.yaml").write_text(whole.replace("title: {vi: Xã, en: Commune}\n", text), "utf-8")
    head = "id: unit\nextends: commune\ntitle: {vi: a, en: b}\nstandard: work\n"
    (tmp_path / "unit.yaml").write_text(head, "utf-8")
    flat = tmp_path / "flat.yaml"
    unit = ("--rules", tmp_path / "unit.yaml", "--year", 2024)
    assert cli("rules", "show", *unit, "--format", "yaml", "-o", flat).exit_code == 0
    assert flat.read_text("utf-8").splitlines()[1:3] == ["id: unit.flat.2024", "extends: fourgood.empty"]
    first = json.loads(cli("rules", "show", *unit, "--format", "json").stdout)
    second = json.loads(cli("rules", "show", "--rules", flat, "--year", 2024, "--format", "json").stdout)
    assert second["title"] == first["title"] and second["id"] == "unit.flat.2024"
    assert [each["rule"] for each in first["criteria"]] == [each["rule"] for each in second["criteria"]]
    again = cli("rules", "show", "--rules", flat, "--year", 2024, "--format", "yaml").stdout
    assert again == flat.read_text("utf-8")


def test_show_says_what_a_rule_was_with_the_thresholds_as_they_were(cli, commune, tmp_path):
    """A rule that a layer changes is worded with what holds before it and after it, whatever layers above set."""
    upper = tmp_path / "unit.yaml"
    sets = "set: {min_meetings: {value: 7, years: 2024, backing: assumption}}\n"
    upper.write_text("id: unit\nextends: commune\ntitle: {vi: a, en: b}\n" + sets, "utf-8")
    own = cli("rules", "show", "--rules", commune, "--year", 2024, "--lang", "en").stdout
    with_upper = cli("rules", "show", "--rules", upper, "--year", 2024, "--lang", "en").stdout
    (line,) = [each for each in own.splitlines() if each.strip().startswith("rule:") and "→" in each]
    assert line in with_upper.splitlines()
    assert "at least 12 meetings → " in line


GRADED = """\
id: graded
extends: fourgood.default
title: {vi: Có mức, en: Graded}
award: {vi: Tốt, en: Good}
grades:
  top: {title: {vi: Nhất, en: Top}, standard: attendance_kept, backing: assumption}
  low: {title: {vi: Nhì, en: Low}, backing: assumption}
standard: low
"""


def test_diff_says_the_grade_that_changes_and_which_unit_it_is(cli, dossier, tmp_path):
    """A unit that stays recognised and falls a grade is told with its id."""
    (tmp_path / "graded.yaml").write_text(GRADED, "utf-8")
    upper = tmp_path / "strict.yaml"
    sets = "set: {min_attendance: {value: 99%, years: 2024, backing: assumption}}\n"
    upper.write_text("id: strict\nextends: graded\ntitle: {vi: a, en: b}\n" + sets, "utf-8")
    path = dossier("one")
    options = ("rules", "diff", tmp_path / "graded.yaml", upper, path, "--year", 2024)
    said = cli(*options, "--lang", "en").stdout
    assert "Grade: Top → Low" in said and "(one)" in said
    (found,) = json.loads(cli(*options, "--format", "json").stdout)["verdicts"]
    assert found["grades"] == {"before": ["top"], "after": ["low"]}


def test_a_last_grade_and_a_lock_are_said_in_words(cli, tmp_path):
    """Neither "yes" nor the name of a field; and which way a threshold of a grade moves is said."""
    lock = "change: {criteria: {plan_made: {may_only: nothing}}}\n"
    floor = "  floor: {title: {vi: Sàn, en: Floor}, values: [{value: 1, years: 2024, backing: assumption}]}\n"
    graded = GRADED.replace("standard: attendance_kept", "standard: met >= floor")
    (tmp_path / "graded.yaml").write_text(graded + lock + "parameters:\n" + floor, "utf-8")
    text = cli("rules", "show", "--rules", tmp_path / "graded.yaml", "--year", 2024, "--lang", "en").stdout
    assert "Low (low): in every case" in text
    assert "layers that extend it may only: – → kept as it is" in text
    upper = tmp_path / "strict.yaml"
    sets = "set: {floor: {value: 2, years: 2024, backing: assumption}}\n"
    upper.write_text("id: strict\nextends: graded\ntitle: {vi: a, en: b}\n" + sets, "utf-8")
    diff = cli("rules", "diff", tmp_path / "graded.yaml", upper, "--year", 2024, "--lang", "en").stdout
    assert "1 → 2 (tightened)" in diff
