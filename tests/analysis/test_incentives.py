"""Doing better never costs, or two dossiers that differ in one fact show that it does."""

from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fourgood.admit import admit
from fourgood.analysis.answer import Proved, Refuted, Undecided
from fourgood.analysis.directions import declared
from fourgood.analysis.incentives import never_drawn_in, never_worse
from fourgood.analysis.plainly import plainly
from fourgood.analysis.subject import good
from fourgood.criterion import Criterion
from fourgood.direction import EASIER, HARDER, NONE
from fourgood.errors import DossierError
from fourgood.outcome import NOT_APPLICABLE, UNKNOWN
from strategies import YEAR, text
from tiny import SPACE, VALUES, VOCABULARY, criteria, every

RANKS = {"g": ("poor", "fair", "good"), "f": (False, True)}


def better_of(dossier, key, better):
    """The same dossier with every better value of one fact, where that is admitted."""
    if key not in dossier.facts:
        return
    values = RANKS.get(key, VALUES[key])
    order = values if better == "higher" else values[::-1]
    for value in order[order.index(dossier.facts[key]) + 1 :]:
        try:
            yield admit(dossier.with_facts({key: value}), VOCABULARY, YEAR)
        except DossierError:
            continue


@settings(max_examples=150, deadline=None)
@given(criteria(evidence=False), st.sampled_from(sorted(VALUES)), st.sampled_from(["higher", "lower"]))
def test_what_is_said_of_incentives_is_so(criterion, key, better):
    """Compared with every pair of dossiers of the tiny vocabulary."""
    assume(key in SPACE.reads([criterion]) and len(SPACE.reads([criterion])) <= 3)
    fine, bad = good(criterion), UNKNOWN ^ good(criterion)
    seen = {
        tuple(plainly(criterion, VOCABULARY.scope, each) for each in (one, other))
        for one in every([criterion])
        for other in better_of(one, key, better)
    }
    for question, wanted in ((never_worse, (fine, bad)), (never_drawn_in, (NOT_APPLICABLE, bad))):
        answer = question(SPACE, criterion, VOCABULARY.facts[key], better)
        if isinstance(answer, Undecided):
            continue
        assert isinstance(answer, Proved) is (wanted not in seen)
        if isinstance(answer, Refuted):
            before, after = answer.witnesses
            assert tuple(plainly(criterion, VOCABULARY.scope, each) for each in (before, after)) == wanted
            changed = [key for key in VALUES if before.facts.get(key) != after.facts.get(key)]
            assert changed == [key]


def test_the_witness_is_small():
    """A window: too much of it costs. Two dossiers of one fact each."""
    window = Criterion("c", "g", text("c"), "1 <= a <= 2")
    answer = never_worse(SPACE, window, VOCABULARY.facts["a"], "higher")
    assert isinstance(answer, Refuted)
    assert [dict(each.facts) for each in answer.witnesses] == [{"a": 1}, {"a": 3}]


def test_a_declared_direction():
    """Higher is better, lower is better, or nothing is said."""
    fact = VOCABULARY.facts["a"]
    assert [declared(evolve(fact, better=each)) for each in ("higher", "lower", None)] == [EASIER, HARDER, NONE]
