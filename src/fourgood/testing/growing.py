"""Conditions of any depth, each grown from two draws: bytes, which are read as they are needed.

hypothesis pays for every draw and hardly for its size: drawn node by node a rule takes six times as long.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeAlias, TypeVar

from attrs import frozen
from hypothesis import strategies as st

from fourgood.rule import All, Any, AtLeast, Condition, Name, Not, Number

Item = TypeVar("Item")


class Seed:
    """Bytes from which choices are made, one after the other; the first of everything once they are at their end."""

    def __init__(self, found: Iterable[int]) -> None:
        self._left = iter(found)

    def below(self, number: int) -> int:
        """A whole number from 0 up to another, that one left out."""
        found, size = 0, 1
        while size < number:
            found, size = found * 256 + next(self._left, 0), size * 256
        return found % number

    def one_of(self, items: Sequence[Item]) -> Item:
        """One of some items."""
        return items[self.below(len(items))]


Leaf: TypeAlias = Callable[[Seed], Condition]
"""Makes a condition that has no conditions in it."""


@frozen(eq=False)
class _Growth:
    """A condition while it grows: what its shape is read from, and what its leaves are."""

    shape: Seed
    leaves: Seed
    leaf: Leaf
    counts: Sequence[Name]

    def condition(self, most: int) -> Condition:
        """A condition of up to so many leaves; of those that may have more than one, most have."""
        node = self.shape.below(7) if most > 1 else 0
        if node < 3:
            return self.leaf(self.leaves)
        if node == 3:
            return Not(self.condition(most))
        size = 2 + self.shape.below(min(most, 4) - 1)
        parts = tuple(self.condition(most // size) for _ in range(size))
        if node == 6:
            return AtLeast(self.count(size), parts)
        return Any(parts) if node == 5 else All(parts)

    def count(self, size: int) -> Number | Name:
        """How many of some parts are needed: a number, or a parameter that is one."""
        if self.counts and self.shape.below(2):
            return self.shape.one_of(self.counts)
        return Number(1 + self.shape.below(size))


@frozen(eq=False, repr=False)
class _Grown:
    """What bytes stand for."""

    leaf: Leaf
    most: int
    counts: Sequence[Name]

    def __call__(self, drawn: tuple[bytes, bytes]) -> Condition:
        shape, leaves = map(Seed, drawn)
        return _Growth(shape, leaves, self.leaf, self.counts).condition(self.most)

    def __repr__(self) -> str:
        return f"condition of up to {self.most} parts"


def grown(leaf: Leaf, *, most: int = 8, counts: Sequence[Name] = ()) -> st.SearchStrategy[Condition]:
    """Conditions of up to `most` leaves; `counts` are the parameters that may say how many are needed of two or more.

    They shrink towards the first leaf.
    """
    return _seeds(most).map(_Grown(leaf, most, counts))


@cache
def _seeds(most: int) -> st.SearchStrategy[tuple[bytes, bytes]]:
    """Made once: a strategy costs more than what it draws."""
    return st.tuples(_bytes(most), _bytes(4 * most))


def _bytes(about: int) -> st.SearchStrategy[bytes]:
    """Bytes, about as many as are read: of several lengths, since hypothesis shrinks to few and draws few if it may."""
    return st.one_of([st.binary(min_size=fewest, max_size=4 * about) for fewest in range(0, 2 * about, about // 2)])
