"""A rulebook of one year written as one flat rule file, which loads to a rulebook that decides the same."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.award import FOUR_GOOD, STANDARD_GROUPS
from fourgood.citation import Backing, Citation, Document
from fourgood.contribution import EMPTY_ID
from fourgood.criterion import REQUIREMENTS_MET, Criterion, Group, PythonRule, Role
from fourgood.errors import Fault, RulebookError
from fourgood.grade import Grade
from fourgood.rule import Name, Node, Truth
from fourgood.rulebook import Rulebook
from fourgood.rulebookjson import award_json, exception_json
from fourgood.scale import PERCENT, Measure, Scale
from fourgood.table import Table
from fourgood.text import Text
from fourgood.vocabulary import ALL_KINDS, Definition, Fact, Invariant, Kind, Threshold
from fourgood.write import number_text, to_text

PLAIN = re.compile(r"[^\W\d_]([\w ./()-]*[\w.)])?")
MAX_ID = 100
WORDS = frozenset(("true", "false", "null"))


def rule_file(rulebook: Rulebook) -> str:
    """The text of a rule file in YAML with everything that decides, with an id of its own: a layer over nothing,
    so that it takes part without the plugins.

    Raises RulebookError for what no rule file can hold: criteria and facts worked out in Python.
    """
    if faults := list(_unwritable(rulebook)):
        raise RulebookError(faults)
    return "\n".join(_lines(_Writer(rulebook).data())) + "\n"


def _unwritable(rulebook: Rulebook) -> Iterator[Fault]:
    hint = "A rule file holds rules alone: hand it on as a plugin"
    coded = [each.id for each in rulebook.criteria if isinstance(each.rule, PythonRule)]
    for key in (*coded, *(derived.fact.key for derived in rulebook.derived)):
        yield Fault("`{key}` is written in Python and cannot stand in a rule file", {"key": key}, hint=hint)
    thresholds = rulebook.vocabulary.thresholds
    for key, threshold in thresholds.items():
        if isinstance(threshold.value, str) and threshold.scale is None:
            yield Fault("`{key}` is a choice without a scale", {"key": key}, hint="Give the parameter its scale")
    backed = [(key, each.dated.backing, each.dated.citations) for key, each in thresholds.items()]
    backed += [(each.id, each.backing, each.citations) for each in rulebook.criteria]
    backed += [(each.key, each.backing, each.citations) for each in rulebook.grades]
    for key, backing, citations in backed:
        if backing is not Backing.ASSUMPTION and not citations:
            message = "`{key}` is backed by a document, and names none"
            yield Fault(message, {"key": key}, hint="Add source, or write assumption")


class _Number(str):
    """A number as it is written."""


def _number(value: Fraction | Decimal) -> _Number:
    return _Number(number_text(Fraction(value)))


@frozen
class _Writer:
    """The data of a rule file, its documents and scales declared once."""

    rulebook: Rulebook
    documents: dict[Document, str] = field(factory=dict)
    scales: dict[Scale, str] = field(factory=dict)

    def data(self) -> dict[str, AnyType]:
        """Everything, what is declared before what refers to it."""
        book, vocabulary = self.rulebook, self.rulebook.vocabulary
        sections = {
            "facts": {key: self.fact(each) for key, each in vocabulary.facts.items()},
            "parameters": {key: self.parameter(each) for key, each in vocabulary.thresholds.items()},
            "definitions": {key: self.definition(each) for key, each in vocabulary.definitions.items()},
            "invariants": {each.key: self.invariant(each) for each in vocabulary.invariants},
            "groups": {each.id: self.group(each, place) for place, each in enumerate(book.groups)},
            "criteria": {each.id: self.criterion(each) for each in book.criteria},
            "grades": {each.key: self.grade(each) for each in book.grades},
        }
        declared = {
            "documents": {key: _document(document) for document, key in self.documents.items()},
            "scales": {key: _scale(scale) for scale, key in self.scales.items()},
        }
        head = {
            "$schema": "urn:fourgood:schema:rules",
            "id": _id(book.id, book.year),
            **({"extends": EMPTY_ID} if _stands_alone(book) else {}),
            "title": _text(book.title),
            "years": _Number(book.year),
        }
        award = "four_good" if book.award == FOUR_GOOD else award_json(book.award)
        last = {"law_exceptions": [exception_json(each) for each in book.law_exceptions]}
        standard = {"standard": to_text(book.standard)}
        return {**head, "award": award, **_said({**declared, **sections}), **standard, **_said(last)}

    def source(self, citations: Iterable[Citation]) -> list[AnyType]:
        return [
            _said(
                {"document": self.documents.setdefault(each.document, f"d{len(self.documents) + 1}"), "item": each.item}
            )
            for each in citations
        ]

    def scale(self, scale: Scale | None) -> str | None:
        return None if scale is None else self.scales.setdefault(scale, f"s{len(self.scales) + 1}")

    def table(self, table: Table) -> dict[str, AnyType]:
        return {
            "columns": {each.key: self.fact(each) for each in table.columns},
            "number": _Number(table.number) if isinstance(table.number, int) else table.number,
            "definitions": {each.key: self.definition(each) for each in table.definitions},
            "invariants": {each.key: self.invariant(each) for each in table.invariants},
        }

    def fact(self, fact: Fact) -> dict[str, AnyType]:
        bounds = {"min": _number(fact.minimum), "max": _number(fact.maximum)} if fact.numeric else {}
        step = {"step": _number(fact.step)} if fact.kind is Kind.NUMBER else {}
        return _said(
            {
                "kind": fact.kind.value,
                "title": _text(fact.title),
                "help": _text(fact.help),
                "unit": _unit(fact.measure) if fact.numeric or fact.table else None,
                **bounds,
                **step,
                "scale": self.scale(fact.scale),
                "better": fact.better,
                "effort": None if fact.effort == 1 else _Number(fact.effort),
                "applies_to": _some(fact.applies_to),
                "counts_below": _rule(fact.counts_below),
                "source": self.source(fact.citations),
                **({} if fact.table is None else self.table(fact.table)),
            }
        )

    def parameter(self, threshold: Threshold) -> dict[str, AnyType]:
        dated = threshold.dated
        value = _said(
            {
                "value": dated.value if isinstance(dated.value, str) else _number(dated.value),
                "years": _Number(f"{dated.first_year}-{dated.last_year}"),
                "backing": dated.backing.value,
                "source": self.source(dated.citations),
                "note": _text(dated.note),
            }
        )
        unit, scale = _unit(threshold.measure), self.scale(threshold.scale)
        return _said({"title": _text(threshold.title), "unit": unit, "scale": scale, "values": [value]})

    def definition(self, definition: Definition) -> dict[str, AnyType]:
        expression = to_text(definition.expression)
        return _said({"title": _text(definition.title), "expression": expression, "unit": _unit(definition.measure)})

    def invariant(self, invariant: Invariant) -> dict[str, AnyType]:
        return {"title": _text(invariant.title), "rule": to_text(invariant.rule)}

    def group(self, group: Group, place: int) -> dict[str, AnyType]:
        standard = None if group.standard == Name(REQUIREMENTS_MET) else to_text(group.standard)
        return _said({"title": _text(group.title), "order": _Number(place), "standard": standard})

    def grade(self, grade: Grade) -> dict[str, AnyType]:
        return _said(
            {
                "title": _text(grade.title),
                "standard": None if grade.standard == Truth(True) else to_text(grade.standard),
                "backing": grade.backing.value,
                "source": self.source(grade.citations),
            }
        )

    def criterion(self, criterion: Criterion) -> dict[str, AnyType]:
        assert not isinstance(criterion.rule, PythonRule)
        bands = [{"when": to_text(band.when), "points": _number(band.points)} for band in criterion.bands]
        types = criterion.organisation_types
        return _said(
            {
                "group": criterion.group,
                "title": _text(criterion.title),
                "help": _text(criterion.help),
                "role": None if criterion.role is Role.REQUIREMENT else criterion.role.value,
                "rule": to_text(criterion.rule),
                "applies_to": _some(criterion.applies_to),
                "organisation_types": None if types is None else sorted(types),
                "applies_when": _rule(criterion.applies_when),
                "evidence": "required" if criterion.evidence_required else None,
                "points": None if criterion.points is None else _number(criterion.points),
                "bands": bands,
                "backing": criterion.backing.value,
                "source": self.source(criterion.citations),
            }
        )


def _stands_alone(book: Rulebook) -> bool:
    """Whether it can be a layer over nothing: no layer awards the title of the four goods for other groups."""
    return book.award != FOUR_GOOD or {group.id for group in book.groups} == set(STANDARD_GROUPS)


def _id(id: str, year: int) -> str:
    """An id of its own, so that it can lie beside the layers that it was made of."""
    suffix = f".flat.{year}"
    return id.replace("+", ".").removesuffix(suffix)[: MAX_ID - len(suffix)].rstrip("._-") + suffix


def _said(data: Mapping[str, AnyType]) -> dict[str, AnyType]:
    return {key: value for key, value in data.items() if value not in (None, [], {})}


def _rule(node: Node | None) -> str | None:
    return None if node is None else to_text(node)


def _some(kinds: Iterable[str]) -> list[str] | None:
    return None if frozenset(kinds) == ALL_KINDS else sorted(kinds)


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"vi": text.vi, "en": text.en}


def _unit(measure: Measure | None) -> AnyType:
    if measure is None or measure == PERCENT:
        return "percent" if measure else None
    return {"vi": measure.vi, "en": [measure.en, measure.en_plural]}


def _document(document: Document) -> dict[str, AnyType]:
    date = None if document.date is None else document.date.isoformat()
    more = {"number": document.number, "date": date, "issuer": _text(document.issuer), "url": document.url}
    return {"title": _text(document.title), **_said(more)}


def _scale(scale: Scale) -> dict[str, AnyType]:
    ordered = {"ordered": _Number("true")} if scale.ordered else {}
    return {**ordered, "values": {key: _text(words) for key, words in scale.values}}


# YAML: mappings and lists in blocks, every text that could be read as something else in quotes.


def _lines(value: AnyType, indent: str = "") -> Iterator[str]:
    items = value.items() if isinstance(value, dict) else (("-", item) for item in value)
    for key, item in items:
        head = f"{indent}- " if key == "-" else f"{indent}{key}:"
        if isinstance(item, (dict, list)):
            inner = list(_lines(item, indent + "  "))
            # A list's item starts in the line of its dash.
            yield from [head + inner[0].lstrip(" "), *inner[1:]] if key == "-" else [head, *inner]
        else:
            yield f"{head}{'' if key == '-' else ' '}{_scalar(item)}"


def _scalar(text: str) -> str:
    if isinstance(text, _Number) or (PLAIN.fullmatch(text) and text.lower() not in WORDS):
        return text
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    signs = (f"\\{sign}" if sign in '"\\' else sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in text)
    return f'"{"".join(signs)}"'
