"""The standards of a rulebook: of its groups, of the whole and of its grades, each with how another takes its place."""

from collections.abc import Callable, Iterator
from typing import Any as AnyType
from typing import TypeAlias

from attrs import evolve, frozen

from fourgood.citation import Origin
from fourgood.rule import Condition
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import Scope

WHOLE = "rulebook.standard"
"""What the standard of the whole is called among groups and grades: none of these can have a dot."""

Part: TypeAlias = tuple[str, AnyType]
"""An attribute of a rulebook and what it is instead."""


@frozen
class Standard:
    """A standard, what it may name, where it stands, and the part of the rulebook that another in its place makes."""

    id: str
    condition: Condition
    scope: Scope
    key: str
    origin: Origin
    replaced: Callable[[Condition], Part]


def standards(rulebook: Rulebook) -> Iterator[Standard]:
    """All of them: those of the groups, of the whole, of the grades."""
    for at, group in enumerate(rulebook.groups):
        origin = rulebook.origin_of("groups", group.id, "standard", group.origin)
        scope, key = rulebook.group_scope(group), f"groups.{group.id}.standard"
        yield Standard(group.id, group.standard, scope, key, origin, _among("groups", rulebook.groups, at))
    origin = rulebook.origin_of("rulebook", "", "standard", Origin())
    yield Standard(WHOLE, rulebook.standard, rulebook.scope, "standard", origin, lambda other: ("standard", other))
    for at, grade in enumerate(rulebook.grades):
        key, scope = f"grades.{grade.key}.standard", rulebook.grade_scope
        yield Standard(grade.key, grade.standard, scope, key, grade.origin, _among("grades", rulebook.grades, at))


def _among(part: str, all: tuple[AnyType, ...], at: int) -> Callable[[Condition], Part]:
    return lambda other: (part, (*all[:at], evolve(all[at], standard=other), *all[at + 1 :]))
