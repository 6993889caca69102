"""Systems of inequalities: solved exactly where they can be, and never wrongly said to be without solution."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fourgood.analysis.linear import Linear
from fourgood.analysis.system import Budget, OutOfBudget, at_most_zero, feasible, linked, solution

KEYS = ("x", "y", "z")
SIZE = 4
BOUNDS = [row for key in KEYS for row in (((((key, 1),), SIZE)), (((key, -1),), 0))]
ROWS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(KEYS), st.integers(-5, 5).filter(bool), max_size=3).map(
            lambda factors: tuple(sorted(factors.items()))
        ),
        st.integers(-9, 9),
    ),
    max_size=5,
)


def holds(rows, at):
    """Whether whole numbers satisfy all rows."""
    return all(sum(factor * at[key] for key, factor in factors) <= limit for factors, limit in rows)


@settings(max_examples=300)
@given(ROWS)
def test_a_solution_is_found_exactly_where_there_is_one(rows):
    """Compared with all points of a small box."""
    points = (dict(zip(KEYS, point, strict=True)) for point in product(range(SIZE + 1), repeat=3))
    there = any(holds(rows, point) for point in points)
    found = solution([*rows, *BOUNDS], {}, Budget(100_000))
    assert (found is not None) is there
    assert found is None or holds([*rows, *BOUNDS], found)
    assert feasible([*rows, *BOUNDS], Budget(100_000)) or not there


def test_the_solution_stays_near_what_is_preferred():
    """x + y >= 5 near x = 3, y = 1: one of them moves by one."""
    rows = [((("x", -1), ("y", -1)), -5), *BOUNDS]
    found = solution(rows, {"x": 3, "y": 1}, Budget(1000))
    assert found is not None and abs(found["x"] - 3) + abs(found["y"] - 1) == 1


def test_whole_numbers_that_fractions_hide():
    """2x = 2y + 1 has fractions, and no whole numbers."""
    rows = [((("x", 2), ("y", -2)), 1), ((("x", -2), ("y", 2)), -1), *BOUNDS]
    assert solution(rows, {}, Budget(1000)) is None


def test_what_takes_too_long_is_not_answered():
    """A budget that is spent raises; nothing is claimed."""
    with pytest.raises(OutOfBudget):
        solution([((("x", 3), ("y", -2)), 1), *BOUNDS], {}, Budget(2))


@pytest.mark.parametrize(
    "factor, constant, strictly, row",
    [
        ("3", "-4", False, ((("x", 1),), 1)),  # 3x <= 4: x is at most 1
        ("3", "-3", True, ((("x", 1),), 0)),  # 3x < 3
        ("-2", "3", False, ((("x", -1),), -2)),  # 2x >= 3: x is at least 2
        ("1/2", "-1/3", False, ((("x", 1),), 0)),  # x/2 <= 1/3
        ("-1/2", "1", True, ((("x", -1),), -3)),  # x/2 > 1
    ],
)
def test_a_row_is_in_whole_numbers(factor, constant, strictly, row):
    """Lowest terms, the limit rounded to what whole numbers can reach."""
    assert at_most_zero(Linear({"x": Fraction(factor)}, Fraction(constant)), strictly) == row


def test_rows_are_linked_by_their_unknowns():
    """Also through others; those about nothing of theirs are left out."""
    one, two, far = ((("x", 1),), 3), ((("x", 1), ("y", 1)), 4), ((("a", 1),), 0)
    three = ((("y", -1), ("z", 1)), 0)
    assert set(linked([one], [far, three, two])) == {one, two, three}


@given(ROWS, ROWS)
def test_rows_that_are_not_linked_need_not_be_looked_at_again(rows, others):
    """Where others hold by themselves, all hold where those do that are linked."""
    if feasible((*others, *BOUNDS), Budget(10**6)):
        together = feasible((*rows, *others, *BOUNDS), Budget(10**6))
        assert feasible((*linked(rows, others), *BOUNDS), Budget(10**6)) is together
