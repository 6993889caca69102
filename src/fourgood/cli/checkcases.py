"""What is wrong with example cases: in rule files, beside them, and in files of their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from fourgood.analysis import Remark
from fourgood.contribution import DEFAULT_ID
from fourgood.errors import Fault, FourgoodError, Place
from fourgood.layer import Given
from fourgood.plugins import over, own_rules
from fourgood.rulebooks import Rulebooks
from fourgood.rulefile import read_rules
from fourgood.testing.casefile import CaseFile, read_cases
from fourgood.testing.cases import suite
from fourgood.testing.target import cases_beside, rules_of
from fourgood.twins import Twins


@frozen
class CaseChecks:
    """Holds cases to the rules that they are about: those that are checked as well, else those that they name.

    `rulebooks` are those of the rules that are checked, None where these are at fault themselves: then cases are not
    held to them. `remarks` is what the cases make one ask of the rules.
    """

    rules: Mapping[Path, object]
    rulebooks: Rulebooks | None
    installed: Sequence[Given]
    year: int | None
    remarks: list[Remark] = field(factory=list, init=False)

    def faults(self, rules: Iterable[Path], cases: list[Path]) -> Iterator[Fault]:
        """What is wrong with the cases in rule files, beside them (these join `cases`), and in files of their own."""
        told = set[Path]()
        for path in rules:
            beside, faults = _found(path)
            yield from faults
            told |= set(beside)
            cases += [each for each in beside if each not in cases]
            yield from self._of((path, *beside))
        for path in cases:
            if path not in told:
                yield from self._of((path,))

    def _of(self, paths: Sequence[Path]) -> Iterator[Fault]:
        files, about = list[CaseFile](), list[str]()
        for path in paths:
            try:
                files.append(file := read_cases(path))
                about += [str(path)] if path in self.rules else rules_of(file)
            except FourgoodError as error:
                # Of a rule file it has been said why it cannot be read.
                yield from () if path in self.rules else error.faults
                return
            yield from file.faults
        yield from self._held(files, tuple(dict.fromkeys(about)))

    def _held(self, files: Sequence[CaseFile], about: Sequence[str]) -> Iterator[Fault]:
        """What is wrong with cases that can only be told from the rules."""
        drafts = [draft for file in files for draft in file.drafts]
        own = [name for name in about if name != DEFAULT_ID]
        here = all(Path(name) in self.rules for name in own)
        if not drafts or (here and self.rulebooks is None):
            # What is wrong with the rules has been said.
            return
        try:
            rulebooks = self.rulebooks if here and self.rulebooks is not None else self._named(own)
            named = next((file.year for file in files if file.year is not None), None)
            wanted = self.year or named or rulebooks.usual_year()
            if not here:
                rulebooks.of(wanted)
            made = suite(drafts, rulebooks.of, wanted)
            self.remarks.extend(made.remarks)
            yield from made.faults
        except FourgoodError as error:
            if not here:
                why = error.faults[0]
                yield Fault("the cases can be checked when the rules are mended", {}, Place(str(files[0].path)))
                yield why

    def _named(self, names: Sequence[str]) -> Rulebooks:
        """The rules that cases name, and that are not checked as well. Raises FourgoodError."""
        files = {Path(name): read_rules(Path(name)) for name in names if Path(name).exists()}
        left = tuple(Twins().left(self.installed, files))
        return Rulebooks(over(left, own_rules(names, left)))


def _found(path: Path) -> tuple[list[Path], tuple[Fault, ...]]:
    """The files of cases beside a rule file, or why they cannot be read."""
    try:
        return list(cases_beside(path)), ()
    except FourgoodError as error:
        return [], error.faults
