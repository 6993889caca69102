"""A verdict as JSON: valid against its schema, the same bytes for the same input."""

import json

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fourgood
from fourgood.canonical import canonical, digest
from fourgood_schemas import registry, schema
from strategies import dossiers, dossiers_of, rulebooks

VALID = Draft202012Validator(schema("verdict"), registry=registry(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def floats(data):
    """Every binary float in JSON data."""
    if isinstance(data, dict):
        return [each for part in data.values() for each in floats(part)]
    if isinstance(data, list):
        return [each for part in data for each in floats(part)]
    return [data] if isinstance(data, float) else []


@settings(max_examples=40)
@given(rulebooks(), dossiers())
def test_every_verdict_fits_the_schema(rulebook, dossier):
    """Whatever the rules: valid, without floats, unchanged by a trip through text."""
    data = fourgood.evaluate(dossier, rulebook).to_json()
    VALID.validate(data)
    assert floats(data) == []
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data


@settings(max_examples=15)
@given(st.data())
def test_verdicts_of_the_default_rulebook_fit_the_schema(default_rulebook, data):
    """Citations, documents, notes and evidence included."""
    VALID.validate(fourgood.evaluate(data.draw(dossiers_of(default_rulebook)), default_rulebook).to_json())


def test_nothing_of_a_verdict_is_allowed_that_the_schema_does_not_know(default_rulebook):
    """The schema is strict at every level."""
    data = fourgood.evaluate(fourgood.Dossier("u", "cell", 2024), default_rulebook).to_json()
    for holder in (data, data["unit"], data["rulebook"], data["findings"][0], data["findings"][0]["reasons"][0]):
        holder["more"] = 1
        assert not VALID.is_valid(data)
        del holder["more"]
    assert VALID.is_valid(data)
    assert not VALID.is_valid({**data, "recognized": True})


def test_the_digest_is_that_of_all_the_rest(default_rulebook):
    """It changes with the dossier and only with it."""
    dossier = fourgood.Dossier("u", "cell", 2024, "Một")
    data = fourgood.evaluate(dossier, default_rulebook).to_json()
    found = data.pop("digest")
    assert digest(data) == found
    assert fourgood.evaluate(dossier, default_rulebook).to_json()["digest"] == found
    assert fourgood.evaluate(evolve(dossier, name="Hai"), default_rulebook).to_json()["digest"] != found


def test_canonical_json_has_one_form():
    """Keys in order, no spaces, letters as they are."""
    assert canonical({"b": 1, "a": "đ"}) == '{"a":"đ","b":1}'.encode()


def test_what_the_unit_itself_had_stated_is_kept_beside_what_counts(default_rulebook):
    """Where the appraiser's value differs."""
    evidence = {"attended": fourgood.Evidence("Biên bản", attested_by="appraiser", own_value=240)}
    dossier = fourgood.Dossier(
        "u", "cell", 2024, facts={"attended": 204, "expected_attendance": 240}, evidence=evidence
    )
    data = fourgood.evaluate(dossier, default_rulebook).to_json()
    VALID.validate(data)
    found = [
        reason["evidence"]["attended"]
        for each in data["findings"]
        for reason in each["reasons"]
        if "attended" in reason["evidence"]
    ]
    assert found and all(each["own"] == 240 for each in found)


def test_what_is_not_known_is_left_out(default_rulebook):
    """No nulls and no empty names."""
    data = fourgood.evaluate(fourgood.Dossier("u", "cell", 2024), default_rulebook).to_json()
    assert data["unit"] == {"id": "u", "kind": "cell"}
    assert "note" not in data["dossier"]
