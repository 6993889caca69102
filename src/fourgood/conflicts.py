"""Layers side by side may not touch the same thing: neither could say which of them holds."""

from collections.abc import Iterator
from itertools import combinations

from attrs import define, field, frozen

from fourgood.citation import Origin
from fourgood.errors import Fault
from fourgood.history import Section
from fourgood.stacking import Stack

WHOLE = "whole"
"""What a layer touches that adds or drops a part."""


@frozen
class Touch:
    """A layer's hand on an attribute of a part; on a parameter's values, in some years."""

    layer: str
    field: str
    origin: Origin
    years: tuple[int, int] | None = None

    def meets(self, other: "Touch") -> bool:
        """Whether both are on the same thing."""
        if WHOLE in (self.field, other.field):
            return True
        if self.years is None or other.years is None:
            return self.field == other.field
        return self.years[0] <= other.years[1] and other.years[0] <= self.years[1]


@define
class Touches:
    """Everything that layers touch."""

    found: dict[tuple[Section, str], list[Touch]] = field(factory=dict)

    def add(self, section: Section, key: str, touch: Touch) -> None:
        """One more touch."""
        self.found.setdefault((section, key), []).append(touch)

    def faults(self, stack: Stack) -> Iterator[Fault]:
        """A fault for each part that two layers touch of which neither stands on the other."""
        for (section, key), touches in sorted(self.found.items()):
            by_layer = sorted(touches, key=lambda each: (each.layer, each.field, each.years or (0, 0)))
            told: set[tuple[str, str]] = set()
            for one, other in combinations(by_layer, 2):
                pair = (one.layer, other.layer)
                if pair not in told and not stack.related(*pair) and one.meets(other):
                    told.add(pair)
                    yield _fault(section, key, one, other)


def _fault(section: Section, key: str, one: Touch, other: Touch) -> Fault:
    same = one.field if one.field == other.field != WHOLE else ""
    name = ".".join(part for part in (section, key, same) if part)
    values = {"name": name, "first": one.origin.text, "second": other.origin.text}
    message = "`{name}`: two layers touch it, and neither extends the other: {first}, and {second}"
    return Fault(message, values, other.origin.place, "Let one extend the other, or leave it to one of them")
