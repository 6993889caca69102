"""Rule files: YAML or JSON text → a contribution, or a layer. First the schema, then values, then the rules in them."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from itertools import pairwise
from typing import Any as AnyType
from typing import TypeVar

from attrs import evolve, field, frozen

from fourgood.citation import Backing, Citation, Document, Origin
from fourgood.contribution import Contribution
from fourgood.criterion import REQUIREMENTS_MET, Band, Criterion, Group, Role, judged_fact, judged_guard, judged_rule
from fourgood.errors import Fault, Place, RulebookError, RuleError
from fourgood.layer import Given
from fourgood.layerfile import by_id_only, layer
from fourgood.parse import parse, parse_expression
from fourgood.rule import Condition, Name, Node
from fourgood.schemacheck import faults as schema_faults
from fourgood.text import Text
from fourgood.vocabulary import (
    ALL_KINDS,
    MAX_FACT_DIGITS,
    PERCENT,
    Dated,
    Definition,
    Fact,
    Invariant,
    Kind,
    Measure,
    Parameter,
    Scale,
    Setting,
    bounds_fit,
    misfit,
)
from fourgood.yamlfile import Data, Path_, Readable, read_text

MAX_BYTES = 1024 * 1024
NOBODY = Origin()
KEY = re.compile(r"[a-z][a-z0-9_]*")
BOUNDS = "the bounds of `{key}` do not fit: {min} to {max} in steps of {step}"

Made = TypeVar("Made")


def read_rules(file: Readable, origin: Origin = NOBODY) -> Given:
    """What a rule file contributes; a layer when it extends a rulebook.

    `origin` says whose the file is; all parts carry it, each with its line. Raises RulebookError with every fault of
    the file: schema, values and rules.
    """
    content = file.read_bytes()
    name = origin.file or str(file)
    if len(content) > MAX_BYTES:
        values = {"size": len(content), "limit": MAX_BYTES}
        raise RulebookError(Fault("this file has {size} bytes, {limit} at most", values, Place(name), "Split it"))
    data = read_text(content, name)
    if faults := list(schema_faults(data, "rules")):
        raise RulebookError([by_id_only(fault) for fault in faults])
    extends = data.value.get("extends")
    reader = _Reader(data, evolve(origin, file=name, layer=data.value["id"] if extends else None))
    given = layer(reader) if extends else reader.contribution()
    if reader.faults:
        raise RulebookError(reader.faults)
    return given


@frozen
class _Reader:
    """Makes the parts of one file; what is wrong with a part is noted, and the others are made all the same."""

    data: Data
    origin: Origin
    faults: list[Fault] = field(factory=list)

    def contribution(self) -> Contribution:
        judged = self.parts("criteria", self.judged_fact)
        return Contribution(
            facts=(*self.parts("facts", self.fact), *(fact for fact in judged if fact is not None)),
            definitions=self.parts("definitions", self.definition),
            parameters=self.parts("parameters", self.parameter),
            invariants=self.parts("invariants", self.invariant),
            groups=self.parts("groups", self.group),
            criteria=self.parts("criteria", self.criterion),
            standard=next(self.noted("standard", partial(self.rule, ("standard",))), None)
            if "standard" in self.data.value
            else None,
            id=self.data.value["id"],
            title=Text(**self.data.value["title"]),
        )

    def parts(self, section: str, make: Callable[[str, AnyType, Path_], Made]) -> tuple[Made, ...]:
        given = self.data.value.get(section, {}).items()
        made = (self.noted(f"{section}.{key}", partial(make, key, raw, (section, key))) for key, raw in given)
        return tuple(part for found in made for part in found)

    def noted(self, name: str, make: Callable[[], Made]) -> Iterator[Made]:
        """What is made, or nothing: what is wrong is noted then."""
        try:
            yield make()
        except RuleError as error:
            known = {"file": self.data.file, "key": name}
            self.faults.extend(fault.at(**known) for fault in error.faults if fault not in self.faults)

    def fault(self, path: Path_, message: str, hint: str | None = None, **values: AnyType) -> RuleError:
        return RuleError(Fault(message, values, self.data.place(path), hint))

    def origin_at(self, path: Path_) -> Origin:
        place = self.data.place(path)
        return evolve(self.origin, line=place.line, column=place.column)

    # What the parts are made of

    def rule(self, path: Path_) -> Condition:
        return parse(self.at(path), self.data.start(path))

    def expression(self, path: Path_) -> Node:
        return parse_expression(self.at(path), self.data.start(path))

    def at(self, path: Path_) -> AnyType:
        value = self.data.value
        for step in path:
            value = value[step]
        return value

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        return {key: self.document(key, raw) for key, raw in self.data.value.get("documents", {}).items()}

    def document(self, key: str, raw: Mapping[str, AnyType]) -> Document:
        date = raw.get("date")
        try:
            issued = None if date is None else datetime.date.fromisoformat(date)
        except ValueError as error:
            raise self.fault(
                ("documents", key, "date"), "`{date}` is no date", "Write it like 2018-07-06", date=date
            ) from error
        issuer = raw.get("issuer")
        return Document(Text(**raw["title"]), raw.get("number"), issued, issuer and Text(**issuer), raw.get("url"))

    def citations(self, raw: Mapping[str, AnyType], path: Path_) -> tuple[Citation, ...]:
        given = raw.get("source", [])
        return tuple(self.citation(each, (*path, "source")) for each in (given if isinstance(given, list) else [given]))

    def citation(self, raw: Mapping[str, AnyType], path: Path_) -> Citation:
        document = self.documents.get(raw["document"])
        if document is None:
            raise self.fault(
                path, "the document `{key}` is not declared", "Add it under documents", key=raw["document"]
            )
        return Citation(document, raw.get("item"))

    def source(self, raw: AnyType, path: Path_) -> tuple[Citation, ...]:
        return self.citations({} if raw is None else {"source": raw}, path)

    def measure(self, raw: AnyType) -> Measure | None:
        if raw is None or raw == "percent":
            return PERCENT if raw else None
        english = raw["en"]
        return Measure(raw["vi"], english) if isinstance(english, str) else Measure(raw["vi"], *english)

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        return {
            key: Scale(tuple((each, Text(**words)) for each, words in raw["values"].items()), raw.get("ordered", False))
            for key, raw in self.data.value.get("scales", {}).items()
        }

    def scale(self, raw: Mapping[str, AnyType], path: Path_) -> Scale | None:
        key = raw.get("scale")
        if key is not None and key not in self.scales:
            raise self.fault((*path, "scale"), "the scale `{scale}` is not declared", "Add it under scales", scale=key)
        return None if key is None else self.scales[key]

    def years(self, raw: int | str, path: Path_) -> tuple[int, int]:
        first, _, last = str(raw).partition("-")
        if int(first) > int(last or first):
            raise self.fault(path, "the years {years} run backwards", "Write the first year first", years=raw)
        return int(first), int(last or first)

    def number(self, raw: AnyType) -> Fraction:
        text = "".join(str(raw).split())
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)

    def decimal(self, raw: Mapping[str, AnyType], name: str, path: Path_) -> Decimal:
        number = self.number(raw[name])
        places = 0
        while number.denominator != 1 and places < MAX_FACT_DIGITS:
            number, places = number * 10, places + 1
        if number.denominator != 1 or abs(number) >= 10**MAX_FACT_DIGITS:
            raise self.fault(
                (*path, name), "`{value}` has more than {limit} digits", value=raw[name], limit=MAX_FACT_DIGITS
            )
        return Decimal(number.numerator).scaleb(-places)

    # The parts

    def fact(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Fact:
        kind = Kind(raw["kind"])
        numeric = kind in (Kind.COUNT, Kind.NUMBER)
        minimum = self.decimal(raw, "min", path) if numeric else Decimal(0)
        maximum = self.decimal(raw, "max", path) if numeric else Decimal(0)
        step = self.decimal(raw, "step", path) if kind is Kind.NUMBER else Decimal(1)
        if numeric and not bounds_fit(minimum, maximum, step):
            raise self.fault(path, BOUNDS, key=key, min=minimum, max=maximum, step=step)
        help = raw.get("help")
        return Fact(
            key=key,
            kind=kind,
            title=Text(**raw["title"]),
            measure=self.measure(raw.get("unit")),
            minimum=minimum,
            maximum=maximum,
            step=step,
            scale=self.scale(raw, path),
            better=raw.get("better"),
            effort=raw.get("effort", 1),
            help=help and Text(**help),
            applies_to=frozenset(raw.get("applies_to", ALL_KINDS)),
            citations=self.citations(raw, path),
            origin=self.origin_at(path),
        )

    def judged_fact(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Fact | None:
        """The fact that holds an appraiser's judgement: it has the name and title of its criterion."""
        if not raw.get("judged"):
            return None
        help, kinds = raw.get("help"), frozenset(raw.get("applies_to", ALL_KINDS))
        cited, origin = self.citations(raw, path), self.origin_at(path)
        return judged_fact(key, Text(**raw["title"]), help and Text(**help), kinds, cited, origin)

    def definition(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Definition:
        expression = self.expression((*path, "expression"))
        return Definition(key, Text(**raw["title"]), expression, self.measure(raw.get("unit")), self.origin_at(path))

    def parameter(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Parameter:
        measure, scale = self.measure(raw.get("unit")), self.scale(raw, path)
        values = self.dated_values(key, raw["values"], (*path, "values"))
        for at, each in enumerate(raw["values"]):
            if wrong := misfit(self.setting(each["value"]), measure, scale):
                raise RuleError(evolve(wrong, place=self.data.place((*path, "values", at, "value"))))
        origin = self.origin_at(path)
        return Parameter(key, Text(**raw["title"]), values, measure, scale, raw.get("may_only"), origin)

    def dated_values(self, key: str, raw: AnyType, path: Path_) -> tuple[Dated, ...]:
        """Dated values in the order of their years."""
        given = raw if isinstance(raw, list) else [raw]
        steps: list[Path_] = [(*path, at) if isinstance(raw, list) else path for at in range(len(given))]
        dated = [self.dated(each, step) for each, step in zip(given, steps, strict=True)]
        in_order = sorted(dated, key=lambda each: each.first_year)
        for earlier, later in pairwise(in_order):
            if later.first_year <= earlier.last_year:
                values = {
                    "key": key,
                    "year": later.first_year,
                    "first": earlier.origin.line,
                    "second": later.origin.line,
                }
                message = "`{key}` has two values for {year}, in line {first} and in line {second}"
                raise self.fault(path[:2], message, "Let the years not overlap", **values)
        return tuple(in_order)

    def dated(self, raw: Mapping[str, AnyType], path: Path_) -> Dated:
        value = self.setting(raw["value"])
        first, last = self.years(raw["years"], (*path, "years"))
        note = raw.get("note")
        return Dated(
            value,
            first,
            last,
            Backing(raw["backing"]),
            self.citations(raw, path),
            note and Text(**note),
            self.origin_at(path),
        )

    def setting(self, raw: AnyType) -> Setting:
        word = isinstance(raw, str) and KEY.fullmatch(raw) is not None
        return str(raw) if word else self.number(raw)

    def invariant(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Invariant:
        return Invariant(key, Text(**raw["title"]), self.rule((*path, "rule")), self.origin_at(path))

    def group(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Group:
        standard = self.rule((*path, "standard")) if "standard" in raw else Name(REQUIREMENTS_MET)
        return Group(key, Text(**raw["title"]), raw.get("order", 0), standard, self.origin_at(path))

    def criterion(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Criterion:
        rule = judged_rule(key) if raw.get("judged") else self.rule((*path, "rule"))
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
            points=None if points is None else self.number(points),
            bands=self.bands(raw.get("bands", ()), path),
            backing=Backing(raw["backing"]),
            citations=self.citations(raw, path),
            help=help and Text(**help),
            origin=self.origin_at(path),
        )

    def bands(self, raw: AnyType, path: Path_) -> tuple[Band, ...]:
        return tuple(
            Band(self.rule((*path, "bands", at, "when")), self.number(band["points"])) for at, band in enumerate(raw)
        )

    def applies_when(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> Condition | None:
        written = self.rule((*path, "applies_when")) if "applies_when" in raw else None
        return judged_guard(key, written) if raw.get("judged") else written

    def group_of(self, raw: Mapping[str, AnyType], path: Path_) -> str:
        groups = self.data.value.get("groups", {})
        if "group" in raw:
            return str(raw["group"])
        if len(groups) != 1:
            raise self.fault(path, "this criterion does not say its group", "Add group: with the id of one")
        return str(next(iter(groups)))
