"""What `fourgood check` finds as SARIF 2.1.0, the form in which editors and code hosts show findings."""

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any as AnyType
from urllib.parse import quote

from attrs import evolve

from fourgood.analysis import CODES, Code, Remark, Severity
from fourgood.errors import Fault, Place
from fourgood.language import Language
from fourgood.text import Text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FAULT = Code("fault", Severity.ERROR, Text("Lỗi trong tệp", "A fault in a file"))
"""What is wrong with a file before lint looks at it."""


def sarif(faults: Iterable[Fault], remarks: Iterable[Remark], said: Language) -> dict[str, AnyType]:
    """A SARIF log with one run: every fault and every remark, with its place, in one language."""
    found = [*((FAULT, fault) for fault in faults), *((each.code, each.fault) for each in remarks)]
    codes = [FAULT, *CODES.values()]
    driver = {"name": "fourgood", "version": _version(), "rules": [_rule(code, said) for code in codes]}
    results = [_result(code, codes.index(code), fault, said) for code, fault in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _version() -> str:
    try:
        return version("fourgood")
    except PackageNotFoundError:
        return "0"


def _rule(code: Code, said: Language) -> dict[str, AnyType]:
    return {
        "id": code.id,
        "shortDescription": {"text": said.text(code.title)},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _result(code: Code, index: int, fault: Fault, said: Language) -> dict[str, AnyType]:
    return {
        "ruleId": code.id,
        "ruleIndex": index,
        "level": code.severity.value,
        "message": {"text": evolve(fault, place=Place()).say(said)},
        "locations": list(_locations(fault.place)),
    }


def _locations(place: Place) -> Iterator[dict[str, AnyType]]:
    location: dict[str, AnyType] = {}
    if place.file is not None:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(place.file)}, **_region(place)}
    if place.key is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": place.key}]
    if location:
        yield location


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _region(place: Place) -> dict[str, AnyType]:
    region = {"startLine": place.line, "startColumn": place.column}
    known = {name: value for name, value in region.items() if value is not None}
    return {"region": known} if place.line is not None else {}
