"""What is counted among the units directly below, over columns (`fourgood.below`)."""

from attrs import frozen

from fourgood.frames import kleene
from fourgood.frames.amounts import TooLarge
from fourgood.frames.facts import Facts
from fourgood.frames.held import Held, Leaf, held
from fourgood.frames.kleene import Tri
from fourgood.frames.standings import Everywhere, Floor
from fourgood.outcome import Status
from fourgood.rule import Name, names
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import Fact


@frozen
class Below:
    """What a unit comes to as those above it count: its facts, what standards read of it, its status, its grade."""

    rulebook: Rulebook
    facts: Facts
    named: Everywhere
    deferred: Tri
    recognized: Tri
    """Whether it is, if it is not deferred."""

    def counts(self, fact: Fact) -> Tri:
        """Whether a fact counts a unit; null while that is open. Raises RowByRow, TooLarge."""
        assert fact.counts_below is not None
        return held(fact.counts_below, self.leaf, self.facts.scope).certain

    def leaf(self, leaf: Leaf) -> Held:
        """A comparison or a name: of facts, which come first where a key is the same, or of what standards read."""
        if isinstance(leaf, Name) and leaf.key not in self.facts.scope:
            return self.condition(leaf.key)
        upper = [key for key in names(leaf) if key not in self.facts.scope]
        if not upper:
            return Held(self.facts.read(leaf))
        if len(upper) < len([key for key in names(leaf) if key not in self.rulebook.vocabulary.thresholds]):
            raise TooLarge
        return Floor(self.rulebook.scope_below, self.named).leaf(leaf)

    def condition(self, key: str) -> Held:
        """A status, a grade (this one or a better one, which a deferred unit has not), a group, a criterion."""
        counted = kleene.negated(self.deferred)
        match key:
            case Status.DEFERRED.value:
                return Held(self.deferred)
            case Status.RECOGNIZED.value:
                return Held(kleene.all_of((counted, self.recognized)))
            case Status.NOT_RECOGNIZED.value:
                return Held(kleene.all_of((counted, kleene.negated(self.recognized))))
        if any(grade.key == key for grade in self.rulebook.grades):
            return Held(kleene.all_of((counted, self.named.condition(key).holds)))
        return self.named.condition(key)
