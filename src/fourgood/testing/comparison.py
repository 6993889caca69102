"""The comparisons that decide, and how to put a dossier exactly at one, a step below or a step above.

Whatever a comparison is written with, the difference of its sides is a function of one fact when the others stand
still: where it changes its sign is looked for by arithmetic, and by halving where arithmetic does not tell.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any as AnyType
from typing import Literal, TypeAlias

from attrs import field, frozen

from fourgood.cited import cited_names
from fourgood.compile import Difference, compile_difference
from fourgood.criterion import Criterion, PythonRule
from fourgood.reasons import leaves, written_out
from fourgood.rule import Aggregate, Arithmetic, Compare, Condition, Member, Name, Node, Number, children
from fourgood.testing.mined import mined
from fourgood.truth import amount
from fourgood.vocabulary import Definition, Fact, Kind, Scope, Threshold, Value

Side: TypeAlias = Literal[-1, 0, 1]
"""Below a threshold, at it, above it."""

Gap: TypeAlias = tuple[int, int]
"""How much one side is more than the other: numerator and denominator."""

At: TypeAlias = Callable[[int], Gap | None]
"""The difference at each value of a fact."""

SIDES: tuple[Side, ...] = (0, -1, 1)


@frozen(eq=False, slots=False)
class Comparison:
    """Two numbers that a criterion or an invariant compares."""

    leaf: Compare
    user: str
    scope: Scope = field(repr=False)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The facts on either side; those that nothing is divided by come first, as they are moved more easily."""
        found = dict.fromkeys(cited_names(self.leaf, self.scope))
        divisors = set(_divisors(self.leaf, self.scope))
        facts = [key for key in found if _numeric(self.scope[key])]
        return tuple(sorted(facts, key=lambda key: key in divisors))

    @cached_property
    def unit(self) -> int:
        """What other facts are best multiples of, so that the threshold can be met exactly: of 85% it is 20."""
        constants = [value for value in _constants(self.leaf, self.scope) if value.denominator > 1]
        return lcm(*(value.denominator for value in constants)) if constants else 1

    @cached_property
    def _difference(self) -> Difference | None:
        return compile_difference(self.leaf.left, self.leaf.right, self.scope)

    def gap(self, known: Mapping[str, AnyType]) -> Gap | None:
        """The left side less the right one; None where it is not known."""
        if self._difference is not None:
            return self._difference(known, known.get("organisation_type"), known.get("kind", "cell"))
        left, right = amount(self.leaf.left, self.scope, known), amount(self.leaf.right, self.scope, known)
        if not isinstance(left, tuple) or not isinstance(right, tuple):
            return None
        gap = left[0] - right[0]
        return gap.numerator, gap.denominator

    def side(self, known: Mapping[str, AnyType]) -> Side | None:
        """Whether the left side is below the right one, at it, or above it."""
        gap = self.gap(known)
        return None if gap is None else sign(gap)

    def moved(self, known: Mapping[str, Value], key: str, side: Side) -> Value | None:
        """The value of one fact, nearest to where the comparison turns, that puts it on a side; None: there is none."""
        fact = self.scope[key]
        assert isinstance(fact, Fact)
        grid = Grid(fact)
        probe = dict(known)

        def at(index: int) -> Gap | None:
            probe[key] = grid.value(index)
            return self.gap(probe)

        found = nearest_index(at, grid.last, side)
        return None if found is None else grid.value(found)

    def placed(self, known: Mapping[str, Value], side: Side, scale: int) -> dict[str, Value]:
        """Changes of facts that put the comparison on a side; without any where that cannot be done.

        Others are left as they are where one fact can be moved alone; else they become multiples of the unit.
        """
        if all(key in known for key in self.keys):
            for key in self.keys:
                if (value := self.moved(known, key, side)) is not None:
                    return {key: value}
        for target in self.keys:
            others = {key: self._round(key, scale) for key in self.keys if key != target}
            if (value := self.moved({**known, **others}, target, side)) is not None:
                return {**others, target: value}
        return {}

    def _round(self, key: str, scale: int) -> Value:
        fact = self.scope[key]
        assert isinstance(fact, Fact)
        return Grid(fact).nearest(Fraction(self.unit * scale))


@frozen
class Grid:
    """The values that a numeric fact can have, numbered from its minimum."""

    fact: Fact

    @property
    def last(self) -> int:
        """The number of the greatest value."""
        return int((self.fact.maximum - self.fact.minimum) / self.fact.step)

    def value(self, index: int) -> int | Decimal:
        """The value of a number."""
        value = self.fact.minimum + index * self.fact.step
        return int(value) if self.fact.kind is Kind.COUNT else value

    def index(self, value: Fraction) -> int:
        """The number of the greatest value that is not above one, within the bounds."""
        below = (value - Fraction(self.fact.minimum)) // Fraction(self.fact.step)
        return min(max(below, 0), self.last)

    def nearest(self, value: Fraction) -> int | Decimal:
        """The greatest value that is not above one, within the bounds."""
        return self.value(self.index(value))


def nearest_index(at: At, last: int, side: Side) -> int | None:
    """Where a function of 0…last has a sign, as near as can be to where it changes it; None where it never does."""
    ends = _known_ends(at, last)
    if ends is None:
        return None
    (low, first), (high, second) = ends
    if first[0] * second[1] == second[0] * first[1]:
        return low if sign(first) == side else None
    for index in (*_guessed(low, first, high, second), *_halved(at, low, high)):
        for near in (index, index - 1, index + 1):
            known = low <= near <= high and (gap := at(near)) is not None and sign(gap) == side
            # The guess of what is no straight line may lie far from where the sign changes.
            if known and (side == 0 or _turns(at, near, low, high)):
                return near
    return next((end for end, gap in ends if sign(gap) == side), None)


def _turns(at: At, index: int, low: int, high: int) -> bool:
    """Whether a neighbour has another sign."""
    here = at(index)
    beside = [at(near) for near in (index - 1, index + 1) if low <= near <= high]
    return here is not None and any(gap is not None and sign(gap) != sign(here) for gap in beside)


def _known_ends(at: At, last: int) -> tuple[tuple[int, Gap], tuple[int, Gap]] | None:
    """The first and the last place where a function is known; what is divided by zero is not known at zero."""
    lows = ((index, gap) for index in (0, 1) if index <= last and (gap := at(index)) is not None)
    highs = ((index, gap) for index in (last, last - 1) if index >= 0 and (gap := at(index)) is not None)
    low, high = next(lows, None), next(highs, None)
    return None if low is None or high is None else (low, high)


def _guessed(low: int, first: Gap, high: int, second: Gap) -> Iterator[int]:
    """Where a straight line through both ends is zero."""
    one, other = first[0] * second[1], second[0] * first[1]
    if one != other:
        root = low - one * (high - low) // (other - one)
        if low <= root <= high:
            yield root


def _halved(at: At, low: int, high: int) -> Iterator[int]:
    """Where the sign changes between two places, if it changes."""
    start = at(low)
    end = at(high)
    if start is None or end is None or sign(start) == sign(end):
        return
    while high - low > 1:
        middle = (low + high) // 2
        gap = at(middle)
        if gap is not None and sign(gap) == sign(start):
            low = middle
        else:
            high = middle
    yield from (high, low)


def sign(gap: Gap) -> Side:
    """Whether a difference is negative, zero or positive."""
    numerator, denominator = gap
    return 0 if numerator == 0 else 1 if (numerator > 0) is (denominator > 0) else -1


def comparisons_of(criterion: Criterion, scope: Scope) -> Iterator[Comparison]:
    """The comparisons of numbers in a criterion: in its rule, in when it applies, in its bands.

    Of a rule in Python they are guessed from the constants of its function.
    """
    if isinstance(criterion.rule, PythonRule):
        yield from (Comparison(leaf, criterion.id, scope) for leaf in mined(criterion.rule, scope))
    for condition in criterion.conditions:
        yield from compared_in(condition, criterion.id, scope)


def compared_in(condition: Condition, user: str, scope: Scope) -> Iterator[Comparison]:
    """The comparisons of numbers in one condition, through its definitions."""
    for leaf in leaves(written_out(condition, scope)):
        found = (Compare(leaf.term, "==", value) for value in leaf.values) if isinstance(leaf, Member) else (leaf,)
        for each in found:
            if isinstance(each, Compare) and (made := Comparison(each, user, scope)).keys:
                yield made


def _numeric(meaning: AnyType) -> bool:
    return isinstance(meaning, Fact) and meaning.numeric


def _outside(node: Node) -> Iterator[Node]:
    """A node and everything below it, save what is said of single records."""
    yield node
    if not isinstance(node, Aggregate):
        for child in children(node):
            yield from _outside(child)


def _constants(node: Node, scope: Scope) -> Iterator[Fraction]:
    for part in _outside(node):
        match part:
            case Number(value):
                yield value
            case Name(key) if isinstance(meaning := scope[key], Threshold) and isinstance(meaning.value, Fraction):
                yield meaning.value
            case Name(key) if isinstance(meaning := scope[key], Definition):
                yield from _constants(meaning.expression, scope)


def _divisors(node: Node, scope: Scope) -> Iterator[str]:
    """The facts that something is divided by."""
    for part in _outside(node):
        match part:
            case Arithmetic(_, "/", divisor):
                yield from cited_names(divisor, scope)
            case Name(key) if isinstance(meaning := scope[key], Definition):
                yield from _divisors(meaning.expression, scope)


def facts_of(conditions: Iterable[Condition], scope: Scope) -> tuple[str, ...]:
    """The facts that conditions read, through definitions; those that say what the unit is are no facts of it."""
    found = (key for condition in conditions for key in cited_names(condition, scope))
    return tuple(key for key in dict.fromkeys(found) if isinstance(scope[key], Fact) and key not in IDENTITY_KEYS)


IDENTITY_KEYS = frozenset(("kind", "organisation_type"))
