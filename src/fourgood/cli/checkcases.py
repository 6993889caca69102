"""What is wrong with example cases: in rule files, and in files of their own."""

from collections.abc import Container, Iterator
from pathlib import Path

from fourgood.contribution import DEFAULT_ID
from fourgood.errors import Fault, FourgoodError
from fourgood.rulebooks import Rulebooks
from fourgood.testing.casefile import read_cases
from fourgood.testing.cases import suite
from fourgood.testing.target import rules_of


def case_faults(path: Path, given: Container[Path], rulebooks: Rulebooks | None, year: int | None) -> Iterator[Fault]:
    """The faults of a file's cases; against the rules that they are about where these are checked as well.

    `rulebooks` is None where the rules are at fault themselves: then cases are not held to them.
    """
    try:
        file = read_cases(path)
        about = [path] if path in given else [Path(name) for name in rules_of(file) if name != DEFAULT_ID]
    except FourgoodError as error:
        # Of a rule file it has been said why it cannot be read.
        yield from () if path in given else error.faults
        return
    yield from file.faults
    if rulebooks is not None and all(each in given for each in about):
        try:
            wanted = year or file.year or rulebooks.usual_year()
            yield from suite(file.drafts, rulebooks.of, wanted).faults
        except FourgoodError:
            # What is wrong with the rules has been said.
            return
