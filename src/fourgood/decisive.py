"""Which findings the status of a verdict turns on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fourgood.citation import Backing
from fourgood.criterion import ALL_GROUPS_GOOD, GROUP_TALLIES, REQUIREMENTS_MET, Criterion, Group, Role
from fourgood.grade import Grade
from fourgood.grading import is_open
from fourgood.ground import assumptions_behind, criteria_behind, deciding, whole_grounds
from fourgood.outcome import DECIDED, MET, NOT_APPLICABLE, NOT_MET, Status
from fourgood.rule import Condition, Name, names
from fourgood.vocabulary import Threshold

if TYPE_CHECKING:
    from fourgood.verdict import Finding, Verdict


def decisive(verdict: "Verdict") -> "tuple[Finding, ...]":
    """The findings that the status turns on.

    Deferred: the deferrals met. Refused: the vetoes met, and what keeps the whole from its standard for certain, which
    under the default standards is what is not met; nothing that could still come out either way without changing that.
    Recognised: everything that applies. Undetermined: what is open and could still decide, while the rest leaves it so.
    """
    match verdict.status:
        case Status.DEFERRED:
            return tuple(each for each in verdict.findings if _has(each, Role.DEFERRAL))
        case Status.NOT_RECOGNIZED:
            return tuple(_refusing(verdict))
        case Status.RECOGNIZED:
            return tuple(finding for finding in verdict.findings if finding._open in (MET, NOT_MET))
        case Status.UNDETERMINED:
            return tuple(_undecided(verdict) if _of_groups(verdict) else _open_behind(verdict))


def _has(finding: "Finding", role: Role) -> bool:
    """Whether a finding is a veto, or a deferral, that is met for certain."""
    return finding.criterion.role is role and finding._open == MET


def _of_groups(verdict: "Verdict") -> bool:
    """Whether the rulebook's standard names groups and tallies alone."""
    plain = {*verdict.rulebook.requirements, ALL_GROUPS_GOOD, *GROUP_TALLIES}
    return plain.issuperset(names(verdict.rulebook.standard))


def _behind_standard(verdict: "Verdict") -> set[str]:
    """The criteria that keep the whole from its standard, or could still do so."""
    if verdict._standings.whole == MET:
        return set()
    return {each.criterion.id for ground in whole_grounds(verdict) for each in ground.findings}


def _refusing(verdict: "Verdict") -> "Iterator[Finding]":
    """The vetoes met, and what keeps the whole from its standard for certain, whatever is still open."""
    fails = not verdict._standings.whole & MET
    behind = criteria_behind(deciding(whole_grounds(verdict))) if fails else set()
    for finding in verdict.findings:
        if _has(finding, Role.VETO) or finding.criterion.id in behind:
            yield finding


def _open_behind(verdict: "Verdict") -> "Iterator[Finding]":
    """The open findings that could still change the status, where the standard names more than groups."""
    only_deferral = Status.RECOGNIZED not in verdict.open_statuses
    behind = set() if only_deferral else _behind_standard(verdict)
    postponing = (Role.DEFERRAL,) if only_deferral else (Role.DEFERRAL, Role.VETO)
    for finding in verdict.findings:
        by_role = finding.criterion.role in postponing and bool(finding._open & MET)
        if is_open(finding) and (by_role or finding.criterion.id in behind):
            yield finding


def assumed_by_standards(verdict: "Verdict") -> "Iterator[Threshold | Grade]":
    """The thresholds and grades that standards rest on, are assumptions, and that the status turns on."""
    rulebook = verdict.rulebook
    refused_by_standard = verdict._standings.whole != MET
    if verdict.status is Status.DEFERRED or not (refused_by_standard or Status.RECOGNIZED in verdict.open_statuses):
        return
    if rulebook.standards_compare:
        yield from assumptions_behind(deciding(whole_grounds(verdict)))
    asked = [grade for grade in rulebook.grades if grade.key in names(rulebook.standard)]
    if asked:
        grades = (result.grade for result in verdict.grading.considered)
        yield from (each for each in grades if each.backing is Backing.ASSUMPTION and each >= min(asked))


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
        if not is_open(finding):
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
    mentioned = {name.partition(".")[0] for name in names(group.standard)}.difference(
        verdict.rulebook.vocabulary.thresholds
    )
    return criterion.id in mentioned or not mentioned <= set(verdict.rulebook.by_id)
