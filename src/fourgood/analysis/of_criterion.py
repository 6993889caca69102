"""Remarks on single criteria: never met, always met, never applicable, unknown although all facts are given."""

from collections.abc import Iterator

from fourgood.analysis.answer import Proved, Refuted, Undecided
from fourgood.analysis.questions import always_decided, always_met, never_applies, never_met
from fourgood.analysis.remark import Open, Remark, place_in, remark
from fourgood.analysis.space import Space
from fourgood.cited import cited_names
from fourgood.criterion import Criterion, PythonRule, judged_rule
from fourgood.errors import Fault
from fourgood.rule import Condition, Truth
from fourgood.rulebook import Rulebook
from fourgood.text import Text
from fourgood.vocabulary import Fact, Scope
from fourgood.write import to_text

PYTHON = "`{id}` is written in Python, and nothing can be proved of it"


def of_criterion(rulebook: Rulebook, space: Space, criterion: Criterion) -> Iterator[Remark | Open]:
    """Everything to be said of one criterion by itself."""
    rule = criterion.rule
    if isinstance(rule, PythonRule):
        fault = Fault(PYTHON, {"id": criterion.id}, place_in(rulebook, criterion, "rule"))
        yield remark("undecided", fault)
    elif not isinstance(rule, Truth) and rule != judged_rule(criterion.id):
        yield from _of_rule(rulebook, space, criterion, rule)


def _of_rule(rulebook: Rulebook, space: Space, criterion: Criterion, rule: Condition) -> Iterator[Remark | Open]:
    never = never_met(space, criterion)
    match never:
        case Proved():
            yield from _never(rulebook, space, criterion, rule)
        case Undecided():
            message = "`{id}` reads records, or is too much to look through: nothing is proved of it"
            yield remark("undecided", Fault(message, {"id": criterion.id}, place_in(rulebook, criterion, "rule", rule)))
        case Refuted():
            always = Refuted(()) if criterion.bands else always_met(space, criterion)
            if isinstance(always, Proved):
                yield _always(rulebook, criterion, rule, never)
            elif isinstance(always, Undecided):
                yield Open(criterion, Text("có phải lúc nào cũng đạt không", "whether it is always met"))
            yield from _unknown(rulebook, space, criterion)


def _never(rulebook: Rulebook, space: Space, criterion: Criterion, rule: Condition) -> Iterator[Remark]:
    if not isinstance(never_applies(space, criterion), Proved):
        message = "`{id}` is never met: no dossier satisfies `{text}`"
        hint = "Check the comparisons against each other and against the invariants"
        values = {"id": criterion.id, "text": to_text(rule)}
        yield remark("never-met", Fault(message, values, place_in(rulebook, criterion, "rule", rule), hint))
    elif criterion.applies_when is None or reads_facts(criterion.applies_when, rulebook.vocabulary.scope):
        guard = criterion.applies_when
        message, hint = "`{id}` never applies to any dossier", "Check applies_when, applies_to and organisation_types"
        fault = Fault(message, {"id": criterion.id}, place_in(rulebook, criterion, "applies_when", guard), hint)
        yield remark("never-applies", fault)


def _always(rulebook: Rulebook, criterion: Criterion, rule: Condition, met: Refuted) -> Remark:
    message = "`{id}` is always met: no dossier that it applies to breaks `{text}`; for example {example}"
    hint = "Check the comparisons against each other and against the invariants"
    values = {"id": criterion.id, "text": to_text(rule)}
    return remark("always-met", Fault(message, values, place_in(rulebook, criterion, "rule", rule), hint), met.witness)


def _unknown(rulebook: Rulebook, space: Space, criterion: Criterion) -> Iterator[Remark | Open]:
    answer = always_decided(space, criterion)
    if isinstance(answer, Undecided):
        words = "đủ số liệu thì có luôn kết luận được không", "whether every fact given always decides it"
        yield Open(criterion, Text(*words))
    if not isinstance(answer, Refuted):
        return
    message = "`{id}` stays unknown although every fact is given: {example}"
    hint = "Say with applies_when that the divisor is not zero, and with applies_to which units are asked for the facts"
    place = place_in(rulebook, criterion, "rule", None if isinstance(criterion.rule, PythonRule) else criterion.rule)
    yield remark("stays-unknown", Fault(message, {"id": criterion.id}, place, hint), answer.witness)


def reads_facts(node: Condition, scope: Scope) -> bool:
    """Whether a condition reads any fact, through definitions too: else parameters alone decide it."""
    return any(isinstance(scope[key], Fact) for key in cited_names(node, scope))
