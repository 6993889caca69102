"""What a table comes to under a rulebook, column by column: criteria, groups, the whole, the grade."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any as AnyType

import narwhals as nw
from attrs import field, frozen

from fourgood.criterion import Criterion, PythonRule, Role
from fourgood.frames import kleene
from fourgood.frames.amounts import divided
from fourgood.frames.below import Below
from fourgood.frames.byrow import ByRow
from fourgood.frames.codes import Codes
from fourgood.frames.door import Door
from fourgood.frames.facts import Counts, Facts, RowByRow
from fourgood.frames.held import Held
from fourgood.frames.kleene import Tri, where
from fourgood.frames.rejecting import Rejecting
from fourgood.frames.staged import Staged
from fourgood.frames.standings import Everywhere, Standings
from fourgood.outcome import Status
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import ALL_KINDS, Kind, UnitKind

REJECTED = "rejected"
"""The status of a row that the rulebook does not admit."""

NO_GRADE = "none"
"""The grade of a unit that gets none; null is one that is still open."""


@frozen
class Reading:
    """The criteria of a rulebook as columns of three values."""

    rulebook: Rulebook
    facts: Facts
    kind: UnitKind | None
    read: dict[str, Held] = field(factory=dict, init=False, repr=False)
    """The criteria that were read already."""

    def criterion(self, criterion: Criterion) -> Held:
        """What a criterion comes to in every row. Raises RowByRow."""
        if criterion.id not in self.read:
            self.read[criterion.id] = self._criterion(criterion)
        return self.read[criterion.id]

    def _criterion(self, criterion: Criterion) -> Held:
        concerned = self._concerned(criterion)
        if concerned is False:
            return Held(False, False)
        if isinstance(criterion.rule, PythonRule):
            raise RowByRow
        counts = Counts.ATTESTED if criterion.evidence_required else Counts.ALWAYS
        guarding = Counts.GUARD if criterion.evidence_required else Counts.ALWAYS
        guard = None if criterion.applies_when is None else self.facts.read(criterion.applies_when, guarding)
        guards = () if criterion.applies_when is None else (guard,)
        return Held(self.facts.read(criterion.rule, counts), kleene.all_of((concerned, *guards)))

    def _concerned(self, criterion: Criterion) -> Tri:
        """Whether a criterion is about a unit: of its kind, and of its type of organisation."""
        return kleene.all_of((self._of_kind(criterion), self._of_type(criterion)))

    def _of_kind(self, criterion: Criterion) -> Tri:
        if criterion.applies_to == ALL_KINDS:
            return True
        if self.kind is not None:
            return self.kind in criterion.applies_to
        (kind,) = criterion.applies_to
        return self.facts.columns["kind"] == kind

    def _of_type(self, criterion: Criterion) -> Tri:
        if criterion.organisation_types is None:
            return True
        column = self.facts.columns.get("organisation_type")
        return (
            None if column is None else kleene.any_of(column == each for each in sorted(criterion.organisation_types))
        )

    def bands(self, criterion: Criterion) -> list[Tri]:
        """Whether each band of points holds. Raises RowByRow."""
        counts = Counts.ATTESTED if criterion.evidence_required else Counts.ALWAYS
        return [self.facts.read(band.when, counts) for band in criterion.bands]

    def what_rows_answer(self, door: Door) -> ByRow:
        """What columns cannot answer: functions in Python, records, numbers that could become too large."""
        kind, facts = self.kind, self.rulebook.vocabulary.facts
        asked = [each for each in self.rulebook.criteria if kind is None or kind in each.applies_to]
        criteria = tuple(each.id for each in asked if _beyond(self.criterion, each))
        bands = tuple(each.id for each in asked if _beyond(self.bands, each))
        records = [key for key in door.fields.facts if facts[key].kind is Kind.RECORDS]
        derived = (each.fact.key for each in self.rulebook.derived)
        return ByRow(criteria, bands, (*derived, *records, *door.unread()))


def _beyond(read: Callable[[Criterion], object], criterion: Criterion) -> bool:
    try:
        read(criterion)
    except RowByRow:
        return True
    return False


@frozen
class Verdicts:
    """A table with all that it came to, in columns of our own."""

    frame: nw.LazyFrame[AnyType]
    criteria: Mapping[str, Held]
    groups: Mapping[str, Held]
    status: nw.Expr
    grade: nw.Expr | None
    points: tuple[nw.Expr, nw.Expr] | None
    rejecting: Rejecting
    below: Below
    """What it counts for above."""
    by_row: ByRow

    def codes(self, groups: bool, criteria: bool) -> Codes:
        """The outcomes of groups and criteria as small numbers."""
        found = Codes(self.rejecting.good)
        if groups:
            found.add("group", self.groups)
        if criteria:
            by_row = self.by_row.codes()
            found.add("criterion", {id: each for id, each in self.criteria.items() if id not in by_row})
            found.apart.update({id: where(found.good, each) for id, each in by_row.items()})
        return found


def verdicts(rejecting: Rejecting, reading: Reading, by_row: ByRow) -> Verdicts:
    """What every row comes to. Raises TooLarge."""
    rulebook, by_hand, bands_by_hand = reading.rulebook, by_row.held(), by_row.band_columns(reading.rulebook)
    staged, criteria = rejecting.staged.settle_held(
        "criterion", {each.id: by_hand.get(each.id) or reading.criterion(each) for each in rulebook.criteria}
    )
    staged, bands = _bands(
        staged, {each.id: bands_by_hand.get(each.id) or reading.bands(each) for each in rulebook.criteria}
    )
    standings = Standings(rulebook, criteria, bands)
    staged, groups = staged.settle_held("group", {group.id: standings.group(group) for group in rulebook.groups})
    standings.groups.update(groups)
    hits = {"deferred": standings.hits(Role.DEFERRAL), "refused": standings.hits(Role.VETO)}
    staged, settled = staged.settle("standing", {**hits, "whole": standings.whole().certain})
    staged, earned = staged.settle("grade", dict(standings.earned()))
    recognized = kleene.all_of((settled["whole"], kleene.negated(settled["refused"])))
    grades = [(grade.key, earned[grade.key]) for grade in rulebook.grades]
    return Verdicts(
        staged.frame,
        criteria,
        groups,
        _status(rejecting.bad, settled["deferred"], recognized),
        _grade(settled["deferred"], grades) if grades else None,
        _points(standings) if standings.scored else None,
        rejecting,
        Below(rulebook, reading.facts, Everywhere(standings), settled["deferred"], recognized),
        by_row,
    )


def _bands(staged: Staged, bands: Mapping[str, Sequence[Tri]]) -> tuple[Staged, dict[str, Sequence[Tri]]]:
    asked = {(id, at): tri for id, found in bands.items() for at, tri in enumerate(found)}
    staged, settled = staged.settle("band", {f"{id}.{at}": tri for (id, at), tri in asked.items()})
    found: dict[str, Sequence[Tri]] = {}
    for id, at in asked:
        found[id] = (*found.get(id, ()), settled[f"{id}.{at}"])
    return staged, found


def _status(bad: nw.Expr | bool, deferred: Tri, recognized: Tri) -> nw.Expr:
    """The status in words. What a deferral leaves open is undetermined, whatever else is known."""
    open_ = nw.lit(Status.UNDETERMINED.value)
    decided = _chosen(
        kleene.certainly(recognized),
        nw.lit(Status.RECOGNIZED.value),
        _chosen(kleene.possibly(recognized), open_, nw.lit(Status.NOT_RECOGNIZED.value)),
    )
    undeferred = _chosen(kleene.possibly(deferred), open_, decided)
    status = _chosen(kleene.certainly(deferred), nw.lit(Status.DEFERRED.value), undeferred)
    return _text(_chosen(bad, nw.lit(REJECTED), status))


def _grade(deferred: Tri, grades: Sequence[tuple[str, Tri]]) -> nw.Expr:
    """The grade in words: the first whose standard holds; null while better or worse ones are open."""
    none = nw.lit(NO_GRADE)
    found: nw.Expr | None = none
    for key, earned in reversed(grades):
        found = _chosen(kleene.certainly(earned), nw.lit(key), _chosen(kleene.possibly(earned), None, found))
    # A unit that may be deferred may get none; it is open unless none is all that it can get.
    unearned = kleene.certainly(kleene.all_of(kleene.negated(earned) for _, earned in grades))
    open_deferral = kleene.all_of((kleene.possibly(deferred), kleene.negated(unearned)))
    graded = _chosen(kleene.certainly(deferred), none, _chosen(kleene.certainly(open_deferral), None, found))
    return _text(graded)


def _points(standings: Standings) -> tuple[nw.Expr, nw.Expr]:
    """The least and the most points of all requirements."""
    requirements = [each for group in standings.rulebook.requirements.values() for each in group]
    ends = standings.tally("points", requirements)
    low, high = ends[0].numerator, ends[-1].numerator
    return _in_points(low, standings.part), _in_points(high, standings.part)


def _in_points(parts: nw.Expr | int, part: int) -> nw.Expr:
    return nw.lit(parts / part) if isinstance(parts, int) else divided(parts.cast(nw.Float64), part)


def _text(value: nw.Expr | None) -> nw.Expr:
    return nw.lit(None, nw.String) if value is None else value


def _chosen(condition: nw.Expr | bool, then: nw.Expr | None, otherwise: nw.Expr | None) -> nw.Expr | None:
    """One column where a condition is true, another where it is not; None stands for null."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is None:
        return None if otherwise is None else nw.when(~condition).then(otherwise)
    chosen = nw.when(condition).then(then)
    return chosen if otherwise is None else chosen.otherwise(otherwise)
