"""What a rulebook lets one draw: its facts with the values worth trying, its comparisons, its invariants, who demands
evidence. Made once for each rulebook."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any as AnyType
from weakref import WeakKeyDictionary

from attrs import frozen

from fourgood.cited import cited_facts
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier, Evidence
from fourgood.rule import Member, Name, Word, walk
from fourgood.rulebook import Rulebook
from fourgood.scale import ORGANISATION_TYPES
from fourgood.testing.cells import Cells, cells_of
from fourgood.testing.comparison import Comparison, comparisons_of
from fourgood.testing.options import Options, options_of
from fourgood.testing.repair import Relations
from fourgood.testing.tables import tables_of
from fourgood.vocabulary import Fact, UnitKind, Value

APPRAISED = Evidence("Biên bản thẩm định", attested_by="appraiser")
"""The evidence of a generated dossier: a document that an appraiser attests."""

KINDS: tuple[UnitKind, ...] = ("cell", "committee")


@frozen(eq=False, slots=False)
class Space:
    """What can be drawn for one rulebook, or with `criterion` for that criterion alone."""

    rulebook: Rulebook
    criterion: Criterion | None = None

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that dossiers are drawn for."""
        return self.rulebook.criteria if self.criterion is None else (self.criterion,)

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons of numbers in the criteria."""
        scope = self.rulebook.vocabulary.scope
        return tuple(found for criterion in self.criteria for found in comparisons_of(criterion, scope))

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that are drawn: those that the criteria read, or all; never those that are worked out."""
        vocabulary = self.rulebook.vocabulary
        derived = {each.fact.key: each.reads for each in self.rulebook.derived}
        if self.criterion is None:
            return {key: fact for key, fact in vocabulary.facts.items() if key not in derived}
        found: dict[str, Fact] = {}
        stack = list(cited_facts(self.criterion, self.rulebook.vocabulary))
        while stack:
            key = stack.pop(0)
            if key in derived:
                stack.extend(each for each in derived[key] if each in vocabulary.facts)
            elif key in vocabulary.facts:
                found[key] = vocabulary.facts[key]
        return found

    @cached_property
    def options(self) -> Mapping[str, Options]:
        """The values that are worth trying of every fact of the vocabulary."""
        by_key: dict[str, list[Comparison]] = {}
        for comparison in self.comparisons:
            for key in comparison.keys:
                by_key.setdefault(key, []).append(comparison)
        facts = self.rulebook.vocabulary.facts
        return {key: self._options(fact, by_key.get(key, ())) for key, fact in facts.items()}

    @cached_property
    def cells(self) -> Mapping[str, Cells]:
        """What can be moved in each table of the vocabulary."""
        vocabulary = self.rulebook.vocabulary
        tables = (fact for fact in vocabulary.facts.values() if fact.table is not None)
        return {fact.key: cells_of(fact, self.criteria, vocabulary.scope) for fact in tables}

    def _options(self, fact: Fact, comparisons: Iterable[Comparison]) -> Options:
        if fact.table is None:
            return options_of(fact, comparisons)
        return Options(fact, tables_of(self.cells[fact.key], self.rulebook.vocabulary.scope))

    @cached_property
    def relations(self) -> Relations:
        """The invariants."""
        return Relations(self.rulebook.vocabulary, self.options)

    @cached_property
    def demanded(self) -> frozenset[str]:
        """The facts that count for some criterion with their evidence alone."""
        demanding = (each for each in self.rulebook.criteria if each.evidence_required)
        return frozenset(key for each in demanding for key in cited_facts(each, self.rulebook.vocabulary))

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Types of organisation: one that no rule names, then those that some do."""
        named = dict.fromkeys(word for criterion in self.criteria for word in _types(criterion))
        rest = [each for each in ORGANISATION_TYPES.labels if each not in named]
        return (*rest[:1], *named)

    def asked(self, kind: UnitKind) -> tuple[str, ...]:
        """The facts that are drawn for a kind of unit."""
        return tuple(key for key, fact in self.facts.items() if kind in fact.applies_to)

    def compared(self, kind: UnitKind) -> tuple[Comparison, ...]:
        """The comparisons that a kind of unit can come to."""
        asked = self.rulebook.vocabulary.facts
        return tuple(
            each for each in self.comparisons if all(kind in asked[key].applies_to for key in each.keys if key in asked)
        )

    def repaired(
        self,
        facts: Mapping[str, Value],
        kind: UnitKind,
        type: str | None,
        fixed: Iterable[str] = (),
        otherwise: Mapping[str, Value] | None = None,
    ) -> dict[str, Value]:
        """The facts so that they keep every invariant."""
        return self.relations.repaired(facts, kind, type, frozenset(fixed), otherwise)

    def dossier(self, facts: Mapping[str, Value], kind: UnitKind, type: str | None, id: str = "u1") -> Dossier:
        """A dossier of facts, with evidence of an appraiser where some criterion demands evidence."""
        evidence = {key: APPRAISED for key in facts if key in self.demanded}
        return Dossier(id, kind, self.rulebook.year, organisation_type=type, facts=dict(facts), evidence=evidence)


def _types(criterion: Criterion) -> Iterable[str]:
    yield from sorted(criterion.organisation_types or ())
    for condition in criterion.conditions:
        for node in walk(condition):
            words = node.values if isinstance(node, Member) and node.term == Name("organisation_type") else ()
            yield from (
                word.value for word in words if isinstance(word, Word) and word.value in ORGANISATION_TYPES.ranks
            )


_MADE: "WeakKeyDictionary[Rulebook, dict[str | None, AnyType]]" = WeakKeyDictionary()


def space_of(rulebook: Rulebook, criterion: str | Criterion | None = None) -> Space:
    """What can be drawn for a rulebook, or for one of its criteria. Raises KeyError for an unknown id."""
    found = rulebook.criterion(criterion) if isinstance(criterion, str) else criterion
    made: Space = remembered(rulebook, f"space {found and found.id}", lambda: Space(rulebook, found))
    return made


def remembered(rulebook: Rulebook, name: str, make: Callable[[], AnyType]) -> AnyType:
    """Something that is made once for each rulebook, and goes when that goes."""
    made = _MADE.setdefault(rulebook, {})
    if name not in made:
        made[name] = make()
    return made[name]
