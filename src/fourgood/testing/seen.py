"""What the cases of a run of pytest have shown, gathered from all its processes."""

from collections.abc import Iterator, Mapping
from typing import Any as AnyType
from typing import TypeAlias

from attrs import define, field

from fourgood.outcome import Outcome
from fourgood.testing.coverage import Coverage, CriterionCoverage, reached
from fourgood.testing.goal import Aim, Goal, goals
from fourgood.testing.reach import Reach
from fourgood.testing.result import Result
from fourgood.testing.target import Target

Sent: TypeAlias = list[list[AnyType]]
"""The goals of one file as data that goes from one process to another."""


@define
class Seen:
    """The goals of the criteria whose cases ran, by the file of the cases, and whether one reached them.

    None of a goal that no dossier reaches: it does not count.
    """

    files: dict[str, dict[Goal, bool | None]] = field(factory=dict)
    reaches: dict[str, Reach] = field(factory=dict)

    def expect(self, file: str, target: Target) -> None:
        """The goals of the criteria of a file: none of them is reached yet."""
        known = self.files.setdefault(file, {})
        for id in target.criteria:
            for goal in goals(target.rulebook.lines[id]):
                known.setdefault(goal, False)
        self.reaches[file] = Reach.of(target.rulebook)

    def settle(self) -> None:
        """Asks of what no case reached whether any dossier does, once."""
        while self.reaches:
            file, reach = self.reaches.popitem()
            known = self.files[file]
            known.update({goal: None for goal, done in known.items() if done is False and reach.never(goal)})

    def note(self, file: str, result: Result) -> None:
        """What one case shows."""
        known = self.files.setdefault(file, {})
        for finding in result.case.asserted(result.verdict):
            left = [goal for goal, done in known.items() if goal.criterion == finding.criterion.id and not done]
            known.update(dict.fromkeys(reached(left, finding, result.verdict), True))

    def data(self) -> dict[str, Sent]:
        """All of it, for another process."""
        self.settle()
        return {file: [[*_sent(goal), done] for goal, done in known.items()] for file, known in self.files.items()}

    def join(self, data: dict[str, Sent]) -> None:
        """What another process has seen."""
        for file, sent in data.items():
            known = self.files.setdefault(file, {})
            for *parts, done in sent:
                goal = _received(parts)
                if goal not in known or (not known[goal] and done is not False):
                    known[goal] = done

    def coverages(self) -> Iterator[tuple[str, Coverage]]:
        """The coverage of each file."""
        self.settle()
        for file, known in self.files.items():
            ids = dict.fromkeys(goal.criterion for goal in known)
            yield file, Coverage(tuple(_criterion(id, known) for id in ids))


def _criterion(id: str, known: Mapping[Goal, bool | None]) -> CriterionCoverage:
    mine = {goal: done for goal, done in known.items() if goal.criterion == id}
    found = {each: frozenset(goal for goal, done in mine.items() if done is each) for each in (True, None)}
    return CriterionCoverage(id, tuple(mine), found[True], found[None])


def _sent(goal: Goal) -> list[AnyType]:
    return [goal.criterion, goal.aim.value, goal.outcome and goal.outcome.value, goal.part, goal.tree]


def _received(parts: list[AnyType]) -> Goal:
    criterion, aim, outcome, part, tree = parts
    return Goal(criterion, Aim(aim), outcome and Outcome(outcome), part, tree)
