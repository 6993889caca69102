"""Why a standard came out as it did: the parts that decide it, and the findings and thresholds that those rest on.

A standard is looked at part by part, as its `and` divides it: where it fails, every part that fails or is open is a
ground of its own, since a unit that wants the grade has to mend them all. Within a part the same search as for
criteria (`fourgood.reasons`) finds the comparisons that decide.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from fourgood.citation import Backing
from fourgood.criterion import ALL_GROUPS_GOOD, GROUP_TALLIES, REQUIREMENTS_MET, Criterion, Group
from fourgood.loose import loosened
from fourgood.outcome import DECIDED, MET, NOT_APPLICABLE, NOT_MET, Open, Outcome, outcome_of
from fourgood.reasons import Leaf, leaves, minimal, settled, written_out
from fourgood.rule import All, AtLeast, Condition, Name, names, walk
from fourgood.standardnames import FULL, MARKS
from fourgood.standing import Standings
from fourgood.text import Lang
from fourgood.truth import Known, truth
from fourgood.vocabulary import Scope, Threshold

if TYPE_CHECKING:
    from fourgood.verdict import Finding, Verdict

Reads: TypeAlias = Callable[[Standings], Known]
"""What the names of a standard come to: on a group's floor, or over all groups."""


@frozen(eq=False, slots=False)
class Ground:
    """A part of a standard: what it came to, and what that rests on."""

    rule: Condition
    _open: Open
    _verdict: "Verdict" = field(repr=False)
    _scope: Scope = field(repr=False)
    _reads: Reads = field(repr=False)
    _group: Group | None = None
    _deciding: tuple[Leaf, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Met, not met, unknown, or not applicable."""
        return outcome_of(self._open)

    @cached_property
    def parts(self) -> tuple["Ground", ...]:
        """The comparisons and names that decide it, or keep it open; none where it is one itself."""
        if self._deciding == (self.rule,):
            return ()
        known = self._reads(self._verdict._standings)
        made = (_leaf(self, leaf, truth(leaf, self._scope, known)) for leaf in self._deciding)
        is_open = self.outcome is Outcome.UNKNOWN
        return tuple(each for each in made if not is_open or each.outcome is Outcome.UNKNOWN)

    @cached_property
    def below(self) -> tuple["Ground", ...]:
        """Why the group, or the groups, or the grade that it names came out so."""
        if not isinstance(self.rule, Name):
            return ()
        found = below(self.rule.key, self._verdict)
        return tuple(each for each in found if (each._open in (MET, NOT_APPLICABLE)) == (self._open == MET))

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The parameters that decide it: value, backing, citation; those of its parts and of what it names too."""
        under = (each for ground in (*self.parts, *self.below) for each in ground.thresholds)
        return tuple(dict.fromkeys((*self.own_thresholds, *under)))

    @property
    def own_thresholds(self) -> tuple[Threshold, ...]:
        """The parameters that it compares or counts with itself."""
        own = names(self.rule) if not self.parts else _counts(self.rule)
        return tuple(meaning for name in own if isinstance(meaning := self._scope[name], Threshold))

    @property
    def assumptions(self) -> tuple[Threshold, ...]:
        """The parameters among them that are assumptions."""
        return tuple(each for each in self.thresholds if each.dated.backing is Backing.ASSUMPTION)

    @cached_property
    def findings(self) -> "tuple[Finding, ...]":
        """The findings that it rests on, in the rulebook's order."""
        under = {each.criterion.id for ground in (*self.parts, *self.below) for each in ground.findings}
        own = set() if self.parts else {each.criterion.id for each in self.own_findings}
        return tuple(each for each in self._verdict.findings if each.criterion.id in under | own)

    @cached_property
    def own_findings(self) -> "tuple[Finding, ...]":
        """The findings that it names or counts itself: of those that it counts, the ones that keep it from more."""
        counted = {id for name in names(self.rule) for id in self._counted(name)}
        verdict = self._verdict
        applying = [each for each in verdict.findings if each.criterion.id in counted and each._open != NOT_APPLICABLE]
        if self.parts:
            return ()
        choices = [] if self._open == MET else [tuple(each for each in applying if self._lacks(each))]
        if self._open in DECIDED:
            choices.append(tuple(each for each in applying if each._open in DECIDED))
        return next((few for few in choices if self._decided_by(few, applying)), tuple(applying))

    @property
    def counts_points(self) -> bool:
        """Whether it reads points itself: some that are counted, or full marks."""
        return any(name.rpartition(".")[2] in (FULL, *MARKS) for name in names(self.rule))

    def _lacks(self, finding: "Finding") -> bool:
        """Whether a finding keeps it from more: not met, open, or, where it counts, short of full marks."""
        points, part = finding.points, self.rule.key.partition(".")[2] if isinstance(self.rule, Name) else ""
        if self._open != NOT_MET:
            return outcome_of(finding._open) is Outcome.UNKNOWN or (points is not None and points[0] != points[1])
        if isinstance(self.rule, Name):
            return part == FULL or finding._open == NOT_MET
        return finding._open == NOT_MET or (points is not None and points[1] < finding.full_marks)

    def _decided_by(self, few: "Iterable[Finding]", counted: "Iterable[Finding]") -> bool:
        """Whether it comes to the same when the others could come to anything."""
        others = {each.criterion.id for each in counted} - {each.criterion.id for each in few}
        known = self._reads(loosened(self._verdict._standings, others))
        return truth(self.rule, self._scope, known) == self._open

    def _counted(self, name: str) -> Iterator[str]:
        """The criteria that a name is about. A group, or a grade, says itself why it came out so (`below`)."""
        owner, requirements = name.partition(".")[0], self._verdict.rulebook.requirements
        of_points = name.rpartition(".")[2] in MARKS
        if owner in self._verdict.rulebook.by_id:
            yield owner
        elif owner in requirements:
            yield from (each.id for each in requirements[owner] if "." in name and (each.scored or not of_points))
        elif name in GROUP_TALLIES or name == REQUIREMENTS_MET:
            yield from (each.id for each in self._in_range if each.scored or not of_points)

    @property
    def _in_range(self) -> Iterable[Criterion]:
        requirements = self._verdict.rulebook.requirements
        if self._group is not None:
            return requirements[self._group.id]
        return [each for found in requirements.values() for each in found]

    def text(self, lang: Lang) -> str:
        """It in a sentence."""
        from fourgood.groundwords import ground_in_words
        from fourgood.language import language

        return ground_in_words(self, language(lang))

    def __repr__(self) -> str:
        return f"<Ground {self.outcome.value}: {self.text('en')}>"


def deciding(found: Iterable[Ground]) -> Iterator[Ground]:
    """Of the parts of a standard those that settle it, and what they rest on; all of them while it is open.

    Where one fails for certain, it does so whatever those that are open come to.
    """
    parts = tuple(found)
    for each in tuple(part for part in parts if not part._open & MET) or parts:
        yield each
        yield from each.parts
        yield from deciding(each.below)
        yield from (ground for part in each.parts for ground in deciding(part.below))


def criteria_behind(found: Iterable[Ground]) -> set[str]:
    """The criteria that parts of a standard name or count themselves."""
    return {each.criterion.id for ground in found for each in ground.own_findings}


def assumptions_behind(found: Iterable[Ground]) -> tuple[Threshold, ...]:
    """The parameters that parts of a standard compare or count with themselves, and that are assumptions."""
    own = dict.fromkeys(each for ground in found for each in ground.own_thresholds)
    return tuple(each for each in own if each.dated.backing is Backing.ASSUMPTION)


def _leaf(ground: Ground, leaf: Leaf, came_to: Open) -> Ground:
    return Ground(leaf, came_to, ground._verdict, ground._scope, ground._reads, ground._group, (leaf,))


def _counts(condition: Condition) -> Iterator[str]:
    """The parameters that say how many of some parts are needed."""
    return (node.count.key for node in walk(condition) if isinstance(node, AtLeast) and isinstance(node.count, Name))


def grounds(
    standard: Condition, verdict: "Verdict", scope: Scope, reads: Reads, group: Group | None = None
) -> tuple[Ground, ...]:
    """Why a standard came out so: all its parts when it is met, else those that are not."""
    known = reads(verdict._standings)
    found = []
    for part in _divided(written_out(standard, scope)):
        opens = {leaf: truth(leaf, scope, known) for leaf in leaves(part)}
        came_to = settled(part, opens, scope)
        found.append(Ground(part, came_to, verdict, scope, reads, group, minimal(part, opens, scope)))
    return tuple(each for each in found if each._open not in (MET, NOT_APPLICABLE)) or tuple(found)


def _divided(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _divided(part)
    else:
        yield condition


def group_grounds(verdict: "Verdict", group: Group) -> tuple[Ground, ...]:
    """Why a group is good or not."""
    scope = verdict.rulebook.group_scope(group)
    return grounds(group.standard, verdict, scope, lambda standings: standings.in_group[group.id], group)


def whole_grounds(verdict: "Verdict") -> tuple[Ground, ...]:
    """Why the whole meets the rulebook's standard or not."""
    return grounds(verdict.rulebook.standard, verdict, verdict.rulebook.scope, lambda standings: standings.everywhere)


def below(key: str, verdict: "Verdict") -> Iterator[Ground]:
    """Why a group, all groups, or a grade came out so; nothing for what rests on its findings alone."""
    rulebook = verdict.rulebook
    for group in rulebook.groups:
        if key in (group.id, ALL_GROUPS_GOOD):
            yield from group_grounds(verdict, group)
    for result in verdict.grading.considered:
        # A grade is asked for by its own name, or by that of a lower one.
        if any(key == grade.key and result.grade >= grade for grade in rulebook.grades):
            yield from result.reasons
