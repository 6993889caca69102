"""The parts of a test of rules, and how each comes out."""

from collections.abc import Iterator
from enum import Enum
from typing import Any as AnyType
from typing import Protocol

from attrs import frozen

from fourgood.errors import Fault
from fourgood.language import Language


class State(Enum):
    """How a part came out."""

    HOLDS = "holds"
    FOUND = "found"
    UNDECIDED = "undecided"
    SKIPPED = "skipped"
    TOLD = "told"
    """Something is told, and nothing was demanded."""


SIGN = {State.HOLDS: "✓", State.FOUND: "✗", State.UNDECIDED: "?", State.SKIPPED: "–", State.TOLD: "•"}


class Part(Protocol):
    """One part: the example cases, the laws, lint, coverage, mutation."""

    @property
    def name(self) -> str:
        """What it is called, in JSON and as an option."""

    @property
    def state(self) -> State:
        """How it came out."""

    def summary(self, said: Language) -> str:
        """It in one line."""

    def lines(self, said: Language) -> Iterator[str]:
        """What was found, for a person who writes rules."""

    def to_json(self) -> dict[str, AnyType]:
        """What was found, as data."""


@frozen
class Skipped:
    """A part that was not run, with the reason."""

    name: str
    reason: Fault
    state: State = State.SKIPPED

    def summary(self, said: Language) -> str:
        """Why not."""
        return self.reason.say(said)

    def lines(self, said: Language) -> Iterator[str]:
        """Nothing more."""
        return iter(())

    def to_json(self) -> dict[str, AnyType]:
        """Why not."""
        return {"reason": self.reason.say(lambda template: template)}
