"""What standards would read if some findings could still come to anything: what proves that the others decide."""

from collections.abc import Collection

from fourgood.aggregate import Interval
from fourgood.criterion import Criterion, PythonRule
from fourgood.outcome import NOT_APPLICABLE, UNKNOWN, Open
from fourgood.standing import ZERO, Standings


def loosened(standings: Standings, ids: Collection[str]) -> Standings:
    """The same with some findings open; what does not apply stays so, what has a condition may turn out not to."""

    def points_of(criterion: Criterion, still_open: Open) -> Interval:
        if criterion.id not in ids or still_open == NOT_APPLICABLE:
            return standings.points_of(criterion, still_open)
        possible = [ZERO, criterion.points or ZERO, *(band.points for band in criterion.bands)]
        return min(possible), max(possible)

    opens = {
        id: _anything(standings.rulebook.by_id[id]) if id in ids and still_open != NOT_APPLICABLE else still_open
        for id, still_open in standings.opens.items()
    }
    return Standings(standings.rulebook, opens, points_of)


def _anything(criterion: Criterion) -> Open:
    conditional = criterion.applies_when is not None or isinstance(criterion.rule, PythonRule)
    return UNKNOWN | NOT_APPLICABLE if conditional else UNKNOWN
