"""The example of a round: a committee is recognised when two thirds of its cells are."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import fourgood
from fourgood.outcome import Outcome
from fourgood.resolve import resolve
from fourgood.rulefile import read_rules
from fourgood.rulefile_write import rule_file
from fourgood_schemas import registry, schema

FOLDER = Path(__file__).parents[2] / "examples" / "round"
RULES = FOLDER / "rules.yaml"


@pytest.fixture(scope="module")
def rulebook():
    """The example's rules for 2024."""
    return fourgood.combine(resolve([read_rules(RULES)]), 2024)


@pytest.mark.parametrize(
    ("held", "outcome"),
    [
        ({}, Outcome.MET),  # two of three: exactly two thirds
        ({"school": 11}, Outcome.NOT_MET),
        ({"hamlet-2": 12}, Outcome.MET),
        ({"hamlet-2": None}, Outcome.UNKNOWN),
    ],
)
def test_two_thirds_of_the_cells(rulebook, held, outcome):
    """On both sides of the threshold, and with a cell of which nothing is known."""
    units = [
        each.with_facts({"meetings_held": held[each.id]}) if each.id in held else each
        for each in fourgood.read_dossiers(FOLDER / "units.csv")
    ]
    found = fourgood.evaluate_round(units, rulebook)
    assert found.verdicts["commune"].finding("most_cells_recognised").outcome is outcome
    validator = Draft202012Validator(schema("verdict"), registry=registry())
    assert [list(validator.iter_errors(each.to_json())) for each in found.verdicts.values()] == [[]] * 4


def test_the_rulebook_can_be_written_and_read(rulebook, tmp_path):
    """As one flat file it counts the same."""
    flat = tmp_path / "flat.yaml"
    flat.write_text(rule_file(rulebook), "utf-8")
    again = fourgood.combine(resolve([read_rules(flat)]), 2024)
    assert again.vocabulary.counted == rulebook.vocabulary.counted != ()
