"""Facts made to agree with a rulebook's invariants: by moving as few of them as little as can be, never by drawing
again."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from attrs import field, frozen

from fourgood.compile import Test, compile_test
from fourgood.outcome import MET, NOT_MET, UNKNOWN, Open
from fourgood.reached import reached
from fourgood.rows import consistency_faults
from fourgood.rule import Compare
from fourgood.table import table_of
from fourgood.testing.comparison import SIDES, Comparison, compared_in, facts_of
from fourgood.testing.options import Options
from fourgood.vocabulary import Fact, Invariant, UnitKind, Value, Vocabulary

MAX_ROUNDS = 60
"""How many facts are moved before those that still disagree are given up."""


@frozen(eq=False, slots=False)
class Relation:
    """An invariant ready to be asked, or what holds a table and the facts beside it together."""

    key: str
    keys: tuple[str, ...]
    test: Test
    comparison: Comparison | None
    """Where it is a comparison of numbers and nothing else."""


@frozen(eq=False, slots=False)
class Relations:
    """The invariants of a vocabulary, and what brings facts in line with them."""

    vocabulary: Vocabulary
    options: Mapping[str, Options] = field(repr=False)

    @cached_property
    def all(self) -> tuple[Relation, ...]:
        """Every invariant."""
        tables = (fact for fact in self.vocabulary.facts.values() if fact.table is not None)
        invariants = (_relation(each, self.vocabulary) for each in self.vocabulary.invariants)
        return (*invariants, *(_of_table(fact, self.vocabulary) for fact in tables))

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Relation, ...]]:
        """The invariants that read each fact."""
        found: dict[str, list[Relation]] = {}
        for relation in self.all:
            for key in relation.keys:
                found.setdefault(key, []).append(relation)
        return {key: tuple(each) for key, each in found.items()}

    def around(self, keys: Iterable[str]) -> frozenset[str]:
        """Facts, and all that invariants tie them to, directly or through others."""
        return frozenset(reached(keys, self._tied))

    def _tied(self, key: str) -> Iterator[str]:
        return (near for relation in self.by_key.get(key, ()) for near in relation.keys)

    def broken(self, facts: Mapping[str, Value], kind: UnitKind, type: str | None) -> list[Relation]:
        """The invariants that facts break."""
        return [each for each in self.all if each.test(facts, type, kind) == NOT_MET]

    def fits(self, key: str, facts: Mapping[str, Value], kind: UnitKind, type: str | None) -> bool:
        """Whether facts keep the invariants that read one of them."""
        return not any(each.test(facts, type, kind) == NOT_MET for each in self.by_key.get(key, ()))

    def repaired(
        self,
        facts: Mapping[str, Value],
        kind: UnitKind,
        type: str | None,
        fixed: Collection[str] = (),
        otherwise: Mapping[str, Value] | None = None,
    ) -> dict[str, Value]:
        """The facts with some of them moved, so that they keep every invariant.

        `fixed` ones are left alone as long as that is possible. Where moving leads nowhere, all facts that are tied
        to a broken invariant become what they are in `otherwise`, which keeps them, or absent.
        """
        found = dict(facts)
        for _ in range(MAX_ROUNDS):
            broken = self.broken(found, kind, type)
            if not broken:
                return found
            move = self._best(broken[0], found, kind, type, fixed)
            if move is None:
                break
            found[move[0]] = move[1]
        return self._given_up(found, kind, type, otherwise or {})

    def _best(
        self, relation: Relation, facts: dict[str, Value], kind: UnitKind, type: str | None, fixed: Collection[str]
    ) -> tuple[str, Value] | None:
        """The one change that mends an invariant and breaks the fewest others."""
        best, least = None, len(self.all) + 1
        for key, value in _moves(relation, facts, self.options, fixed):
            if best is not None and key in fixed:
                break
            after = {**facts, key: value}
            if relation.test(after, type, kind) == NOT_MET:
                continue
            worse = sum(each.test(after, type, kind) == NOT_MET for each in self.by_key[key])
            if worse < least:
                best, least = (key, value), worse
            if worse == 0:
                break
        return best

    def _given_up(
        self, facts: dict[str, Value], kind: UnitKind, type: str | None, otherwise: Mapping[str, Value]
    ) -> dict[str, Value]:
        broken = self.broken(facts, kind, type)
        tied = self.around(key for relation in broken for key in relation.keys)
        kept = {key: value for key, value in facts.items() if key not in tied}
        back = {key: value for key, value in otherwise.items() if key in tied and key in facts}
        return {**kept, **back} if not self.broken({**kept, **back}, kind, type) else kept


def _moves(
    relation: Relation, facts: Mapping[str, Value], options: Mapping[str, Options], fixed: Collection[str]
) -> Iterator[tuple[str, Value]]:
    """Changes of single facts that may mend an invariant, smaller ones first; of those left alone at last."""
    known = [key for key in relation.keys if key in facts]
    for key in sorted(known, key=lambda key: key in fixed):
        if relation.comparison is not None and key in relation.comparison.keys:
            for side in SIDES:
                if (value := relation.comparison.moved(facts, key, side)) is not None:
                    yield key, value
        yield from ((key, value) for value in options[key].values)


def _relation(invariant: Invariant, vocabulary: Vocabulary) -> Relation:
    scope, rule = vocabulary.scope, invariant.rule
    found = list(compared_in(rule, invariant.key, scope)) if isinstance(rule, Compare) else []
    return Relation(invariant.key, facts_of([rule], scope), compile_test(rule, scope), found[0] if found else None)


def _of_table(fact: Fact, vocabulary: Vocabulary) -> Relation:
    """That a table has no more records than are counted, and that each keeps the invariants of the table."""
    scope = vocabulary.scope
    beside = [key for key in table_of(fact).mentions if key in vocabulary.facts]

    def test(facts: Mapping[str, Value], type: str | None, kind: UnitKind) -> Open:
        rows = facts.get(fact.key)
        if not isinstance(rows, tuple):
            return UNKNOWN
        known = {**facts, "kind": kind, "organisation_type": type}
        return NOT_MET if any(consistency_faults(fact, rows, scope, known, rows)) else MET

    return Relation(fact.key, (fact.key, *beside), test, None)
