"""Lint: everything in a rulebook that cannot be meant, probably is not, or is worth knowing."""

from collections.abc import Iterator, Sequence

from fourgood.analysis.of_comparisons import of_comparisons
from fourgood.analysis.of_criterion import of_criterion
from fourgood.analysis.of_facts import of_incentives, of_unused
from fourgood.analysis.of_pairs import of_pairs
from fourgood.analysis.remark import Open, Remark, place_in, remark
from fourgood.analysis.space import Space
from fourgood.analysis.system import Budget
from fourgood.errors import Fault
from fourgood.rulebook import Rulebook
from fourgood.text import Text

STEPS = 200_000
"""How many steps all questions together may take: some seconds."""

NEVER = ("never-met", "never-applies")


def lint(rulebook: Rulebook) -> tuple[Remark, ...]:
    """All remarks on a rulebook, in the order of its files. What cannot be settled is said to be undecided."""
    found = list(_found(rulebook))
    remarks = [each for each in found if isinstance(each, Remark)]
    whole = {each.fault.values.get("id") for each in remarks if each.code.id == "undecided"}
    opens = [each for each in found if isinstance(each, Open) and not whole & _ids(each)]
    return tuple(sorted((*remarks, *_unsettled(rulebook, opens)), key=_place))


def _ids(open: Open) -> set[str]:
    return {each.id for each in (open.criterion, open.other) if each is not None}


def _unsettled(rulebook: Rulebook, opens: Sequence[Open]) -> Iterator[Remark]:
    """One remark a criterion, with the questions about it that could not be settled."""
    for criterion in dict.fromkeys(each.criterion for each in opens):
        asked = [each.question for each in opens if each.criterion == criterion]
        questions = Text("; ".join(each.vi for each in asked), "; ".join(each.en for each in asked))
        place = place_in(rulebook, criterion, "rule")
        message = "of `{id}` it could not be settled {questions}"
        yield remark("undecided", Fault(message, {"id": criterion.id, "questions": questions}, place))


def _found(rulebook: Rulebook) -> Iterator[Remark | Open]:
    space, sound = Space(rulebook.vocabulary, rulebook.year, Budget(STEPS)), list[str]()
    for criterion in rulebook.criteria:
        said = list(of_criterion(rulebook, space, criterion))
        yield from said
        yield from of_comparisons(rulebook, space, criterion)
        # What is never met, or never applies, punishes everything: to be told that once is enough.
        if not any(isinstance(each, Remark) and each.code.id in NEVER for each in said):
            sound.append(criterion.id)
    yield from of_incentives(rulebook, space, sound)
    yield from of_unused(rulebook)
    # Pairs are many: where it gets too much, they are what is left out.
    yield from of_pairs(rulebook, space)


def _place(remark: Remark) -> tuple[str, int, int]:
    place = remark.fault.place
    return place.file or "", place.line or 0, place.column or 0
