"""Rule files: YAML or JSON text → a contribution. First the schema, then the values, then the rules in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any as AnyType
from typing import TypeVar

from attrs import evolve, field, frozen

from fourgood.citation import Backing, Origin
from fourgood.contribution import Contribution
from fourgood.criterion import REQUIREMENTS_MET, Band, Criterion, Group, Role
from fourgood.errors import Fault, FourgoodError, RulebookError, RuleError
from fourgood.grade import Grade
from fourgood.reserved import reserved_fault
from fourgood.rule import All, Compare, Condition, Name, Truth, Word
from fourgood.rulevalues import Values
from fourgood.scale import JUDGEMENT, Measure, Scale
from fourgood.schemacheck import faults as schema_faults
from fourgood.text import Text
from fourgood.vocabulary import ALL_KINDS, Dated, Definition, Fact, Invariant, Kind, Parameter
from fourgood.yamlfile import Data, Path_, Readable, contents, read_text

MAX_BYTES = 1024 * 1024
NOBODY = Origin()
STANDING = ("parameters", "groups", "criteria", "grades")
LEFT_OUT = ("documents", "scales", "facts", "parameters", "definitions", "invariants", "criteria")
"""The sections whose parts can be left out, so that the others are read all the same."""

Made = TypeVar("Made")


@frozen
class Partly:
    """What could be made of a rule file, what is wrong with it, and the names of what could not be made.

    `contribution` is None when too much is wrong to tell its parts apart.
    """

    contribution: Contribution | None
    faults: tuple[Fault, ...] = ()
    unmade: frozenset[str] = frozenset()

    def explains(self, fault: Fault) -> bool:
        """Whether a fault only follows from something that could not be made."""
        return any(isinstance(value, str) and value in self.unmade for value in fault.values.values())


def read_rules(file: Readable, origin: Origin = NOBODY) -> Contribution:
    """What a rule file contributes. Raises RulebookError with every fault of the file: schema, values and rules.

    `origin` says whose the file is; the contribution's parts carry it, each with its line.
    """
    found = read_partly(file, origin)
    if found.faults or found.contribution is None:
        raise RulebookError(found.faults)
    return found.contribution


def read_partly(file: Readable, origin: Origin = NOBODY) -> Partly:
    """What can be made of a rule file, with its faults: for those who want to know what else is wrong."""
    name = origin.file or str(file)
    try:
        data = read_text(contents(file, name, MAX_BYTES), name)
    except FourgoodError as error:
        return Partly(None, error.faults)
    faults = tuple(schema_faults(data, "rules"))
    left = _without(data, faults) if faults else data
    if left is None or (faults and list(schema_faults(left, "rules"))):
        return Partly(None, faults)
    given = {(section, key) for section in LEFT_OUT for key in data.value.get(section, ())}
    left_out = frozenset((section, key) for section, key in given if key not in left.value[section])
    reader = _Reader(Values(left, evolve(origin, file=name), left_out))
    contribution = reader.contribution()
    return Partly(contribution, (*faults, *reader.faults), frozenset((*reader.unmade, *(key for _, key in left_out))))


def _without(data: Data, faults: Iterable[Fault]) -> Data | None:
    """A file without the parts that its schema has faults for; None when one is not in such a part."""
    value = dict(data.value) if isinstance(data.value, dict) else {}
    for fault in faults:
        section, _, rest = (fault.place.key or "").partition(".")
        parts = value.get(section)
        if section not in LEFT_OUT or not isinstance(parts, dict) or not rest:
            return None
        value[section] = {key: part for key, part in parts.items() if key != rest.partition(".")[0]}
    return evolve(data, value=value)


@frozen
class _Reader:
    """Makes the parts of one file; what is wrong with a part is noted, and the others are made all the same."""

    values: Values
    faults: list[Fault] = field(factory=list)
    unmade: set[str] = field(factory=set)

    def contribution(self) -> Contribution:
        self.values.documents.update(self.parts("documents", self.values.document))
        self.values.scales.update(self.parts("scales", self.values.scale))
        judged = self.parts("criteria", self.judged_fact)
        return Contribution(
            facts=(*self.parts("facts", self.fact), *(fact for fact in judged if fact is not None)),
            definitions=self.parts("definitions", self.definition),
            parameters=self.parts("parameters", self.parameter),
            invariants=self.parts("invariants", self.invariant),
            groups=self.parts("groups", self.group),
            criteria=self.parts("criteria", self.criterion),
            standard=next(self.noted("standard", partial(self.values.rule, ("standard",))), None)
            if "standard" in self.values.data.value
            else None,
            grades=self.parts("grades", self.grade),
        )

    def parts(self, section: str, make: Callable[[str, AnyType, Path_], Made]) -> tuple[Made, ...]:
        given = self.values.data.value.get(section, {}).items()
        named = section not in ("documents", "scales")
        made = (
            self.noted(f"{section}.{key}", partial(self.part, make, key, raw, (section, key)), named)
            for key, raw in given
        )
        return tuple(part for found in made for part in found)

    def part(self, make: Callable[[str, AnyType, Path_], Made], key: str, raw: AnyType, path: Path_) -> Made:
        """One part of a section."""
        reserved = reserved_fault(key, path[0] in STANDING) if path[0] not in ("documents", "scales") else None
        if reserved is not None:
            raise RuleError(evolve(reserved, place=self.values.data.place(path)))
        return self.values.placed(path, partial(make, key, raw, path))

    def noted(self, name: str, make: Callable[[], Made], named: bool = False) -> Iterator[Made]:
        """What is made, or nothing: what is wrong is noted then, and `named` says that rules may miss it."""
        try:
            yield make()
        except RuleError as error:
            known = {"file": self.values.data.file, "key": name}
            self.faults.extend(fault.at(**known) for fault in error.faults if fault.at(**known) not in self.faults)
            if named:
                self.unmade.add(name.partition(".")[2])

    # The parts

    def fact(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Fact:
        bounds: dict[str, AnyType] = {
            ours: self.values.decimal(raw[theirs], (*path, theirs))
            for ours, theirs in (("minimum", "min"), ("maximum", "max"), ("step", "step"))
            if theirs in raw
        }
        return Fact(
            kind=Kind(raw["kind"]),
            measure=self.values.measure(raw.get("unit")),
            **bounds,
            scale=self.values.scale_of(raw, path),
            better=raw.get("better"),
            effort=raw.get("effort", 1),
            **self.described(key, raw, path),
        )

    def judged_fact(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Fact | None:
        """The fact that holds an appraiser's judgement: it has the name and title of its criterion."""
        if not raw.get("judged"):
            return None
        return Fact(kind=Kind.CHOICE, scale=JUDGEMENT, effort=0, **self.described(key, raw, path))

    def described(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> dict[str, AnyType]:
        """What every fact says of itself."""
        help = raw.get("help")
        return {
            "key": key,
            "title": Text(**raw["title"]),
            "help": help and Text(**help),
            "applies_to": frozenset(raw.get("applies_to", ALL_KINDS)),
            "citations": self.values.citations(raw, path),
            "origin": self.values.origin_at(path),
        }

    def definition(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Definition:
        expression, measure = self.values.expression((*path, "expression")), self.values.measure(raw.get("unit"))
        return Definition(key, Text(**raw["title"]), expression, measure, self.values.origin_at(path))

    def parameter(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Parameter:
        measure, scale = self.values.measure(raw.get("unit")), self.values.scale_of(raw, path)
        dated = [self.dated(each, (*path, "values", at), measure, scale) for at, each in enumerate(raw["values"])]
        in_order = tuple(sorted(dated, key=lambda each: each.first_year))
        return Parameter(key, Text(**raw["title"]), in_order, measure, scale, self.values.origin_at(path))

    def dated(self, raw: Mapping[str, AnyType], path: Path_, measure: Measure | None, scale: Scale | None) -> Dated:
        value = self.values.setting(raw["value"], (*path, "value"), measure, scale)
        first, last = self.values.years(raw["years"])
        citations, note, origin = self.values.citations(raw, path), raw.get("note"), self.values.origin_at(path)
        made = partial(Dated, value, first, last, Backing(raw["backing"]), citations, note and Text(**note), origin)
        return self.values.placed((*path, "years"), made)

    def invariant(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Invariant:
        return Invariant(key, Text(**raw["title"]), self.values.rule((*path, "rule")), self.values.origin_at(path))

    def group(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Group:
        # A group whose standard is at fault is a group all the same, for the criteria in it.
        standard: Condition = Name(REQUIREMENTS_MET)
        if "standard" in raw:
            read = partial(self.values.rule, (*path, "standard"))
            standard = next(self.noted(".".join(map(str, path)), read), standard)
        return Group(key, Text(**raw["title"]), raw.get("order", 0), standard, self.values.origin_at(path))

    def grade(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Grade:
        # A grade whose standard is at fault is a grade all the same; it is never given then.
        standard: Condition = Truth("standard" not in raw)
        if "standard" in raw:
            read = partial(self.values.rule, (*path, "standard"))
            standard = next(self.noted(".".join(map(str, path)), read), standard)
        backing, citations = Backing(raw["backing"]), self.values.citations(raw, path)
        return Grade(key, Text(**raw["title"]), standard, backing, citations, self.values.origin_at(path))

    def criterion(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Criterion:
        rule = Compare(Name(key), "==", Word("met")) if raw.get("judged") else self.values.rule((*path, "rule"))
        bands = [self.band(band, (*path, "bands", at)) for at, band in enumerate(raw.get("bands", ()))]
        types, points, help = raw.get("organisation_types"), raw.get("points"), raw.get("help")
        return Criterion(
            id=key,
            group=self.group_of(raw, path),
            title=Text(**raw["title"]),
            rule=rule,
            role=Role(raw.get("role", "requirement")),
            applies_to=frozenset(raw.get("applies_to", ALL_KINDS)),
            organisation_types=None if types is None else frozenset(types),
            applies_when=self.applies_when(key, raw, path),
            evidence_required=raw.get("evidence") == "required",
            points=None if points is None else self.values.number(points, (*path, "points")),
            bands=tuple(bands),
            backing=Backing(raw["backing"]),
            citations=self.values.citations(raw, path),
            help=help and Text(**help),
            origin=self.values.origin_at(path),
        )

    def band(self, raw: Mapping[str, AnyType], path: Path_) -> Band:
        return Band(self.values.rule((*path, "when")), self.values.number(raw["points"], (*path, "points")))

    def applies_when(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Condition | None:
        written = self.values.rule((*path, "applies_when")) if "applies_when" in raw else None
        if not raw.get("judged"):
            return written
        judged = Compare(Name(key), "!=", Word("not_applicable"))
        return judged if written is None else All((written, judged))

    def group_of(self, raw: Mapping[str, AnyType], path: Path_) -> str:
        groups = self.values.data.value.get("groups", {})
        if "group" in raw:
            return str(raw["group"])
        if len(groups) != 1:
            message = "this criterion does not say its group"
            raise self.values.wrong(path, message, "Add group: with the id of one")
        return str(next(iter(groups)))
