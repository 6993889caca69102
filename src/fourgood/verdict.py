"""What an evaluation comes to: findings, groups, the verdict. Reasons and texts are made when somebody asks."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import repeat
from typing import Any as AnyType

from attrs import define, field

from fourgood.aggregate import Interval
from fourgood.citation import Backing
from fourgood.criterion import GROUP_TALLIES, Criterion, Group, most
from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.grade import Grade
from fourgood.grading import Grading
from fourgood.groupresult import GroupResult
from fourgood.line import Decided, Line
from fourgood.outcome import (
    NOT_APPLICABLE,
    UNKNOWN,
    Open,
    Outcome,
    Status,
    members,
    outcome_of,
)
from fourgood.program import Heard
from fourgood.reason import Reason, SpokenReason
from fourgood.rulebook import Rulebook
from fourgood.standing import Standings, points_open, positions, standings
from fourgood.text import Lang
from fourgood.vocabulary import Threshold


class Finding(tuple[Line, Open, "Verdict"]):
    """What one criterion came to for one dossier. It refers to the dossier; reasons are made when somebody asks.

    Inside it is a tuple: a verdict has a finding a criterion, and nothing else that cannot change is made as fast
    (benchmarks/README.md). To a caller it has properties only, and is equal to itself alone.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def criterion(self) -> Criterion:
        """The criterion."""
        return self[0].criterion

    @property
    def _open(self) -> Open:
        return self[1]

    @property
    def _verdict(self) -> "Verdict":
        return self[2]

    @property
    def outcome(self) -> Outcome:
        """Met, not met, unknown, not applicable, or error. A veto that is met is bad news."""
        return Outcome.ERROR if self.fault is not None else outcome_of(self._open)

    @property
    def open(self) -> frozenset[Outcome]:
        """The outcomes that absent facts still leave open; the outcome alone when it is decided."""
        return members(self._open)

    @property
    def adverse(self) -> bool:
        """Whether it counts against the unit: a requirement not met, a veto or deferral met."""
        return self[1] == self[0].adverse

    @property
    def reasons(self) -> tuple[Reason | SpokenReason, ...]:
        """The comparisons that decide it, and no others: sound, complete and minimal (`fourgood.reasons`)."""
        line, still_open, verdict = self
        if (atom := line.single) is not None:
            return (Reason((atom, still_open & UNKNOWN, self)),) if still_open != NOT_APPLICABLE else ()
        reasons = tuple([Reason((atom, each, self)) for atom, each in self._decided()])
        if verdict._heard and (heard := self._heard) is not None:
            return (*reasons, SpokenReason(heard, verdict._dossier, verdict._rulebook))
        return reasons

    @property
    def _heard(self) -> Heard | None:
        verdict = self._verdict
        return verdict._heard_by_id.get(self.criterion.id) if verdict._heard else None

    @property
    def fault(self) -> Fault | None:
        """What a criterion written in Python raised, if it did."""
        return heard.fault if (heard := self._heard) is not None else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The absent facts that keep it open, each once."""
        found: dict[str, None] = {}
        if self.points is not None and self.points[0] != self.points[1]:
            found.update(dict.fromkeys(self._missing_for_points()))
        if outcome_of(self._open) is not Outcome.UNKNOWN:
            return tuple(found)
        found.update(dict.fromkeys(key for reason in self.reasons for key in reason.missing))
        types, dossier = self.criterion.organisation_types, self._verdict._dossier
        if types is not None and dossier.organisation_type is None:
            found["organisation_type"] = None
        return tuple(found)

    def _missing_for_points(self) -> Iterator[str]:
        dossier = self._verdict.dossier
        for atom in self[0].band_atoms:
            if atom.open(dossier) == UNKNOWN:
                yield from atom.absent(dossier)

    @property
    def points(self) -> Interval | None:
        """The least and the most points that it can still give; None where the criterion gives none."""
        criterion, verdict = self.criterion, self._verdict
        if not criterion.scored:
            return None
        return points_open(verdict._rulebook, criterion, self._open, verdict._known)

    @property
    def full_marks(self) -> Fraction:
        """The most points that its criterion gives."""
        return most(self.criterion)

    @property
    def lost_points(self) -> tuple[Reason, ...]:
        """The comparisons that keep it from its full marks, or leave them open; none where it has them."""
        line, still_open, verdict = self
        if self.points is None or still_open == NOT_APPLICABLE or self.points[0] == self.full_marks:
            return ()
        if not line.criterion.bands:
            return tuple(each for each in self.reasons if isinstance(each, Reason))
        return tuple([Reason((atom, each, self)) for atom, each in line.short_of_full(verdict._dossier)])

    @property
    def assumptions(self) -> tuple[Threshold, ...]:
        """The thresholds among its reasons that are assumptions."""
        thresholds = (threshold for reason in self.reasons for threshold in reason.thresholds)
        return tuple(dict.fromkeys(each for each in thresholds if each.dated.backing is Backing.ASSUMPTION))

    @property
    def assumed(self) -> bool:
        """Whether it rests on an assumption: the criterion itself is one, or a threshold among its reasons."""
        return self.criterion.backing is Backing.ASSUMPTION or bool(self.assumptions)

    def texts(self, lang: Lang) -> tuple[str, ...]:
        """Its reasons, in a sentence each."""
        line, still_open, verdict = self
        if (say := line.says.get(lang)) is None:
            return self._said(lang)
        if still_open == NOT_APPLICABLE:
            return ()
        return (say(verdict._dossier, still_open & UNKNOWN, still_open == line.adverse),)

    def _said(self, lang: Lang) -> tuple[str, ...]:
        """The same of a criterion that is more than a comparison, or that nobody has spoken of in this language yet."""
        line, still_open, verdict = self
        sayers, dossier, adverse = verdict._rulebook.speakers[lang], verdict._dossier, still_open == line.adverse
        if line.single is not None:
            line.says[lang] = sayers[line.single]
            return self.texts(lang)
        if verdict._heard and self._heard is not None:
            return tuple(reason.text(lang) for reason in self.reasons)
        return tuple([sayers[atom](dossier, each, adverse) for atom, each in self._decided()])

    def _decided(self) -> Decided:
        """The comparisons that decide it; found once, as reasons and texts both ask."""
        line, still_open, verdict = self
        found = verdict._decided.get(line)
        if found is None:
            found = verdict._decided[line] = line.decided(verdict._dossier, still_open)
        return found

    def __repr__(self) -> str:
        return f"<Finding {self.criterion.id}: {self.outcome.value}>"


@define(eq=False, slots=False)
class Verdict:
    """What all findings come to for one dossier under one rulebook: an aid to those who decide, never the decision.

    Its fields are private and it has properties only: to a caller it is as frozen as other values.
    """

    _dossier: Dossier
    _rulebook: Rulebook
    _opens: list[Open] = field(repr=False)
    _heard: Mapping[int, Heard] = field(repr=False)

    @property
    def dossier(self) -> Dossier:
        """The dossier, as the rulebook admitted it."""
        return self._dossier

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that decided."""
        return self._rulebook

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What each criterion came to, in the rulebook's order."""
        return tuple(map(Finding, zip(self._rulebook.lines.values(), self._opens, repeat(self))))

    @property
    def recognized(self) -> bool:
        """Whether the unit earns the title for certain."""
        return self.status is Status.RECOGNIZED

    @cached_property
    def status(self) -> Status:
        """Recognized, not recognized, deferred, or undetermined: what is absent could still decide."""
        still_open = self.open_statuses
        return next(iter(still_open)) if len(still_open) == 1 else Status.UNDETERMINED

    @cached_property
    def open_statuses(self) -> frozenset[Status]:
        """The statuses that absent facts still leave open."""
        return self._standings.statuses

    @cached_property
    def groups(self) -> Mapping[str, GroupResult]:
        """What each group came to, by its id."""
        return {group.id: self._group(group) for group in self._rulebook.groups}

    @cached_property
    def tallies(self) -> Mapping[str, Interval]:
        """What the rulebook's standard may count, over all groups: the least and the most of each."""
        return {name: self._standings.everywhere[name] for name in GROUP_TALLIES}

    @cached_property
    def grading(self) -> Grading:
        """The grade beside the status, with its reasons, where the rulebook has grades."""
        return Grading(self)

    @property
    def grade(self) -> Grade | None:
        """The grade when it is certain; None while it is open, and for a unit that gets none."""
        return self.grading.grade

    @property
    def open_grades(self) -> tuple[Grade | None, ...]:
        """The grades that absent facts still leave open, best first; None among them stands for no grade."""
        return self.grading.open

    @property
    def grade_decisive(self) -> tuple[Finding, ...]:
        """The findings that the grade turns on."""
        return self.grading.decisive

    def _group(self, group: Group) -> GroupResult:
        findings = tuple(finding for finding in self.findings if finding.criterion.group == group.id)
        found = {name: self._standings.in_group[group.id][name] for name in GROUP_TALLIES}
        return GroupResult(group, findings, self._standings.groups[group.id], found, self)

    @cached_property
    def _decided(self) -> dict[Line, Decided]:
        return {}

    @cached_property
    def _open_by_id(self) -> Mapping[str, Open]:
        return positions(self._opens, self._rulebook.criteria)

    @cached_property
    def _heard_by_id(self) -> Mapping[str, Heard]:
        return {self._rulebook.criteria[position].id: heard for position, heard in self._heard.items()}

    def _known(self, attested: bool) -> Mapping[str, AnyType]:
        """What is known to a criterion that demands evidence, or to one that does not."""
        dossier = self._dossier
        identity = {"kind": dossier.kind, "organisation_type": dossier.organisation_type}
        return {**(dossier.attested if attested else dossier.facts), **identity}

    @cached_property
    def _standings(self) -> Standings:
        return standings(self._rulebook, self._open_by_id, self._known)

    def finding(self, id: str) -> Finding:
        """The finding of a criterion. Raises KeyError."""
        return Finding((self._rulebook.lines[id], self._open_by_id[id], self))

    @cached_property
    def decisive(self) -> tuple[Finding, ...]:
        """The findings that the status turns on (`fourgood.decisive`)."""
        from fourgood.decisive import decisive

        return decisive(self)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still missing and could change the verdict: absent facts of findings that the status waits for."""
        if self.status is not Status.UNDETERMINED:
            return ()
        return tuple(dict.fromkeys(key for finding in self.decisive for key in finding.missing))

    @property
    def assumptions(self) -> tuple[Finding | Threshold | Grade, ...]:
        """The decisive findings that rest on an assumption, and what standards assume that the status turns on.

        With another assumption the verdict could be another.
        """
        from fourgood.decisive import assumed_by_standards

        return (*(finding for finding in self.decisive if finding.assumed), *assumed_by_standards(self))

    def explain(self, lang: Lang = "vi") -> str:
        """The verdict with its reasons, as plain text."""
        from fourgood.report import report

        return report(self, lang)

    def to_json(self) -> dict[str, AnyType]:
        """The verdict as JSON data, valid against the schema urn:fourgood:schema:verdict."""
        from fourgood.verdictjson import verdict_json

        return verdict_json(self)

    def __repr__(self) -> str:
        return f"<Verdict {self._dossier.id} {self._dossier.year}: {self.status.value}>"
