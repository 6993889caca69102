"""What can be known about a unit: facts, definitions, parameters, invariants, and all of them as one vocabulary."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import instance_of

from fourgood.citation import Backing, Citation, Origin
from fourgood.errors import Fault, Place, RulebookError
from fourgood.given import Among, bounds_fault, condition, decimal, setting, words, words_or_none
from fourgood.record import Rows, Single
from fourgood.rule import Compare, Condition, Name, Node
from fourgood.scale import JUDGEMENT, ORGANISATION_TYPES, UNIT_KINDS, Measure, Scale, header_form
from fourgood.text import Text

if TYPE_CHECKING:
    from fourgood.table import Table

UnitKind: TypeAlias = Literal["cell", "committee"]
"""A party cell (chi bộ) or a grassroots party committee (đảng bộ cơ sở)."""

Value: TypeAlias = Single | Rows
"""What a dossier holds of a fact: a flag, a count, a number, the key of a choice, or the rows of a table."""

Setting: TypeAlias = Fraction | str
"""What a parameter is set to: an exact number or the key of a choice."""

MayOnly: TypeAlias = Literal["tighten", "loosen", "nothing"]
Lock: TypeAlias = Literal["nothing"]
"""Which way a layer below may move a parameter."""

ALL_KINDS: frozenset[UnitKind] = frozenset(("cell", "committee"))
KINDS = Among("cell", "committee")


class Kind(Enum):
    """What sort of value a fact has."""

    COUNT = "count"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    RECORDS = "records"


@frozen
class Fact:
    """One thing that can be known about a unit in a year.

    `minimum` and `maximum` bound a count or number; `step` is the smallest difference between two values, what "just
    below the threshold" means. A fact of kind records is a `table` of meetings or months, and its
    `measure` what one of them is called. `better` says which way is better (for a flag, higher means yes); `effort`
    what changing it still costs before the year ends, 0 when it cannot be changed any more. A count with
    `counts_below` is, in a round (`fourgood.round`), the number of units directly below that this holds of.
    """

    key: str
    kind: Kind = field(validator=instance_of(Kind))
    title: Text = field(validator=words)
    measure: Measure | None = None
    minimum: Decimal = field(default=Decimal(0), converter=decimal)
    maximum: Decimal = field(default=Decimal(0), converter=decimal)
    step: Decimal = field(default=Decimal(1), converter=decimal)
    scale: Scale | None = None
    better: Literal["higher", "lower"] | None = None
    effort: int = 1
    help: Text | None = field(default=None, validator=words_or_none)
    applies_to: frozenset[UnitKind] = field(default=ALL_KINDS, validator=KINDS)
    citations: tuple[Citation, ...] = field(default=(), validator=instance_of(tuple))
    origin: Origin = field(default=Origin(), eq=False, repr=False)
    table: "Table | None" = None
    counts_below: Condition | None = field(default=None, converter=optional(condition), kw_only=True)

    def __attrs_post_init__(self) -> None:
        fault = bounds_fault(self.key, self.minimum, self.maximum, self.step) if self.numeric else None
        if self.counts_below is not None and self.kind is not Kind.COUNT:
            message = "`{key}` is a {kind}: only a count can count the units below"
            fault = Fault(message, {"key": self.key, "kind": self.kind.value})
        if fault is not None:
            raise RulebookError(fault.at(file=self.origin.file, line=self.origin.line))

    @property
    def numeric(self) -> bool:
        """Whether it is a count or a number."""
        return self.kind in (Kind.COUNT, Kind.NUMBER)

    @property
    def judged(self) -> bool:
        """Whether it is an appraiser's judgement, or a table with one in it."""
        return self.scale == JUDGEMENT or (self.table is not None and self.table.judged)


@frozen
class Definition:
    """A named expression over facts, so that rules and explanations speak of it by name.

    `may_only` says whether layers that extend it may change or drop it; it decides nothing.
    """

    key: str
    title: Text = field(validator=words)
    expression: Node
    measure: Measure | None = None
    may_only: Lock | None = field(default=None, eq=False, kw_only=True)
    origin: Origin = field(default=Origin(), eq=False, repr=False)


@frozen
class Dated:
    """What a parameter is set to from one assessment year to another, both included, and why."""

    value: Setting = field(converter=setting)
    first_year: int
    last_year: int
    backing: Backing = field(validator=instance_of(Backing))
    citations: tuple[Citation, ...] = field(default=(), validator=instance_of(tuple))
    note: Text | None = field(default=None, validator=words_or_none)
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.first_year > self.last_year:
            place = Place(self.origin.file, self.origin.line)
            message = "the years {years} run backwards"
            raise RulebookError(Fault(message, {"years": self.years}, place, "Write the first year first"))

    @property
    def years(self) -> str:
        """The years that it holds for: 2022-2026, or a single one."""
        one = self.first_year == self.last_year
        return str(self.first_year) if one else f"{self.first_year}-{self.last_year}"

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last year."""
        return self.first_year, self.last_year

    def covers(self, year: int) -> bool:
        """Whether it holds in an assessment year."""
        return self.first_year <= year <= self.last_year

    def meets(self, first: int, last: int) -> bool:
        """Whether it holds in any of some years."""
        return self.first_year <= last and first <= self.last_year


def check_years(key: str, values: Iterable[Dated]) -> None:
    """Raises RulebookError for values of a parameter that are for the same year."""
    for one, next_ in pairwise(sorted(values, key=lambda each: each.span)):
        if next_.first_year <= one.last_year:
            said = {"key": key, "year": next_.first_year, "first": one.years, "second": next_.years}
            place = Place(next_.origin.file, next_.origin.line)
            message = "`{key}` has two values for {year}: of {first} and of {second}"
            raise RulebookError(Fault(message, said, place, "Let the years not overlap"))


@frozen
class Parameter:
    """A named threshold with dated values: numbers of a measure, or choices of a scale.

    `may_only` says which way layers that extend it may move its value: tighten, loosen, or nothing.
    """

    key: str
    title: Text = field(validator=words)
    values: tuple[Dated, ...] = field(validator=instance_of(tuple))
    measure: Measure | None = None
    scale: Scale | None = None
    may_only: MayOnly | None = None
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        check_years(self.key, self.values)

    def in_year(self, year: int) -> Dated | None:
        """The value that holds in an assessment year, or None: never the nearest one."""
        return next((dated for dated in self.values if dated.covers(year)), None)


@frozen
class Threshold:
    """A parameter as it holds in one assessment year: the value that rules compare with."""

    key: str
    title: Text
    dated: Dated
    measure: Measure | None = None
    scale: Scale | None = None

    @property
    def value(self) -> Setting:
        """The number or choice."""
        return self.dated.value


@frozen
class Invariant:
    """A relation that every well-formed dossier satisfies; a dossier that breaks it is rejected with its title."""

    key: str
    title: Text = field(validator=words)
    rule: Condition
    origin: Origin = field(default=Origin(), eq=False, repr=False)


@frozen
class Standing:
    """A criterion or a group as a standard speaks of it: a condition by its key."""

    key: str
    title: Text


@frozen
class Tally:
    """A number that a standard speaks of: points, and how many criteria apply or are met."""

    key: str
    title: Text


def kept_in_order(invariants: Iterable[Invariant]) -> frozenset[tuple[str, str]]:
    """The pairs of names of which the first is at most the second."""
    return frozenset(
        (rule.left.key, rule.right.key)
        for rule in (invariant.rule for invariant in invariants)
        if isinstance(rule, Compare)
        and rule.operator == "<="
        and isinstance(rule.left, Name)
        and isinstance(rule.right, Name)
    )


Meaning: TypeAlias = Fact | Definition | Threshold | Standing | Tally
Scope: TypeAlias = Mapping[str, Meaning]
"""What the names of a rule mean: the vocabulary for criteria, criteria for groups, groups for the verdict."""


class Names(dict[str, Meaning]):
    """The scope of a vocabulary, with the pairs of facts that invariants keep in order: the first is at most the
    second, so that their quotient is a share."""

    def __init__(self, meanings: Mapping[str, Meaning], at_most: frozenset[tuple[str, str]]) -> None:
        super().__init__(meanings)
        self.at_most = at_most
        self.inside: dict[str, Names] = {}
        """What names mean inside an aggregate, by table, each found when it is first asked for."""


IDENTITY = (
    Fact("kind", Kind.CHOICE, Text("Loại tổ chức đảng", "Kind of unit"), scale=UNIT_KINDS),
    Fact("organisation_type", Kind.CHOICE, Text("Loại hình cơ quan", "Type of organisation"), scale=ORGANISATION_TYPES),
)
"""What a dossier says of the unit itself, for rules that tell kinds of unit apart."""


@frozen(eq=False, slots=False)
class Vocabulary:
    """Everything that the rules of one rulebook may name, as it holds in one assessment year."""

    facts: Mapping[str, Fact]
    definitions: Mapping[str, Definition]
    thresholds: Mapping[str, Threshold]
    invariants: tuple[Invariant, ...] = ()

    @cached_property
    def scope(self) -> Scope:
        """What each name means."""
        identity = {fact.key: fact for fact in IDENTITY}
        return Names({**identity, **self.facts, **self.definitions, **self.thresholds}, self.at_most)

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Each fact's place in a row of facts."""
        return {key: column for column, key in enumerate(self.facts)}

    @cached_property
    def counted(self) -> tuple[Fact, ...]:
        """The facts that count the units directly below."""
        return tuple(fact for fact in self.facts.values() if fact.counts_below is not None)

    @cached_property
    def at_most(self) -> frozenset[tuple[str, str]]:
        """The pairs of facts that invariants keep in order: the first is at most the second."""
        return kept_in_order(self.invariants)

    @cached_property
    def by_header(self) -> Mapping[str, str]:
        """The key of a fact by what a table may call it: its key, or its title in either language."""
        titled = {
            header_form(title): fact.key for fact in self.facts.values() for title in (fact.title.en, fact.title.vi)
        }
        return {**titled, **{header_form(key): key for key in self.facts}}

    def fact(self, key: str) -> Fact | None:
        """The fact that a key or a header of a table stands for, or None."""
        return self.facts.get(key) or self.facts.get(self.by_header.get(header_form(key), ""))
