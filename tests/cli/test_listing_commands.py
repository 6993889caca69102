"""`fourgood facts`, `fourgood criteria`, `fourgood schema`: what is asked, by what rules, in what shape."""

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator

from fourgood.contribution import Contribution
from fourgood.rulebooks import Rulebooks
from fourgood_schemas import NAMES, registry, schema


def test_facts_are_listed_group_by_group(cli):
    """Each once, under the group that asks for it first, with form, help, criteria and source."""
    text = cli("facts", "--year", 2024, "--lang", "en").stdout

    assert (
        text.index("Good work") < text.index("(plan_issued)") < text.index("Good meetings") < text.index("(attended)")
    )
    assert text.index("Other figures") < text.index("(score)")
    assert text.count("(expected_attendance)") == 1
    assert "from 0 to 60 meetings; higher is better" in text
    assert "from 0 to 10, in steps of 0.5" in text
    assert "yes or no" in text
    assert "one of: Met, Not met, Not applicable" in text
    assert "Those who are exempt do not count" in text
    assert "12-HD: Guidance on meetings (Organisation Commission, 6 Jul 2018) [điểm 2]" in text


def test_facts_of_a_kind_and_of_a_group(cli):
    """A cell is not asked about cells; a group shows what its criteria read."""
    assert "cells_rated" not in cli("facts", "--kind", "cell").stdout
    assert "cells_rated" in cli("facts", "--kind", "committee").stdout
    group = cli("facts", "--group", "work").stdout
    assert "plan_issued" in group
    assert "attended" not in group


def test_facts_as_json_follow_their_schema(cli):
    """What is written is what urn:fourgood:schema:facts describes, for the small rulebook and the four plugins."""
    for plugins in ("small", "political_task,meeting_quality,unity_discipline,cadre_quality"):
        found = json.loads(cli("facts", "--year", 2024, "--format", "json", "--plugins", plugins).stdout)
        Draft202012Validator(schema("facts"), registry=registry()).validate(found)
        assert found["year"] == 2024

    (first, *_) = json.loads(cli("facts", "--year", 2024, "--format", "json").stdout)["facts"]
    assert (first["key"], first["groups"], first["criteria"]) == ("plan_issued", ["work"], ["plan_made"])
    assert first["origin"]["distribution"] == "small-rules"


def test_the_schema_of_facts_refuses_what_is_not_one():
    """A choice without choices, a flag with bounds, an unknown key."""
    validator = Draft202012Validator(schema("facts"), registry=registry())
    Draft202012Validator.check_schema(schema("facts"))
    text = {"vi": "a", "en": "a"}
    fact = {
        "key": "a",
        "title": text,
        "effort": 1,
        "applies_to": ["cell"],
        "judged": False,
        "groups": [],
        "criteria": [],
    }
    whole = {"$schema": "urn:fourgood:schema:facts", "year": 2024, "rulebook": {"id": "a", "title": text}}

    assert validator.is_valid({**whole, "facts": [{**fact, "kind": "flag"}]})
    for bad in ({"kind": "choice"}, {"kind": "flag", "min": 0}, {"kind": "flag", "more": 1}, {"kind": "count"}):
        assert not validator.is_valid({**whole, "facts": [{**fact, **bad}]})


@pytest.mark.parametrize("name", ["facts", "criteria"])
def test_lists_as_csv(cli, name):
    """A header and one row each, ready for a spreadsheet."""
    text = cli(name, "--format", "csv", "--lang", "en").stdout

    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert text.startswith("\ufeff")
    assert {len(row) for row in rows} == {len(header)}
    assert len(rows) == {"facts": 9, "criteria": 7}[name]


def test_criteria_with_thresholds_and_their_backing(cli):
    """Rule in words, threshold with years and origin; an assumption is called one."""
    text = cli("criteria", "--year", 2024, "--lang", "en").stdout

    assert "• Enough meetings (enough_meetings) [assumption]" in text
    assert "threshold: Fewest meetings = 12 meetings (2022–2024; an assumption, not an official rule" in text
    assert "One a month)" in text
    assert "• Attendance kept (attendance_kept)\n" in text
    assert "applies when: Expected attendances: above 0" in text
    assert "the appraiser judges" in text
    assert "giả định" in cli("criteria").stdout


def test_points_types_and_choices_are_told(cli, plugin):
    """Points and bands, organisation types, an ordered choice, a share, a rule in Python."""
    plugin("rich", RICH, "rich-rules")

    criteria = cli("criteria", "--plugins", "small,rich", "--lang", "en").stdout
    facts = cli("facts", "--plugins", "small,rich", "--lang", "en").stdout

    assert "Party cell, Grassroots party committee (Bank)" in criteria
    assert "points: 10" in criteria
    assert "5 points when Grade: Fair or better" in criteria
    assert "written in Python, from: Grade" in criteria
    assert "one of, from worst to best: Fair, Fine" in facts
    assert "from 0% to 100%, in steps of 1%" in facts


RICH = """
from decimal import Decimal
from fractions import Fraction
from fourgood import Band, Criterion, Fact, Kind, PythonRule, Scale, Text, hookimpl, parse
from fourgood.scale import PERCENT

GRADES = Scale((("fair", Text("Khá", "Fair")), ("fine", Text("Tốt", "Fine"))), ordered=True)

@hookimpl
def fourgood_facts():
    return [
        Fact("grade", Kind.CHOICE, Text("Hạng", "Grade"), scale=GRADES),
        Fact("portion", Kind.NUMBER, Text("Tỷ lệ", "Share"), PERCENT, Decimal(0), Decimal(1), Decimal("0.01")),
    ]

@hookimpl
def fourgood_criteria():
    return [
        Criterion("graded", "work", Text("Hạng", "Graded"), 'grade == "fine"', organisation_types=frozenset(["bank"]),
                  points=Fraction(10), bands=(Band(parse('grade >= "fair"'), Fraction(5)),)),
        Criterion("coded", "work", Text("Mã", "Coded"), PythonRule(lambda view: None, ("grade",))),
    ]
"""


def test_criteria_of_a_kind_and_of_a_group(cli):
    """Only what concerns a cell; only one group."""
    assert "cells_all_rated" not in cli("criteria", "--kind", "cell").stdout
    assert "enough_meetings" not in cli("criteria", "--group", "work").stdout


def test_criteria_as_json(cli):
    """Every criterion with rule, thresholds and origin."""
    found = json.loads(cli("criteria", "--year", 2024, "--format", "json").stdout)["criteria"]

    by_id = {each["id"]: each for each in found}
    assert by_id["enough_meetings"]["rule"] == "meetings_held >= min_meetings"
    assert by_id["enough_meetings"]["thresholds"][0]["value"] == 12
    assert by_id["enough_meetings"]["origin"]["plugin"] == "small"


@pytest.mark.parametrize("name", ["facts", "criteria"])
def test_a_group_or_year_that_is_not_there(cli, name):
    """An unknown group is misuse; a year without rules is a fault of the rules."""
    result = cli(name, "--group", "wrok", "--lang", "en")

    assert result.exit_code == 2
    assert "Did you mean `work`?" in result.stderr
    assert cli(name, "--year", 2031).exit_code == 4


def test_without_a_year_the_newest_one_with_rules(cli):
    """The small rules end in 2025, so their list is that of 2025; rules without parameters hold this year."""
    assert cli("facts").stdout.splitlines()[0].endswith("2025")
    assert Rulebooks((Contribution(),)).usual_year() >= 2025


def test_schemas_are_listed_and_printed(cli):
    """Each by its name or its id, as JSON."""
    listed = cli("schema").stdout

    for name in NAMES:
        assert f"urn:fourgood:schema:{name}" in listed
        assert json.loads(cli("schema", name).stdout) == schema(name)
        assert cli("schema", f"urn:fourgood:schema:{name}").stdout == cli("schema", name).stdout


def test_an_unknown_schema_is_misuse(cli):
    """Exit code 2, with the nearest one."""
    result = cli("schema", "dosier", "--lang", "en")

    assert result.exit_code == 2
    assert "Did you mean `dossier`?" in result.stderr


def test_rule_files_are_taken_alone(cli, tmp_path):
    """Without what the plugins ask, and beside facts of theirs that are called the same."""
    own = tmp_path / "own.yaml"
    own.write_text(
        "$schema: urn:fourgood:schema:rules\nid: example.own\ntitle: {vi: Riêng, en: Own}\n"
        "facts: {attended: {kind: count, title: {vi: Dự, en: Attended}, min: 0, max: 9}}\n"
        "groups: {g: {title: {vi: G, en: G}}}\n"
        "criteria: {c: {title: {vi: C, en: C}, rule: attended > 3, backing: assumption}}\n",
        "utf-8",
    )
    together, alone = (cli("criteria", "--year", 2024, "--rules", own, *more) for more in ((), ("--alone",)))
    assert together.exit_code == 4
    assert alone.exit_code == 0 and "(c)" in alone.stdout and "(attendance)" not in alone.stdout
    assert "(attended)" in cli("facts", "--year", 2024, "--rules", own, "--alone").stdout
    assert cli("criteria", "--alone", "--plugins", "work").exit_code == 2
