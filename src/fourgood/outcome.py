"""Outcomes, and sets of outcomes that are still open.

Inside the engine a set of open outcomes is a small integer, one bit an outcome: strong Kleene logic is then plain bit
arithmetic, and "unknown" is simply a set with more than one member. A guarded criterion whose guard is unknown keeps
"not applicable" open, which the set says and a bare "unknown" could not.
"""

from enum import Enum
from typing import TypeAlias

Open: TypeAlias = int
"""A set of open outcomes: MET, NOT_MET and NOT_APPLICABLE, or-ed together."""

MET: Open = 1
NOT_MET: Open = 2
UNKNOWN: Open = MET | NOT_MET
NOT_APPLICABLE: Open = 4


class Outcome(Enum):
    """What a criterion, a group or a condition came to."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Status(Enum):
    """What a verdict comes to; only the first recognises. Undetermined: what is absent could still decide."""

    RECOGNIZED = "recognized"
    NOT_RECOGNIZED = "not_recognized"
    DEFERRED = "deferred"
    UNDETERMINED = "undetermined"


DECIDED: dict[Open, Outcome] = {
    MET: Outcome.MET,
    NOT_MET: Outcome.NOT_MET,
    NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
}


def outcome_of(still_open: Open) -> Outcome:
    """The one outcome left open, or unknown."""
    return DECIDED.get(still_open, Outcome.UNKNOWN)


def members(still_open: Open) -> frozenset[Outcome]:
    """The outcomes that are still open.

    >>> sorted(outcome.value for outcome in members(MET | NOT_APPLICABLE))
    ['met', 'not_applicable']
    """
    return frozenset(outcome for bit, outcome in DECIDED.items() if still_open & bit)
