"""Looking at rules before any dossier is there: what they can come to, and what they can never come to.

The facts that criteria read are cut into regions at the thresholds they are compared with, and the regions are looked
through. Answers are proved, refuted by a dossier that the plain evaluator confirms, or undecided.
"""

from fourgood.analysis.answer import Answer, Proved, Refuted, Undecided
from fourgood.analysis.codes import CODES, Code, Severity
from fourgood.analysis.directions import Way, directions
from fourgood.analysis.incentives import never_drawn_in, never_worse
from fourgood.analysis.linting import lint
from fourgood.analysis.questions import (
    always_decided,
    always_met,
    contradictory,
    equivalent,
    follows,
    implies,
    never_applies,
    never_met,
)
from fourgood.analysis.remark import Remark
from fourgood.analysis.space import Space

__all__ = [
    "CODES",
    "Answer",
    "Code",
    "Proved",
    "Refuted",
    "Remark",
    "Severity",
    "Space",
    "Undecided",
    "Way",
    "always_decided",
    "always_met",
    "contradictory",
    "directions",
    "equivalent",
    "follows",
    "implies",
    "lint",
    "never_applies",
    "never_drawn_in",
    "never_met",
    "never_worse",
]
