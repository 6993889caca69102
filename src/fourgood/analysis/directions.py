"""In which direction each fact works: on each criterion that reads it, and through it on recognition."""

from collections.abc import Mapping

from attrs import frozen

from fourgood.criterion import Criterion, PythonRule
from fourgood.direction import BOTH, NONE, Direction, composed, opposite
from fourgood.polarity import way_of
from fourgood.rule import Condition
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import Fact
from fourgood.weight import Weights


@frozen
class Way:
    """How more of a fact works: on a criterion, and through it on recognition. Both ways where that cannot be told."""

    on_criterion: Direction
    on_recognition: Direction


def directions(rulebook: Rulebook) -> Mapping[str, Mapping[str, Way]]:
    """For each criterion the facts that it reads, each with the way in which it works.

    A fact that decides whether the criterion applies works both ways, as does one that a function in Python reads.
    """
    found = {}
    weights = Weights(rulebook, lambda key, standard: way_of(key, standard, {}))  # type: ignore[arg-type]
    for criterion in rulebook.criteria:
        met = weights.of_criterion(criterion)
        ways = {fact.key: _on(criterion, fact.key, rulebook) for fact in rulebook.vocabulary.facts.values()}
        found[criterion.id] = {key: Way(way, composed(met, way)) for key, way in ways.items() if way}
    return found


def _on(criterion: Criterion, key: str, rulebook: Rulebook) -> Direction:
    if isinstance(criterion.rule, PythonRule):
        return BOTH if key in criterion.rule.facts else NONE
    if criterion.applies_when is not None and _way(key, criterion.applies_when, rulebook):
        return BOTH
    return _way(key, criterion.rule, rulebook)


def _way(key: str, condition: Condition, rulebook: Rulebook) -> Direction:
    return way_of(key, condition, rulebook.vocabulary.scope)


def declared(fact: Fact) -> Direction:
    """The direction in which a fact is declared to be better; none where it is not."""
    better: Direction = frozenset((1,)) if fact.better is not None else NONE
    return opposite(better) if fact.better == "lower" else better
