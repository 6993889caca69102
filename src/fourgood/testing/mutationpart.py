"""Rule mutation for people: the changes that no example case notices, each with the case that would."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any as AnyType

from attrs import frozen

from fourgood.cli.faultjson import fault_json
from fourgood.language import Language
from fourgood.scale import Measure
from fourgood.testing.bases import bases_of
from fourgood.testing.case import Case
from fourgood.testing.made import Maker
from fourgood.testing.mutationreport import MutationReport, mutation_of
from fourgood.testing.part import State
from fourgood.testing.paste import case_lines, is_short
from fourgood.testing.settling import Settled
from fourgood.testing.target import Target

MAX_FACTS = 12
"""Of how many facts a case is shown."""

CHANGES = Measure("thay đổi", "change", "changes")


def mutation_part(target: Target) -> "MutationPart":
    """Every change of one step to the criteria under test, tried against the cases of the year."""
    rulebook = target.rulebook
    cases = [case for case in target.cases if case.dossier.year == rulebook.year]
    found = mutation_of(rulebook, cases, tuple(bases_of(target)), *target.changeable)
    return MutationPart(found, target)


@frozen(slots=False)
class MutationPart:
    """What the cases notice of the changes, and what is known of the others."""

    report: MutationReport
    target: Target
    name: str = "mutation"

    @cached_property
    def unnoticed(self) -> tuple[Settled, ...]:
        """The changes that a case would notice, and none does."""
        return self.report.unnoticed

    @property
    def state(self) -> State:
        """Whether all are noticed that can be; what could not be settled is undecided."""
        if self.unnoticed:
            return State.FOUND
        return State.UNDECIDED if self.report.open else State.HOLDS

    def summary(self, said: Language) -> str:
        """How many changes are noticed, how many are not, and what is known of these."""
        report = self.report
        asked = len(report.killed) + len(report.survivors) - len(report.equivalent)
        values = {"noticed": len(report.killed), "changes": said.measured(asked, CHANGES)}
        parts = [said("the cases notice {noticed} of {changes} to the rules").format(**values)]
        if report.equivalent:
            parts.append(said("{number} more change nothing").format(number=len(report.equivalent)))
        if report.open:
            parts.append(said("{number} could not be settled").format(number=len(report.open)))
        return "; ".join(parts)

    def lines(self, said: Language) -> Iterator[str]:
        """Each change that nobody would notice, and the case that would notice it; then what could not be settled."""
        maker = Maker(self.target.rulebook, said)
        for each in self.unnoticed:
            yield f"✗ {each.mutant.change.say(said)}"
            if each.case is not None:
                yield from (f"    {line}" for line in _told(maker.of_change(each.mutant.change, each.case), said))
        yield from (f"? {each.mutant.change.say(said)}" for each in self.report.open)

    def to_json(self) -> dict[str, AnyType]:
        """Counts, and each change that is not noticed."""
        report = self.report
        return {
            "noticed": len(report.killed),
            "equivalent": len(report.equivalent),
            "unnoticed": [_settled_json(each) for each in report.unnoticed],
            "undecided": [_settled_json(each) for each in report.open],
        }


def _told(case: Case, said: Language) -> Iterator[str]:
    """A case that would notice, ready to paste; one with the facts of a whole dossier is only spoken of."""
    if is_short(case):
        (id,) = case.expect.criteria
        yield said("no case notices; this one would, put it under cases of {id} if it is right").format(id=id)
    elif len(case.dossier.facts) > MAX_FACTS:
        yield said("no case notices; one of the whole would: `fourgood cases` writes it")
        return
    else:
        yield said("no case notices; this one would, put it under cases if it is right")
    yield from (f"  {line}" for line in case_lines(case))


def _settled_json(settled: Settled) -> dict[str, AnyType]:
    found = {"criterion": settled.mutant.id or None, "change": fault_json(settled.mutant.change)}
    if settled.case is not None:
        found["case"] = {"dossier": settled.case.dossier.to_json(), "expect": _expect_json(settled.case)}
    return {key: each for key, each in found.items() if each is not None}


def _expect_json(case: Case) -> dict[str, AnyType]:
    expect = case.expect
    stated = {
        "criteria": {id: outcome.value for id, outcome in expect.criteria.items()},
        "groups": {id: outcome.value for id, outcome in expect.groups.items()},
        "status": expect.status and expect.status.value,
        "grade": expect.grade,
    }
    return {key: each for key, each in stated.items() if each}
