"""The smallest suite of cases that notices every change which can be noticed."""

from collections.abc import Iterable, Sequence

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


def _cover(rulebook: Rulebook, found: Sequence[Settled]) -> Iterable[Case]:
    """Of the cases of one criterion as few as notice all that each of them notices."""
    left = {id(each.mutant): each.mutant for each in found if each.case is not None}
    tried = trials(rulebook, _different(each.case for each in found if each.case is not None))
    notices = {id(trial): {key for key, mutant in left.items() if trial.notices(mutant)} for trial in tried}
    while left:
        best = max(tried, key=lambda trial: len(notices[id(trial)] & left.keys()), default=None)
        if best is None or not notices[id(best)] & left.keys():
            return
        yield best.case
        for key in notices[id(best)]:
            left.pop(key, None)


def _different(cases: Iterable[Case]) -> list[Case]:
    """Cases, of those about the same dossier one."""
    return list(
        {
            (repr(sorted(each.dossier.facts.items())), each.dossier.kind, repr(each.expect)): each for each in cases
        }.values()
    )
