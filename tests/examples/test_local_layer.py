"""The made-up commune's layer: what it says of itself is what it does, and the how-to shows it as it is."""

from pathlib import Path

import pytest

import fourgood

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "examples" / "local_layer" / "commune.yaml"


@pytest.fixture(scope="module")
def commune() -> fourgood.Rulebook:
    """The rulebook of the commune."""
    return fourgood.load_rulebook(2024, rules=[LAYER])


def test_it_tightens_adds_drops_and_limits(commune, default_rulebook):
    """Attendance 90%, two criteria more, one less, one for enterprises alone; all else is the default's."""
    assert float(commune.vocabulary.thresholds["min_attendance"].value) == 0.9
    assert set(commune.by_id) - set(default_rulebook.by_id) == {"handbook_known", "village_heard"}
    assert set(default_rulebook.by_id) - set(commune.by_id) == {"working_style_renewed"}
    limited = commune.criterion("petitions_answered_in_full").organisation_types
    assert limited == {"state_enterprise", "private_enterprise"}
    assert len(commune.history) == 7


def test_ninety_percent_is_not_above_ninety_percent(commune):
    """At the threshold, and one attendance above."""
    cell = fourgood.Dossier("u", "cell", 2024, facts={"attended": 180, "expected_attendance": 200})
    finding = fourgood.evaluate(cell, commune).finding("attendance_above_floor")
    assert finding.outcome is fourgood.Outcome.NOT_MET
    above = fourgood.evaluate(cell.with_facts({"attended": 181}), commune).finding("attendance_above_floor")
    assert above.outcome is fourgood.Outcome.MET


def test_only_enterprises_answer_petitions(commune):
    """A commune's cell is not asked."""
    facts = {"petitions_received": 2, "petitions_answered": 1}
    for kind, outcome in (("commune", "not_applicable"), ("private_enterprise", "not_met")):
        cell = fourgood.Dossier("u", "cell", 2024, organisation_type=kind, facts=facts)
        assert fourgood.evaluate(cell, commune).finding("petitions_answered_in_full").outcome.value == outcome


def test_the_how_to_shows_this_file():
    """Word by word."""
    assert LAYER.read_text("utf-8") in (ROOT / "docs" / "how-to" / "adapt-locally.md").read_text("utf-8")
