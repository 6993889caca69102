"""The upper floors: what criteria come to for their group, and groups for the whole, by the standards."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any as AnyType
from typing import TypeAlias

from attrs import field, frozen

from fourgood.aggregate import Interval
from fourgood.criterion import ALL_GROUPS_GOOD, GROUP_TALLIES, REQUIREMENTS_MET, Criterion, Group, Role, most
from fourgood.grade import Grade
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, Open, Status
from fourgood.prepared import Prepared
from fourgood.rulebook import Rulebook
from fourgood.standardnames import FULL
from fourgood.truth import Known, all_of, truth

KnownTo: TypeAlias = Callable[[bool], Known]
"""What is known to a criterion: all facts, or (True) the attested ones where it demands evidence."""

ZERO = Fraction(0)


@frozen(eq=False, slots=False)
class Standings:
    """What standards read of some findings: the outcomes still open, and the points that can still be given.

    Whatever a standard names is worked out when it is first asked for.
    """

    rulebook: Rulebook
    opens: Mapping[str, Open]
    points_of: Callable[[Criterion, Open], Interval] = field(repr=False)

    @cached_property
    def groups(self) -> Mapping[str, Open]:
        """Whether each group is good, by its id: the outcomes of its standard that are still open."""
        return {group.id: self._group(group) for group in self.rulebook.groups}

    def _group(self, group: Group) -> Open:
        return truth(group.standard, self.rulebook.group_scope(group), self.in_group[group.id])

    @cached_property
    def whole(self) -> Open:
        """Whether the whole meets the rulebook's standard."""
        return truth(self.rulebook.standard, self.rulebook.scope, self.everywhere)

    @cached_property
    def grades(self) -> tuple[Grade | None, ...]:
        """The grades that are still open, best first, None for no grade: the first whose standard holds is given."""
        return tuple(self._grades())

    def _grades(self) -> Iterator[Grade | None]:
        for grade in self.rulebook.grades:
            holds = self.earns(grade)
            if holds & MET:
                yield grade
            if holds == MET:
                return
        yield None

    def earns(self, grade: Grade) -> Open:
        """Whether a grade's own standard holds, whatever the others come to."""
        return truth(grade.standard, self.rulebook.grade_scope, self.everywhere)

    @cached_property
    def in_group(self) -> Mapping[str, Known]:
        """What the names of each group's standard come to."""
        return {group.id: Prepared(_InGroup(self, group)) for group in self.rulebook.groups}

    @cached_property
    def everywhere(self) -> Known:
        """What the names of the rulebook's standard and of the grades come to."""
        return Prepared(self._named)

    def _named(self, key: str) -> AnyType:
        owner, _, part = key.rpartition(".")
        if not owner and key in GROUP_TALLIES:
            return self.tally(key, self.everything)
        if owner in self.rulebook.requirements:
            return self.tally(part, self.rulebook.requirements[owner])
        if owner:
            return self.mark(owner, part)
        if key == ALL_GROUPS_GOOD:
            return all_of(list(self.groups.values()))
        if key in self.groups:
            return self.groups[key]
        return self.opens[key] if key in self.opens else self._at_least(key)

    def _at_least(self, key: str) -> Open:
        """Whether the grade is this one or a better one."""
        return this_or_better(self.rulebook.grade(key), self.grades)

    @cached_property
    def everything(self) -> Sequence[Criterion]:
        """The requirements of all groups."""
        return [each for requirements in self.rulebook.requirements.values() for each in requirements]

    def mark(self, id: str, part: str) -> Open | Interval:
        """What a criterion gives: its points, its full marks, or whether the two are equal."""
        criterion, still_open = self.rulebook.by_id[id], self.opens[id]
        if part == FULL:
            return self._full(criterion, still_open)
        return full_marks(criterion, still_open) if part == "max_points" else self.points_of(criterion, still_open)

    def _full(self, criterion: Criterion, still_open: Open) -> Open:
        if still_open == NOT_APPLICABLE:
            return NOT_APPLICABLE
        low, high = self.points_of(criterion, still_open & ~NOT_APPLICABLE)
        marks = most(criterion)
        return (MET if high == marks else 0) | (NOT_MET if low < marks else 0) | still_open & NOT_APPLICABLE

    def tally(self, name: str, criteria: Sequence[Criterion]) -> Interval:
        """The least and the most that a tally of some requirements can still come to."""
        match name:
            case "points":
                return _total([self.points_of(each, self.opens[each.id]) for each in criteria if each.scored])
            case "max_points":
                return _total([full_marks(each, self.opens[each.id]) for each in criteria if each.scored])
        found = [self.opens[each.id] for each in criteria]
        if name == "met":
            return Fraction(found.count(MET)), Fraction(sum(1 for each in found if each & MET))
        return (
            Fraction(sum(1 for each in found if not each & NOT_APPLICABLE)),
            Fraction(sum(1 for each in found if each != NOT_APPLICABLE)),
        )

    @cached_property
    def statuses(self) -> frozenset[Status]:
        """The statuses that are still open."""
        return statuses(self.rulebook, self.opens, self.whole)


def this_or_better(grade: Grade, still_open: Sequence[Grade | None]) -> Open:
    """Whether a unit gets a grade or a better one, of those that are still open."""
    return in_cases([each is not None and each >= grade for each in still_open])


def in_cases(holds: Sequence[bool]) -> Open:
    """What holds in some of the cases that are still open, or in all of them."""
    return (MET if any(holds) else 0) | (0 if all(holds) else NOT_MET)


@frozen
class _InGroup:
    standings: Standings
    group: Group

    def __call__(self, key: str) -> AnyType:
        """What a name of a group's standard comes to."""
        owner, _, part = key.rpartition(".")
        requirements = self.standings.rulebook.requirements[self.group.id]
        if owner:
            return self.standings.mark(owner, part)
        if key == REQUIREMENTS_MET:
            return all_of([self.standings.opens[each.id] for each in requirements])
        return self.standings.tally(key, requirements) if key in GROUP_TALLIES else self.standings.opens[key]


def standings(rulebook: Rulebook, opens: Mapping[str, Open], known: KnownTo) -> Standings:
    """What standards read of the outcomes that are open, where some facts are known."""
    return Standings(rulebook, opens, lambda criterion, still_open: points_open(rulebook, criterion, still_open, known))


def _total(intervals: Sequence[Interval]) -> Interval:
    return sum((low for low, _ in intervals), ZERO), sum((high for _, high in intervals), ZERO)


def points_open(rulebook: Rulebook, criterion: Criterion, still_open: Open, known: KnownTo) -> Interval:
    """The least and the most points that a criterion can still give."""
    if still_open == NOT_APPLICABLE:
        return ZERO, ZERO
    possible: list[Fraction] = [] if not still_open & NOT_APPLICABLE else [ZERO]
    if criterion.bands:
        possible += _banded(rulebook, criterion, known(criterion.evidence_required))
    else:
        possible += [criterion.points or ZERO] if still_open & MET else []
        possible += [ZERO] if still_open & NOT_MET else []
    return min(possible), max(possible)


def _banded(rulebook: Rulebook, criterion: Criterion, known: Known) -> list[Fraction]:
    """The points of the first band that holds; of several while it is open which that is."""
    possible = []
    for band in criterion.bands:
        holds = truth(band.when, rulebook.vocabulary.scope, known)
        if holds & MET:
            possible.append(band.points)
        if holds == MET:
            break
    else:
        possible.append(ZERO)
    return possible


def full_marks(criterion: Criterion, still_open: Open) -> Interval:
    """The most points that a criterion gives, where it applies."""
    marks = most(criterion)
    return (
        ZERO if still_open & NOT_APPLICABLE else marks,
        ZERO if still_open == NOT_APPLICABLE else marks,
    )


def statuses(rulebook: Rulebook, opens: Mapping[str, Open], whole: Open) -> frozenset[Status]:
    """The statuses that are still open. A deferral met comes before all else, then a veto, then the standard."""
    deferrals = [opens[each.id] for each in rulebook.criteria if each.role is Role.DEFERRAL]
    vetoes = [opens[each.id] for each in rulebook.criteria if each.role is Role.VETO]
    found = set()
    if any(each & MET for each in deferrals):
        found.add(Status.DEFERRED)
    if MET not in deferrals:
        if any(each & MET for each in vetoes) or whole & (NOT_MET | NOT_APPLICABLE):
            found.add(Status.NOT_RECOGNIZED)
        if MET not in vetoes and whole & MET:
            found.add(Status.RECOGNIZED)
    return frozenset(found)


def positions(values: Sequence[AnyType], criteria: Sequence[Criterion]) -> dict[str, AnyType]:
    """Values in the order of the criteria, by the criteria's ids."""
    return {criterion.id: value for criterion, value in zip(criteria, values, strict=True)}
