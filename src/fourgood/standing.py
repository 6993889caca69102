"""The upper floors: what criteria come to for their group, and groups for the whole, by the standards."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any as AnyType
from typing import TypeAlias

from fourgood.aggregate import Interval
from fourgood.criterion import ALL_GROUPS_GOOD, REQUIREMENTS_MET, Criterion, Group, Role
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, Open, Status
from fourgood.rulebook import Rulebook
from fourgood.truth import Known, all_of, truth

KnownTo: TypeAlias = Callable[[bool], Known]
"""What is known to a criterion: all facts, or (True) the attested ones where it demands evidence."""

ZERO = Fraction(0)


def group_open(rulebook: Rulebook, group: Group, opens: Mapping[str, Open], known: KnownTo) -> Open:
    """Whether a group is good: the outcomes of its standard that are still open."""
    requirements = rulebook.requirements[group.id]
    return truth(
        group.standard,
        rulebook.group_scope(group),
        {
            **{each.id: opens[each.id] for each in requirements},
            REQUIREMENTS_MET: all_of([opens[each.id] for each in requirements]),
            **tallies(rulebook, requirements, opens, known),
        },
    )


def whole_open(rulebook: Rulebook, groups: Mapping[str, Open], opens: Mapping[str, Open], known: KnownTo) -> Open:
    """Whether the whole meets the rulebook's standard."""
    everywhere = [each for requirements in rulebook.requirements.values() for each in requirements]
    return truth(
        rulebook.standard,
        rulebook.scope,
        {
            **groups,
            ALL_GROUPS_GOOD: all_of(list(groups.values())),
            **tallies(rulebook, everywhere, opens, known),
        },
    )


def tallies(
    rulebook: Rulebook, criteria: Sequence[Criterion], opens: Mapping[str, Open], known: KnownTo
) -> dict[str, Interval]:
    """The least and the most that each tally of some requirements can still come to."""
    found = [opens[each.id] for each in criteria]
    scored = criteria if rulebook.has_points else ()
    points = [points_open(rulebook, each, opens[each.id], known) for each in scored]
    full = [full_marks(each, opens[each.id]) for each in scored]
    return {
        "met": (Fraction(found.count(MET)), Fraction(sum(1 for each in found if each & MET))),
        "applicable": (
            Fraction(sum(1 for each in found if not each & NOT_APPLICABLE)),
            Fraction(sum(1 for each in found if each != NOT_APPLICABLE)),
        ),
        "points": _total(points),
        "max_points": _total(full),
    }


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
    marks = max([criterion.points or ZERO, *(band.points for band in criterion.bands)])
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
