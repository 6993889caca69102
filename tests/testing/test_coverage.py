"""What cases show of the rules: counted by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fourgood import Outcome, evaluate
from fourgood.testing.coverage import Coverage, CriterionCoverage, coverage_of
from fourgood.testing.goal import Aim, Goal, goals
from fourgood.testing.target import target_of

HEAD = "$schema: urn:fourgood:schema:cases\nrulebook: handbook.yaml\nyear: 2024\ncriteria:\n"
USED = "handbook_users / members_with_phone >= 0.8"
MET, NOT_MET = Outcome.MET, Outcome.NOT_MET


@pytest.fixture
def covered(write: Callable[..., Path]) -> Callable[[str, str], CriterionCoverage]:
    """The coverage of one criterion by cases of the short form."""

    def found(id: str, cases: str) -> CriterionCoverage:
        made = target_of([write(f"{HEAD}  {id}:\n    kind: cell\n{cases}")], alone=True)
        assert made.suite.faults == ()
        whole = coverage_of(made.rulebook, [(case, evaluate(case.dossier, made.rulebook)) for case in made.cases], [id])
        return whole.criteria[0]

    return found


def test_the_goals_of_a_share_with_a_guard_are_twelve(covered: Callable[[str, str], CriterionCoverage]) -> None:
    """Four outcomes; of two comparisons each both sides, the threshold, and one step off it."""
    found = covered("handbook_in_use", "    met: {all: {members_with_phone: 5, handbook_users: 5}}\n")
    assert len(found.goals) == 4 + 2 * 4
    assert {(goal.aim, goal.outcome, goal.part) for goal in found.reached} == {
        (Aim.OUTCOME, MET, ""),
        (Aim.SIDE, MET, "members_with_phone > 0"),
        (Aim.SIDE, MET, USED),
    }


def test_only_what_is_exactly_there_is_at_a_threshold(covered: Callable[[str, str], CriterionCoverage]) -> None:
    """4 of 5 is 80%; 3 of 5 is one user short; 3 of 4 is one user short of it too."""
    at, beside = Goal("handbook_in_use", Aim.AT, None, USED, 1), Goal("handbook_in_use", Aim.BESIDE, None, USED, 1)
    for users, phones, outcome, expected in (
        (4, 5, "met", {at}),
        (3, 5, "not_met", {beside}),
        (3, 4, "not_met", {beside}),
        (2, 5, "not_met", set()),
        (5, 5, "met", set()),
        (79, 100, "not_met", {beside}),
        (78, 100, "not_met", set()),
    ):
        case = f"    {outcome}: {{it: {{members_with_phone: {phones}, handbook_users: {users}}}}}\n"
        assert covered("handbook_in_use", case).reached & {at, beside} == expected, (users, phones)


def test_a_part_decides_alone_where_the_whole_would_turn_with_it(
    covered: Callable[[str, str], CriterionCoverage],
) -> None:
    """Of trained or handbook_users >= 100: trained alone is met; neither is met, and each would turn it."""

    def deciding(case: str) -> set[tuple[Outcome | None, str]]:
        found = covered("members_trained", case)
        return {(goal.outcome, goal.part) for goal in found.reached if goal.aim is Aim.DECIDES}

    many = "handbook_users >= 100"
    assert deciding("    met: {a: {trained: true, handbook_users: 1}}\n") == {(MET, "trained")}
    assert deciding("    met: {a: {trained: true, handbook_users: 100}}\n") == set()
    assert deciding("    not_met: {a: {trained: false, handbook_users: 99}}\n") == {
        (NOT_MET, "trained"),
        (NOT_MET, many),
    }
    assert deciding("    met: {a: {trained: true}}\n") == set()


def test_a_rule_that_is_not_asked_shows_nothing(covered: Callable[[str, str], CriterionCoverage]) -> None:
    """Where the guard says no, the rule's comparisons do not count."""
    found = covered("handbook_in_use", "    not_applicable: {none: {members_with_phone: 0, handbook_users: 0}}\n")
    assert {(goal.aim, goal.part) for goal in found.reached} == {
        (Aim.OUTCOME, ""),
        (Aim.SIDE, "members_with_phone > 0"),
        (Aim.AT, "members_with_phone > 0"),
    }


FIVE = """    met:
      exactly 80%: {members_with_phone: 5, handbook_users: 4}
      the only one: {members_with_phone: 1, handbook_users: 1}
    not_met: {one short: {members_with_phone: 5, handbook_users: 3}}
    unknown: {nobody counted: {members_with_phone: 5}}
    not_applicable: {no phones: {members_with_phone: 0, handbook_users: 0}}
"""


def test_five_cases_show_all_of_a_share(covered: Callable[[str, str], CriterionCoverage]) -> None:
    """And each of them is needed."""
    assert covered("handbook_in_use", FIVE).missed == ()
    lines = FIVE.splitlines(keepends=True)
    for left_out in (1, 2, 3, 4, 5):
        text = "".join(line for at, line in enumerate(lines) if at != left_out)
        assert covered("handbook_in_use", text.replace("met:\n    not", "met: {}\n    not")).missed != ()


def test_a_case_counts_for_what_it_expects_alone(write: Callable[..., Path]) -> None:
    """The dossier of a case leaves all other criteria unknown: that shows nothing of them."""
    text = f"{HEAD}  members_trained: {{kind: cell, met: {{a: {{trained: true}}}}}}\n"
    made = target_of([write(text)], alone=True)
    whole = coverage_of(made.rulebook, [(case, evaluate(case.dossier, made.rulebook)) for case in made.cases])
    assert [each.criterion for each in whole.criteria if each.reached] == ["members_trained"]


def test_what_no_dossier_reaches_does_not_count() -> None:
    """And the share is never rounded up."""
    one, two, three = (Goal("x", Aim.SIDE, None, part) for part in "abc")
    found = CriterionCoverage("x", (one, two, three), frozenset({one}), frozenset({three}))
    assert (found.tally(), found.missed) == ((1, 2), (two,))
    many = tuple(Goal("x", Aim.SIDE, None, str(number)) for number in range(2000))
    assert Coverage((CriterionCoverage("x", many, frozenset(many[1:])),)).percent == 99.9
    assert Coverage(()).percent == 100


def test_bands_are_conditions_like_rules(write: Callable[..., Path], tmp_path: Path) -> None:
    """Each with its comparisons at their thresholds."""
    rules = (tmp_path / "handbook.yaml").read_text("utf-8")
    bands = "[{when: handbook_users >= 50, points: 2}, {when: handbook_users >= 10 and trained, points: 1}]"
    write("", rules=rules + f"    bands: {bands}\n")
    rulebook = target_of([tmp_path / "handbook.yaml"], alone=True).rulebook
    parts = [(goal.part, goal.tree) for goal in goals(rulebook.lines["members_trained"]) if goal.aim is Aim.AT]
    assert parts == [("handbook_users >= 100", 0), ("handbook_users >= 50", 1), ("handbook_users >= 10", 2)]


def test_a_count_of_records_has_no_step() -> None:
    """How many records there are moves no comparison of what is counted in them: no case could be one step off it."""
    line = target_of(["vn.tra_vinh_meetings"]).rulebook.lines["nobody_absent_unexcused"]
    assert {goal.aim for goal in goals(line)} == {Aim.OUTCOME, Aim.SIDE}
