"""The cases that are missing: those that reach what no case shows, and those that notice what no case notices."""

from collections.abc import Hashable, Iterator, Sequence

from fourgood.language import Language
from fourgood.testing.bases import bases_of
from fourgood.testing.case import Case
from fourgood.testing.cases import agree
from fourgood.testing.cover import cover
from fourgood.testing.coverage import coverage_of
from fourgood.testing.goal import Goal
from fourgood.testing.made import Maker
from fourgood.testing.mutant import Mutant
from fourgood.testing.mutationreport import mutation_of
from fourgood.testing.paste import is_short
from fourgood.testing.result import run
from fourgood.testing.target import Target
from fourgood.testing.trial import killed, trials


def made(target: Target, said: Language) -> Iterator[Case]:
    """The cases that, with those that there are, reach every goal and notice every change: few, each needed."""
    maker, rulebook, years = Maker(target.rulebook, said), target.rulebook, target.rulebooks.of
    seen = ((result.case, result.verdict) for result in run(target.cases, years))
    coverage = coverage_of(rulebook, seen, target.criteria)
    covering = tuple(maker.covering(coverage))
    there, bases = (*target.cases, *covering), tuple(bases_of(target))
    report = mutation_of(rulebook, there, bases, *target.changeable, rulebook_of=years)
    noticing = (maker.of_change(each) for each in report.unnoticed)
    able = (*covering, *(case for case in noticing if case is not None and agree(case, target.cases)))
    own = trials(rulebook, target.cases, years)
    left = (
        *(mutant for mutant, _ in report.killed if killed(mutant, own) is None),
        *(each.mutant for each in report.unnoticed),
    )
    yield from _few(able, maker, coverage.missed, left)


def _few(able: Sequence[Case], maker: Maker, goals: Sequence[Goal], changes: Sequence[Mutant]) -> Iterator[Case]:
    """Of some cases as few as show all that each of them does; what one criterion shows takes no case of the whole."""
    short = [case for case in able if is_short(case)]
    cases = [*short, *(case for case in able if not is_short(case))]
    shown: list[set[Hashable]] = [
        {*maker.reached(trial.case, goals), *(id(each) for each in changes if trial.notices(each))}
        for trial in trials(maker.rulebook, cases)
    ]
    of_short = set[Hashable]().union(*shown[: len(short)])
    of_whole = [each - of_short for each in shown[len(short) :]]
    yield from (cases[at] for at in cover([*shown[: len(short)], *of_whole]))
