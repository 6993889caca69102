"""What is tested: some rules, the criteria of theirs that are looked at, and the example cases for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from fourgood.contribution import DEFAULT_ID, Offer
from fourgood.errors import Fault, Place
from fourgood.layer import Given
from fourgood.plugins import gather, offered, over, own_rules
from fourgood.rule import Name
from fourgood.rulebook import Rulebook
from fourgood.rulebooks import Rulebooks, years_said
from fourgood.rulefile import read_rules
from fourgood.testing.case import Case, CaseError
from fourgood.testing.casefile import CaseFile, is_cases, read_cases
from fourgood.testing.cases import Suite, suite
from fourgood.testing.standards import Standard, standards
from fourgood.text import Text
from fourgood.twins import Twins
from fourgood.yamlfile import read_file

SUFFIXES = (".yaml", ".yml", ".json")


@frozen
class Target:
    """Rules under test in one assessment year, with their cases; `criteria` are those that are looked at."""

    rulebooks: Rulebooks
    year: int
    suite: Suite
    criteria: tuple[str, ...]
    named: tuple[str, ...] = ()
    """The rule files and ids that the rulebook is made of besides the installed plugins, and the files of those ids."""
    files: tuple[Path, ...] = ()
    """The files that its cases were looked for in."""
    rules: tuple[str, ...] = ()
    """The rule files and ids alone, as a file of cases may name them."""

    only: tuple[str, ...] = field(default=(), kw_only=True)
    """Where given, nothing else is changed."""

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook of the year. Raises RulebookError."""
        return self.rulebooks.of(self.year)

    @property
    def own(self) -> Iterator[tuple[str, Text]]:
        """The ids and titles of the rule files, but of a layer: it names the rulebook itself."""
        for path in (Path(name) for name in self.named if Path(name).exists()):
            value = read_file(path).value
            if value["id"] != self.rulebook.id:
                yield value["id"], Text(**value["title"])

    @property
    def otherwise(self) -> Mapping[int, tuple[str, ...]]:
        """Other years, with the thresholds of the criteria under test that have other values then: not tested here."""
        lines = map(self.rulebook.lines.__getitem__, self.criteria)
        read = {threshold.key for line in lines for atom in line.atoms for threshold in atom.thresholds}
        found = {year: tuple(read.intersection(keys)) for year, keys in self.rulebooks.otherwise(self.year).items()}
        return {year: tuple(sorted(keys)) for year, keys in found.items() if keys}

    @property
    def changeable(self) -> tuple[str, ...]:
        """What is changed to see whether a case notices: the criteria, and the standards that the named files bring."""
        return self.only or (*self.criteria, *self.standards)

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards that the named files bring; one that is a single name leaves nothing to be changed."""
        written = (each for each in standards(self.rulebook) if not isinstance(each.condition, Name))
        return tuple(each.id for each in written if self._brought(each))

    def _brought(self, standard: Standard) -> bool:
        """One without a file of its own, that of a plain rule file, belongs to whoever brings all criteria."""
        file = standard.origin.file
        return file in self.named if file is not None else len(self.criteria) == len(self.rulebook.criteria)

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases that could be made."""
        return self.suite.cases


@frozen
class Asked:
    """What somebody names to be tested: rules by id or file, and files of cases."""

    rules: tuple[str, ...] = ()
    files: tuple[CaseFile, ...] = ()


def target_of(
    named: Iterable[str | Path],
    year: int | None = None,
    *,
    alone: bool = False,
    only: Iterable[str] | None = None,
    block: Iterable[str] = (),
) -> Target:
    """What rule files, ids of rulebooks, and cases files come to; `alone` leaves the installed plugins out.

    Where cases files alone are named, their rules are tested. Cases beside a rule file, also that of a rulebook on
    offer, are found: `commune.cases.yaml` or `cases.yaml` beside `commune.yaml`, where they say that they are about it.
    Raises FourgoodError when the rules are at fault, or a file cannot be read.
    """
    installed = gather(discover=not alone, only=only, block=block)
    offers = offered(installed)
    asked = _asked(named, offers)
    rulebooks = Rulebooks(_given([name for name in asked.rules if name != DEFAULT_ID], installed))
    chosen = year or _year_of(asked.files) or _within(rulebooks.usual_year(), asked.rules)
    rulebook = rulebooks.of(chosen)
    made = suite((draft for file in asked.files for draft in file.drafts), rulebooks.of, chosen)
    faults = tuple(fault for file in asked.files for fault in file.faults)
    about = (*asked.rules, *(offers[id].origin.file or "" for id in asked.rules if id in offers))
    files_read = tuple(file.path for file in asked.files)
    criteria = tuple(_looked_at(rulebook, set(about), made))
    return Target(
        rulebooks, chosen, evolve(made, faults=(*faults, *made.faults)), criteria, about, files_read, asked.rules
    )


def _given(rules: Sequence[str], installed: Iterable[Given]) -> tuple[Given, ...]:
    """What the plugins bring, and rule files, each in the place of an installed twin. Raises FourgoodError."""
    files = {Path(name): read_rules(Path(name)) for name in rules if Path(name).exists()}
    left = tuple(Twins().left(installed, files))
    return over(left, own_rules(rules, left))


def _asked(named: Iterable[str | Path], offers: Mapping[str, Offer]) -> Asked:
    rules, files, about = dict[str, None](), dict[Path, CaseFile](), list[tuple[str, ...]]()
    for each in named:
        path = Path(each)
        if not path.exists() and path.suffix not in SUFFIXES:
            rules[str(each)] = None
            files.update((found.path, found) for found in _with_offer(offers.get(str(each))))
        elif is_cases(read_file(path).value):
            files[path] = found = read_cases(path)
            about.append(tuple(rules_of(found)))
        else:
            rules[str(each)] = None
            files.update((found.path, found) for found in _with_beside(path))
    if not rules:
        if len(set(about)) > 1:
            hint = "Test them one by one"
            raise CaseError(Fault("these cases are about different rules", hint=hint))
        rules.update(dict.fromkeys(name for names in about for name in names))
    return Asked(tuple(rules), tuple(files.values()))


def rules_of(file: CaseFile) -> Iterator[str]:
    """The rules that a cases file is about: a file in its folder by its path, else an id. Raises CaseError."""
    folder = file.path.parent
    for name in file.rulebook:
        path = folder / name
        if not path.exists():
            yield name
        elif path.resolve().is_relative_to(folder.resolve()):
            yield str(path)
        else:
            message = "this rule file does not lie in the folder of the cases"
            raise CaseError(Fault(message, {}, Place(str(file.path), key="rulebook"), "Move the cases beside it"))


def _with_offer(offer: Offer | None) -> Iterator[CaseFile]:
    """The cases of a rulebook on offer, where its rule file lies in a folder."""
    if offer is not None and isinstance(offer.file, Path):
        yield from _with_beside(offer.file)


def _with_beside(path: Path) -> Iterator[CaseFile]:
    """The cases in a rule file, and those in the files beside it that are about it."""
    yield read_cases(path)
    yield from (read_cases(each) for each in cases_beside(path))


def cases_beside(path: Path) -> Iterator[Path]:
    """The files of cases beside a rule file that are about it. Raises FourgoodError for one that cannot be read."""
    names = [f"{stem}{suffix}" for stem in (f"{path.stem}.cases", "cases") for suffix in SUFFIXES]
    for beside in (path.with_name(name) for name in names):
        is_there = beside.is_file() and is_cases(read_file(beside).value)
        if is_there and str(path) in rules_of(read_cases(beside)):
            yield beside


def _year_of(files: Iterable[CaseFile]) -> int | None:
    """The year that cases files give for all their cases."""
    return next((file.year for file in files if file.year is not None), None)


def _within(usual: int, rules: Iterable[str]) -> int:
    """The usual year, or the nearest one that the rule files say they are for."""
    for path in (Path(name) for name in rules if Path(name).exists()):
        if (years := years_said(read_file(path).value)) is not None:
            usual = max(years[0], min(years[1], usual))
    return usual


def _looked_at(rulebook: Rulebook, files: set[str], made: Suite) -> Iterator[str]:
    """The criteria that the rules under test bring or change; of an installed rulebook those that have cases."""
    touched = {step.key for step in rulebook.history if step.origin.file in files}
    for criterion in rulebook.criteria:
        line = rulebook.lines[criterion.id]
        read = {threshold.key for atom in line.atoms for threshold in atom.thresholds}
        if criterion.origin.file in files or criterion.id in touched or read & touched:
            yield criterion.id
    if not files & {each.origin.file for each in rulebook.criteria} and not touched:
        about = {id for case in made.cases for id in case.expect.criteria}
        yield from (each.id for each in rulebook.criteria if not about or each.id in about)
