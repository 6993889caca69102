"""The records of a table as they come in: each column typed and bounded, each record told from the others, in order."""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.accept import Refused, accept, shown
from fourgood.errors import Fault, Place
from fourgood.nearest import nearest
from fourgood.outcome import NOT_MET
from fourgood.record import AT, MAX_RECORDS, Record, Rows
from fourgood.rule import EACH, of_record, walk
from fourgood.scale import header_form
from fourgood.table import Table, inside, table_of
from fourgood.truth import Known, known_of, truth
from fourgood.vocabulary import Fact, Invariant, Scope

MAX_LABEL = 60
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
WHOLE = re.compile(r"[0-9]{1,9}")


def accept_rows(fact: Fact, raw: AnyType) -> tuple[Rows, list[Fault]]:
    """The records as a fact of kind records takes them, and everything that is wrong with them.

    Records come in the order of their dates or numbers; labels keep the order in which they are given. The place of a
    fault has the path within the dossier for its key: meetings[2].attended is in the third row.
    """
    reader = _Reader(fact, table_of(fact))
    return reader.rows(raw), reader.faults


@frozen
class _Reader:
    fact: Fact
    table: Table
    faults: list[Fault] = field(factory=list)

    def fault(self, message: str, path: str, hint: str | None = None, **values: AnyType) -> None:
        self.faults.append(Fault(message, {"key": self.fact.key, **values}, Place(key=f"{self.fact.key}{path}"), hint))

    def rows(self, raw: AnyType) -> Rows:
        if not isinstance(raw, (list, tuple)):
            hint = "Give its records: a list with a row for each, or for tables a file beside the units' own"
            self.fault("`{key}` is a table of records, not `{value}`", "", hint, value=shown(raw))
            return ()
        if len(raw) > self.most:
            message = "`{key}` has {number} records, {limit} at most"
            self.fault(message, "", "Give one row a record", number=len(raw), limit=self.most)
            return ()
        found = [record for index, row in enumerate(raw) if (record := self.row(index, row)) is not None]
        self.twice(found)
        return in_order(found)

    @property
    def most(self) -> int:
        return self.table.number if isinstance(self.table.number, int) else MAX_RECORDS

    def row(self, index: int, raw: AnyType) -> Record | None:
        if not isinstance(raw, Mapping):
            self.fault("`{value}` is no record of `{key}`", f"[{index}]", "Write at, and its columns", value=shown(raw))
            return None
        at = self.at(index, raw.get(AT))
        found: dict[str, AnyType] = {} if at is None else {AT: at}
        for header, value in raw.items():
            if header == AT or value is None:
                continue
            column = self.column(index, header, at)
            if column is not None and column.key in found:
                self.fault(
                    "`{key}` gives `{fact}` a second time",
                    f"[{index}].{header}",
                    "Keep one of them",
                    key=self.named(at, index, header),
                    fact=column.key,
                )
            elif column is not None:
                found |= self.value(index, header, column, value, at)
        return Record(found) if at is not None else None

    def named(self, at: AnyType, index: int, column: AnyType) -> str:
        """What a message calls a cell: meetings[2024-01-05].attended, or by the row's number where it has no name."""
        return f"{self.fact.key}[{index + 1 if at is None else at}].{shown(column)}"

    def column(self, index: int, header: AnyType, at: AnyType) -> Fact | None:
        by_header = self.table.by_header
        key = by_header.get(header_form(header)) if isinstance(header, str) else None
        if key is not None:
            return self.table.column(key)
        near = nearest(header_form(str(header)), by_header, n=1, cutoff=0.6)
        hint = "Did you mean `{near}`?" if near else "Its columns are {columns}"
        columns = ", ".join(column.key for column in self.table.columns)
        values = {"key": self.named(at, index, header), "near": by_header[near[0]] if near else "", "columns": columns}
        self.fault("`{key}` is no column of this table", f"[{index}].{header}", hint, **values)
        return None

    def value(self, index: int, header: str, column: Fact, raw: AnyType, at: AnyType) -> dict[str, AnyType]:
        try:
            return {column.key: accept(column, raw)}
        except Refused as refused:
            values = {"value": shown(raw), **refused.values, "key": self.named(at, index, column.key)}
            self.fault(refused.message, f"[{index}].{header}", refused.hint, **values)
            return {}

    def at(self, index: int, raw: AnyType) -> int | str | None:
        """What tells a record from the others."""
        number, found = self.table.number, _at(raw)
        path, row = f"[{index}].{AT}", {"row": index + 1}
        if raw is None:
            self.fault("row {row} of `{key}` does not say which record it is", f"[{index}]", "Give it at: …", **row)
        elif found is None:
            hint = "Write the number of the month or meeting, a date like 2024-01-05, or a short name"
            self.fault("`{value}` in row {row} of `{key}` tells no record", path, hint, value=shown(raw), **row)
        elif isinstance(number, int) and not (isinstance(found, int) and 1 <= found <= number):
            message = "`{value}` in row {row} of `{key}` is none of its records, which are 1 to {number}"
            self.fault(message, path, "Write the number of the record", value=found, number=number, **row)
        else:
            return found
        return None

    def twice(self, found: Sequence[Record]) -> None:
        ats = sorted(str(record[AT]) for record in found)
        for at, group in groupby(ats):
            if len(list(group)) > 1:
                self.fault("`{key}` has the record {at} more than once", "", "Keep one of them", at=at)


def _at(raw: AnyType) -> int | str | None:
    """A number, a date or a label; None for what is none of these."""
    match raw:
        case datetime.datetime():
            return raw.date().isoformat()
        case datetime.date():
            return raw.isoformat()
        case bool():
            return None
        case int() if 0 <= raw < 10**9:
            return raw
        case float() | Decimal() if 0 <= raw < 10**9 and raw == int(raw):
            return int(raw)
        case str() if (label := raw.strip()) and label.isprintable() and len(label) <= MAX_LABEL:
            return int(label) if WHOLE.fullmatch(label) else unicodedata.normalize("NFC", label)
        case _:
            return None


def is_date(at: object) -> bool:
    """Whether what tells a record is a date."""
    try:
        return isinstance(at, str) and bool(DATE.fullmatch(at)) and bool(datetime.date.fromisoformat(at))
    except ValueError:
        return False


def in_order(records: Sequence[Record]) -> Rows:
    """Records by number, or by date; where they have labels, in the order in which they are given."""
    ats: list[AnyType] = [record[AT] for record in records]
    if all(isinstance(at, int) for at in ats) or all(map(is_date, ats)):
        return tuple(sorted(records, key=lambda record: record[AT]))
    return tuple(records)


def consistency_faults(fact: Fact, rows: Rows, scope: Scope, known: Known) -> Iterator[Fault]:
    """What is wrong with records beside each other and beside the facts: too many, or one that breaks an invariant."""
    table = table_of(fact)
    number = known.get(table.number) if isinstance(table.number, str) else None
    if number is not None and len(rows) > number:
        values = {"key": fact.key, "found": len(rows), "fact": table.number, "number": number}
        message = "`{key}` has {found} records, and `{fact}` is {number}"
        yield Fault(message, values, Place(key=fact.key), "Check both figures")
    within = inside(fact.key, scope)
    for index, row in enumerate(rows):
        of_row = known_of(row, table, known)
        for invariant in table.invariants:
            if truth(invariant.rule, within, of_row) == NOT_MET:
                yield _broken(invariant, fact, row, index)


def _broken(invariant: Invariant, fact: Fact, row: Record, index: int) -> Fault:
    keys = [key for part in walk(invariant.rule) if of_record(key := getattr(part, "key", ""))]
    cited = [column for key in dict.fromkeys(keys) if (column := key.removeprefix(f"{EACH}.")) in row]
    said = ", ".join(f"{column} = {row[column]}" for column in cited or row if column != AT)
    values = {"key": f"{fact.key}[{row[AT]}]", "title": invariant.title, "values": said}
    return Fault(
        "“{title}” does not hold in {key}: {values}", values, Place(key=f"{fact.key}[{index}]"), "Check these figures"
    )
