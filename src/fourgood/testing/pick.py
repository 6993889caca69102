"""One of many, drawn as its number: a strategy over a long list is told in few words, not in all of the list."""

from collections.abc import Sequence
from math import prod
from typing import Any as AnyType
from typing import Generic, TypeVar

from attrs import frozen
from hypothesis import strategies as st

Item = TypeVar("Item")


@frozen(eq=False, repr=False)
class _Of(Generic[Item]):
    """What a number stands for."""

    items: Sequence[Item]

    def __call__(self, number: int) -> Item:
        return self.items[number]

    def __repr__(self) -> str:
        return f"one of {len(self.items)}"


@frozen(eq=False, repr=False)
class _Combined:
    """What a number stands for: one of each."""

    several: tuple[Sequence[AnyType], ...]

    def __call__(self, number: int) -> tuple[AnyType, ...]:
        found = []
        for items in self.several:
            number, at = divmod(number, len(items))
            found.append(items[at])
        return tuple(found)

    def __repr__(self) -> str:
        return " × ".join(f"one of {len(items)}" for items in self.several)


def combinations(*several: Sequence[AnyType]) -> st.SearchStrategy[tuple[AnyType, ...]]:
    """One of some items, one of some others, and so on, with a single draw; it shrinks towards the first of each."""
    return st.integers(0, prod(map(len, several)) - 1).map(_Combined(several))


def one_of_many(items: Sequence[Item]) -> st.SearchStrategy[Item]:
    """One of some items; it shrinks towards the first."""
    return st.integers(0, len(items) - 1).map(_Of(items))
