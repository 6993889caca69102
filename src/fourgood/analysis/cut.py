"""A comparison cut into regions: what it comes to, and what that demands of the facts in it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import TypeAlias, assert_never

from fourgood.analysis.linear import Linear, NeedsValue, NotKnown, Quotient, Terms, Unsupported, steps
from fourgood.analysis.system import Row, at_most_zero
from fourgood.analysis.written import reads
from fourgood.outcome import MET, NOT_MET, UNKNOWN, Open
from fourgood.reasons import Leaf
from fourgood.rule import Aggregate, Compare, Operator, names, walk
from fourgood.truth import truth
from fourgood.vocabulary import Fact, Scope, Value

Region: TypeAlias = tuple[Open, tuple[Row, ...]]
"""What a comparison comes to, and the rows that say where it does."""

ONE = Fraction(1)

TURNED: Mapping[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
"""The operators after both sides are multiplied by something negative."""


def regions(leaf: Leaf, scope: Scope, facts: Mapping[str, Fact], given: Mapping[str, Value | None]) -> list[Region]:
    """The regions of a leaf that is written out, all together everything that its facts can be.

    Raises NeedsValue when the value of a fact has to be given first, Unsupported for what cannot be cut.
    """
    keys = reads(leaf, scope)
    open_keys = [key for key in keys if key not in given]
    if not open_keys:
        return [(truth(leaf, scope, given), ())]
    # Records may come to something without each of their facts: whoever takes them apart looks at what is absent.
    if any(key in given and given[key] is None for key in names(leaf)) and not _of_records(leaf):
        return [(UNKNOWN, ())]
    for key in open_keys:
        if key not in facts or not facts[key].numeric:
            raise NeedsValue((key,))
    if any(given.get(key, key) is None for key in names(leaf)):
        raise Unsupported
    if not isinstance(leaf, Compare):
        raise Unsupported
    terms = Terms(facts, given, scope)
    try:
        return list(_compared(terms, terms.quotient(leaf.left), leaf.operator, terms.quotient(leaf.right)))
    except NotKnown:
        return [(UNKNOWN, ())]


def _of_records(leaf: Leaf) -> bool:
    return any(isinstance(each, Aggregate) for each in walk(leaf))


def _compared(terms: Terms, left: Quotient, operator: Operator, right: Quotient) -> Iterator[Region]:
    """Two quotients compared by cross-multiplication, for each sign that their divisors can have."""
    if any(each.is_constant and each.constant == 0 for each in (*left.divisors, *right.divisors)):
        yield UNKNOWN, ()
        return
    difference = terms.times(left.top, right.bottom).plus(terms.times(right.top, left.bottom), -1)
    divisors = _different((*left.divisors, *right.divisors, left.bottom, right.bottom))
    for divisor in divisors:
        yield UNKNOWN, (at_most_zero(divisor), at_most_zero(divisor.scaled(-ONE)))
    for signs in product(*(_signs(divisor, terms) for divisor in divisors)):
        rows = tuple(
            at_most_zero(each.scaled(Fraction(-sign)), True) for each, sign in zip(divisors, signs, strict=True)
        )
        turned = _sign(left.bottom, divisors, signs) != _sign(right.bottom, divisors, signs)
        for still_open, region in _against_zero(difference, TURNED[operator] if turned else operator):
            yield still_open, (*rows, *region)


def _different(sums: tuple[Linear, ...]) -> list[Linear]:
    found: list[Linear] = []
    for each in sums:
        if not each.is_constant and each not in found:
            found.append(each)
    return found


def _signs(divisor: Linear, terms: Terms) -> list[int]:
    """The signs that a sum can have within the bounds of its facts."""
    ends = [factor * steps(terms.facts[key]) for key, factor in divisor.factors.items()]
    low = divisor.constant + sum((end for end in ends if end < 0), Fraction(0))
    high = divisor.constant + sum((end for end in ends if end > 0), Fraction(0))
    return [sign for sign, possible in ((1, high > 0), (-1, low < 0)) if possible]


def _sign(bottom: Linear, divisors: list[Linear], signs: tuple[int, ...]) -> bool:
    """Whether a bottom is positive."""
    return bottom.constant > 0 if bottom.is_constant else signs[divisors.index(bottom)] > 0


def _against_zero(sum_: Linear, operator: Operator) -> Iterator[Region]:
    """A sum compared with zero."""
    minus = sum_.scaled(-ONE)
    below, above = at_most_zero(sum_, True), at_most_zero(minus, True)
    not_above, not_below = at_most_zero(sum_), at_most_zero(minus)
    match operator:
        case "<" | ">=":
            yield MET if operator == "<" else NOT_MET, (below,)
            yield NOT_MET if operator == "<" else MET, (not_below,)
        case ">" | "<=":
            yield MET if operator == ">" else NOT_MET, (above,)
            yield NOT_MET if operator == ">" else MET, (not_above,)
        case "==" | "!=":
            same, other = (MET, NOT_MET) if operator == "==" else (NOT_MET, MET)
            yield same, (not_above, not_below)
            yield other, (below,)
            yield other, (above,)
        case _:
            assert_never(operator)
