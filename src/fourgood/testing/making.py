"""The cases that are missing: those that reach what no case shows, and those that notice what no case notices."""

from collections.abc import Iterator

from fourgood.language import Language
from fourgood.testing.bases import bases_of
from fourgood.testing.case import Case
from fourgood.testing.cases import agree
from fourgood.testing.casespart import run
from fourgood.testing.coverage import coverage_of
from fourgood.testing.made import Maker
from fourgood.testing.mutationreport import mutation_of
from fourgood.testing.target import Target
from fourgood.testing.trial import trials


def made(target: Target, said: Language) -> Iterator[Case]:
    """The cases that, with those that there are, reach every goal and notice every change: few, each needed."""
    maker, rulebook = Maker(target.rulebook, said), target.rulebook
    seen = [(result.case, result.verdict) for result in run(target.cases, target.rulebooks.of)]
    covering = tuple(maker.covering(coverage_of(rulebook, seen, target.criteria)))
    yield from covering
    there, bases, years = (*target.cases, *covering), tuple(bases_of(target)), target.rulebooks.of
    report = mutation_of(rulebook, there, bases, *target.changeable, rulebook_of=years)
    left = {id(each): each for each in report.unnoticed}
    for key, settled in list(left.items()):
        case = maker.of_change(settled) if key in left else None
        if case is not None and agree(case, target.cases):
            yield case
            (trial,) = trials(rulebook, [case])
            left = {other: each for other, each in left.items() if not trial.notices(each.mutant)}
