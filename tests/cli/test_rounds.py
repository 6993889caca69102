"""`fourgood evaluate` where units count those below them, and how the other commands show such counts."""

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator

from fourgood_schemas import registry, schema

LAYER = """\
id: round
extends: fourgood.default
title: {vi: Một đợt, en: A round}
facts:
  cells_recognised:
    kind: count
    title: {vi: Chi bộ được công nhận, en: Cells recognised}
    min: 0
    max: 500
    applies_to: [committee]
    counts_below: recognized
criteria:
  some_recognised:
    group: work
    title: {vi: Có chi bộ được công nhận, en: Some cell is recognised}
    applies_to: [committee]
    rule: cells_recognised >= 1
    backing: assumption
"""
UNITS = """\
id,kind,year,parent,plan_issued,work_judged,work_judged [evidence],disciplined,under_inspection,meetings_held,attended,\
expected_attendance,cells_rated
top,committee,2024,,yes,met,5-BB,0,no,13,90,100,1
a,cell,2024,top,yes,met,5-BB,0,no,13,90,100,
b,cell,2024,top,yes,met,5-BB,0,no,1,90,100,
"""


@pytest.fixture
def rules(tmp_path):
    """The layer's file."""
    path = tmp_path / "round.yaml"
    path.write_text(LAYER, encoding="utf-8")
    return path


@pytest.fixture
def results(cli, rules, tmp_path):
    """What units of a table come to, by their ids in the order of the output; None for the rejected; and the code."""

    def found(text, *options):
        path = tmp_path / "units.csv"
        path.write_text(text, encoding="utf-8")
        result = cli("evaluate", path, "--rules", rules, "--format", "json", *options)
        data = json.loads(result.stdout)
        statuses = [(each["unit"]["id"], each["status"]) for each in data["verdicts"]]
        return statuses, [each["id"] for each in data["rejected"]], result

    return found


def test_a_committee_comes_out_by_its_cells_wherever_it_stands(results):
    """In the order in which they were given."""
    statuses, rejected, result = results(UNITS)
    assert statuses == [("top", "recognized"), ("a", "recognized"), ("b", "not_recognized")]
    assert (rejected, result.exit_code) == ([], 1)
    refused, _, _ = results(UNITS.replace("no,13", "no,1"))
    assert dict(refused)["top"] == "not_recognized"


@pytest.mark.parametrize(
    "row",
    [
        "c,cell,2024,top,yes,met,5-BB,0,no,99,90,100,",  # out of bounds
        "c,sell,2024,top,yes,met,5-BB,0,no,13,90,100,",  # no dossier can be made, and its parent is known
        "c,cell,2024,top,yes,met,5-BB,0,no,13,90,100,,,,",  # too many cells: not even its parent is known
        "a,cell,2024,elsewhere,yes,met,5-BB,0,no,13,90,100,",  # the unit a a second time
    ],
)
def test_a_bad_row_leaves_the_count_above_it_open(results, row):
    """It is rejected, and the others are evaluated."""
    statuses, rejected, result = results(f"{UNITS}{row}\n")
    assert dict(statuses)["top"] == "undetermined"
    assert dict(statuses)["b"] == "not_recognized"
    assert rejected and result.exit_code == 3


def test_both_dossiers_of_a_unit_that_comes_twice_are_rejected_at_their_places(results):
    """Nobody knows which is right."""
    _, rejected, result = results(f"{UNITS}a,cell,2024,top,yes,met,5-BB,0,no,13,90,100,\n", "--lang", "en")
    assert rejected == ["a", "a"]
    assert "units.csv:3" in result.stderr and "units.csv:5" in result.stderr
    assert "the unit `a` is there 2 times in one round" in result.stderr


def test_a_row_whose_parent_is_elsewhere_leaves_other_counts_alone(results):
    """Where it says which one."""
    statuses, rejected, _ = results(f"{UNITS}c,sell,2024,other,yes,met,5-BB,0,no,13,90,100,\n")
    assert (dict(statuses)["top"], rejected) == ("recognized", ["c"])


def test_each_year_is_a_round(results):
    """A cell of last year is not counted this year."""
    earlier = UNITS.splitlines()[2].replace("2024", "2023")
    one_cell = "\n".join(UNITS.splitlines()[:2])
    statuses, _, _ = results(f"{one_cell}\n{earlier}\n")
    assert dict(statuses) == {"top": "undetermined", "a": "recognized"}
    statuses, rejected, _ = results(f"{UNITS}{earlier}\n", "--year", "2024")
    assert (dict(statuses)["top"], rejected) == ("recognized", ["a"])


def test_a_structured_dossier_that_is_rejected_says_its_parent(cli, rules, tmp_path):
    """Also in YAML."""
    (tmp_path / "units").mkdir()
    (tmp_path / "units" / "units.csv").write_text(UNITS, encoding="utf-8")
    bad = tmp_path / "units" / "c.yaml"

    def top():
        result = cli("evaluate", tmp_path / "units", "--rules", rules, "--format", "json")
        return {each["unit"]["id"]: each["status"] for each in json.loads(result.stdout)["verdicts"]}["top"]

    bad.write_text("unit: {id: c, kind: cell, parent: other}\nyear: soon\n", encoding="utf-8")
    assert top() == "recognized"
    bad.write_text("unit: {id: c, kind: cell}\nyear: soon\n", encoding="utf-8")
    assert top() == "recognized"
    bad.write_text("unit: {id: c, kind: cell, parent: top}\nyear: soon\n", encoding="utf-8")
    assert top() == "undetermined"
    bad.write_text("unit: [", encoding="utf-8")
    assert top() == "undetermined"


def test_counts_are_told_in_words(cli, rules):
    """By facts (text, table, data), rules show and rules diff."""
    said = "counted among the units directly below: recognised"
    assert f"    {said}" in cli("facts", "--rules", rules, "--lang", "en").stdout.splitlines()
    table = cli("facts", "--rules", rules, "--format", "csv", "--lang", "en").stdout.removeprefix("\ufeff")
    assert any(each["Value"] == f"from 0 to 500; {said}" for each in csv.DictReader(io.StringIO(table)))
    vietnamese = cli("facts", "--rules", rules, "--lang", "vi").stdout
    assert "đếm trong các đơn vị trực thuộc: được công nhận" in vietnamese
    data = json.loads(cli("facts", "--rules", rules, "--format", "json").stdout)
    assert list(Draft202012Validator(schema("facts"), registry=registry()).iter_errors(data)) == []
    assert {each["key"]: each.get("counts_below") for each in data["facts"]}["cells_recognised"] == "recognized"
    shown = cli("rules", "show", "--origin", "--rules", rules, "--lang", "en").stdout
    assert "Cells recognised (cells_recognised): recognised" in shown


def test_diff_tells_what_is_counted_otherwise(cli, rules, tmp_path):
    """In words and as data."""
    other = tmp_path / "other.yaml"
    other.write_text(LAYER.replace("counts_below: recognized", "counts_below: work and not deferred"), encoding="utf-8")
    line = "counts units directly below: recognised → Good work and (not the case that deferred)"
    assert line in cli("rules", "diff", rules, other, "--lang", "en").stdout
    (found,) = json.loads(cli("rules", "diff", rules, other, "--format", "json").stdout)["differences"]
    assert (found["before"], found["after"]) == ("recognized", "work and not deferred")
