"""An example case run once on the rules as they are, ready to be asked whether it notices a change."""

from collections.abc import Callable, Iterable
from functools import cached_property

from attrs import evolve, frozen

from fourgood.analysis.plainly import plainly
from fourgood.dossier import Dossier
from fourgood.outcome import Open
from fourgood.program import Heard
from fourgood.rulebook import Rulebook
from fourgood.testing.case import Case, Expected
from fourgood.testing.mutant import Mutant
from fourgood.verdict import Verdict


@frozen(eq=False, slots=False)
class Trial:
    """A case, and what its dossier comes to under the rules as they are."""

    case: Case
    rulebook: Rulebook
    opens: tuple[Open, ...]
    heard: dict[int, Heard]

    @cached_property
    def holds(self) -> bool:
        """Whether the case holds as the rules are: one that fails can notice nothing."""
        return self.case.holds(Verdict(self.case.dossier, self.rulebook, list(self.opens), self.heard))

    @cached_property
    def outcomes(self) -> Case:
        """The case without the reasons that it expects: a change is noticed by what comes out."""
        return evolve(self.case, expect=evolve(self.case.expect, because=()))

    @cached_property
    def looks_up(self) -> bool:
        """Whether it expects anything of what criteria come to together."""
        return evolve(self.case.expect, criteria={}, because=()) != Expected()

    def notices(self, mutant: Mutant) -> bool:
        """Whether the case holds as the rules are, and fails with the change."""
        return self.holds and self._turns(mutant) and not self._holds_with(mutant)

    def mended_by(self, mutant: Mutant) -> bool:
        """Whether the case fails as the rules are, and holds with the change."""
        return not self.holds and self._turns(mutant) and self._holds_with(mutant)

    def _turns(self, mutant: Mutant) -> bool:
        """Whether the case is about what changes."""
        return self.looks_up or mutant.id in self.case.expect.criteria

    def _holds_with(self, mutant: Mutant) -> bool:
        same = mutant.on(self.rulebook)
        if same is None:
            return self.holds
        opens = changed_opens(same, self.case.dossier, self.opens)
        if same.local and opens == list(self.opens):
            return self.holds
        rulebook = self.rulebook if same.local else same.rulebook
        return self.outcomes.holds(Verdict(self.case.dossier, rulebook, opens, self.heard))


def changed_opens(mutant: Mutant, dossier: Dossier, opens: Iterable[Open]) -> list[Open]:
    """What every criterion comes to for a dossier with a change: only one has to be looked at again."""
    found = list(opens)
    if mutant.mutated is not None:
        at = next(at for at, each in enumerate(mutant.original.criteria) if each is mutant.criterion)
        found[at] = plainly(mutant.mutated, mutant.original.vocabulary.scope, dossier)
    return found


def trials(
    rulebook: Rulebook, cases: Iterable[Case], rulebook_of: Callable[[int], Rulebook] | None = None
) -> tuple[Trial, ...]:
    """Cases run on the rules as they are, those of another year by its own; without `rulebook_of` all by one rulebook.

    Raises DossierError for a dossier that they do not admit.
    """
    return tuple(_trial(rulebook_of(case.dossier.year) if rulebook_of else rulebook, case) for case in cases)


def _trial(rulebook: Rulebook, case: Case) -> Trial:
    dossier = rulebook.admit(case.dossier)
    opens, heard = rulebook.program.run(dossier)
    return Trial(evolve(case, dossier=dossier), rulebook, tuple(opens), heard)


def killed(mutant: Mutant, tried: Iterable[Trial]) -> Trial | None:
    """The first case that notices a change, or None: the change survives."""
    return next((trial for trial in tried if trial.notices(mutant)), None)
