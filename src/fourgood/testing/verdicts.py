"""Strategies of dossiers by what they come to: recognised, not recognised, undetermined for want of one fact."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from hypothesis import strategies as st

from fourgood.criterion import Role
from fourgood.dossier import Dossier
from fourgood.errors import Fault, FourgoodError
from fourgood.evaluation import decide, evaluate
from fourgood.outcome import Status
from fourgood.rulebook import Rulebook
from fourgood.testing.change import Change, Take, changed, changes
from fourgood.testing.exemplar import amiss, edits, exemplar
from fourgood.testing.moves import without
from fourgood.testing.options import LARGE, ORDINARY
from fourgood.testing.space import KINDS, Space, remembered, space_of
from fourgood.verdict import Verdict
from fourgood.vocabulary import UnitKind

MAX_STARTS = 12
"""How many dossiers of one sort others are drawn from."""

FEW = 5


def recognized(rulebook: Rulebook, *, kind: UnitKind | None = None) -> st.SearchStrategy[Dossier]:
    """Dossiers that are recognised, complete or not.

    Raises FourgoodError when no such dossier could be found.
    """
    made: st.SearchStrategy[Dossier] = remembered(rulebook, f"good {kind}", lambda: _recognized(rulebook, kind))
    return made


def _recognized(rulebook: Rulebook, kind: UnitKind | None) -> st.SearchStrategy[Dossier]:
    space, kinds = space_of(rulebook), KINDS if kind is None else (kind,)
    good = [each for each in _good(space) if each.kind in kinds]
    if not good:
        raise FourgoodError(Fault("no dossier was found that `{rulebook}` recognises", {"rulebook": rulebook.id}))
    return _around(space, good, lambda dossier: decide(dossier, rulebook) is Status.RECOGNIZED)


def not_recognized(rulebook: Rulebook, only: str | None = None) -> st.SearchStrategy[Dossier]:
    """Dossiers that are not recognised.

    With `only`, the id of a criterion, nothing but that criterion stands in the way: every other finding is in the
    unit's favour; a deferral leaves the unit deferred. Raises KeyError for an unknown criterion, FourgoodError when
    no such dossier could be found.
    """
    made: st.SearchStrategy[Dossier] = remembered(rulebook, f"not {only}", lambda: _not_recognized(rulebook, only))
    return made


def _not_recognized(rulebook: Rulebook, only: str | None) -> st.SearchStrategy[Dossier]:
    space = space_of(rulebook)
    if only is None:
        refusing = [each.id for each in rulebook.criteria if each.role is not Role.DEFERRAL]
        found = [each for id in refusing for each in islice(_failing(space, id, False), 1)]
        if not found:
            raise FourgoodError(Fault("no dossier was found that `{rulebook}` refuses", {"rulebook": rulebook.id}))
        return _around(space, found, lambda dossier: decide(dossier, rulebook) is Status.NOT_RECOGNIZED)
    rulebook.criterion(only)
    alone = list(islice(_failing(space, only, True), MAX_STARTS))
    if not alone:
        message = "no dossier was found in which `{criterion}` alone stands in the way"
        raise FourgoodError(Fault(message, {"criterion": only}))
    return _around(space, alone, lambda dossier: _fails(evaluate(dossier, rulebook), only, True))


def unknown_because(fact: str, rulebook: Rulebook) -> st.SearchStrategy[Dossier]:
    """Dossiers that are undetermined for want of one fact, and of nothing else.

    Raises FourgoodError when no such dossier could be found: the fact decides nothing.
    """
    made: st.SearchStrategy[Dossier] = remembered(rulebook, f"unknown {fact}", lambda: _unknown_because(fact, rulebook))
    return made


def _unknown_because(fact: str, rulebook: Rulebook) -> st.SearchStrategy[Dossier]:
    space = space_of(rulebook)
    lost = [without(each, {fact}, {fact}) for each in _good(space) if fact in each.facts]
    found = [each for each in lost if _wants(evaluate(each, rulebook), fact)]
    if not found:
        raise FourgoodError(Fault("no dossier was found that is undetermined for want of `{fact}`", {"fact": fact}))
    return _around(space, found, lambda dossier: _wants(evaluate(dossier, rulebook), fact))


def _good(space: Space) -> Sequence[Dossier]:
    """A recognised dossier for every kind of unit and type of organisation that has one, in two sizes."""
    made = (exemplar(space, kind, type, size) for size in (ORDINARY, LARGE) for kind in KINDS for type in space.types)
    return [each for each in made if decide(each, space.rulebook) is Status.RECOGNIZED]


def _failing(space: Space, id: str, alone: bool) -> Iterator[Dossier]:
    """Dossiers that one criterion keeps from being recognised: a good one with the change that does it."""
    for base in _good(space):
        finding = evaluate(base, space.rulebook).finding(id)
        for edit in edits(space, finding, base.facts, base.kind):
            made = changed(base, [Take(key, value) for key, value in edit.items()], space)
            if _fails(evaluate(made, space.rulebook), id, alone):
                yield made


def _fails(verdict: Verdict, id: str, alone: bool) -> bool:
    """Whether a criterion keeps a unit from being recognised, and nothing else does."""
    finding = verdict.finding(id)
    meant = Status.DEFERRED if finding.criterion.role is Role.DEFERRAL else Status.NOT_RECOGNIZED
    if not finding.adverse or verdict.status is not meant:
        return False
    return not alone or not any(amiss(each) for each in verdict.findings if each.criterion.id != id)


def _wants(verdict: Verdict, fact: str) -> bool:
    return verdict.status is Status.UNDETERMINED and verdict.missing == (fact,)


def _around(space: Space, starts: Sequence[Dossier], still: Callable[[Dossier], bool]) -> st.SearchStrategy[Dossier]:
    """Dossiers near some, with those changes alone that keep them what they are."""
    return st.one_of(*(changes(space, start.kind, FEW).map(_keeper(space, start, still)) for start in starts))


def _keeper(space: Space, start: Dossier, still: Callable[[Dossier], bool]) -> Callable[[list[Change]], Dossier]:
    def kept(made: list[Change]) -> Dossier:
        whole = changed(start, made, space)
        if not made or still(whole):
            return whole
        found = start
        for change in made:
            after = changed(found, [change], space)
            found = after if still(after) else found
        return found

    return kept
