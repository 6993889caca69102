"""The smallest suite of cases that notices every change which can be noticed."""

from collections.abc import Iterable, Iterator, Sequence

from fourgood.dossier import Dossier
from fourgood.rulebook import Rulebook
from fourgood.testing.case import Case
from fourgood.testing.mutation import mutants
from fourgood.testing.settling import Settled, Settling
from fourgood.testing.trial import trials


def smallest_suite(rulebook: Rulebook, bases: Sequence[Dossier] = (), *ids: str) -> tuple[Case, ...]:
    """Cases near the bases that notice every change which can be noticed: a greedy cover, all unreviewed.

    They say what the rules say now; whether that is what was meant a person has to review.
    """
    settling = Settling(rulebook, tuple(bases))
    by_id: dict[str, list[Settled]] = {}
    for mutant in mutants(rulebook, *ids):
        by_id.setdefault(mutant.id, []).append(settling.settle(mutant))
    return tuple(case for found in by_id.values() for case in _cover(rulebook, found))


def _cover(rulebook: Rulebook, found: Sequence[Settled]) -> Iterator[Case]:
    """Of the cases of one criterion as few as notice all that each of them notices."""
    noticeable = {id(each.mutant): each.mutant for each in found if each.case is not None}
    tried = trials(rulebook, _different(each.case for each in found if each.case is not None))
    notices = [{key for key, mutant in noticeable.items() if trial.notices(mutant)} for trial in tried]
    yield from (tried[at].case for at in _needed(notices, _greedy(notices)))


def _greedy(notices: Sequence[set[int]]) -> list[int]:
    """Which of some sets together hold all that is in any of them: the one with most that is new comes next."""
    chosen: list[int] = []
    left = {each for noticed in notices for each in noticed}
    while left:
        best = max(range(len(notices)), key=lambda at: len(notices[at] & left))
        chosen.append(best)
        left -= notices[best]
    return chosen


def _needed(notices: Sequence[set[int]], chosen: Sequence[int]) -> list[int]:
    """Those of the chosen sets that the others do not hold together: an early choice may be needed no more."""
    kept = list(chosen)
    for at in chosen:
        others = {each for other in kept if other != at for each in notices[other]}
        if notices[at] <= others:
            kept.remove(at)
    return kept


def _different(cases: Iterable[Case]) -> list[Case]:
    """Cases, of those about the same dossier one."""
    return list(
        {
            (repr(sorted(each.dossier.facts.items())), each.dossier.kind, repr(each.expect)): each for each in cases
        }.values()
    )
