"""A rulebook changed in one place, as a mistake would have changed it."""

from functools import cached_property
from typing import Any as AnyType

from attrs import evolve, frozen

from fourgood.cited import cited_names
from fourgood.criterion import Criterion
from fourgood.errors import Fault, RulebookError
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import Threshold


@frozen(eq=False, slots=False)
class Mutant:
    """A change that example cases should notice; `change` says it as a rule author does, with its place.

    It is either of a criterion, then `mutated` takes the place of `criterion`, or of the whole: `replaced` are the
    parts of the rulebook that change then.
    """

    change: Fault
    original: Rulebook
    criterion: Criterion | None = None
    mutated: Criterion | None = None
    replaced: tuple[tuple[str, AnyType], ...] = ()

    @property
    def id(self) -> str:
        """The criterion that is changed, or nothing."""
        return "" if self.criterion is None else self.criterion.id

    @property
    def local(self) -> bool:
        """Whether only what the criterion itself comes to can change."""
        one, other = self.criterion, self.mutated
        if one is None or other is None:
            return False
        return (one.role, one.points, one.bands) == (other.role, other.points, other.bands)

    @property
    def rank(self) -> int:
        """How near it is to what is asked: the rule, to whom it applies, on what evidence."""
        one, other = self.criterion, self.mutated
        if one is None or other is None or one.rule != other.rule:
            return 0
        return 1 if one.evidence_required == other.evidence_required else 2

    @cached_property
    def fits(self) -> bool:
        """Whether a rulebook could say so: a standard may name a requirement, say, and not a veto."""
        try:
            self.rulebook  # noqa: B018
        except RulebookError:
            return False
        return True

    @cached_property
    def rulebook(self) -> Rulebook:
        """The changed rulebook, made and checked when it is asked for. Raises RulebookError."""
        changes: dict[str, AnyType] = dict(self.replaced)
        if self.criterion is not None:
            before, after = self.criterion, self.mutated
            changes["criteria"] = tuple(after if each is before else each for each in self.original.criteria)
        return evolve(self.original, **changes)

    def on(self, other: Rulebook) -> "Mutant | None":
        """The same change to the rules of another year; None where they do not say the same there."""
        if other is self.original:
            return self
        if any(getattr(self.original, part) != getattr(other, part) for part, _ in self.replaced):
            return None
        if self.criterion is None or self.mutated is None:
            return evolve(self, original=other)
        there = other.by_id.get(self.id)
        if there != self.criterion or other.vocabulary.definitions != self.original.vocabulary.definitions:
            return None
        gone = _thresholds(self.criterion, self.original) - _thresholds(self.mutated, self.original)
        return evolve(self, original=other, criterion=there) if gone <= _thresholds(there, other) else None


def _thresholds(criterion: Criterion, rulebook: Rulebook) -> set[tuple[str, AnyType]]:
    """The parameters that it names, each with its value of the year."""
    scope = rulebook.vocabulary.scope
    keys = {key for condition in criterion.conditions for key in cited_names(condition, scope)}
    return {(key, meaning.value) for key in keys if isinstance(meaning := scope[key], Threshold)}
