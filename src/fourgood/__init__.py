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
from fourgood.evaluation import decide, evaluate
from fourgood.grade import Grade
from fourgood.grading import GradeResult, Grading
from fourgood.ground import Ground
from fourgood.groupresult import GroupResult
from fourgood.hookspecs import hookimpl
from fourgood.outcome import Outcome, Status
from fourgood.parse import parse
from fourgood.plugins import Plugin, installed_plugins, load_rulebook
from fourgood.reason import Reason
from fourgood.record import Record
from fourgood.rulebook import Rulebook
from fourgood.scale import Measure, Scale
from fourgood.table import Table
from fourgood.text import Text
from fourgood.verdict import Finding, Verdict
from fourgood.view import View
from fourgood.vocabulary import Dated, Definition, Fact, Invariant, Kind, Parameter, Vocabulary
from fourgood.write import from_json, to_json, to_text

if TYPE_CHECKING:
    from fourgood.dossiers import Rejected, read_dossier, read_dossiers

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


def __getattr__(name: str) -> _Any:
    """What reads files is loaded when it is first asked for, so that `import fourgood` stays light."""
    if name in ("Rejected", "read_dossier", "read_dossiers"):
        from fourgood import dossiers

        return getattr(dossiers, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
