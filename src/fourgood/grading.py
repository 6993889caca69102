"""What grade a unit gets, which are still open, and why."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from fourgood.citation import Backing
from fourgood.criterion import Role
from fourgood.grade import Grade
from fourgood.ground import Ground, assumptions_behind, criteria_behind, deciding, grounds
from fourgood.outcome import DECIDED, MET, Open, Outcome, Status, outcome_of
from fourgood.vocabulary import Threshold

if TYPE_CHECKING:
    from fourgood.verdict import Finding, Verdict


@frozen(eq=False, slots=False)
class GradeResult:
    """What the standard of one grade came to, whatever better grades did."""

    grade: Grade
    _open: Open
    _verdict: "Verdict"

    @property
    def outcome(self) -> Outcome:
        """Met when the standard holds, not met when it does not, unknown while that is open."""
        return Outcome.NOT_MET if not self._open & MET else outcome_of(self._open)

    @cached_property
    def reasons(self) -> tuple[Ground, ...]:
        """Why: all parts of the standard where it holds, else those that fail or are open."""
        verdict, scope = self._verdict, self._verdict.rulebook.grade_scope
        return grounds(self.grade.standard, verdict, scope, lambda standings: standings.everywhere)

    @property
    def assumed(self) -> bool:
        """Whether it rests on an assumption: the grade itself is one, or a threshold that decides."""
        return self.grade.backing is Backing.ASSUMPTION or any(ground.assumptions for ground in self.reasons)


@frozen(eq=False, slots=False)
class Grading:
    """Which grade a unit gets: the first, from the best down, whose standard holds. A deferred unit gets none."""

    _verdict: "Verdict"

    @cached_property
    def open(self) -> tuple[Grade | None, ...]:
        """The grades that absent facts still leave open, best first; None stands for no grade."""
        open_statuses = self._verdict.open_statuses
        if open_statuses == {Status.DEFERRED}:
            return (None,)
        found = self._verdict._standings.grades
        return found if Status.DEFERRED not in open_statuses or None in found else (*found, None)

    @property
    def grade(self) -> Grade | None:
        """The grade, when it is certain."""
        return self.open[0] if len(self.open) == 1 else None

    @cached_property
    def considered(self) -> tuple[GradeResult, ...]:
        """The grades from the best down to the one that holds for certain; all when none does, none when deferred."""
        return () if self._verdict.status is Status.DEFERRED else tuple(self._considered())

    def _considered(self) -> Iterator[GradeResult]:
        for grade in self._verdict.rulebook.grades:
            came_to = self._verdict._standings.earns(grade)
            yield GradeResult(grade, came_to, self._verdict)
            if came_to == MET:
                return

    @cached_property
    def decisive(self) -> "tuple[Finding, ...]":
        """The findings that the grade turns on; while it is open, the open ones that could still decide it."""
        wanted = {each.criterion.id for result in self.considered for each in self._behind(result)}
        return tuple(each for each in self._verdict.findings if each.criterion.id in wanted or self._defers(each))

    def _behind(self, result: GradeResult) -> "Iterable[Finding]":
        if len(self.open) == 1:
            behind = criteria_behind(deciding(result.reasons))
            return (each for each in self._verdict.findings if each.criterion.id in behind)
        return (each for ground in result.reasons for each in ground.findings if is_open(each))

    def _defers(self, finding: "Finding") -> bool:
        """Whether a deferral leaves the unit without a grade, or may still do so."""
        if finding.criterion.role is not Role.DEFERRAL or not finding._open & MET:
            return False
        return finding._open == MET or len(self.open) > 1

    @property
    def missing(self) -> tuple[str, ...]:
        """The absent facts that could still decide the grade."""
        if len(self.open) == 1:
            return ()
        return tuple(dict.fromkeys(key for finding in self.decisive for key in finding.missing))

    @property
    def assumptions(self) -> "tuple[Finding | Threshold | Grade, ...]":
        """The findings, thresholds and grades that the grade turns on and that are assumptions."""
        thresholds = assumptions_behind(each for result in self.considered for each in deciding(result.reasons))
        grades = (each.grade for each in self.considered if each.grade.backing is Backing.ASSUMPTION)
        return (*(each for each in self.decisive if each.assumed), *thresholds, *grades)


def is_open(finding: "Finding") -> bool:
    """Whether a finding, or what points it gives, is open."""
    return finding._open not in DECIDED or (finding.points is not None and finding.points[0] != finding.points[1])
