"""What one rule file or plugin brings, and how contributions come together as the rulebook of a year."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any as AnyType

from attrs import field, frozen
from attrs.validators import instance_of

from fourgood.criterion import ALL_GROUPS_GOOD, Criterion, Group, as_condition_or_none
from fourgood.derived import DerivedFact
from fourgood.errors import Fault, Place, RulebookError
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
class Contribution:
    """Parts of a rulebook, in any number. `standard` is set where the contribution decides over the groups."""

    facts: tuple[Fact, ...] = field(default=(), validator=instance_of(tuple))
    definitions: tuple[Definition, ...] = field(default=(), validator=instance_of(tuple))
    parameters: tuple[Parameter, ...] = field(default=(), validator=instance_of(tuple))
    invariants: tuple[Invariant, ...] = field(default=(), validator=instance_of(tuple))
    groups: tuple[Group, ...] = field(default=(), validator=instance_of(tuple))
    criteria: tuple[Criterion, ...] = field(default=(), validator=instance_of(tuple))
    derived: tuple[DerivedFact, ...] = field(default=(), validator=instance_of(tuple))
    standard: Condition | None = field(default=None, converter=as_condition_or_none)


def combine(
    contributions: Iterable[Contribution], year: int, *, id: str = DEFAULT_ID, title: Text = DEFAULT_TITLE
) -> Rulebook:
    """The rulebook that contributions make for an assessment year, whatever order they come in.

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
        *(
            [Fault("{number} contributions set the rulebook's standard", {"number": len(standards)})]
            if len(standards) > 1
            else ()
        ),
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
    return Rulebook(
        id,
        title,
        year,
        vocabulary,
        tuple(groups),
        tuple(sorted(criteria, key=lambda each: place.get(each.group, len(place)))),
        standards[0] if standards else Name(ALL_GROUPS_GOOD),
        tuple(derived for each in given for derived in each.derived),
    )


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


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
