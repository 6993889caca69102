"""Strategies and laws for those who test rules before they decide; needs the extra `testing`.

Everything is loaded when it is first asked for: what needs no hypothesis is there without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING
from typing import Any as _Any

if TYPE_CHECKING:
    from fourgood.testing import laws
    from fourgood.testing.books import rulebooks
    from fourgood.testing.conditions import rule_texts, rules
    from fourgood.testing.drawing import dossiers, near
    from fourgood.testing.moves import degrade, forget, improve
    from fourgood.testing.thresholds import boundary
    from fourgood.testing.verdicts import not_recognized, recognized, unknown_because

_HOMES = {
    "boundary": "thresholds",
    "degrade": "moves",
    "dossiers": "drawing",
    "forget": "moves",
    "improve": "moves",
    "near": "drawing",
    "not_recognized": "verdicts",
    "recognized": "verdicts",
    "rule_texts": "conditions",
    "rulebooks": "books",
    "rules": "conditions",
    "unknown_because": "verdicts",
}
"""Where each name is made."""

__all__ = [
    "boundary",
    "degrade",
    "dossiers",
    "forget",
    "improve",
    "laws",
    "near",
    "not_recognized",
    "recognized",
    "rule_texts",
    "rulebooks",
    "rules",
    "unknown_because",
]


def __getattr__(name: str) -> _Any:
    """A strategy, or the laws."""
    if name == "laws":
        return import_module("fourgood.testing.laws")
    if name in _HOMES:
        return getattr(import_module(f"fourgood.testing.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
