"""What can be asked of criteria: never met, always met, one from another, the same, unknown for ever.

All is about dossiers that a rulebook admits and that give every fact which the criteria read, unless it says otherwise.
"""

from collections.abc import Callable

from fourgood.analysis.answer import Answer, Proved, Refuted, Undecided
from fourgood.analysis.linear import Unsupported
from fourgood.analysis.search import SINGLE, Wanted
from fourgood.analysis.space import Space, Unconfirmed
from fourgood.analysis.subject import good
from fourgood.analysis.system import OutOfBudget
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN

UNDECIDABLE = (OutOfBudget, Unsupported, Unconfirmed)


def answered(look: Callable[[], Dossier | None]) -> Answer:
    """The answer to "is there none": proved when a search finds nothing, refuted by what it finds."""
    try:
        found = look()
    except UNDECIDABLE:
        return Undecided()
    return Proved() if found is None else Refuted((found,))


def none_with(space: Space, wanted: Wanted, *criteria: Criterion) -> Answer:
    """Whether no complete dossier brings criteria to outcomes that are looked for."""
    return answered(lambda: space.complete(criteria, wanted))


def never_met(space: Space, criterion: Criterion) -> Answer:
    """Whether a criterion is met by no dossier."""
    return none_with(space, lambda opens: opens[0] == MET, criterion)


def never_applies(space: Space, criterion: Criterion) -> Answer:
    """Whether a criterion applies to no dossier."""
    return none_with(space, lambda opens: bool(opens[0] & UNKNOWN), criterion)


def always_met(space: Space, criterion: Criterion) -> Answer:
    """Whether a criterion is met by every dossier that it applies to and that decides it."""
    return none_with(space, lambda opens: opens[0] == NOT_MET, criterion)


def always_decided(space: Space, criterion: Criterion) -> Answer:
    """Whether no complete dossier leaves a criterion unknown: it divides by nothing that may be zero, say."""
    return none_with(space, lambda opens: opens[0] not in SINGLE, criterion)


def follows(space: Space, other: Criterion, criterion: Criterion) -> Answer:
    """Whether a criterion adds nothing to another: it is good, or does not apply, wherever the other is or does not."""
    fine, mine = (NOT_APPLICABLE, good(other)), (NOT_APPLICABLE, good(criterion))
    return none_with(space, lambda opens: opens[0] in fine and opens[1] not in mine, other, criterion)


def implies(space: Space, one: Criterion, other: Criterion) -> Answer:
    """Whether the second criterion is met wherever the first is."""
    return none_with(space, lambda opens: opens[0] == MET and opens[1] != MET, one, other)


def contradictory(space: Space, one: Criterion, other: Criterion) -> Answer:
    """Whether no dossier is good by two criteria that both apply."""
    return none_with(space, lambda opens: opens == (good(one), good(other)), one, other)


def equivalent(space: Space, one: Criterion, other: Criterion, partial: bool = False) -> Answer:
    """Whether two criteria come to the same for every dossier; `partial` looks at incomplete ones as well."""
    answer = none_with(space, lambda opens: opens[0] != opens[1], one, other)
    if not partial or not isinstance(answer, Proved):
        return answer
    return answered(lambda: space.partial((one, other), lambda opens: opens[0] != opens[1]))
