"""What is wrong with facts that count the units directly below."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fourgood.check import check_rule, check_together
from fourgood.errors import Fault
from fourgood.ruletype import Memo
from fourgood.termtype import STANDARDS_NAME

if TYPE_CHECKING:
    from fourgood.rulebook import Rulebook

COUNTS_NAME = "What is counted may name facts, definitions, parameters, criteria, groups, grades, and recognized"


def below_faults(rulebook: "Rulebook") -> Iterator[Fault]:
    """Counts that are no rules over one unit below, and facts that a function works out as well."""
    scope, at_most, memo, fitting = rulebook.scope_below, rulebook.vocabulary.at_most, Memo(), []
    derived = {each.fact.key for each in rulebook.derived}
    for fact in rulebook.vocabulary.counted:
        assert fact.counts_below is not None
        found = check_rule(fact.counts_below, None, scope, at_most, memo)
        if not found:
            fitting.append(fact.counts_below)
        if fact.key in derived:
            message = "`{key}` counts the units below, and a function works it out as well"
            found.append(Fault(message, {"key": fact.key}, hint="Leave one of them out"))
        origin = rulebook.origin_of("facts", fact.key, "counts_below", fact.origin)
        for fault in map(_mended, found):
            yield fault.at(file=origin.file, line=origin.line, key=f"facts.{fact.key}.counts_below")
    yield from check_together(fitting, scope, memo)


def _mended(fault: Fault) -> Fault:
    """With a hint for counts where the type check has one for standards."""
    return Fault(fault.message, fault.values, fault.place, COUNTS_NAME) if fault.hint == STANDARDS_NAME else fault
