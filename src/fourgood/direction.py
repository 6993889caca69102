"""Which ways something works: 1 (more is easier), -1 (more is harder), none of them, or both."""

from typing import TypeAlias

Direction: TypeAlias = frozenset[int]

NONE: Direction = frozenset()
EASIER: Direction = frozenset((1,))
HARDER: Direction = frozenset((-1,))
BOTH: Direction = EASIER | HARDER


def opposite(direction: Direction) -> Direction:
    """The other way round."""
    return frozenset(-way for way in direction)


def composed(outer: Direction, inner: Direction) -> Direction:
    """How the inmost works on the outmost."""
    return frozenset(one * other for one in outer for other in inner)
