"""Outcomes as small numbers (`fourgood.frames.OUTCOMES`), null where a row is rejected.

Criteria that always apply are coded together, in one expression of many columns: an engine gets it as one for each,
and narwhals has a hundredth of the work.
"""

from collections.abc import Mapping

import narwhals as nw
from attrs import field, frozen

from fourgood.frames.held import Held
from fourgood.frames.staged import Staged
from fourgood.frames.table import named
from fourgood.outcome import MET, UNKNOWN

ADMITTED = named("admitted", "")


@frozen
class Codes:
    """Outcomes to be coded: those in columns of their own by the names of these, and expressions for the others."""

    together: dict[str, str] = field(factory=dict)
    apart: dict[str, nw.Expr] = field(factory=dict)

    def add(self, sort: str, outcomes: Mapping[str, Held], good: nw.Expr | bool) -> None:
        """Outcomes that a stage has settled under a sort."""
        for id, found in outcomes.items():
            if isinstance(found.holds, nw.Expr) and found.applies is True:
                self.together[named(sort, id)] = id
            else:
                self.apart[id] = where(good, code(found))

    def coded(self, good: nw.Expr | bool, engine: nw.Implementation) -> list[nw.Expr]:
        """The codes of those that are coded together."""
        if not self.together:
            return []
        met: nw.Expr | int = MET if isinstance(good, bool) else nw.col(ADMITTED)
        return [(small(~nw.col(*self.together), engine).fill_null(UNKNOWN - MET) + met).cast(nw.Int8)]


def admitted(staged: Staged, good: nw.Expr | bool) -> Staged:
    """The frame with a column of ones where a row is admitted, null where it is not."""
    if isinstance(good, bool):
        return staged
    return staged.settle("admitted", {"": where(good, small(good, staged.frame.implementation))})[0]


def small(flags: nw.Expr, engine: nw.Implementation) -> nw.Expr:
    """Flags as the smallest numbers: 1 is true. PostgreSQL, which Ibis stands for, knows none of flags but Int32."""
    return (flags.cast(nw.Int32) if engine.is_ibis() else flags).cast(nw.Int8)


def code(found: Held) -> nw.Expr:
    """The open outcomes of a criterion or a group as a small number."""
    value = found.code()
    return (nw.lit(value) if isinstance(value, int) else value).cast(nw.Int8)


def where(rows: nw.Expr | bool, value: nw.Expr) -> nw.Expr:
    """A value in some rows, null in the others."""
    return value if isinstance(rows, bool) else nw.when(rows).then(value)
