"""Rule mutation for people: the changes that no example case notices, each with the case that would."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any as AnyType

from attrs import frozen

from fourgood.errors import Fault
from fourgood.faultjson import fault_json
from fourgood.language import Language
from fourgood.scale import Measure
from fourgood.testing.above import Above, above_in
from fourgood.testing.bases import bases_of
from fourgood.testing.case import Case
from fourgood.testing.made import Maker
from fourgood.testing.mend import Mend, best
from fourgood.testing.mutant import Mutant
from fourgood.testing.mutationreport import MutationReport, mutation_of
from fourgood.testing.part import State
from fourgood.testing.paste import case_lines, is_short
from fourgood.testing.settling import Settled
from fourgood.testing.target import Target
from fourgood.testing.trial import killed, trials
from fourgood.yamlfile import read_file

MAX_FACTS = 12
"""Of how many facts a case is shown."""

ANY = "the cases notice {noticed} of {changes} to the rules"
REVIEWED = "the reviewed cases notice {noticed} of {changes} to the rules"
MANY = "cases of these criteria would notice: `fourgood cases` writes them"
LIMIT = "`applies_to` ({kinds}) could be left out"
FOLDED = {
    LIMIT: LIMIT,
    "`{id}` could be a {other} instead of a {role}": "each of these could be a {other} instead of a {role}",
}
"""What is said once of several criteria, and how."""
CHANGES = Measure("thay đổi", "change", "changes")


def mutation_part(target: Target, reviewed: bool = False) -> "MutationPart":
    """Every change of one step to the criteria under test, tried against the cases, each by the rules of its year.

    With `reviewed` those cases alone are tried that a person vouches for.
    """
    cases = target.suite.reviewed if reviewed else target.cases
    bases, years = tuple(bases_of(target)), target.rulebooks.of
    found = mutation_of(target.rulebook, cases, bases, *target.changeable, rulebook_of=years)
    return MutationPart(found, target, reviewed)


@frozen(slots=False)
class MutationPart:
    """What the cases notice of the changes, and what is known of the others."""

    report: MutationReport
    target: Target
    reviewed: bool = False
    mends_told: bool = False
    """Whether the example cases tell what would mend them."""
    name: str = "mutation"

    @cached_property
    def unnoticed(self) -> tuple[Settled, ...]:
        """The changes that a case would notice, and none does."""
        return self.report.unnoticed

    @cached_property
    def above(self) -> Above:
        """What stands above cases in the files where they would be put."""
        return above_in(read_file(path) for path in self.target.files)

    @property
    def state(self) -> State:
        """Whether all are noticed that can be, and none is asked for; what could not be settled is undecided."""
        if self.unnoticed or self.report.mends:
            return State.FOUND
        return State.UNDECIDED if self.report.open else State.HOLDS

    def summary(self, said: Language) -> str:
        """How many changes are noticed, how many are not, and what is known of these."""
        report = self.report
        asked = len(report.killed) + len(report.survivors) - len(report.equivalent)
        values = {"noticed": len(report.killed), "changes": said.measured(asked, CHANGES)}
        parts = [said(REVIEWED if self.reviewed else ANY).format(**values)]
        if report.equivalent:
            parts.append(said("{number} more change nothing").format(number=len(report.equivalent)))
        if report.open:
            parts.append(said("{number} could not be settled").format(number=len(report.open)))
        if report.mends:
            parts.append(said("{number} more would mend cases that fail").format(number=len(report.mends)))
        return "; ".join(parts)

    def lines(self, said: Language) -> Iterator[str]:
        """What would mend cases that fail; what nobody would notice, with the cases that would; what is not settled."""
        if not self.mends_told:
            yield from _mending(self.report.mends, said)
        maker = Maker(self.target.rulebook, said)
        for id, found in self._by_criterion.items():
            yield f"• {id}: {_number(found, said)}"
            yield from self._asked(found, maker)
        if self._limits:
            yield f"• {said('to whom they apply')}: {_number(self._limits, said)}"
            yield from (f"    ? {line}" for line in _folded(self._limits, said))
            yield f"        {said(MANY)}"
        if self._weights:
            yield f"• {said('what counts in the end')}: {_number(self._weights, said)}"
            yield from self._asked(self._weights, maker)
        if self.report.open:
            changes = said.measured(len(self.report.open), CHANGES)
            yield "• " + said("{changes} that could not be settled").format(changes=changes)
            yield from (f"    ? {each.mutant.change.say(said)}" for each in self.report.open)

    def _asked(self, found: list[Settled], maker: Maker) -> Iterator[str]:
        """Changes as questions, each with the case that answers it."""
        for case, together in self._noticing(found, maker):
            yield from (f"    ? {line}" for line in _folded(together, maker.said))
            if case is not None:
                yield from (f"        {line}" for line in _told(case, self.above, maker.said))

    @cached_property
    def _limits(self) -> list[Settled]:
        """The limits to kinds of unit that nobody would miss, where several criteria have them."""
        limits = [each for each in self.unnoticed if each.mutant.change.message == LIMIT]
        return limits if len(limits) > 1 else []

    @cached_property
    def _weights(self) -> list[Settled]:
        """What criteria count for, and standards: one case may tell all of it."""
        return [each for each in self.unnoticed if not each.mutant.local]

    @cached_property
    def _by_criterion(self) -> dict[str, list[Settled]]:
        """What else the criteria ask, the rule before what limits it."""
        found: dict[str, list[Settled]] = {}
        for each in sorted(self.unnoticed, key=lambda each: each.mutant.rank):
            if each.mutant.local and each not in self._limits:
                found.setdefault(each.mutant.id, []).append(each)
        order = list(dict.fromkeys(each.mutant.id for each in self.unnoticed))
        return {id: found[id] for id in order if id in found}

    def _noticing(self, found: list[Settled], maker: Maker) -> Iterator[tuple[Case | None, list[Settled]]]:
        """Cases, each with the changes that it is the first to notice."""
        left = {id(each): each for each in found}
        while left:
            first = next(iter(left.values()))
            case = maker.of_change(first)
            tried = trials(self.target.rulebook, [] if case is None else [case])
            told = [each for each in left.values() if _tells(case, each.mutant)]
            noticed = [each for each in told if killed(each.mutant, tried)] or [first]
            yield case, noticed
            left = {key: each for key, each in left.items() if each not in noticed}

    def to_json(self) -> dict[str, AnyType]:
        """Counts, and each change that is not noticed."""
        report = self.report
        return {
            "noticed": len(report.killed),
            "equivalent": len(report.equivalent),
            "unnoticed": [_settled_json(each) for each in report.unnoticed],
            "mends": [each.to_json() for each in report.mends],
            "undecided": [_settled_json(each) for each in report.open],
        }


def _tells(case: Case | None, mutant: Mutant) -> bool:
    """Whether a case shows what a change does: with one to some types, it has to say which type its unit is of."""
    typed = mutant.mutated is not None and mutant.mutated.organisation_types is not None
    return not typed or (case is not None and case.dossier.organisation_type is not None)


def _number(found: Sequence[Settled], said: Language) -> str:
    return said("{changes} that no case notices").format(changes=said.measured(len(found), CHANGES))


def _mending(mends: Iterable[Mend], said: Language) -> Iterator[str]:
    """Criterion by criterion the changes that failing cases ask for."""
    found: dict[str, list[Mend]] = {}
    for each in mends:
        found.setdefault(each.mutant.id, []).append(each)
    for id, those in found.items():
        yield f"• {id or said('what counts in the end')}: {said('cases fail, and would be right with a change')}"
        yield from (f"    {line}" for each in best(those) for line in each.lines(said))


def _folded(found: Iterable[Settled], said: Language) -> Iterator[str]:
    """Changes in a line each; what several criteria could have otherwise in the same way takes one."""
    together: dict[AnyType, list[Settled]] = {}
    for each in found:
        change = each.mutant.change
        values = {key: value for key, value in change.values.items() if key != "id"}
        key = (change.message, str(values)) if change.message in FOLDED else id(each)
        together.setdefault(key, []).append(each)
    for those in together.values():
        change = those[0].mutant.change
        if len(those) == 1:
            yield change.say(said)
        else:
            bare, ids = Fault(FOLDED[change.message], change.values), [each.mutant.id for each in those]
            yield f"{bare.say(said)}: {', '.join(ids)}"


def _told(case: Case, above: Above, said: Language) -> Iterator[str]:
    """A case that would notice, ready to paste; one with the facts of a whole dossier is only spoken of."""
    if is_short(case):
        (id,) = case.expect.criteria
        yield said("this case would notice, put it under cases of {id} if it is right").format(id=id)
    elif len(case.dossier.facts) > MAX_FACTS:
        yield said("a case of the whole would notice: `fourgood cases` writes it")
        return
    else:
        yield said("this case would notice, put it under cases in a file of cases if it is right")
    yield from (f"  {line}" for line in case_lines(case, above))


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
