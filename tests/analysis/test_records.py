"""Rules over records: looked into where the records are given, and nothing is claimed where they are not."""

from pathlib import Path

import pytest

import fourgood
from fourgood.analysis import Refuted, Space, Undecided, always_met, lint, never_met
from fourgood.analysis.plainly import plainly
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


def test_what_the_number_of_records_decides_is_not_overlooked(rulebook, cell):
    """A fact that says how many records there are belongs to what a rule reads, and so does what columns speak of."""
    space = Space(rulebook.vocabulary, rulebook.year)
    tables = {key: fact.table for key, fact in rulebook.vocabulary.facts.items() if fact.table is not None}
    numbers = {key: table.number for key, table in tables.items() if isinstance(table.number, str)}
    assert numbers
    for criterion in rulebook.criteria:
        read = space.reads([criterion])
        assert all(numbers[key] in read for key in numbers if key in read)


def test_every_survivor_is_confirmed(rulebook, cell):
    """With records given by a base, a witness is a dossier for which the two really differ."""
    settling = Settling(rulebook, (cell,))
    for mutant in mutants(rulebook):
        if not mutant.local:
            continue
        answer = settling.settle(mutant).answer
        if isinstance(answer, Refuted):
            opens = {
                plainly(each, rulebook.vocabulary.scope, answer.witness) for each in (mutant.criterion, mutant.mutated)
            }
            assert len(opens) == 2
