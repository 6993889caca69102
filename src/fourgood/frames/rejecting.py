"""Which rows are rejected, and in which words.

A table that is there is first asked which checks fail at all: few do, and only the few rows that fail them need words.
Of a table that is not read yet every row is checked for everything, and words are columns.
"""

from collections.abc import Sequence
from typing import Any as AnyType

import narwhals as nw
from attrs import frozen

from fourgood.frames import kleene
from fourgood.frames.kleene import Tri
from fourgood.frames.staged import Staged
from fourgood.frames.table import named

TOGETHER = 8
"""How many reasons are put together at once."""

WHY = named("why", "")


@frozen
class Bounds:
    """A column of whole numbers, and between which of them nothing is wrong."""

    column: str
    least: int
    most: int


@frozen
class Reason:
    """Something that is wrong with some rows, and what is said of it there."""

    fails: nw.Expr
    words: nw.Expr
    bounds: Bounds | None = None
    """Where no row fails for certain, whatever the rows are."""


@frozen
class Rejecting:
    """A table with what tells which rows are rejected, which are not, and why."""

    staged: Staged
    bad: nw.Expr | bool
    good: nw.Expr | bool
    reasons: nw.Expr
    """In words; null where nothing is wrong."""


def found_out(frame: nw.DataFrame[AnyType], reasons: Sequence[Reason], id: nw.Expr) -> Rejecting:
    """Of a table that is there: the words of the rows that need some, put where those stand."""
    failing, rows = _failing(frame, reasons)
    why = frame.select(nw.when(kleene.nowhere(id)).then(nw.lit("")).alias(WHY))[WHY]
    if rows is None:
        return Rejecting(Staged(frame.with_columns(why).lazy()), False, True, nw.col(WHY))
    words = frame.with_columns(rows.alias(WHY)).lazy().filter(nw.col(WHY)).select(_all_said(failing).alias(WHY))
    found = why.scatter(rows.arg_true(), words.collect(frame.implementation)[WHY])
    staged = Staged(frame.with_columns(found).lazy())
    return Rejecting(staged, ~nw.col(WHY).is_null(), nw.col(WHY).is_null(), nw.col(WHY))


def in_columns(frame: nw.LazyFrame[AnyType], reasons: Sequence[Reason]) -> Rejecting:
    """Of any table, also one that is not read yet."""
    staged, settled = Staged(frame).settle("fails", {str(at): each.fails for at, each in enumerate(reasons)})
    staged, rejected = staged.settle("rejected", {"": kleene.certainly(kleene.any_of(settled.values()))})
    bad = kleene.certainly(rejected[""])
    staged, admitted = staged.settle("good", {"": kleene.negated(bad)})
    words = kleene.where(bad, _together(reasons, list(settled.values())))
    return Rejecting(staged, bad, kleene.certainly(admitted[""]), words)


def _failing(frame: nw.DataFrame[AnyType], reasons: Sequence[Reason]) -> tuple[list[Reason], nw.Series[AnyType] | None]:
    """The reasons that some rows give, and which rows; where the ends of a column are within bounds, all of it is."""
    inside = _inside(frame, [each.bounds for each in reasons if each.bounds is not None])
    asked = {str(at): each for at, each in enumerate(reasons) if each.bounds not in inside}
    if not asked:
        return [], None
    fails = frame.select(**{at: each.fails for at, each in asked.items()})
    failing = [at for at, some in zip(asked, _only_row(fails.select(nw.all().any())), strict=True) if some]
    if not failing:
        return [], None
    rows = fails.select(nw.any_horizontal(*failing, ignore_nulls=True).fill_null(False).alias(WHY))[WHY]
    return [asked[at] for at in failing], rows


def _inside(frame: nw.DataFrame[AnyType], bounds: Sequence[Bounds]) -> set[Bounds | None]:
    """The bounds that all rows keep."""
    if not bounds:
        return set()
    columns = nw.col(*(each.column for each in bounds))
    ends = zip(bounds, *(_only_row(frame.select(end)) for end in (columns.min(), columns.max())), strict=True)
    return {each for each, low, high in ends if low is None or (each.least <= low and high <= each.most)}


def _only_row(frame: nw.DataFrame[AnyType]) -> list[AnyType]:
    return [nw.to_py_scalar(value) for value in frame.row(0)]


def _together(reasons: Sequence[Reason], settled: Sequence[Tri]) -> nw.Expr:
    """All that is wrong with each row, some at a time: where no row fails any of them nothing is put together."""
    asked = [
        Reason(fails, each.words) for each, fails in zip(reasons, settled, strict=True) if isinstance(fails, nw.Expr)
    ]
    parts = [asked[at : at + TOGETHER] for at in range(0, len(asked), TOGETHER)]
    return _joined([_part(part) for part in parts]) if parts else nw.lit(None, nw.String)


def _part(part: Sequence[Reason]) -> nw.Expr:
    some = nw.any_horizontal(*(each.fails for each in part), ignore_nulls=True)
    return nw.when(some).then(_all_said(part))


def _all_said(reasons: Sequence[Reason]) -> nw.Expr:
    return _joined([nw.when(each.fails).then(each.words) for each in reasons])


def _joined(words: Sequence[nw.Expr]) -> nw.Expr:
    return words[0] if len(words) == 1 else nw.concat_str(*words, separator="; ", ignore_nulls=True)
