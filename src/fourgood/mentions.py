"""Who still reads what a layer drops."""

from collections.abc import Iterable, Iterator
from typing import Any as AnyType

from fourgood.contribution import Contribution
from fourgood.errors import Fault
from fourgood.history import Step
from fourgood.rule import Condition, names
from fourgood.vocabulary import Fact


def still_read(dropped: Iterable[Step], rules: Contribution) -> Iterator[Fault]:
    """A fault for each dropped part that something still reads, which names all that do."""
    facts = (*rules.facts, *(derived.fact for derived in rules.derived))
    known = {each.key for part in (facts, rules.definitions, rules.parameters) for each in part}
    ids = {"criteria": {each.id for each in rules.criteria}, "groups": {each.id for each in rules.groups}}
    for step in dropped:
        if step.section == "invariants" or step.key in ids.get(step.section, known):
            continue
        if users := list(_users(step, rules)):
            message = "`{key}` is dropped by {layer}, but {users} still needs it"
            values = {"key": step.key, "layer": step.origin.text, "users": ", ".join(users)}
            yield Fault(message, values, step.origin.place, "Drop or change {users} too")


def _users(step: Step, rules: Contribution) -> Iterator[str]:
    if step.section in ("groups", "criteria", "parameters"):
        yield from _standards(step, rules)
    if step.section not in ("groups", "criteria"):
        yield from _readers(step.key, rules)
    # Where units below are counted, a name that is a fact's means the fact.
    if all(fact.key != step.key for fact in rules.facts):
        yield from (_called(each.key, each) for each in rules.facts if step.key in _counted_by(each))


def _standards(step: Step, rules: Contribution) -> Iterator[str]:
    """The standards that name it: of its own group or, a parameter, of any; of grades; of the whole."""
    for group in rules.groups:
        concerned = step.section == "parameters" or (step.section == "criteria" and group.id == step.before.group)
        if concerned and step.key in _owners(group.standard):
            yield _called(group.id, group)
    for grade in rules.grades:
        if step.key in _owners(grade.standard):
            yield _called(grade.key, grade)
    if rules.standard is not None and step.key in _owners(rules.standard):
        yield "`standard`"


def _owners(standard: Condition) -> set[str]:
    """What a standard names, by itself or before a dot."""
    return {name.partition(".")[0] for name in names(standard)}


def _counted_by(fact: Fact) -> set[str]:
    return set() if fact.counts_below is None else _owners(fact.counts_below)


def _readers(key: str, rules: Contribution) -> Iterator[str]:
    for criterion in rules.criteria:
        if key in criterion.mentions:
            yield _called(criterion.id, criterion)
    for definition in rules.definitions:
        if key in names(definition.expression):
            yield _called(definition.key, definition)
    for invariant in rules.invariants:
        if key in names(invariant.rule):
            yield _called(invariant.key, invariant)
    for fact in rules.facts:
        if fact.table is not None and key in fact.table.mentions:
            yield _called(fact.key, fact)
    for derived in rules.derived:
        if key in derived.reads:
            yield _called(derived.fact.key, derived.fact)


def _called(id: str, part: AnyType) -> str:
    place = str(part.origin.place)
    return f"`{id}` ({place})" if place else f"`{id}`"
