"""Cases written down in the short form, ready to paste or to save."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from itertools import chain, count
from typing import Any as AnyType

from fourgood.dossier import Dossier, Evidence
from fourgood.testing.above import NOTHING, Above
from fourgood.testing.case import Case
from fourgood.testing.casefile import CASES_SCHEMA
from fourgood.yamlfile import DECIMAL, INTEGER, NOT_FINITE, WORDS, Path_

PLAIN = re.compile(r"[^\W\d_][\w %/.()'-]*", re.UNICODE)
"""Text that needs no quotes."""

BLOCKS = {"criteria": 4, "cases": 3}
"""The sections of a cases file, and how deep what is in them stands on lines of its own."""

MAX_IN_LINE = 6
"""How many facts of a whole dossier stand on one line."""


def case_line(case: Case, above: Above = NOTHING) -> str:
    """A case of one criterion as one line of the short form: its name, and the facts."""
    return f"{text(_words(case.name))}: {flow(_short(case, above))}"


def case_lines(case: Case, above: Above = NOTHING) -> Iterator[str]:
    """A case ready to paste: of one criterion in the short form, any other in the long form."""
    shown = tree([case], above)
    if is_short(case):
        (id,) = case.expect.criteria
        yield from block(shown["criteria"][id], ("criteria", id))
    else:
        yield from block(shown["cases"], ("cases",))


def is_short(case: Case) -> bool:
    """Whether the short form can say it: it expects something of one criterion, and of nothing else."""
    expect = case.expect
    return len(expect.criteria) == 1 and not expect.groups and expect.status is None and expect.grade is None


def cases_file(cases: Iterable[Case], rules: Sequence[str], year: int, head: Iterable[str] = ()) -> Iterator[str]:
    """The lines of a cases file about some rules: cases of one criterion in the short form, the others in the long."""
    rulebook = flow(rules[0] if len(rules) == 1 else list(rules))
    yield from (f"# {line}" for line in head)
    yield from (f"$schema: {CASES_SCHEMA}", f"rulebook: {rulebook}", f"year: {year}")
    yield from block(tree(cases, NOTHING), ())


def tree(cases: Iterable[Case], above: Above = NOTHING, taken: Iterable[Path_] = ()) -> dict[str, AnyType]:
    """Cases as the data of a cases file: no two of the same name, and none of a name that is taken there."""
    paths, found = set(taken), dict[str, AnyType]()
    for case in cases:
        outcomes = [(id, each.value) for id, each in case.expect.criteria.items()]
        *outer, name = ("criteria", *outcomes[0], _words(case.name)) if is_short(case) else ("cases", case.name)
        numbered = (f"{name} ({number})" for number in count(2))
        free = next(each for each in chain([name], numbered) if (*outer, each) not in paths)
        paths.add((*outer, free))
        inside = reduce(lambda inner, key: inner.setdefault(key, {}), outer, found)
        inside[free] = _short(case, above) if is_short(case) else _long(case, above)
    return {key: found[key] for key in BLOCKS if key in found}


def block(value: Mapping[str, AnyType], at: Path_) -> Iterator[str]:
    """Entries at a path of a cases file as YAML, each on lines of its own as far down as reads well."""
    for key, each in value.items():
        path = (*at, key)
        if isinstance(each, Mapping) and each and len(path) < _depth(path, each):
            yield f"{text(key)}:"
            yield from (f"  {line}" for line in block(each, path))
        else:
            yield f"{text(key)}: {flow(each)}"


def _depth(path: Path_, value: Mapping[str, AnyType]) -> int:
    """How deep entries stand on lines of their own; the facts of a whole dossier do too."""
    deeper = len(path) == 3 and path[-1] == "facts" and len(value) > MAX_IN_LINE
    return BLOCKS[str(path[0])] + deeper


def _words(name: str) -> str:
    """The words of a case's name, without the criterion and outcome that the short form says elsewhere."""
    return name.partition(": ")[2] or name


def _short(case: Case, above: Above) -> dict[str, AnyType]:
    (id,) = case.expect.criteria
    because = {"because": list(case.expect.because)} if case.expect.because else {}
    return {**_unit(case.dossier, above, id), **_facts(case.dossier), **because, **_reviewed(case)}


def _long(case: Case, above: Above) -> dict[str, AnyType]:
    expect = case.expect
    said: dict[str, AnyType] = {}
    for name, outcomes in (("criteria", expect.criteria), ("groups", expect.groups)):
        said |= {name: {id: each.value for id, each in outcomes.items()}} if outcomes else {}
    said |= {"status": expect.status.value} if expect.status is not None else {}
    said |= {"by": list(expect.by)} if expect.by else {}
    said |= {"grade": expect.grade or None} if expect.grade is not None else {}
    said |= {"because": list(expect.because)} if expect.because else {}
    return {**_unit(case.dossier, above), "facts": _facts(case.dossier), "expect": said, **_reviewed(case)}


def _reviewed(case: Case) -> dict[str, AnyType]:
    return {} if case.reviewed else {"reviewed": False}


def _unit(dossier: Dossier, above: Above, criterion: str = "") -> dict[str, AnyType]:
    """What the unit is: all that what stands above might say otherwise."""
    type = dossier.organisation_type
    typed = {} if type is None and criterion not in above.typed else {"organisation_type": type}
    year = {"year": dossier.year} if above.other_year(dossier.year, criterion) else {}
    return {"kind": dossier.kind, **typed, **year}


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
