"""The laws of direction: what is better never makes anything worse, and learning more turns nothing round."""

from collections.abc import Iterator
from typing import TypeAlias

from fourgood.criterion import Role
from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.evaluation import evaluate
from fourgood.outcome import Outcome, Status
from fourgood.rulebook import Rulebook
from fourgood.testing.cells import can_be_better, less_known
from fourgood.testing.laws.breach import OUTCOMES, STATUSES, LawBroken, broken, either
from fourgood.testing.laws.subject import findings, only
from fourgood.testing.moves import better_values, figures_changed, stated, with_value, without
from fourgood.testing.space import space_of
from fourgood.text import Text
from fourgood.verdict import Finding, Verdict

__tracebackhide__ = True

Prospects: TypeAlias = tuple[int, int]
"""The worst and the best that is still open: 1 in the unit's favour, 0 against it."""


def improving(fact: str, dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """A better value of a fact never makes a finding or the status worse. Raises LawBroken, KeyError for no fact.

    Which way is better the fact itself says (`better`). Every better value that is worth trying is tried: those next
    to thresholds, as far as invariants allow. A requirement that stops to be met is worse, a veto or deferral that
    comes to be met too, and so is a requirement that starts to apply and is not met; one that no longer applies is
    not. A fact that is absent, or that has no better way, cannot be improved. Of a table one column of one record is
    better at a time.
    """
    book = only(rulebook, criterion)
    dossier = stated(book.admit(dossier), rulebook)
    values = better_values(fact, dossier, rulebook if criterion is None else book)
    before = evaluate(dossier, book) if values else None
    for value in values:
        changed = with_value(dossier, fact, value)
        after = evaluate(changed, book)
        assert before is not None
        for old, new in zip(findings(before, criterion), findings(after, criterion), strict=True):
            if _worse(prospects(old), prospects(new)):
                raise _worsened(fact, dossier, changed, old, new, rulebook)
        if criterion is None and any(map(_worse, chances(before), chances(after))):
            raise _lost(fact, dossier, changed, before, after)


def prospects(finding: Finding) -> Prospects:
    """The worst and the best that a finding can still come to for the unit."""
    against = Outcome.NOT_MET if finding.criterion.role is Role.REQUIREMENT else Outcome.MET
    found = [int(outcome is not against) for outcome in finding.open]
    return min(found), max(found)


def chances(verdict: Verdict) -> tuple[Prospects, Prospects]:
    """The worst and the best that a verdict can still come to: recognised or not, and which grade."""
    statuses = [int(status is Status.RECOGNIZED) for status in verdict.open_statuses]
    grades = [-len(verdict.rulebook.grades) if grade is None else -grade.place for grade in verdict.open_grades]
    return (min(statuses), max(statuses)), (min(grades, default=0), max(grades, default=0))


def _worse(before: Prospects, after: Prospects) -> bool:
    return after[0] < before[0] or after[1] < before[1]


def learning(fact: str, dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """What is decided without a fact is decided in the same way with it, and with its evidence. Raises LawBroken.

    More than that: what is no longer open without the fact is not open with it. The same goes for each record of a
    table, and for each column of a record.
    """
    book = only(rulebook, criterion)
    after = evaluate(dossier, book)
    for less in _less_known(fact, stated(after.dossier, rulebook)):
        before = evaluate(less, book)
        for old, new in zip(findings(before, criterion), findings(after, criterion), strict=True):
            if not new.open <= old.open:
                message = "learning `{fact}` turned `{criterion}` from {before} to {after}"
                raise _turned(message, fact, less, dossier, old, new, rulebook)
        if criterion is None and not _open(after) <= _open(before):
            values: dict[str, object] = {"fact": fact, "before": summary(before), "after": summary(after)}
            fault = Fault("learning `{fact}` turned the status from {before} to {after}", values)
            raise broken("learning", fault, rulebook, less, dossier, fact=fact)


def _less_known(fact: str, dossier: Dossier) -> Iterator[Dossier]:
    yield without(dossier, {fact}, {fact})
    yield without(dossier, set(), {fact})
    rows = dossier.facts.get(fact)
    yield from (with_value(dossier, fact, less) for less in (less_known(rows) if isinstance(rows, tuple) else ()))


def _worsened(fact: str, one: Dossier, other: Dossier, old: Finding, new: Finding, rulebook: Rulebook) -> LawBroken:
    values: dict[str, object] = {**_moved(one, other), "criterion": old.criterion.id}
    values |= {"before": said(old), "after": said(new)}
    message = "better, `{fact}` {old} → {new}, made `{criterion}` worse: {before} → {after}"
    fault = Fault(message, values, old.criterion.origin.place)
    return broken("improving", fault, rulebook, one, other, criterion=old.criterion.id, fact=fact)


def _lost(fact: str, one: Dossier, other: Dossier, before: Verdict, after: Verdict) -> LawBroken:
    values: dict[str, object] = {**_moved(one, other), "before": summary(before), "after": summary(after)}
    fault = Fault("better, `{fact}` {old} → {new}, made the status worse: {before} → {after}", values)
    return broken("improving", fault, before.rulebook, one, other, fact=fact)


def _turned(
    message: str, fact: str, one: Dossier, other: Dossier, old: Finding, new: Finding, rulebook: Rulebook
) -> LawBroken:
    values: dict[str, object] = {"fact": fact, "criterion": old.criterion.id, "before": said(old), "after": said(new)}
    fault = Fault(message, values, old.criterion.origin.place)
    return broken("learning", fault, rulebook, one, other, criterion=old.criterion.id, fact=fact)


def said(finding: Finding) -> Text:
    """The outcome of a finding; of an open one all that is open."""
    return OUTCOMES[finding.outcome] if finding.outcome is not Outcome.UNKNOWN else either(finding.open)


def summary(verdict: Verdict) -> Text:
    """The status of a verdict, and the grades that are open where there are grades."""
    status = STATUSES[verdict.status]
    grades = ", ".join("-" if each is None else each.key for each in verdict.open_grades)
    return Text(f"{status.vi} ({grades})", f"{status.en} ({grades})") if verdict.rulebook.grades else status


def _open(verdict: Verdict) -> frozenset[object]:
    return frozenset((*verdict.open_statuses, *verdict.open_grades))


def _moved(one: Dossier, other: Dossier) -> dict[str, object]:
    """The one figure that was moved, and from what to what."""
    (figure,) = figures_changed(one, other)
    return {"fact": figure.name, "old": str(figure.old), "new": str(figure.new)}


def improvable(rulebook: Rulebook, criterion: str | None) -> list[str]:
    """The facts that can be better, among those that a criterion reads; tables with a column that can."""
    return [key for key, fact in space_of(rulebook, criterion).facts.items() if can_be_better(fact)]
