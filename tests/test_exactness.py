"""Shares are compared exactly for all counts up to 10,000: on the line, and one step off it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from fourgood.compile import compile_test
from fourgood.outcome import MET, NOT_MET
from fourgood.parse import parse
from fourgood.truth import truth
from fourgood.vocabulary import Definition, Vocabulary
from strategies import count, keyed, number, text, threshold

MOST = 10_000
VOCABULARY = Vocabulary(
    keyed([count("part", 0, MOST), count("whole", 0, MOST), number("score", "0", "1", "0.0001")]),
    keyed([Definition("share", text("share"), parse("part / whole > 0").left)]),
    keyed([threshold("limit", Fraction(17, 20))]),
)
SCOPE = VOCABULARY.scope
LIMITS = {"0.85": Fraction(17, 20), "0.9": Fraction(9, 10), "1/3": Fraction(1, 3), "2/3": Fraction(2, 3)}


def asked(rule):
    """A rule compiled, as a function of part and whole."""
    test = compile_test(parse(rule), SCOPE)
    return lambda part, whole: test({"part": part, "whole": whole}, None, "cell")


@pytest.mark.parametrize("limit", LIMITS)
def test_every_share_near_a_threshold(limit):
    """For every whole up to 10,000: the last part below the line, the one on it if there is one, the first above."""
    exact = LIMITS[limit]
    tests = {operator: asked(f"part / whole {operator} {limit}") for operator in (">", ">=", "==", "<", "<=")}
    more, least, same = tests[">"], tests[">="], tests["=="]
    less, most = tests["<"], tests["<="]
    for whole in range(1, MOST + 1):
        line = exact.numerator * whole // exact.denominator
        on = line * exact.denominator == exact.numerator * whole
        # On the line, or just below it: never above. One more is above. One less is below.
        assert (more(line, whole), least(line, whole), same(line, whole), less(line, whole), most(line, whole)) == (
            (NOT_MET, MET, MET, NOT_MET, MET) if on else (NOT_MET, NOT_MET, NOT_MET, MET, MET)
        )
        assert (more(line + 1, whole), most(line + 1, whole)) == (MET, NOT_MET)
        if line:
            assert (least(line - 1, whole), less(line - 1, whole)) == (NOT_MET, MET)


def test_a_parameter_and_a_definition_are_as_exact():
    """The line of 85% is met on every twentieth whole, by name as by number."""
    strict, loose = asked("share > limit"), asked("share >= limit")
    for whole in range(20, MOST + 1, 20):
        part = whole * 17 // 20
        assert (strict(part, whole), loose(part, whole)) == (NOT_MET, MET)


def test_the_plain_evaluator_is_as_exact():
    """A sample of the same wholes, evaluated plainly."""
    rule = parse("part / whole > 1/3")
    for whole in range(3, MOST + 1, 301):
        part = whole // 3
        assert truth(rule, SCOPE, {"part": part, "whole": whole}) == NOT_MET
        assert truth(rule, SCOPE, {"part": part + 1, "whole": whole}) == MET


def test_decimals_are_compared_in_their_own_steps():
    """Every four-digit share against the threshold and against a third, which no decimal is."""
    test, third = compile_test(parse("score >= limit"), SCOPE), compile_test(parse("score > 1/3"), SCOPE)
    for step in range(MOST + 1):
        facts = {"score": Decimal(step).scaleb(-4)}
        assert test(facts, None, "cell") == (MET if step >= 8500 else NOT_MET)
        assert third(facts, None, "cell") == (MET if step > 3333 else NOT_MET)
