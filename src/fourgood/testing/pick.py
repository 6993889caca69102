"""One of many, drawn as its number: a strategy over a long list is told in few words, not in all of the list."""

from collections.abc import Sequence
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


def one_of_many(items: Sequence[Item]) -> st.SearchStrategy[Item]:
    """One of some items; it shrinks towards the first."""
    return st.integers(0, len(items) - 1).map(_Of(items))
