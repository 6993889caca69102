"""The grades that a rulebook gives beside its verdict: best first, each with the standard that earns it."""

from functools import total_ordering
from typing import Any as AnyType

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from fourgood.citation import Backing, Citation, Origin
from fourgood.criterion import as_rule
from fourgood.given import words
from fourgood.rule import Condition, Truth
from fourgood.text import Text


@total_ordering
@frozen
class Grade:
    """One grade. A unit gets the first, from the best down, whose standard holds; without a standard it always does.

    Grades of one rulebook compare by their place in it: `verdict.grade >= rulebook.grade("good")`.
    """

    key: str
    title: Text = field(validator=words)
    standard: Condition = field(default=Truth(True), converter=as_rule)
    backing: Backing = field(default=Backing.ASSUMPTION, validator=instance_of(Backing))
    citations: tuple[Citation, ...] = field(default=(), validator=instance_of(tuple))
    origin: Origin = field(default=Origin(), eq=False, repr=False)
    place: int = field(default=0, eq=False, repr=False)
    """How many grades are better; the rulebook fills it in."""

    def __lt__(self, other: "Grade") -> bool:
        return self.place > other.place if isinstance(other, Grade) else NotImplemented


def in_order(grades: AnyType) -> AnyType:
    """Grades, best first, each with its place; anything else as it is, for a validator to refuse."""
    if not isinstance(grades, tuple) or not all(isinstance(each, Grade) for each in grades):
        return grades
    return tuple(evolve(each, place=place) for place, each in enumerate(grades))
