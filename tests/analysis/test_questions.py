"""What analysis claims of criteria is true: compared with every dossier of a tiny vocabulary."""

from collections import Counter

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings

from fourgood.analysis import questions
from fourgood.analysis.answer import Proved, Refuted, Undecided
from fourgood.analysis.plainly import plainly
from fourgood.analysis.search import SINGLE
from fourgood.analysis.space import Space
from fourgood.analysis.subject import good
from fourgood.analysis.system import Budget
from fourgood.criterion import Criterion
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from fourgood.vocabulary import Vocabulary
from strategies import YEAR, count, keyed, text
from tiny import CONDITIONS, SPACE, VOCABULARY, criteria, outcomes

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


ANSWERS = Counter()


@pytest.fixture
def mostly_decided():
    """Undecided is seldom the answer: what decides nothing is never wrong either."""
    ANSWERS.clear()
    yield
    assert ANSWERS[Undecided] < ANSWERS.total() / 50


def is_so(answer, asked, seen, refuted):
    """Whether an answer is that of all dossiers, whose outcomes were seen, or none; its witness is one of them."""
    ANSWERS[type(answer)] += 1
    if isinstance(answer, Refuted):
        assert tuple(plainly(each, VOCABULARY.scope, answer.witness) for each in asked) in seen
    return isinstance(answer, Undecided) or isinstance(answer, Refuted) is refuted


ALONE = [
    (questions.never_met, lambda opens: opens == MET),
    (questions.never_applies, lambda opens: bool(opens & UNKNOWN)),
    (questions.always_met, lambda opens: opens == NOT_MET),
    (questions.always_decided, lambda opens: opens not in SINGLE),
]


@pytest.mark.usefixtures("mostly_decided")
@MANY
@given(criteria())
def test_of_one_criterion(criterion):
    """Never met, never applicable, always met, always decided: said exactly where it is so."""
    assume(len(SPACE.reads([criterion])) <= 4)
    seen = outcomes([criterion])
    for question, wanted in ALONE:
        answer = question(SPACE, criterion)
        assert is_so(answer, [criterion], seen, any(wanted(opens) for (opens,) in seen))


@pytest.mark.usefixtures("mostly_decided")
@MANY
@given(criteria("c"), criteria("d"))
def test_of_two_criteria(one, other):
    """One from the other, both at once, the same."""
    assume(len(SPACE.reads([one, other])) <= 4)
    seen = outcomes([one, other])
    fine = [(NOT_APPLICABLE, good(each)) for each in (one, other)]
    for question, wanted in (
        (questions.implies, lambda a, b: a == MET and b != MET),
        (questions.follows, lambda a, b: a in fine[0] and b not in fine[1]),
        (questions.contradictory, lambda a, b: (a, b) == (good(one), good(other))),
        (questions.equivalent, lambda a, b: a != b),
    ):
        answer = question(SPACE, one, other)
        assert is_so(answer, [one, other], seen, any(wanted(*opens) for opens in seen))


@pytest.mark.usefixtures("mostly_decided")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(criteria("c"), CONDITIONS)
def test_the_same_with_facts_absent(one, rule):
    """Criteria that are the same for complete dossiers may still say unknown at different times."""
    other = evolve(one, rule=rule)
    assume(len(SPACE.reads([one, other])) <= 3)
    seen = outcomes([one, other], partial=True)
    answer = questions.equivalent(SPACE, one, other, partial=True)
    assert is_so(answer, [one, other], seen, any(a != b for a, b in seen))


TERMS = (
    "a / c",
    "b / (a - 1)",
    "n / c",
    "1 / c",
    "a * c",
    "a * b",
    "(a - b) / c",
    "a / b / c",
    "a / (b * 2)",
    "part - n",
)


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize("term", TERMS)
def test_divisors_of_either_sign_and_products(term, operator):
    """Each relation of each form, on both sides of the comparison, against zero and against other terms."""
    for rule in (f"{term} {operator} 1", f"-1 {operator} {term}", f"{term} {operator} n", f"b {operator} {term}"):
        criterion = Criterion("c", "g", text("c"), rule)
        seen = {opens for (opens,) in outcomes([criterion])}
        for question, wanted in ALONE:
            answer = question(SPACE, criterion)
            assert not isinstance(answer, Undecided)
            assert is_so(answer, [criterion], {(each,) for each in seen}, any(map(wanted, seen)))
        assert isinstance(questions.never_met(SPACE, criterion), Proved) is (MET not in seen)


def test_missing_evidence_tells_two_criteria_apart():
    """The same for every dossier with evidence, and not where a document is missing."""
    strict = Criterion("c", "g", text("c"), "a >= 2", evidence_required=True)
    lax = evolve(strict, evidence_required=False)
    assert questions.equivalent(SPACE, strict, lax) == Proved()
    answer = questions.equivalent(SPACE, strict, lax, partial=True)
    assert isinstance(answer, Refuted)
    assert "a" in answer.witness.facts and "a" not in answer.witness.evidence


def test_too_much_is_undecided():
    """Nothing is claimed where a fact has too many values to look at one by one."""
    many = (count("x", 0, 10**6), count("y", 0, 10**6))
    space = Space(Vocabulary(keyed(many), {}, {}), YEAR)
    assert questions.never_met(space, Criterion("c", "g", text("c"), "x * y == 999983 * 7")) == Undecided()


def test_large_bounds_cost_nothing():
    """A ratio of facts up to a million is cut, not counted."""
    many = (count("x", 0, 10**6), count("y", 0, 10**6))
    space = Space(Vocabulary(keyed(many), {}, {}), YEAR)
    one, other = (
        Criterion("c", "g", text("c"), rule, applies_when="y > 0") for rule in ("x / y >= 0.851", "x / y >= 0.85")
    )
    assert questions.implies(space, one, other) == Proved()
    back = questions.implies(space, other, one)
    assert isinstance(back, Refuted) and dict(back.witness.facts) == {"x": 17, "y": 20}


def test_a_look_at_a_long_rule_takes_more_steps_than_one_at_a_short_rule():
    """So that a budget bounds the time, whatever a file says."""

    def spent(rule):
        budget = Budget(10_000)
        questions.never_met(Space(VOCABULARY, YEAR, budget), Criterion("c", "g", text("c"), rule))
        return 10_000 - budget.left

    assert spent(" and ".join(["a >= 1"] * 500)) > 5 * spent("a >= 1")
