"""One of many, drawn as its number: a strategy over a long list is told in two words, not in all of the list."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

Item = TypeVar("Item")


def one_of_many(items: Sequence[Item]) -> st.SearchStrategy[Item]:
    """One of some items; it shrinks towards the first."""
    return st.integers(0, len(items) - 1).map(items.__getitem__)
