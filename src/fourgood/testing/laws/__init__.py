"""The laws that rules keep, each a function: it returns when the law holds for what it is given, else it raises
LawBroken with the dossier, what changed, and both explanations.

All at once: `check(criterion, rulebook)` for a report, `for_rulebook(rulebook)` and `CriterionLaws` for pytest.
"""

from fourgood.testing.laws.answers import deterministic, independent_of_history, pure, total
from fourgood.testing.laws.breach import Breach, LawBroken
from fourgood.testing.laws.cases import EVERY, Law, Subject
from fourgood.testing.laws.columns import tables_agree
from fourgood.testing.laws.directions import improving, learning
from fourgood.testing.laws.explanations import explanation_complete, explanation_sound
from fourgood.testing.laws.order import order_irrelevant, round_trip
from fourgood.testing.laws.readers import READERS, Reader, readers_agree
from fourgood.testing.laws.report import CriterionLaws, Report, Result, check, for_rulebook, verified
from fourgood.testing.laws.standings import inapplicable_do_not_count, tightening, veto_never_helps

__all__ = [
    "EVERY",
    "READERS",
    "Breach",
    "CriterionLaws",
    "Law",
    "LawBroken",
    "Reader",
    "Report",
    "Result",
    "Subject",
    "check",
    "deterministic",
    "explanation_complete",
    "explanation_sound",
    "for_rulebook",
    "improving",
    "inapplicable_do_not_count",
    "independent_of_history",
    "learning",
    "order_irrelevant",
    "pure",
    "readers_agree",
    "round_trip",
    "tables_agree",
    "tightening",
    "total",
    "verified",
    "veto_never_helps",
]
