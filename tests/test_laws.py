"""What always holds of an evaluation, whatever the rules and the dossier: pure, monotone, indifferent to order."""

import json
import random

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.truth import truth
from fourgood.verdict import Verdict
from strategies import (
    CONDITIONS,
    FACT_SETS,
    FULL_FACTS,
    KINDS,
    SCOPE,
    TYPES,
    VOCABULARY,
    dossiers,
    dossiers_of,
    rulebooks,
)

MANY = settings(max_examples=80)


def snapshot(dossier):
    """What a dossier holds, copied."""
    return dict(dossier.facts), dict(dossier.evidence), dossier.kind, dossier.organisation_type


def opens(verdict: Verdict):
    """Every set of open outcomes in a verdict: of criteria, of groups, and of the status."""
    found = {("finding", each.criterion.id): each.open for each in verdict.findings}
    found |= {("group", id): frozenset(_members(group._open)) for id, group in verdict.groups.items()}
    return found | {("status",): verdict.open_statuses, ("grade",): frozenset(keys(verdict.open_grades))}


def keys(grades):
    """The keys of grades, None for no grade."""
    return [None if each is None else each.key for each in grades]


def _members(still_open):
    return {bit for bit in (1, 2, 4) if still_open & bit}


def intervals(verdict: Verdict):
    """The points that each group can still come to."""
    return {id: (group.points, group.max_points) for id, group in verdict.groups.items()}


def assert_narrower(less: Verdict, more: Verdict):
    """What more knowledge leaves open was open before; points stay within what they could come to."""
    before, after = opens(less), opens(more)
    for key, still_open in after.items():
        assert still_open <= before[key], key
        assert still_open
    for id, (points, full) in intervals(more).items():
        for (low, high), (was_low, was_high) in zip((points, full), intervals(less)[id], strict=True):
            assert was_low <= low <= high <= was_high


@given(rulebooks(), dossiers())
def test_evaluation_is_pure_and_deterministic(rulebook, dossier):
    """The same dossier gives the same bytes twice, and is not changed."""
    before = snapshot(dossier)
    first = fourgood.evaluate(dossier, rulebook)
    second = fourgood.evaluate(dossier, rulebook)
    assert json.dumps(first.to_json()) == json.dumps(second.to_json())
    assert first.explain("vi") == second.explain("vi")
    assert snapshot(dossier) == before


@MANY
@given(rulebooks(), dossiers(FULL_FACTS), st.randoms(use_true_random=False))
def test_one_more_fact_never_flips_what_is_decided(rulebook, dossier, chance):
    """Facts come in one by one, then their evidence: every set of open outcomes only shrinks, never becomes empty."""
    assert_monotone(rulebook, dossier, chance)


@settings(max_examples=15)
@given(st.data(), st.randoms(use_true_random=False))
def test_the_default_rulebook_is_monotone(default_rulebook, data, chance):
    """The same for the four plugins."""
    assert_monotone(default_rulebook, data.draw(dossiers_of(default_rulebook)), chance)


def assert_monotone(rulebook, dossier, chance: random.Random):
    """Learn the facts and the evidence of a dossier in a random order, several at a time."""
    lessons = [("fact", key) for key in dossier.facts] + [("evidence", key) for key in dossier.evidence]
    chance.shuffle(lessons)
    known, proven = {}, {}
    less = fourgood.evaluate(evolve(dossier, facts={}, evidence={}), rulebook)
    while lessons:
        for _ in range(chance.randint(1, 3)):
            if lessons:
                kind, key = lessons.pop()
                target, source = (known, dossier.facts) if kind == "fact" else (proven, dossier.evidence)
                target[key] = source[key]
        more = fourgood.evaluate(evolve(dossier, facts=known, evidence=proven), rulebook)
        assert_narrower(less, more)
        less = more


@MANY
@given(CONDITIONS, FULL_FACTS, st.data(), KINDS, TYPES)
def test_a_condition_is_monotone(condition, facts, data, kind, organisation_type):
    """On the lowest floor: forgetting facts only opens a condition."""
    kept = data.draw(st.sets(st.sampled_from(sorted(facts))))
    identity = {"kind": kind, "organisation_type": organisation_type}
    full = truth(condition, SCOPE, {**facts, **identity})
    part = truth(condition, SCOPE, {**{key: facts[key] for key in kept}, **identity})
    assert full & ~part == 0


@given(rulebooks(), dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_and_facts_does_not_matter(rulebook, dossier, chance):
    """Findings by id, groups and status are the same in any order of criteria, groups, facts and evidence."""

    def shuffled(items):
        items = list(items)
        chance.shuffle(items)
        return items

    other_book = rulebook.replace(criteria=tuple(shuffled(rulebook.criteria)), groups=tuple(shuffled(rulebook.groups)))
    other = evolve(
        dossier, facts=dict(shuffled(dossier.facts.items())), evidence=dict(shuffled(dossier.evidence.items()))
    )
    assert told(fourgood.evaluate(dossier, rulebook)) == told(fourgood.evaluate(other, other_book))


def told(verdict: Verdict):
    """Everything that a verdict says, by id."""
    findings = {
        each.criterion.id: (each.outcome, each.open, each.texts("vi"), each.missing) for each in verdict.findings
    }
    groups = {id: (group.outcome, group.points, group.max_points) for id, group in verdict.groups.items()}
    decisive = {each.criterion.id for each in verdict.decisive}
    graded = keys(verdict.open_grades), {each.criterion.id for each in verdict.grade_decisive}
    return findings, groups, verdict.status, verdict.open_statuses, decisive, set(verdict.missing), graded


@MANY
@given(rulebooks(plain=True) | rulebooks(), dossiers())
def test_the_bare_status_is_that_of_the_verdict(rulebook, dossier):
    """decide() answers what evaluate() answers."""
    assert fourgood.decide(dossier, rulebook) is fourgood.evaluate(dossier, rulebook).status


@settings(max_examples=30)
@given(st.data())
def test_the_bare_status_of_the_default_rulebook(default_rulebook, data):
    """The same for the four plugins, where most of it is compiled."""
    dossier = data.draw(dossiers_of(default_rulebook))
    assert fourgood.decide(dossier, default_rulebook) is fourgood.evaluate(dossier, default_rulebook).status


@given(FACT_SETS)
def test_an_admitted_dossier_is_admitted_again_unchanged(facts):
    """What a rulebook has admitted it admits again, the same object."""
    rulebook = fourgood.Rulebook(
        "t", fourgood.Text("t", "t"), 2024, VOCABULARY, (fourgood.Group("g", fourgood.Text("g", "g")),), ()
    )
    once = rulebook.admit(fourgood.Dossier("u", "cell", 2024, facts=facts))
    assert rulebook.admit(once) is once
