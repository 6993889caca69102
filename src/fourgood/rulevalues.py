"""What the parts of a rule file are made of: documents and citations, scales, measures, numbers, years."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any as AnyType
from typing import TypeVar

from attrs import evolve, field, frozen

from fourgood.citation import Citation, Document, Origin
from fourgood.errors import Fault, RulebookError, RuleError
from fourgood.parse import MAX_DIGITS, TOO_MANY_DIGITS, parse, parse_expression
from fourgood.rule import Condition, Node
from fourgood.scale import PERCENT, Measure, Scale
from fourgood.text import Text
from fourgood.vocabulary import Setting
from fourgood.yamlfile import Data, Path_

Made = TypeVar("Made")


@frozen
class Values:
    """Makes values of a rule file.

    `documents` and `scales` are those that it declares and that could be made; `left_out` has the sections and keys of
    the parts that are not in the data, because their faults are known.
    """

    data: Data
    origin: Origin
    left_out: frozenset[tuple[str, str]] = frozenset()
    documents: dict[str, Document] = field(factory=dict)
    scales: dict[str, Scale] = field(factory=dict)

    def wrong(self, path: Path_, message: str, hint: str | None = None, **values: AnyType) -> RuleError:
        """What is wrong at a path, as an error to raise."""
        return RuleError(Fault(message, values, self.data.place(path), hint))

    def placed(self, path: Path_, make: Callable[[], Made]) -> Made:
        """What is made; what is wrong with it as a whole stands at a path."""
        try:
            return make()
        except RulebookError as error:
            raise RuleError(evolve(fault, place=self.data.place(path)) for fault in error.faults) from error

    def origin_at(self, path: Path_) -> Origin:
        """Whose file it is, with the place of a path."""
        place = self.data.place(path)
        return evolve(self.origin, line=place.line, column=place.column)

    def rule(self, path: Path_, record: str | None = None) -> Condition:
        """The rule at a path; `record` is what it calls the record of a table that it speaks of."""
        return parse(self._at(path), self.data.start(path), record)

    def expression(self, path: Path_, record: str | None = None) -> Node:
        """The term or condition at a path."""
        return parse_expression(self._at(path), self.data.start(path), record)

    def _at(self, path: Path_) -> AnyType:
        value = self.data.value
        for step in path:
            value = value[step]
        return value

    def document(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> tuple[str, Document]:
        """A document, with its key."""
        date = raw.get("date")
        try:
            issued = None if date is None else datetime.date.fromisoformat(date)
        except ValueError as error:
            message = "`{date}` is no date"
            raise self.wrong((*path, "date"), message, "Write it like 2018-07-06", date=date) from error
        issuer = raw.get("issuer")
        title = Text(**raw["title"])
        return key, Document(title, raw.get("number"), issued, issuer and Text(**issuer), raw.get("url"))

    def scale(self, key: str, raw: Mapping[str, AnyType], path: Path_) -> tuple[str, Scale]:
        """A scale, with its key."""
        choices = tuple((each, Text(**words)) for each, words in raw["values"].items())
        return key, Scale(choices, raw.get("ordered", False))

    def citations(self, raw: Mapping[str, AnyType], path: Path_) -> tuple[Citation, ...]:
        """What a part cites."""
        given = raw.get("source", [])
        path = (*path, "source")
        return tuple(self._citation(each, path) for each in (given if isinstance(given, list) else [given]))

    def _citation(self, raw: Mapping[str, AnyType], path: Path_) -> Citation:
        document = self._declared("documents", raw["document"], self.documents)
        if document is None:
            message = "the document `{key}` is not declared"
            raise self.wrong(path, message, "Add it under documents", key=raw["document"])
        return Citation(document, raw.get("item"))

    def scale_of(self, raw: Mapping[str, AnyType], path: Path_) -> Scale | None:
        """The scale that a part names."""
        key = raw.get("scale")
        scale = None if key is None else self._declared("scales", key, self.scales)
        if key is not None and scale is None:
            raise self.wrong((*path, "scale"), "the scale `{scale}` is not declared", "Add it under scales", scale=key)
        return scale

    def _declared(self, section: str, key: str, made: Mapping[str, AnyType]) -> AnyType:
        if key not in made and (key in self.data.value.get(section, ()) or (section, key) in self.left_out):
            # Why it could not be made has been said.
            raise RuleError(())
        return made.get(key)

    def measure(self, raw: AnyType) -> Measure | None:
        """What a number counts."""
        if raw is None or raw == "percent":
            return PERCENT if raw else None
        english = raw["en"]
        return Measure(raw["vi"], english) if isinstance(english, str) else Measure(raw["vi"], *english)

    def years(self, raw: int | str) -> tuple[int, int]:
        """The first and the last year."""
        first, _, last = str(raw).partition("-")
        return int(first), int(last or first)

    def number(self, raw: AnyType, path: Path_) -> Fraction:
        """A number, as a fraction: 1/3 is a third."""
        if "/" not in str(raw):
            return Fraction(self.decimal(raw, path))
        numerator, _, denominator = str(raw).partition("/")
        if max(len(numerator.lstrip("-")), len(denominator)) > MAX_DIGITS:
            raise self.wrong(path, TOO_MANY_DIGITS, limit=MAX_DIGITS)
        return Fraction(int(numerator), int(denominator))

    def decimal(self, raw: AnyType, path: Path_) -> Decimal:
        """A number exactly as it is written; 85% is 0.85. Of a fraction nothing is one."""
        if "/" in (text := "".join(str(raw).split())):
            raise self.wrong(path, "{value} is no decimal number", "Write it like 0.25 or 25%", value=text)
        share = text.endswith("%")
        number = Decimal(text[:-1] if share else text)
        sign, digits, exponent = number.as_tuple()
        assert isinstance(exponent, int)
        if len(digits) > MAX_DIGITS or abs(exponent) > MAX_DIGITS:
            raise self.wrong(path, TOO_MANY_DIGITS, limit=MAX_DIGITS)
        # A decimal of its parts is exact, whatever the context.
        return Decimal((sign, digits, exponent - 2)) if share else number

    def setting(self, raw: AnyType, path: Path_) -> Setting:
        """What a parameter is set to: a number, or the key of a choice."""
        word = isinstance(raw, str) and raw[:1].isalpha()
        return str(raw) if word else self.number(raw, path)
