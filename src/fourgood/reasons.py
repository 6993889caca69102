"""Which comparisons decide a criterion, and no others.

Sound: the facts of the cited comparisons alone give the same outcome. Complete: changing any fact not cited never
changes it. Minimal: of a decided outcome no cited comparison can be left out. Design: docs/explanation/semantics.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, assert_never

from fourgood.outcome import MET, NOT_MET, UNKNOWN, Open
from fourgood.rule import (
    All,
    Any,
    AtLeast,
    Compare,
    Condition,
    Member,
    Name,
    Node,
    Not,
    Truth,
)
from fourgood.truth import all_of, amount, any_of, as_condition, at_least, negated
from fourgood.vocabulary import Definition, Scope
from fourgood.words import facing

Leaf: TypeAlias = Compare | Member | Name
"""What a condition is made of when its definitions are written out."""


def written_out(condition: Condition, scope: Scope) -> Condition:
    """The condition with definitions that are conditions written out, so that its leaves are comparisons and flags."""
    match condition:
        case Name(key) if isinstance(definition := scope[key], Definition):
            return written_out(as_condition(definition.expression), scope)
        case Compare():
            return facing(condition, scope)
        case Not(part):
            return Not(written_out(part, scope))
        case All(parts):
            return All(tuple(written_out(part, scope) for part in parts))
        case Any(parts):
            return Any(tuple(written_out(part, scope) for part in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(written_out(part, scope) for part in parts))
        case _:
            return condition


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The comparisons and flags of a condition, in the order of the text."""
    match condition:
        case Compare() | Member() | Name():
            yield condition
        case Truth():
            pass
        case Not(part):
            yield from leaves(part)
        case All(parts) | Any(parts) | AtLeast(_, parts):
            for part in parts:
                yield from leaves(part)
        case _:
            assert_never(condition)


Opens: TypeAlias = Mapping[Leaf, Open]


def settled(condition: Condition, opens: Opens, scope: Scope) -> Open:
    """What a written-out condition comes to when its leaves come to what `opens` says; a leaf left out is unknown."""
    match condition:
        case Compare() | Member() | Name():
            return opens.get(condition, UNKNOWN)
        case Truth(value):
            return MET if value else NOT_MET
        case Not(part):
            return negated(settled(part, opens, scope))
        case All(parts):
            return all_of([settled(part, opens, scope) for part in parts])
        case Any(parts):
            return any_of([settled(part, opens, scope) for part in parts])
        case AtLeast(count, parts):
            return at_least(_whole(count, scope), [settled(part, opens, scope) for part in parts])
        case _:
            assert_never(condition)


def _whole(count: Node, scope: Scope) -> int:
    needed = amount(count, scope, {})  # type: ignore[arg-type]
    assert isinstance(needed, tuple)
    return int(needed[0])


def deciding(condition: Condition, opens: Opens, scope: Scope) -> tuple[Leaf, ...]:
    """Leaves that decide a written-out condition, or keep it open."""
    match condition:
        case Compare() | Member() | Name():
            return (condition,)
        case Truth():
            return ()
        case Not(part):
            return deciding(part, opens, scope)
        case All(parts):
            return _of(parts, len(parts), opens, scope)
        case Any(parts):
            return _of(parts, 1, opens, scope)
        case AtLeast(count, parts):
            return _of(parts, _whole(count, scope), opens, scope)
        case _:
            assert_never(condition)


def _of(parts: Sequence[Condition], needed: int, opens: Opens, scope: Scope) -> tuple[Leaf, ...]:
    """Leaves that decide k of n: k parts that are met, or n - k + 1 that are not; all of them while it is open."""
    found = [settled(part, opens, scope) for part in parts]
    if found.count(MET) >= needed:
        return _shortest([part for part, each in zip(parts, found, strict=True) if each == MET], needed, opens, scope)
    if found.count(NOT_MET) > len(parts) - needed:
        failing = [part for part, each in zip(parts, found, strict=True) if each == NOT_MET]
        return _shortest(failing, len(parts) - needed + 1, opens, scope)
    return _joined(deciding(part, opens, scope) for part in parts)


def _shortest(parts: Sequence[Condition], number: int, opens: Opens, scope: Scope) -> tuple[Leaf, ...]:
    by_length = sorted((deciding(part, opens, scope) for part in parts), key=len)
    return _joined(by_length[:number])


def _joined(found: Iterator[tuple[Leaf, ...]] | list[tuple[Leaf, ...]]) -> tuple[Leaf, ...]:
    return tuple(dict.fromkeys(leaf for each in found for leaf in each))


def minimal(condition: Condition | None, opens: Opens, scope: Scope) -> tuple[Leaf, ...]:
    """The deciding leaves without those that the others make superfluous."""
    if condition is None:
        return ()
    chosen = list(deciding(condition, opens, scope))
    outcome = settled(condition, opens, scope)
    if outcome == UNKNOWN:
        return tuple(chosen)
    for leaf in list(reversed(chosen)):
        without = {each: opens[each] for each in chosen if each != leaf}
        if settled(condition, without, scope) == outcome:
            chosen.remove(leaf)
    return tuple(chosen)
