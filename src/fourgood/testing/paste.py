"""Cases written down in the short form, ready to paste or to save."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any as AnyType

from fourgood.dossier import Dossier, Evidence
from fourgood.testing.case import Case
from fourgood.testing.casefile import CASES_SCHEMA
from fourgood.yamlfile import DECIMAL, INTEGER, NOT_FINITE, WORDS

PLAIN = re.compile(r"[^\W\d_][\w %/.()'-]*", re.UNICODE)
"""Text that needs no quotes."""


def case_line(case: Case) -> str:
    """A case of one criterion as one line of the short form: its name, and the facts."""
    return f"{text(_words(case.name))}: {flow(_stated(case))}"


def criterion_lines(cases: Iterable[Case], indent: str = "") -> Iterator[str]:
    """Cases of one criterion in the short form: what comes out, and below it a line a case."""
    by_outcome: dict[str, list[Case]] = {}
    for case in cases:
        (outcome,) = case.expect.criteria.values()
        by_outcome.setdefault(outcome.value, []).append(case)
    for value, found in by_outcome.items():
        yield f"{indent}{value}:"
        yield from (f"{indent}  {case_line(case)}" for case in found)


def cases_file(cases: Iterable[Case], rulebook: str, year: int, head: Iterable[str] = ()) -> Iterator[str]:
    """The lines of a cases file with cases of one criterion each."""
    by_criterion: dict[str, list[Case]] = {}
    for case in cases:
        (id,) = case.expect.criteria
        by_criterion.setdefault(id, []).append(case)
    yield from (f"# {line}" for line in head)
    yield from (f"$schema: {CASES_SCHEMA}", f"rulebook: {text(rulebook)}", f"year: {year}", "criteria:")
    for id, found in by_criterion.items():
        yield f"  {id}:"
        yield from criterion_lines(found, "    ")


def _words(name: str) -> str:
    """The words of a case's name, without the criterion and outcome that the short form says elsewhere."""
    return name.partition(": ")[2] or name


def _stated(case: Case) -> dict[str, AnyType]:
    dossier = case.dossier
    unit: dict[str, AnyType] = {"kind": dossier.kind}
    if dossier.organisation_type is not None:
        unit["organisation_type"] = dossier.organisation_type
    facts = {key: _with_evidence(key, value, dossier) for key, value in dossier.facts.items()}
    return {**unit, **facts, **({} if case.reviewed else {"reviewed": False})}


def _with_evidence(key: str, value: AnyType, dossier: Dossier) -> AnyType:
    evidence = dossier.evidence.get(key)
    return value if evidence is None else {"value": value, "evidence": _evidence(evidence)}


def _evidence(evidence: Evidence) -> AnyType:
    parts = {"document": evidence.document, "number": evidence.number, "attested_by": evidence.attested_by}
    if evidence.date is not None:
        parts["date"] = evidence.date.isoformat()
    known = {key: each for key, each in parts.items() if each is not None}
    return evidence.document if list(known) == ["document"] else known


def flow(value: AnyType) -> str:
    """A value in YAML's flow style, on one line."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{text(key)}: {flow(each)}" for key, each in value.items()) + "}"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case _:
            return text(str(value))


def text(value: str) -> str:
    """Text as YAML: in quotes where it would be read as something else."""
    special = value in WORDS or any(each.fullmatch(value) for each in (INTEGER, DECIMAL, NOT_FINITE))
    if not special and PLAIN.fullmatch(value) and value == value.strip():
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
