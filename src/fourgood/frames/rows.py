"""Rows of a table as dossiers: to explain one of them, and for what only rows can answer."""

from collections.abc import Iterator, Mapping
from typing import Any as AnyType
from typing import cast

import narwhals as nw
from attrs import frozen

from fourgood.dossier import Dossier, Evidence
from fourgood.dossiers.table import base_of_evidence
from fourgood.errors import Fault
from fourgood.frames.fields import UNIT
from fourgood.frames.native import FrameError, opened, three_valued
from fourgood.scale import header_form
from fourgood.text import Text
from fourgood.titles import BY_HEADER
from fourgood.vocabulary import UnitKind

IN_TABLE = Text("minh chứng ghi có trong bảng", "evidence that the table says is there")


def dossier(
    table: AnyType,
    row: int | None = None,
    *,
    unit: str | int | None = None,
    year: int | None = None,
    kind: UnitKind | None = None,
    keep: tuple[str, ...] = (),
) -> Dossier:
    """One row of a table as a dossier, for `evaluate` and its explanation: by its number from 0, or by its unit.

    `year` and `kind` are those of all units where the table has no such column; `keep` names columns that are no
    facts. Of a lazy table only that row is collected, and it is found by its unit. Raises FrameError when there is no
    such row, or when several have that unit.
    """
    shape = RowShape.of(opened(table).collect_schema().names(), year=year, kind=kind, keep=keep)
    return shape.dossier(_found(table, shape, row, unit))


def _found(table: AnyType, shape: "RowShape", row: int | None, unit: str | int | None) -> Mapping[str, AnyType]:
    frame = opened(table)
    if unit is not None:
        frame = frame.filter(nw.col(shape.column_of("id")).cast(nw.String) == str(unit))
    elif isinstance(frame, nw.LazyFrame) or row is None:
        raise FrameError(Fault("which row?", hint="Give row=, or unit= for a table that has no order"))
    elif not 0 <= row < len(frame):
        values = {"row": row, "rows": len(frame)}
        raise FrameError(Fault("there is no row {row}: this table has {rows}, counted from 0", values))
    else:
        frame = frame[row : row + 1]
    eager = frame.head(2).collect() if isinstance(frame, nw.LazyFrame) else frame
    found = list(rows_of(eager))
    if len(found) != 1:
        message = "several rows have the unit `{unit}`" if found else "no row has the unit `{unit}`"
        raise FrameError(Fault(message, {"unit": unit}))
    return found[0]


def rows_of(frame: nw.DataFrame[AnyType]) -> Iterator[Mapping[str, AnyType]]:
    """The rows with values of plain Python; what is absent is None."""
    ready = three_valued(frame, frame.columns)
    for row in ready.iter_rows(named=True):
        yield {key: value if isinstance(value, (list, dict)) else _plain(value) for key, value in row.items()}


def _plain(value: AnyType) -> AnyType:
    return (
        value.tolist() if hasattr(value, "tolist") and hasattr(value, "ndim") and value.ndim else nw.to_py_scalar(value)
    )


@frozen
class RowShape:
    """Which columns of a row say who the unit is, which are facts, and which their evidence."""

    identity: Mapping[str, str]
    facts: tuple[str, ...]
    evidence: Mapping[str, str]
    year: int | None = None
    kind: UnitKind | None = None

    @classmethod
    def of(
        cls, columns: list[str], *, year: int | None, kind: UnitKind | None, keep: tuple[str, ...] = ()
    ) -> "RowShape":
        """The shape of a table with some columns."""
        evidence = {base: column for column in columns if (base := base_of_evidence(column)) and column not in keep}
        others = [column for column in columns if column not in keep and not base_of_evidence(column)]
        known = {UNIT: "id", **BY_HEADER}
        identity = {known[header_form(column)]: column for column in others if header_form(column) in known}
        return cls(identity, tuple(each for each in others if header_form(each) not in known), evidence, year, kind)

    def column_of(self, key: str) -> str:
        """The column that says something of who a unit is. Raises FrameError."""
        if key not in self.identity:
            raise FrameError(Fault("this table has no column `{key}`", {"key": key}))
        return self.identity[key]

    def dossier(self, row: Mapping[str, AnyType]) -> Dossier:
        """A row as a dossier, to be admitted. Raises FrameError."""
        said = {key: row[column] for key, column in self.identity.items()}
        for key, given in (("year", self.year), ("kind", self.kind)):
            if given is not None and said.get(key) is None and key not in self.identity:
                said[key] = given
        for key in ("id", "kind", "year"):
            if key not in said:
                raise FrameError(Fault("this table has no column `{key}`", {"key": key}, hint="Give it: {key}="))
        return Dossier(
            _text(said["id"]) or "", cast(UnitKind, said["kind"]), _year(said["year"]), _text(said.get("name")) or "",
            said.get("organisation_type"), _text(said.get("parent")), _text(said.get("note")),
            {column: row[column] for column in self.facts if row[column] is not None},
            {key: found for key, column in self.evidence.items() if (found := _evidence(row[column])) is not None},
        )  # fmt: skip


def _text(value: AnyType) -> str | None:
    return None if value is None else str(value)


def _year(value: AnyType) -> int:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _evidence(value: AnyType) -> Evidence | None:
    """What a cell of evidence says: the document, or that there is one."""
    if value is True:
        return Evidence(document=IN_TABLE.vi)
    return Evidence(document=value.strip()) if isinstance(value, str) and value.strip() else None
