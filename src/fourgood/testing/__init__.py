"""Strategies, laws, example cases and coverage for those who test rules before they decide.

Strategies and laws need the extra `testing`.

Everything is loaded when it is first asked for: what needs no hypothesis is there without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING
from typing import Any as _Any

if TYPE_CHECKING:
    from fourgood.testing import laws
    from fourgood.testing.books import rulebooks
    from fourgood.testing.case import Case, CaseError, Expected
    from fourgood.testing.casefile import read_cases
    from fourgood.testing.cases import suite
    from fourgood.testing.conditions import rule_texts, rules
    from fourgood.testing.coverage import coverage_of
    from fourgood.testing.drawing import dossiers, near
    from fourgood.testing.moves import degrade, forget, improve
    from fourgood.testing.run import examine
    from fourgood.testing.target import target_of
    from fourgood.testing.thresholds import boundary
    from fourgood.testing.verdicts import not_recognized, recognized, unknown_because

_HOMES = {
    "Case": "case",
    "CaseError": "case",
    "Expected": "case",
    "boundary": "thresholds",
    "coverage_of": "coverage",
    "degrade": "moves",
    "dossiers": "drawing",
    "examine": "run",
    "forget": "moves",
    "improve": "moves",
    "near": "drawing",
    "not_recognized": "verdicts",
    "read_cases": "casefile",
    "recognized": "verdicts",
    "rule_texts": "conditions",
    "rulebooks": "books",
    "rules": "conditions",
    "suite": "cases",
    "target_of": "target",
    "unknown_because": "verdicts",
}
"""Where each name is made."""

__all__ = [
    "Case",
    "CaseError",
    "Expected",
    "boundary",
    "coverage_of",
    "degrade",
    "dossiers",
    "examine",
    "forget",
    "improve",
    "laws",
    "near",
    "not_recognized",
    "read_cases",
    "recognized",
    "rule_texts",
    "rulebooks",
    "rules",
    "suite",
    "target_of",
    "unknown_because",
]


def __getattr__(name: str) -> _Any:
    """A strategy, or the laws."""
    if name == "laws":
        return import_module("fourgood.testing.laws")
    if name in _HOMES:
        return getattr(import_module(f"fourgood.testing.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
