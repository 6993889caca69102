"""Lint: everything in a rulebook that cannot be meant, probably is not, or is worth knowing."""

from collections.abc import Iterator

from fourgood.analysis.of_comparisons import of_comparisons
from fourgood.analysis.of_criterion import of_criterion
from fourgood.analysis.of_facts import of_incentives, of_unused
from fourgood.analysis.of_pairs import of_pairs
from fourgood.analysis.remark import Remark
from fourgood.analysis.space import Space
from fourgood.analysis.system import Budget
from fourgood.rulebook import Rulebook

STEPS = 200_000
"""How many steps all questions together may take: some seconds."""


def lint(rulebook: Rulebook) -> tuple[Remark, ...]:
    """All remarks on a rulebook, in the order of its files. What cannot be settled is said to be undecided."""
    return tuple(sorted(_remarks(rulebook), key=_place))


def _remarks(rulebook: Rulebook) -> Iterator[Remark]:
    space = Space(rulebook.vocabulary, rulebook.year, Budget(STEPS))
    for criterion in rulebook.criteria:
        yield from of_criterion(rulebook, space, criterion)
        yield from of_comparisons(rulebook, space, criterion)
    yield from of_incentives(rulebook, space)
    yield from of_unused(rulebook)
    # Pairs are many: where it gets too much, they are what is left out.
    yield from of_pairs(rulebook, space)


def _place(remark: Remark) -> tuple[str, int, int]:
    place = remark.fault.place
    return place.file or "", place.line or 0, place.column or 0
