"""The plain evaluator: strong Kleene logic over exact numbers, on every floor."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from fourgood.parse import parse
from fourgood.rule import Truth
from fourgood.text import Text
from fourgood.truth import all_of, any_of, at_least, negated, truth
from fourgood.vocabulary import Standing, Tally
from strategies import SCOPE

SAID = {"met": MET, "not met": NOT_MET, "unknown": UNKNOWN}


@pytest.mark.parametrize(
    "text, known, outcome",
    [
        # At the threshold, and on either side: > and >= are different rules.
        ("attended / expected > 0.85", {"attended": 17, "expected": 20}, "not met"),
        ("attended / expected >= 0.85", {"attended": 17, "expected": 20}, "met"),
        ("attended / expected < 0.85", {"attended": 17, "expected": 20}, "not met"),
        ("attended / expected <= 0.85", {"attended": 17, "expected": 20}, "met"),
        ("attended / expected > 0.85", {"attended": 18, "expected": 20}, "met"),
        ("attended / expected >= 0.85", {"attended": 16, "expected": 20}, "not met"),
        ("attended / expected > 1/3", {"attended": 1, "expected": 3}, "not met"),
        ("attended / expected == 1/3", {"attended": 1, "expected": 3}, "met"),
        ("attendance > a_third", {"attended": 1, "expected": 3}, "not met"),
        ("score == 0.1 + 0.2", {"score": Decimal("0.3")}, "met"),
        ("warmth < 0 and warmth >= -2.5", {"warmth": Decimal("-2.5")}, "met"),
        ("per_balance < 0", {"held": 1, "balance": -3}, "met"),
        ("0.7 <= score < 0.9", {"score": Decimal("0.9")}, "not met"),
        ("0.7 <= score < 0.9", {"score": Decimal("0.7")}, "met"),
        # Absent is not zero and not false; what is known may decide all the same.
        ("held >= 0", {}, "unknown"),
        ("held != 3", {}, "unknown"),
        ("clean", {}, "unknown"),
        ("not clean", {}, "unknown"),
        ("clean and warned", {"clean": False}, "not met"),
        ("clean and warned", {"clean": True}, "unknown"),
        ("clean or warned", {"clean": True}, "met"),
        ("clean or not clean", {}, "unknown"),
        ("at_least(2, clean, warned, held > 1)", {"clean": True, "held": 2}, "met"),
        ("at_least(2, clean, warned, held > 1)", {"clean": False, "held": 1}, "not met"),
        ("at_least(2, clean, warned, held > 1)", {"clean": True, "held": 1}, "unknown"),
        ("at_least(two, clean, warned)", {"clean": True, "warned": True}, "met"),
        # A division by zero is unknown, whatever stands above it.
        ("held / due > 1", {"held": 3, "due": 0}, "unknown"),
        ("pace_twice >= 0", {"held": 0, "due": 0}, "unknown"),
        # Choices, ordered or not.
        ('grade >= "good"', {"grade": "good"}, "met"),
        ('grade > "good"', {"grade": "good"}, "not met"),
        ('"good" < grade', {"grade": "excellent"}, "met"),
        ("grade_now >= min_grade", {"grade": "completed"}, "not met"),
        ("min_grade <= grade_now", {"grade": "excellent"}, "met"),
        ("grade > last_grade", {"grade": "good", "last_grade": "failed"}, "met"),
        ("grade == last_grade", {"grade": "good", "last_grade": "good"}, "met"),
        ('colour in ("red", "blue")', {"colour": "green"}, "not met"),
        ('colour not in ("red", "blue")', {"colour": "green"}, "met"),
        ('colour != "red"', {"colour": "red"}, "not met"),
        ("held in (1, 2)", {"held": 2}, "met"),
        ('kind == "cell"', {"kind": "cell"}, "met"),
        # Flags, bare and compared.
        ("clean", {"clean": True}, "met"),
        ("clean == false", {"clean": False}, "met"),
        ("clean != warned", {"clean": True, "warned": True}, "not met"),
        ("true", {}, "met"),
        ("not true", {}, "not met"),
        ("in_order", {"clean": True, "warned": False}, "met"),
        ("in_order", {"clean": True, "warned": True, "attended": 17, "expected": 20}, "not met"),
    ],
)
def test_what_a_rule_comes_to(text, known, outcome):
    """One line, one rule, one small dossier."""
    assert truth(parse(text), SCOPE, known) == SAID[outcome]


def members(still_open):
    """The single outcomes of an open set."""
    return [bit for bit in (MET, NOT_MET, NOT_APPLICABLE) if still_open & bit]


def counted(needed, outcomes):
    """K of n as the design says it: what does not apply is left out; when nothing applies, neither does the whole."""
    applying = [each for each in outcomes if each != NOT_APPLICABLE]
    if not applying:
        return NOT_APPLICABLE
    return MET if applying.count(MET) >= needed else NOT_MET


OPEN = st.integers(1, 7)


@given(
    st.lists(OPEN, min_size=1, max_size=5).flatmap(lambda parts: st.tuples(st.integers(1, len(parts)), st.just(parts)))
)
def test_k_of_n_leaves_open_exactly_what_can_happen(case):
    """An open set holds an outcome when some way to close the parts gives it, and only then."""
    needed, parts = case
    expected = 0
    for outcomes in product(*map(members, parts)):
        expected |= counted(needed, outcomes)
    assert at_least(needed, parts) == expected


@given(st.lists(OPEN, min_size=1, max_size=5))
def test_and_or_are_k_of_n(parts):
    """Any is one of n; all is not any of the opposites."""
    assert any_of(parts) == at_least(1, parts)
    assert all_of(parts) == negated(any_of([negated(part) for part in parts]))
    expected = 0
    for outcomes in product(*map(members, parts)):
        applying = [each for each in outcomes if each != NOT_APPLICABLE]
        expected |= NOT_APPLICABLE if not applying else NOT_MET if NOT_MET in applying else MET
    assert all_of(parts) == expected


@given(OPEN)
def test_not_twice_is_nothing(part):
    """Met and not met change places, and back."""
    assert negated(negated(part)) == part


UPPER = {
    "c1": Standing("c1", Text("a", "a")),
    "c2": Standing("c2", Text("b", "b")),
    "points": Tally("points", Text("c", "c")),
    "max_points": Tally("max_points", Text("d", "d")),
}


@pytest.mark.parametrize(
    "text, points, outcome",
    [
        ("points >= 5", (5, 8), MET),
        ("points >= 5", (4, 5), UNKNOWN),
        ("points > 5", (4, 5), NOT_MET),
        ("points == 5", (5, 5), MET),
        ("points == 5", (4, 6), UNKNOWN),
        ("points == 5", (6, 8), NOT_MET),
        ("points != 5", (6, 8), MET),
        ("points != 5", (4, 5), UNKNOWN),
        ("points < 5", (1, 4), MET),
        ("points <= 5", (6, 9), NOT_MET),
        ("points / max_points >= 0.5", (5, 8), MET),
        ("points / max_points > 0.8", (5, 8), NOT_MET),
        ("points - max_points >= -5", (5, 8), MET),
        ("points * points <= 30", (5, 8), UNKNOWN),
        ("10 / points > 1", (0, 8), UNKNOWN),
    ],
)
def test_points_that_are_still_open_are_intervals(text, points, outcome):
    """A comparison is decided when both ends of the interval say the same."""
    assert truth(parse(text), UPPER, {"points": points, "max_points": (10, 10)}) == outcome


def test_criteria_and_groups_are_names_on_the_upper_floors():
    """What is not applicable counts neither way there."""
    known = {"c1": MET, "c2": NOT_APPLICABLE}
    assert truth(parse("c1 and c2"), UPPER, known) == MET
    assert truth(parse("not c1 or c2"), UPPER, known) == NOT_MET
    assert truth(parse("c2"), UPPER, known) == NOT_APPLICABLE


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "!="])
@given(a=st.fractions(), b=st.fractions())
def test_comparisons_are_those_of_the_numbers(operator, a, b):
    """Points compare as numbers do."""
    from fourgood.truth import compared

    holds = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b}[operator]
    assert compared((a, a), operator, (b, b), None) == (MET if holds else NOT_MET)
    assert truth(Truth(holds), {}, {}) == compared((Fraction(a),) * 2, operator, (Fraction(b),) * 2, None)
