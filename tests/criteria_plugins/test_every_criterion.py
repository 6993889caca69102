"""Every criterion of the four plugins comes to what its cases say, and has the cases that it needs (README.md)."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

from casefiles import KINDS, Case, lacking, read_cases, unturned
from fourgood import Criterion, Outcome, Role, Rulebook, Status, decide, evaluate
from fourgood.dossiers import read_dossier

Load = Callable[[int], Rulebook]
PILOT = Path(__file__).parents[2] / "examples" / "pilot_2024"
FOLDER = Path(__file__).with_name("cases")
PLUGINS = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def cases(plugin: str) -> tuple[Case, ...]:
    """The cases of a plugin, each for every unit that it is meant for."""
    return read_cases(FOLDER / f"{plugin}.yaml").cases


ALL = [each for plugin in PLUGINS for each in cases(plugin)]


@pytest.mark.parametrize("each", ALL, ids=str)
def test_a_criterion_comes_to_what_its_case_says(each: Case, rulebook: Load) -> None:
    """The facts of the case alone decide the criterion, or leave it open, as the case says."""
    finding = evaluate(each.dossier, rulebook(each.year)).finding(each.criterion)
    assert finding.outcome is each.outcome
    assert (finding.outcome is Outcome.UNKNOWN) == bool(finding.missing)


def test_a_fact_without_evidence_leaves_a_criterion_that_demands_it_unknown_and_says_so(rulebook: Load) -> None:
    """Of every criterion with evidence: required: no document is not the same as not met."""
    demanding = {each.id for each in rulebook(2024).criteria if each.evidence_required}
    met = [each for each in ALL if each.outcome is Outcome.MET]
    stripped = [evolve(each, evidence={}) for each in met if each.criterion in demanding]
    assert {each.criterion for each in stripped} == demanding
    for each in stripped:
        finding = evaluate(each.dossier, rulebook(each.year)).finding(each.criterion)
        assert finding.outcome is Outcome.UNKNOWN
        assert set(finding.missing) <= set(each.facts)
        assert all("no evidence for" in text for text in finding.texts("en"))


RECOGNISED = {"cell": "party_committee_office_cell.yaml", "committee": "education_department_committee.yaml"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_veto_or_deferral_decides_a_dossier_that_is_else_recognised(kind: str, rulebook: Load) -> None:
    """Met, it refuses or postpones all alone; with its exception (remedied, below the limit) it changes nothing."""
    recognised, book = read_dossier(PILOT / RECOGNISED[kind]), rulebook(2024)
    said = {Role.VETO: Status.NOT_RECOGNIZED, Role.DEFERRAL: Status.DEFERRED}
    tried = set()
    decided = [each for each in ALL if each.outcome in (Outcome.MET, Outcome.NOT_MET)]
    for each in decided:
        role = book.criterion(each.criterion).role
        if role in said and (each.kind, each.year) == (kind, book.year):
            dossier = recognised.with_facts(each.facts)
            expected = said[role] if each.outcome is Outcome.MET else Status.RECOGNIZED
            assert (evaluate(dossier, book).status, decide(dossier, book)) == (expected, expected), str(each)
            tried.add(each.criterion)
    assert tried == {each.id for each in book.criteria if each.role in said and kind in each.applies_to}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_the_cases_name_every_criterion_of_the_plugin_and_no_other(plugin: str, rulebook: Load) -> None:
    """A new criterion without cases fails, and so do cases of one that is gone."""
    assert {each.criterion for each in cases(plugin)} == {each.id for each in criteria_of(plugin, rulebook(2024))}


def criteria_of(plugin: str, rulebook: Rulebook) -> list[Criterion]:
    return [each for each in rulebook.criteria if each.origin.plugin == plugin]


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_criterion_has_a_case_for_each_way_it_can_come_out(plugin: str, rulebook: Load) -> None:
    """Met, not met and unknown for all; not applicable for those that are guarded or concern some units only."""
    assert not lacking(criteria_of(plugin, rulebook(2024)), cases(plugin))


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_threshold_has_a_case_at_it_and_one_step_to_each_side(plugin: str, rulebook: Load) -> None:
    """A comparison that is off by one, or strict where it should not be, changes the outcome of a case."""
    assert not unturned(criteria_of(plugin, rulebook(2024)), cases(plugin), rulebook)
