"""Which findings the status of a verdict turns on."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fourgood.criterion import ALL_GROUPS_GOOD, GROUP_TALLIES, REQUIREMENTS_MET, Criterion, Group, Role
from fourgood.outcome import DECIDED, MET, NOT_APPLICABLE, NOT_MET, Open, Status
from fourgood.rule import Condition, Name, names
from fourgood.standing import full_marks

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
    counted = _counting(verdict.rulebook.standard)
    groups = {id for id, group in verdict.groups.items() if counted or not group.good}
    return tuple(finding for finding in verdict.findings if _against(finding, wanted, groups))


def _against(finding: "Finding", wanted: Mapping[Role, Open], groups: set[str]) -> bool:
    """Whether a finding is one of those wanted; a requirement, in one of some groups, also when it loses points."""
    role = finding.criterion.role
    if role is not Role.REQUIREMENT or role not in wanted:
        return wanted.get(role) == finding._open
    return finding.criterion.group in groups and (finding._open == wanted[role] or _loses_points(finding))


def _loses_points(finding: "Finding") -> bool:
    return finding.points is not None and finding.points[1] < full_marks(finding.criterion, finding._open)[0]


def _counting(standard: Condition) -> bool:
    """Whether a standard counts points or criteria."""
    return any(name in GROUP_TALLIES for name in names(standard))


def _undecided(verdict: "Verdict") -> "Iterator[Finding]":
    """The open findings that could still change the status, in the rulebook's order."""
    # What is refused for certain, unless it is deferred, waits for the deferrals alone.
    only_deferral = Status.RECOGNIZED not in verdict.open_statuses
    undecided_groups = {group.id for group in verdict.rulebook.groups if _matters(verdict, group)}
    for finding in verdict.findings:
        criterion = finding.criterion
        open_points = finding.points is not None and finding.points[0] != finding.points[1]
        if finding._open in DECIDED and not open_points:
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
    if _counting(verdict.rulebook.standard):
        return True
    mentioned = names(verdict.rulebook.standard)
    asked = group.id in mentioned or ALL_GROUPS_GOOD in mentioned or not set(mentioned) <= set(verdict.groups)
    still_open = verdict.groups[group.id]._open
    return asked and still_open not in DECIDED and (bool(still_open & NOT_MET) or _by_applying(verdict))


def _by_applying(verdict: "Verdict") -> bool:
    """Whether it may matter that something applies and is met: nothing else may apply, or a standard counts."""
    counted = verdict.rulebook.standard != Name(ALL_GROUPS_GOOD)
    return counted or all(group._open & NOT_APPLICABLE for group in verdict.groups.values())


def _counts(verdict: "Verdict", criterion: Criterion) -> bool:
    """Whether a group's standard reads a criterion: by name, with all others, or in a tally; and can lose by it."""
    group = next(each for each in verdict.rulebook.groups if each.id == criterion.group)
    if group.standard == Name(REQUIREMENTS_MET):
        return bool(verdict._open_by_id[criterion.id] & NOT_MET) or _by_applying(verdict)
    mentioned = set(names(group.standard))
    return criterion.id in mentioned or not mentioned <= set(verdict.rulebook.by_id)
