"""The default rulebook, from the four plugins of this repository and no others."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

import pytest

from fourgood import Rulebook, load_rulebook

PLUGINS = ("political_task", "meeting_quality", "unity_discipline", "cadre_quality")


@cache
def _loaded(year: int) -> Rulebook:
    return load_rulebook(year, plugins={name: import_module(f"fourgood_{name}") for name in PLUGINS}, discover=False)


@pytest.fixture(scope="session")
def rulebook() -> Callable[[int], Rulebook]:
    return _loaded
