"""Which findings the status of a verdict turns on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fourgood.criterion import ALL_GROUPS_GOOD, REQUIREMENTS_MET, Criterion, Group, Role
from fourgood.outcome import MET, NOT_MET, UNKNOWN, Status
from fourgood.rule import Name, names

if TYPE_CHECKING:
    from fourgood.verdict import Finding, Verdict


def decisive(verdict: "Verdict") -> "tuple[Finding, ...]":
    """The findings that the status turns on.

    Deferred: the deferrals met. Refused: the vetoes met, and in the groups that are not good what is not met (each of
    them alone is enough under the default standards). Recognised: everything that applies. Undetermined: what is open
    and could still decide, while the rest leaves it so.
    """
    match verdict.status:
        case Status.DEFERRED:
            wanted = {Role.DEFERRAL: MET}
        case Status.NOT_RECOGNIZED:
            wanted = {Role.VETO: MET, Role.REQUIREMENT: NOT_MET}
        case Status.RECOGNIZED:
            return tuple(finding for finding in verdict.findings if finding._open in (MET, NOT_MET))
        case Status.UNDETERMINED:
            return tuple(_undecided(verdict))
    groups = {id for id, group in verdict.groups.items() if not group.good}
    return tuple(
        finding
        for finding in verdict.findings
        if wanted.get(finding.criterion.role) == finding._open
        and (finding.criterion.role is not Role.REQUIREMENT or finding.criterion.group in groups)
    )


def _undecided(verdict: "Verdict") -> "Iterator[Finding]":
    """The open findings that could still change the status, in the rulebook's order."""
    # What is refused for certain, unless it is deferred, waits for the deferrals alone.
    only_deferral = Status.RECOGNIZED not in verdict.open_statuses
    undecided_groups = {group.id for group in verdict.rulebook.groups if _matters(verdict, group)}
    for finding in verdict.findings:
        criterion = finding.criterion
        if not finding._open & (finding._open - 1):
            continue
        if criterion.role is not Role.REQUIREMENT and not finding._open & MET:
            continue
        if criterion.role is Role.DEFERRAL:
            yield finding
        elif only_deferral:
            continue
        elif criterion.role is Role.VETO or (criterion.group in undecided_groups and _counts(verdict, criterion)):
            yield finding


def _matters(verdict: "Verdict", group: Group) -> bool:
    """Whether it is open that a group is good, and the rulebook's standard asks for it."""
    mentioned = names(verdict.rulebook.standard)
    asked = group.id in mentioned or ALL_GROUPS_GOOD in mentioned or not set(mentioned) <= set(verdict.groups)
    return asked and verdict.groups[group.id]._open & UNKNOWN == UNKNOWN


def _counts(verdict: "Verdict", criterion: Criterion) -> bool:
    """Whether a group's standard reads a criterion: by name, with all others, or in a tally; and can lose by it."""
    group = next(each for each in verdict.rulebook.groups if each.id == criterion.group)
    if group.standard == Name(REQUIREMENTS_MET):
        return bool(verdict._open_by_id[criterion.id] & NOT_MET)
    mentioned = set(names(group.standard))
    return criterion.id in mentioned or not mentioned <= set(verdict.rulebook.by_id)
