"""Explanations are sound, complete, and minimal."""

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.outcome import NOT_APPLICABLE, UNKNOWN, Outcome
from fourgood.reasons import settled
from fourgood.testing import laws
from strategies import FACT_VALUES, FULL_FACTS, consistent, dossiers, dossiers_of, rulebooks

MANY = settings(max_examples=80)
DECIDED = (Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE)


def cited(finding: fourgood.Finding) -> set[str]:
    """The facts that the reasons of a finding read or miss."""
    return {key for reason in finding.reasons for key in (*reason.facts, *reason.missing)}


def only(dossier: fourgood.Dossier, keys: set[str]) -> fourgood.Dossier:
    """The dossier with some facts alone, and their evidence."""
    return evolve(
        dossier,
        facts={key: value for key, value in dossier.facts.items() if key in keys},
        evidence={key: value for key, value in dossier.evidence.items() if key in keys},
    )


@MANY
@given(rulebooks(), dossiers())
def test_the_cited_facts_alone_give_the_same_outcome(rulebook, dossier):
    """Sound: all else may be forgotten."""
    for finding in fourgood.evaluate(dossier, rulebook).findings:
        again = fourgood.evaluate(only(dossier, cited(finding)), rulebook).finding(finding.criterion.id)
        assert again.open == finding.open


@MANY
@given(rulebooks(), dossiers(), dossiers(FULL_FACTS), st.data())
def test_what_is_not_cited_never_matters(rulebook, dossier, other, data):
    """Complete: any facts that are not cited may change, come or go, and the outcome stays, decided or unknown."""
    for finding in fourgood.evaluate(dossier, rulebook).findings:
        kept = cited(finding)
        free = sorted(set(FACT_VALUES) - kept)
        changed = data.draw(st.sets(st.sampled_from(free))) if free else set()
        facts = {key: value for key, value in dossier.facts.items() if key in kept}
        evidence = {key: value for key, value in dossier.evidence.items() if key in kept}
        facts |= {key: other.facts[key] for key in changed}
        evidence |= {key: value for key, value in other.evidence.items() if key in changed}
        if not consistent(facts):
            continue
        again = fourgood.evaluate(evolve(dossier, facts=facts, evidence=evidence), rulebook)
        assert again.finding(finding.criterion.id).open == finding.open


@MANY
@given(rulebooks(), dossiers())
def test_no_cited_comparison_can_be_left_out(rulebook, dossier):
    """Minimal: of a decided rule, leaving out one cited comparison leaves it open."""
    verdict = fourgood.evaluate(dossier, rulebook)
    for finding in verdict.findings:
        if finding.outcome in (Outcome.MET, Outcome.NOT_MET):
            line = rulebook.lines[finding.criterion.id]
            by = [atom for atom in line.decided_by(verdict.dossier, finding._open) if atom in line.rule_atoms]
            opens = {atom.leaf: atom.open(verdict.dossier) for atom in by}
            for atom in by:
                rest = {leaf: each for leaf, each in opens.items() if leaf != atom.leaf}
                assert settled(line.rule, rest, line.scope) == UNKNOWN


@MANY
@given(rulebooks(), dossiers())
def test_no_cited_comparison_of_a_guard_can_be_left_out(rulebook, dossier):
    """The same for why a criterion does not apply."""
    verdict = fourgood.evaluate(dossier, rulebook)
    for finding in verdict.findings:
        line = rulebook.lines[finding.criterion.id]
        by = line.decided_by(verdict.dossier, finding._open)
        if finding._open == NOT_APPLICABLE and by:
            opens = {atom.leaf: atom.open(verdict.dossier) for atom in by}
            for atom in by:
                rest = {leaf: each for leaf, each in opens.items() if leaf != atom.leaf}
                assert settled(line.guard, rest, line.scope) == UNKNOWN


@settings(max_examples=10)
@given(st.data())
def test_the_default_rulebook_explains_itself(default_rulebook, data):
    """Sound and complete for every criterion of the four plugins."""
    dossier, other = (data.draw(dossiers_of(default_rulebook)) for _ in range(2))
    laws.explanation_sound(dossier, default_rulebook)
    laws.explanation_complete(dossier, other, default_rulebook)


@MANY
@given(rulebooks(), dossiers())
def test_an_open_finding_says_what_is_missing_or_why(rulebook, dossier):
    """An open finding names an absent fact, or cites a division by zero; a decided one lacks at most points."""
    for finding in fourgood.evaluate(dossier, rulebook).findings:
        if finding.outcome in DECIDED:
            assert finding.missing == () or finding.criterion.bands
        else:
            assert finding.missing or any(not reason.missing for reason in finding.reasons)


@MANY
@given(rulebooks(), dossiers())
def test_every_reason_is_said_in_both_languages(rulebook, dossier):
    """Texts are never empty and no placeholder is left in them."""
    verdict = fourgood.evaluate(dossier, rulebook)
    for finding in verdict.findings:
        for lang, foreign in (("vi", "(en)"), ("en", "(vi)")):
            for said in finding.texts(lang):
                assert said.strip()
                assert "{" not in said and "}" not in said
                assert foreign not in said
    for lang in ("vi", "en"):
        assert "{" not in verdict.explain(lang)
