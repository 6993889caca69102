"""Whole tables of dossiers, on the engine that the user already has; needs the extra `frames`.

>>> import fourgood, polars
>>> from fourgood.frames import evaluate_frame
>>> rulebook = fourgood.load_rulebook(year=2024)
>>> units = polars.DataFrame({"unit": ["a", "b"], "kind": ["cell", "cell"], "annual_score": [91.5, 104.0]})
>>> evaluate_frame(units, rulebook, lang="en")["status"].to_list()
['undetermined', 'rejected']
"""

from fourgood.errors import Fault, MissingExtraError
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN

try:
    import narwhals  # noqa: F401  to say what is missing before anything asks for it
except ImportError as error:
    hint = "Install it: pip install 'fourgood[frames]'"
    raise MissingExtraError(Fault("tables need narwhals, which is not installed", hint=hint)) from error

from fourgood.frames.check import check_frame
from fourgood.frames.dossiers import table_of
from fourgood.frames.evaluate import Detail, Rows, evaluate_frame
from fourgood.frames.misfit import Misfit
from fourgood.frames.native import FrameError
from fourgood.frames.rows import dossier
from fourgood.frames.sql import sql
from fourgood.frames.summary import Summary, summary

OUTCOMES = {"met": MET, "not_met": NOT_MET, "unknown": UNKNOWN, "not_applicable": NOT_APPLICABLE}
"""The codes of outcomes. Together (or-ed) they say what is still open: 5 is met or not applicable; with 8 beside them,
a function in Python failed. Null is a row that was rejected."""

__all__ = [
    "OUTCOMES",
    "Detail",
    "FrameError",
    "Misfit",
    "Rows",
    "Summary",
    "check_frame",
    "dossier",
    "evaluate_frame",
    "sql",
    "summary",
    "table_of",
]
