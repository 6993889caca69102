"""The example cases run: which came out otherwise than expected, and why."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any as AnyType

from attrs import evolve, frozen

from fourgood.analysis import Remark
from fourgood.analysis.remarkjson import remark_json
from fourgood.errors import Fault
from fourgood.faultjson import fault_json, place_json
from fourgood.language import Language
from fourgood.outcome import Outcome, Status
from fourgood.outcomewords import OUTCOMES, STATUSES
from fourgood.scale import Measure
from fourgood.testing.case import Miss
from fourgood.testing.cases import RulebookOf, Suite
from fourgood.testing.implied import proposals, too_wide
from fourgood.testing.lintpart import REMARKS, remark_line
from fourgood.testing.mend import Mend, mends_of
from fourgood.testing.narrowing import for_all
from fourgood.testing.part import State
from fourgood.testing.result import Result, run
from fourgood.verdict import Verdict

CASES = Measure("trường hợp mẫu", "example case", "example cases")
FAULTS = Measure("lỗi", "fault", "faults")
MAX_REASONS = 3


@frozen(slots=False)
class CasesPart:
    """What all example cases came to, and what kept some from being made; `mends` are the changes that failed ones ask
    for, where changes were tried.
    """

    results: tuple[Result, ...]
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """What the cases make one ask of the rules: nothing that fails."""
    mends: tuple[Mend, ...] = ()
    name: str = "cases"

    @cached_property
    def failed(self) -> tuple[Result, ...]:
        """Those that came out otherwise than expected."""
        return tuple(result for result in self.results if result.misses)

    @cached_property
    def proposals(self) -> tuple[Fault, ...]:
        """What would narrow down the criteria that apply although a case says, or implies, that they do not."""
        return tuple(proposals(self.results, {mend.mutant.id for mend in self.mends if mend.whole}))

    @property
    def unreviewed(self) -> int:
        """How many were made from the rules, and nobody vouches for yet."""
        return sum(1 for result in self.results if not result.case.reviewed)

    @property
    def state(self) -> State:
        """Whether all came out as expected; no case at all is nothing to rely on."""
        return State.FOUND if self.failed or self.faults else State.HOLDS if self.results else State.UNDECIDED

    def summary(self, said: Language) -> str:
        """How many there are, and how many failed."""
        if not self.results and not self.faults:
            return said("there are no example cases")
        values = {"cases": said.measured(len(self.results), CASES), "failed": len(self.failed)}
        text = "{cases}: {failed} came out otherwise than expected" if self.failed else "{cases}, all as expected"
        parts = [said(text).format(**values)]
        if self.unreviewed:
            parts.append(said("{number} of them unreviewed").format(number=self.unreviewed))
        if self.faults:
            faults = said.measured(len(self.faults), FAULTS)
            parts.append(said("{faults} in the cases themselves").format(faults=faults))
        if self.remarks:
            parts.append(said("{remarks} on the rules").format(remarks=said.measured(len(self.remarks), REMARKS)))
        return "; ".join(parts)

    def lines(self, said: Language) -> Iterator[str]:
        """The faults, and each case that failed, with what was expected, what came out, why, and what would mend it."""
        yield from (f"✗ {fault.say(said)}" for fault in self.faults)
        for result, *same in _alike(self.failed):
            yield from failure(result, said)
            for mend in mends_of(result.case, self.mends):
                yield from (f"    {line}" for line in mend.lines(said))
            if same:
                yield "    " + said("the same: {names}").format(names=said.listed([each.case.name for each in same]))
        yield from (f"• {fault.say(said)}" for fault in self.proposals)
        yield from (remark_line(each, said) for each in self.remarks)

    def to_json(self) -> dict[str, AnyType]:
        """Counts, faults, and the cases that failed."""
        return {
            "number": len(self.results),
            "unreviewed": self.unreviewed,
            "faults": [fault_json(fault) for fault in self.faults],
            "failed": [_result_json(result, self.mends) for result in self.failed],
            "proposals": [fault_json(fault) for fault in self.proposals],
            "remarks": [remark_json(each) for each in self.remarks],
        }


def suite_part(made: Suite, rulebook_of: RulebookOf) -> CasesPart:
    """A suite run."""
    return CasesPart(tuple(run(made.cases, rulebook_of)), made.faults, made.remarks)


def _alike(failed: Iterable[Result]) -> Iterable[list[Result]]:
    """Cases of the same lines that came out in the same way: one that names no kind of unit is two cases."""
    found: dict[AnyType, list[Result]] = {}
    for each in failed:
        key = (each.case.place, each.misses) if str(each.case.place) else id(each)
        found.setdefault(key, []).append(each)
    return found.values()


def failure(result: Result, said: Language) -> Iterator[str]:
    """A case that failed, for a person: what was expected, what came out, and why."""
    case = result.case
    mark = "" if case.reviewed else f" [{said('unreviewed')}]"
    yield f"✗ {case.name}{mark}"
    if str(case.place):
        yield f"    {case.place.file}:{case.place.line}:{case.place.column}"
    for miss in result.misses:
        yield f"    {_miss(miss, result.verdict, said)}"
        yield from (f"      {text}" for text in _why(miss, result.verdict, said))
    yield from (f"      {for_all(*each).say(said)}" for each in too_wide(result) if not each[0].limited)
    for _, place in result.rules:
        if place.file:
            yield "    " + said("the rule: {place}").format(place=evolve(place, key=None))


def _miss(miss: Miss, verdict: Verdict, said: Language) -> str:
    """Expected met, got not met."""
    if miss.subject == "because":
        values = {"expected": miss.expected, "found": ", ".join(miss.found)}  # type: ignore[arg-type]
        return said("`{expected}` is not among the reasons: {found}").format(**values)
    if miss.subject == "by":
        text = said("the whole: expected to be decided by {expected}, is decided by {found}")
        return text.format(expected=_criteria(miss.expected, verdict, said), found=_criteria(miss.found, verdict, said))
    values = {
        "expected": _word(miss.expected, verdict, said),
        "found": _word(miss.found, verdict, said),
        "of": _title(miss, verdict, said),
    }
    return said("{of}: expected {expected}, got {found}").format(**values)


def _title(miss: Miss, verdict: Verdict, said: Language) -> str:
    match miss.subject:
        case "criterion":
            return _criterion(miss.key, verdict, said)
        case "group":
            return said.text(verdict.groups[miss.key].group.title)
        case "grade":
            return said("the grade")
        case _:
            return said("the whole")


def _criterion(id: str, verdict: Verdict, said: Language) -> str:
    return said.text(verdict.rulebook.criterion(id).title)


def _criteria(ids: AnyType, verdict: Verdict, said: Language) -> str:
    return said.listed([_criterion(id, verdict, said) for id in ids])


def _word(value: AnyType, verdict: Verdict, said: Language) -> str:
    match value:
        case Outcome():
            return said(OUTCOMES[value])
        case Status():
            return said.text(STATUSES[value])
        case tuple():
            return said.listed([_word(each, verdict, said) for each in value], "or")
        case _:
            return said.text(verdict.rulebook.grade(value).title) if value else said("no grade")


def _why(miss: Miss, verdict: Verdict, said: Language) -> list[str]:
    """The reasons that the explanation gives for what came out."""
    match miss.subject:
        case "criterion":
            findings = [verdict.finding(miss.key)]
        case "group":
            findings = [each for each in verdict.groups[miss.key].findings if each.outcome is miss.found]
        case "status" | "by":
            findings = list(verdict.decisive)
        case "grade":
            findings = list(verdict.grade_decisive)
        case "because":
            return []
    texts = [text for finding in findings for text in finding.texts(said.code)]
    return [*texts[:MAX_REASONS], *(["…"] if len(texts) > MAX_REASONS else [])]


def _result_json(result: Result, mends: Iterable[Mend]) -> dict[str, AnyType]:
    case = result.case
    return {
        "case": case.name,
        "reviewed": case.reviewed,
        "place": place_json(case.place),
        "dossier": case.dossier.to_json(),
        "misses": [_miss_json(miss) for miss in result.misses],
        "rules": {id: place_json(place) for id, place in result.rules},
        "mends": [mend.to_json() for mend in mends_of(case, mends)],
    }


def _miss_json(miss: Miss) -> dict[str, AnyType]:
    expected, found = _plain(miss.expected), _plain(miss.found)
    return {"subject": miss.subject, "key": miss.key, "expected": expected, "found": found}


def _plain(value: Outcome | Status | str | tuple[str, ...]) -> str | list[str]:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str) else str(value.value)
