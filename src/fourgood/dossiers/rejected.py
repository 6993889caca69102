"""What stands in a batch for an item that could not be read."""

from collections.abc import Iterable
from typing import TypeAlias

from attrs import field, frozen

from fourgood.dossier import Dossier
from fourgood.errors import Fault, Place


def _tuple(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(faults)


@frozen
class Rejected:
    """A file, row or item that makes no dossier: where it stands, its unit's id as far as it is known, and why.

    `parent` is the unit that it names as its parent, empty when it names none, None when that is not known.
    """

    place: Place
    id: str | None
    faults: tuple[Fault, ...] = field(converter=_tuple)
    parent: str | None = None


Item: TypeAlias = Dossier | Rejected
"""What reading gives: a dossier, or the reasons why there is none."""
