"""A rule that does not fit its scope is refused when it is loaded: every fault, each with its place and its mend."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given

from fourgood.check import check, check_definition, check_rule, range_of
from fourgood.outcome import MET, NOT_MET, UNKNOWN
from fourgood.parse import parse
from fourgood.rule import Compare, Name, Not, Number, Word
from fourgood.ruletype import Memo
from fourgood.scale import PERCENT
from fourgood.text import Text
from fourgood.truth import truth
from fourgood.vocabulary import Definition, Standing, Tally, Vocabulary
from strategies import (
    CONDITION_TREES,
    CONDITIONS,
    DEFINITIONS,
    FACT_SETS,
    FACTS,
    KINDS,
    SCOPE,
    THRESHOLDS,
    TYPES,
    VOCABULARY,
    defined,
    keyed,
    threshold,
)


def faults(text, scope=SCOPE):
    """What the type check says of a text."""
    return check(parse(text), scope, VOCABULARY.at_most)


@pytest.mark.parametrize(
    "text",
    [
        "held >= 12",
        "attendance > min_attendance",
        "attended / expected > 0.85",
        "score >= 0.85 and warmth < -2.5",
        "balance >= least",
        'grade >= "good"',
        '"good" <= grade',
        "grade > last_grade",
        "grade >= min_grade",
        'colour != "red"',
        "clean == true and clean != warned",
        'colour in ("red", "blue")',
        "clean in (true,)",
        'kind == "cell" and organisation_type in ("bank",)',
        "present_enough and not in_order",
        "at_least(two, clean, warned, held > 1)",
        "min_held > 10",
        "pace > 3",
        "gap < 0",
        "held / balance > -2",  # the divisor may be negative
        "attended + expected <= 40",
    ],
)
def test_rules_that_fit(text):
    """Numbers with numbers, choices with their own choices, flags and definitions alone."""
    assert faults(text) == []


@pytest.mark.parametrize(
    "text, column, message, hint",
    [
        ("attendence > 0.85", 1, "`attendence` is not known", "Did you mean `attendance`"),
        ("clean and attendances > 1", 11, "`attendances` is not known", "Did you mean `attendance`"),
        ("zzz", 1, "`zzz` is not known", "Declare it as a fact, definition or parameter"),
        ("held", 1, "`held` alone is no condition", "Compare it with something, like held >= 1"),
        ("min_held", 1, "`min_held` alone is no condition", "Compare it"),
        ("attendance", 1, "`attendance` alone is no condition", "Compare it"),
        ('held > "good"', 1, '`held > "good"` compares a number with a word', "Compare numbers with numbers"),
        ("held == clean", 1, "compares a number with a flag", "Compare numbers with numbers"),
        ("held > min_grade", 1, "compares a number with a word", "Compare numbers with numbers"),
        ("grade > 2", 1, "compares a choice with a number", "choices with their own choices"),
        ("grade == colour", 1, "compares a choice with a choice", "choices with their own choices"),
        ('"x" == "x"', 1, "compares a word with a word", "Compare"),
        ('clean == "yes"', 1, "compares a flag with a word", "Compare"),
        ('colour > "red"', 1, '`colour > "red"` needs an order, and these choices have none', "Write == or in"),
        ("clean < warned", 1, "needs an order", "Write == or in"),
        ('grade >= "god"', 10, '"god" is none of the choices failed, completed, good, excellent', "Did you mean good?"),
        ('"zzzzzz" == colour', 1, '"zzzzzz" is none of the choices red, green, blue', None),
        ('grade in ("good", "red")', 19, '"red" is none of the choices', "Did you mean failed?"),
        ("score > 85", 9, "85 is outside what `score` can be (0 to 1)", "Did you mean 0.85?"),
        ("attendance > 85", 14, "85 is outside what `attendance` can be", "Did you mean 0.85?"),
        (
            "attended / expected > 85",
            23,
            "85 is outside what `attended / expected` can be (0 to 1)",
            "Did you mean 0.85",
        ),
        ("85 < score", 1, "85 is outside what `score` can be (0 to 1)", "Did you mean 0.85?"),
        ("held > 21", 8, "21 is outside what `held` can be (0 to 20)", "Check the number, or the bounds"),
        ("held < -1", 8, "-1 is outside what `held` can be", "Check the number"),
        ("held > least", 8, "-3 is outside what `held` can be", "Check the number"),
        ("held + due > 41", 14, "41 is outside what `held + due` can be (0 to 40)", "Check the number"),
        ("held - due > 21", 14, "21 is outside what `held - due` can be (-20 to 20)", "Check the number"),
        ("held * due > 401", 14, "401 is outside what `held * due` can be (0 to 400)", "Check the number"),
        ("held / due < -1", 14, "-1 is outside what `held / due` can be (0 to …)", "Check the number"),
        ("held in (12, 30)", 14, "30 is outside what `held` can be", "Check the number"),
        ("present_enough > 1", 1, "`present_enough` is met or not, it has no value", "Write it alone, or with not"),
        ("clean + 1 > 2", 1, "`clean` is a flag, no number", None),
        ('held * "x" > 2', 8, '`"x"` is a word, no number', None),
        ("at_least(held, clean, warned)", 10, "`held` cannot count conditions here", "whole number from 1 to 2"),
        ("at_least(a_third, clean, warned)", 10, "`a_third` cannot count conditions here", "whole number from 1 to 2"),
        ("at_least(min_held, clean, warned)", 10, "`min_held` cannot count conditions here", "whole number"),
        ("1 > 0", 1, "`1 > 0` names no fact and decides nothing", "Compare a fact with it"),
        ("clean and 1 + 1 == 2", 11, "`2 == 2` names no fact and decides nothing", "Compare a fact with it"),
        ("3 in (1, 2)", 1, "`3 in (1, 2)` names no fact and decides nothing", "Compare a fact with it"),
        ("true == false", 1, "`true == false` names no fact and decides nothing", "Compare a fact with it"),
        ("at_least(twoo, clean, warned)", 10, "`twoo` is not known", "Did you mean `two`?"),
    ],
)
def test_rules_that_do_not_fit(text, column, message, hint):
    """Each fault stands where it is, says what is compared with what, and what was probably meant."""
    (fault, *_) = found = faults(text)
    assert len(found) == 1
    assert message in str(fault)
    assert (fault.place.line, fault.place.column) == (1, column)
    assert fault.hint is None if hint is None else hint in str(fault)


def test_all_faults_come_at_once():
    """One rule, four faults, in the order of the text."""
    found = faults('helt > 1 and not score > 85 or grade == "x" and at_least(1, held, clean)')
    assert [fault.place.column for fault in found] == [1, 26, 41, 61]


def test_conditions_have_no_value():
    """A tree built by hand may put a condition where a term must stand: that is a fault, not a crash."""
    tree = Compare(Not(Name("clean")), "==", Number(1))
    assert "has no value to compare" in check(tree, SCOPE)[0].message


def test_on_the_upper_floors_names_are_criteria_groups_and_tallies():
    """A criterion stands alone, a tally is a number."""
    scope = {"c1": Standing("c1", Text("a", "a")), "met": Tally("met", Text("b", "b"))}
    assert faults("c1 and met >= 3", scope) == []
    assert "is met or not" in faults("c1 > 1", scope)[0].message
    assert "alone is no condition" in faults("met", scope)[0].message


def vocabulary(*definitions):
    """The vocabulary with some definitions more."""
    return Vocabulary(keyed(FACTS), keyed([*DEFINITIONS, *definitions]), keyed(THRESHOLDS))


def definition_faults(*definitions):
    """What is said of the last of some definitions."""
    return check_definition(definitions[-1], vocabulary(*definitions).scope)


def test_definitions_that_fit():
    """All definitions of the test vocabulary."""
    assert [fault for each in DEFINITIONS for fault in check_definition(each, SCOPE)] == []


@pytest.mark.parametrize(
    "texts, circle",
    [
        ({"x": "x + 1"}, "x → x"),
        ({"x": "y + 1", "y": "z * 2", "z": "x - 3"}, "z → x → y → z"),
        ({"x": "clean and y", "y": "not x"}, "y → x → y"),
    ],
)
def test_a_definition_that_needs_itself_is_refused(texts, circle):
    """Directly or by a circle, and the circle is shown."""
    (fault,) = definition_faults(*(defined(key, text) for key, text in texts.items()))
    assert fault.message == "the definition `{key}` needs itself: {circle}"
    assert fault.values["circle"] == circle


def test_definitions_are_checked_like_rules():
    """Names and types inside a definition."""
    (fault,) = definition_faults(defined("x", "helt / due"))
    assert "`helt` is not known" in str(fault)
    (fault,) = definition_faults(defined("x", 'grade > "goo"'))
    assert "is none of the choices" in str(fault)


def test_a_definition_that_is_too_long_written_out_is_refused():
    """Twelve doublings are more than the text can cost."""
    doubling = [defined("x0", "clean and warned")]
    doubling += [defined(f"x{at}", f"x{at - 1} and x{at - 1}") for at in range(1, 30)]
    (fault,) = definition_faults(*doubling)
    assert fault.message == "the definition `{key}` is too long when written out"


def test_a_definition_that_is_too_deep_written_out_is_refused():
    """A hundred levels are enough; a chain of a thousand definitions does not end in Python's own limit."""
    for length in (150, 3000):
        chain = [defined("x0", "held + 1")]
        chain += [Definition(f"x{at}", Text("x", "x"), parse(f"x{at - 1} + 1 > 0").left) for at in range(1, length)]
        (fault,) = definition_faults(*chain)
        assert "is too long when written out" in fault.message


def test_a_rule_that_is_too_long_written_out_is_refused():
    """A short rule over long definitions costs no more than a long rule."""
    doubling = [defined("x0", "clean and warned")]
    doubling += [defined(f"x{at}", f"x{at - 1} and x{at - 1}") for at in range(1, 11)]
    scope = vocabulary(*doubling).scope
    assert faults("x10 and x9", scope) == []
    (fault,) = faults(" and ".join(["x10"] * 10), scope)
    assert fault.message == "this rule is too long when its definitions are written out"


class Counted(dict):
    """A scope that counts how often it is asked what a name means."""

    asked = 0

    def get(self, key, default=None):
        """What a name means."""
        self.asked += 1
        return super().get(key, default)


def test_each_definition_is_looked_at_once_for_all_rules():
    """Many rules over ten definitions, each of which doubles the last: the texts are walked, not what they mean."""
    doubling = [defined("x0", "held + due")]
    doubling += [defined(f"x{at}", f"x{at - 1} + x{at - 1}") for at in range(1, 11)]
    scope, memo = Counted(vocabulary(*doubling).scope), Memo()
    rule = parse("x10 > 1")
    assert check(rule, scope, memo=memo) == []
    once = scope.asked
    assert once < 300
    for _ in range(100):
        assert check(rule, scope, memo=memo) == []
    assert scope.asked - once <= 1000


def test_a_share_may_be_asked_for_more_than_the_whole_within_reason():
    """What is defined as a share may pass 100%, but not ten times over."""
    over = defined("over", "held / due", measure=DEFINITIONS[0].measure)
    scope = vocabulary(over).scope
    assert faults("over > 1.2", scope) == []
    assert "outside what" in faults("over > 110", scope)[0].message


def test_a_definition_of_a_definition_is_a_choice_too():
    """Types go through definitions."""
    again = Definition("again", Text("x", "x"), Name("grade_now"))
    assert faults('again > "completed"', vocabulary(again).scope) == []


def test_a_threshold_that_is_a_choice_must_be_one_of_the_choices():
    """A parameter set to a word is compared as that word."""
    scope = {**SCOPE, "min_grade": threshold("min_grade", "goood")}
    assert "Did you mean {near}?" in faults("grade >= min_grade", scope)[0].hint


@given(CONDITION_TREES)
def test_the_check_takes_any_tree(tree):
    """Faults or none, never a crash; every fault can be said."""
    for fault in check(tree, SCOPE, VOCABULARY.at_most):
        assert str(fault)


@given(CONDITION_TREES)
def test_what_the_check_takes_can_be_evaluated(tree):
    """With the names of the tree mapped to facts that fit, evaluation does not crash."""
    keys = ["held", "score", "clean", "grade", "warmth"]
    renamed = _renamed(tree, keys)
    if not check(renamed, SCOPE, VOCABULARY.at_most):
        known = {"held": 3, "score": Decimal("0.5"), "clean": True, "grade": "good", "warmth": Decimal(-1)}
        assert truth(renamed, SCOPE, known) in (1, 2, 3)


def _renamed(node, keys):
    if isinstance(node, Name):
        return Name(keys[len(node.key) % len(keys)])
    changes = {}
    for name in ("left", "right", "term", "part"):
        if hasattr(node, name):
            changes[name] = _renamed(getattr(node, name), keys)
    if hasattr(node, "parts"):
        changes["parts"] = tuple(_renamed(part, keys) for part in node.parts)
    return evolve(node, **changes) if changes else node


def test_literals_of_the_tree_are_checked_as_values():
    """A word beside a choice, either way round, and a fraction beside a count."""
    assert check(Compare(Word("good"), "==", Name("grade")), SCOPE) == []
    assert check(Compare(Name("held"), ">", Number(Fraction(1, 3))), SCOPE) == []


def test_a_quotient_is_negative_where_its_divisor_is():
    """Nought is no floor for held / balance, which goes from -20 to 20."""
    assert check(parse("per_balance < -3"), SCOPE) == []
    assert range_of(parse("per_balance > 0").left, SCOPE) == (None, None)
    assert range_of(parse("pace > 0").left, SCOPE)[0] == 0


# What is decided before any dossier is read.


def as_rule(rule, guard=None, scope=SCOPE):
    """What is wrong with a text as the rule of a criterion."""
    return check_rule(parse(rule), guard and parse(guard), scope, VOCABULARY.at_most, Memo())


@pytest.mark.parametrize(
    "rule, outcome",
    [
        ("held >= 0", "always"),
        ("held < 0", "never"),
        ("not held >= 0", "never"),
        ("clean or held <= 20", "always"),
        ("clean and held > 20", "never"),
        ("attended + expected > 40", "never"),
        ("attendance <= 1", "always"),
        ("attended / expected > 1", "never"),
        ("pace >= 0", "always"),
        ('grade >= "failed"', "always"),
        ('"excellent" < grade', "never"),
        ('grade in ("failed", "completed", "good", "excellent")', "always"),
        ("at_least(2, clean, held >= 0, due >= 0)", "always"),
        ("at_least(2, clean, held < 0)", "never"),
        ("clean or true", "always"),
        ("in_order and due < 0", "never"),
    ],
)
def test_a_rule_that_the_ranges_decide_is_refused(rule, outcome):
    """Whatever the facts are, it comes to the same: nobody can have meant that."""
    assert faults(rule) == []
    (fault,) = as_rule(rule)
    assert str(fault).startswith("1:") and f"is {outcome} met, whatever the facts are" in str(fault)


@pytest.mark.parametrize("rule", ["true", "false", "held >= 1", "attendance < 1", "pace >= 1", "held >= 0 and clean"])
def test_a_rule_that_depends_on_facts_is_taken(rule):
    """And a literal true or false is meant."""
    assert as_rule(rule) == []


def test_what_a_parameter_switches_off_is_meant():
    """A guard that never holds says so: `min_held > 0` where the parameter is nought."""
    off = {**SCOPE, "min_held": threshold("min_held", Fraction(0))}
    assert as_rule("held >= min_held", None, off) != []
    assert as_rule("held >= min_held", "min_held > 0", off) == []


def test_a_share_is_not_proved_to_stay_below_ten():
    """That a definition in percent stays below 1000% is common sense, not a proof."""
    shares = vocabulary(defined("share", "held / due", measure=PERCENT)).scope
    assert as_rule("share <= 10", None, shares) == []


@given(CONDITIONS, FACT_SETS, KINDS, TYPES)
def test_what_is_refused_is_decided_by_the_evaluator_too(condition, facts, kind, type):
    """A rule that is said to be never met is met by no dossier, one that is said to be always met fails for none."""
    found = check_rule(condition, None, SCOPE, VOCABULARY.at_most, Memo())
    if found:
        known = {**facts, "kind": kind, "organisation_type": type}
        said = MET if "always" in str(found[0]) else NOT_MET
        assert truth(condition, SCOPE, known) in (said, UNKNOWN)
