"""What testing some rules came to: part by part, for a person and as data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.language import Language
from fourgood.rulebook import Rulebook
from fourgood.testing.part import SIGN, Part, State
from fourgood.text import LANGS, Text

HOLDS, FOUND, UNDECIDED = 0, 1, 3
OTHERWISE = "{keys}: what holds from {year} is not tested here; --year {year} tests it"


@frozen
class Report:
    """The parts of a test, as they came out."""

    rulebook: Rulebook
    parts: tuple[Part, ...]
    own: tuple[tuple[str, Text], ...] = ()
    """The ids and titles of the rule files under test, where they say more than the rulebook that they are part of."""
    otherwise: Mapping[int, Sequence[str]] = field(factory=dict)
    """Other years, with the thresholds that have other values then."""

    @property
    def code(self) -> int:
        """The exit code: 0 all holds, 1 something was found, 3 something stayed undecided and nothing was found.

        What was asked for and could not be run is undecided.
        """
        states = {part.state for part in self.parts}
        return FOUND if State.FOUND in states else UNDECIDED if states & {State.UNDECIDED, State.SKIPPED} else HOLDS

    def lines(self, said: Language) -> Iterator[str]:
        """For a person who writes rules."""
        year = said("year {year}").format(year=self.rulebook.year)
        yield from (f"{said.text(title)} ({id})" for id, title in self.own)
        yield f"{said.text(self.rulebook.title)}, {year}"
        for other, keys in self.otherwise.items():
            yield said(OTHERWISE).format(keys=", ".join(f"`{key}`" for key in keys), year=other)
        for part in self.parts:
            yield ""
            yield f"{SIGN[part.state]} {part.summary(said)}"
            yield from (f"  {line}" for line in part.lines(said))

    def to_json(self) -> dict[str, AnyType]:
        """All of it as JSON data."""
        return {
            "rulebook": self.rulebook.id,
            "files": [{"id": id, "title": {lang: title.in_(lang) for lang in LANGS}} for id, title in self.own],
            "year": self.rulebook.year,
            "otherwise": {str(year): list(keys) for year, keys in self.otherwise.items()},
            "digest": self.rulebook.digest,
            "code": self.code,
            "parts": {part.name: {"state": part.state.value, **part.to_json()} for part in self.parts},
        }
