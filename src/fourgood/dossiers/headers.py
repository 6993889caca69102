"""Faults of a table's header: every row comes up against them, and they are the header's."""

from collections.abc import Iterable
from typing import Any as AnyType

from attrs import frozen

from fourgood.dossier import Dossier
from fourgood.dossiers.table import RowPlaces
from fourgood.errors import Fault
from fourgood.scale import Measure
from fourgood.text import Lang
from fourgood.vocabulary import Vocabulary

ROWS = Measure("dòng", "row", "rows")


@frozen
class HeaderFault(Fault):
    """A fault of a header, found in `rows` rows; 0 when they were not counted."""

    rows: int = 0

    def say(self, translate: AnyType) -> str:
        """The fault in one line, with the number of rows."""
        line = Fault.say(self, translate)
        if not self.rows:
            return line
        code: Lang = getattr(translate, "code", "en")
        return f"{line} ({getattr(translate, 'number', str)(self.rows)} {ROWS.in_(code, self.rows)})"


def with_header_faults(dossier: Dossier, faults: Iterable[Fault], vocabulary: Vocabulary) -> tuple[Fault, ...]:
    """Why a dossier was not admitted, with what is wrong with its table's header placed there.

    A header is at fault that names no fact of the vocabulary, or one that another header names too.
    """
    places = dossier.places
    if not isinstance(places, RowPlaces):
        return tuple(faults)
    return tuple(_of_header(fault, places, vocabulary) or fault for fault in faults)


def _of_header(fault: Fault, places: RowPlaces, vocabulary: Vocabulary) -> HeaderFault | None:
    values = fault.values
    key = values.get("key")
    if not isinstance(key, str) or (place := places.header(key)) is None:
        return None
    if vocabulary.fact(key) is None or "fact" in values:
        # The unit is the row's: without it, the fault is the same in every row.
        return HeaderFault(fault.message, {**values, "unit": ""}, place, fault.hint)
    return None
