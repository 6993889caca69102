"""Draws that are the same again: hypothesis mixes in the constants of whatever modules happen to be loaded by then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any as AnyType
from unittest.mock import patch

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

_PERMITTED: dict[AnyType, AnyType] = {}
"""What hypothesis remembers of the constants that it may draw, where none come from modules."""


@contextmanager
def repeatable() -> Iterator[None]:
    """While it lasts, hypothesis takes no constants from modules: those that criteria are written with are mined.

    Modules are loaded while laws are tried, so that a law tried again would see other dossiers, whatever the seed.
    """
    with patch.multiple(providers, _get_local_constants=Constants, CONSTANTS_CACHE=_PERMITTED):
        yield
