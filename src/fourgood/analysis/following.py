"""What follows from what, step by step: the steps are kept, what they come to together is worked out."""

from collections.abc import Iterator

from attrs import define, field

from fourgood.reached import reached


@define
class Following:
    """Criteria by their ids, each with those that follow from it directly."""

    steps: dict[str, set[str]] = field(factory=dict)

    def add(self, one: str, other: str) -> None:
        """The second follows from the first."""
        self.steps.setdefault(one, set()).add(other)

    def known(self, one: str, other: str, direct: bool = False) -> bool:
        """Whether one of two follows from the other, in steps; or the second from the first, in one."""
        if direct:
            return other in self.steps.get(one, ())
        return other in self._all_of(one) or one in self._all_of(other)

    def direct(self) -> Iterator[tuple[str, str]]:
        """The steps that others do not come to together; those both ways are kept."""
        for one, others in self.steps.items():
            for other in sorted(others):
                if one in self.steps.get(other, ()) or other not in self._all_of(one, without=other):
                    yield one, other

    def _all_of(self, one: str, without: str | None = None) -> set[str]:
        """All that follows from one, or all that does so when one step is left out."""
        first = (each for each in self.steps.get(one, ()) if each != without)
        return set(reached(first, lambda each: self.steps.get(each, ())))
