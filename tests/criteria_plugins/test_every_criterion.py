"""Every criterion of the four plugins comes to what its cases say, and has the cases that it needs (README.md)."""

from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

from criteriacases import KINDS, Load, about_one, criterion_of, lacking, outcome_of, unturned
from fourgood import Criterion, Outcome, Role, Rulebook, Status, decide, evaluate
from fourgood.dossiers import read_dossier
from fourgood.language import language
from fourgood.testing.case import Case
from fourgood.testing.run import Demands, examine
from fourgood.testing.target import Target, target_of

ROOT = Path(__file__).parents[2]
PILOT = ROOT / "examples" / "pilot_2024"
FILES = {
    path.parent.name.removeprefix("fourgood_"): path for path in sorted(ROOT.glob("criteria_plugins/*/cases.yaml"))
}
PLUGINS = tuple(FILES)


@cache
def under_test(plugin: str) -> Target:
    """A plugin's criteria with its cases."""
    found = target_of([FILES[plugin]])
    assert found.suite.faults == ()
    return found


@cache
def cases(plugin: str) -> tuple[Case, ...]:
    """The cases of single criteria, each for every unit that it is meant for."""
    return tuple(about_one(under_test(plugin).cases))


ALL = [each for plugin in PLUGINS for each in cases(plugin)]


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_a_criterion_comes_to_what_its_case_says(each: Case, rulebook: Load) -> None:
    """The facts of the case alone decide the criterion, or leave it open, as the case says."""
    verdict = evaluate(each.dossier, rulebook(each.dossier.year))
    assert list(each.misses(verdict)) == []
    finding = verdict.finding(criterion_of(each))
    assert (finding.outcome is Outcome.UNKNOWN) == bool(finding.missing)


def test_a_person_vouches_for_every_case() -> None:
    """What is made from the rules says what they say; nothing of the kind is shipped unread."""
    assert [each.name for each in ALL if not each.reviewed] == []


@pytest.mark.parametrize("plugin", PLUGINS)
def test_the_cases_show_all_of_the_rules_and_notice_every_change(plugin: str) -> None:
    """Also those of whole groups; nothing in the rules is something that cannot be meant."""
    report = examine(under_test(plugin), Demands(("cases", "lint", "coverage", "mutation"), floor=100))
    assert report.code == 0, "\n".join(report.lines(language("en")))


def test_a_fact_without_evidence_leaves_a_criterion_that_demands_it_unknown_and_says_so(rulebook: Load) -> None:
    """Of every criterion with evidence: required: no document is not the same as not met."""
    demanding = {each.id for each in rulebook(2024).criteria if each.evidence_required}
    met = [each for each in ALL if outcome_of(each) is Outcome.MET]
    stripped = [
        evolve(each, dossier=evolve(each.dossier, evidence={})) for each in met if criterion_of(each) in demanding
    ]
    assert {criterion_of(each) for each in stripped} == demanding
    for each in stripped:
        finding = evaluate(each.dossier, rulebook(each.dossier.year)).finding(criterion_of(each))
        assert finding.outcome is Outcome.UNKNOWN
        assert set(finding.missing) <= set(each.dossier.facts)
        assert all("no evidence for" in text for text in finding.texts("en"))


RECOGNISED = {"cell": "party_committee_office_cell.yaml", "committee": "education_department_committee.yaml"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_veto_or_deferral_decides_a_dossier_that_is_else_recognised(kind: str, rulebook: Load) -> None:
    """Met, it refuses or postpones all alone; with its exception (remedied, below the limit) it changes nothing."""
    recognised, book = read_dossier(PILOT / RECOGNISED[kind]), rulebook(2024)
    said = {Role.VETO: Status.NOT_RECOGNIZED, Role.DEFERRAL: Status.DEFERRED}
    tried = set()
    decided = [each for each in ALL if outcome_of(each) in (Outcome.MET, Outcome.NOT_MET)]
    for each in decided:
        role = book.criterion(criterion_of(each)).role
        if role in said and (each.dossier.kind, each.dossier.year) == (kind, book.year):
            dossier = recognised.with_facts(each.dossier.facts)
            expected = said[role] if outcome_of(each) is Outcome.MET else Status.RECOGNIZED
            assert (evaluate(dossier, book).status, decide(dossier, book)) == (expected, expected), each.name
            tried.add(criterion_of(each))
    assert tried == {each.id for each in book.criteria if each.role in said and kind in each.applies_to}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_the_cases_name_every_criterion_of_the_plugin_and_no_other(plugin: str, rulebook: Load) -> None:
    """A new criterion without cases fails, and so do cases of one that is gone."""
    assert {criterion_of(each) for each in cases(plugin)} == {each.id for each in criteria_of(plugin, rulebook(2024))}


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
