"""The dossiers that a vocabulary admits, and looking for one among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from attrs import evolve, field, frozen

from fourgood.admit import admit
from fourgood.analysis.plainly import plainly
from fourgood.analysis.search import NOTHING, STEPS, Found, Search, Wanted
from fourgood.analysis.subject import Formula, Subject, formula, subject, without_evidence
from fourgood.analysis.system import Budget, OutOfBudget
from fourgood.analysis.written import reads
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier, Evidence
from fourgood.errors import DossierError
from fourgood.reasons import Opens
from fourgood.rule import Word, walk
from fourgood.scale import ORGANISATION_TYPES
from fourgood.vocabulary import UnitKind, Value, Vocabulary

PROOF = Evidence(document="…", attested_by="appraiser")
"""The evidence that facts of a made dossier come with."""

MAX_ABSENCES = 128
"""How many ways of leaving facts out are looked through."""

NONE: frozenset[str] = frozenset()


class Unconfirmed(Exception):
    """What was found is not what the plain evaluator says: nothing may be claimed of it."""


@frozen(eq=False, slots=False)
class Space:
    """The dossiers of one assessment year that a vocabulary admits."""

    vocabulary: Vocabulary
    year: int
    budget: Budget | None = None
    """What all questions together may take, where that is bounded."""
    _subjects: dict[int, tuple[Criterion, Subject]] = field(factory=dict, init=False)

    def subject(self, criterion: Criterion) -> Subject:
        """A criterion taken apart, once. Raises Unsupported for one in Python."""
        if id(criterion) not in self._subjects:
            self._subjects[id(criterion)] = criterion, subject(criterion, self.vocabulary.scope)
        return self._subjects[id(criterion)][1]

    @cached_property
    def invariants(self) -> tuple[tuple[frozenset[str], Formula], ...]:
        """The invariants, each with the facts in it."""
        found = (formula(each.rule, self.vocabulary.scope) for each in self.vocabulary.invariants)
        return tuple((frozenset(reads(each.condition, self.vocabulary.scope)), each) for each in found)

    def reads(self, criteria: Iterable[Criterion]) -> tuple[str, ...]:
        """The facts that criteria read, in the order of the text."""
        formulas = (each for criterion in criteria for each in self.subject(criterion).formulas)
        read = (reads(each.condition, self.vocabulary.scope) for each in formulas)
        return tuple(dict.fromkeys(key for keys in read for key in keys if key in self.vocabulary.facts))

    def types(self, criteria: Sequence[Criterion], unknown: bool) -> tuple[str | None, ...]:
        """The types of organisation that criteria can tell apart; `unknown` adds the one that is not known."""
        said = {each for criterion in criteria for each in criterion.organisation_types or ()}
        said |= {
            value.value
            for criterion in criteria
            for formula in self.subject(criterion).formulas
            for leaf in formula.leaves
            if "organisation_type" in reads(leaf, self.vocabulary.scope)
            for value in walk(leaf)
            if isinstance(value, Word)
        }
        if not said:
            return (None,)
        other = [each for each in ORGANISATION_TYPES.labels if each not in said][:1]
        return (*sorted(said), *other, *((None,) if unknown else ()))

    def complete(self, criteria: Sequence[Criterion], wanted: Wanted) -> Dossier | None:
        """A dossier that gives all facts which criteria read, for which they come to what is wanted, or None.

        Raises OutOfBudget, Unsupported or Unconfirmed when that cannot be told.
        """
        budget = Budget(STEPS, self.budget)
        return self._first(self._of_each_kind(criteria, wanted, self.reads(criteria), budget), criteria, wanted)

    def partial(self, criteria: Sequence[Criterion], wanted: Wanted) -> Dossier | None:
        """A dossier of which some facts are absent, or come without evidence, or None; raises as `complete`."""
        reads, budget = self.reads(criteria), Budget(STEPS, self.budget)
        evidence = any(criterion.evidence_required for criterion in criteria)
        found = (
            self._first(self._of_each_kind(criteria, wanted, free, budget, unproven, True), criteria, wanted)
            for free, unproven in _lacking(reads, evidence)
        )
        return next(filter(None, found), None)

    def near(
        self,
        criteria: Sequence[Criterion],
        wanted: Wanted,
        base: Dossier,
        free: Sequence[str],
        budget: Budget,
        known: Opens = NOTHING,
    ) -> Dossier | None:
        """A dossier that differs from an admitted one in some facts alone, or None; raises as `complete`.

        The type of organisation may be among what is free. `known` is what comparisons of other facts come to.
        """
        given = {key: base.facts.get(key) for key in self.vocabulary.facts if key not in free}
        types = self.types(criteria, False) if "organisation_type" in free else (base.organisation_type,)
        facts = [
            key for key in free if key in self.vocabulary.facts and base.kind in self.vocabulary.facts[key].applies_to
        ]
        search = self._search(criteria, wanted, facts, base.kind, types, budget, given, base.facts)
        found = search.run(given, known)
        if found is None:
            return None
        proofs = {key: PROOF for key, value in found.facts.items() if base.facts.get(key) != value}
        made = evolve(
            base,
            organisation_type=found.type,
            facts={**base.facts, **found.facts},
            evidence={**base.evidence, **proofs},
        )
        return self.confirmed(made, criteria, wanted)

    def _of_each_kind(
        self,
        criteria: Sequence[Criterion],
        wanted: Wanted,
        free: Sequence[str],
        budget: Budget,
        unproven: frozenset[str] = NONE,
        unknown_type: bool = False,
    ) -> Iterator[Dossier | None]:
        for kind in ("cell", "committee"):
            there = [key for key in free if kind in self.vocabulary.facts[key].applies_to]
            given = {key: None for key in self.vocabulary.facts if key not in there}
            types = self.types(criteria, unknown_type)
            search = self._search(criteria, wanted, there, kind, types, budget, given, {}, unproven)
            found = search.run(given)
            yield None if found is None else self.dossier(found, unproven)

    def _search(
        self,
        criteria: Sequence[Criterion],
        wanted: Wanted,
        free: Sequence[str],
        kind: UnitKind,
        types: Sequence[str | None],
        budget: Budget,
        given: Mapping[str, Value | None],
        preferred: Mapping[str, Value],
        unproven: frozenset[str] = NONE,
    ) -> Search:
        facts = {key: self.vocabulary.facts[key] for key in free}
        subjects = [without_evidence(self.subject(criterion), unproven) for criterion in criteria]
        demands = [formula for keys, formula in self.invariants if keys & facts.keys()]
        scope = self.vocabulary.scope
        return Search(subjects, wanted, scope, facts, kind, types, demands, preferred, budget)

    def dossier(self, found: Found, unproven: frozenset[str] = NONE) -> Dossier:
        """A dossier of what was found, with evidence for all but some facts."""
        facts = {key: found.facts[key] for key in self.vocabulary.facts if key in found.facts}
        evidence = {key: PROOF for key in facts if key not in unproven}
        return Dossier("witness", found.kind, self.year, organisation_type=found.type, facts=facts, evidence=evidence)

    def _first(self, found: Iterator[Dossier | None], criteria: Sequence[Criterion], wanted: Wanted) -> Dossier | None:
        made = next(filter(None, found), None)
        return None if made is None else self.confirmed(made, criteria, wanted)

    def confirmed(self, dossier: Dossier, criteria: Sequence[Criterion], wanted: Wanted) -> Dossier:
        """The dossier admitted, and found by the plain evaluator to be what is wanted. Raises Unconfirmed."""
        admitted = self.admitted(dossier)
        if not wanted(tuple(plainly(criterion, self.vocabulary.scope, admitted) for criterion in criteria)):
            raise Unconfirmed
        return admitted

    def confirmed_pair(self, before: Found, after: Found, criterion: Criterion, wanted: Wanted) -> tuple[Dossier, ...]:
        """Two dossiers admitted, to which a criterion says what is wanted of both. Raises Unconfirmed."""
        pair = tuple(self.admitted(self.dossier(found)) for found in (before, after))
        if not wanted(tuple(plainly(criterion, self.vocabulary.scope, each) for each in pair)):
            raise Unconfirmed
        return pair

    def admitted(self, dossier: Dossier) -> Dossier:
        """The dossier as the vocabulary takes it. Raises Unconfirmed when it does not."""
        try:
            return admit(dossier, self.vocabulary, self.year)
        except DossierError as error:
            raise Unconfirmed from error


def _lacking(reads: Sequence[str], evidence: bool) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """The ways of leaving facts out, or their evidence, fewest first: the facts given, and those without evidence.

    Raises OutOfBudget after too many.
    """
    ways = 3 if evidence else 2
    if ways ** len(reads) > MAX_ABSENCES:
        raise OutOfBudget
    for number in range(len(reads) + 1):
        for lacking in combinations(reads, number):
            for absent in range(number + 1) if evidence else (number,):
                for gone in combinations(lacking, absent):
                    yield tuple(key for key in reads if key not in gone), frozenset(lacking) - frozenset(gone)
