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


def case_lines(case: Case) -> Iterator[str]:
    """A case ready to paste: of one criterion in the short form, any other in the long form."""
    yield from criterion_lines([case]) if is_short(case) else long_lines(case)


def is_short(case: Case) -> bool:
    """Whether the short form can say it: it expects something of one criterion, and of nothing else."""
    expect = case.expect
    return len(expect.criteria) == 1 and not expect.groups and expect.status is None and expect.grade is None


def long_lines(case: Case) -> Iterator[str]:
    """A case in the long form."""
    expect = case.expect
    said: dict[str, AnyType] = {}
    for name, outcomes in (("criteria", expect.criteria), ("groups", expect.groups)):
        said |= {name: {id: each.value for id, each in outcomes.items()}} if outcomes else {}
    said |= {"status": expect.status.value} if expect.status is not None else {}
    said |= {"by": list(expect.by)} if expect.by else {}
    said |= {"grade": expect.grade or None} if expect.grade is not None else {}
    unit, facts = _unit(case.dossier), _facts(case.dossier)
    yield f"{text(case.name)}:"
    yield from (f"  {key}: {flow(each)}" for key, each in {**unit, "facts": facts, "expect": said}.items())
    if not case.reviewed:
        yield "  reviewed: false"


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
    """The lines of a cases file: cases of one criterion in the short form, the others in the long form."""
    given = list(cases)
    by_criterion: dict[str, list[Case]] = {}
    for case in filter(is_short, given):
        (id,) = case.expect.criteria
        by_criterion.setdefault(id, []).append(case)
    yield from (f"# {line}" for line in head)
    yield from (f"$schema: {CASES_SCHEMA}", f"rulebook: {text(rulebook)}", f"year: {year}")
    if by_criterion:
        yield "criteria:"
    for id, found in by_criterion.items():
        yield f"  {id}:"
        yield from criterion_lines(found, "    ")
    if others := [case for case in given if not is_short(case)]:
        yield "cases:"
        yield from (f"  {line}" for case in others for line in long_lines(case))


def _words(name: str) -> str:
    """The words of a case's name, without the criterion and outcome that the short form says elsewhere."""
    return name.partition(": ")[2] or name


def _stated(case: Case) -> dict[str, AnyType]:
    because = {"because": list(case.expect.because)} if case.expect.because else {}
    reviewed = {} if case.reviewed else {"reviewed": False}
    return {**_unit(case.dossier), **_facts(case.dossier), **because, **reviewed}


def _unit(dossier: Dossier) -> dict[str, AnyType]:
    type = dossier.organisation_type
    return {"kind": dossier.kind, **({} if type is None else {"organisation_type": type})}


def _facts(dossier: Dossier) -> dict[str, AnyType]:
    return {key: _with_evidence(key, value, dossier) for key, value in dossier.facts.items()}


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
        case list():
            return "[" + ", ".join(map(flow, value)) + "]"
        case None:
            return "null"
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
