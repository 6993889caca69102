"""What evaluating comes to, dossier by dossier: a verdict, or why there is none; and the count of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias

import click
from attrs import define, field, frozen

from fourgood.cli.exits import DONE, NOTHING, REJECTED, SOME_NOT
from fourgood.cli.headerfaults import HeaderFaults
from fourgood.cli.page import tell
from fourgood.cli.rulebooks import no_rulebook
from fourgood.criterion import Group
from fourgood.dossier import Dossier
from fourgood.dossiers import Item, Rejected
from fourgood.dossiers.headers import with_header_faults
from fourgood.errors import DossierError, Fault, RulebookError
from fourgood.evaluation import evaluate
from fourgood.gradereport import grade_in_words
from fourgood.language import Language, language
from fourgood.outcome import Status
from fourgood.outcomewords import STATUSES
from fourgood.rulebook import Rulebook
from fourgood.rulebooks import Rulebooks
from fourgood.text import Lang
from fourgood.verdict import Verdict

Result: TypeAlias = Verdict | Rejected

MAX_TOLD = 20


@frozen
class Columns:
    """What differs between rulebooks in a table of verdicts: the groups, and whether there are grades."""

    groups: tuple[Group, ...] = ()
    graded: bool = False

    def grade(self, verdict: Verdict, said: Language) -> tuple[str, ...]:
        """The cell of the grade, where there is one."""
        return (grade_in_words(verdict, said),) if self.graded else ()


class Writer(Protocol):
    """Writes results as they come."""

    def write(self, result: Result) -> None:
        """One more result."""

    def end(self) -> None:
        """What follows the last one."""


def results(items: Iterable[Item], rulebooks: Rulebooks, year: int | None = None) -> Iterator[Result]:
    """Each dossier evaluated by the rules of its own year, or of the one that is demanded.

    A year that the rules do not cover is the dossier's fault. Raises RulebookError for rules that are at fault
    themselves.
    """
    for found in with_rules(items, rulebooks, year):
        yield found if isinstance(found, Rejected) else _result(*found)


def _result(item: Dossier, rulebook: Rulebook) -> Result:
    try:
        return evaluate(item, rulebook)
    except DossierError as error:
        return Rejected(item.place, item.id, with_header_faults(item, error.faults, rulebook.vocabulary))


def with_rules(
    items: Iterable[Item], rulebooks: Rulebooks, year: int | None
) -> Iterator[tuple[Dossier, Rulebook] | Rejected]:
    """Each dossier with the rulebook of its own year, or of the one that is demanded; or why there is none."""
    for item in items:
        rulebook = item if isinstance(item, Rejected) else rulebook_for(item, rulebooks, year)
        yield rulebook if isinstance(rulebook, Rejected) else (item, rulebook)  # type: ignore[misc]


def rulebook_for(dossier: Dossier, rulebooks: Rulebooks, year: int | None) -> Rulebook | Rejected:
    """The rulebook of a dossier's own year, or of the one that is demanded; why there is none."""
    wanted = dossier.year if year is None else year
    try:
        return rulebooks.of(wanted)
    except RulebookError as error:
        if rulebooks.covers(wanted):
            raise
        place = dossier.places.get("year", dossier.place)
        return Rejected(dossier.place, dossier.id, no_rulebook(error, wanted, place))


@define
class Tally:
    """How many came to what, the faults of headers, and those of the first that were rejected."""

    statuses: Counter[Status] = field(factory=Counter)
    rejected: int = 0
    headers: HeaderFaults = field(factory=HeaderFaults)
    faults: list[Fault] = field(factory=list)

    def count(self, result: Result) -> None:
        """One more result."""
        if isinstance(result, Verdict):
            self.statuses[result.status] += 1
            return
        self.rejected += 1
        self.faults.extend(self.headers.sifted(result.faults)[: MAX_TOLD - len(self.faults)])

    def code(self) -> int:
        """The exit code that says the same as the count."""
        if not self.statuses:
            return NOTHING
        if self.rejected:
            return REJECTED
        return DONE if set(self.statuses) == {Status.RECOGNIZED} else SOME_NOT

    def line(self, lang: Lang) -> str:
        """The count in words: 3 recognised, 1 not recognised; 2 rejected."""
        said = language(lang)
        parts = [
            f"{said.number(self.statuses[each])} {said.text(STATUSES[each])}" for each in Status if self.statuses[each]
        ]
        if self.rejected:
            parts.append(said("{number} rejected").format(number=said.number(self.rejected)))
        return ", ".join(parts) or said("no dossier")

    def tell(self, lang: Lang, rejected: bool, everything: bool) -> None:
        """On standard error: the first faults of the rejected, and the count, where the result goes elsewhere."""
        if rejected:
            tell([*self.headers.counted()[:MAX_TOLD], *self.faults], lang)
        if everything or (rejected and self.rejected > 0):
            click.echo(self.line(lang), err=True)
