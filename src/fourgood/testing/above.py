"""What stands above cases and holds for all below it: a case put there has to say itself what it does not take."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.testing.casefile import is_cases
from fourgood.yamlfile import Data


@frozen
class Above:
    """The years that files name for all their cases, and those named for the cases of a criterion, and whether such
    cases have a type of organisation."""

    years: frozenset[int] = frozenset()
    years_of: Mapping[str, frozenset[int]] = field(factory=dict)
    typed: frozenset[str] = frozenset()

    def other_year(self, year: int, criterion: str = "") -> bool:
        """Whether a case has to say its year: another one stands above it."""
        return bool((self.years | self.years_of.get(criterion, frozenset())) - {year})


NOTHING = Above()


def above_in(files: Iterable[Data]) -> Above:
    """What stands above the cases of some files."""
    given = list(files)
    blocks = [found for data in given for found in _blocks(data.value)]
    ids = {id for id, _ in blocks}
    return Above(
        frozenset(data.value["year"] for data in given if is_cases(data.value) and "year" in data.value),
        {id: frozenset(raw["year"] for each, raw in blocks if each == id and "year" in raw) for id in ids},
        frozenset(id for id, raw in blocks if raw.get("organisation_type") is not None),
    )


def _blocks(value: AnyType) -> Iterator[tuple[str, Mapping[str, AnyType]]]:
    """The short forms of a file, by criterion."""
    for id, raw in (value.get("criteria") or {}).items():
        found = raw if is_cases(value) else raw.get("cases")
        if isinstance(found, dict):
            yield id, found
