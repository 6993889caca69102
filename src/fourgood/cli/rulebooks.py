"""What the plugins and rule files of a run bring, and what is said where they make no rulebook."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from fourgood.dossiers.plainly import plainly
from fourgood.errors import Fault, FourgoodError, Place, RulebookError
from fourgood.plugins import gather

if TYPE_CHECKING:
    from fourgood.layer import Given


def gathered(only: Iterable[str] | None, block: Iterable[str], rules: Iterable[Path] = ()) -> "tuple[Given, ...]":
    """What the plugins and rule files that a command is given bring. Raises FourgoodError with all faults."""
    try:
        return gather(only=only, block=block, rules=rules)
    except FourgoodError as error:
        raise type(error)(plainly(error.faults)) from error


def no_rulebook(error: RulebookError, year: int, place: Place) -> tuple[Fault, ...]:
    """Why a dossier cannot be evaluated, where its year has no rulebook: the first cause, and how many more."""
    first = Fault("there are no rules for {year}", {"year": year}, place)
    more = len(error.faults) - 1
    rest = (Fault("and {number} more faults of this kind", {"number": more}, place),) if more else ()
    return (first, error.faults[0], *rest)
