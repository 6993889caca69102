"""What is wrong with the columns and rows of a table: each fault once, with how many rows have it, and which first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from typing import Any as AnyType

import narwhals as nw
from attrs import evolve, frozen

from fourgood.errors import Fault
from fourgood.frames.native import Frame
from fourgood.scale import Measure
from fourgood.text import Lang, Text

if TYPE_CHECKING:
    from fourgood.frames.door import Check

ROWS = Measure("dòng", "row", "rows")
FIRST = Text("đầu tiên", "first")
SHOWN = 3
"""How many of the rows with a fault are named."""


@frozen
class Misfit(Fault):
    """A fault of a column, with the number of rows that have it and the units of the first ones."""

    rows: int = 0
    first: tuple[str, ...] = ()

    def say(self, translate: AnyType) -> str:
        """The fault in one line, with the rows."""
        code: Lang = getattr(translate, "code", "en")
        number = getattr(translate, "number", str)(self.rows)
        named = f"; {FIRST.in_(code)}: {', '.join(self.first)}" if self.first else ""
        return f"{Fault.say(self, translate)} ({number} {ROWS.in_(code, self.rows)}{named})"


def with_rows(fault: Fault, frame: Frame) -> Fault:
    """A fault of a whole column, with how many rows have a value there."""
    column = fault.place.key
    if column is None or column not in frame.collect_schema():
        return fault
    with_value = frame.select((~nw.col(column).is_null()).cast(nw.Int64).sum().alias("rows"))
    return Misfit(fault.message, fault.values, fault.place, fault.hint, rows=_numbers(with_value)["rows"])


def misfits(frame: Frame, checks: "Iterable[Check]", unit: nw.Expr) -> tuple[Misfit, ...]:
    """The checks that some rows of a table fail, most rows first."""
    asked = list(checks)
    if not asked:
        return ()
    sums = {f"n{at}": check.fails.fill_null(False).cast(nw.Int64).sum() for at, check in enumerate(asked)}
    numbers = _numbers(frame.select(**sums))
    found = [(numbers[f"n{at}"], check) for at, check in enumerate(asked) if numbers[f"n{at}"]]
    found.sort(key=lambda each: -each[0])
    return tuple(_misfit(check, rows, frame, unit) for rows, check in found)


def _misfit(check: "Check", rows: int, frame: Frame, unit: nw.Expr) -> Misfit:
    first = frame.filter(check.fails).select(unit.alias("unit")).head(SHOWN)
    units = (first.collect() if isinstance(first, nw.LazyFrame) else first)["unit"].to_list()
    fault = check.fault
    place = evolve(fault.place, key=check.column)
    return Misfit(fault.message, fault.values, place, fault.hint, rows=rows, first=tuple(map(str, units)))


def _numbers(sums: Frame) -> dict[str, int]:
    read = sums.collect() if isinstance(sums, nw.LazyFrame) else sums
    return {key: int(value or 0) for key, value in zip(read.columns, read.row(0), strict=True)}
