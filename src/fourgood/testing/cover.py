"""Few of many that together hold all that is in any of them."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet


def cover(sets: Sequence[AbstractSet[Hashable]]) -> list[int]:
    """Which sets together hold all that is in any of them, in their order: few, and none that the others make up for.

    The one with most that is new comes next; so an early choice may be needed no more, and is dropped.
    """
    chosen: list[int] = []
    left = {each for found in sets for each in found}
    while left:
        best = max(range(len(sets)), key=lambda at: len(sets[at] & left))
        chosen.append(best)
        left -= sets[best]
    return sorted(_needed(sets, chosen))


def _needed(sets: Sequence[AbstractSet[Hashable]], chosen: Sequence[int]) -> list[int]:
    kept = list(chosen)
    for at in chosen:
        others = {each for other in kept if other != at for each in sets[other]}
        if sets[at] <= others:
            kept.remove(at)
    return kept
