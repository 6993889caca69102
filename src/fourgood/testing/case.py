"""An example case: a dossier, and what the rules should make of it."""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from attrs import field, frozen

from fourgood.dossier import Dossier
from fourgood.errors import FourgoodError, Place
from fourgood.outcome import Outcome, Status
from fourgood.reason import Reason
from fourgood.verdict import Finding, Verdict
from fourgood.write import to_text

Subject: TypeAlias = Literal["criterion", "group", "status", "by", "grade", "because"]
"""What an expectation is about: a criterion, a group, the verdict's status, what decides it, the grade, or a reason."""

NO_GRADE = ""
"""The grade of a unit that gets none, for certain."""


class CaseError(FourgoodError):
    """An example case that does not fit its rulebook."""


@frozen
class Expected:
    """What should come out: of criteria and groups by id, of the whole; and what should be among the reasons.

    `by` are the criteria that decide the status, these and no others. A reason is the key of a fact, or a comparison as
    `to_text` writes it; a grade is its key, or NO_GRADE. What is not named may come out as it likes.
    """

    criteria: Mapping[str, Outcome] = field(factory=dict)
    groups: Mapping[str, Outcome] = field(factory=dict)
    status: Status | None = None
    by: tuple[str, ...] = ()
    grade: str | None = None
    because: tuple[str, ...] = ()


@frozen
class Miss:
    """One expectation that was not met: about what, what was expected, what came out."""

    subject: Subject
    key: str
    expected: Outcome | Status | str | tuple[str, ...]
    found: Outcome | Status | tuple[str, ...]


@frozen
class Case:
    """A dossier with a name, and what the rules should make of it.

    `reviewed` says that a person vouches for it: what is made from the rules says what they say, not what was meant.
    `source` is where a real case comes from.
    """

    name: str
    dossier: Dossier
    expect: Expected
    reviewed: bool = True
    source: str | None = None
    place: Place = field(default=Place(), eq=False)

    def holds(self, verdict: Verdict) -> bool:
        """Whether all came out as expected in a verdict on its dossier."""
        return next(self.misses(verdict), None) is None

    def misses(self, verdict: Verdict) -> Iterator[Miss]:
        """What came out otherwise than expected."""
        for id, outcome in self.expect.criteria.items():
            if (found := verdict.finding(id).outcome) is not outcome:
                yield Miss("criterion", id, outcome, found)
        for id, outcome in self.expect.groups.items():
            if (found := verdict.groups[id].outcome) is not outcome:
                yield Miss("group", id, outcome, found)
        if self.expect.status is not None and verdict.status is not self.expect.status:
            yield Miss("status", "", self.expect.status, verdict.status)
        if self.expect.by and set(decided := decisive(verdict)) != set(self.expect.by):
            yield Miss("by", "", self.expect.by, decided)
        if self.expect.grade is not None and (grades := _grades(verdict)) != (self.expect.grade,):
            yield Miss("grade", "", self.expect.grade, grades)
        yield from self._reasons_missed(verdict)

    def _reasons_missed(self, verdict: Verdict) -> Iterator[Miss]:
        given = dict.fromkeys(each for finding in self.asserted(verdict) for each in cited(finding))
        for wanted in self.expect.because:
            if wanted not in given:
                yield Miss("because", wanted, wanted, tuple(given))

    def asserted(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings that the expectations rest on: those of criteria named, those that decide the rest."""
        found = [verdict.finding(id) for id in self.expect.criteria]
        for result in (verdict.groups[id] for id in self.expect.groups):
            found += (each for each in result.findings if each.outcome is result.outcome)
        if self.expect.status is not None:
            found += verdict.decisive
        if self.expect.grade is not None:
            found += verdict.grade_decisive
        return tuple({each.criterion.id: each for each in found}.values())


def decisive(verdict: Verdict) -> tuple[str, ...]:
    """The criteria that decide the status, by id."""
    return tuple(finding.criterion.id for finding in verdict.decisive)


def _grades(verdict: Verdict) -> tuple[str, ...]:
    """The grades that are still open, by their keys."""
    return tuple(NO_GRADE if grade is None else grade.key for grade in verdict.open_grades)


def cited(finding: Finding) -> Iterator[str]:
    """What a finding rests on, as a case names it: facts by key, the absent ones too, and comparisons as text."""
    for reason in finding.reasons:
        yield from (*reason.facts, *reason.missing)
        if isinstance(reason, Reason):
            yield to_text(reason.rule)
