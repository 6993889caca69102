"""Testing some rules: the example cases, the laws, lint, coverage and mutation, one after the other."""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Literal, TypeAlias, assert_never, get_args

from attrs import evolve, frozen

from fourgood.analysis import Remark, lint
from fourgood.criterion import Criterion
from fourgood.outcome import Outcome
from fourgood.testing.casespart import CasesPart, suite_part
from fourgood.testing.coverage import coverage_of
from fourgood.testing.coveragepart import CoveragePart
from fourgood.testing.lawspart import laws_part
from fourgood.testing.lintpart import LintPart
from fourgood.testing.mutationpart import MutationPart, mutation_part
from fourgood.testing.part import Part
from fourgood.testing.reach import Reach
from fourgood.testing.report import Report
from fourgood.testing.target import Target
from fourgood.text import Text

PartName: TypeAlias = Literal["cases", "laws", "lint", "coverage", "mutation"]
Tell: TypeAlias = Callable[[PartName, Text | None], None]
"""Hears what is being done: the part, and the law that is tried."""

PARTS: tuple[PartName, ...] = get_args(PartName)


@frozen
class Demands:
    """What is run, how thoroughly, and what is demanded.

    `examples` is how many dossiers each law is tried with, `seed` draws others than without it; `floor` is the least
    coverage, in percent. `reviewed` says that coverage and mutation take those cases alone that a person vouches for:
    what is made from the rules proves nothing.
    """

    parts: Collection[PartName] = PARTS
    examples: int = 200
    floor: float = 0
    reviewed: bool = False
    seed: int | None = None


def silent(name: PartName, law: Text | None) -> None:
    """Tells nobody."""


def examine(target: Target, demands: Demands, tell: Tell = silent) -> Report:
    """What testing some rules comes to; `tell` hears of each part and law when it begins."""
    return Report(target.rulebook, tuple(_parts(target, demands, tell)), tuple(target.own), target.otherwise)


def _parts(target: Target, demands: Demands, tell: Tell) -> Iterator[Part]:
    cases = suite_part(target.suite, target.rulebooks.of)
    found: dict[PartName, Part] = {}
    for name in PARTS:
        if name in demands.parts:
            tell(name, None)
            found[name] = _part(name, target, cases, demands, partial(tell, name))
    mutation = found.get("mutation")
    if "cases" in found and isinstance(mutation, MutationPart):
        # What would mend a case is told where it fails, and once.
        found |= {"cases": evolve(cases, mends=mutation.report.mends), "mutation": evolve(mutation, mends_told=True)}
    return iter(found.values())


def _concerns(remark: Remark, target: Target) -> bool:
    """Whether a remark is about what is under test: one of its files, or one of its criteria."""
    place = remark.fault.place
    about = set((place.key or "").split("."))
    return place.file in target.named or bool(about.intersection(target.criteria))


def _for_whom(target: Target) -> Iterator[Criterion]:
    """The criteria but for those of which a reviewed case says for whom they are not."""
    said = {id for case in target.suite.reviewed for id, each in case.expect.criteria.items()
            if each is Outcome.NOT_APPLICABLE}  # fmt: skip
    return (target.rulebook.criterion(id) for id in target.criteria if id not in said)


def _part(name: PartName, target: Target, cases: CasesPart, demands: Demands, tell: Callable[[Text], None]) -> Part:
    match name:
        case "cases":
            return cases
        case "coverage":
            counted = (each for each in cases.results if each.case.reviewed or not demands.reviewed)
            seen = ((result.case, result.verdict) for result in counted)
            found = coverage_of(target.rulebook, seen, target.criteria, Reach.of(target.rulebook).never)
            return CoveragePart(found, demands.floor, demands.reviewed, tuple(_for_whom(target)))
        case "laws":
            return laws_part(target.rulebook, demands.examples, target.criteria, tell, demands.seed)
        case "lint":
            return LintPart(tuple(each for each in lint(target.rulebook) if _concerns(each, target)))
        case "mutation":
            return mutation_part(target, demands.reviewed)
        case _:
            assert_never(name)
