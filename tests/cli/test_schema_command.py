"""`fourgood schema`: schemas written for an editor, and that of dossiers with the facts of a rulebook."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fourgood
from fourgood.cli.dossierschema import dossier_schema
from fourgood.dossierjson import dossier_json
from fourgood.language import language
from fourgood_schemas import NAMES, schema
from strategies import dossiers_of, rulebooks

PILOT = sorted((Path(__file__).parents[2] / "examples" / "pilot_2024").glob("*.yaml"))


def test_all_schemas_into_a_folder(cli, tmp_path):
    """Made where it is missing; a second time they take the place of the first."""
    for _ in range(2):
        result = cli("schema", "-o", tmp_path / "schemas", "--lang", "en")
        assert result.exit_code == 0
        assert result.stdout == f"Written: {tmp_path / 'schemas'}, {len(NAMES)} files\n"
    found = {path.name: json.loads(path.read_text("utf-8")) for path in (tmp_path / "schemas").iterdir()}
    assert found == {f"{name}.schema.json": schema(name) for name in NAMES}


def test_one_schema_to_a_file_or_to_the_screen(cli, tmp_path):
    """The same text either way."""
    path = tmp_path / "rules.schema.json"
    assert cli("schema", "rules", "-o", path).stdout == ""
    assert path.read_text("utf-8") == cli("schema", "rules").stdout == cli("schema", "urn:fourgood:schema:rules").stdout
    assert json.loads(path.read_text("utf-8")) == schema("rules")


def test_one_schema_into_a_folder_that_is_there(cli, tmp_path):
    """Under its own name, beside the others."""
    cli("schema", "verdict", "-o", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["verdict.schema.json"]
    assert json.loads((tmp_path / "verdict.schema.json").read_text("utf-8")) == schema("verdict")


def test_a_folder_that_cannot_be_made_is_a_fault(cli, tmp_path):
    """Its parent is missing: most likely a slip."""
    result = cli("schema", "-o", tmp_path / "none" / "schemas")
    assert result.exit_code == 4
    assert "none" in result.stderr


@pytest.mark.parametrize("arguments", [["rules", "--year", 2024], ["--year", 2024], ["--block", "small"], ["none"]])
def test_only_dossiers_have_the_facts_of_a_rulebook(cli, arguments):
    """Asked for another schema, or for the list, the command is misused."""
    result = cli("schema", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def facts_of(found):
    return found["$defs"]["dossier"]["properties"]["facts"]


def test_the_schema_of_dossiers_has_the_facts_of_the_rulebook(cli):
    """Each with its title and what it asks, in the language asked for."""
    vi = json.loads(cli("schema", "dossier", "--year", 2024).stdout)
    en = json.loads(cli("schema", "dossier", "--year", 2024, "--lang", "en").stdout)

    assert len(facts_of(en)["properties"]) == 9
    assert facts_of(vi)["properties"]["meetings_held"]["title"] == "Số buổi họp"
    held = facts_of(en)["properties"]["expected_attendance"]
    assert (held["title"], held["description"].splitlines()) == (
        "Expected attendances",
        ["from 0 to 10,000; Party cell, Grassroots party committee", "", "Those who are exempt do not count"],
    )
    Draft202012Validator.check_schema(en)
    assert "$id" not in en  # it is another one in every place


def test_a_rule_file_of_ones_own_adds_its_facts(cli, tmp_path):
    """And all schemas may be written with it."""
    own = tmp_path / "own.yaml"
    own.write_text(
        "id: own\ntitle: {vi: Riêng, en: Own}\n"
        "facts: {pages_read: {kind: count, title: {vi: Trang, en: Pages}, min: 0, max: 9}}\n"
    )
    cli("schema", "-o", tmp_path / "schemas", "--rules", own, "--year", 2024)
    found = json.loads((tmp_path / "schemas" / "dossier.schema.json").read_text("utf-8"))
    assert "pages_read" in facts_of(found)["properties"]
    assert json.loads((tmp_path / "schemas" / "rules.schema.json").read_text("utf-8")) == schema("rules")


@pytest.fixture(scope="module")
def default(default_rulebook):
    """Checks dossiers against the schema of the default rulebook."""
    return Draft202012Validator(dossier_schema(default_rulebook, language("en")))


@pytest.mark.parametrize("path", PILOT, ids=lambda path: path.stem)
def test_real_dossiers_fit_the_schema_of_their_rulebook(default, path):
    """Those of the pilot, with evidence, appraised values and judgements."""
    found = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
    assert [error.message for error in default.iter_errors(found)] == []


@pytest.mark.parametrize(
    "facts, fits",
    [
        ({"attended": 204}, True),
        ({"attended": {"value": 204, "evidence": "Sổ biên bản"}}, True),
        ({"attended": {"own": 210, "appraised": 204}}, True),
        ({"attended": "1.204"}, True),
        ({"attended": None}, True),
        ({"Số lượt đảng viên dự sinh hoạt trong năm": 204}, True),
        ({"annual_grade": "good"}, True),
        ({"annual_grade": "Hoàn thành tốt nhiệm vụ"}, True),
        ({"feedback_channel_open": "có"}, True),
        ({"atended": 204}, False),
        ({"attended": -1}, False),
        ({"attended": 10**9}, False),
        ({"attended": 20.5}, False),
        ({"attended": True}, False),
        ({"attended": "many"}, False),
        ({"attended": {"own": -1}}, False),
        ({"attended": {"value": 1, "own": 1}}, False),
        ({"attended": {"valeu": 1}}, False),
        ({"annual_grade": "god"}, False),
        ({"feedback_channel_open": "maybe"}, False),
        ({"feedback_channel_open": 2}, False),
    ],
)
def test_an_editor_marks_what_is_wrong(default, facts, fits):
    """A misspelt key, a figure out of bounds, a word that is no choice; not a title, a percentage or a blank."""
    assert default.is_valid({"unit": {"id": "a", "kind": "cell"}, "year": 2024, "facts": facts}) is fits


@given(st.data())
def test_what_a_rulebook_takes_its_schema_takes(data):
    """Whatever dossier a rulebook admits: an editor never marks what is right."""
    rulebook = data.draw(rulebooks())
    dossier = data.draw(dossiers_of(rulebook))
    fourgood.evaluate(dossier, rulebook)
    written = json.loads(json.dumps(dossier_json(dossier)), parse_float=Decimal)
    validator = Draft202012Validator(dossier_schema(rulebook, language("vi")))
    assert [error.message for error in validator.iter_errors(written)] == []
