"""The parts of a rule file: facts, definitions, parameters, invariants, groups, criteria, grades."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any as AnyType
from typing import TypeVar

from attrs import evolve, field, frozen

from fourgood.award import FOUR_GOOD, Award
from fourgood.citation import Backing
from fourgood.contribution import Contribution
from fourgood.criterion import REQUIREMENTS_MET, Band, Criterion, Group, Role, judged_fact, judged_guard, judged_rule
from fourgood.errors import Fault, RuleError
from fourgood.grade import Grade
from fourgood.law import LawException
from fourgood.reserved import reserved_fault
from fourgood.rule import EACH, Condition, Name, Truth
from fourgood.rulevalues import Values
from fourgood.scale import misfit
from fourgood.table import Table
from fourgood.text import Text
from fourgood.vocabulary import ALL_KINDS, Dated, Definition, Fact, Invariant, Kind, Parameter
from fourgood.yamlfile import Path_

STANDING = ("parameters", "groups", "criteria", "grades")
UNNAMED = ("documents", "scales")
LOCK = "standard_may_only"
NOT_PARTS = (*UNNAMED, "set")

Made = TypeVar("Made")


@frozen
class Parts:
    """Makes the parts of one file.

    What is wrong with a part is noted in `faults`, its name in `unmade`, and the others are made all the same.
    """

    values: Values
    faults: list[Fault] = field(factory=list)
    unmade: set[str] = field(factory=set)

    def contribution(self) -> Contribution:
        """All parts, and what the file demands of the whole."""
        self.values.documents.update(self.parts("documents", self.values.document))
        self.values.scales.update(self.parts("scales", self.values.scale))
        judged = self.parts("criteria", self._judged_fact)
        return Contribution(
            facts=(*self.parts("facts", self._fact), *(fact for fact in judged if fact is not None)),
            definitions=self.parts("definitions", self._definition),
            parameters=self.parts("parameters", self._parameter),
            invariants=self.parts("invariants", self._invariant),
            groups=self.parts("groups", self._group),
            criteria=self.parts("criteria", self._criterion),
            standard=next(self.noted("standard", partial(self.values.rule, ("standard",))), None)
            if "standard" in self.values.data.value
            else None,
            award=_award(self.values.data.value.get("award")),
            standard_lock=self.values.origin_at((LOCK,)) if LOCK in self.values.data.value else None,
            grades=self.parts("grades", self._grade),
            law_exceptions=tuple(self._law_exceptions()),
            id=self.values.data.value["id"],
            title=Text(**self.values.data.value["title"]),
        )

    def parts(self, section: str, make: Callable[[str, AnyType, Path_], Made]) -> tuple[Made, ...]:
        """The parts of a section that could be made."""
        given = self.values.data.value.get(section, {}).items()
        named = section not in NOT_PARTS
        made = (
            self.noted(f"{section}.{key}", partial(self._part, make, key, raw, (section, key)), named)
            for key, raw in given
        )
        return tuple(part for found in made for part in found)

    def _part(self, make: Callable[[str, AnyType, Path_], Made], key: str, raw: AnyType, path: Path_) -> Made:
        """One part of a section."""
        reserved = reserved_fault(key, path[0] in STANDING) if path[0] not in NOT_PARTS else None
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

    def _fact(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Fact:
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
            table=self._table(raw, path) if raw["kind"] == Kind.RECORDS.value else None,
            better=raw.get("better"),
            effort=raw.get("effort", 1),
            counts_below=self.values.rule((*path, "counts_below")) if "counts_below" in raw else None,
            **self._described(key, raw, path),
        )

    def _table(self, raw: Mapping[str, AnyType], path: Path_) -> Table:
        """The table of a fact of kind records: columns are facts, definitions and invariants speak of one record."""

        def each_of(name: str, make: Callable[..., Made], *more: str) -> tuple[Made, ...]:
            return tuple(make(key, each, (*path, name, key), *more) for key, each in raw.get(name, {}).items())

        return Table(
            columns=each_of("columns", self._fact),
            number=raw.get("number"),
            definitions=each_of("definitions", self._definition, EACH),
            invariants=each_of("invariants", self._invariant, EACH),
        )

    def _judged_fact(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Fact | None:
        """The fact that holds an appraiser's judgement: it has the name and title of its criterion."""
        if not raw.get("judged"):
            return None
        return judged_fact(**self._described(key, raw, path))

    def _described(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> dict[str, AnyType]:
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

    def _definition(self, key: str, raw: Mapping[str, AnyType], path: Path_, record: str | None = None) -> Definition:
        expression = self.values.expression((*path, "expression"), record)
        measure = self.values.measure(raw.get("unit"))
        origin = self.values.origin_at(path)
        return Definition(key, Text(**raw["title"]), expression, measure, origin, may_only=raw.get("may_only"))

    def _parameter(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Parameter:
        measure, scale = self.values.measure(raw.get("unit")), self.values.scale_of(raw, path)
        values = self.dated_values(raw["values"], (*path, "values"))
        for at, each in enumerate(raw["values"]):
            wrong = misfit(self.values.setting(each["value"], (*path, "values", at, "value")), measure, scale)
            if wrong is not None:
                raise RuleError(evolve(wrong, place=self.values.data.place((*path, "values", at, "value"))))
        origin = self.values.origin_at(path)
        return Parameter(key, Text(**raw["title"]), values, measure, scale, raw.get("may_only"), origin)

    def dated_values(self, raw: AnyType, path: Path_) -> tuple[Dated, ...]:
        """Dated values, a single one or a list, in the order of their years."""
        if not isinstance(raw, list):
            return (self._dated(raw, path),)
        dated = (self._dated(each, (*path, at)) for at, each in enumerate(raw))
        return tuple(sorted(dated, key=lambda each: each.span))

    def _dated(self, raw: Mapping[str, AnyType], path: Path_) -> Dated:
        value = self.values.setting(raw["value"], (*path, "value"))
        first, last = self.values.years(raw["years"])
        citations, note, origin = self.values.citations(raw, path), raw.get("note"), self.values.origin_at(path)
        made = partial(Dated, value, first, last, Backing(raw["backing"]), citations, note and Text(**note), origin)
        return self.values.placed((*path, "years"), made)

    def _invariant(self, key: str, raw: Mapping[str, AnyType], path: Path_, record: str | None = None) -> Invariant:
        rule = self.values.rule((*path, "rule"), record)
        return Invariant(key, Text(**raw["title"]), rule, self.values.origin_at(path))

    def _group(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Group:
        # A group whose standard is at fault is a group all the same, for the criteria in it.
        standard: Condition = Name(REQUIREMENTS_MET)
        if "standard" in raw:
            read = partial(self.values.rule, (*path, "standard"))
            standard = next(self.noted(".".join(map(str, path)), read), standard)
        origin, lock = self.values.origin_at(path), raw.get("may_only")
        return Group(key, Text(**raw["title"]), raw.get("order", 0), standard, origin, may_only=lock)

    def _grade(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Grade:
        # A grade whose standard is at fault is a grade all the same; it is never given then.
        standard: Condition = Truth("standard" not in raw)
        if "standard" in raw:
            read = partial(self.values.rule, (*path, "standard"))
            standard = next(self.noted(".".join(map(str, path)), read), standard)
        backing, citations = Backing(raw["backing"]), self.values.citations(raw, path)
        return Grade(key, Text(**raw["title"]), standard, backing, citations, self.values.origin_at(path))

    def _criterion(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Criterion:
        rule = judged_rule(key) if raw.get("judged") else self.values.rule((*path, "rule"))
        types, points, help = raw.get("organisation_types"), raw.get("points"), raw.get("help")
        return Criterion(
            id=key,
            group=self._group_of(raw, path),
            title=Text(**raw["title"]),
            rule=rule,
            role=Role(raw.get("role", "requirement")),
            applies_to=frozenset(raw.get("applies_to", ALL_KINDS)),
            organisation_types=None if types is None else frozenset(types),
            applies_when=self._applies_when(key, raw, path),
            evidence_required=raw.get("evidence") == "required",
            points=None if points is None else self.values.number(points, (*path, "points")),
            bands=self.bands(raw.get("bands", ()), (*path, "bands")),
            backing=Backing(raw["backing"]),
            citations=self.values.citations(raw, path),
            help=help and Text(**help),
            may_only=raw.get("may_only"),
            origin=self.values.origin_at(path),
        )

    def _law_exceptions(self) -> Iterator[LawException]:
        for at, raw in enumerate(self.values.data.value.get("law_exceptions", ())):
            about = (raw.get("criterion"), raw.get("fact"))
            yield LawException(raw["law"], Text(**raw["reason"]), *about, self.values.origin_at(("law_exceptions", at)))

    def bands(self, raw: AnyType, path: Path_) -> tuple[Band, ...]:
        """Points by degree."""
        return tuple(self._band(band, (*path, at)) for at, band in enumerate(raw))

    def _band(self, raw: Mapping[str, AnyType], path: Path_) -> Band:
        return Band(self.values.rule((*path, "when")), self.values.number(raw["points"], (*path, "points")))

    def _applies_when(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Condition | None:
        written = self.values.rule((*path, "applies_when")) if "applies_when" in raw else None
        return judged_guard(key, written) if raw.get("judged") else written

    def _group_of(self, raw: Mapping[str, AnyType], path: Path_) -> str:
        groups = self.values.data.value.get("groups", {})
        if "group" in raw:
            return str(raw["group"])
        if len(groups) != 1:
            message = "this criterion does not say its group"
            raise self.values.wrong(path, message, "Add group: with the id of one")
        return str(next(iter(groups)))


def _award(raw: AnyType) -> Award | None:
    if raw is None or isinstance(raw, str):
        return FOUR_GOOD if raw else None
    cell = Text(**raw.get("cell", raw))
    return Award(cell, Text(**raw["committee"]) if "committee" in raw else cell)
