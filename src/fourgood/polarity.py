"""Which way a parameter works: whether a higher value raises or lowers the chance of being recognised.

A direction is the set of ways in which something works: 1 (higher is easier), -1 (higher is harder); none where nothing
reads it, both where it works both ways or cannot be told. All follows from where the rules read it.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias, assert_never

from attrs import evolve, field, frozen

from fourgood.check import range_of
from fourgood.citation import Backing
from fourgood.contribution import Contribution
from fourgood.criterion import Criterion, PythonRule
from fourgood.direction import BOTH, EASIER, HARDER, NONE, Direction, composed, opposite
from fourgood.fit import Fit
from fourgood.reached import reached
from fourgood.rule import (
    Aggregate,
    All,
    Any,
    Arithmetic,
    AtLeast,
    Compare,
    Member,
    Name,
    Node,
    Not,
    Number,
    Truth,
    Word,
    names,
)
from fourgood.table import inside, is_table
from fourgood.vocabulary import IDENTITY, Dated, Definition, Invariant, Meaning, Parameter, Scope, Setting, Threshold
from fourgood.weight import Weights

WhyBoth: TypeAlias = Literal["guard", "invariant", "count", "bands", "several"]
"""What reads a parameter so that it works both ways."""


def tightened(before: Setting, after: Setting, parameter: Parameter, direction: Direction) -> bool | None:
    """Whether a new value makes recognition harder; None when it does neither, or that cannot be told."""
    one, other = _rank(before, parameter), _rank(after, parameter)
    if one == other or len(direction) != 1:
        return None
    return (other > one) is (direction == HARDER)


def _rank(value: Setting, parameter: Parameter) -> Fraction:
    if isinstance(value, Fraction):
        return value
    assert parameter.scale is not None
    return Fraction(parameter.scale.ranks[value])


@frozen(slots=False)
class Use:
    """Where a parameter is read: by a criterion or an invariant, how that works on recognition, and why both ways."""

    user: str
    direction: Direction
    why_both: WhyBoth | None = None


@frozen(slots=False)
class Polarity:
    """Which way the parameters of some rules work; what is found out once is kept."""

    rules: Contribution
    _fits: dict[int, Fit] = field(factory=dict, init=False)

    def covered(self, years: Iterable[int]) -> Iterator[int]:
        """Those years that every parameter has a value for: there are no rules for the others."""
        parameters = self.rules.parameters
        return (year for year in years if all(each.in_year(year) is not None for each in parameters))

    def fits(self, parameter: Parameter, year: int) -> bool:
        """Whether all that reads a parameter is a rule, in a year that is covered."""
        fit = self._fit(year)
        return fit.defined and all(map(fit.fits, self._readers.get(parameter.key, ())))

    def _fit(self, year: int) -> Fit:
        if year not in self._fits:
            self._fits[year] = Fit(self.rules, _scope_of(self.rules, year))
        return self._fits[year]

    def uses(self, parameter: Parameter, year: int, values: Iterable[Setting] = ()) -> tuple[Use, ...]:
        """Where the rules read a parameter, each with its direction, as everything else holds in a year.

        `values` are those that it moves between, where it is not what it is: what it divides by may change its sign.
        """
        walk = _Walk(parameter.key, self._scopes_with(parameter, year, values))
        read = self._readers.get(parameter.key, ())
        found = (
            *(self._use(each, walk) for each in read),
            *self._in_standards(parameter, walk.scopes),
            *(Use(fact, BOTH, "count") for fact in self._counts.get(parameter.key, ())),
        )
        return tuple(use for use in found if use.direction)

    def direction(self, parameter: Parameter, year: int, values: Iterable[Setting] = ()) -> Direction:
        """How all uses work together."""
        return direction_of(self.uses(parameter, year, values))

    def _scopes_with(self, parameter: Parameter, year: int, values: Iterable[Setting]) -> tuple[Scope, ...]:
        scope, found = self._fit(year).scope, []
        for value in values:
            dated = Dated(value, year, year, Backing.ASSUMPTION)
            threshold = Threshold(parameter.key, parameter.title, dated, parameter.measure, parameter.scale)
            found.append(ChainMap({parameter.key: threshold}, scope))  # type: ignore[arg-type]
        return tuple(found) or (scope,)

    @cached_property
    def _weights(self) -> Weights:
        return Weights(self.rules, lambda key, standard: _Walk(key).node(standard))

    def _in_standards(self, parameter: Parameter, scopes: Iterable[Scope]) -> Iterator[Use]:
        """Where standards read a parameter: they name no facts and no definitions, so only thresholds count."""
        thresholds = (
            {key: meaning for key, meaning in scope.items() if isinstance(meaning, Threshold)} for scope in scopes
        )
        walk = _Walk(parameter.key, tuple(thresholds))
        for name, standard, weight in self._weights.standards():
            if parameter.key in names(standard):
                direction = composed(weight, walk.node(standard))
                yield Use(name, direction, "several" if direction == BOTH else None)

    @cached_property
    def _counts(self) -> Mapping[str, list[str]]:
        """The facts that count units below by each name: what more of these units means depends on who reads it."""
        found: dict[str, list[str]] = {}
        for fact in self.rules.facts:
            for key in () if fact.counts_below is None else self._within(names(fact.counts_below)):
                found.setdefault(key, []).append(fact.key)
        return found

    @cached_property
    def _inner(self) -> Mapping[str, tuple[str, ...]]:
        """The names in definitions and tables."""
        tables = {fact.key: tuple(fact.table.mentions) for fact in self.rules.facts if fact.table is not None}
        return {**{each.key: names(each.expression) for each in self.rules.definitions}, **tables}

    def _within(self, keys: Iterable[str]) -> Iterator[str]:
        """Names, and those that the definitions and tables among them are made of."""
        return reached(keys, lambda key: self._inner.get(key, ()))

    @cached_property
    def _readers(self) -> Mapping[str, list[Criterion | Invariant]]:
        """What reads each name, through definitions too."""
        found: dict[str, list[Criterion | Invariant]] = {}
        for criterion in self.rules.criteria:
            mentioned = [name for condition in criterion.conditions for name in names(condition)]
            for key in self._within(mentioned):
                found.setdefault(key, []).append(criterion)
        for invariant in (*self.rules.invariants, *_of_records(self.rules)):
            for key in self._within(names(invariant.rule)):
                found.setdefault(key, []).append(invariant)
        return found

    def _use(self, reader: Criterion | Invariant, walk: "_Walk") -> Use:
        if isinstance(reader, Invariant):
            return Use(reader.key, BOTH if walk.node(reader.rule) else NONE, "invariant")
        if reader.applies_when is not None and walk.node(reader.applies_when):
            return Use(reader.id, BOTH, "guard")
        if any(walk.node(band.when) for band in reader.bands):
            return Use(reader.id, BOTH, "bands")
        rule = NONE if isinstance(reader.rule, PythonRule) else walk.node(reader.rule)
        direction = composed(self._weights.of_criterion(reader), rule)
        return Use(reader.id, direction, "several" if direction == BOTH else None)


def way_of(key: str, node: Node, scope: Scope) -> Direction:
    """How a node works when one of its names grows, or holds more often: a fact, a parameter, a criterion."""
    return _Walk(key, (scope,)).node(node)


def direction_of(found: Iterable[Use]) -> Direction:
    """How all uses work together."""
    return frozenset(way for use in found for way in use.direction)


def _scope_of(rules: Contribution, year: int) -> Scope:
    """What the names of rules mean in a year; parameters that have no value in it are left out."""
    facts = (*IDENTITY, *rules.facts, *(derived.fact for derived in rules.derived))
    thresholds = (
        Threshold(each.key, each.title, dated, each.measure, each.scale)
        for each in rules.parameters
        if (dated := each.in_year(year)) is not None
    )
    meanings: tuple[Meaning, ...] = (*facts, *rules.definitions, *thresholds)
    return {each.key: each for each in meanings}


def _of_records(rules: Contribution) -> Iterator[Invariant]:
    """The invariants of tables, as relations over all of their records."""
    for fact in rules.facts:
        for invariant in () if fact.table is None else fact.table.invariants:
            every = Compare(Aggregate("share", Name(fact.key), invariant.rule), "==", Number(1))
            yield evolve(invariant, rule=every)


@frozen(slots=False)
class _Walk:
    """How nodes work when one name grows, or holds more often. There is a scope for each value that it has."""

    key: str
    scopes: tuple[Scope, ...] = ({},)
    _known: dict[str, Direction] = field(factory=dict, init=False)

    def node(self, node: Node) -> Direction:
        match node:
            case Number() | Word() | Truth():
                return NONE
            case Name(key):
                return EASIER if key == self.key else self.defined(key)
            case Arithmetic():
                return self.arithmetic(node)
            case Aggregate():
                return self.drawn(node)
            case Compare(left, operator, right):
                return self.compare(self.node(left), operator, self.node(right))
            case Member(term, _):
                return BOTH if self.node(term) else NONE
            case Not(part):
                return opposite(self.node(part))
            case All(parts) | Any(parts):
                return self.together(parts)
            case AtLeast(count, parts):
                return self.together(parts) | opposite(self.node(count))
            case _:
                assert_never(node)

    def drawn(self, aggregate: Aggregate) -> Direction:
        """All aggregates grow with what records say; which records count works both ways, but for their number."""
        key = aggregate.records.key
        if not is_table(self.scopes[0].get(key)):
            return NONE
        within = evolve(self, scopes=tuple(inside(key, scope) for scope in self.scopes))
        what, where = within.node(aggregate.what), within.node(aggregate.where or Truth(True))
        return what | (where if aggregate.function == "count" or not where else BOTH)

    def together(self, parts: Iterable[Node]) -> Direction:
        return frozenset(way for part in parts for way in self.node(part))

    def defined(self, key: str) -> Direction:
        """Through a definition; one that needs itself is reported elsewhere."""
        meaning = self.scopes[0].get(key)
        if not isinstance(meaning, Definition):
            return NONE
        if key not in self._known:
            self._known[key] = NONE
            self._known[key] = self.node(meaning.expression)
        return self._known[key]

    def compare(self, left: Direction, operator: str, right: Direction) -> Direction:
        if operator in (">", ">="):
            return left | opposite(right)
        if operator in ("<", "<="):
            return opposite(left) | right
        return BOTH if left or right else NONE

    def arithmetic(self, term: Arithmetic) -> Direction:
        left, right = self.node(term.left), self.node(term.right)
        match term.operator:
            case "+":
                return left | right
            case "-":
                return left | opposite(right)
            case "*":
                by_left = composed(self.sign(term.right), left)
                return by_left | composed(self.sign(term.left), right)
            case "/":
                return self.quotient(term, left, right)
            case _:
                assert_never(term.operator)

    def quotient(self, term: Arithmetic, left: Direction, right: Direction) -> Direction:
        """A divisor that may be zero makes the whole unknown, which is neither more nor less."""
        by_left = composed(self.sign(term.right), left)
        if not right:
            return by_left
        low, high = self.range(term.right)
        never_zero = (low is not None and low > 0) or (high is not None and high < 0)
        return by_left | (composed(self.sign(term.left), opposite(right)) if never_zero else BOTH)

    def range(self, term: Node) -> tuple[Fraction | None, Fraction | None]:
        """The least and the most that a term is in any scope."""
        lows, highs = zip(*(range_of(term, scope) for scope in self.scopes), strict=True)
        return None if None in lows else min(lows), None if None in highs else max(highs)

    def sign(self, term: Node) -> Direction:
        """Whether a factor is never negative or never positive."""
        low, high = self.range(term)
        if low is not None and low >= 0:
            return EASIER
        return HARDER if high is not None and high <= 0 else BOTH
