"""Ordinary dossiers to stay near, so that made cases read as "this unit, but for one figure"."""

from collections.abc import Iterator

from fourgood.dossier import Dossier
from fourgood.outcome import Status
from fourgood.scale import UNIT_KINDS
from fourgood.testing.exemplar import exemplar
from fourgood.testing.space import space_of
from fourgood.testing.target import Target


def bases_of(target: Target) -> Iterator[Dossier]:
    """Of each kind of unit one: of a case in which it is recognised, else the best that can be made."""
    rulebook, space = target.rulebook, space_of(target.rulebook)
    for kind in UNIT_KINDS.labels:
        recognised = (
            case.dossier
            for case in target.cases
            if case.dossier.kind == kind and case.dossier.year == rulebook.year
            if case.expect.status is Status.RECOGNIZED
        )
        yield next(recognised, None) or exemplar(space, kind, None)  # type: ignore[arg-type]
