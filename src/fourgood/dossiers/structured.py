"""Dossiers in YAML and JSON files."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any as AnyType
from typing import cast

from attrs import frozen

from fourgood.dossier import Dossier, Evidence
from fourgood.dossiers.evidence import read_date, settle
from fourgood.dossiers.rejected import Item, Rejected
from fourgood.errors import DossierError, Fault, Place
from fourgood.schemacheck import faults as schema_faults
from fourgood.yamlfile import Data, Path_, read_file

DOSSIER = "A dossier has the keys unit and year, and facts"
OF_RECORD = re.compile(r"(.+?)\[(\d+)\](?:\.(.+))?", re.DOTALL)
"""What a fault calls a row of a table, or a cell: meetings[2].attended."""

UNIT_KEYS = frozenset(("id", "name", "kind", "organisation_type", "parent"))


def read_structured(path: Path) -> Iterator[Item]:
    """The dossiers of a YAML or JSON file, one by one; a bad one does not stop the others.

    Raises FourgoodError when the file as a whole cannot be read.
    """
    data = read_file(path)
    for steps in _items(data):
        faults = list(_faults(data, steps))
        yield _rejected(data, steps, faults) if faults else _dossier(data, steps)


def _items(data: Data) -> Iterator[Path_]:
    """The paths of the dossiers in a file: of the whole, of a list, or of the list under `dossiers`."""
    match data.value:
        case list() as items:
            yield from ((position,) for position in range(len(items)))
        case {"dossiers": list() as items, **rest} if rest.keys() <= {"$schema"}:
            yield from (("dossiers", position) for position in range(len(items)))
        case {"dossiers": _}:
            raise DossierError(schema_faults(data, "dossier"))
        case dict():
            yield ()
        case _:
            raise DossierError(Fault("this file holds no dossier", place=data.place(()), hint=DOSSIER))


def _faults(data: Data, steps: Path_) -> Iterator[Fault]:
    if isinstance(_at(data, steps), dict):
        yield from schema_faults(data, "dossier#/$defs/dossier", steps)
    else:
        yield Fault("this is no dossier", place=data.place(steps), hint=DOSSIER)


def _at(data: Data, steps: Path_) -> AnyType:
    value = data.value
    for step in steps:
        value = value[step]
    return value


def _rejected(data: Data, steps: Path_, faults: Iterable[Fault]) -> Rejected:
    item = _at(data, steps)
    unit = item.get("unit") if isinstance(item, dict) else None
    if not isinstance(unit, dict):
        return Rejected(data.place(steps), None, faults)
    id, parent = (each if isinstance(each, str) else None for each in (unit.get("id"), unit.get("parent") or ""))
    return Rejected(data.place(steps), id, faults, parent)


def _dossier(data: Data, steps: Path_) -> Dossier:
    """A dossier of what the schema has let through."""
    item = _at(data, steps)
    unit = item["unit"]
    facts: dict[str, AnyType] = {}
    evidence: dict[str, Evidence] = {}
    for key, stated in (item.get("facts") or {}).items():
        value, attested = stated_fact(stated)
        if value is not None:
            facts[key] = value
        if attested != Evidence():
            evidence[key] = attested
    return Dossier(
        str(unit["id"]), unit["kind"], item["year"], unit.get("name") or "", unit.get("organisation_type"),
        unit.get("parent"), item.get("note"), facts, evidence, data.place(steps), _Places(data, steps),
    )  # fmt: skip


def stated_fact(stated: AnyType) -> tuple[AnyType, Evidence]:
    """The value of a fact as a file states it, bare or with what it rests on; and that."""
    if not isinstance(stated, dict):
        return stated, Evidence()
    evidence = _evidence(stated.get("evidence"))
    if "value" in stated:
        return stated["value"], evidence
    return settle(stated.get("own"), stated.get("appraised"), evidence)


def _evidence(stated: AnyType) -> Evidence:
    match stated:
        case dict():
            date = stated.get("date")
            day = None if date is None else read_date(date)
            return Evidence(stated.get("document"), stated.get("number"), day, stated.get("attested_by"))
        case _:
            return Evidence(document=stated)


@frozen
class _Places(Mapping[str, Place]):
    """Where the parts of a dossier stand, looked up when somebody asks."""

    data: Data
    steps: Path_

    def __getitem__(self, key: str) -> Place:
        if key in UNIT_KEYS:
            return self.data.place((*self.steps, "unit", key))
        if key in ("year", "note"):
            return self.data.place((*self.steps, key))
        if (path := (*self.steps, "facts", key)) in self.data.marks:
            return self.data.place(path)
        if found := OF_RECORD.fullmatch(key):
            fact, index, column = found[1], int(found[2]), found[3]
            start = (*self.steps, "facts", fact)
            start = (*start, "value") if (*start, "value") in self.data.marks else start
            path = (*start, index) if column is None else (*start, index, column)
            if path in self.data.marks:
                return self.data.place(path)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        start = (*self.steps, "facts")
        return (cast(str, path[-1]) for path in self.data.marks if len(path) > len(start) and path[:-1] == start)

    def __len__(self) -> int:
        return sum(1 for _ in self)
