"""Finding everything that is wrong with rule files and dossiers."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any as AnyType
from typing import TypeAlias

from attrs import define, field

from fourgood.analysis import Remark, Severity, lint
from fourgood.analysis.remarkjson import remark_json
from fourgood.beside import with_neighbours
from fourgood.citation import Origin
from fourgood.cli.checkcases import CaseChecks
from fourgood.cli.headerfaults import HeaderFaults
from fourgood.cli.rulebooks import no_rulebook
from fourgood.dossier import Dossier
from fourgood.dossiers import SUFFIXES, Rejected, read_dossiers
from fourgood.dossiers.headers import with_header_faults
from fourgood.dossiers.plainly import plainly
from fourgood.errors import DossierError, Fault, FourgoodError, Place, RulebookError
from fourgood.faultjson import fault_json
from fourgood.layer import Given
from fourgood.plugins import not_on_offer, offered, over
from fourgood.real import real
from fourgood.rulebook import Rulebook
from fourgood.rulebooks import Rulebooks, years_said
from fourgood.rulefile import Partly, read_partly
from fourgood.testing.casefile import is_cases
from fourgood.twins import Twins
from fourgood.yamlfile import read_file

STRUCTURED = (".yaml", ".yml", ".json")
RULES_SCHEMA = "urn:fourgood:schema:rules"
IN_RULES = frozenset(
    (
        *("title", "years", "documents", "scales", "parameters", "definitions", "invariants", "groups"),
        *("extends", "set", "change", "drop"),
    )
)
ONLY_IN_RULES = IN_RULES | {"criteria", "standard"}
ONLY_IN_DOSSIERS = frozenset(("unit", "year", "dossiers"))

Read: TypeAlias = Mapping[Path, Given]


@define
class Checked:
    """What was checked and what is wrong with it."""

    rules: dict[Path, tuple[int, int] | None] = field(factory=dict)
    replaced: dict[str, Path] = field(factory=dict)
    cases: list[Path] = field(factory=list)
    dossiers: int = 0
    unread: int = 0
    headers: HeaderFaults = field(factory=HeaderFaults)
    own: list[Fault] = field(factory=list)
    remarks: list[Remark] = field(factory=list)

    @property
    def faults(self) -> list[Fault]:
        """All that is wrong; what is wrong with the header of a table comes first, and once."""
        return [*self.headers.counted(), *self.own]

    def add(self, faults: Iterable[Fault]) -> None:
        """Faults, each once: a fault of the rules comes up again in every year."""
        self.own.extend(fault for fault in self.headers.sifted(faults) if fault not in self.own)

    def remark(self, remarks: Iterable[Remark]) -> None:
        """What lint says of the files that were given, each once: it says the same in every year."""
        files = {str(path) for path in self.rules}
        said = {(each.code.id, each.fault.place) for each in self.remarks}
        self.remarks.extend(
            each for each in remarks if each.fault.place.file in files and (each.code.id, each.fault.place) not in said
        )

    def fails(self, strict: bool) -> bool:
        """Whether anything is wrong: a fault, an error of lint, and (strict) a warning."""
        severe = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return bool(self.faults) or any(each.code.severity in severe for each in self.remarks)

    def to_json(self) -> dict[str, AnyType]:
        """All of it as JSON data."""
        return {
            "rule_files": [str(path) for path in self.rules],
            "case_files": [str(path) for path in self.cases],
            "dossiers": self.dossiers,
            "unread_files": self.unread,
            "replaced": {name: str(path) for name, path in self.replaced.items()},
            "faults": [fault_json(fault) for fault in self.faults],
            "remarks": [remark_json(each) for each in self.remarks],
        }


def checked(paths: Iterable[Path], installed: Iterable[Given], year: int | None = None) -> Checked:
    """Everything that is wrong with rule files and dossiers."""
    found, others = Checked(), list[Path]()
    offers = offered(installed := tuple(installed))
    for path in _files(paths, found):
        if missing := not_on_offer(path, offers):
            found.unread += 1
            found.add([missing])
            continue
        data = _value(path)
        if _is_rules(data):
            found.rules[path] = years_said(data)
        elif is_cases(data):
            found.cases.append(path)
        else:
            others.append(path)
    read = {path: _read(path, found) for path in found.rules}
    given = {path: each.given for path, each in read.items() if each.given is not None}
    left = tuple(Twins(found.replaced).left(installed, given))
    rulebooks = Rulebooks(over(left, _with_neighbours(given, left, found)))
    whole = not found.own
    if len(given) == len(read):
        _check_rules(rulebooks, read.values(), found, year)
    if others:
        _check_dossiers(others, rulebooks if whole else None, found, year)
    checks = CaseChecks(found.rules, rulebooks if whole else None, installed, year)
    found.add(plainly(checks.faults(found.rules, found.cases)))
    found.remark(checks.remarks)
    return found


def _files(paths: Iterable[Path], found: Checked) -> Iterator[Path]:
    """The files, and of a folder those that can be read; an empty folder stays, so that it is found wanting."""
    for path in paths:
        try:
            inside = sorted(each for each in path.iterdir() if _visible(each)) if path.is_dir() else []
        except OSError:
            inside = []
        yield from [each for each in inside if not _leads_out(each, path, found)] if inside else [path]


def _leads_out(file: Path, folder: Path, found: Checked) -> bool:
    """Whether a file of a folder is a link to elsewhere: then it is told, and not read."""
    if real(file).is_relative_to(real(folder)):
        return False
    hint = "Copy the file here, or name it itself"
    found.unread += 1
    found.add([Fault("this link leads out of its folder", {}, Place(str(file)), hint)])
    return True


def _visible(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))


def _value(path: Path) -> AnyType:
    """What a structured file holds; None when it is another file, or cannot be read: whoever reads it then says why."""
    if path.suffix.lower() not in STRUCTURED or not path.is_file():
        return None
    try:
        return read_file(path).value
    except FourgoodError:
        return None


def _is_rules(value: AnyType) -> bool:
    if not isinstance(value, dict):
        return False
    if "$schema" in value:
        return bool(value["$schema"] == RULES_SCHEMA)
    return not ONLY_IN_DOSSIERS & value.keys() and bool(ONLY_IN_RULES & value.keys())


def _read(path: Path, found: Checked) -> Partly:
    partly = read_partly(path, Origin(file=str(path)))
    found.add(plainly(partly.faults))
    return partly


def _with_neighbours(given: Read, others: tuple[Given, ...], found: Checked) -> tuple[Given, ...]:
    """The rule files, and those beside them that their layers extend."""
    try:
        return with_neighbours(tuple(given.items()), others, offered(others))
    except FourgoodError as error:
        found.add(plainly(error.faults))
        return tuple(given.values())


def _check_rules(rulebooks: Rulebooks, read: Iterable[Partly], found: Checked, year: int | None) -> None:
    """What is wrong with the rule files together, and with the plugins, in the years that they are for.

    What only follows from a part that could not be made is left out: why it could not be made has been said.
    """
    if not found.rules:
        return
    linted = list[AnyType]()
    said = {each for span in found.rules.values() if span for each in range(span[0], span[1] + 1)}
    for each in sorted(said) if year is None and said else [rulebooks.usual_year() if year is None else year]:
        try:
            rulebook = rulebooks.of(each)
        except RulebookError as error:
            found.add(fault for fault in error.faults if not any(each.explains(fault) for each in read))
        else:
            _lint(rulebook, linted, found, whole=not found.own)


def _lint(rulebook: Rulebook, linted: list[AnyType], found: Checked, whole: bool) -> None:
    """Lints the rules of a year, unless those of another year said the same.

    Where not the `whole` of the rules could be made, nothing is called unused: what is at fault may be what reads it.
    """
    known = rulebook.vocabulary
    values = {key: threshold.value for key, threshold in known.thresholds.items()}
    decides = values, rulebook.criteria, known.facts, known.definitions, known.invariants, rulebook.groups
    if decides not in linted:
        linted.append(decides)
        found.remark(each for each in lint(rulebook) if whole or each.code.id != "unused")


def _check_dossiers(paths: Iterable[Path], rulebooks: Rulebooks | None, found: Checked, year: int | None) -> None:
    """What is wrong with dossiers; without rules, what can be told from reading them."""
    for item in read_dossiers(paths):
        # What cannot be read as a whole has no line.
        whole_file = isinstance(item, Rejected) and item.place.line is None
        found.unread += whole_file
        found.dossiers += not whole_file
        if isinstance(item, Rejected):
            found.add(item.faults)
        elif rulebooks is None:
            found.add([Fault("the dossiers can be checked when the rules are mended")])
        else:
            found.add(_dossier_faults(item, rulebooks, item.year if year is None else year, found.own))


def _dossier_faults(dossier: Dossier, rulebooks: Rulebooks, year: int, told: Iterable[Fault]) -> Iterable[Fault]:
    """Why a year does not admit a dossier; in one fault where its rules are at fault and that is `told` already."""
    try:
        rulebook = rulebooks.of(year)
    except RulebookError as error:
        mended = Fault("the dossiers of {year} can be checked when the rules are mended", {"year": year})
        return (
            [mended]
            if any(fault in told for fault in error.faults)
            else no_rulebook(error, year, dossier.places.get("year", dossier.place))
        )
    try:
        rulebook.admit(dossier)
    except DossierError as error:
        return with_header_faults(dossier, error.faults, rulebook.vocabulary)
    return ()
