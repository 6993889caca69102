"""How well cases test rules: the changes that they notice, and what is known of those that they do not."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from fourgood.analysis.answer import Proved, Refuted
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier
from fourgood.rulebook import Rulebook
from fourgood.testing.case import Case
from fourgood.testing.mend import Mend, mend_of
from fourgood.testing.mutant import Mutant
from fourgood.testing.mutation import mutants, swaps
from fourgood.testing.settling import Settled, Settling
from fourgood.testing.trial import Trial, killed, trials


@frozen
class MutationReport:
    """How well cases test a rulebook: the changes that they notice, and what is known of the others.

    `mends` are those that failing cases ask for; they are no survivors.
    """

    killed: tuple[tuple[Mutant, Case], ...]
    survivors: tuple[Settled, ...]
    mends: tuple[Mend, ...] = ()

    @property
    def equivalent(self) -> tuple[Settled, ...]:
        """Changes that change nothing: no case can notice them."""
        return tuple(each for each in self.survivors if isinstance(each.answer, Proved))

    @property
    def unnoticed(self) -> tuple[Settled, ...]:
        """Changes that a case would notice, each with that case."""
        return tuple(each for each in self.survivors if isinstance(each.answer, Refuted))

    @property
    def open(self) -> tuple[Settled, ...]:
        """Changes of which nothing is known."""
        settled = (*self.equivalent, *self.unnoticed)
        return tuple(each for each in self.survivors if each not in settled)

    @property
    def score(self) -> float:
        """The share noticed of all that are not proved to change nothing; 1 when there are none."""
        asked = len(self.killed) + len(self.survivors) - len(self.equivalent)
        return len(self.killed) / asked if asked else 1.0


def mutation_of(
    rulebook: Rulebook,
    cases: Iterable[Case],
    bases: Sequence[Dossier] = (),
    *ids: str,
    rulebook_of: Callable[[int], Rulebook] | None = None,
) -> MutationReport:
    """What cases notice of the changes to some criteria, or to all; witnesses stay near the bases.

    With `rulebook_of` cases of other years count too, for the changes to what is the same in their year.
    """
    tried, settling = trials(rulebook, cases, rulebook_of), Settling(rulebook, tuple(bases))
    failing = [trial for trial in tried if not trial.holds]
    noticed: list[tuple[Mutant, Case]] = []
    left: list[Settled] = []
    mends: list[Mend] = []
    for mutant in mutants(rulebook, *ids):
        if (by := killed(mutant, tried)) is not None:
            noticed.append((mutant, by.case))
        elif (mend := mend_of(mutant, failing)) is not None:
            mends.append(mend)
        else:
            left.append(settling.settle(mutant))
    swapped = (each for each in _swapped(rulebook, failing, ids) if killed(each, tried) is None)
    more = (mend for each in swapped if (mend := mend_of(each, failing)) is not None)
    return MutationReport(tuple(noticed), tuple(left), _each_once((*mends, *more)))


def _swapped(rulebook: Rulebook, failing: Sequence[Trial], ids: Sequence[str]) -> Iterator[Mutant]:
    """The criteria that cases fail of, with facts taken for each other, also for those that these cases state."""
    for id in rulebook.by_id:
        stated = [trial.case.dossier.facts for trial in failing if id in trial.case.expect.criteria]
        if stated and (not ids or id in ids):
            yield from swaps(rulebook, id, tuple(dict.fromkeys(key for facts in stated for key in facts)))


def _each_once(mends: Sequence[Mend]) -> tuple[Mend, ...]:
    """Mends, each criterion that comes of one once: a fact for another may be one of the small changes too."""
    found: dict[Criterion | Mend, Mend] = {}
    for mend in mends:
        found.setdefault(mend.mutant.mutated or mend, mend)
    return tuple(found.values())
