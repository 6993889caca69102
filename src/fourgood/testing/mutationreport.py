"""How well cases test rules: the changes that they notice, and what is known of those that they do not."""

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve, frozen

from fourgood.analysis.answer import Proved, Refuted
from fourgood.dossier import Dossier
from fourgood.rulebook import Rulebook
from fourgood.testing.case import Case
from fourgood.testing.mutant import Mutant
from fourgood.testing.mutation import mutants
from fourgood.testing.settling import Settled, Settling
from fourgood.testing.trial import killed, trials


@frozen
class MutationReport:
    """How well cases test a rulebook: the changes that they notice, and what is known of the others."""

    killed: tuple[tuple[Mutant, Case], ...]
    survivors: tuple[Settled, ...]

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
    noticed: list[tuple[Mutant, Case]] = []
    left: list[Settled] = []
    for mutant in mutants(rulebook, *ids):
        by = killed(mutant, tried)
        if by is None:
            mended = next((trial.case for trial in tried if trial.mended_by(mutant)), None)
            left.append(evolve(settling.settle(mutant), mends=mended))
        else:
            noticed.append((mutant, by.case))
    return MutationReport(tuple(noticed), tuple(left))
