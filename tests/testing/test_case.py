"""What a case expects, and what came out otherwise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fourgood import Outcome, Status, evaluate
from fourgood.language import language
from fourgood.testing.case import NO_GRADE, Miss
from fourgood.testing.casespart import suite_part
from fourgood.testing.target import target_of

HEAD = "$schema: urn:fourgood:schema:cases\nrulebook: handbook.yaml\nyear: 2024\nbases:\n  it:\n    kind: cell\n"
FACTS = "    facts: {members_with_phone: 5, handbook_users: 4, trained: false}\n"
GRADES = """
grades:
  good: {title: {vi: Tốt, en: Good}, standard: handbook, backing: assumption}
"""


@pytest.fixture
def misses(write: Callable[..., Path]) -> Callable[[str], list[Miss]]:
    """What one case of the long form misses, by what it expects."""

    def missed(expect: str) -> list[Miss]:
        path = write(f"{HEAD}{FACTS}cases:\n  one: {{base: it, expect: {expect}}}\n")
        found = target_of([path], alone=True)
        assert found.suite.faults == ()
        (case,) = found.cases
        return list(case.misses(evaluate(case.dossier, found.rulebook)))

    return missed


def test_what_comes_out_as_expected_is_no_miss(misses: Callable[[str], list[Miss]]) -> None:
    """Of criteria, groups, the whole, and the reasons."""
    assert misses("{criteria: {handbook_in_use: met, members_trained: not_met}}") == []
    assert misses("{groups: {handbook: not_met}, status: not_recognized}") == []
    assert misses("{criteria: {members_trained: not_met}, because: [trained, handbook_users]}") == []


def test_each_expectation_is_looked_at_by_itself(misses: Callable[[str], list[Miss]]) -> None:
    """And says what it is about, what was expected, what came out."""
    assert misses("{criteria: {handbook_in_use: not_met, members_trained: met}}") == [
        Miss("criterion", "handbook_in_use", Outcome.NOT_MET, Outcome.MET),
        Miss("criterion", "members_trained", Outcome.MET, Outcome.NOT_MET),
    ]
    assert misses("{groups: {handbook: met}}") == [Miss("group", "handbook", Outcome.MET, Outcome.NOT_MET)]
    assert misses("{status: recognized}") == [Miss("status", "", Status.RECOGNIZED, Status.NOT_RECOGNIZED)]


def test_a_reason_that_is_expected_has_to_be_among_those_given(misses: Callable[[str], list[Miss]]) -> None:
    """A case can come out right for the wrong reason."""
    (miss,) = misses("{criteria: {handbook_in_use: met}, because: trained}")
    assert (miss.subject, miss.key) == ("because", "trained")
    assert "handbook_users / members_with_phone >= 0.8" in miss.found
    assert misses("{criteria: {handbook_in_use: met}, because: handbook_users / members_with_phone >= 0.8}") == []
    assert misses("{criteria: {handbook_in_use: met}, because: handbook_users / members_with_phone > 0.8}") != []


def test_reasons_of_a_status_are_those_that_decide_it(misses: Callable[[str], list[Miss]]) -> None:
    """What is met is no reason for a refusal."""
    assert misses("{status: not_recognized, because: trained}") == []
    assert misses("{status: not_recognized, because: members_with_phone}") != []


def test_what_decides_a_status_may_be_expected(misses: Callable[[str], list[Miss]]) -> None:
    """These criteria and no others: a refusal for a second reason is another one."""
    assert misses("{status: not_recognized, by: [members_trained]}") == []
    assert misses("{status: not_recognized, by: [handbook_in_use]}") == [
        Miss("by", "", ("handbook_in_use",), ("members_trained",))
    ]
    assert len(misses("{status: not_recognized, by: [members_trained, handbook_in_use]}")) == 1


def test_a_miss_of_what_decides_is_told_with_the_titles(write: Callable[..., Path]) -> None:
    """And why it is decided so, by those that do decide."""
    expect = "{status: not_recognized, by: [handbook_in_use, members_trained]}"
    found = target_of([write(f"{HEAD}{FACTS}cases:\n  one: {{base: it, expect: {expect}}}\n")], alone=True)
    part = suite_part(found.suite, found.rulebooks.of)
    said = "\n".join(part.lines(language("en")))

    assert "expected to be decided by The handbook is used and Members are trained, is decided by Members are" in said
    (miss,) = part.to_json()["failed"][0]["misses"]
    assert (miss["expected"], miss["found"]) == (["handbook_in_use", "members_trained"], ["members_trained"])


def test_a_grade_may_be_expected(write: Callable[..., Path], tmp_path: Path) -> None:
    """By its key; null for a unit that gets none."""
    rules = (tmp_path / "handbook.yaml").read_text("utf-8") + GRADES
    text = (
        f"{HEAD}{FACTS}cases:\n  a: {{base: it, expect: {{grade: null}}}}\n  b: {{base: it, expect: {{grade: good}}}}\n"
    )
    found = target_of([write(text, rules=rules)], alone=True)
    assert found.suite.faults == ()
    none, good = (list(case.misses(evaluate(case.dossier, found.rulebook))) for case in found.cases)
    assert none == [] and good == [Miss("grade", "", "good", (NO_GRADE,))]
