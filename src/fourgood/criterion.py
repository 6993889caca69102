"""One line of the assessment, and the groups that the lines belong to."""

from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any as AnyType
from typing import Protocol, TypeAlias

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import instance_of

from fourgood.citation import Backing, Citation, Origin
from fourgood.given import Among, condition, words, words_or_none
from fourgood.outcome import Outcome
from fourgood.rule import All, Compare, Condition, Name, Word, exact, names
from fourgood.scale import JUDGEMENT, ORGANISATION_TYPES
from fourgood.text import Text
from fourgood.view import View
from fourgood.vocabulary import ALL_KINDS, KINDS, Fact, Kind, Lock, UnitKind


class Role(Enum):
    """What a criterion does: a requirement counts for its group, a veto met refuses, a deferral met postpones."""

    REQUIREMENT = "requirement"
    VETO = "veto"
    DEFERRAL = "deferral"


@frozen
class Judgement:
    """What a criterion written in Python says: an outcome, and why in words."""

    outcome: Outcome
    reason: Text | None = None


@frozen
class PythonRule:
    """A rule written in Python: a function of the facts it declares.

    The function answers True, False, None (unknown), an Outcome, or a Judgement with a reason. What it reads is
    recorded as its citation. Only evaluation and explanation read it; other readers see an unknown symbol with its
    declared facts, and say so.
    """

    function: Callable[[View], "bool | Outcome | Judgement | None"]
    facts: tuple[str, ...] = field(validator=instance_of(tuple))


class Lowers(Protocol):
    """An object that says what it means as a rule, so that every reader can read it."""

    def rule(self) -> "str | Condition":
        """The rule text or tree."""


@frozen
class Band:
    """Points for a degree: those of the first band whose condition holds count."""

    when: Condition
    points: Fraction = field(converter=exact)


RuleLike: TypeAlias = "str | Condition | PythonRule | Lowers"


def as_rule(rule: AnyType) -> Condition | PythonRule:
    """A rule however it is given: text, tree, Python function, or an object that lowers itself."""
    return rule if isinstance(rule, PythonRule) else condition(rule)


def as_condition_or_none(rule: AnyType) -> Condition | None:
    """A condition however it is given, or None."""
    lowered = None if rule is None else as_rule(rule)
    if isinstance(lowered, PythonRule):
        raise TypeError("a condition of applicability cannot be written in Python")
    return lowered


def judged_rule(id: str) -> Condition:
    """The rule of a criterion that an appraiser judges: a fact of its own id says met."""
    return Compare(Name(id), "==", Word("met"))


def judged_guard(id: str, written: Condition | None) -> Condition:
    """When a judged criterion applies: not where the appraiser says that it does not."""
    judged = Compare(Name(id), "!=", Word("not_applicable"))
    return judged if written is None else All((written, judged))


def judged_fact(key: str, title: Text, **more: AnyType) -> Fact:
    """The fact that holds an appraiser's judgement; `more` is what else a fact says of itself."""
    return Fact(key, Kind.CHOICE, title, scale=JUDGEMENT, effort=0, **more)


@frozen
class Criterion:
    """One line of the assessment.

    `applies_to` and `organisation_types` (None: all) say which units it concerns, `applies_when` in which cases; it
    counts neither for nor against the others. With `evidence_required` a fact counts in the rule only when it comes
    with a document, and so does what an appraiser judged in `applies_when`. `points` are full marks, given when met, or
    by degree with `bands`. `may_only` says whether layers that extend it may change or drop it; it decides nothing.
    """

    id: str
    group: str
    title: Text = field(validator=words)
    rule: Condition | PythonRule = field(converter=as_rule)
    role: Role = field(default=Role.REQUIREMENT, validator=instance_of(Role))
    applies_to: frozenset[UnitKind] = field(default=ALL_KINDS, validator=KINDS)
    organisation_types: frozenset[str] | None = field(default=None, validator=Among(*ORGANISATION_TYPES.labels))
    applies_when: Condition | None = field(default=None, converter=as_condition_or_none)
    evidence_required: bool = False
    points: Fraction | None = field(default=None, converter=optional(exact))
    bands: tuple[Band, ...] = field(default=(), validator=instance_of(tuple))
    backing: Backing = field(default=Backing.ASSUMPTION, validator=instance_of(Backing))
    citations: tuple[Citation, ...] = field(default=(), validator=instance_of(tuple))
    help: Text | None = field(default=None, validator=words_or_none)
    may_only: Lock | None = field(default=None, eq=False, kw_only=True)
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    @property
    def scored(self) -> bool:
        """Whether it gives points."""
        return self.points is not None or bool(self.bands)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What every reader can read of it: its rule unless that is a function, its guard, those of its bands."""
        rule = () if isinstance(self.rule, PythonRule) else (self.rule,)
        guard = () if self.applies_when is None else (self.applies_when,)
        return (*rule, *guard, *(band.when for band in self.bands))

    @property
    def limited(self) -> bool:
        """Whether it applies to some units of its kinds only: to types of organisation, or where a guard holds."""
        return self.organisation_types is not None or self.applies_when is not None

    @property
    def mentions(self) -> frozenset[str]:
        """The names in its conditions, and the facts that its function declares."""
        declared = self.rule.facts if isinstance(self.rule, PythonRule) else ()
        return frozenset((*declared, *(name for condition in self.conditions for name in names(condition))))

    @property
    def digest(self) -> str:
        """The digest of all that the criterion says."""
        from fourgood.rulebookjson import criterion_digest

        return criterion_digest(self)


def most(criterion: Criterion) -> Fraction:
    """The most points that a criterion gives: its full marks."""
    return max([criterion.points or Fraction(0), *(band.points for band in criterion.bands)])


REQUIREMENTS_MET = "requirements_met"
"""In a group's standard: every requirement that applies is met."""

ALL_GROUPS_GOOD = "all_groups_good"
"""In the rulebook's standard: every group is good."""

GROUP_TALLIES: Mapping[str, Text] = {
    "points": Text("Số điểm", "Points"),
    "max_points": Text("Điểm tối đa", "Full marks"),
    "met": Text("Số tiêu chí đạt", "Criteria met"),
    "applicable": Text("Số tiêu chí áp dụng", "Criteria that apply"),
}
"""The numbers that a standard may name; of the requirements in the group, or in all groups."""


@frozen
class Group:
    """One of the "goods": its title, its place among the others, and the standard by which it is good.

    `may_only` says whether layers that extend it may change or drop it; it decides nothing.
    """

    id: str
    title: Text = field(validator=words)
    order: int = 0
    standard: Condition = field(default=Name(REQUIREMENTS_MET), converter=as_rule)
    may_only: Lock | None = field(default=None, eq=False, kw_only=True)
    origin: Origin = field(default=Origin(), eq=False, repr=False)
