"""The rulebooks of a run: what the plugins contribute, and the rulebook of each year that is asked for."""

import datetime
from functools import cached_property

from attrs import field, frozen

from fourgood.contribution import Contribution, combine
from fourgood.criterion import Group
from fourgood.errors import Fault, Place, RulebookError
from fourgood.layer import Given
from fourgood.resolve import resolve
from fourgood.rulebook import Rulebook


@frozen(slots=False)
class Rulebooks:
    """What contributions and layers make, year by year."""

    given: tuple[Given, ...]
    _made: dict[int, Rulebook | tuple[Fault, ...]] = field(factory=dict, init=False)

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """What is left when the layers have been applied. Raises RulebookError."""
        return resolve(self.given)

    def of(self, year: int) -> Rulebook:
        """The rulebook of a year, made once. Raises RulebookError."""
        if year not in self._made:
            try:
                self._made[year] = combine(self.contributions, year)
            except RulebookError as error:
                self._made[year] = error.faults
        found = self._made[year]
        if isinstance(found, Rulebook):
            return found
        raise RulebookError(found)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups, which are the same in every year, in their order."""
        found = (group for each in self.contributions for group in each.groups)
        return tuple(sorted(found, key=lambda group: (group.order, group.id)))

    def usual_year(self) -> int:
        """This year, or where that has no rules the newest one before it that has."""
        this = datetime.date.today().year
        parameters = [parameter for each in self.contributions for parameter in each.parameters]
        ends = {min(dated.last_year, this) for parameter in parameters for dated in parameter.values}
        spans = [span for each in self.contributions for span in each.spans]
        ends |= {min(span.last_year, this) for span in spans}
        covered = [
            year
            for year in ends
            if all(each.in_year(year) is not None for each in parameters) and all(each.covers(year) for each in spans)
        ]
        return max(covered, default=this)


def no_rulebook(error: RulebookError, year: int, place: Place) -> tuple[Fault, ...]:
    """Why a dossier cannot be evaluated, where its year has no rulebook: the first cause, and how many more."""
    first = Fault("there are no rules for {year}", {"year": year}, place)
    more = len(error.faults) - 1
    rest = (Fault("and {number} more faults of this kind", {"number": more}, place),) if more else ()
    return (first, error.faults[0], *rest)
