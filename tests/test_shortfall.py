"""A shortfall is said only where the fact can really be brought to where the comparison turns."""

from decimal import Decimal
from fractions import Fraction

import pytest

from fourgood.line import Atom
from fourgood.outcome import MET, NOT_MET
from fourgood.parse import parse
from fourgood.shortfall import shortfall
from strategies import SCOPE


def short(rule, facts, still_open=NOT_MET):
    """How far a comparison is from turning round."""
    found = shortfall(Atom(parse(rule), False, SCOPE), facts, still_open)
    return None if found is None else (found.key, found.by, found.over)


@pytest.mark.parametrize(
    "rule, facts, expected",
    [
        ("held >= 12", {"held": 9}, ("held", 3, False)),
        ("held > 12", {"held": 9}, ("held", 4, False)),
        ("held <= 3", {"held": 9}, ("held", 6, True)),
        ("score >= 0.855", {"score": Decimal("0.8")}, ("score", Fraction(6, 100), False)),
        ("held == 12", {"held": 9}, ("held", 3, False)),
        ("attended / expected >= 0.85", {"attended": 9, "expected": 20}, ("attended", 8, False)),
    ],
)
def test_how_far_it_is(rule, facts, expected):
    """In steps of the fact, to the first value that turns the comparison."""
    assert short(rule, facts) == expected


@pytest.mark.parametrize(
    "rule, facts",
    [
        ("held == 2.5", {"held": 2}),
        ("attended / expected == 0.85", {"attended": 1, "expected": 3}),
        ("held > 20", {"held": 3}),
        ("held < 0", {"held": 3}),
        ("score > 1", {"score": Decimal("0.5")}),
        ("held / due >= 2", {"held": 3, "due": 11}),
    ],
)
def test_nothing_is_promised_that_the_fact_cannot_reach(rule, facts):
    """No half meeting, no value beyond the fact's own bounds."""
    assert short(rule, facts) is None


def test_a_veto_is_asked_the_other_way_round():
    """What is met counts against the unit: how far to where it is not met any more."""
    assert short("held > 3", {"held": 5}, MET) == ("held", 2, True)
    assert short("held >= 0", {"held": 5}, MET) is None
