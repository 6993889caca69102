"""Remarks on two criteria: one contradicts the other, or follows from it."""

from collections.abc import Iterator, Sequence
from functools import partial

from fourgood.analysis.answer import Answer, Proved, Refuted, Undecided
from fourgood.analysis.following import Following
from fourgood.analysis.questions import contradictory, follows, none_with
from fourgood.analysis.remark import Open as Unsettled
from fourgood.analysis.remark import Remark, place_in, remark
from fourgood.analysis.space import Space
from fourgood.analysis.subject import good
from fourgood.criterion import ALL_GROUPS_GOOD, REQUIREMENTS_MET, Criterion, PythonRule, Role
from fourgood.errors import Fault
from fourgood.outcome import NOT_APPLICABLE, UNKNOWN, Open
from fourgood.rule import names
from fourgood.rulebook import Rulebook
from fourgood.text import Text


def of_pairs(rulebook: Rulebook, space: Space) -> Iterator[Remark | Unsettled]:
    """Everything to be said of two criteria that read a fact in common, and that are demanded together.

    Where a standard or a grade names criteria or groups one by one, or counts them, steps that follow from each other
    are meant.
    """
    for demanded in _demanded(rulebook):
        found, left = Following(), list[tuple[Criterion, Criterion]]()
        for one, other in _near_first(demanded, space):
            # What follows in steps is neither a contradiction nor worth a remark of its own.
            if found.known(one.id, other.id):
                continue
            if space.budget is not None and space.budget.spent:
                left.append((one, other))
                continue
            yield from _of_pair(rulebook, space, one, other, found)
        yield from _followings(rulebook, found)
        if left:
            yield _left_out(rulebook, left)


def _left_out(rulebook: Rulebook, left: Sequence[tuple[Criterion, Criterion]]) -> Remark:
    one, other = left[0]
    message = "{number} pairs of criteria were not compared, from `{id}` and `{other}` on: it would take too long"
    place = place_in(rulebook, one, "rule")
    return remark("undecided", Fault(message, {"number": len(left), "id": one.id, "other": other.id}, place))


def _near_first(demanded: Sequence[Criterion], space: Space) -> Iterator[tuple[Criterion, Criterion]]:
    """The pairs that read a fact in common, neighbours in the file first: most that follows, follows in steps."""
    reads = {each.id: set(space.reads([each])) for each in demanded}
    for distance in range(1, len(demanded)):
        for one, other in zip(demanded, demanded[distance:], strict=False):
            if reads[one.id] & reads[other.id] and one.applies_to & other.applies_to:
                yield one, other


def _demanded(rulebook: Rulebook) -> Iterator[list[Criterion]]:
    """Criteria that have to come out well together: for the title, and for each group that stands by itself."""
    standards = (rulebook.standard, *(each.standard for each in rulebook.groups))
    named = {key for each in standards for key in names(each)}
    named |= {key for grade in rulebook.grades for key in names(grade.standard)}
    whole = {group.id for group in rulebook.groups if ALL_GROUPS_GOOD in named and group.id not in named}
    counted = {group.id for group in rulebook.groups if REQUIREMENTS_MET not in names(group.standard)}
    demanded: dict[str, list[Criterion]] = {}
    for criterion in rulebook.criteria:
        requirement = criterion.role is Role.REQUIREMENT
        if (
            isinstance(criterion.rule, PythonRule)
            or criterion.id in named
            or (requirement and criterion.group in counted)
        ):
            continue
        together = "" if criterion.group in whole or not requirement else criterion.group
        demanded.setdefault(together, []).append(criterion)
    yield from demanded.values()


def _of_pair(
    rulebook: Rulebook, space: Space, one: Criterion, other: Criterion, found: Following
) -> Iterator[Remark | Unsettled]:
    against = Refuted(()) if Role.DEFERRAL in (one.role, other.role) else contradictory(space, one, other)
    if isinstance(against, Proved):
        yield from _contradiction(rulebook, space, one, other)
        return
    added = [(one, other), (other, one)] if one.role is other.role else []
    answers = {first.id: _adds_nothing(space, first, second) for first, second in added}
    for first, second in added:
        if isinstance(answers[first.id], Proved):
            found.add(first.id, second.id)
    if any(isinstance(each, Undecided) for each in (against, *answers.values())):
        words = f"có mâu thuẫn với `{other.id}` hay suy ra từ đó không", f"how it stands to `{other.id}`"
        yield Unsettled(one, Text(*words), other)


def _contradiction(rulebook: Rulebook, space: Space, one: Criterion, other: Criterion) -> Iterator[Remark]:
    """Only where some dossiers that both apply to come out well by the one, and some by the other."""
    shown = [none_with(space, partial(_good_by, at, (one, other)[at]), one, other) for at in (0, 1)]
    if all(isinstance(each, Refuted) for each in shown):
        message = (
            "`{id}` contradicts `{other}`: whoever both apply to fails one; "
            "good by `{other}`: {example}; by `{id}`: {after}"
        )
        place = place_in(rulebook, other, "rule", None if isinstance(other.rule, PythonRule) else other.rule)
        fault = Fault(message, {"id": other.id, "other": one.id}, place, "Check both rules, and when each applies")
        yield remark("contradicts", fault, *(each.witness for each in shown if isinstance(each, Refuted)))


def _good_by(at: int, criterion: Criterion, opens: tuple[Open, ...]) -> bool:
    """Whether two criteria both apply, and one of them comes out well."""
    return NOT_APPLICABLE not in opens and opens[at] == good(criterion)


def _followings(rulebook: Rulebook, found: Following) -> Iterator[Remark]:
    """What follows directly; both ways it is the same."""
    for id, added in found.direct():
        other, criterion = rulebook.by_id[id], rulebook.by_id[added]
        if found.known(added, id, direct=True):
            if rulebook.criteria.index(other) < rulebook.criteria.index(criterion):
                yield _follows(rulebook, criterion, other, "`{id}` says the same as `{other}`")
        else:
            message = "`{id}` adds nothing to `{other}`: whoever is good by that is good by this"
            yield _follows(rulebook, criterion, other, message)


def _adds_nothing(space: Space, other: Criterion, criterion: Criterion) -> Answer:
    """Whether a criterion follows from another, neither of them being decided by itself."""
    answer = follows(space, other, criterion)
    if not isinstance(answer, Proved):
        return answer
    bad = none_with(space, lambda opens: opens[0] == UNKNOWN ^ good(criterion), criterion)
    fine = none_with(space, lambda opens: opens[0] in (good(other), NOT_APPLICABLE), other)
    return next((each for each in (bad, fine) if isinstance(each, Undecided)), _both(bad, fine))


def _both(bad: Answer, fine: Answer) -> Answer:
    """Proved where both happen; that one never does is told elsewhere."""
    return Proved() if isinstance(bad, Refuted) and isinstance(fine, Refuted) else Refuted(())


def _follows(rulebook: Rulebook, criterion: Criterion, other: Criterion, message: str) -> Remark:
    place = place_in(rulebook, criterion, "rule", None if isinstance(criterion.rule, PythonRule) else criterion.rule)
    return remark(
        "follows",
        Fault(message, {"id": criterion.id, "other": other.id}, place, "Leave one of them out, if that is not meant"),
    )
