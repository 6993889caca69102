"""A table of dossiers goes in, a table of what they come to comes out, on the engine that the table came on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any as AnyType
from typing import Literal, TypeAlias, cast

import narwhals as nw
from attrs import evolve, frozen

from fourgood.errors import Fault
from fourgood.frames.amounts import TooLarge
from fourgood.frames.byrow import ByRow, answered
from fourgood.frames.door import Check, Door
from fourgood.frames.fields import UNIT, Fields, fields_of
from fourgood.frames.kleene import where
from fourgood.frames.misfit import with_rows
from fourgood.frames.native import Frame, FrameError, read, three_valued
from fourgood.frames.partitions import Partitions, heading, is_dask, partitioned
from fourgood.frames.plan import Reading, Verdicts, verdicts
from fourgood.frames.rejecting import Reason, Rejecting, found_out, in_columns
from fourgood.frames.rollup import RollUp, counted_rows
from fourgood.frames.table import MARK, Ready, made_ready
from fourgood.language import language
from fourgood.rulebook import Rulebook
from fourgood.scale import UNIT_KINDS
from fourgood.text import Lang
from fourgood.vocabulary import UnitKind

Detail: TypeAlias = Literal["status", "groups", "criteria"]
"""How much comes out: the status alone, the groups as well, or a column for every criterion too."""

Rows: TypeAlias = Literal["evaluate", "refuse"]
"""What to do about criteria that only rows can answer: evaluate them row by row, or refuse the table."""


def evaluate_frame(
    table: AnyType,
    rulebook: Rulebook,
    *,
    detail: Detail = "criteria",
    keep: Iterable[str] = (),
    kind: UnitKind | None = None,
    rows: Rows = "evaluate",
    levels: int | None = None,
    lang: Lang = "vi",
) -> AnyType:
    """What every row of a table comes to under a rulebook: a table of the same kind, a lazy one stays lazy.

    The columns are facts, by key or title; who the unit is (`id` or `unit`, `kind` unless it is given here,
    `organisation_type`, `year`, `parent`); evidence (`attended [evidence]`); and those named in `keep`, which come out
    as they are. Out come `unit`, `kind` and `organisation_type` where the table has them, what is kept, `status`,
    `rejected_because`, the grade and points where the rulebook has them, and an outcome code for every group and
    criterion (`fourgood.frames.OUTCOMES`). `rows` says what to do where only rows can answer; `levels`, how deep
    units stand below others in a table that is not read yet, where the rules count them.

    A row that the rulebook does not admit has the status "rejected" and says why; the others are evaluated. Raises
    FrameError, with all faults, where the columns themselves cannot be asked.
    """
    asked = Asked(rulebook, detail, tuple(keep), kind, rows, levels, lang)
    return asked.of_partitions(table) if is_dask(table) else asked.of(table)


@frozen
class Asked:
    """A rulebook, and how tables are to be asked by it."""

    rulebook: Rulebook
    detail: Detail
    keep: tuple[str, ...]
    kind: UnitKind | None
    rows: Rows
    levels: int | None
    lang: Lang

    def of(self, table: AnyType) -> AnyType:
        """What comes out for a table of one machine, or of Spark or a database."""
        frame = read(table)
        roll_up = self.roll_up(frame)
        return (self.result(frame) if roll_up is None else self.result(roll_up.of(frame), roll_up.checks())).to_native()

    def of_partitions(self, table: AnyType) -> AnyType:
        """The same of a table of Dask: partition by partition, only what is counted goes from one to another."""
        roll_up = self.roll_up(read(heading(table)))
        if roll_up is None:
            return partitioned(table, self.of)
        engine = Partitions()
        rolled = evolve(roll_up, engine=engine).not_read(engine.rows(table, lambda part: part))
        return engine.rows(rolled, partial(self.result, more=roll_up.checks()))

    def result(self, frame: Frame, more: Sequence[Check] = ()) -> AnyType:
        """What comes out, as narwhals has it, where all is counted; `more` are checks of that."""
        found, ready = self.verdicts(frame, more)
        out = collected(self.columns(found, ready), frame)
        return three_valued(out, out.columns).with_columns(**self.whole(out)) if isinstance(out, nw.DataFrame) else out

    def whole(self, out: nw.DataFrame[AnyType]) -> Mapping[str, nw.Expr]:
        """Codes of pandas as whole numbers again: beside what is absent it made doubles of them."""
        if not out.implementation.is_pandas():
            return {}
        ids = {*(group.id for group in self.rulebook.groups), *(each.id for each in self.rulebook.criteria)}
        return {name: nw.col(name).cast(nw.Int8) for name in out.columns if name in ids and name not in self.keep}

    def roll_up(self, frame: Frame) -> RollUp | None:
        """How units are counted by those above them; None where nothing is, or no column says which those are."""
        counted = self.rulebook.vocabulary.counted
        if not counted or "parent" not in (fields := self.fields(frame)).identity:
            return None
        return RollUp(fields, counted, self.kind, self.counting, self.levels)

    def counting(self, frame: Frame) -> AnyType:
        """Of each row, for what it counts above it."""
        found, ready = self.verdicts(frame)
        counts = {fact.key: (fact, found.below.counts(fact)) for fact in self.rulebook.vocabulary.counted}
        return collected(counted_rows(found.frame, ready.identity["parent"], found.rejecting.bad, counts), frame)

    def verdicts(self, frame: Frame, more: Sequence[Check] = ()) -> tuple[Verdicts, Ready]:
        """What every row comes to. Raises FrameError."""
        fields, said = self.fields(frame), language(self.lang)
        kind = self.kind or only_kind(frame, fields)
        ready = made_ready(frame.lazy(), fields, self.rulebook, kind)
        reading = Reading(self.rulebook, ready.facts, kind)
        door = self.door(ready, kind)
        by_row = reading.what_rows_answer(door)
        if by_row.needed:
            answers = answered(self.eager(frame, by_row), fields, self.rulebook, by_row, self.kind, said)
            ready = made_ready(answers.lazy(), self.fields(answers), self.rulebook, kind)
            reading = Reading(self.rulebook, ready.facts, kind)
        checks = [*(() if by_row.needed else door.checks()), *more]
        reasons = [*by_row.reasons, *(each.reason(said) for each in checks)]
        try:
            return verdicts(self.rejecting(frame, ready, reasons), reading, by_row), ready
        except TooLarge as error:
            message = "a standard of this rulebook can come to numbers that columns cannot hold"
            raise FrameError(Fault(message, hint="Evaluate the dossiers one by one")) from error

    def rejecting(self, frame: Frame, ready: Ready, reasons: Sequence[Reason]) -> Rejecting:
        """Which rows are rejected, found out at once where the table is there."""
        if isinstance(frame, nw.LazyFrame):
            return in_columns(ready.frame, reasons)
        return found_out(collected(ready.frame, frame), reasons, ready.identity["id"])

    def door(self, ready: Ready, kind: UnitKind | None) -> Door:
        """What the rows, all of a kind or of any, are checked for."""
        return Door(self.rulebook, ready.fields, ready.facts, ready.written, ready.identity, kind)

    def eager(self, frame: Frame, by_row: ByRow) -> nw.DataFrame[AnyType]:
        """The frame, whose rows can be looked at. Raises FrameError where they cannot, or shall not be."""
        if isinstance(frame, nw.DataFrame) and self.rows == "evaluate":
            return frame
        values = {"what": ", ".join((*by_row.criteria, *by_row.bands, *by_row.why))}
        hint = "Collect the table first" if isinstance(frame, nw.LazyFrame) else 'Say rows="evaluate"'
        raise FrameError(Fault("only rows, not columns, can answer: {what}", values, hint=hint))

    def fields(self, frame: Frame) -> Fields:
        """What its columns are. Raises FrameError, with all that is wrong with them."""
        schema = {name: dtype for name, dtype in frame.collect_schema().items() if not name.startswith(MARK)}
        fields = fields_of(schema, self.rulebook.vocabulary, self.keep, self.kind)
        if fields.faults:
            raise FrameError(with_rows(fault, frame) for fault in fields.faults)
        return fields

    def columns(self, found: Verdicts, ready: Ready) -> AnyType:
        """What comes out. Raises FrameError where two columns would have one name."""
        codes = found.codes(groups=self.detail != "status", criteria=self.detail == "criteria")
        columns = list(self._columns(found, ready))
        ids = [
            *(group.id for group in self.rulebook.groups if self.detail != "status"),
            *(each.id for each in self.rulebook.criteria if self.detail == "criteria"),
        ]
        names = [*(name for name, _ in columns), *ids]
        if twice := next((name for at, name in enumerate(names) if name in names[:at]), None):
            raise FrameError(
                Fault("two columns would come out as `{name}`", {"name": twice}, hint="Rename what is kept")
            )
        return codes.of(found.frame, dict(columns)).select(*names)

    def _columns(self, found: Verdicts, ready: Ready) -> Iterator[tuple[str, nw.Expr]]:
        """What comes out beside outcomes."""
        good = found.rejecting.good
        yield UNIT, ready.identity["id"]
        yield from ((key, ready.identity[key]) for key in ("kind", "organisation_type") if key in ready.identity)
        yield from ((name, nw.col(name)) for name in ready.fields.kept)
        yield "status", found.status
        yield "rejected_because", found.rejecting.reasons
        if found.grade is not None:
            yield "grade", where(good, found.grade)
        if found.points is not None:
            yield "points_at_least", where(good, found.points[0])
            yield "points_at_most", where(good, found.points[1])


def only_kind(frame: Frame, fields: Fields) -> UnitKind | None:
    """The kind of all units of a table that is there, where it is one: what only others are asked falls away."""
    column = fields.identity.get("kind")
    if column is None or isinstance(frame, nw.LazyFrame) or not len(frame):
        return None
    first = nw.to_py_scalar(frame[column][0])
    # A unit without a kind is rejected, whatever the others are.
    alike = first in UNIT_KINDS.labels and nw.to_py_scalar(frame.select((nw.col(column) == first).all()).item())
    return cast(UnitKind, first) if alike else None


def collected(found: AnyType, like: Frame) -> AnyType:
    """A result on the engine of a table: read at once where that was."""
    lazy = isinstance(found, nw.LazyFrame) and isinstance(like, nw.DataFrame)
    return found.collect(like.implementation) if lazy else found
