"""What one rule file or plugin brings, and how contributions come together as the rulebook of a year."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from typing import Any as AnyType

from attrs import field, frozen
from attrs.validators import instance_of

from fourgood.award import FOUR_GOOD, STANDARD_GROUPS, Award, claim_faults
from fourgood.citation import Origin
from fourgood.criterion import ALL_GROUPS_GOOD, Criterion, Group, as_condition_or_none
from fourgood.derived import DerivedFact, in_order
from fourgood.errors import Fault, Place, RulebookError
from fourgood.grade import Grade
from fourgood.law import LawException
from fourgood.rule import Condition, Name
from fourgood.rulebook import Rulebook
from fourgood.text import LANGS, Text
from fourgood.vocabulary import IDENTITY, Definition, Fact, Invariant, Parameter, Threshold, Vocabulary

if TYPE_CHECKING:
    from fourgood.history import Step
    from fourgood.yamlfile import Readable

DEFAULT_ID = "fourgood.default"
LOCAL_ID = "fourgood.local"
EMPTY_ID = "fourgood.empty"
"""The rulebook of nothing, for layers that take nothing over."""

DEFAULT_TITLE = Text(
    "Bộ tiêu chí mặc định của fourgood (minh hoạ, không phải quy định chính thức)",
    "fourgood's default rulebook (illustrative, not an official regulation)",
)


@frozen
class Span:
    """The years that a layer is for, both included: in others its rulebook does not exist."""

    layer: str
    first_year: int
    last_year: int
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    def covers(self, year: int) -> bool:
        """Whether it is for an assessment year."""
        return self.first_year <= year <= self.last_year


@frozen
class Offer:
    """A rulebook that a plugin has at hand: its id, and the rule file that has it."""

    id: str
    file: "Readable"
    origin: Origin = field(default=Origin(), eq=False, repr=False)


@frozen
class Contribution:
    """Parts of a rulebook, in any number.

    `standard` is set where the contribution decides over the groups, `grades`, best first, where it brings them,
    `award` where it says what all is about. `standard_lock` says where it forbids layers to set another
    standard or other grades. `offers` are rulebooks that take part when somebody names them.

    `id` and `title` are those of its rule file. What `resolve` makes of layers has their ids, their `history`, and the
    years that they are for.
    """

    facts: tuple[Fact, ...] = field(default=(), validator=instance_of(tuple))
    definitions: tuple[Definition, ...] = field(default=(), validator=instance_of(tuple))
    parameters: tuple[Parameter, ...] = field(default=(), validator=instance_of(tuple))
    invariants: tuple[Invariant, ...] = field(default=(), validator=instance_of(tuple))
    groups: tuple[Group, ...] = field(default=(), validator=instance_of(tuple))
    criteria: tuple[Criterion, ...] = field(default=(), validator=instance_of(tuple))
    derived: tuple[DerivedFact, ...] = field(default=(), validator=instance_of(tuple))
    standard: Condition | None = field(default=None, converter=as_condition_or_none)
    award: Award | None = None
    standard_lock: Origin | None = None
    offers: tuple[Offer, ...] = field(default=(), validator=instance_of(tuple))
    grades: tuple[Grade, ...] = field(default=(), validator=instance_of(tuple))
    law_exceptions: tuple[LawException, ...] = field(default=(), validator=instance_of(tuple))
    id: str | None = None
    title: Text | None = None
    history: "tuple[Step, ...]" = field(default=(), validator=instance_of(tuple))
    layers: tuple[str, ...] = field(default=(), validator=instance_of(tuple))
    spans: tuple[Span, ...] = field(default=(), validator=instance_of(tuple))


def combine(
    contributions: Iterable[Contribution], year: int, *, id: str | None = None, title: Text | None = None
) -> Rulebook:
    """The rulebook that contributions make for an assessment year, whatever order they come in.

    Layers become contributions by `resolve`; what they make has their id and title. Anything else says itself what it
    is: our default, or how it differs from that.

    Raises RulebookError, with all faults: the same id from two sides, a year that a parameter has no value for, two
    standards, and whatever `Rulebook` itself finds.
    """
    given = list(contributions)
    facts = [fact for each in given for fact in (*each.facts, *(derived.fact for derived in each.derived))]
    definitions = [definition for each in given for definition in each.definitions]
    parameters = [parameter for each in given for parameter in each.parameters]
    standards = [each.standard for each in given if each.standard is not None]
    faults = [
        *_clashes([*IDENTITY, *facts, *definitions, *parameters]),
        *_clashes(invariant for each in given for invariant in each.invariants),
        *(list(_outside(given, year)) or _undated(parameters, year)),
        *several_standards(given),
        *several_grades(given),
    ]
    award = next((each.award for each in given if each.award is not None), FOUR_GOOD)
    history = tuple(step for each in given for step in each.history)
    faults += claim_faults(award, [group.id for each in given for group in each.groups], history)
    if faults:
        raise RulebookError(faults)
    vocabulary = Vocabulary(
        facts=_by_key(facts),
        definitions=_by_key(definitions),
        thresholds={each.key: _threshold(each, year) for each in _ordered(parameters)},
        invariants=tuple(_ordered(invariant for each in given for invariant in each.invariants)),
    )
    groups = sorted((group for each in given for group in each.groups), key=lambda group: (group.order, group.id))
    place = {group.id: position for position, group in enumerate(groups)}
    criteria = [criterion for each in given for criterion in each.criteria]
    resolved = next((each for each in given if each.layers), None)
    differences = _differences(given)
    return Rulebook(
        id or (resolved and resolved.id) or (LOCAL_ID if differences else DEFAULT_ID),
        title or (resolved and resolved.title) or _title(differences),
        year,
        vocabulary,
        tuple(groups),
        tuple(sorted(criteria, key=lambda each: place.get(each.group, len(place)))),
        standards[0] if standards else Name(ALL_GROUPS_GOOD),
        in_order(derived for each in given for derived in each.derived),
        next((each.grades for each in given if each.grades), ()),
        history,
        award,
        tuple(exception for each in given for exception in each.law_exceptions),
    )


def several_grades(contributions: Iterable[Contribution]) -> Iterator[Fault]:
    """The fault of contributions that each bring grades: they make one scale only together."""
    first, *others = [each.grades[0].origin for each in contributions if each.grades] or [Origin()]
    for other in others:
        message = "the grades are set twice: by {first} and by {second}"
        yield Fault(
            message, {"first": first.text, "second": other.text}, Place(other.file, other.line), "Leave one out"
        )


def _differences(given: Iterable[Contribution]) -> list[Text]:
    """How contributions differ from our default rulebook: standard groups that are missing, and what is not ours."""
    parts = list(given)
    there = {group.id for each in parts for group in each.groups}
    missing = [name for name in STANDARD_GROUPS if name not in there]
    others = sorted({source for each in parts for source in _sources(each)})
    left_out, added = ", ".join(missing), ", ".join(others)
    return [
        *([Text(f"thiếu nhóm {left_out}", f"without the groups {left_out}")] if missing else ()),
        *([Text(f"có thêm nội dung của {added}", f"with parts of {added}")] if others else ()),
    ]


def _sources(contribution: Contribution) -> Iterator[str]:
    """What brings the criteria and groups of a contribution, where it is not this distribution."""
    for origin in (*(each.origin for each in contribution.groups), *(each.origin for each in contribution.criteria)):
        if origin.distribution != "fourgood":
            yield origin.plugin or (origin.file or "Python").replace("\\", "/").rpartition("/")[2]


def _title(differences: list[Text]) -> Text:
    if not differences:
        return DEFAULT_TITLE
    vi, en = ("; ".join(each.in_(lang) for each in differences) for lang in LANGS)
    return Text(
        f"Bộ tiêu chí riêng dựa trên fourgood, không phải bộ mặc định: {vi}",
        f"a rulebook of one's own on the basis of fourgood, not its default: {en}",
    )


def several_standards(contributions: Iterable[Contribution]) -> Iterator[Fault]:
    """The faults of contributions that demand different things of the whole, or award different things."""
    given = list(contributions)
    if (number := sum(1 for each in given if each.standard is not None)) > 1:
        yield Fault("{number} contributions set the rulebook's standard", {"number": number})
    if (number := sum(1 for each in given if each.award is not None)) > 1:
        yield Fault("{number} contributions say what the rulebook awards", {"number": number})


def _by_key(items: Iterable[AnyType]) -> Mapping[str, AnyType]:
    return {item.key: item for item in _ordered(items)}


def _ordered(items: Iterable[AnyType]) -> list[AnyType]:
    return sorted(items, key=lambda item: str(item.key))


def _threshold(parameter: Parameter, year: int) -> Threshold:
    dated = parameter.in_year(year)
    assert dated is not None
    return Threshold(parameter.key, parameter.title, dated, parameter.measure, parameter.scale)


def _clashes(items: Iterable[AnyType]) -> Iterator[Fault]:
    first: dict[str, AnyType] = {}
    for item in items:
        if item.key in first:
            values = {"key": item.key, "first": first[item.key].origin.text, "second": item.origin.text}
            place = Place(item.origin.file, item.origin.line)
            yield Fault("`{key}` is defined twice: by {first} and by {second}", values, place, "Rename one of them")
        first.setdefault(item.key, item)


def _undated(parameters: Iterable[Parameter], year: int) -> Iterator[Fault]:
    """One fault for a year without rules: the first parameter that has no value for it, and how many more."""
    lacking = [parameter for parameter in parameters if parameter.in_year(year) is None]
    if not lacking:
        return
    first, more = lacking[0], len(lacking) - 1
    covered = ", ".join(_span(each.first_year, each.last_year) for each in first.values)
    values = {"key": first.key, "year": year, "covered": covered, "more": more}
    message = "the parameter `{key}` has no value for {year}; it has values for {covered}"
    if more:
        message = "there are no rules for {year}: `{key}` and {more} more parameters have values for {covered}"
    place = Place(first.origin.file, first.origin.line)
    yield Fault(message, values, place, "Choose one of these years, or give it a value for {year}")


def _outside(contributions: Iterable[Contribution], year: int) -> Iterator[Fault]:
    spans = [span for each in contributions for span in each.spans]
    hint = "Choose one of these years, or leave the layer out"
    if any(span.covers(year) for span in spans):
        hint = "Give the layer that extends it years of its own within {covered}"
    for span in spans:
        if not span.covers(year):
            values = {"layer": span.layer, "year": year, "covered": _span(span.first_year, span.last_year)}
            message = "the layer `{layer}` is for {covered}, not for {year}"
            yield Fault(message, values, span.origin.place, hint)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
