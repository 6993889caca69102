"""A mapping whose values are made when they are first asked for."""

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Made = TypeVar("Made")


class Prepared(dict[Key, Made]):
    """What is made of each key, made when it is first asked for."""

    def __init__(self, make: Callable[[Key], Made]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: Key) -> Made:
        self[key] = made = self.make(key)
        return made
