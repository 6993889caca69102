"""The numbers that a criterion written in Python may compare its facts with."""

from decimal import Decimal
from fractions import Fraction
from statistics import median

from fourgood.testing.mined import constants

LIMIT = Decimal("83.5")
LIMITS = {"least": 31, "most": [47]}
BOUNDS = (41, 43)


def numbers(function):
    """Those that are found, as a set; 0 and 1 are in much code."""
    return {float(each) for each in constants(function)} - {0, 1}


def in_module(view):
    """Names of its module, single or together."""
    return any(view["a"] > each for each in BOUNDS) or LIMITS["least"] < view["b"] < LIMIT


def too_deep(value):
    """Called by that."""
    return value > 1017


def deepest(value):
    """Called by what is called by what is called."""
    return value > 1013 and too_deep(value)


def deeper(value):
    """Called by what is called."""
    return value > 1011 and deepest(value)


def helper(value):
    """Called; and it calls itself."""
    return value != 777 or deeper(value) or helper(value - 1)


def calls(view):
    """Asks others."""
    return helper(view["a"])


def test_numbers_are_found_where_a_function_is_written():
    """In its code, that of what is inside it, in defaults, in what it closes over."""
    closed_over = 19
    assert numbers(lambda view, least=17: view["a"] > 7.25 or "0.85" in view) == {17, 7.25, 0.85}
    assert numbers(lambda view: [each for each in view if each > 5]) == {5}
    assert numbers(lambda view: view["a"] > closed_over) == {19}
    assert constants(lambda view: view["a"] > 0.85) == (Fraction(17, 20),)


def test_numbers_are_found_under_the_names_of_its_module():
    """Single ones, and those in collections."""
    assert numbers(in_module) == {41, 43, 31, 83.5}


def test_numbers_are_found_in_what_it_calls():
    """Three calls deep; one that calls itself ends; what other modules are made of is no business of it."""
    assert numbers(calls) == {777, 1011, 1013}
    assert numbers(lambda view: calls(view)) == {777, 1011}
    assert numbers(lambda view: median(view) > 12) == {12}


def test_numbers_are_found_in_helpers_that_it_closes_over():
    """As when a function makes criteria."""

    def near(value):
        return value == 613

    assert numbers(lambda view: near(view["a"])) == {613}
