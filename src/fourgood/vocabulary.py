"""What can be known about a unit: facts, definitions, parameters, invariants, and all of them as one vocabulary."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias

from attrs import Factory, field, frozen
from attrs.validators import instance_of

from fourgood.citation import Backing, Citation, Origin
from fourgood.errors import Fault
from fourgood.rule import Compare, Condition, Name, Node
from fourgood.text import Lang, Text

UnitKind: TypeAlias = Literal["cell", "committee"]
"""A party cell (chi bộ) or a grassroots party committee (đảng bộ cơ sở)."""

Value: TypeAlias = bool | int | Decimal | str
"""What a dossier holds of a fact: a flag, a count, a number, or the key of a choice."""

Setting: TypeAlias = Fraction | str
"""What a parameter is set to: an exact number or the key of a choice."""

MayOnly: TypeAlias = Literal["tighten", "loosen", "nothing"]
"""Which way a layer below may move a parameter."""

MAX_FACT_DIGITS = 15

ALL_KINDS: frozenset[UnitKind] = frozenset(("cell", "committee"))


class Kind(Enum):
    """What sort of value a fact has."""

    COUNT = "count"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"


@frozen
class Measure:
    """What a number counts, as words: buổi; meeting, meetings."""

    vi: str
    en: str
    en_plural: str = Factory(lambda self: self.en, takes_self=True)

    def in_(self, lang: Lang, number: object = None) -> str:
        """The words in one language, in English for one or for another number."""
        return self.vi if lang == "vi" else self.en if number == 1 else self.en_plural


PERCENT = Measure("%", "%")
"""The measure of shares: 0.85 is said as 85%."""


@frozen(slots=False)
class Scale:
    """The choices that a fact can be, by key; in an ordered scale from worst to best."""

    values: tuple[tuple[str, Text], ...] = field(validator=instance_of(tuple))
    ordered: bool = False

    @cached_property
    def labels(self) -> Mapping[str, Text]:
        """Each choice's words."""
        return dict(self.values)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Each choice's place in the order."""
        return {key: rank for rank, (key, _) in enumerate(self.values)}

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        """Each choice by what a person may write for it: its key, or its words in either language."""
        return {header_form(label): key for key, words in self.values for label in (words.vi, words.en, key)}


JUDGEMENT = Scale(
    (
        ("met", Text("Đạt", "Met")),
        ("not_met", Text("Không đạt", "Not met")),
        ("not_applicable", Text("Không áp dụng", "Not applicable")),
    )
)
"""What an appraiser says of a criterion that is judged, not counted."""

UNIT_KINDS = Scale(
    (("cell", Text("Chi bộ", "Party cell")), ("committee", Text("Đảng bộ cơ sở", "Grassroots party committee")))
)

ORGANISATION_TYPES = Scale(
    (
        ("commune", Text("Xã", "Commune")),
        ("ward", Text("Phường, thị trấn", "Ward or township")),
        ("hamlet", Text("Ấp, thôn", "Hamlet")),
        ("quarter", Text("Khóm, khu phố", "Quarter")),
        ("agency", Text("Cơ quan hành chính", "Administrative agency")),
        ("party_office", Text("Cơ quan Đảng", "Party office")),
        ("mass_organisation", Text("Mặt trận, đoàn thể", "Front or mass organisation")),
        ("public_service", Text("Đơn vị sự nghiệp", "Public service unit")),
        ("school", Text("Trường học", "School")),
        ("hospital", Text("Bệnh viện, cơ sở y tế", "Hospital")),
        ("bank", Text("Ngân hàng", "Bank")),
        ("state_enterprise", Text("Doanh nghiệp nhà nước", "State enterprise")),
        ("private_enterprise", Text("Doanh nghiệp tư nhân", "Private enterprise")),
        ("army", Text("Quân đội", "Army")),
        ("police", Text("Công an", "Police")),
    )
)
"""The types of organisation that local rules tell apart. Source: domain row C5, gathered from local documents."""


@frozen
class Fact:
    """One thing that can be known about a unit in a year.

    `minimum` and `maximum` bound a count or number; `step` is the smallest difference between two values, what "just
    below the threshold" means. `better` says which way is better (for a flag, higher means yes); `effort` what
    changing it still costs before the year ends, 0 when it cannot be changed any more.
    """

    key: str
    kind: Kind
    title: Text
    measure: Measure | None = None
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(0)
    step: Decimal = Decimal(1)
    scale: Scale | None = None
    better: Literal["higher", "lower"] | None = None
    effort: int = 1
    help: Text | None = None
    applies_to: frozenset[UnitKind] = ALL_KINDS
    citations: tuple[Citation, ...] = ()
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    @property
    def numeric(self) -> bool:
        """Whether it is a count or a number."""
        return self.kind in (Kind.COUNT, Kind.NUMBER)

    @property
    def judged(self) -> bool:
        """Whether it is an appraiser's judgement."""
        return self.scale == JUDGEMENT


@frozen
class Definition:
    """A named expression over facts, so that rules and explanations speak of it by name."""

    key: str
    title: Text
    expression: Node
    measure: Measure | None = None
    origin: Origin = field(default=Origin(), eq=False, repr=False)


@frozen
class Dated:
    """What a parameter is set to from one assessment year to another, both included, and why."""

    value: Setting
    first_year: int
    last_year: int
    backing: Backing
    citations: tuple[Citation, ...] = ()
    note: Text | None = None
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year."""
        return self.first_year, self.last_year

    def covers(self, year: int) -> bool:
        """Whether it holds in an assessment year."""
        return self.first_year <= year <= self.last_year

    def meets(self, first: int, last: int) -> bool:
        """Whether it holds in any of some years."""
        return self.first_year <= last and first <= self.last_year


@frozen
class Parameter:
    """A named threshold with dated values: numbers of a measure, or choices of a scale.

    `may_only` says which way layers below may move it: tighten, loosen, or nothing.
    """

    key: str
    title: Text
    values: tuple[Dated, ...] = field(validator=instance_of(tuple))
    measure: Measure | None = None
    scale: Scale | None = None
    may_only: MayOnly | None = None
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    def in_year(self, year: int) -> Dated | None:
        """The value that holds in an assessment year, or None: never the nearest one."""
        return next((dated for dated in self.values if dated.covers(year)), None)


def misfit(value: Setting, measure: Measure | None, scale: Scale | None) -> Fault | None:
    """Why a value cannot be that of a parameter with a measure or a scale; None when it can."""
    word = isinstance(value, str)
    if word is not (scale is not None) or (scale is not None and value not in scale.labels):
        values = {"value": value, "choices": ", ".join(scale.labels) if scale else "-"}
        hint = "A parameter that is a choice says its scale:, one that is a number does not"
        return Fault("{value} is none of the choices {choices}", values, hint=hint)
    if measure == PERCENT and isinstance(value, Fraction) and not 0 <= value <= 10:
        shown = {"value": _shown(value), "share": float(value / 100)}
        return Fault("{value} is no share", shown, hint="Did you mean {share} or {value}%?")
    return None


def _shown(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else str(float(value))


def bounds_fit(minimum: Decimal, maximum: Decimal, step: Decimal) -> bool:
    """Whether bounds are whole numbers of steps, and few enough of them to be calculated with exactly."""
    if minimum > maximum or step <= 0:
        return False
    steps = [Fraction(bound) / Fraction(step) for bound in (minimum, maximum)]
    return all(each.denominator == 1 and abs(each) < 10**MAX_FACT_DIGITS for each in steps)


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
    title: Text
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


Meaning: TypeAlias = Fact | Definition | Threshold | Standing | Tally
Scope: TypeAlias = Mapping[str, Meaning]
"""What the names of a rule mean: the vocabulary for criteria, criteria for groups, groups for the verdict."""

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
        return {**identity, **self.facts, **self.definitions, **self.thresholds}

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Each fact's place in a row of facts."""
        return {key: column for column, key in enumerate(self.facts)}

    @cached_property
    def at_most(self) -> frozenset[tuple[str, str]]:
        """The pairs of facts that invariants keep in order: the first is at most the second."""
        return frozenset(
            (rule.left.key, rule.right.key)
            for rule in (invariant.rule for invariant in self.invariants)
            if isinstance(rule, Compare)
            and rule.operator == "<="
            and isinstance(rule.left, Name)
            and isinstance(rule.right, Name)
        )

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


@lru_cache(maxsize=4096)
def header_form(header: str) -> str:
    """A header as it is compared: composed, without case or extra space, as Vietnamese is typed in several ways."""
    return " ".join(unicodedata.normalize("NFC", header).casefold().split())
