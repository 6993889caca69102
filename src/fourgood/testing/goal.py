"""What example cases should show of a criterion: one thing a goal, each a condition that some case should meet."""

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import partial
from typing import TypeAlias

from attrs import field, frozen

from fourgood.line import Atom, Line
from fourgood.outcome import Outcome
from fourgood.reasons import leaves, written_out
from fourgood.rule import All, Any, AtLeast, Compare, Condition, Node, Not, Truth, rebuilt
from fourgood.testing.threshold import at_threshold, beside_threshold
from fourgood.truth import as_condition
from fourgood.write import to_text


class Aim(Enum):
    """The kinds of goals."""

    OUTCOME = "outcome"
    """The criterion comes out in a way: met, not met, unknown, not applicable."""
    SIDE = "side"
    """A comparison is met, or not."""
    AT = "at"
    """A comparison is exactly at its threshold."""
    BESIDE = "beside"
    """A comparison is one step off its threshold, where it comes out otherwise than at it."""
    DECIDES = "decides"
    """A comparison decides alone: were it the other way, so would be the whole (masking MC/DC, in a single case)."""


@frozen
class Goal:
    """One thing that some case should show. `part` is the comparison as text, empty where the whole is meant."""

    criterion: str
    aim: Aim
    outcome: Outcome | None = None
    part: str = ""
    tree: int = field(default=0, repr=False)
    condition: Condition | None = field(default=None, eq=False, repr=False)
    """What a case that reaches it meets; None for what the whole comes to."""
    atom: Atom | None = field(default=None, eq=False, repr=False)


Tree: TypeAlias = tuple[Condition, Sequence[Atom]]
"""A condition of a criterion, written out, and its comparisons."""

INNER = (All, Any, AtLeast, Not)
"""What conditions are made of, above their leaves."""


def goals(line: Line) -> Iterator[Goal]:
    """All that cases should show of a criterion, whether a dossier can or not, in the order of its conditions."""
    criterion = line.criterion
    # That it is for units of another kind says nothing of those of its own.
    inapplicable = [Outcome.NOT_APPLICABLE] if criterion.limited else []
    for outcome in (Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, *inapplicable):
        yield Goal(criterion.id, Aim.OUTCOME, outcome)
    for number, (condition, atoms) in enumerate(trees(line)):
        for atom in atoms:
            yield from _of_atom(criterion.id, atom, condition, len(atoms) == 1, line, number)


def trees(line: Line) -> Iterator[Tree]:
    """The conditions of a criterion: its guard, its rule, its bands."""
    if line.guard is not None:
        yield line.guard, line.guard_atoms
    if line.rule is not None:
        yield line.rule, line.rule_atoms
    for band in line.criterion.bands:
        condition = written_out(band.when, line.scope)
        yield condition, [atom for atom in line.band_atoms if atom.leaf in set(leaves(condition))]


def _of_atom(id: str, atom: Atom, whole: Condition, alone: bool, line: Line, tree: int) -> Iterator[Goal]:
    goal = partial(Goal, id, part=to_text(atom.leaf), tree=tree, atom=atom)
    sides = ((Outcome.MET, atom.leaf), (Outcome.NOT_MET, Not(atom.leaf)))
    for outcome, side in sides:
        yield goal(Aim.SIDE, outcome, condition=side)
    if isinstance(atom.leaf, Compare) and (at := at_threshold(atom.leaf, line.scope)) is not None:
        yield goal(Aim.AT, condition=at)
        if (beside := beside_threshold(atom.leaf, line.scope)) is not None:
            yield goal(Aim.BESIDE, condition=beside)
    if not alone:
        turns = _turned_by(atom.leaf, whole)
        yield from (goal(Aim.DECIDES, outcome, condition=All((side, turns))) for outcome, side in sides)


def _turned_by(leaf: Condition, whole: Condition) -> Condition:
    """That a condition is met with a leaf and not without it, or the other way round, the other leaves as they are."""
    with_, without = (as_condition(_with(leaf, Truth(value), whole)) for value in (True, False))
    return Any((All((with_, Not(without))), All((without, Not(with_)))))


def _with(leaf: Condition, value: Truth, node: Node) -> Node:
    """A node with a truth in place of a leaf; what is below comparisons stays."""
    if node == leaf:
        return value
    return rebuilt(node, partial(_with, leaf, value)) if isinstance(node, INNER) else node
