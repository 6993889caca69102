"""The cases that are missing: those that reach what no case shows, and those that notice what no case notices."""

from collections.abc import Iterable, Iterator

from attrs import evolve

from fourgood.language import Language
from fourgood.testing.bases import bases_of
from fourgood.testing.case import Case
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
    covering = _renamed(maker.covering(coverage_of(rulebook, seen, target.criteria)))
    yield from covering
    there = [case for case in (*target.cases, *covering) if case.dossier.year == rulebook.year]
    left = {
        id(each): each for each in mutation_of(rulebook, there, tuple(bases_of(target)), *target.changeable).unnoticed
    }
    for key, settled in list(left.items()):
        if key in left and settled.case is not None:
            case = maker.of_change(settled.mutant.change, settled.case)
            yield case
            (trial,) = trials(rulebook, [case])
            left = {other: each for other, each in left.items() if not trial.notices(each.mutant)}


def _renamed(cases: Iterable[Case]) -> list[Case]:
    """Cases of which no two have the same name: the first keeps it, the next is numbered."""
    found: dict[str, int] = {}
    named = []
    for case in cases:
        found[case.name] = number = found.get(case.name, 0) + 1
        named.append(case if number == 1 else evolve(case, name=f"{case.name} ({number})"))
    return named
