"""A table looked at before it is evaluated: all that is wrong with its columns and its rows."""

from collections.abc import Iterable
from typing import Any as AnyType

from fourgood.frames.evaluate import Asked
from fourgood.frames.misfit import Misfit, misfits
from fourgood.frames.native import read
from fourgood.frames.table import made_ready
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import UnitKind


def check_frame(
    table: AnyType, rulebook: Rulebook, *, keep: Iterable[str] = (), kind: UnitKind | None = None
) -> tuple[Misfit, ...]:
    """What is wrong with the rows of a table: each fault with the number of rows and the first units; most rows first.

    Reads the numbers alone of a lazy table. What only rows can show, the records of a unit, is not looked at. Raises
    FrameError, as `evaluate_frame` does, where the columns themselves cannot be asked.
    """
    frame = read(table)
    asked = Asked(rulebook, "status", tuple(keep), kind, "evaluate", None, "vi")
    ready = made_ready(frame.lazy(), asked.fields(frame), rulebook, kind)
    return misfits(ready.frame, asked.door(ready, kind).checks(), ready.identity["id"])
