"""A criterion as analysis looks at it: its rule and guard written out, and what they come to together."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TypeAlias

from attrs import field, frozen

from fourgood.analysis.linear import Unsupported
from fourgood.analysis.written import expanded, reads
from fourgood.compile import reads_judgement
from fourgood.criterion import Criterion, PythonRule, Role
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, Open
from fourgood.reasons import Leaf, leaves, settled
from fourgood.rule import Condition, Name, Node, rebuilt
from fourgood.truth import as_condition
from fourgood.vocabulary import Scope, UnitKind

OpenLeaves: TypeAlias = Mapping[Leaf, Open]


@frozen(eq=False)
class Formula:
    """A condition written out. `lost` are leaves that stay unknown whatever the facts: their evidence is missing."""

    condition: Condition
    scope: Scope
    leaves: tuple[Leaf, ...] = field(init=False)
    size: int = field(init=False)
    """How many leaves it has, each time that it has them."""
    lost: frozenset[Leaf] = frozenset()

    @leaves.default
    def _leaves(self) -> tuple[Leaf, ...]:
        return tuple(dict.fromkeys(leaves(self.condition)))

    @size.default
    def _size(self) -> int:
        return sum(1 for _ in leaves(self.condition))

    def open(self, opens: OpenLeaves) -> Open:
        """What it comes to when its leaves come to something; leaves that are left out are unknown."""
        if self.lost:
            opens = {leaf: each for leaf, each in opens.items() if leaf not in self.lost}
        return settled(self.condition, opens, self.scope)

    def next(self, opens: OpenLeaves) -> Iterator[Leaf]:
        """The leaves that are still to be looked at."""
        return (leaf for leaf in self.leaves if leaf not in opens and leaf not in self.lost)


@frozen(eq=False)
class Subject:
    """A criterion taken apart."""

    criterion: Criterion
    rule: Formula
    guard: Formula | None

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The guard, where there is one, and the rule."""
        return (self.rule,) if self.guard is None else (self.guard, self.rule)

    def open(self, opens: OpenLeaves, kind: UnitKind, type: str | None) -> Open:
        """The outcomes that are still open for a kind of unit and a type, None for one that is not known."""
        guard = MET if self.guard is None else self.guard.open(opens)
        return applied(self.criterion, kind, type, self.rule.open(opens), guard)


def applied(criterion: Criterion, kind: UnitKind, type: str | None, rule: Open, guard: Open) -> Open:
    """What a criterion comes to when its rule and its guard come to something, for a kind of unit and a type."""
    if kind not in criterion.applies_to:
        return NOT_APPLICABLE
    found = rule if guard == MET else NOT_APPLICABLE if guard == NOT_MET else rule | NOT_APPLICABLE
    if criterion.organisation_types is None:
        return found
    if type is None:
        return found | NOT_APPLICABLE
    return found if type in criterion.organisation_types else NOT_APPLICABLE


def subject(criterion: Criterion, scope: Scope, renamed: Mapping[str, str] | None = None) -> Subject:
    """A criterion taken apart; `renamed` are facts to be called otherwise. Raises Unsupported for one in Python."""
    if isinstance(criterion.rule, PythonRule):
        raise Unsupported
    guard = criterion.applies_when
    return Subject(
        criterion,
        formula(criterion.rule, scope, renamed),
        None if guard is None else formula(guard, scope, renamed),
    )


def formula(condition: Condition, scope: Scope, renamed: Mapping[str, str] | None = None) -> Formula:
    """A condition written out, facts called otherwise."""
    written = as_condition(expanded(condition, scope))
    return Formula(as_condition(_renamed(written, renamed)) if renamed else written, scope)


def _renamed(node: Node, others: Mapping[str, str]) -> Node:
    if isinstance(node, Name):
        return Name(others.get(node.key, node.key), at=node.at)
    return rebuilt(node, partial(_renamed, others=others))


def without_evidence(subject: Subject, unproven: frozenset[str]) -> Subject:
    """The subject where some facts come without the evidence that it demands."""
    if not unproven or not subject.criterion.evidence_required:
        return subject
    rule, guard = subject.rule, subject.guard
    lost = frozenset(leaf for leaf in rule.leaves if unproven & set(reads(leaf, rule.scope)))
    if guard is not None:
        judged = (
            leaf
            for leaf in guard.leaves
            if reads_judgement(leaf, guard.scope) and unproven & set(reads(leaf, rule.scope))
        )
        guard = Formula(guard.condition, guard.scope, lost=frozenset(judged))
    return Subject(subject.criterion, Formula(rule.condition, rule.scope, lost=lost), guard)


def good(criterion: Criterion) -> Open:
    """The outcome that counts for the unit: a requirement met, a veto or deferral not met."""
    return MET if criterion.role is Role.REQUIREMENT else NOT_MET
