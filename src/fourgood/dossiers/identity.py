"""Who a unit is, as a table or a form says it."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TypeAlias, cast

from attrs import field, frozen

from fourgood.dossier import Dossier
from fourgood.errors import Fault, Place
from fourgood.nearest import nearest
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS, Scale, bare_form, header_form
from fourgood.titles import TITLES
from fourgood.vocabulary import UnitKind
from fourgood.yamlfile import Written

Moment: TypeAlias = datetime.date | datetime.time | datetime.timedelta
Cell: TypeAlias = Written | int | Decimal | bool | Moment | None
"""What a cell of a table holds; None when it is empty."""

REQUIRED = ("id", "kind", "year")
LIKE = 0.75
"""From how much on a header looks like a title."""

YEAR = re.compile(r"(19|20|21)\d\d|2200")
MAX_ID = 200


def cell_text(cell: Cell) -> str:
    """A cell as text; empty when the cell is."""
    return "" if cell is None else cell.isoformat() if isinstance(cell, datetime.date) else str(cell).strip()


def looks_like(header: str, key: str) -> bool:
    """Whether a header may be meant for what a unit is: the title cut short or made longer, mistyped, without marks.

    >>> looks_like("Loại", "kind"), looks_like("Ma don vi", "id"), looks_like("Số kỳ sinh hoạt", "id")
    (True, True, False)
    """
    bare = bare_form(header)
    titles = [bare_form(title) for title in (TITLES[key].vi, TITLES[key].en, key)]
    for title in titles:
        longer = bare.startswith(f"{title} ") and len(bare.split()) - len(title.split()) <= 2
        if longer or title.startswith(f"{bare} ") or SequenceMatcher(None, bare, title).ratio() >= LIKE:
            return True
    return False


@frozen
class Identifying:
    """Makes a dossier's identity of cells, and gathers what is wrong with them."""

    cells: Mapping[str, Cell]
    place: Callable[[str], Place]
    faults: list[Fault] = field(factory=list)

    def dossier(self) -> Dossier | None:
        """A dossier without facts, or None: then `faults` says why."""
        unit, year = self._id(), self._year()
        kind = self._choice("kind", UNIT_KINDS, required=True)
        organisation_type = self._choice("organisation_type", ORGANISATION_TYPES)
        if self.faults:
            return None
        note = self.text("note") or None
        parent = self.text("parent") or None
        return Dossier(unit, cast(UnitKind, kind), year, self.text("name"), organisation_type, parent, note)

    def text(self, key: str) -> str:
        """What one of the cells says."""
        return cell_text(self.cells.get(key))

    def _fault(self, message: str, key: str, hint: str, **values: object) -> None:
        self.faults.append(Fault(message, {"key": key, **values}, self.place(key), hint))

    def _id(self) -> str:
        text = self.text("id")
        if not text:
            self._fault("this unit has no id", "id", "Give it an id that no other unit has")
        elif len(text) > MAX_ID:
            self._fault("this id has more than {limit} characters", "id", "Give a shorter one", limit=MAX_ID)
        return text

    def _year(self) -> int:
        text = self.text("year")
        if YEAR.fullmatch(text):
            return int(text)
        if text:
            self._fault("`{value}` is no year", "year", "Write the assessment year: 2024", value=text[:60])
        else:
            self._fault("`{key}` is empty", "year", "Write the assessment year: 2024")
        return 0

    def _choice(self, key: str, scale: Scale, required: bool = False) -> str | None:
        text = self.text(key)
        found = scale.by_label.get(header_form(text))
        if text and found is None:
            near = nearest(header_form(text), scale.by_label, n=1)
            hint = "Did you mean {near}?" if near else "Use one of {choices}"
            meant = scale.named(*(scale.by_label[each] for each in near))
            choices = scale.named(*scale.labels)
            self._fault("`{key}` cannot be `{value}`", key, hint, value=text[:60], near=meant, choices=choices)
        elif required and not text:
            self._fault("`{key}` is empty", key, "Use one of {choices}", choices=scale.named(*scale.labels))
        return found
