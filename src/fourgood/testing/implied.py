"""What cases expect of a criterion, as they say or as what they say of the whole implies; and what would make it so."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from fourgood.criterion import Criterion, Role
from fourgood.errors import Fault
from fourgood.outcome import Outcome, Status
from fourgood.rulebook import Rulebook
from fourgood.testing.narrowing import Told, narrowings
from fourgood.testing.result import Result


def proposals(results: Sequence[Result], mended: Collection[str]) -> Iterator[Fault]:
    """What would narrow down the criteria that apply although a case says, or implies, that they do not.

    What is but implied is no reason where a criterion is `mended` by another change, with which all its cases hold.
    """
    failed = [each for each in results if each.misses]
    wide = {criterion.id: rulebook for each in failed for criterion, rulebook in too_wide(each)}
    for criterion, rulebook in (found for each in failed for found in _in_the_way(each)):
        if criterion.id not in mended:
            wide.setdefault(criterion.id, rulebook)
    written = Counter(str(each.case.place) for each in results)
    for id, rulebook in wide.items():
        yield from narrowings(rulebook.criterion(id), list(_told(id, results, written)), rulebook)


def _told(id: str, results: Iterable[Result], written: Counter[str]) -> Iterator[Told]:
    """What all cases expect of a criterion; `written` is how many cases each place of a file has come to."""
    for each in results:
        if (expected := _expected(id, each)) is not None:
            place = str(each.case.place)
            kind_stated, implied = not place or written[place] == 1, id not in each.case.expect.criteria
            yield Told(expected, each.verdict, kind_stated, implied)


def too_wide(result: Result) -> Iterator[tuple[Criterion, Rulebook]]:
    """The criteria that apply, or may, although a case expects that they do not."""
    rulebook = result.verdict.rulebook
    for miss in result.misses:
        if miss.subject == "criterion" and miss.expected is Outcome.NOT_APPLICABLE:
            yield rulebook.criterion(miss.key), rulebook


def _in_the_way(result: Result) -> Iterator[tuple[Criterion, Rulebook]]:
    """The requirements that are not met, or unknown, where a case expects a unit to be recognised."""
    expected, verdict = result.case.expect.status, result.verdict
    if expected is Status.RECOGNIZED and verdict.status is not expected:
        for finding in verdict.findings:
            lacking = finding.outcome in (Outcome.UNKNOWN, Outcome.NOT_MET)
            if lacking and finding.criterion.role is Role.REQUIREMENT:
                yield finding.criterion, verdict.rulebook


def _expected(id: str, result: Result) -> Outcome | None:
    """What a case expects of a criterion: as it says, or as what it says of the whole implies.

    A unit that is to be recognised without a requirement may be one that it is not for. Where the case is right, what
    is met comes out as it should, and so does what alone keeps the unit from being recognised.
    """
    if id in result.case.expect.criteria:
        return result.case.expect.criteria[id]
    if result.case.expect.status is None:
        return None
    if any(criterion.id == id for criterion, _ in _in_the_way(result)):
        return Outcome.NOT_APPLICABLE
    adverse = [finding.criterion.id for finding in result.verdict.findings if finding.adverse]
    outcome = result.verdict.finding(id).outcome
    sure = not result.misses and (adverse == [id] if adverse else outcome is Outcome.MET)
    return outcome if sure else None
