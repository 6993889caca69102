"""What the criteria decide: at the threshold, on both sides of it, and when a figure is missing."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from fourgood import Dossier, Finding, Outcome, Rulebook, evaluate, load_rulebook
from fourgood.testing import read_cases, suite

import bank_branch_criteria as plugin

NAME = "bank_branch_criteria"
SOURCE = Path(__file__).parents[1] / "src" / NAME
GROUPS = ("political_task", "meeting_quality", "unity_discipline", "cadre_quality")
"""The plugins beside which this one is tested, whatever else is installed."""

Find: TypeAlias = Callable[..., Finding]


@cache
def rulebook(year: int) -> Rulebook:
    """The four groups with this plugin."""
    return load_rulebook(year, plugins={NAME: plugin}, only=GROUPS)


def bank(year: int, lending: int, *quarters: int) -> Dossier:
    """The cell of a branch: its lending, and its bad debt at the end of each quarter."""
    debts = {f"bank_bad_debt_quarter_{number}": debt for number, debt in enumerate(quarters, start=1)}
    return Dossier("a-branch", "cell", year, organisation_type="bank", facts={"bank_lending": lending, **debts})


@pytest.fixture(scope="module")
def find() -> Find:
    """What a criterion comes to: its name, the lending, the bad debt of each quarter, and the year."""
    rules = {year: rulebook(year) for year in (2024, 2025)}

    def finding(criterion: str, lending: int, *quarters: int, year: int = 2024) -> Finding:
        return evaluate(bank(year, lending, *quarters), rules[year]).finding(f"bank_bad_debt_{criterion}")

    return finding


def test_the_example_cases_come_out_as_they_say() -> None:
    """Each criterion has some, and a person vouches for each."""
    read = read_cases(SOURCE / "cases.yaml")
    found = suite(read.drafts, rulebook, 2024)
    assert (read.faults, found.faults) == ((), ())
    assert found.cases == found.reviewed
    about = {criterion for case in found.cases for criterion in case.expect.criteria}
    assert about == {f"bank_bad_debt_{name}" for name in ("low", "stopped", "recovered")}
    for case in found.cases:
        assert list(case.misses(evaluate(case.dossier, rulebook(case.dossier.year)))) == [], case.name


@pytest.mark.parametrize("year", range(2022, 2027))
def test_the_rule_file_is_in_order_in_every_year(year: int) -> None:
    """It loads beside the four groups, and what it brings takes part."""
    brought = {each.id for each in rulebook(year).criteria if each.origin.plugin == NAME}
    assert brought == {f"bank_bad_debt_{name}" for name in ("low", "stopped", "recovered")}


@pytest.mark.parametrize(
    ("year", "debt", "outcome"),
    [
        (2024, 30, Outcome.MET),
        (2024, 31, Outcome.NOT_MET),
        (2025, 20, Outcome.MET),
        (2025, 21, Outcome.NOT_MET),
    ],
)
def test_bad_debt_has_a_limit_that_fell(find: Find, year: int, debt: int, outcome: Outcome) -> None:
    """3% up to 2024, 2% from 2025 on; just the limit is within it."""
    assert find("low", 1000, 0, 0, 0, debt, year=year).outcome is outcome


@pytest.mark.parametrize(
    ("quarters", "outcome"),
    [
        ((5, 6, 6, 7), Outcome.MET),
        ((5, 6, 7, 7), Outcome.NOT_MET),
        ((7, 5, 6, 7), Outcome.NOT_MET),
        ((9, 8, 7, 6), Outcome.MET),
    ],
)
def test_one_rise_is_let_pass_two_in_a_row_are_not(find: Find, quarters: tuple[int, ...], outcome: Outcome) -> None:
    """The run is worked out in Python, the rule that judges it is data."""
    assert find("stopped", 1000, *quarters).outcome is outcome


@pytest.mark.parametrize(("last", "outcome"), [(15, Outcome.MET), (16, Outcome.NOT_MET)])
def test_a_quarter_of_the_worst_has_to_go(find: Find, last: int, outcome: Outcome) -> None:
    """15 of 20 are left: enough; the figures that it read are its reason."""
    found = find("recovered", 1000, 10, 20, 18, last)
    assert found.outcome is outcome
    assert found.texts("en")[-1] == f"{last} million đồng are left at the end of the year, of 20 in the worst quarter"


def test_without_lending_there_is_no_share(find: Find) -> None:
    """Nothing lent counts neither for nor against."""
    assert find("low", 0, 0, 0, 0, 0).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("criterion", ["low", "stopped", "recovered"])
def test_a_missing_quarter_leaves_it_open(find: Find, criterion: str) -> None:
    """What is not known is not nought."""
    assert find(criterion, 1000, 5, 5, 5).outcome is Outcome.UNKNOWN


def test_only_banks_are_asked() -> None:
    """A school lends nothing, and the criteria do not apply to it."""
    school = Dossier("a-school", "cell", 2024, organisation_type="school")
    findings = evaluate(school, rulebook(2024)).findings
    asked = {each.outcome for each in findings if each.criterion.origin.plugin == NAME}
    assert asked == {Outcome.NOT_APPLICABLE}
