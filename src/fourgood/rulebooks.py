"""The rulebooks that contributions and layers make: one for each year that is asked for."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.contribution import Contribution, Span, combine
from fourgood.criterion import Group
from fourgood.errors import Fault, RulebookError
from fourgood.plugins import resolved
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import Parameter

if TYPE_CHECKING:
    from fourgood.layer import Given


@frozen(slots=False)
class Rulebooks:
    """What contributions and layers make, year by year."""

    given: "tuple[Given, ...]"
    _made: dict[int, Rulebook | tuple[Fault, ...]] = field(factory=dict, init=False)

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """What is left when the layers have been applied. Raises RulebookError."""
        return resolved(self.given)

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

    @property
    def graded(self) -> bool:
        """Whether they give grades."""
        return any(each.grades for each in self.contributions)

    @cached_property
    def counting(self) -> bool:
        """Whether units count those directly below them."""
        return any(fact.counts_below is not None for each in self.contributions for fact in each.facts)

    def covers(self, year: int) -> bool:
        """Whether every threshold has a value for a year, and every layer is for it."""
        dated = all(parameter.in_year(year) is not None for parameter in self._parameters)
        return dated and all(span.covers(year) for span in self._spans)

    def check(self, year: int | None = None) -> None:
        """Raises RulebookError when there is no rulebook for a year, or where none is named, when none can be made."""
        usual = self.usual_year()
        covered = [*filter(self.covers, [usual]), *self._covered] or [usual]
        wanted = covered if year is None else [year]
        if not any(map(self._can_be_made, wanted)):
            self.of(wanted[0])

    def _can_be_made(self, year: int) -> bool:
        try:
            self.of(year)
        except RulebookError:
            return False
        return True

    def usual_year(self) -> int:
        """This year, or where that has no rules the newest one before it that has."""
        this = datetime.date.today().year
        ends = {min(dated.last_year, this) for parameter in self._parameters for dated in parameter.values}
        ends |= {min(span.last_year, this) for span in self._spans}
        return max(filter(self.covers, ends), default=this)

    @cached_property
    def _parameters(self) -> tuple[Parameter, ...]:
        return tuple(parameter for each in self.contributions for parameter in each.parameters)

    @cached_property
    def _spans(self) -> tuple[Span, ...]:
        return tuple(span for each in self.contributions for span in each.spans)

    @property
    def _covered(self) -> list[int]:
        """The years in which a threshold gets a value, and all have one: there is one of them if there is any."""
        starts = {dated.first_year for parameter in self._parameters for dated in parameter.values}
        starts |= {span.first_year for span in self._spans}
        return [year for year in sorted(starts) if self.covers(year)]

    def otherwise(self, year: int) -> Mapping[int, tuple[str, ...]]:
        """The other years from which thresholds have values that they have not in a year, with those thresholds."""
        found = {}
        for other in self._covered:
            keys = tuple(each.key for each in self._parameters if _differs(each, other, year))
            if keys and other != year:
                found[other] = keys
        return found


def _differs(parameter: Parameter, year: int, other: int) -> bool:
    values = [dated and dated.value for dated in map(parameter.in_year, (year, other))]
    return values[0] != values[1]


def years_said(value: Mapping[str, AnyType]) -> tuple[int, int] | None:
    """The years that a rule file says it is for; None when it says nothing that can be understood."""
    first, _, last = str(value.get("years", "")).partition("-")
    if not all(len(each) == 4 and each.isdecimal() for each in (first, last or first)):
        return None
    return int(first), min(int(last or first), int(first) + 100)
