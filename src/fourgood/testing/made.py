"""Cases made from the rules: they say what the rules say, and a person has to say whether that is what was meant."""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from fourgood.analysis import Refuted
from fourgood.cited import cited_facts
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier
from fourgood.errors import Place
from fourgood.evaluation import evaluate
from fourgood.language import Language
from fourgood.outcomewords import OUTCOMES
from fourgood.rulebook import Rulebook
from fourgood.testing.case import Case, Expected
from fourgood.testing.coverage import Coverage, reached
from fourgood.testing.goal import Aim, Goal
from fourgood.testing.reach import Reach
from fourgood.testing.settling import Settled
from fourgood.testing.trial import trials
from fourgood.verdict import Verdict

TYPE = "organisation_type"
NAMES = {
    Aim.OUTCOME: "it is {outcome}",
    Aim.SIDE: "{part} is {outcome}",
    Aim.AT: "exactly at {part}",
    Aim.BESIDE: "one step off {part}",
    Aim.DECIDES: "{part} alone, {outcome}, decides",
}


@frozen
class Maker:
    """Makes cases of single criteria, named in a language, unreviewed."""

    rulebook: Rulebook
    said: Language

    def case(self, words: str, criterion: str, witness: Dossier) -> Case:
        """A case of what the rules say of a dossier, with the facts that the criterion reads and no others."""
        dossier = _bare(witness, self.rulebook.criterion(criterion), self.rulebook)
        outcome = evaluate(dossier, self.rulebook).finding(criterion).outcome
        name = f"{criterion}, {outcome.value}: {words}"
        return Case(name, self.rulebook.admit(dossier), Expected({criterion: outcome}), reviewed=False)

    def of_change(self, settled: Settled) -> Case | None:
        """A case that notices a change, called after it, with nothing that it does not need.

        None where none does; where a case that fails asks for the change, none is made that says the contrary.
        """
        if settled.case is None or settled.mends is not None:
            return None
        words = evolve(settled.mutant.change, place=Place()).say(self.said).replace("`", "")
        bare = [self.case(words, id, settled.case.dossier) for id in settled.case.expect.criteria]
        tried = trials(self.rulebook, (*bare, evolve(settled.case, name=words)))
        return next((each.case for each in tried if each.notices(settled.mutant)), None)

    def of_goal(self, goal: Goal, witness: Dossier) -> Case:
        """A case that reaches a goal."""
        outcome = "" if goal.outcome is None else self.said(OUTCOMES[goal.outcome])
        return self.case(self.said(NAMES[goal.aim]).format(part=goal.part, outcome=outcome), goal.criterion, witness)

    def covering(self, coverage: Coverage) -> Iterator[Case]:
        """Cases that reach what is missed, as far as dossiers for it could be found; none that adds nothing."""
        reach, left = Reach.of(self.rulebook), {goal: None for each in coverage.criteria for goal in each.missed}
        # What decides alone is also on one side, and comes out in one way: the most demanding goals first.
        for goal in sorted(left, key=lambda goal: list(Aim).index(goal.aim), reverse=True):
            if goal not in left:
                continue
            answer = reach.answer(goal)
            if isinstance(answer, Refuted):
                case = self.of_goal(goal, answer.witness)
                yield case
                left = {each: None for each in left if each not in self._reached(case, left)}

    def _reached(self, case: Case, left: Iterable[Goal]) -> set[Goal]:
        verdict: Verdict = evaluate(case.dossier, self.rulebook)
        (id,) = case.expect.criteria
        return set(reached([goal for goal in left if goal.criterion == id], verdict.finding(id), verdict))


def _bare(witness: Dossier, criterion: Criterion, rulebook: Rulebook) -> Dossier:
    """A dossier with what a criterion reads and nothing else, and with evidence where it is demanded."""
    reads = cited_facts(criterion, rulebook.vocabulary)
    facts = {key: value for key, value in witness.facts.items() if key in reads}
    evidence = {key: each for key, each in witness.evidence.items() if key in facts and criterion.evidence_required}
    line = rulebook.lines[criterion.id]
    typed = criterion.organisation_types is not None or any(TYPE in atom.names for atom in line.atoms)
    type = witness.organisation_type if typed else None
    return evolve(witness, id="case", organisation_type=type, facts=facts, evidence=evidence)
