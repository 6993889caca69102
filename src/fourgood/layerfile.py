"""The sections of a rule file that only a layer has: set, change, drop."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any as AnyType
from typing import TypeAlias, get_args

from attrs import evolve

from fourgood.citation import Backing
from fourgood.criterion import Role
from fourgood.errors import Fault
from fourgood.history import Section
from fourgood.layer import Assignment, Change, Drop, Layer
from fourgood.ruleparts import Parts
from fourgood.text import Text
from fourgood.vocabulary import ALL_KINDS
from fourgood.yamlfile import Path_

Read: TypeAlias = Callable[[Parts, AnyType, Path_], AnyType]
SECTIONS: tuple[Section, ...] = get_args(Section)


def layer(reader: Parts) -> Layer:
    """The layer that a file is; what is wrong is noted in the reader, and the rest is read all the same."""
    value, top = reader.values.data.value, reader.values.origin_at(())
    changed, adds = value.get("change", {}), reader.contribution()
    return Layer(
        id=value["id"],
        title=Text(**value["title"]),
        extends=value["extends"],
        adds=evolve(adds, standard=None, award=None),
        sets=reader.parts("set", lambda key, raw, path: _assignment(reader, key, raw, path)),
        changes=tuple(
            change for section in SECTIONS if section in changed for change in _changes(reader, section, changed)
        ),
        drops=tuple(_drops(reader, value.get("drop", {}))),
        standard=adds.standard,
        award=adds.award,
        years=next(reader.noted("years", partial(_years, reader, value["years"])), None) if "years" in value else None,
        origin=top,
        standard_origin=reader.values.origin_at(("standard",)),
        award_origin=reader.values.origin_at(("award",)),
    )


def by_id_only(fault: Fault) -> Fault:
    """A fault of the schema, said better where `extends` names a file."""
    value = str(fault.values.get("value", ""))
    if fault.place.key != "extends" or not any(sign in value for sign in "/\\.'"):
        return fault
    message = "{value} is no id: a layer extends a rulebook by its id, never by a path"
    return Fault(message, {"value": value}, fault.place, "Write the id that stands in that file, in small letters")


def _years(reader: Parts, raw: AnyType) -> tuple[int, int]:
    first, last = reader.values.years(raw)
    if first > last:
        message = "the years {years} run backwards"
        raise reader.values.wrong(("years",), message, "Write the first year first", years=raw)
    return first, last


def _assignment(reader: Parts, key: str, raw: AnyType, path: Path_) -> Assignment:
    return Assignment(key, reader.dated_values(raw, path), reader.values.origin_at(path))


def _drops(reader: Parts, given: Mapping[Section, Mapping[str, AnyType]]) -> Iterator[Drop]:
    for section, parts in given.items():
        for key, raw in parts.items():
            yield Drop(section, key, Text(**raw["reason"]), reader.values.origin_at(("drop", section, key)))


def _changes(reader: Parts, section: Section, changed: Mapping[str, AnyType]) -> Iterator[Change]:
    for key, raw in changed[section].items():
        path: Path_ = ("change", section, key)
        for fields in reader.noted(f"change.{section}.{key}", partial(_fields, reader, section, raw, path)):
            places = {ATTRIBUTES.get(name, name): reader.values.origin_at((*path, name)) for name in raw}
            yield Change(section, key, fields, reader.values.origin_at(path), places)


def _fields(reader: Parts, section: Section, raw: Mapping[str, AnyType], path: Path_) -> dict[str, AnyType]:
    readers = {**COMMON, **FIELDS.get(section, {})}
    return {ATTRIBUTES.get(name, name): readers.get(name, _as_is)(reader, value, path) for name, value in raw.items()}


def _as_is(_reader: Parts, value: AnyType, _path: Path_) -> AnyType:
    return value


def _text(_reader: Parts, value: AnyType, _path: Path_) -> Text | None:
    return None if value is None else Text(**value)


def _kinds(_reader: Parts, value: AnyType, _path: Path_) -> AnyType:
    return ALL_KINDS if value is None else frozenset(value)


def _decimal(name: str) -> Read:
    return lambda reader, value, path: reader.values.decimal(value, (*path, name))


def _rule(name: str) -> Read:
    return lambda reader, value, path: None if value is None else reader.values.rule((*path, name))


ATTRIBUTES = {
    "unit": "measure",
    "min": "minimum",
    "max": "maximum",
    "source": "citations",
    "evidence": "evidence_required",
}
"""The attributes that a rule file calls otherwise."""

COMMON: Mapping[str, Read] = {
    "title": _text,
    "help": _text,
    "applies_to": _kinds,
    "unit": lambda reader, value, _: reader.values.measure(value),
    "source": lambda reader, value, path: reader.values.citations({} if value is None else {"source": value}, path),
}
FIELDS: Mapping[Section, Mapping[str, Read]] = {
    "facts": {**{name: _decimal(name) for name in ("min", "max", "step")}, "counts_below": _rule("counts_below")},
    "definitions": {"expression": lambda reader, _, path: reader.values.expression((*path, "expression"))},
    "groups": {"standard": _rule("standard")},
    "criteria": {
        "role": lambda _reader, value, _path: Role(value),
        "rule": _rule("rule"),
        "organisation_types": lambda _reader, value, _path: None if value is None else frozenset(value),
        "applies_when": _rule("applies_when"),
        "evidence": lambda _reader, value, _path: value == "required",
        "points": lambda reader, value, path: None if value is None else reader.values.number(value, (*path, "points")),
        "bands": lambda reader, value, path: reader.bands(value or (), (*path, "bands")),
        "backing": lambda _reader, value, _path: Backing(value),
    },
}
