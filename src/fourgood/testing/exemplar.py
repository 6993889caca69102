"""A dossier as good as can be under a rulebook: the base that others are drawn near.

It starts with every fact at its better end, moves them until no invariant is broken, and then mends one finding after
the other, as long as that helps. What is found is evaluated before it is used.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from fourgood.cited import cited_facts
from fourgood.dossier import Dossier
from fourgood.errors import DossierError
from fourgood.evaluation import evaluate
from fourgood.outcome import Outcome, Status
from fourgood.testing.comparison import SIDES, Comparison
from fourgood.testing.options import ORDINARY, ordinary
from fourgood.testing.space import Space, remembered
from fourgood.verdict import Finding, Verdict
from fourgood.vocabulary import UnitKind, Value

MAX_EDITS = 200
"""How many changes are tried for one finding."""

Facts: TypeAlias = Mapping[str, Value]
Badness: TypeAlias = tuple[int, int]

DESPERATE: Badness = (10**6, 0)


def exemplar(space: Space, kind: UnitKind, type: str | None, size: int = ORDINARY) -> Dossier:
    """The best dossier that was found for a kind of unit and a type of organisation; it is kept.

    `size` is what a number is where nothing says better.
    """
    search = _Search(space, kind, type, size)
    made: Dossier = remembered(space.rulebook, f"exemplar {kind} {type} {size}", search.found)
    return made


@frozen
class _Search:
    space: Space
    kind: UnitKind
    type: str | None
    size: int

    def found(self) -> Dossier:
        facts: Facts = {key: self.ordinary(key) for key in self.space.asked(self.kind)}
        facts = self.space.repaired(facts, self.kind, self.type)
        verdict = self.verdict(facts)
        while verdict is not None and (better := self.step(facts, verdict)) is not None:
            facts, verdict = better
        return self.space.dossier(facts, self.kind, self.type)

    def ordinary(self, key: str) -> Value:
        fact = self.space.facts[key]
        return ordinary(fact, self.size) if fact.table is None else self.space.options[key].values[0]

    def verdict(self, facts: Facts) -> Verdict | None:
        try:
            return evaluate(self.space.dossier(facts, self.kind, self.type), self.space.rulebook)
        except DossierError:
            return None

    def step(self, facts: Facts, verdict: Verdict) -> tuple[Facts, Verdict] | None:
        """The first change that makes it better."""
        now = badness(verdict)
        for finding in (each for each in verdict.findings if amiss(each)):
            for edit in edits(self.space, finding, facts, self.kind):
                after = self.space.repaired({**facts, **edit}, self.kind, self.type, edit)
                found = self.verdict(after)
                if found is not None and badness(found) < now:
                    return after, found
        return None


def badness(verdict: Verdict) -> Badness:
    """How far a verdict is from recognition without a blemish."""
    return sum(1 for finding in verdict.findings if amiss(finding)), int(verdict.status is not Status.RECOGNIZED)


def amiss(finding: Finding) -> bool:
    """Whether a finding counts against the unit, or may."""
    return finding.adverse or finding.outcome in (Outcome.UNKNOWN, Outcome.ERROR)


def edits(space: Space, finding: Finding, facts: Facts, kind: UnitKind) -> Iterator[dict[str, Value]]:
    """Changes that may turn a finding: each comparison placed, each fact at each of its options, then two facts."""
    criterion = finding.criterion
    asked = space.rulebook.vocabulary.facts
    keys = [key for key in cited_facts(criterion, space.rulebook.vocabulary) if kind in asked[key].applies_to]
    own = [each for each in space.comparisons if each.user == criterion.id and set(each.keys) <= set(keys)]
    found = [*_placings(own, facts), *({key: value} for key in keys for value in space.options[key].values)]
    yield from found[:MAX_EDITS]
    pairs = ({**one, **other} for one in found for other in found if not set(one) & set(other))
    yield from (pair for pair, _ in zip(pairs, range(MAX_EDITS), strict=False))


def _placings(comparisons: list[Comparison], facts: Facts) -> Iterator[dict[str, Value]]:
    for comparison in comparisons:
        for side in SIDES:
            if placed := comparison.placed(facts, side, 1):
                yield placed
