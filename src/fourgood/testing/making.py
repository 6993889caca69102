"""The cases that are missing: those that reach what no case shows, and those that notice what no case notices."""

from collections.abc import Iterator

from fourgood.language import Language
from fourgood.testing.case import Case
from fourgood.testing.casespart import run
from fourgood.testing.coverage import coverage_of
from fourgood.testing.made import Maker
from fourgood.testing.target import Target


def made(target: Target, said: Language) -> Iterator[Case]:
    """The cases that, with those that there are, reach every goal; as few as is easily found."""
    seen = [(result.case, result.verdict) for result in run(target.cases, target.rulebooks.of)]
    yield from Maker(target.rulebook, said).covering(coverage_of(target.rulebook, seen, target.criteria))
