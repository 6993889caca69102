"""Files with example cases: cases files, and rule files that have cases beside their criteria."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any as AnyType

from attrs import evolve, frozen

from fourgood.errors import Fault
from fourgood.outcome import Outcome, Status
from fourgood.rulefile import MAX_BYTES
from fourgood.schemacheck import faults as schema_faults
from fourgood.testing.base import Bases, stated
from fourgood.testing.case import NO_GRADE
from fourgood.testing.draft import Draft, Stated
from fourgood.yamlfile import Data, Path_, read_file

CASES_SCHEMA = "urn:fourgood:schema:cases"
OUTCOMES = {each.value: each for each in Outcome if each is not Outcome.ERROR}
OF_THE_UNIT = ("kind", "organisation_type", "year")
OF_THE_CASE = (*OF_THE_UNIT, "because", "source", "reviewed")
"""What stands among the facts in the short form, and is none."""


@frozen
class CaseFile:
    """What a file says of cases: the rules they are for, those that could be read, and what is wrong with the others.

    `rulebook` is empty for a rule file, whose cases are about itself.
    """

    path: Path
    rulebook: tuple[str, ...] = ()
    year: int | None = None
    drafts: tuple[Draft, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_cases(path: Path) -> CaseFile:
    """The cases of a cases file or rule file. Raises FourgoodError when the file as a whole cannot be read."""
    data = read_file(path, MAX_BYTES)
    return _cases_file(path, data) if is_cases(data.value) else _rule_file(path, data)


def is_cases(value: AnyType) -> bool:
    """Whether what a file holds is a file of cases, by its schema."""
    return isinstance(value, dict) and value.get("$schema") == CASES_SCHEMA


def _cases_file(path: Path, data: Data) -> CaseFile:
    shorts = [("criteria", id) for id in _keys(data, "criteria")]
    entries = [("cases", name) for name in _keys(data, "cases")]
    bad = [*_bad_entries(data, shorts), *_bad(data, entries, "case")]
    left = _without(data, [each for each, _ in bad])
    faults = [fault for _, found in bad for fault in found]
    if frame := list(schema_faults(left, "cases")):
        return CaseFile(path, _rules_of(left.value), faults=(*frame, *faults))
    value, reader = left.value, _Reader(left, Bases(left, path.parent))
    drafts = [draft for at in shorts for draft in reader.short(at, at[-1])]
    drafts += [draft for at in entries if _holds(left, at) for draft in reader.long(at)]
    return CaseFile(path, _rules_of(value), value.get("year"), tuple(drafts), (*faults, *reader.bases.faults))


def _rules_of(value: Mapping[str, AnyType]) -> tuple[str, ...]:
    """The rules that cases are about, also where something else in the file is wrong: else others would be tested."""
    return tuple(map(str, _several(value.get("rulebook", ()))))


def _rule_file(path: Path, data: Data) -> CaseFile:
    shorts = [at for id in _keys(data, "criteria") if _holds(data, at := ("criteria", id, "cases"))]
    bad = _bad_entries(data, shorts)
    left = _without(data, [each for each, _ in bad])
    worse = _bad(left, shorts, "criterion_cases")
    left = _without(left, [each for each, _ in worse])
    reader = _Reader(left, Bases(left, path.parent))
    drafts = [draft for at in shorts if _holds(left, at) for draft in reader.short(at, at[1])]
    return CaseFile(path, drafts=tuple(drafts), faults=tuple(fault for _, found in (*bad, *worse) for fault in found))


def _bad_entries(data: Data, shorts: Iterable[Path_]) -> list[tuple[Path_, list[Fault]]]:
    """The entries of short forms that are not what they should be, with their faults."""
    entries = [(*at, outcome, name) for at in shorts for outcome in OUTCOMES for name in _keys(data, *at, outcome)]
    return _bad(data, entries, "short_case")


def _bad(data: Data, paths: Iterable[Path_], part: str) -> list[tuple[Path_, list[Fault]]]:
    found = ((path, list(schema_faults(data, f"cases#/$defs/{part}", path))) for path in paths)
    return [(path, faults) for path, faults in found if faults]


def _at(data: Data, path: Path_) -> AnyType:
    """What stands at a path, None where there is no such path."""
    value = data.value
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _holds(data: Data, path: Path_) -> bool:
    return _at(data, path) is not None


def _keys(data: Data, *path: str | int) -> list[str]:
    value = _at(data, path)
    return list(value) if isinstance(value, dict) else []


def _without(data: Data, paths: Iterable[Path_]) -> Data:
    """The data without what stands at some paths."""
    value = data.value
    for path in paths:
        value = _cut(value, path)
    return evolve(data, value=value)


def _cut(value: AnyType, path: Path_) -> AnyType:
    first, rest = path[0], path[1:]
    if not rest:
        return {key: each for key, each in value.items() if key != first}
    return {key: _cut(each, rest) if key == first else each for key, each in value.items()}


@frozen
class _Reader:
    """Makes drafts of what the schema has let through."""

    data: Data
    bases: Bases

    def short(self, at: Path_, criterion: AnyType) -> Iterator[Draft]:
        """The cases of one criterion: outcome → words → facts."""
        block = _at(self.data, at)
        shared = {key: block[key] for key in OF_THE_UNIT if key in block}
        for outcome, meant in OUTCOMES.items():
            for words, raw in block.get(outcome, {}).items():
                path = (*at, outcome, words)
                own = {**shared, **{key: raw[key] for key in OF_THE_CASE if raw and key in raw}}
                facts = {key: each for key, each in (raw or {}).items() if key not in OF_THE_CASE}
                draft = self._draft(f"{criterion}, {outcome}: {words}", path, own)
                yield evolve(draft, stated=stated(self.data, facts, path), criteria={criterion: meant})

    def long(self, at: Path_) -> Iterator[Draft]:
        """A case of the long form, of each of its bases; none of a base that could not be read."""
        raw = _at(self.data, at)
        if "base" not in raw:
            if "kind" in raw:
                yield self._expecting(at, raw, stated(self.data, raw.get("facts") or {}, (*at, "facts")))
            else:
                self.bases.faults.append(_no_kind(self.data, at))
            return
        names = _several(raw["base"])
        change = stated(self.data, raw.get("change") or {}, (*at, "change"))
        for name in names:
            if base := self.bases.of(name, (*at, "base")):
                draft = self._expecting(at, {**base.unit, **raw}, base.changed(change))
                yield evolve(draft, base=name if len(names) > 1 else None)

    def _expecting(self, at: Path_, own: Mapping[str, AnyType], facts: Stated) -> Draft:
        """A case of the long form, with what is known and what it expects."""
        expect = own["expect"]
        return evolve(
            self._draft(str(at[-1]), at, {**own, "because": expect.get("because", ())}),
            stated=facts,
            criteria=_outcomes(expect.get("criteria", {})),
            groups=_outcomes(expect.get("groups", {})),
            status=Status(expect["status"]) if "status" in expect else None,
            by=tuple(expect.get("by", ())),
            grade=(expect["grade"] or NO_GRADE) if "grade" in expect else None,
        )

    def _draft(self, name: str, at: Path_, own: Mapping[str, AnyType]) -> Draft:
        """What both forms say of a case beside its facts and what is expected."""
        whole = self.data.value if is_cases(self.data.value) else {}
        return Draft(
            name,
            self.data.place(at),
            at,
            stated(self.data, {}, at),
            kinds=_several(own["kind"]) if "kind" in own else None,
            types=_several(own["organisation_type"]) if "organisation_type" in own else (None,),
            year=own.get("year", whole.get("year")),
            because=_several(own.get("because", ())),
            reviewed=own.get("reviewed", whole.get("reviewed", True)),
            source=own.get("source", whole.get("source")),
        )


def _several(given: AnyType) -> tuple[AnyType, ...]:
    """One or several, as several."""
    return tuple(given) if isinstance(given, (list, tuple)) else (given,)


def _outcomes(given: Mapping[str, str]) -> dict[str, Outcome]:
    return {id: OUTCOMES[each] for id, each in given.items()}


def _no_kind(data: Data, at: Path_) -> Fault:
    hint = "Add kind: cell or kind: committee, or a base"
    return Fault("this case does not say what kind of unit it is about", {}, data.place(at), hint)
