"""Conditions read over columns: what holds, and where it applies.

The same sets of open outcomes as in the plain evaluator (`fourgood.outcome`), as two columns of three values: `holds`
is true, false or null as met, not met or both are open, and `applies` says as much of "not applicable".

==============  ==========  ===========
still open      `holds`     `applies`
==============  ==========  ===========
met             true        true
not met         false       true
both            null        true
not applicable  any         false
and so on       as above    null
==============  ==========  ===========
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias, assert_never

import narwhals as nw
from attrs import frozen

from fourgood.frames import kleene
from fourgood.frames.kleene import Tri, certainly, given, number, possibly
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from fourgood.rule import All, Any, AtLeast, Compare, Condition, Member, Name, Not, Number, Truth
from fourgood.truth import amount
from fourgood.vocabulary import Scope

Leaf: TypeAlias = Compare | Member | Name
"""A condition without conditions inside."""


@frozen
class Held:
    """Which outcomes are still open, in every row."""

    holds: Tri
    applies: Tri = True

    @property
    def certain(self) -> Tri:
        """Met: true when nothing else is open, false when it is not open itself, else null."""
        return kleene.all_of((self.holds, self.applies))

    @property
    def unbroken(self) -> Tri:
        """Not failed: true when "not met" is not open, false when nothing else is, else null."""
        return kleene.any_of((self.holds, kleene.negated(self.applies)))

    def code(self) -> nw.Expr | int:
        """The open outcomes as one small number (`fourgood.outcome`)."""
        asked = _coded(self.holds)
        if self.applies is True:
            return asked
        if self.applies is False:
            return NOT_APPLICABLE
        if self.applies is None:
            return asked + NOT_APPLICABLE
        left_open = _small(asked + NOT_APPLICABLE)
        applying = nw.when(self.applies).then(_small(asked)).when(~self.applies).then(_small(NOT_APPLICABLE))
        return applying.otherwise(left_open)


def _coded(holds: Tri) -> nw.Expr | int:
    if holds is None or isinstance(holds, bool):
        return UNKNOWN if holds is None else MET if holds else NOT_MET
    # Calculated, not chosen: half as many expressions to be turned into those of an engine.
    return (NOT_MET - holds.cast(nw.Int32).cast(nw.Int8)).fill_null(UNKNOWN)


def _small(code: nw.Expr | int) -> nw.Expr:
    return nw.lit(code, nw.Int8) if isinstance(code, int) else code


def held(condition: Condition, leaf: Callable[[Leaf], Held], scope: Scope) -> Held:
    """What a condition comes to in every row; `leaf` knows comparisons and names."""
    match condition:
        case Compare() | Member() | Name():
            return leaf(condition)
        case Truth(value):
            return Held(value)
        case Not(part):
            return negated(held(part, leaf, scope))
        case All(parts):
            return all_of([held(part, leaf, scope) for part in parts])
        case Any(parts):
            return any_of([held(part, leaf, scope) for part in parts])
        case AtLeast(count, parts):
            return at_least(_whole(count, scope), [held(part, leaf, scope) for part in parts])
        case _:
            assert_never(condition)


def _whole(count: Number | Name, scope: Scope) -> int:
    """The k of k of n."""
    needed = amount(count, scope, {})
    assert isinstance(needed, tuple)
    return int(needed[0])


def negated(part: Held) -> Held:
    """Not: met and not met change places."""
    return Held(kleene.negated(part.holds), part.applies)


def all_of(parts: Sequence[Held]) -> Held:
    """And: what does not apply counts neither for nor against; when nothing applies, neither does the whole."""
    holds = kleene.all_of(part.unbroken for part in parts)
    if any(part.applies is True for part in parts):
        return Held(holds)
    # Where nothing failed for certain it can be met only if some part can.
    met = kleene.any_of(part.certain for part in parts)
    return Held(
        kleene.any_of((certainly(holds), kleene.all_of((holds, met)))), kleene.any_of(part.applies for part in parts)
    )


def any_of(parts: Sequence[Held]) -> Held:
    """Or: what does not apply counts neither for nor against."""
    return negated(all_of([negated(part) for part in parts]))


def at_least(needed: int, parts: Sequence[Held]) -> Held:
    """K of n, k at least 1; what does not apply is left out (`fourgood.truth.at_least`)."""
    if needed == 1:
        return any_of(parts)
    if all(part.applies is True for part in parts):
        return Held(kleene.at_least(needed, (part.holds for part in parts)))
    certain = number(certainly(part.certain) for part in parts)
    possible = number(possibly(part.certain) for part in parts)
    fails = (kleene.negated(certainly(part.unbroken)) for part in parts)
    some_stays = kleene.any_of((possible >= 1, *fails))
    met = possible >= needed
    not_met = kleene.all_of((certain < needed, some_stays))
    all_may_fall_out = kleene.all_of(certainly(kleene.negated(certainly(part.applies))) for part in parts)
    applies = given(all_may_fall_out, given(kleene.any_of((met, not_met)), None, False), True)
    return Held(kleene.settled(met, not_met), applies)
