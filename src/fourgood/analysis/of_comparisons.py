"""Remarks on the comparisons inside a rule: one that decides nothing, `==` on a ratio, a threshold between steps."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from fourgood.analysis.answer import Proved, Refuted, Undecided
from fourgood.analysis.questions import always_met, never_met
from fourgood.analysis.remark import Open, Remark, place_in, remark
from fourgood.analysis.space import Space
from fourgood.analysis.written import expanded
from fourgood.criterion import Criterion, PythonRule
from fourgood.errors import Fault
from fourgood.reasons import Leaf, leaves, written_out
from fourgood.rule import Any, Arithmetic, Compare, Member, Name, Node, Number, walk
from fourgood.rulebook import Rulebook
from fourgood.text import Text
from fourgood.vocabulary import Fact, Scope
from fourgood.write import number_text, to_text


def of_comparisons(rulebook: Rulebook, space: Space, criterion: Criterion) -> Iterator[Remark | Open]:
    """Everything to be said of the comparisons of one criterion."""
    if isinstance(criterion.rule, PythonRule):
        return
    scope = rulebook.vocabulary.scope
    found = tuple(dict.fromkeys(leaves(written_out(criterion.rule, scope))))
    for leaf in found:
        if len(found) > 1:
            yield from _decided(rulebook, space, criterion, leaf)
        if isinstance(leaf, Compare):
            yield from _equality(rulebook, criterion, leaf, scope)
        if isinstance(leaf, (Compare, Member)):
            yield from _between(rulebook, criterion, leaf, scope)


def _decided(rulebook: Rulebook, space: Space, criterion: Criterion, leaf: Leaf) -> Iterator[Remark | Open]:
    """A comparison that comes out the same wherever the criterion applies."""
    alone = evolve(criterion, rule=leaf)
    never, always = never_met(space, alone), always_met(space, alone)
    if isinstance(never, Undecided) or isinstance(always, Undecided):
        text = to_text(leaf)
        yield Open(criterion, Text(f"`{text}` có quyết định điều gì không", f"whether `{text}` decides anything"))
    if isinstance(never, Proved) is isinstance(always, Proved):
        return
    shown = always if isinstance(never, Proved) else never
    message = "`{text}` in `{id}` is never met" if isinstance(never, Proved) else "`{text}` in `{id}` is always met"
    values = {"id": criterion.id, "text": to_text(leaf)}
    place = place_in(rulebook, criterion, "rule", leaf)
    witnesses = shown.witnesses if isinstance(shown, Refuted) else ()
    yield remark("decided-part", Fault(message, values, place, "Leave it out, or check its threshold"), *witnesses)


def _equality(rulebook: Rulebook, criterion: Criterion, leaf: Compare, scope: Scope) -> Iterator[Remark]:
    if leaf.operator not in ("==", "!="):
        return
    if any(isinstance(part, Arithmetic) and part.operator == "/" for part in walk(expanded(leaf, scope))):
        message = "`{text}` in `{id}` compares a ratio exactly: a little more or less is something else"
        values = {"id": criterion.id, "text": to_text(leaf)}
        place = place_in(rulebook, criterion, "rule", leaf)
        yield remark("ratio-equality", Fault(message, values, place, "Write >= or <=, if that is meant"))


def _between(rulebook: Rulebook, criterion: Criterion, leaf: Compare | Member, scope: Scope) -> Iterator[Remark]:
    for key, value in _values(expanded(leaf, scope)):
        fact = scope.get(key)
        if isinstance(fact, Fact) and fact.numeric and not _on_step(fact, value):
            message = "`{text}` in `{id}`: {value} is no value of `{key}`, which goes in steps of {step}"
            values = {"id": criterion.id, "text": to_text(leaf), "key": key}
            values |= {"value": number_text(value), "step": str(fact.step)}
            place = place_in(rulebook, criterion, "rule", leaf)
            yield remark("between-steps", Fault(message, values, place, "Check the number, or the step of the fact"))


def _values(node: Node) -> Iterator[tuple[str, Fraction]]:
    """A fact and each number that it alone is compared with; one of several is compared with each of them."""
    match node:
        case (
            Compare(left=Name(key=key), right=Number(value=value))
            | Compare(left=Number(value=value), right=Name(key=key))
        ):
            yield key, value
        case Any(parts):
            yield from (found for part in parts for found in _values(part))


def _on_step(fact: Fact, value: Fraction) -> bool:
    return ((value - Fraction(fact.minimum)) / Fraction(fact.step)).denominator == 1
