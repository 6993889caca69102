"""Testing some rules: the example cases, the laws, lint, coverage and mutation, one after the other."""

from collections.abc import Callable, Collection, Iterator
from typing import Literal, TypeAlias, assert_never, get_args

from attrs import frozen

from fourgood.analysis import lint
from fourgood.testing.casespart import CasesPart, run
from fourgood.testing.coverage import coverage_of
from fourgood.testing.coveragepart import CoveragePart
from fourgood.testing.lawspart import laws_part
from fourgood.testing.lintpart import LintPart
from fourgood.testing.mutationpart import mutation_part
from fourgood.testing.part import Part
from fourgood.testing.reach import Reach
from fourgood.testing.report import Report
from fourgood.testing.target import Target

PartName: TypeAlias = Literal["cases", "laws", "lint", "coverage", "mutation"]
PARTS: tuple[PartName, ...] = get_args(PartName)


@frozen
class Demands:
    """What is run, how thoroughly, and what is demanded.

    `examples` is how many dossiers each law is tried with; `floor` the least coverage, in percent.
    """

    parts: Collection[PartName] = PARTS
    examples: int = 200
    floor: float = 0


def examine(target: Target, demands: Demands, tell: Callable[[PartName], None] = lambda _: None) -> Report:
    """What testing some rules comes to; `tell` hears of each part when it begins."""
    return Report(target.rulebook, tuple(_parts(target, demands, tell)))


def _parts(target: Target, demands: Demands, tell: Callable[[PartName], None]) -> Iterator[Part]:
    cases = CasesPart(tuple(run(target.cases, target.rulebooks.of)), target.suite.faults)
    for name in PARTS:
        if name in demands.parts:
            tell(name)
            yield _part(name, target, cases, demands)


def _part(name: PartName, target: Target, cases: CasesPart, demands: Demands) -> Part:
    match name:
        case "cases":
            return cases
        case "coverage":
            seen = ((result.case, result.verdict) for result in cases.results)
            never = Reach.of(target.rulebook).never
            return CoveragePart(coverage_of(target.rulebook, seen, target.criteria, never), demands.floor)
        case "laws":
            return laws_part(target.rulebook, demands.examples)
        case "lint":
            return LintPart(tuple(lint(target.rulebook)))
        case "mutation":
            return mutation_part(target)
        case _:
            assert_never(name)
