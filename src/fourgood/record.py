"""One record of a unit's year, a meeting or a month: what its columns hold, and what tells it from the others."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from attrs import field, frozen

Single: TypeAlias = bool | int | Decimal | str
"""What a column of a record holds: a flag, a count, a number, or the key of a choice."""

MAX_RECORDS = 400
"""How many records a table may have: more than one a day is no year."""

AT = "at"
"""What tells a record from the others: the number of the month or quarter, a date, or a label."""


def _copied(values: Mapping[str, Single]) -> dict[str, Single]:
    return dict(values)


@frozen(eq=False, hash=False, repr=False)
class Record(Mapping[str, Single]):
    """A row of a table, immutable: `at`, and the columns that are known. A column that is absent is not zero."""

    _values: Mapping[str, Single] = field(converter=_copied)

    def __getitem__(self, key: str) -> Single:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Record({self._values!r})"


Rows: TypeAlias = tuple[Record, ...]
"""The records of a table, in order."""
