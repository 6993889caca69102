"""The example with records: each criterion on both sides of its threshold, and what the choice of denominator does."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import fourgood
from fourgood.outcome import Outcome
from fourgood.parse import parse
from fourgood.record import Record
from fourgood.resolve import resolve
from fourgood.rulefile import read_rules
from fourgood.rulefile_write import rule_file
from fourgood.truth import amount
from fourgood_schemas import registry, schema

FOLDER = Path(__file__).parents[2] / "examples" / "records"
RULES = FOLDER / "meetings.yaml"


@pytest.fixture(scope="module")
def rulebook() -> fourgood.Rulebook:
    """The example's rules for 2024."""
    return fourgood.combine([read_rules(RULES)], 2024)


@pytest.fixture
def dossier() -> fourgood.Dossier:
    """The example's cell."""
    return fourgood.read_dossier(FOLDER / "cell.yaml")


def value(rulebook: fourgood.Rulebook, facts: Any, text: str) -> Any:
    """What a term comes to."""
    found = amount(parse(f"{text} == 0").left, rulebook.vocabulary.scope, facts)  # type: ignore[union-attr]
    assert found is None or (isinstance(found, tuple) and found[0] == found[1])
    return None if found is None else found[0]


def meetings(*attended_of: tuple[int, int]) -> dict[str, Any]:
    """Meetings of which only attendance is told."""
    rows = tuple(
        Record({"at": at, "members": of, "exempt": 0, "special_duty": 0, "suspended": 0, "attended": attended})
        for at, (attended, of) in enumerate(attended_of, 1)
    )
    return {"meetings": rows, "meetings_held": len(rows)}


@pytest.mark.parametrize(
    "attended_of, average, pooled",
    [
        (((4, 4), (16, 20)), Fraction(9, 10), Fraction(20, 24)),  # above 85% on average, not of the whole
        (((1, 2), (19, 20)), Fraction(29, 40), Fraction(20, 22)),  # the other way round
        (((17, 20), (17, 20)), Fraction(17, 20), Fraction(17, 20)),  # exactly 85%: above by neither
        (((0, 0), (17, 20)), Fraction(17, 20), Fraction(17, 20)),  # nobody had to come: left out of the average
        ((), None, None),  # no meeting, no attendance
    ],
)
def test_the_average_of_meetings_is_not_the_share_of_the_whole(rulebook, attended_of, average, pooled) -> None:
    """Exactly, and on either side of the threshold."""
    facts = meetings(*attended_of)
    assert value(rulebook, facts, "average_attendance") == average
    assert value(rulebook, facts, "pooled_attendance") == pooled


@pytest.mark.parametrize(
    "denominator, share",
    [
        ("m.members", Fraction(16, 22)),
        ("m.members - m.exempt", Fraction(16, 21)),
        ("m.eligible", Fraction(16, 20)),
        ("m.eligible - m.newly_admitted", Fraction(16, 19)),
        ("m.settled", Fraction(16, 17)),
    ],
)
def test_the_denominator_decides(rulebook, dossier, denominator, share) -> None:
    """Who had to come: all on the list, without the exempt, the suspended, the new, those long away."""
    first = rulebook.admit(dossier).facts["meetings"][:1]
    facts = {"meetings": first, "meetings_held": 1}
    assert value(rulebook, facts, f"mean(m.attended / ({denominator}) for m in meetings)") == share
    assert value(rulebook, facts, f"count(m.attended / ({denominator}) > 0.85 for m in meetings)") == (
        share > Fraction(17, 20)
    )


@pytest.mark.parametrize(
    "criterion, changes, outcome",
    [
        ("most_meetings_good", {}, Outcome.NOT_MET),
        (
            "most_meetings_good",
            {"attended": 18, "length": 90, "unexcused": 0, "special_duty": 0, "suspended": 1},
            Outcome.MET,
        ),
        ("most_meetings_good", {"attended": 18, "length": 89, "special_duty": 0, "suspended": 1}, Outcome.NOT_MET),
        ("attendance_taken_together", {}, Outcome.NOT_MET),
        ("attendance_taken_together", {"attended": 18, "special_duty": 0, "suspended": 1, "unexcused": 0}, Outcome.MET),
    ],
)
def test_each_meeting_counts_by_itself(rulebook, dossier, criterion, changes, outcome) -> None:
    """Attendance above 85%, nobody absent without reason, ninety minutes: all three in the same meeting."""
    rows = [{**row, **changes} for row in dossier.facts["meetings"]]
    changed = dossier.with_facts({"meetings": rows})
    assert fourgood.evaluate(changed, rulebook).finding(criterion).outcome is outcome


@pytest.mark.parametrize(
    "changes, outcome",
    [
        ({}, Outcome.MET),  # November alone is missing
        ({8: None, 9: None}, Outcome.MET),
        ({10: None}, Outcome.UNKNOWN),  # after two months without
        ({10: False}, Outcome.NOT_MET),
        ({10: None, 7: False}, Outcome.NOT_MET),
    ],
)
def test_a_month_that_is_missing_may_have_been_without_a_meeting(rulebook, dossier, changes, outcome) -> None:
    """It is neither taken for held nor for not held."""
    held = {row["at"]: row["held"] for row in dossier.facts["months"]} | changes
    months = [{"at": at, "held": each} for at, each in held.items() if each is not None]
    changed = dossier.with_facts({"months": months})
    assert fourgood.evaluate(changed, rulebook).finding("no_long_gap").outcome is outcome


def test_a_quarter_brings_what_it_brings(rulebook, dossier) -> None:
    """Three of four known: unknown while they are all good, not met when one is not."""
    good = [{"at": at, "inspections": 1} for at in (1, 2, 3)]
    found = fourgood.evaluate(dossier.with_facts({"quarters": good}), rulebook).finding("inspected_each_quarter")
    assert (found.outcome, found.missing) == (Outcome.UNKNOWN, ("quarters",))
    assert fourgood.evaluate(dossier, rulebook).finding("inspected_each_quarter").outcome is Outcome.NOT_MET


def test_the_verdict_and_the_rulebook_can_be_written_and_read(rulebook, dossier, tmp_path) -> None:
    """The verdict fits its schema; the rulebook as one flat file decides the same."""
    verdict = fourgood.evaluate(dossier, rulebook)
    validator = Draft202012Validator(schema("verdict"), registry=registry())
    assert list(validator.iter_errors(verdict.to_json())) == []
    flat = tmp_path / "flat.yaml"
    flat.write_text(rule_file(rulebook), "utf-8")
    again = fourgood.evaluate(dossier, fourgood.combine(resolve([read_rules(flat)]), 2024))
    assert [each.texts("vi") for each in again.findings] == [each.texts("vi") for each in verdict.findings]
    assert again.rulebook.vocabulary.facts["meetings"].table == rulebook.vocabulary.facts["meetings"].table
