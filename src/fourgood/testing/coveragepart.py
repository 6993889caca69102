"""Rule coverage for people: what no example case shows."""

from collections.abc import Iterable, Iterator
from typing import Any as AnyType

from attrs import frozen

from fourgood.canonical import known
from fourgood.criterion import Criterion
from fourgood.language import Language
from fourgood.outcomewords import OUTCOMES
from fourgood.testing.coverage import Coverage
from fourgood.testing.goal import Aim, Goal
from fourgood.testing.part import State
from fourgood.whom import applies_to
from fourgood.write import to_text

COLUMNS = {
    Aim.OUTCOME: "Outcomes",
    Aim.SIDE: "Comparisons both ways",
    Aim.AT: "At the threshold",
    Aim.BESIDE: "One step off it",
    Aim.DECIDES: "Decides alone",
}
MISSED = {
    Aim.OUTCOME: "no case in which the criterion is {outcome}",
    Aim.SIDE: "`{part}`: no case in which it is {outcome}",
    Aim.AT: "`{part}`: no case exactly at the threshold",
    Aim.BESIDE: "`{part}`: no case one step off the threshold",
    Aim.DECIDES: "`{part}`: no case in which it alone, {outcome}, decides",
}
ALL = 100
ANY = "the cases show {reached} of {number} things that they should: {percent}%"
REVIEWED = "the reviewed cases show {reached} of {number} things that they should: {percent}%"
WHOM = (
    "for whom they are, where no case says for whom they are not: compare with the guidance, in words by "
    "`fourgood criteria`"
)


@frozen
class CoveragePart:
    """What the cases show; `floor` is the least share of goals, in percent, that is demanded.

    `reviewed` says that those alone were counted that a person vouches for.
    """

    coverage: Coverage
    floor: float = 0
    reviewed: bool = False
    whom: tuple[Criterion, ...] = ()
    """The criteria of which no reviewed case says for whom they are not."""
    name: str = "coverage"

    @property
    def state(self) -> State:
        """Whether enough is shown; where nothing is demanded, whether all is."""
        if self.coverage.percent < self.floor:
            return State.FOUND
        return State.HOLDS if self.floor or self.coverage.percent == ALL else State.TOLD

    def summary(self, said: Language) -> str:
        """How much is shown, and how much is demanded."""
        reached, number = self.coverage.tally()
        values = {"reached": reached, "number": number, "percent": said.number(_exact(self.coverage.percent))}
        text = said(REVIEWED if self.reviewed else ANY).format(**values)
        if self.state is State.FOUND:
            text += "; " + said("{floor}% are demanded").format(floor=said.number(_exact(self.floor)))
        return text

    def lines(self, said: Language) -> Iterator[str]:
        """What no case shows, criterion by criterion."""
        for each in self.coverage.criteria:
            if each.missed:
                yield f"• {each.criterion}"
            yield from (f"    {missed(goal, said)}" for goal in each.missed)
        if self.whom:
            yield f"• {said(WHOM)}"
            yield from (f"    {whom}: {', '.join(ids)}" for whom, ids in _by_whom(self.whom, said).items())

    def to_json(self) -> dict[str, AnyType]:
        """All of it."""
        return {
            "floor": self.floor,
            "reviewed": self.reviewed,
            "whom": [_limits_json(each) for each in self.whom],
            **self.coverage.to_json(),
        }


def _by_whom(criteria: Iterable[Criterion], said: Language) -> dict[str, list[str]]:
    """Criteria by whom they are for, in words; a guard as the rules write it."""
    found: dict[str, list[str]] = {}
    for each in criteria:
        whom = applies_to(each, said)
        if each.applies_when is not None:
            whom = said("{whom}, where `{guard}`").format(whom=whom, guard=to_text(each.applies_when))
        found.setdefault(whom, []).append(each.id)
    return found


def _limits_json(criterion: Criterion) -> dict[str, AnyType]:
    types, guard = criterion.organisation_types, criterion.applies_when
    limits = {
        "applies_to": sorted(criterion.applies_to),
        "organisation_types": None if types is None else sorted(types),
        "applies_when": None if guard is None else to_text(guard),
    }
    return {"criterion": criterion.id, **known(limits)}


def missed(goal: Goal, said: Language) -> str:
    """What no case shows, in words."""
    outcome = "" if goal.outcome is None else said(OUTCOMES[goal.outcome])
    return said(MISSED[goal.aim]).format(part=goal.part, outcome=outcome)


def table(coverage: Coverage, said: Language) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of a table: a criterion a row, the kinds of goals across, and all of them below."""
    head = [said("Criterion"), *(said(COLUMNS[aim]) for aim in Aim), "%"]
    rows = [
        [each.criterion, *(_of(*each.tally(aim)) for aim in Aim), _share(*each.tally())] for each in coverage.criteria
    ]
    return head, [*rows, [said("All"), *(_of(*coverage.tally(aim)) for aim in Aim), _share(*coverage.tally())]]


def _of(reached: int, number: int) -> str:
    return f"{reached}/{number}" if number else "–"


def _share(reached: int, number: int) -> str:
    return str(100 * reached // number if number else 100)


def _exact(percent: float) -> AnyType:
    from decimal import Decimal

    return Decimal(str(percent))
