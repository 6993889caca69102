"""The upper floors over columns: groups, the whole and the grades by their standards (`fourgood.standing`)."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm

import narwhals as nw
from attrs import field, frozen

from fourgood.criterion import ALL_GROUPS_GOOD, REQUIREMENTS_MET, Criterion, Group, Role, most
from fourgood.frames import kleene
from fourgood.frames.amounts import Amount, Span, TooLarge, Whole, constant
from fourgood.frames.corners import Corners, combined, settled
from fourgood.frames.held import Held, Leaf, all_of, held
from fourgood.frames.kleene import Tri, certainly, number, possibly
from fourgood.rule import Arithmetic, Compare, Condition, Member, Name, Number, Operator, Term
from fourgood.rulebook import Rulebook
from fourgood.standardnames import FULL
from fourgood.vocabulary import Scope, Tally, Threshold


@frozen(eq=False, slots=False)
class Standings:
    """What standards read: what each criterion came to, and the points of each that gives some.

    `bands` has, of a criterion with bands, whether each of them holds, in their order.
    """

    rulebook: Rulebook
    found: Mapping[str, Held]
    bands: Mapping[str, Sequence[Tri]] = field(factory=dict)
    groups: dict[str, Held] = field(factory=dict)
    """The groups, filled in from below as `fourgood.frames.plan` settles them."""

    def group(self, group: Group) -> Held:
        """Whether a group is good. Raises TooLarge."""
        names = InGroup(self, group)
        return self._read(group.standard, self.rulebook.group_scope(group), names)

    def whole(self) -> Held:
        """Whether the whole meets the rulebook's standard. Raises TooLarge."""
        return self._read(self.rulebook.standard, self.rulebook.scope, Everywhere(self))

    def earned(self) -> list[tuple[str, Tri]]:
        """Each grade, best first, and whether its own standard holds. Raises TooLarge."""
        scope = self.rulebook.grade_scope
        return [(each.key, self._read(each.standard, scope, Everywhere(self)).certain) for each in self.rulebook.grades]

    def _read(self, standard: Condition, scope: Scope, named: "InGroup | Everywhere") -> Held:
        return held(standard, Floor(scope, named).leaf, scope)

    def hits(self, role: Role) -> Tri:
        """Whether a veto, or a deferral, is met."""
        return kleene.any_of(self.found[each.id].certain for each in self.rulebook.criteria if each.role is role)

    def tally(self, name: str, criteria: Iterable[Criterion]) -> Corners:
        """The least and the most that a tally of some requirements can still come to."""
        asked = list(criteria)
        match name:
            case "points":
                return self._total([self.points(each, self.found[each.id]) for each in asked if each.scored])
            case "max_points":
                return self._total([self.full_marks(each, self.found[each.id]) for each in asked if each.scored])
            case "met":
                sides = [self.found[each.id].certain for each in asked]
            case _:
                sides = [self.found[each.id].applies for each in asked]
        return _ends(number(map(certainly, sides)), number(map(possibly, sides)), 1, (0, len(asked)))

    def points(self, criterion: Criterion, found: Held) -> tuple[Whole, Whole]:
        """The least and the most points of a criterion, in parts of a point."""
        if criterion.bands:
            low, high = self._banded(criterion)
        else:
            marks = self.parts(criterion.points or Fraction(0))
            sure, still = _choose(certainly(found.certain), marks, 0), _choose(possibly(found.certain), marks, 0)
            return (sure, still) if marks >= 0 else (still, sure)
        if found.applies is True:
            return low, high
        # What does not apply gives nothing; what may not apply may give nothing.
        sure = certainly(found.applies)
        low, high = _choose(sure, low, _least(low, 0)), _choose(sure, high, _most(high, 0))
        nothing = kleene.negated(possibly(found.applies))
        return _choose(nothing, 0, low), _choose(nothing, 0, high)

    def _banded(self, criterion: Criterion) -> tuple[Whole, Whole]:
        """The points of the first band that holds; of several while it is open which that is."""
        low: Whole = 0
        high: Whole = 0
        for band, holds in reversed(list(zip(criterion.bands, self.bands[criterion.id], strict=True))):
            own = self.parts(band.points)
            may, must = possibly(holds), certainly(holds)
            low = _choose(must, own, _choose(may, _least(low, own), low))
            high = _choose(must, own, _choose(may, _most(high, own), high))
        return low, high

    def full_marks(self, criterion: Criterion, found: Held) -> tuple[Whole, Whole]:
        """The full marks of a criterion, where it applies."""
        marks = self.parts(most(criterion))
        return _choose(certainly(found.applies), marks, 0), _choose(possibly(found.applies), marks, 0)

    def full(self, criterion: Criterion) -> Held:
        """Whether a criterion gives its full marks."""
        found = self.found[criterion.id]
        low, high = self.points(criterion, Held(found.holds))
        marks = self.parts(most(criterion))
        return Held(kleene.settled(_tri(high == marks), _tri(low < marks)), found.applies)

    @cached_property
    def part(self) -> int:
        """Into how many parts a point is divided so that all points are whole."""
        return lcm(1, *(points.denominator for each in self.scored for points in _all_points(each)))

    @cached_property
    def scored(self) -> Sequence[Criterion]:
        """The criteria that give points."""
        return [each for each in self.rulebook.criteria if each.scored]

    @cached_property
    def reach(self) -> Span:
        """The least and the greatest sum of points, in parts of a point."""
        given = [[self.parts(points) for points in (Fraction(0), *_all_points(each))] for each in self.scored]
        return sum(map(min, given)), sum(map(max, given))

    def parts(self, points: Fraction) -> int:
        """Points in parts of a point."""
        return int(points * self.part)

    def _total(self, points: Sequence[tuple[Whole, Whole]]) -> Corners:
        return _ends(_sum(low for low, _ in points), _sum(high for _, high in points), self.part, self.reach)

    def mark(self, id: str, part: str) -> Corners:
        """The points of a criterion, or its full marks."""
        criterion, found = self.rulebook.by_id[id], self.found[id]
        ends = self.full_marks(criterion, found) if part == "max_points" else self.points(criterion, found)
        return self._total([ends])


@frozen
class InGroup:
    """What the names of a group's standard come to."""

    standings: Standings
    group: Group

    def condition(self, key: str) -> Held:
        """A requirement, all of them, or whether one gives its full marks."""
        owner, _, _ = key.rpartition(".")
        requirements = self.standings.rulebook.requirements[self.group.id]
        if owner:
            return self.standings.full(self.standings.rulebook.by_id[owner])
        if key == REQUIREMENTS_MET:
            return all_of([self.standings.found[each.id] for each in requirements])
        return self.standings.found[key]

    def tally(self, key: str) -> Corners:
        """A tally, or the points of a criterion."""
        owner, _, part = key.rpartition(".")
        if owner:
            return self.standings.mark(owner, part)
        return self.standings.tally(key, self.standings.rulebook.requirements[self.group.id])


@frozen
class Everywhere:
    """What the names of the rulebook's standard and of the grades come to."""

    standings: Standings

    def condition(self, key: str) -> Held:
        """A criterion, a group, all of them, full marks, or a grade: this one or a better one."""
        owner, _, part = key.rpartition(".")
        standings = self.standings
        if part == FULL and owner:
            return standings.full(standings.rulebook.by_id[owner])
        if key == ALL_GROUPS_GOOD:
            return all_of(list(standings.groups.values()))
        if key in standings.groups:
            return standings.groups[key]
        if key in standings.found:
            return standings.found[key]
        place = standings.rulebook.grade(key).place
        better = {each.key for each in standings.rulebook.grades if each.place <= place}
        return Held(kleene.any_of(earned for grade, earned in standings.earned() if grade in better))

    def tally(self, key: str) -> Corners:
        """A tally, or the points of a criterion."""
        owner, _, part = key.rpartition(".")
        requirements = self.standings.rulebook.requirements
        if owner in requirements:
            return self.standings.tally(part, requirements[owner])
        if owner:
            return self.standings.mark(owner, part)
        return self.standings.tally(key, [each for group in requirements.values() for each in group])


@frozen
class Floor:
    """Reads the leaves of standards."""

    scope: Scope
    named: InGroup | Everywhere

    def leaf(self, leaf: Leaf) -> Held:
        """A name, or numbers compared."""
        match leaf:
            case Name(key):
                return self.named.condition(key)
            case Compare(left, sign, right):
                return Held(self.compare(left, sign, right))
            case Member(term, values):
                return Held(kleene.any_of(self.compare(term, "==", value) for value in values))

    def compare(self, left: Term, sign: Operator, right: Term) -> Tri:
        """Two numbers that may be open."""
        return settled(self.corners(left), sign, self.corners(right))

    def corners(self, term: Term) -> Corners:
        """A number that may be open, as its ends."""
        match term:
            case Number(value):
                return (constant(value),)
            case Name(key):
                meaning = self.scope[key]
                if isinstance(meaning, Threshold) and isinstance(meaning.value, Fraction):
                    return (constant(meaning.value),)
                assert isinstance(meaning, Tally)
                return self.named.tally(key)
            case Arithmetic(left, sign, right):
                return combined(self.corners(left), sign, self.corners(right))
            case _:
                raise TooLarge


def _all_points(criterion: Criterion) -> tuple[Fraction, ...]:
    return (criterion.points or Fraction(0), *(band.points for band in criterion.bands))


def _ends(low: Whole, high: Whole, part: int, span: Span) -> Corners:
    ends = (low,) if isinstance(low, int) and isinstance(high, int) and low == high else (low, high)
    return tuple(
        Amount(end, (end, end), part, (part, part))
        if isinstance(end, int)
        else Amount(end.cast(nw.Float64), span, part, (part, part))
        for end in ends
    )


def _sum(parts: Iterable[Whole]) -> Whole:
    found = list(parts)
    surely = sum(each for each in found if isinstance(each, int))
    columns = [each for each in found if not isinstance(each, int)]
    if not columns:
        return surely
    total = columns[0] if len(columns) == 1 else nw.sum_horizontal(*columns)
    return total + surely if surely else total


def _choose(condition: Tri, then: Whole, otherwise: Whole) -> Whole:
    """One number where a condition is true, another where it is false or unknown."""
    sure = kleene.certainly(condition)
    if isinstance(sure, bool):
        return then if sure else otherwise
    if isinstance(then, int) and isinstance(otherwise, int):
        # Calculated, not chosen: pandas has no nullable literal.
        return then if then == otherwise else kleene.one(sure) * (then - otherwise) + otherwise
    if isinstance(then, int):
        return _choose(~sure, otherwise, then)
    return nw.when(sure).then(then).otherwise(nw.lit(otherwise) if isinstance(otherwise, int) else otherwise)


def _least(one: Whole, other: int) -> Whole:
    return min(one, other) if isinstance(one, int) else _choose(one < other, one, other)


def _most(one: Whole, other: int) -> Whole:
    return max(one, other) if isinstance(one, int) else _choose(one > other, one, other)


def _tri(value: Whole | bool) -> Tri:
    return value  # type: ignore[return-value]
