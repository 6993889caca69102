"""One part of a rulebook with some of its attributes changed by a layer."""

from collections.abc import Callable, Mapping
from typing import Any as AnyType
from typing import TypeAlias

from attrs import evolve, fields

from fourgood.citation import Backing
from fourgood.criterion import Criterion, judged_guard, judged_rule
from fourgood.errors import Fault, RulebookError
from fourgood.history import Section, Step
from fourgood.layer import Change
from fourgood.rule import All
from fourgood.scale import misfit
from fourgood.vocabulary import Fact, Kind, Parameter

Outcome: TypeAlias = tuple[AnyType, list[Fault]]

CHANGEABLE: Mapping[Section, tuple[str, ...]] = {
    "facts": (
        *("title", "help", "measure", "minimum", "maximum", "step", "better", "effort", "applies_to", "counts_below"),
        "citations",
    ),
    "definitions": ("title", "expression", "measure", "may_only"),
    "parameters": ("title", "measure", "may_only"),
    "groups": ("title", "order", "standard", "may_only"),
    "criteria": (
        *("title", "help", "group", "role", "rule", "judged", "applies_to", "organisation_types", "applies_when"),
        *("evidence_required", "points", "bands", "backing", "citations", "may_only"),
    ),
}
"""What a layer may change of a part, by section. What else makes a part what it is: drop it, and add another."""


def changed(part: AnyType, change: Change) -> Outcome:
    """The part with the changes made, and what is wrong with them."""
    allowed = CHANGEABLE.get(change.section, ())
    if strange := [name for name in change.fields if name not in allowed]:
        message = "`{field}` of `{key}` cannot be changed"
        values = {"key": change.key, "known": ", ".join(allowed) or "-"}
        hint = "A layer may change {known}; drop the part and add another for the rest"
        return part, [Fault(message, {**values, "field": name}, change.place(name).place, hint) for name in strange]
    make = MAKERS.get(change.section, _plain)
    return make(part, change)


def steps(before: AnyType, after: AnyType, change: Change) -> list[Step]:
    """What a change did, attribute by attribute."""
    return [
        Step("changed", change.section, change.key, _place(change, name), name, old, new)
        for name in (each.name for each in fields(type(before)) if each.eq or each.name == "may_only")
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]


def _place(change: Change, name: str) -> AnyType:
    return change.place("judged" if name not in change.fields and "judged" in change.fields else name)


def judged(criterion: Criterion) -> bool:
    """Whether an appraiser judges it."""
    return criterion.rule == judged_rule(criterion.id)


def _plain(part: AnyType, change: Change) -> Outcome:
    return evolve(part, **change.fields), []


def _fact(fact: Fact, change: Change) -> Outcome:
    numeric = ("minimum", "maximum", "measure") if fact.kind is Kind.COUNT else ()
    allowed = ("minimum", "maximum", "measure", "step") if fact.kind is Kind.NUMBER else numeric
    strange = [name for name in ("minimum", "maximum", "measure", "step") if name in change.fields]
    if wrong := [name for name in strange if name not in allowed]:
        message = "`{key}` is a {kind}, which has no `{field}`"
        values = {"key": fact.key, "kind": fact.kind.value}
        return fact, [Fault(message, {**values, "field": name}, change.place(name).place) for name in wrong]
    try:
        return evolve(fact, **change.fields), []
    except RulebookError as error:
        return fact, [evolve(fault, place=change.origin.place) for fault in error.faults]


def _parameter(parameter: Parameter, change: Change) -> Outcome:
    made = evolve(parameter, **change.fields)
    found = [misfit(dated.value, made.measure, made.scale) for dated in made.values]
    faults = [evolve(fault, place=change.origin.place) for fault in found if fault]
    return (parameter, faults[:1]) if faults else (made, [])


def _criterion(criterion: Criterion, change: Change) -> Outcome:
    given = dict(change.fields)
    by_appraiser = given.pop("judged", False) or (judged(criterion) and "rule" not in given)
    guard = given.get("applies_when", _written_guard(criterion))
    if by_appraiser:
        given["rule"], given["applies_when"] = judged_rule(criterion.id), judged_guard(criterion.id, guard)
    else:
        given["applies_when"] = guard
    made = evolve(criterion, **given)
    if made.backing is not Backing.ASSUMPTION and not made.citations:
        message = "`{key}` is backed by a document, and names none"
        return criterion, [Fault(message, {"key": made.id}, change.origin.place, "Add source, or write assumption")]
    return made, []


def _written_guard(criterion: Criterion) -> AnyType:
    """When a criterion applies, without the appraiser's word on it."""
    guard = criterion.applies_when
    if not judged(criterion) or guard == judged_guard(criterion.id, None):
        return None if judged(criterion) else guard
    match guard:
        case All((written, last)) if last == judged_guard(criterion.id, None):
            return written
        case _:
            return guard


MAKERS: Mapping[Section, Callable[[AnyType, Change], Outcome]] = {
    "facts": _fact,
    "parameters": _parameter,
    "criteria": _criterion,
}
