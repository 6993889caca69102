"""The rulebooks of a run: what the plugins contribute, and the rulebook of each year that is asked for."""

import datetime
from functools import cached_property

from attrs import field, frozen

from fourgood.contribution import Contribution, combine
from fourgood.criterion import Group
from fourgood.errors import Fault, Place, RulebookError
from fourgood.rulebook import Rulebook


@frozen(slots=False)
class Rulebooks:
    """What contributions make, year by year."""

    contributions: tuple[Contribution, ...]
    _made: dict[int, Rulebook | tuple[Fault, ...]] = field(factory=dict, init=False)

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
        covered = [year for year in ends if all(each.in_year(year) is not None for each in parameters)]
        return max(covered, default=this)


def no_rulebook(error: RulebookError, year: int, place: Place) -> tuple[Fault, ...]:
    """Why a dossier cannot be evaluated, where its year has no rulebook: the first cause, and how many more."""
    first = Fault("there are no rules for {year}", {"year": year}, place)
    more = len(error.faults) - 1
    rest = (Fault("and {number} more faults of this kind", {"number": more}, place),) if more else ()
    return (first, error.faults[0], *rest)
