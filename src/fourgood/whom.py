"""For whom a criterion or a fact is, in words."""

from fourgood.criterion import Criterion
from fourgood.language import Language
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
from fourgood.vocabulary import UnitKind


def applies_to(criterion: Criterion, said: Language) -> str:
    """The kinds of unit and of organisation that a criterion concerns."""
    kinds = kinds_in_words(criterion.applies_to, said)
    if criterion.organisation_types is None:
        return kinds
    labels = [said.text(label) for key, label in ORGANISATION_TYPES.values if key in criterion.organisation_types]
    return f"{kinds} ({', '.join(labels)})"


def kinds_in_words(kinds: frozenset[UnitKind], said: Language) -> str:
    """Kinds of unit by their labels."""
    return ", ".join(said.text(label) for key, label in UNIT_KINDS.values if key in kinds)
