"""examples/pilot_2024: six dossiers that show all four statuses, as their README says."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fourgood import Dossier, Role, Rulebook, Status, decide, evaluate, load_rulebook
from fourgood.dossiers import read_dossier, read_dossiers
from fourgood.shortfall import Shortfall
from fourgood.yamlfile import read_file
from fourgood_schemas import registry, schema

FOLDER = Path(__file__).parents[2] / "examples" / "pilot_2024"
FILES = sorted(FOLDER.glob("*.yaml"))
README = (FOLDER / "README.md").read_text("utf-8")
PLUGINS = ("political_task", "meeting_quality", "unity_discipline", "cadre_quality")
ROW = re.compile(r"^\| `(?P<file>\w+\.yaml)` \| (?P<kind>\w+) \| (?P<type>\w+) \| (?P<status>\w+) \|", re.MULTILINE)
TABLE: Mapping[str, Mapping[str, str]] = {row["file"]: row.groupdict() for row in ROW.finditer(README)}
MADE = "Số liệu minh hoạ"

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@cache
def rulebook() -> Rulebook:
    plugins = {name: import_module(f"fourgood_{name}") for name in PLUGINS}
    return load_rulebook(2024, plugins=plugins, discover=False)


def concerned(dossier: Dossier) -> set[str]:
    """The facts that are asked of a unit in 2024: what only enterprises have is left out for others."""
    asked = {key for key, fact in rulebook().vocabulary.facts.items() if dossier.kind in fact.applies_to}
    enterprise = {"revenue_planned", "revenue_actual", "profit_planned", "profit_actual"}
    return asked - {"annual_score"} - (set() if dossier.organisation_type == "state_enterprise" else enterprise)


def test_the_readme_tells_of_six_files_three_cells_and_three_committees() -> None:
    """Its table and the folder agree, in number and kind."""
    assert TABLE.keys() == {file.name for file in FILES}
    assert sorted(row["kind"] for row in TABLE.values()) == ["cell"] * 3 + ["committee"] * 3


def test_all_four_statuses_occur() -> None:
    """A reader of the examples sees every answer that fourgood gives."""
    assert {row["status"] for row in TABLE.values()} == {status.value for status in Status}


def test_every_unit_has_an_id_of_its_own() -> None:
    """The folder can be read as one batch, and nothing in it is rejected."""
    items = list(read_dossiers(FOLDER))
    assert all(isinstance(item, Dossier) for item in items)
    assert len({item.id for item in items}) == 6


@each_file
def test_a_dossier_has_the_status_that_the_readme_states(file: Path) -> None:
    """It is read, admitted, and comes to what the table says, by either way of asking."""
    dossier, row = read_dossier(file), TABLE[file.name]
    assert (dossier.kind, dossier.organisation_type) == (row["kind"], row["type"])
    assert evaluate(dossier, rulebook()).status.value == row["status"]
    assert decide(dossier, rulebook()).value == row["status"]


@each_file
def test_a_dossier_says_that_its_figures_are_made(file: Path) -> None:
    """At the top of the file, in its note and in the unit's name."""
    dossier = read_dossier(file)
    assert file.read_text("utf-8").startswith(f"# {MADE}")
    assert (dossier.note or "").startswith(MADE)
    assert MADE.lower() in dossier.name.lower()


def test_the_readme_says_that_the_figures_are_made() -> None:
    """In both languages."""
    assert "The figures are made." in README
    assert "số liệu minh hoạ" in README


@each_file
def test_a_dossier_is_valid_against_the_schema_it_claims(file: Path) -> None:
    """urn:fourgood:schema:dossier, as an editor would check it."""
    data = read_file(file).value
    assert data["$schema"] == schema("dossier")["$id"]
    assert not list(Draft202012Validator(schema("dossier"), registry=registry()).iter_errors(data))


@each_file
def test_a_dossier_is_complete_and_every_judgement_has_its_document(file: Path) -> None:
    """All that is asked of its kind is there; only the undetermined one lacks something."""
    dossier = rulebook().admit(read_dossier(file))
    lacking = concerned(dossier) - dossier.facts.keys()
    judged = {key for key in concerned(dossier) & dossier.facts.keys() if rulebook().vocabulary.facts[key].judged}
    undocumented = judged - dossier.attested.keys()
    if TABLE[file.name]["status"] == "undetermined":
        assert lacking == {"annual_grade", "host_unit_graded", "host_unit_grade", "head_annual_grade"}
        assert undocumented == {"yearly_rating_honest"}
    else:
        assert not lacking
        assert not undocumented
    assert dossier.facts.keys() <= concerned(dossier)


def test_the_bank_cell_fails_at_exactly_85_percent_and_nowhere_else() -> None:
    """204 of 240 is 85%: one attendance short of above 85%; the appraiser counted eight low meetings, the cell four."""
    dossier = rulebook().admit(read_dossier(FOLDER / "bank_cell.yaml"))
    verdict = evaluate(dossier, rulebook())
    assert dossier.facts["attended"] * 100 == dossier.facts["expected_attendance"] * 85
    assert [each.criterion.id for each in verdict.findings if each.adverse] == [
        "attendance_above_floor",
        "each_meeting_above_attendance_floor",
    ]
    shortfall = verdict.finding("attendance_above_floor").reasons[-1].shortfall
    assert shortfall is not None
    assert shortfall == Shortfall("attended", Fraction(1), over=False)
    assert dossier.evidence["meetings_at_or_below_attendance_floor"].own_value == 4


@pytest.mark.parametrize(
    "file, criterion, role",
    [
        ("inspectorate_committee.yaml", "open_inspection", Role.DEFERRAL),
        ("lottery_company_committee.yaml", "beyond_level_complaint", Role.VETO),
    ],
)
def test_one_criterion_alone_decides_a_refused_or_deferred_committee(file: str, criterion: str, role: Role) -> None:
    """All others are met, and the verdict names the one."""
    verdict = evaluate(read_dossier(FOLDER / file), rulebook())
    assert [each.criterion.id for each in verdict.findings if each.adverse] == [criterion]
    assert [(each.criterion.id, each.criterion.role) for each in verdict.decisive] == [(criterion, role)]


def test_the_undetermined_cell_says_what_is_missing() -> None:
    """Four facts that are absent, and one judgement that is there without its document."""
    verdict = evaluate(read_dossier(FOLDER / "inspection_commission_cell.yaml"), rulebook())
    assert set(verdict.missing) == {
        "annual_grade",
        "host_unit_graded",
        "host_unit_grade",
        "yearly_rating_honest",
        "head_annual_grade",
    }
    assert verdict.open_statuses == {Status.RECOGNIZED, Status.NOT_RECOGNIZED}
