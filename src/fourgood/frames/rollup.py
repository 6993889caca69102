"""Units counted by those above them, level by level: group and join (`fourgood.round`)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any as AnyType
from typing import Protocol, TypeAlias

import narwhals as nw
from attrs import field, frozen

from fourgood.errors import Fault
from fourgood.frames import kleene
from fourgood.frames.door import Check
from fourgood.frames.fields import Fields
from fourgood.frames.kleene import Tri
from fourgood.frames.native import Frame, FrameError, three_valued
from fourgood.frames.table import MARK
from fourgood.vocabulary import ALL_KINDS, Fact, UnitKind

Counting: TypeAlias = Callable[[Frame], AnyType]
"""A table → of each row that has a parent, whether it is counted and whether that is open, for every such fact."""

ABOVE, ROW, TWICE, BELOW, WAITING, SETTLED = (
    f"{MARK}{name}" for name in ("above", "row", "twice", "below", "waiting", "settled")
)


def yes(fact: Fact) -> str:
    """The column that says whether a unit is counted, and then how many are."""
    return f"{MARK}yes:{fact.key}"


def still_open(fact: Fact) -> str:
    """The column that says whether that is open, and then for how many it is."""
    return f"{MARK}open:{fact.key}"


class Engine(Protocol):
    """What counting asks of an engine."""

    def rows(self, table: AnyType, work: Callable[[AnyType], AnyType]) -> AnyType:
        """Rows worked out by themselves."""

    def sums(self, table: AnyType) -> AnyType:
        """The sum of every column, by the unit above."""

    def joined(self, table: AnyType, sums: AnyType, id: str) -> AnyType:
        """The table with such sums beside the units that they are of."""


class Columns:
    """The same as columns of the whole table, as narwhals has them."""

    def rows(self, table: AnyType, work: Callable[[AnyType], AnyType]) -> AnyType:
        """At once."""
        return work(table)

    def sums(self, table: AnyType) -> AnyType:
        """By group. What pandas counts gets columns of three values again: a join leaves them empty in some rows."""
        columns = [name for name in table.collect_schema().names() if name != ABOVE]
        found = table.group_by(ABOVE).agg(nw.col(*columns).sum())
        return three_valued(found, columns) if isinstance(found, nw.DataFrame) else found

    def joined(self, table: AnyType, sums: AnyType, id: str) -> AnyType:
        """By join."""
        return table.join(sums, left_on=id, right_on=ABOVE, how="left")


@frozen
class RollUp:
    """Fills in, level by level, the facts that count the units below; without `levels` as deep as the table goes."""

    fields: Fields
    facts: Sequence[Fact]
    kind: UnitKind | None
    counting: Counting
    levels: int | None
    engine: Engine = field(factory=Columns)

    def of(self, frame: Frame) -> AnyType:
        """The table with what is counted. Raises FrameError where nobody knows how many levels a table has."""
        if isinstance(frame, nw.LazyFrame):
            return self.not_read(frame)
        rows, level = self._marked(frame.with_row_index(ROW)), 0
        while (left := _waiting(rows)) and level != self.levels:
            rows, level = self._level(rows), level + 1
            if _waiting(rows) == left:
                break
        return rows.sort(ROW).drop(ROW)

    def not_read(self, frame: AnyType) -> AnyType:
        """The same of a table whose rows nobody has seen, level by level as it is told."""
        if self.levels is None:
            hint = "Say levels=1 where only cells stand below committees"
            raise FrameError(Fault("a table that is not read yet does not tell how many levels it has", hint=hint))
        found = self._marked(frame)
        for _ in range(self.levels):
            found = self._level(found)
        return found

    def checks(self) -> Sequence[Check]:
        """What is wrong with units that are there twice, and with those that were never counted."""
        id, parent = self.fields.identity["id"], self.fields.identity["parent"]
        twice = Fault("this unit is in the table several times", {"key": id})
        values = {"key": parent, "levels": self.levels or 0}
        message = "the parents form a circle" if self.levels is None else "there are more levels below than {levels}"
        return Check(id, twice, nw.col(TWICE) > 1), Check(parent, Fault(message, values), ~nw.col(SETTLED))

    def _marked(self, frame: AnyType) -> AnyType:
        """The table with how often each unit is in it, and whether it has units below, for which it has to wait."""
        id, parent = self.fields.identity["id"], self.fields.identity["parent"]
        marked = frame
        for column, name in ((id, TWICE), (parent, BELOW)):
            ones = self.engine.rows(frame, partial(_ones, column=column, name=name))
            marked = self.engine.joined(marked, self.engine.sums(ones), id)
        return self.engine.rows(marked, self._with_own)

    def _with_own(self, marked: AnyType) -> AnyType:
        own = {self._own(fact): self._said(fact) for fact in self.facts}
        return marked.with_columns((nw.col(BELOW).fill_null(0) == 0).alias(SETTLED), **own)

    def _own(self, fact: Fact) -> str:
        return f"{MARK}own:{fact.key}"

    def _said(self, fact: Fact) -> nw.Expr:
        """What the table itself says of a fact."""
        column = self.fields.facts.get(fact.key)
        if column is None:
            id = nw.col(self.fields.identity["id"])
            return nw.when(kleene.nowhere(id)).then(nw.lit(0))
        return nw.col(column)

    def _level(self, frame: AnyType) -> AnyType:
        """The table with what is counted below every unit, as far as those below do not wait themselves."""
        id = self.fields.identity["id"]
        below = self.engine.sums(self.engine.rows(frame, self.counting))
        return self.engine.rows(self.engine.joined(frame, below, id), self._with_counts)

    def _with_counts(self, counted: AnyType) -> AnyType:
        columns = {self.fields.facts.get(fact.key, fact.key): self._count(fact) for fact in self.facts}
        settled = (nw.col(BELOW).fill_null(0) == 0) | (nw.col(WAITING).fill_null(0) == 0)
        used = [*(name(fact) for fact in self.facts for name in (yes, still_open)), WAITING]
        return counted.with_columns(settled.alias(SETTLED), **columns).drop(*used)

    def _count(self, fact: Fact) -> nw.Expr:
        """What a fact comes to: what the table says of it, else how many are counted where that is open for none."""
        number = nw.when(nw.col(still_open(fact)) == 0).then(nw.col(yes(fact)))
        if fact.applies_to != ALL_KINDS and self.kind is None:
            (kind,) = fact.applies_to
            number = nw.when(nw.col(self.fields.identity["kind"]) == kind).then(number)
        own = nw.col(self._own(fact))
        return nw.when(own.is_null()).then(number).otherwise(own)


def counted_rows(
    frame: AnyType, parent: nw.Expr, bad: nw.Expr | bool, counts: Mapping[str, tuple[Fact, Tri]]
) -> AnyType:
    """Of each row whether it is counted and whether that is open, as numbers to be added up."""
    waits = kleene.any_of((bad, ~nw.col(SETTLED), nw.col(TWICE) > 1))
    columns: dict[str, nw.Expr] = {ABOVE: parent, WAITING: _one(kleene.certainly(kleene.negated(nw.col(SETTLED))))}
    for fact, counted in counts.values():
        sure = kleene.all_of((kleene.certainly(kleene.negated(waits)), kleene.certainly(counted)))
        open_ = kleene.all_of((kleene.possibly(counted), kleene.negated(kleene.certainly(counted))))
        columns[yes(fact)] = _one(sure)
        columns[still_open(fact)] = _one(kleene.any_of((waits, open_)))
    return frame.select(**columns).filter(~nw.col(ABOVE).is_null())


def _one(counted: Tri) -> nw.Expr:
    """One where something holds, else nothing."""
    assert counted is not None
    column = nw.col(SETTLED) | ~nw.col(SETTLED)
    return kleene.one((column & nw.lit(counted)) if isinstance(counted, bool) else counted)


def _ones(frame: AnyType, column: str, name: str) -> AnyType:
    """A one for every unit that a column names."""
    named = nw.col(column).alias(ABOVE), kleene.one(~nw.col(column).is_null()).alias(name)
    return frame.select(*named).filter(~nw.col(ABOVE).is_null())


def _waiting(rows: nw.DataFrame[AnyType]) -> int:
    """How many units still wait for some below them."""
    return len(rows.filter(~nw.col(SETTLED)))
