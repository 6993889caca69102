"""What one rule file or plugin brings, and how contributions come together as the rulebook of a year."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any as AnyType

from attrs import field, frozen
from attrs.validators import instance_of

from fourgood.citation import Origin
from fourgood.criterion import ALL_GROUPS_GOOD, Criterion, Group, as_condition_or_none
from fourgood.derived import DerivedFact
from fourgood.errors import Fault, Place, RulebookError
from fourgood.history import Step
from fourgood.rule import Condition, Name
from fourgood.rulebook import Rulebook
from fourgood.text import Text
from fourgood.vocabulary import IDENTITY, Definition, Fact, Invariant, Parameter, Threshold, Vocabulary

DEFAULT_ID = "fourgood.default"
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
class Contribution:
    """Parts of a rulebook, in any number. `standard` is set where the contribution decides over the groups.

    `id` and `title` are those of its rule file. What `resolve` makes of layers has their `history`, and the years that
    they are for.
    """

    facts: tuple[Fact, ...] = field(default=(), validator=instance_of(tuple))
    definitions: tuple[Definition, ...] = field(default=(), validator=instance_of(tuple))
    parameters: tuple[Parameter, ...] = field(default=(), validator=instance_of(tuple))
    invariants: tuple[Invariant, ...] = field(default=(), validator=instance_of(tuple))
    groups: tuple[Group, ...] = field(default=(), validator=instance_of(tuple))
    criteria: tuple[Criterion, ...] = field(default=(), validator=instance_of(tuple))
    derived: tuple[DerivedFact, ...] = field(default=(), validator=instance_of(tuple))
    standard: Condition | None = field(default=None, converter=as_condition_or_none)
    id: str | None = None
    title: Text | None = None
    history: tuple[Step, ...] = field(default=(), validator=instance_of(tuple))
    spans: tuple[Span, ...] = field(default=(), validator=instance_of(tuple))


def combine(
    contributions: Iterable[Contribution], year: int, *, id: str | None = None, title: Text | None = None
) -> Rulebook:
    """The rulebook that contributions make for an assessment year, whatever order they come in.

    Layers become contributions by `resolve`; what they make has their id and title, anything else the default ones.

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
        *_undated(parameters, year),
        *_outside(given, year),
        *several_standards(given),
    ]
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
    resolved = next((each for each in given if each.history), None)
    return Rulebook(
        id or (resolved and resolved.id) or DEFAULT_ID,
        title or (resolved and resolved.title) or DEFAULT_TITLE,
        year,
        vocabulary,
        tuple(groups),
        tuple(sorted(criteria, key=lambda each: place.get(each.group, len(place)))),
        standards[0] if standards else Name(ALL_GROUPS_GOOD),
        tuple(derived for each in given for derived in each.derived),
        tuple(step for each in given for step in each.history),
    )


def several_standards(contributions: Iterable[Contribution]) -> Iterator[Fault]:
    """The fault of contributions that demand different things of the whole."""
    number = sum(1 for each in contributions if each.standard is not None)
    if number > 1:
        yield Fault("{number} contributions set the rulebook's standard", {"number": number})


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
    for parameter in parameters:
        if parameter.in_year(year) is None:
            covered = ", ".join(_span(each.first_year, each.last_year) for each in parameter.values)
            values = {"key": parameter.key, "year": year, "covered": covered}
            place = Place(parameter.origin.file, parameter.origin.line)
            message = "the parameter `{key}` has no value for {year}; it has values for {covered}"
            yield Fault(message, values, place, "Choose one of these years, or give it a value for {year}")


def _outside(contributions: Iterable[Contribution], year: int) -> Iterator[Fault]:
    for span in (span for each in contributions for span in each.spans):
        if not span.covers(year):
            values = {"layer": span.layer, "year": year, "covered": _span(span.first_year, span.last_year)}
            message = "the layer `{layer}` is for {covered}, not for {year}"
            yield Fault(message, values, span.origin.place, "Choose one of these years, or leave the layer out")


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
