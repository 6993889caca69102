"""Rule coverage: what example cases show of each criterion, and what they do not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any as AnyType

from attrs import frozen

from fourgood.line import Line
from fourgood.outcome import MET, NOT_APPLICABLE
from fourgood.reasons import settled
from fourgood.rulebook import Rulebook
from fourgood.testing.case import Case
from fourgood.testing.goal import Aim, Goal, goals
from fourgood.truth import truth
from fourgood.verdict import Finding, Verdict


@frozen(slots=False)
class CriterionCoverage:
    """What cases show of one criterion. `unreachable` are the goals that no dossier reaches: they do not count."""

    criterion: str
    goals: tuple[Goal, ...]
    reached: frozenset[Goal]
    unreachable: frozenset[Goal] = frozenset()

    @cached_property
    def counted(self) -> tuple[Goal, ...]:
        """The goals that a case can reach."""
        return tuple(goal for goal in self.goals if goal not in self.unreachable)

    @cached_property
    def missed(self) -> tuple[Goal, ...]:
        """Those that no case reaches."""
        return tuple(goal for goal in self.counted if goal not in self.reached)

    def tally(self, *aims: Aim) -> tuple[int, int]:
        """How many goals are reached, and how many there are; of some aims, or of all."""
        of = [goal for goal in self.counted if not aims or goal.aim in aims]
        return sum(1 for goal in of if goal in self.reached), len(of)


@frozen(slots=False)
class Coverage:
    """What cases show of the criteria of a rulebook."""

    criteria: tuple[CriterionCoverage, ...]

    @property
    def missed(self) -> tuple[Goal, ...]:
        """The goals that no case reaches."""
        return tuple(goal for each in self.criteria for goal in each.missed)

    def tally(self, *aims: Aim) -> tuple[int, int]:
        """How many goals are reached, and how many there are; of some aims, or of all."""
        found = [each.tally(*aims) for each in self.criteria]
        return sum(reached for reached, _ in found), sum(number for _, number in found)

    @property
    def percent(self) -> float:
        """The share of goals reached, from 0 to 100, never rounded up: 100 means all of them."""
        reached, number = self.tally()
        return 100.0 if reached == number else 1000 * reached // number / 10

    def to_json(self) -> dict[str, AnyType]:
        """All of it as JSON data."""
        return {
            "percent": self.percent,
            "goals": dict(zip(("reached", "all"), self.tally(), strict=True)),
            "criteria": [_criterion_json(each) for each in self.criteria],
        }


def coverage_of(
    rulebook: Rulebook,
    verdicts: Iterable[tuple[Case, Verdict]],
    criteria: Iterable[str] | None = None,
    never: Callable[[Goal], bool] = lambda _: False,
) -> Coverage:
    """What cases show of the criteria of a rulebook, of all or of some.

    The cases may be of several years, each with the verdict of its own: what a rule asks is the same in all of them. A
    case counts for the criteria that its expectations rest on: for the others it claims nothing, whatever its
    dossier comes to. `never` says of a goal that no case reaches whether no dossier does; then it
    does not count.
    """
    wanted = list(rulebook.by_id if criteria is None else criteria)
    found: dict[str, set[Goal]] = {id: set() for id in wanted}
    all_goals = {id: tuple(goals(rulebook.lines[id])) for id in wanted}
    for case, verdict in verdicts:
        for finding in case.asserted(verdict):
            if (id := finding.criterion.id) in found:
                left = [goal for goal in all_goals[id] if goal not in found[id]]
                found[id].update(reached(left, finding, verdict))
    return Coverage(
        tuple(
            CriterionCoverage(id, all_goals[id], frozenset(found[id]), _never_reached(all_goals[id], found[id], never))
            for id in wanted
        )
    )


def _never_reached(goals: Iterable[Goal], found: set[Goal], never: Callable[[Goal], bool]) -> frozenset[Goal]:
    return frozenset(goal for goal in goals if goal not in found and never(goal))


def reached(left: Iterable[Goal], finding: Finding, verdict: Verdict) -> Iterator[Goal]:
    """The goals that a verdict reaches."""
    line = verdict.rulebook.lines[finding.criterion.id]
    dossier, applies = verdict.dossier, _applies(line, finding, verdict)
    opens = {atom.leaf: atom.open(dossier) for atom in (*line.guard_atoms, *line.rule_atoms, *line.band_atoms)}
    for goal in left:
        if goal.condition is None:
            met = finding.outcome is goal.outcome and dossier.kind in line.criterion.applies_to
        elif not applies[goal.atom is None or goal.atom.guards]:
            met = False
        elif goal.aim in (Aim.SIDE, Aim.DECIDES):
            met = settled(goal.condition, opens, line.scope) == MET
        else:
            assert goal.atom is not None
            met = truth(goal.condition, line.scope, verdict._known(goal.atom.attested)) == MET
        if met:
            yield goal


def _applies(line: Line, finding: Finding, verdict: Verdict) -> Mapping[bool, bool]:
    """Whether the guard is asked of a unit (True), and whether the rule is (False)."""
    criterion, dossier = line.criterion, verdict.dossier
    types = criterion.organisation_types
    concerned = dossier.kind in criterion.applies_to and (types is None or dossier.organisation_type in types)
    return {True: concerned, False: concerned and not finding._open & NOT_APPLICABLE}


def _criterion_json(each: CriterionCoverage) -> dict[str, AnyType]:
    reached, number = each.tally()
    return {
        "criterion": each.criterion,
        "goals": {"reached": reached, "all": number},
        "missed": [_goal_json(goal) for goal in each.missed],
        "unreachable": [_goal_json(goal) for goal in each.goals if goal in each.unreachable],
    }


def _goal_json(goal: Goal) -> dict[str, AnyType]:
    said = {"aim": goal.aim.value, "outcome": goal.outcome and goal.outcome.value, "part": goal.part or None}
    return {key: each for key, each in said.items() if each is not None}
