"""Cases made from the rules: they say what the rules say, and a person has to say whether that is what was meant."""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from fourgood.analysis import Refuted
from fourgood.cited import TYPE, cited_facts
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier
from fourgood.evaluation import evaluate
from fourgood.language import Language
from fourgood.rulebook import Rulebook
from fourgood.testing.case import Case, Expected
from fourgood.testing.coverage import Coverage, reached
from fourgood.testing.goal import Aim, Goal
from fourgood.testing.paste import flow
from fourgood.testing.reach import Reach
from fourgood.testing.settling import Settled
from fourgood.testing.trial import trials
from fourgood.verdict import Verdict

MAX_FACTS = 4
"""How many facts a name has."""


@frozen
class Maker:
    """Makes cases of single criteria, named in a language, unreviewed."""

    rulebook: Rulebook
    said: Language

    def case(self, criterion: str, witness: Dossier, *changed: Criterion) -> Case:
        """A case of what the rules say of a dossier, with the facts that the criterion reads and no others.

        The type of organisation is told where the criterion turns on it, or does so when it is `changed`.
        """
        asked = self.rulebook.criterion(criterion)
        typed = any(each.organisation_types is not None for each in (asked, *changed))
        dossier = _bare(witness, asked, self.rulebook, typed)
        outcome = evaluate(dossier, self.rulebook).finding(criterion).outcome
        kind = (dossier.kind,) if len(asked.applies_to) > 1 else ()
        name = f"{criterion}, {outcome.value}: {self._known(dossier, *kind)}"
        return Case(name, self.rulebook.admit(dossier), Expected({criterion: outcome}), reviewed=False)

    def _known(self, dossier: Dossier, *unit: str) -> str:
        """What is known of a unit, as its case is called: cell, hamlet, talks = 2."""
        facts = [f"{key} = {flow(value)}" for key, value in dossier.facts.items() if not isinstance(value, tuple)]
        type = () if dossier.organisation_type is None else (dossier.organisation_type,)
        more = ["…"] if len(facts) > MAX_FACTS or len(facts) < len(dossier.facts) else []
        return ", ".join((*unit, *type, *facts[:MAX_FACTS], *more)) or self.said("nothing is known")

    def of_change(self, settled: Settled) -> Case | None:
        """A case that notices a change, with nothing that it does not need; None where none does."""
        if settled.case is None:
            return None
        changed = [] if settled.mutant.mutated is None else [settled.mutant.mutated]
        bare = [self.case(id, settled.case.dossier, *changed) for id in settled.case.expect.criteria]
        name = self._of_whole(settled.mutant.id, settled.case)
        whole = evolve(settled.case, name=name, dossier=self._proved(settled.case.dossier))
        tried = trials(self.rulebook, (*bare, whole))
        return next((each.case for each in tried if each.notices(settled.mutant)), None)

    def _proved(self, dossier: Dossier) -> Dossier:
        """A dossier with the evidence alone that some criterion demands."""
        asking = (each for each in self.rulebook.criteria if each.evidence_required)
        demanded = {key for each in asking for key in cited_facts(each, self.rulebook.vocabulary)}
        return evolve(dossier, evidence={key: each for key, each in dossier.evidence.items() if key in demanded})

    def _of_whole(self, id: str, case: Case) -> str:
        """A case of the whole is called after what comes out, and what the criterion that it turns on comes to."""
        expect, verdict = case.expect, evaluate(case.dossier, self.rulebook)
        turning = [f"{id} {verdict.finding(id).outcome.value}"] if id else []
        groups = [f"{group} {outcome.value}" for group, outcome in expect.groups.items()]
        whole = [each for each in (expect.status and expect.status.value, expect.grade) if each]
        return f"{', '.join([case.dossier.kind, *turning])}: {', '.join([*groups, *whole])}"

    def covering(self, coverage: Coverage) -> Iterator[Case]:
        """Cases that reach what is missed, as far as dossiers for it could be found; none that adds nothing."""
        reach, left = Reach.of(self.rulebook), dict.fromkeys(coverage.missed)
        # What decides alone is also on one side, and comes out in one way: the most demanding goals first.
        for goal in sorted(left, key=lambda goal: list(Aim).index(goal.aim), reverse=True):
            if goal not in left:
                continue
            answer = reach.answer(goal)
            if isinstance(answer, Refuted):
                case = self.case(goal.criterion, answer.witness)
                yield case
                left = {each: None for each in left if each not in self.reached(case, left)}

    def reached(self, case: Case, left: Iterable[Goal]) -> set[Goal]:
        """The goals that a case reaches."""
        verdict: Verdict = evaluate(case.dossier, self.rulebook)
        by_id: dict[str, list[Goal]] = {}
        for goal in left:
            by_id.setdefault(goal.criterion, []).append(goal)
        shown = case.asserted(verdict)
        return {each for one in shown for each in reached(by_id.get(one.criterion.id, ()), one, verdict)}


def _bare(witness: Dossier, criterion: Criterion, rulebook: Rulebook, typed: bool) -> Dossier:
    """A dossier with what a criterion reads and nothing else, and with evidence where it is demanded."""
    reads = cited_facts(criterion, rulebook.vocabulary)
    facts = {key: value for key, value in witness.facts.items() if key in reads}
    evidence = {key: each for key, each in witness.evidence.items() if key in facts and criterion.evidence_required}
    line = rulebook.lines[criterion.id]
    told = typed or any(TYPE in atom.names for atom in line.atoms)
    type = witness.organisation_type if told else None
    return evolve(witness, id="case", organisation_type=type, facts=facts, evidence=evidence)
