"""The search for a dossier: the facts that some criteria read, cut into regions, looked through until one fits.

The regions of a comparison cover all that its facts can be, so that what is found in none of them is nowhere: the
answer "there is none" is a proof. What is found is a dossier within bounds, steps and invariants.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from attrs import evolve, field, frozen

from fourgood.analysis.cut import regions
from fourgood.analysis.linear import NeedsValue, Unsupported, steps
from fourgood.analysis.subject import Formula, Subject
from fourgood.analysis.system import Budget, OutOfBudget, Row, feasible, linked, solution
from fourgood.analysis.written import reads
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, Open
from fourgood.reasons import Leaf, Opens
from fourgood.truth import truth
from fourgood.vocabulary import Fact, Kind, Scope, UnitKind, Value

Wanted: TypeAlias = Callable[[tuple[Open, ...]], bool]
"""Whether final outcomes, one of each subject, are those that are looked for."""

MAX_VALUES = 256
"""How many values of one fact are looked through one by one."""

STEPS = 20_000
"""How many steps one search may take."""

LEAVES = 25
"""How many comparisons of a long rule are looked at in one step: a longer one takes several."""

NOTHING: Opens = {}

SINGLE = frozenset((MET, NOT_MET, NOT_APPLICABLE))
FINAL = tuple(range(1, 8))


@frozen
class Found:
    """Values of the facts that were free, the kind of unit, and the type of organisation."""

    facts: Mapping[str, Value]
    kind: UnitKind
    type: str | None


@frozen
class _State:
    given: Mapping[str, Value | None]
    rows: tuple[Row, ...] = ()
    opens: Mapping[Leaf, Open] = field(factory=dict)


@frozen(eq=False)
class Search:
    """Looks for a dossier of one kind of unit.

    `facts` are all that may be free; `given` those whose values are settled, None for an absent one; `preferred` are
    values to stay near. `types` are the types of organisation to look at, None for one that is not known. `demands`
    are conditions that must not fail (invariants), or must hold where `strict`.
    """

    subjects: Sequence[Subject]
    wanted: Wanted
    scope: Scope
    facts: Mapping[str, Fact]
    kind: UnitKind
    types: Sequence[str | None]
    demands: Sequence[Formula] = ()
    preferred: Mapping[str, Value] = field(factory=dict)
    budget: Budget = field(factory=lambda: Budget(STEPS))
    cost: int = field(init=False)
    """How many steps a look at all of it takes."""

    @cost.default
    def _cost(self) -> int:
        return 1 + sum(each.size for each in self._formulas) // LEAVES

    @property
    def _formulas(self) -> tuple[Formula, ...]:
        return (*(formula for each in self.subjects for formula in each.formulas), *self.demands)

    def run(self, given: Mapping[str, Value | None], known: Opens = NOTHING) -> Found | None:
        """What fits, or None when nothing does; `known` is what comparisons of given values come to.

        Raises OutOfBudget, or Unsupported.
        """
        start = {**given, "kind": self.kind}
        if len(self.types) == 1:
            start["organisation_type"] = self.types[0]
        return self._look(_State(start, opens={**known, **self._settled(start, known)}))

    def _settled(self, given: Mapping[str, Value | None], known: Opens) -> Opens:
        """The other comparisons that are decided before anything is looked for, as all that they read is given."""
        left = dict.fromkeys(leaf for part in self._formulas for leaf in part.leaves if leaf not in known)
        there = (leaf for leaf in left if all(key in given for key in reads(leaf, self.scope)))
        return {leaf: truth(leaf, self.scope, given) for leaf in there}

    def _look(self, state: _State) -> Found | None:
        self.budget.spend(self.cost)
        opens = self._opens(state)
        if not _possible(self.wanted, opens):
            return None
        demanded = [demand.open(state.opens) for demand in self.demands]
        if NOT_MET in demanded:
            return None
        leaf = self._next(state, opens, demanded)
        if leaf is not None:
            return self._branch(state, leaf)
        if not self._type_given(state) and any(each.criterion.organisation_types is not None for each in self.subjects):
            return self._first(self._with(state, "organisation_type", type) for type in self.types)
        return self._settle(state) if self.wanted(opens) else None

    def _opens(self, state: _State) -> tuple[Open, ...]:
        # A type that is not given yet leaves as much open as one that is not known.
        type = state.given.get("organisation_type")
        return tuple(each.open(state.opens, self.kind, type) for each in self.subjects)  # type: ignore[arg-type]

    def _type_given(self, state: _State) -> bool:
        return "organisation_type" in state.given

    def _next(self, state: _State, opens: tuple[Open, ...], demanded: list[Open]) -> Leaf | None:
        """The next comparison to be cut: of what is still open, plain demands first."""
        waiting = [each for each, still in zip(self.demands, demanded, strict=True) if still not in SINGLE]
        plain = (each for each in waiting if len(each.leaves) == 1)
        asked = (
            formula
            for each, still in zip(self.subjects, opens, strict=True)
            if still not in SINGLE
            for formula in each.formulas
        )
        others = (each for each in waiting if len(each.leaves) > 1)
        found = (leaf for formula in (*plain, *asked, *others) for leaf in formula.next(state.opens))
        return next(found, None)

    def _branch(self, state: _State, leaf: Leaf) -> Found | None:
        try:
            cut = regions(leaf, self.scope, self.facts, state.given)
        except NeedsValue as needs:
            key = needs.keys[0]
            return self._first(self._with(state, key, value) for value in self._values(key))
        return self._first(self._in_region(state, leaf, still_open, rows) for still_open, rows in cut)

    def _first(self, states: Iterator[_State | None]) -> Found | None:
        return next(filter(None, (self._look(state) for state in states if state is not None)), None)

    def _in_region(self, state: _State, leaf: Leaf, still_open: Open, rows: tuple[Row, ...]) -> _State | None:
        """The state within one region of a leaf, None where there is nothing."""
        return self._narrowed(evolve(state, opens={**state.opens, leaf: still_open}), rows)

    def _narrowed(self, state: _State, rows: tuple[Row, ...]) -> _State | None:
        """The state with more rows, None where they cannot hold; those about other facts hold as they did."""
        if not rows:
            return state
        together = linked(rows, state.rows)
        if not feasible((*together, *self._bounds(together)), self.budget):
            return None
        return evolve(state, rows=(*state.rows, *rows))

    def _with(self, state: _State, key: str, value: Value | None) -> _State | None:
        """The state with the value of a fact given; rows about it hold it there."""
        with_it = evolve(state, given={**state.given, key: value})
        if key not in self.facts or not self.facts[key].numeric:
            return with_it
        at = _step(self.facts[key], value)
        return self._narrowed(with_it, ((((key, 1),), at), (((key, -1),), -at)))

    def _values(self, key: str) -> Sequence[Value | None]:
        """The values of a fact, preferred ones first. Raises OutOfBudget where there are too many."""
        if key == "organisation_type":
            return self.types
        if key not in self.facts:
            raise Unsupported
        fact = self.facts[key]
        if fact.kind is Kind.FLAG:
            return _ahead(self.preferred.get(key), (True, False))
        if fact.scale is not None:
            return _ahead(self.preferred.get(key), tuple(fact.scale.labels))
        if not fact.numeric:
            raise Unsupported
        if steps(fact) > MAX_VALUES:
            raise OutOfBudget
        return _ahead(self.preferred.get(key), tuple(_value(fact, at) for at in range(steps(fact) + 1)))

    def _bounds(self, rows: Sequence[Row]) -> Iterator[Row]:
        for key in {key for factors, _ in rows for key, _ in factors}:
            yield ((key, 1),), steps(self.facts[key])
            yield ((key, -1),), 0

    def _settle(self, state: _State) -> Found | None:
        """Values for all facts that are free."""
        preferred = {key: self._preferred_step(fact) for key, fact in self.facts.items() if fact.numeric}
        at = solution((*state.rows, *self._bounds(state.rows)), preferred, self.budget)
        if at is None:
            return None
        free = [key for key in self.facts if key not in state.given]
        numbers = {key: _value(self.facts[key], at.get(key, preferred[key])) for key in free if self.facts[key].numeric}
        chosen = {key: self._values(key)[0] for key in free if key not in numbers}
        given = {key: value for key, value in state.given.items() if key in self.facts and value is not None}
        found = {key: value for key, value in {**given, **numbers, **chosen}.items() if value is not None}
        type = state.given["organisation_type"] if self._type_given(state) else self.types[0]
        return Found(found, self.kind, type)  # type: ignore[arg-type]

    def _preferred_step(self, fact: Fact) -> int:
        wished = self.preferred.get(fact.key, max(fact.minimum, min(fact.maximum, Decimal(0))))
        return _step(fact, wished)


def _possible(wanted: Wanted, opens: tuple[Open, ...]) -> bool:
    """Whether outcomes that are still open can become wanted ones."""
    return any(wanted(finals) for finals in product(*map(_within, opens)))


@lru_cache
def _within(still_open: Open) -> tuple[Open, ...]:
    return tuple(each for each in FINAL if not each & ~still_open)


def _ahead(value: Value | None, others: tuple[Value, ...]) -> tuple[Value, ...]:
    """Values with one ahead of the others."""
    return others if value not in others else (value, *(each for each in others if each != value))


def _step(fact: Fact, value: Value | None) -> int:
    """The step that a number stands at."""
    assert value is not None and not isinstance(value, (str, tuple))
    return round((Fraction(value) - Fraction(fact.minimum)) / Fraction(fact.step))


def _value(fact: Fact, at: int) -> Value:
    """The number at a step."""
    value = fact.minimum + at * fact.step
    return int(value) if fact.kind is Kind.COUNT else value
