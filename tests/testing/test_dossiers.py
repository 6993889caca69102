"""Dossiers that strategies draw: admitted, biased to thresholds, small when shrunk."""

import time
from collections import Counter
from random import Random

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.outcome import Outcome, Status
from fourgood.rule import All, Compare
from fourgood.testing import (
    boundary,
    degrade,
    dossiers,
    forget,
    improve,
    near,
    not_recognized,
    recognized,
    rulebooks,
    unknown_because,
)
from fourgood.testing.comparison import SIDES
from fourgood.testing.moves import differing
from fourgood.testing.sample import SAMPLE
from fourgood.testing.space import space_of
from fourgood.vocabulary import Vocabulary

STRICT = settings(suppress_health_check=(), max_examples=300)
DRAWS = 2000


def drawn(strategy, number):
    """What a strategy draws, and the processor time of one draw in milliseconds."""
    found = []

    @settings(max_examples=number, suppress_health_check=(), database=None, derandomize=True)
    @given(strategy)
    def draw(value):
        found.append(value)

    start = time.process_time()
    draw()
    return found, 1000 * (time.process_time() - start) / len(found)


@pytest.fixture(scope="module")
def of_default(default_rulebook):
    """Dossiers of the default rulebook."""
    return drawn(dossiers(default_rulebook), DRAWS)[0]


def test_every_dossier_is_admitted(default_rulebook, of_default):
    """Known facts, within bounds, every invariant kept: by construction, with 46 invariants and 125 facts."""
    assert len(of_default) >= DRAWS
    for dossier in of_default:
        default_rulebook.admit(dossier)


def possible(comparison, side, relations):
    """Whether a comparison can come to a side at all: what bounds and invariants rule out is looked for in vain."""
    facts = comparison.placed({}, side, 5)
    if comparison.side(facts) != side:
        return False
    repaired = relations.repaired(facts, "cell", None, set(facts))
    return comparison.side(repaired) == side


def test_each_comparison_is_met_at_its_threshold_and_on_both_sides(default_rulebook, of_default):
    """Below, exactly at, and above, for every comparison of the default rulebook that can come to it."""
    space = space_of(default_rulebook)
    hits = Counter(
        (number, comparison.side(dossier.facts))
        for dossier in of_default
        for number, comparison in enumerate(space.comparisons)
    )
    wanted = [
        (number, side)
        for number, comparison in enumerate(space.comparisons)
        for side in SIDES
        if possible(comparison, side, space.relations)
    ]
    assert len(wanted) > 150
    assert [each for each in wanted if not hits[each]] == []


def test_every_status_and_rare_cases_turn_up(default_rulebook, of_default):
    """Recognised ones too, which chance alone never draws; absent facts, and evidence that is the unit's own."""
    statuses = Counter(fourgood.evaluate(dossier, default_rulebook).status for dossier in of_default)
    assert set(statuses) == set(Status) and statuses[Status.RECOGNIZED] > 20
    assert {dossier.kind for dossier in of_default} == {"cell", "committee"}
    assert any(not dossier.facts for dossier in of_default)
    attested = {each.attested_by for dossier in of_default for each in dossier.evidence.values()}
    assert attested == {"appraiser", "unit"}


@STRICT
@given(st.data())
def test_complete_dossiers_know_everything(data):
    """Nothing is absent then, and still every invariant holds."""
    dossier = data.draw(dossiers(SAMPLE, complete=True))
    assert set(dossier.facts) == set(SAMPLE.vocabulary.facts)
    SAMPLE.admit(dossier)


@STRICT
@given(dossiers(SAMPLE, criterion="attended_well", kind="cell"))
def test_of_one_criterion_only_its_facts_are_drawn(dossier):
    """And what invariants tie to them; of the kind that is asked for."""
    assert set(dossier.facts) <= {"attended", "expected"}
    assert dossier.kind == "cell"


def test_they_shrink_to_few_facts_and_to_a_base():
    """Without a base to nothing but what matters, with one to the base with what matters changed."""
    verdict = lambda dossier: fourgood.evaluate(dossier, SAMPLE)  # noqa: E731
    fails = lambda dossier: verdict(dossier).finding("attended_well").outcome is Outcome.NOT_MET  # noqa: E731
    found = [set(find(dossiers(SAMPLE), fails, random=Random(seed)).facts) for seed in range(5)]
    # Where shrinking starts is chance: now and then it stops one fact short.
    assert {"attended", "expected"} in found and all({"attended", "expected"} <= each for each in found)
    assert max(map(len, found)) <= 3
    base = find(recognized(SAMPLE), lambda dossier: True)
    changed = find(dossiers(SAMPLE, base=base), lambda dossier: verdict(dossier).status is Status.NOT_RECOGNIZED)
    assert len(differing(base, changed)) == 1


@STRICT
@given(st.data())
def test_near_a_dossier_few_facts_are_others(data):
    """No more than the changes, but for what invariants make follow."""
    base = next(iter(boundary(SAMPLE, "scored")))
    found = data.draw(near(base, SAMPLE, changes=1))
    assert len(differing(base, found)) <= 2


# General invariants


def titled(key):
    """A text."""
    return fourgood.Text(f"{key} (vi)", key)


def counted(key, most=30):
    """A count."""
    return fourgood.Fact(key, fourgood.Kind.COUNT, titled(key), maximum=most)


GRADES = fourgood.Scale(tuple((each, titled(each)) for each in ("low", "middle", "high")), ordered=True)
TIED = Vocabulary(
    {
        **{key: counted(key) for key in "abcdef"},
        **{key: fourgood.Fact(key, fourgood.Kind.FLAG, titled(key)) for key in ("planned", "published")},
        "grade": fourgood.Fact("grade", fourgood.Kind.CHOICE, titled("grade"), scale=GRADES),
    },
    {},
    {},
    tuple(
        fourgood.Invariant(f"i{at}", titled(f"i{at}"), fourgood.parse(rule))
        for at, rule in enumerate(
            [
                "a + b <= c",
                "a >= 2 * d - 3",
                "c == e or not planned",
                'published or grade != "high"',
                "at_least(2, a > 0, b > 0, planned, e < 10)",
                "f * 2 != c + 1",
                "0.2 <= f / 30 <= 0.9 or f == 0",
            ]
        )
    ),
)
RULE = fourgood.Criterion("one", "first", titled("one"), 'a / c >= 0.5 and grade >= "middle"')
TIED_BOOK = fourgood.Rulebook("tied", titled("tied"), 2024, TIED, (fourgood.Group("first", titled("first")),), (RULE,))


@pytest.mark.parametrize("complete", [False, True])
def test_any_invariant_is_kept(complete):
    """Sums, products, flags, choices, k of n: what cannot be moved into place falls back on a base that keeps all."""
    found, _ = drawn(dossiers(TIED_BOOK, complete=complete), 1000)
    for dossier in found:
        TIED_BOOK.admit(dossier)
        assert not complete or len(dossier.facts) == len(TIED.facts)
    assert len({tuple(dossier.facts.items()) for dossier in found}) > 200


@settings(max_examples=40)
@given(rulebooks(), st.data())
def test_any_rulebook_has_dossiers(rulebook, data):
    """Also one that recognises nobody."""
    rulebook.admit(data.draw(dossiers(rulebook)))


# Better, worse, less known


@STRICT
@given(dossiers(SAMPLE), st.data())
def test_improving_and_degrading_follow_the_direction_of_each_fact(dossier, data):
    """Facts with a direction move along it, others stay; invariants hold."""
    for strategy, sign in ((improve, 1), (degrade, -1)):
        moved = data.draw(strategy(dossier, SAMPLE))
        SAMPLE.admit(moved)
        for key, (old, new) in differing(dossier, moved).items():
            fact = SAMPLE.vocabulary.facts[key]
            ranks = (fact.scale.ranks[old], fact.scale.ranks[new]) if fact.scale else (old, new)
            better = ranks[1] > ranks[0] if fact.better == "higher" else ranks[1] < ranks[0]
            assert fact.better is not None
            assert better is (sign > 0)


@STRICT
@given(dossiers(SAMPLE), st.data())
def test_forgetting_leaves_less(dossier, data):
    """Facts or evidence are gone, nothing is new."""
    less = data.draw(forget(dossier))
    assert less.facts.items() <= dossier.facts.items()
    assert less.evidence.items() <= dossier.evidence.items()
    gone = len(dossier.facts) - len(less.facts) + len(dossier.evidence) - len(less.evidence)
    assert gone > 0 or not dossier.facts


# By what they come to


@settings(max_examples=60)
@given(st.data())
def test_recognized_are_recognized(default_rulebook, data):
    """Every one of them, in every kind."""
    dossier = data.draw(recognized(default_rulebook))
    assert fourgood.evaluate(dossier, default_rulebook).recognized


@settings(max_examples=60)
@given(st.data())
def test_not_recognized_are_not(default_rulebook, data):
    """And with a criterion nothing else stands in the way."""
    assert fourgood.decide(data.draw(not_recognized(default_rulebook)), default_rulebook) is Status.NOT_RECOGNIZED
    dossier = data.draw(not_recognized(default_rulebook, only="attendance_above_floor"))
    verdict = fourgood.evaluate(dossier, default_rulebook)
    assert [each.criterion.id for each in verdict.findings if each.adverse] == ["attendance_above_floor"]


def test_every_criterion_that_can_decide_alone_does(default_rulebook):
    """Two cannot: one never applies, the other's failing makes another one fail; that is said."""
    impossible = []
    for criterion in default_rulebook.criteria:
        try:
            not_recognized(default_rulebook, only=criterion.id)
        except fourgood.FourgoodError:
            impossible.append(criterion.id)
    assert impossible == ["annual_score_sufficient", "no_cell_failing"]


@settings(max_examples=60)
@given(st.data())
def test_unknown_because_of_one_fact(default_rulebook, data):
    """Undetermined, and that fact is all that is missing."""
    verdict = fourgood.evaluate(data.draw(unknown_because("attended", default_rulebook)), default_rulebook)
    assert verdict.status is Status.UNDETERMINED and verdict.missing == ("attended",)


def test_what_decides_nothing_is_said(default_rulebook):
    """A fact that is only for the record leaves nothing undetermined."""
    with pytest.raises(fourgood.FourgoodError, match="thematic_meetings_held"):
        unknown_because("thematic_meetings_held", default_rulebook)


def test_the_deterministic_phase_is_complete():
    """Of one criterion: each comparison on three sides, each fact absent, each choice; the same every time."""
    found = list(boundary(SAMPLE, "attended_well"))
    rule, guard = space_of(SAMPLE, "attended_well").comparisons
    assert {rule.side(dossier.facts) for dossier in found} == {-1, 0, 1, None}
    assert {guard.side(dossier.facts) for dossier in found} == {0, 1, None}
    assert [dossier.facts for dossier in found] == [dossier.facts for dossier in boundary(SAMPLE, "attended_well")]


@pytest.mark.parametrize("type", [fourgood.Dossier, fourgood.Rulebook, Vocabulary, Compare, All])
def test_types_have_strategies(type):
    """hypothesis finds them by itself."""
    found, _ = drawn(st.from_type(type), 5)
    assert all(isinstance(each, type) for each in found)
