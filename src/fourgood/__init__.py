"""fourgood decides, and explains, whether a unit earns the yearly title "chi bộ bốn tốt" or "đảng bộ cơ sở bốn tốt"."""

from typing import TYPE_CHECKING
from typing import Any as _Any

from fourgood.citation import Backing, Citation, Document, Origin
from fourgood.contribution import Contribution, combine
from fourgood.criterion import Band, Criterion, Group, Judgement, PythonRule, Role
from fourgood.derived import DerivedFact
from fourgood.dossier import Dossier, Evidence
from fourgood.errors import (
    DossierError,
    Fault,
    FourgoodError,
    MissingExtraError,
    Place,
    PluginError,
    RulebookError,
    RuleError,
)
from fourgood.grade import Grade
from fourgood.hookspecs import hookimpl
from fourgood.outcome import Outcome, Status
from fourgood.parse import parse
from fourgood.plugins import Plugin, installed_plugins, load_rulebook
from fourgood.record import Record
from fourgood.rulebook import Rulebook
from fourgood.scale import Measure, Scale
from fourgood.table import Table
from fourgood.text import Text
from fourgood.view import View
from fourgood.vocabulary import Dated, Definition, Fact, Invariant, Kind, Parameter, Vocabulary
from fourgood.write import from_json, to_json, to_text

if TYPE_CHECKING:
    from fourgood.dossiers import Rejected, read_dossier, read_dossiers
    from fourgood.evaluation import decide, evaluate
    from fourgood.grading import GradeResult, Grading
    from fourgood.ground import Ground
    from fourgood.groupresult import GroupResult
    from fourgood.reason import Reason
    from fourgood.round import Round, evaluate_round
    from fourgood.verdict import Finding, Verdict

__all__ = [
    "Backing",
    "Band",
    "Citation",
    "Contribution",
    "Criterion",
    "Dated",
    "Definition",
    "DerivedFact",
    "Document",
    "Dossier",
    "DossierError",
    "Evidence",
    "Fact",
    "Fault",
    "Finding",
    "FourgoodError",
    "Grade",
    "GradeResult",
    "Grading",
    "Ground",
    "Group",
    "GroupResult",
    "Invariant",
    "Judgement",
    "Kind",
    "Measure",
    "MissingExtraError",
    "Origin",
    "Outcome",
    "Parameter",
    "Place",
    "Plugin",
    "PluginError",
    "PythonRule",
    "Reason",
    "Record",
    "Rejected",
    "Role",
    "Round",
    "RuleError",
    "Rulebook",
    "RulebookError",
    "Scale",
    "Status",
    "Table",
    "Text",
    "Verdict",
    "View",
    "Vocabulary",
    "combine",
    "decide",
    "evaluate",
    "evaluate_round",
    "from_json",
    "hookimpl",
    "installed_plugins",
    "load_rulebook",
    "parse",
    "read_dossier",
    "read_dossiers",
    "to_json",
    "to_text",
]


_LATER = {
    **dict.fromkeys(("Rejected", "read_dossier", "read_dossiers"), "dossiers"),
    **dict.fromkeys(("decide", "evaluate"), "evaluation"),
    **dict.fromkeys(("Finding", "Verdict"), "verdict"),
    **dict.fromkeys(("GradeResult", "Grading"), "grading"),
    **dict.fromkeys(("Round", "evaluate_round"), "round"),
    "Ground": "ground",
    "GroupResult": "groupresult",
    "Reason": "reason",
}
"""What is loaded when it is first asked for, so that `import fourgood` stays light: names, and where they are."""


def __getattr__(name: str) -> _Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    globals()[name] = found = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return found
