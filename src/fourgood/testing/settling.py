"""What becomes of a change that no case noticed: proved to change nothing, or the case that would notice it."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import field, frozen

from fourgood.analysis.answer import Answer, Proved, Refuted, Undecided
from fourgood.analysis.plainly import plainly
from fourgood.analysis.questions import answered, equivalent
from fourgood.analysis.space import Space
from fourgood.analysis.system import Budget
from fourgood.criterion import Criterion, PythonRule
from fourgood.dossier import Dossier
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, Open, Outcome, Status, outcome_of
from fourgood.rulebook import Rulebook
from fourgood.testing.case import NO_GRADE, Case, Expected
from fourgood.testing.ends import alike_at_ends
from fourgood.testing.mutant import Mutant
from fourgood.testing.nearest import nearest
from fourgood.testing.trial import changed_opens
from fourgood.verdict import Verdict

MUTANT_STEPS = 20_000
"""How many steps one change may take; those to the rules on offer take a seventh of it at most."""

CRITERION_STEPS = 500_000
"""How many steps all changes to one criterion together may take: some ten seconds."""

ALL_STEPS = 1_500_000
"""How many steps all changes together may take."""


@frozen
class Settled:
    """A change and what is known of it.

    Proved: it changes nothing, for any dossier. Refuted: its `case` would notice it; the case says what the rules say
    now, which a person still has to review. Undecided: open.
    """

    mutant: Mutant
    answer: Answer
    case: Case | None = None


def _differ(opens: tuple[Open, ...]) -> bool:
    """Whether a case can tell two criteria apart: it expects an outcome, not what is still open."""
    return outcome_of(opens[0]) is not outcome_of(opens[1])


def _decided_otherwise(opens: tuple[Open, ...]) -> bool:
    return _differ(opens) and outcome_of(opens[0]) is not Outcome.UNKNOWN


def _both_decided(opens: tuple[Open, ...]) -> bool:
    return _decided_otherwise(opens) and outcome_of(opens[1]) is not Outcome.UNKNOWN


@frozen(eq=False, slots=False)
class Settling:
    """Settles the changes of one rulebook; `bases` are ordinary dossiers to stay near, of each kind of unit one.

    What takes too long stays open: each change has a budget, within that of its criterion, within that of all.
    """

    rulebook: Rulebook
    bases: tuple[Dossier, ...] = ()
    budget: Budget = field(factory=lambda: Budget(MUTANT_STEPS), init=False)
    """What is left for the change that is looked at."""
    budgets: dict[str, Budget] = field(factory=dict, init=False)
    whole: Budget = field(factory=lambda: Budget(ALL_STEPS), init=False)
    flips: dict[str, tuple[Dossier, ...]] = field(factory=dict, init=False)

    @cached_property
    def space(self) -> Space:
        """The dossiers that the rulebook admits."""
        return Space(self.rulebook.vocabulary, self.rulebook.year, self.budget)

    @cached_property
    def near(self) -> tuple[Dossier, ...]:
        """The bases as the rulebook takes them. Raises DossierError."""
        return tuple(self.rulebook.admit(base) for base in self.bases)

    def settle(self, mutant: Mutant) -> Settled:
        """What is known of a change."""
        of_criterion = self.budgets.setdefault(mutant.id, Budget(CRITERION_STEPS, self.whole))
        self.budget.left, self.budget.within = MUTANT_STEPS, of_criterion
        if isinstance(getattr(mutant.criterion, "rule", None), PythonRule) and mutant.local:
            return self._by_trying(mutant)
        if mutant.local and mutant.criterion is not None and mutant.mutated is not None:
            return self._of_criterion(mutant, mutant.criterion, mutant.mutated)
        return self._by_trying(mutant)

    def _of_criterion(self, mutant: Mutant, criterion: Criterion, mutated: Criterion) -> Settled:
        scope, answer = self.rulebook.vocabulary.scope, equivalent(self.space, criterion, mutated, partial=True)
        if isinstance(answer, Proved):
            return Settled(mutant, answer)
        pair = (criterion, mutated)
        witness = nearest(self.space, pair, _differ, self.near, self.budget) or self._told(answer, mutant)
        for wanted, each in ((_decided_otherwise, criterion), (_both_decided, mutated)):
            if witness is not None and outcome_of(plainly(each, scope, witness)) is Outcome.UNKNOWN:
                # What is decided reads as a case; that something stays unknown is told where nothing else tells.
                witness = nearest(self.space, pair, wanted, self.near, self.budget) or witness
        if witness is None:
            same = alike_at_ends(criterion, mutated, scope)
            return Settled(mutant, Proved() if same else Undecided())
        outcome = outcome_of(plainly(criterion, scope, witness))
        expect = Expected(criteria={criterion.id: outcome})
        return Settled(mutant, Refuted((witness,)), self._case(mutant, witness, expect))

    def _told(self, answer: Answer, mutant: Mutant) -> Dossier | None:
        """The dossier of an answer, where a case can be made of it."""
        if not isinstance(answer, Refuted) or mutant.criterion is None or mutant.mutated is None:
            return None
        scope = self.rulebook.vocabulary.scope
        opens = tuple(plainly(each, scope, answer.witness) for each in (mutant.criterion, mutant.mutated))
        return answer.witness if _differ(opens) else None

    def _by_trying(self, mutant: Mutant) -> Settled:
        """A change to what counts: tried on dossiers near the bases, as what comes out in the end depends on all."""
        if mutant.criterion is not None and isinstance(self._applies_never(mutant.criterion), Proved):
            return Settled(mutant, Proved())
        for dossier, verdict in self._tried(mutant):
            opens, heard = self.rulebook.program.run(dossier)
            other = Verdict(dossier, mutant.rulebook, changed_opens(mutant, dossier, opens), heard)
            if (expect := _told_apart(verdict, other)) is not None:
                return Settled(mutant, Refuted((dossier,)), self._case(mutant, dossier, expect))
        return Settled(mutant, Undecided())

    def _applies_never(self, criterion: Criterion) -> Answer:
        """Whether a criterion applies to no dossier, complete or not: what it counts for is then no matter."""
        return answered(lambda: self.space.partial((criterion,), lambda opens: opens[0] != NOT_APPLICABLE))

    def _tried(self, mutant: Mutant) -> Iterator[tuple[Dossier, Verdict]]:
        turned = self.rulebook.criteria if mutant.criterion is None else (mutant.criterion,)
        for dossier in (*self.near, *(each for criterion in turned for each in self._flips(criterion))):
            yield dossier, Verdict(dossier, self.rulebook, *self.rulebook.program.run(dossier))

    def _flips(self, criterion: Criterion) -> tuple[Dossier, ...]:
        """The bases with a criterion turned round, each as near as can be; found once."""
        if criterion.id not in self.flips:
            self.flips[criterion.id] = tuple(self._flipped(criterion))
        return self.flips[criterion.id]

    def _flipped(self, criterion: Criterion) -> Iterator[Dossier]:
        if isinstance(criterion.rule, PythonRule):
            return
        for base in self.near:
            for wanted in (MET, NOT_MET):
                found = nearest(self.space, (criterion,), lambda opens, wanted=wanted: opens[0] == wanted, (base,))  # type: ignore[misc]
                if found is not None:
                    yield found

    def _case(self, mutant: Mutant, dossier: Dossier, expect: Expected) -> Case:
        return Case(
            f"{mutant.id}: {mutant.change}" if mutant.id else str(mutant.change), dossier, expect, reviewed=False
        )


def _told_apart(verdict: Verdict, other: Verdict) -> Expected | None:
    """What to expect of a verdict so that another one is noticed; what is not decided is no expectation."""
    status = verdict.status if verdict.status is not other.status else None
    groups = {
        id: group.outcome for id, group in verdict.groups.items() if group.outcome is not other.groups[id].outcome
    }
    grades = [tuple(NO_GRADE if each is None else each.key for each in one.open_grades) for one in (verdict, other)]
    grade = grades[0][0] if grades[0] != grades[1] and len(grades[0]) == 1 else None
    expect = Expected(groups=groups, status=status if status is not Status.UNDETERMINED else None, grade=grade)
    return None if expect == Expected() else expect


def settle(mutant: Mutant, bases: Sequence[Dossier] = ()) -> Settled:
    """What is known of one change; for many of a rulebook use `Settling`."""
    return Settling(mutant.original, tuple(bases)).settle(mutant)
