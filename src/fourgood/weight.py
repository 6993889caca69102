"""How a criterion that is met, and a group that is good, work on recognition and on grades: through the standards."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from fourgood.contribution import Contribution
from fourgood.criterion import ALL_GROUPS_GOOD, REQUIREMENTS_MET, Criterion, Role
from fourgood.direction import EASIER, HARDER, NONE, Direction, composed
from fourgood.rule import Condition, Name

Grown: TypeAlias = Mapping[str, Direction]
"""What grows, or holds more often, of what a standard names."""


@frozen
class Weights:
    """Reads the standards of some rules; `works` says how a standard works on its result when one name grows."""

    rules: Contribution
    works: Callable[[str, Condition], Direction]

    def of_criterion(self, criterion: Criterion) -> Direction:
        """How a criterion that is met works on recognition, and on grades."""
        marks, id = _marks(criterion), criterion.id
        own: Grown = {id: EASIER, f"{id}.points": marks, f"{id}.full": EASIER}
        if criterion.role is not Role.REQUIREMENT:
            return HARDER | self._above(own)
        group = next((each for each in self.rules.groups if each.id == criterion.group), None)
        counted: Grown = {"met": EASIER, "points": marks}
        good = NONE if group is None else self._through(group.standard, {**own, **counted, REQUIREMENTS_MET: EASIER})
        in_group = {f"{criterion.group}.{name}": way for name, way in counted.items()}
        return self._above({**own, **counted, **in_group, criterion.group: good, ALL_GROUPS_GOOD: good})

    def standards(self) -> Iterator[tuple[str, Condition, Direction]]:
        """Every standard with its name, and how it works on recognition and on grades when it holds more often."""
        for group in self.rules.groups:
            yield group.id, group.standard, self._above({group.id: EASIER, ALL_GROUPS_GOOD: EASIER})
        for grade in self.rules.grades:
            yield grade.key, grade.standard, EASIER | self._through(self._standard, self._grade(grade.key))
        yield "standard", self._standard, EASIER

    @property
    def _standard(self) -> Condition:
        return self.rules.standard or Name(ALL_GROUPS_GOOD)

    def _grade(self, key: str) -> Grown:
        """A grade given more often is given, or a better one, for all grades below it too."""
        keys = [each.key for each in self.rules.grades]
        return dict.fromkeys(keys[keys.index(key) :], EASIER)

    def _above(self, grown: Grown) -> Direction:
        """How the rulebook's standard and the grades work when some names grow."""
        grades = {grade.key: self._through(grade.standard, grown) for grade in self.rules.grades}
        ways = [self._through(self._standard, grown), *grades.values()]
        ways += [composed(self._through(self._standard, self._grade(key)), way) for key, way in grades.items()]
        return frozenset(way for found in ways for way in found)

    def _through(self, standard: Condition, grown: Grown) -> Direction:
        """How a standard works on its result when some names grow."""
        ways = (composed(self.works(key, standard), way) for key, way in grown.items() if way)
        return frozenset(way for found in ways for way in found)


def _marks(criterion: Criterion) -> Direction:
    """How its points change when a criterion without bands is met; bands are looked at by themselves."""
    if criterion.points is None or criterion.bands:
        return NONE
    return EASIER if criterion.points >= 0 else HARDER
