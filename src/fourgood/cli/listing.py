"""What the commands that list a rulebook have in common: the rulebook of a year, and the group that is asked for."""

from collections.abc import Iterable
from pathlib import Path

from fourgood.cli.exits import MisusedError
from fourgood.cli.rulebooks import gathered
from fourgood.errors import Fault
from fourgood.language import Language
from fourgood.nearest import nearest
from fourgood.rulebook import Rulebook
from fourgood.rulebooks import Rulebooks


def rulebook_of(year: int | None, only: Iterable[str] | None, block: Iterable[str], rules: Iterable[Path]) -> Rulebook:
    """The rulebook of the year that is asked for, or of the newest that there is one for. Raises FourgoodError."""
    rulebooks = Rulebooks(gathered(only, block, rules))
    return rulebooks.of(rulebooks.usual_year() if year is None else year)


def known_group(rulebook: Rulebook, group: str | None) -> None:
    """Raises MisusedError for a group that is not there."""
    refuse_unknown("there is no group `{id}`", group, [each.id for each in rulebook.groups])


def refuse_unknown(message: str, id: str | None, known: Iterable[str]) -> None:
    """Raises MisusedError for an id that is given and not known, with what may have been meant."""
    ids = list(known)
    if id is None or id in ids:
        return
    near = nearest(id, ids, n=1)
    hint = "Did you mean `{near}`?" if near else "Use one of {choices}"
    raise MisusedError(Fault(message, {"id": id, "near": "".join(near), "choices": ", ".join(ids)}, hint=hint))


def heading(rulebook: Rulebook, said: Language) -> str:
    """The rulebook's title and year."""
    year = said("year {year}").format(year=rulebook.year)
    return f"{said.text(rulebook.title)}, {year}"
