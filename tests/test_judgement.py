"""What is judged, not counted: it takes the appraiser and a document, whichever way the judgement goes."""

import pytest
from attrs import evolve

import fourgood
from fourgood import Outcome, Status

PILOT = "examples/pilot_2024/party_committee_office_cell.yaml"


@pytest.fixture(scope="module")
def rulebook():
    """The default rulebook."""
    return fourgood.load_rulebook(2024)


@pytest.fixture
def recognised(rulebook, pytestconfig):
    """A dossier that is recognised, every judgement in it with a document."""
    dossier = rulebook.admit(fourgood.read_dossier(pytestconfig.rootpath / PILOT))
    assert fourgood.decide(dossier, rulebook) is Status.RECOGNIZED
    return dossier


def judged(dossier, rulebook):
    """The keys of the judgements in a dossier."""
    return [key for key in dossier.facts if rulebook.vocabulary.facts[key].judged]


def with_judgements(dossier, rulebook, value, evidence):
    """The dossier with every judgement and its evidence replaced."""
    keys = judged(dossier, rulebook)
    facts = {**dossier.facts, **dict.fromkeys(keys, value)}
    kept = {key: each for key, each in dossier.evidence.items() if key not in keys}
    return evolve(dossier, facts=facts, evidence={**kept, **dict.fromkeys(keys, evidence)} if evidence else kept)


def test_nobody_is_exempted_without_a_document(rulebook, recognised):
    """“Not applicable” is a judgement too: without evidence it is not known, and the unit is not recognised."""
    waved_away = fourgood.evaluate(with_judgements(recognised, rulebook, "not_applicable", None), rulebook)
    assert waved_away.status is Status.UNDETERMINED
    finding = waved_away.finding("party_lines_carried_out")
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.texts("en")[0].startswith("no evidence for: ")


def test_with_a_document_what_does_not_apply_does_not_count(rulebook, recognised):
    """The appraiser may exempt a unit, and says on what ground."""
    proof = fourgood.Evidence(document="Biên bản thẩm định", attested_by="appraiser")
    exempted = fourgood.evaluate(with_judgements(recognised, rulebook, "not_applicable", proof), rulebook)
    assert exempted.finding("party_lines_carried_out").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("value", ["met", "not_met", "not_applicable"])
def test_a_unit_does_not_judge_itself(rulebook, recognised, value):
    """A judgement that the unit passed on itself is no appraiser's, whatever document it names."""
    proof = fourgood.Evidence(document="Biên bản chi bộ", attested_by="unit")
    verdict = fourgood.evaluate(with_judgements(recognised, rulebook, value, proof), rulebook)
    assert verdict.status is Status.UNDETERMINED
    finding = verdict.finding("party_lines_carried_out")
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.texts("en")[0].startswith("judged by the unit itself, not by the appraiser: ")


def test_a_count_that_only_says_whether_a_criterion_applies_needs_no_document(rulebook, recognised):
    """A cell in which nobody was disciplined proves nothing about the disciplined."""
    assert "ordinary_members_disciplined" not in recognised.evidence
    finding = fourgood.evaluate(recognised, rulebook).finding("members_violations_self_detected")
    assert finding.outcome is Outcome.NOT_APPLICABLE
