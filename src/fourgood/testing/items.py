"""What pytest runs of rule files and files of example cases: an item a case, a law, a criterion."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any as AnyType

import pytest
from attrs import evolve

from fourgood.aligned import aligned
from fourgood.dossier import Dossier
from fourgood.errors import Fault, FourgoodError
from fourgood.evaluation import evaluate
from fourgood.language import Language, language
from fourgood.rulebook import Rulebook
from fourgood.testing.case import Case
from fourgood.testing.casespart import failure
from fourgood.testing.coveragepart import CoveragePart, table
from fourgood.testing.part import SIGN, State
from fourgood.testing.result import run
from fourgood.testing.seen import Seen
from fourgood.testing.target import Target, target_of
from fourgood.verdict import Verdict

STATE = "_fourgood_state"


class FailedError(Exception):
    """An item that failed; its lines say why, for a person."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


def state_of(config: pytest.Config) -> Seen:
    """What the cases of this run have shown so far."""
    if not hasattr(config, STATE):
        setattr(config, STATE, Seen())
    return getattr(config, STATE)  # type: ignore[no-any-return]


def said_by(config: pytest.Config) -> Language:
    """The language of failures."""
    return language(config.getoption("fourgood_lang"))


class RulesFile(pytest.File):
    """A rule file or a file of example cases."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Its cases and faults; of a rule file its laws, and the criteria to be mutated where that is asked for."""
        option = self.config.getoption
        try:
            found = target_of([self.path], option("fourgood_year"), alone=option("fourgood_alone"))
        except FourgoodError as error:
            said = said_by(self.config)
            raise self.CollectError("\n".join(fault.say(said) for fault in error.faults)) from error
        if option("fourgood_coverage"):
            state_of(self.config).expect(str(self.path), found)
        for number, fault in enumerate(found.suite.faults, 1):
            yield FaultItem.from_parent(self, name=f"fault {number}", fault=fault)
        yield from self._cases(found)
        if str(self.path) in found.named:
            yield from self._laws(found)
        if option("fourgood_mutation"):
            for id in found.criteria:
                yield MutationItem.from_parent(self, name=f"mutation: {id}", ids=(id,), target=found)
            if found.standards:
                yield MutationItem.from_parent(self, name="mutation: standards", ids=found.standards, target=found)

    def _cases(self, found: Target) -> Iterator[pytest.Item | pytest.Collector]:
        """An item a case, under the file that it stands in."""
        by_file: dict[Path, list[Case]] = {}
        for case in found.cases:
            by_file.setdefault(Path(case.place.file or self.path), []).append(case)
        for path, cases in by_file.items():
            if path == self.path:
                yield from case_items(self, cases, found, self.path)
            else:
                beside: CasesBeside = CasesBeside.from_parent(self, path=path)
                beside.items = tuple(case_items(beside, cases, found, self.path))
                yield beside

    def _laws(self, found: Target) -> Iterator[pytest.Item]:
        """An item a law, where hypothesis is there to make dossiers."""
        if find_spec("hypothesis") is not None:
            from fourgood.testing.laws import Subject
            from fourgood.testing.laws.report import applicable

            subject = Subject(found.rulebook, under_test=frozenset(found.criteria))
            for law in applicable(subject):
                yield LawItem.from_parent(self, name=f"law: {law.name}", law=law, subject=subject)


def case_items(home: pytest.File, cases: Iterable[Case], target: Target, of: Path) -> Iterator[pytest.Item]:
    """An item a case; what they show is counted for the file that is tested."""
    for case in cases:
        yield CaseItem.from_parent(home, name=case.name, case=case, target=target, of=of)


class CasesBeside(pytest.File):
    """A file of cases beside the rules that are tested."""

    items: Sequence[pytest.Item] = ()

    def collect(self) -> Iterator[pytest.Item]:
        """The cases in it."""
        yield from self.items


class FourgoodItem(pytest.Item):
    """An item whose failure is told in words, without a traceback."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: AnyType = None) -> AnyType:
        """The lines of the failure; of anything unforeseen the usual traceback."""
        if isinstance(excinfo.value, FailedError):
            return "\n".join(excinfo.value.lines)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands."""
        return self.path, None, self.name


class FaultItem(FourgoodItem):
    """Something that kept a case from being made."""

    def __init__(self, *, fault: Fault, **given: AnyType) -> None:
        super().__init__(**given)
        self.fault = fault

    def runtest(self) -> None:
        """Fails."""
        raise FailedError(iter([self.fault.say(said_by(self.config))]))


class CaseItem(FourgoodItem):
    """One example case."""

    def __init__(self, *, case: Case, target: Target, of: Path, **given: AnyType) -> None:
        super().__init__(**given)
        self.case, self.target, self.of = case, target, of
        if not case.reviewed:
            self.user_properties.append(("reviewed", "false"))

    def runtest(self) -> None:
        """Evaluates it; what it shows is noted where coverage is asked for."""
        (result,) = run([self.case], self.target.rulebooks.of)
        counts = self.case.reviewed or not self.config.getoption("fourgood_fail_under")
        if self.config.getoption("fourgood_coverage") and counts:
            state_of(self.config).note(str(self.of), result)
        if result.misses:
            raise FailedError(failure(result, said_by(self.config)))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case stands in its file."""
        line = self.case.place.line
        return self.path, None if line is None else line - 1, self.name


class LawItem(FourgoodItem):
    """One law, tried as often as the settings of hypothesis say."""

    def __init__(self, *, law: AnyType, subject: AnyType, **given: AnyType) -> None:
        super().__init__(**given)
        self.law, self.subject = law, subject

    def runtest(self) -> None:
        """Tries it; a break is told by the smallest dossier, with both explanations."""
        from fourgood.testing.laws import verified

        result = verified(self.law, self.subject)
        if not result.ok:
            raise FailedError(iter(result.explain(self.config.getoption("fourgood_lang")).split("\n")))


class MutationItem(FourgoodItem):
    """The changes to one criterion, or to the standards: some case has to notice each that can be noticed."""

    def __init__(self, *, ids: tuple[str, ...], target: Target, **given: AnyType) -> None:
        super().__init__(**given)
        self.target = evolve(target, only=ids)

    def runtest(self) -> None:
        """Tries each change; what no case notices is told with the case that would."""
        from fourgood.testing.mutationpart import mutation_part

        part, said = mutation_part(self.target), said_by(self.config)
        if part.state is not State.HOLDS:
            raise FailedError(iter([part.summary(said), *part.lines(said)]))


def rulebook_for(request: pytest.FixtureRequest) -> Rulebook:
    """The rulebook of the marker fourgood, else of --fourgood, else what the installed plugins make."""
    marker = request.node.get_closest_marker("fourgood")
    option = request.config.getoption
    if marker is None:
        return target_of(option("fourgood") or ["fourgood.default"], option("fourgood_year")).rulebook
    rules = [str(request.path.parent / name) if _beside(request, name) else name for name in marker.args]
    more = {"alone": marker.kwargs.get("alone", False)}
    return target_of(rules or ["fourgood.default"], marker.kwargs.get("year"), **more).rulebook


def _beside(request: pytest.FixtureRequest, name: str) -> bool:
    return (request.path.parent / name).exists()


def evaluator(rulebook: Rulebook) -> Callable[..., Verdict]:
    """Evaluates a dossier, or a unit that is told by its facts."""

    def evaluated(dossier: Dossier | None = None, *, kind: AnyType = "cell", organisation_type: str | None = None,
                  **facts: AnyType) -> Verdict:  # fmt: skip
        unit = dossier or Dossier("unit", kind, rulebook.year, organisation_type=organisation_type, facts=facts)
        return evaluate(unit, rulebook)

    return evaluated


LEFT_OUT = {
    "": "lint (`fourgood check`)",
    "fourgood_coverage": "coverage (--fourgood-coverage)",
    "fourgood_mutation": "changes to the rules (--fourgood-mutation)",
}


def left_out(config: pytest.Config) -> str:
    """What `fourgood test` does and this run did not, and how to ask for it."""
    said = said_by(config)
    parts = [said(part) for option, part in LEFT_OUT.items() if not option or not config.getoption(option)]
    return said("fourgood: not run here: {parts}; `fourgood test` runs all").format(parts=", ".join(parts))


def summarise(reporter: AnyType, config: pytest.Config) -> None:
    """What the cases show, file by file: a table, and below it what no case shows."""
    said = said_by(config)
    for file, found in state_of(config).coverages():
        floor = config.getoption("fourgood_fail_under")
        part = CoveragePart(found, floor, reviewed=bool(floor))
        reporter.write_sep("-", f"fourgood: {file}")
        head, rows = table(found, said)
        reporter.write_line("\n".join(aligned([head, *rows])))
        reporter.write_line(f"{SIGN[part.state]} {part.summary(said)}")
        reporter.write_line("\n".join(f"  {line}" for line in part.lines(said)))


def too_little(config: pytest.Config) -> bool:
    """Whether the cases of some file show less than is demanded."""
    floor = config.getoption("fourgood_fail_under")
    return any(found.percent < floor for _, found in state_of(config).coverages())
