"""Outcomes as small numbers (`fourgood.frames.OUTCOMES`), null where a row is rejected.

Criteria that always apply are coded together, in one expression of many columns: an engine gets it as one for each,
and narwhals has a hundredth of the work.
"""

from collections.abc import Mapping
from typing import Any as AnyType

import narwhals as nw
from attrs import field, frozen

from fourgood.frames.held import Held
from fourgood.frames.kleene import where
from fourgood.frames.table import named
from fourgood.outcome import MET, UNKNOWN

ADMITTED = named("admitted", "")


@frozen
class Codes:
    """Outcomes to be coded: those in columns of their own by the names of these, and expressions for the others."""

    good: nw.Expr | bool
    """Which rows are admitted."""
    together: dict[str, str] = field(factory=dict)
    apart: dict[str, nw.Expr] = field(factory=dict)

    def add(self, sort: str, outcomes: Mapping[str, Held]) -> None:
        """Outcomes that a stage has settled under a sort."""
        for id, found in outcomes.items():
            if isinstance(found.holds, nw.Expr) and found.applies is True:
                self.together[named(sort, id)] = id
            else:
                self.apart[id] = where(self.good, code(found))

    def of(self, frame: nw.LazyFrame[AnyType], columns: Mapping[str, nw.Expr]) -> nw.LazyFrame[AnyType]:
        """The codes by their ids, beside other columns."""
        if not self.together:
            return frame.select(**columns, **self.apart)
        met: nw.Expr | int = MET
        if not isinstance(self.good, bool):
            # One where a row is admitted, null where it is not: what is added to it is null there too.
            frame = frame.with_columns(where(self.good, small(self.good, frame.implementation)).alias(ADMITTED))
            met = nw.col(ADMITTED)
        asked = small(~nw.col(*self.together), frame.implementation).fill_null(UNKNOWN - MET)
        return frame.select((asked + met).cast(nw.Int8), **columns, **self.apart).rename(self.together)


def small(flags: nw.Expr, engine: nw.Implementation) -> nw.Expr:
    """Flags as the smallest numbers: 1 is true. PostgreSQL, which Ibis stands for, knows none of flags but Int32."""
    return (flags.cast(nw.Int32) if engine.is_ibis() else flags).cast(nw.Int8)


def code(found: Held) -> nw.Expr:
    """The open outcomes of a criterion or a group as a small number."""
    value = found.code()
    return (nw.lit(value) if isinstance(value, int) else value).cast(nw.Int8)
