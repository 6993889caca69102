"""Which goals a dossier can reach, and one that does: asked of the finite abstraction, told by the evaluator."""

from attrs import evolve, field, frozen

from fourgood.admit import admit
from fourgood.analysis import Answer, Proved, Refuted, Space, Undecided, always_met, never_met
from fourgood.analysis.plainly import plainly
from fourgood.analysis.questions import none_with
from fourgood.analysis.system import Budget
from fourgood.criterion import Criterion, PythonRule
from fourgood.dossier import Dossier
from fourgood.errors import DossierError
from fourgood.outcome import MET, NOT_APPLICABLE, Outcome, outcome_of
from fourgood.rule import Truth
from fourgood.rulebook import Rulebook
from fourgood.testing.goal import Goal

STEPS = 100_000
"""How many steps all goals of one criterion together may take."""


@frozen
class Reach:
    """Looks for dossiers that reach goals, among all that a rulebook admits."""

    rulebook: Rulebook
    spaces: dict[str, Space] = field(factory=dict, init=False)

    @classmethod
    def of(cls, rulebook: Rulebook) -> "Reach":
        """For the goals of a rulebook."""
        return cls(rulebook)

    def space(self, criterion: str) -> Space:
        """The dossiers among which those for the goals of a criterion are looked for, within one budget."""
        if criterion not in self.spaces:
            known = self.rulebook.vocabulary
            self.spaces[criterion] = Space(known, self.rulebook.year, Budget(STEPS))
        return self.spaces[criterion]

    def never(self, goal: Goal) -> bool:
        """Whether it is proved that no dossier reaches a goal."""
        return isinstance(self.answer(goal), Proved)

    def answer(self, goal: Goal) -> Answer:
        """Whether no dossier reaches a goal: proved, refuted by one that does, or undecided."""
        criterion, space = self.rulebook.criterion(goal.criterion), self.space(goal.criterion)
        if isinstance(criterion.rule, PythonRule):
            return Undecided()
        if goal.condition is not None:
            return never_met(space, _asking(criterion, goal))
        match goal.outcome:
            case Outcome.MET:
                return never_met(space, criterion)
            case Outcome.NOT_MET:
                return always_met(space, criterion)
            case Outcome.NOT_APPLICABLE:
                # A unit of another kind shows nothing of those that it is for.
                concerned = evolve(_unlimited(criterion), rule=Truth(True))
                return none_with(space, lambda opens: opens == (NOT_APPLICABLE, MET), criterion, concerned)
            case _:
                return self._unknown(criterion)

    def _unknown(self, criterion: Criterion) -> Answer:
        """Of a dossier of which nothing is known: if that does not leave a criterion unknown, nothing does."""
        for kind in sorted(criterion.applies_to):
            try:
                bare = admit(Dossier("witness", kind, self.rulebook.year), self.rulebook.vocabulary, self.rulebook.year)
            except DossierError:
                return Undecided()
            if outcome_of(plainly(criterion, self.rulebook.vocabulary.scope, bare)) is Outcome.UNKNOWN:
                return Refuted((bare,))
        return Proved()


def _unlimited(criterion: Criterion) -> Criterion:
    """A criterion for every unit of its kinds, without evidence or points."""
    return evolve(criterion, organisation_types=None, applies_when=None, evidence_required=False, bands=(), points=None)


def _asking(criterion: Criterion, goal: Goal) -> Criterion:
    """A criterion that is met by what reaches a goal: its guard, where it is asked, stays."""
    assert goal.condition is not None and goal.atom is not None
    guard = None if goal.atom.guards else criterion.applies_when
    return evolve(criterion, rule=goal.condition, applies_when=guard, bands=(), points=None)
