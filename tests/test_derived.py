"""Facts worked out in Python: what the dossier itself says comes first, and a failure is a reason, not a crash."""

from decimal import Decimal

import pytest
from attrs import evolve

import fourgood
from fourgood.derived import in_order
from fourgood.vocabulary import Vocabulary
from strategies import FACTS, VOCABULARY, YEAR, count, keyed, text

TWICE = count("twice", 0, 40)


def rulebook(function, reads=("held",), fact=TWICE, rule="twice >= 10"):
    """A rulebook with one derived fact and one criterion that reads it."""
    vocabulary = Vocabulary(keyed([*FACTS, fact]), VOCABULARY.definitions, VOCABULARY.thresholds)
    return fourgood.Rulebook(
        "test",
        text("test"),
        YEAR,
        vocabulary,
        (fourgood.Group("g", text("g")),),
        (fourgood.Criterion("c", "g", text("c"), rule),),
        derived=(fourgood.DerivedFact(fact, function, reads),),
    )


def finding(book, kind="cell", **facts):
    """The finding of the criterion for some facts."""
    return fourgood.evaluate(fourgood.Dossier("u", kind, YEAR, facts=facts), book).finding("c")


def double(view):
    """Twice what was held."""
    return 2 * view["held"]


def test_a_derived_fact_counts_like_any_other():
    """It is cited with its value."""
    found = finding(rulebook(double), held=6)
    assert found.outcome is fourgood.Outcome.MET
    assert found.reasons[0].facts == {"twice": 12}


def test_what_the_dossier_says_comes_first():
    """The function is not asked then."""
    assert finding(rulebook(double), held=6, twice=3).reasons[0].facts == {"twice": 3}


def test_without_what_it_reads_it_is_absent():
    """By an absent fact or by None."""
    assert finding(rulebook(double)).missing == ("twice",)
    assert finding(rulebook(lambda view: None), held=6).missing == ("twice",)


@pytest.mark.parametrize("cause", [ZeroDivisionError("by nought"), KeyError("x"), RecursionError("deep")])
def test_a_function_that_raises_leaves_its_fact_absent(cause):
    """And the reason says what happened, in both languages."""

    def fails(view):
        raise cause

    found = finding(rulebook(fails), held=6)
    assert found.outcome is fourgood.Outcome.UNKNOWN
    for lang in ("vi", "en"):
        assert type(cause).__name__ in found.texts(lang)[0]


def test_an_undeclared_fact_is_a_failure():
    """A function gets what it declared, and nothing else."""
    assert "UndeclaredFact" in finding(rulebook(lambda view: view["due"]), held=6).texts("en")[0]


def test_a_function_may_ask_who_the_unit_is():
    """Kind and type of organisation are facts too."""
    book = rulebook(lambda view: 20 if view["kind"] == "cell" else 0, reads=("kind",))
    assert finding(book).outcome is fourgood.Outcome.MET
    assert finding(book, kind="committee").outcome is fourgood.Outcome.NOT_MET


@pytest.mark.parametrize("value", [99, -1, "many", Decimal("1.5"), True])
def test_a_value_that_the_fact_does_not_take_is_not_taken(value):
    """What a plugin works out passes the same door; that it is wrong is the plugin's fault, not the unit's."""
    found = finding(rulebook(lambda view: value), held=6)
    assert found.outcome is fourgood.Outcome.UNKNOWN
    assert "`twice` could not be worked out" in found.texts("en")[0]


def test_a_plugin_that_wants_to_end_the_host_does_not():
    """SystemExit is caught like any other failure."""
    found = finding(rulebook(lambda view: exit()), held=6)
    assert "could not be worked out" in found.texts("en")[0]


def test_derived_facts_are_worked_out_in_the_order_of_their_needs():
    """Whatever order plugins come in; and some that need each other are refused."""
    first = fourgood.DerivedFact(count("z_first", 0, 80), lambda view: view["held"], ("held",))
    second = fourgood.DerivedFact(count("a_second", 0, 80), lambda view: view["z_first"], ("z_first",))
    assert in_order([second, first]) == in_order([first, second]) == (first, second)
    looped = evolve(first, reads=("a_second",))
    with pytest.raises(fourgood.RulebookError, match="derived facts need each other: "):
        in_order([looped, second])


def test_a_fact_that_is_not_asked_of_the_unit_is_not_worked_out():
    """A fact of committees is absent for a cell."""
    fact = evolve(TWICE, applies_to=frozenset({"committee"}))
    assert finding(rulebook(double, fact=fact), held=6).missing == ("twice",)


def test_one_derived_fact_may_read_another():
    """In the order in which they are contributed."""
    book = rulebook(double)
    again = fourgood.DerivedFact(count("four_times", 0, 80), lambda view: 2 * view["twice"], ("twice",))
    vocabulary = Vocabulary({**book.vocabulary.facts, "four_times": again.fact}, {}, {})
    book = book.replace(vocabulary=vocabulary, derived=(*book.derived, again))
    admitted = book.admit(fourgood.Dossier("u", "cell", YEAR, facts={"held": 3}))
    assert admitted.facts == {"held": 3, "twice": 6, "four_times": 12}


def test_what_it_reads_must_be_facts():
    """A misspelt name is found when the rulebook is made, not when the function runs."""
    with pytest.raises(fourgood.RulebookError, match="`helt` is no fact that a function could read"):
        rulebook(double, reads=("helt",))
