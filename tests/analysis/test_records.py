"""Rules over records: looked into where the records are given, and nothing is claimed where they are not."""

from pathlib import Path

import pytest

import fourgood
from fourgood.analysis import Refuted, Space, Undecided, always_met, lint, never_met
from fourgood.rulefile import read_rules
from fourgood.testing.mutation import mutants
from fourgood.testing.settling import Settling

EXAMPLES = Path(__file__).parents[2] / "examples" / "records"


@pytest.fixture(scope="module")
def rulebook():
    return fourgood.combine([read_rules(EXAMPLES / "meetings.yaml")], 2024)


@pytest.fixture(scope="module")
def cell(rulebook):
    return rulebook.admit(fourgood.read_dossier(EXAMPLES / "cell.yaml"))


def test_nothing_is_claimed_of_records_that_are_not_given(rulebook):
    """Of a criterion that reads records alone nothing is proved, and lint says no more than that."""
    space = Space(rulebook.vocabulary, rulebook.year)
    for criterion in rulebook.criteria:
        assert isinstance(never_met(space, criterion), Undecided)
        assert isinstance(always_met(space, criterion), Undecided)
    assert {remark.code.id for remark in lint(rulebook)} == {"undecided"}


def test_rules_over_records_have_mutants(rulebook):
    """Thresholds, operators, and what is asked of each record."""
    said = [str(each.change) for each in mutants(rulebook)]
    assert len(said) >= 4 * len(rulebook.criteria)
    assert all(each.rulebook.criteria for each in mutants(rulebook, rulebook.criteria[0].id)[:3])


def test_a_survivor_is_settled_where_the_records_of_a_base_tell(rulebook, cell):
    """A dossier that comes out otherwise without any change is the case; what is claimed is confirmed, or open."""
    settling = Settling(rulebook, (cell,))
    found = [settling.settle(mutant) for mutant in mutants(rulebook)]
    assert any(isinstance(each.answer, Refuted) for each in found)
