"""Evaluating where units count those directly below them: all that is read of one year comes first."""

from collections.abc import Iterable, Iterator

from fourgood.cli.results import Result, with_rules
from fourgood.dossier import Dossier
from fourgood.dossiers import Item, Rejected
from fourgood.dossiers.headers import with_header_faults
from fourgood.errors import Fault
from fourgood.round import Round, evaluate_round
from fourgood.rulebook import Rulebook
from fourgood.rulebooks import Rulebooks


def results_in_rounds(items: Iterable[Item], rulebooks: Rulebooks, year: int | None = None) -> Iterator[Result]:
    """Each dossier evaluated with the others of its year, in the order in which they come."""
    read = list(items)
    unread = {each.parent for each in read if isinstance(each, Rejected)}
    rounds: dict[int, Round] = {}
    for found in with_rules(read, rulebooks, year):
        if isinstance(found, Rejected):
            yield found
            continue
        item, rulebook = found
        if item.year not in rounds:
            same = [each for each in read if isinstance(each, Dossier) and each.year == item.year]
            rounds[item.year] = evaluate_round(same, rulebook, unread)
        yield _result(item, rounds[item.year], rulebook)


def _result(item: Dossier, round: Round, rulebook: Rulebook) -> Result:
    if item.id in round.verdicts:
        return round.verdicts[item.id]
    faults = [_placed(fault, item) for fault in round.rejected[item.id].faults]
    return Rejected(item.place, item.id, with_header_faults(item, faults, rulebook.vocabulary))


def _placed(fault: Fault, item: Dossier) -> Fault:
    """A fault of several dossiers stands at each of them."""
    return fault if fault.place.file else fault.at(file=item.place.file, line=item.place.line)
