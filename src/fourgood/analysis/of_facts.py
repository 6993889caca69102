"""Remarks on facts: one that costs when it gets better, one that works both ways, what nothing reads."""

from collections.abc import Collection, Iterator
from functools import partial

from fourgood.analysis.answer import Refuted, Undecided
from fourgood.analysis.directions import declared, directions
from fourgood.analysis.incentives import never_drawn_in, never_worse
from fourgood.analysis.remark import Open, Remark, place_in, remark
from fourgood.analysis.space import Space
from fourgood.cited import cited_facts
from fourgood.criterion import Criterion, PythonRule
from fourgood.errors import Fault, Place
from fourgood.reached import reached
from fourgood.rule import names
from fourgood.rulebook import Rulebook
from fourgood.text import Text
from fourgood.vocabulary import Definition, Fact, Kind


def of_incentives(rulebook: Rulebook, space: Space, ids: Collection[str]) -> Iterator[Remark | Open]:
    """Facts whose getting better makes one of some criteria come out worse, and facts that work both ways."""
    for id, ways in directions(rulebook).items():
        criterion = rulebook.by_id[id]
        if id not in ids or isinstance(criterion.rule, PythonRule):
            continue
        for key, way in ways.items():
            if any(each.covers("improving", id, key) for each in rulebook.law_exceptions):
                continue
            fact = rulebook.vocabulary.facts[key]
            ordered = fact.numeric or fact.kind is Kind.FLAG or (fact.scale is not None and fact.scale.ordered)
            if ordered and len(way.on_recognition | declared(fact)) > 1:
                yield from _of_fact(rulebook, space, criterion, fact)


def _of_fact(rulebook: Rulebook, space: Space, criterion: Criterion, fact: Fact) -> Iterator[Remark | Open]:
    if fact.better is None:
        yield from _both_ways(rulebook, space, criterion, fact)
        return
    costs, drawn = (ask(space, criterion, fact, fact.better) for ask in (never_worse, never_drawn_in))
    if isinstance(costs, Refuted):
        message = "`{id}` punishes a better `{key}`: from {example} to {after} it comes out worse"
        yield _perverse(rulebook, criterion, fact, message, costs)
    elif isinstance(drawn, Refuted):
        message = "`{id}` punishes a better `{key}`: from {example} to {after} it begins to apply, and comes out badly"
        yield _perverse(rulebook, criterion, fact, message, drawn)
    elif isinstance(costs, Undecided) or isinstance(drawn, Undecided):
        words = f"`{fact.key}` tốt hơn có khi nào bị thiệt không", f"whether a better `{fact.key}` can cost"
        yield Open(criterion, Text(*words))


def _perverse(rulebook: Rulebook, criterion: Criterion, fact: Fact, message: str, shown: Refuted) -> Remark:
    hint = "Check the rule, or which way the fact is declared to be better"
    fault = Fault(message, {"id": criterion.id, "key": fact.key}, _rule_place(rulebook, criterion), hint)
    return remark("perverse-incentive", fault, *shown.witnesses)


def _both_ways(rulebook: Rulebook, space: Space, criterion: Criterion, fact: Fact) -> Iterator[Remark | Open]:
    higher, lower = never_worse(space, criterion, fact, "higher"), never_worse(space, criterion, fact, "lower")
    if isinstance(higher, Refuted) and isinstance(lower, Refuted):
        message = "`{key}` works both ways in `{id}`: more of it can cost, from {example} to {after}, and so can less"
        fault = Fault(message, {"id": criterion.id, "key": fact.key}, _rule_place(rulebook, criterion))
        yield remark("both-ways", fault, *higher.witnesses, *lower.witnesses)


def _rule_place(rulebook: Rulebook, criterion: Criterion) -> Place:
    rule = None if isinstance(criterion.rule, PythonRule) else criterion.rule
    return place_in(rulebook, criterion, "rule", rule)


def of_unused(rulebook: Rulebook) -> Iterator[Remark]:
    """Facts, definitions and parameters that no criterion, invariant or function reads."""
    known = rulebook.vocabulary
    read = set(reached(_mentioned(rulebook), partial(_made_of, rulebook)))
    # A judgement stays behind when a layer drops its criterion: that is no mistake.
    origins = {key: fact.origin for key, fact in known.facts.items() if not fact.judged}
    origins |= {key: definition.origin for key, definition in known.definitions.items()}
    origins |= {key: threshold.dated.origin for key, threshold in known.thresholds.items()}
    for key, origin in origins.items():
        if key not in read:
            yield remark("unused", _unused(rulebook, key, Place(origin.file, origin.line, None, key)))


def _unused(rulebook: Rulebook, key: str, place: Place) -> Fault:
    """What nothing reads; where another fact of its kind is read twice, it may have been meant in one of these."""
    fact, message = rulebook.vocabulary.facts.get(key), "nothing reads `{key}`"
    twice = None if fact is None else next(_read_twice(rulebook, fact), None)
    if twice is None:
        hint = "Leave it out" if fact is None else "Was it meant where another fact stands? If not, leave it out"
        return Fault(message, {"key": key}, place, hint)
    other, one, two = twice
    hint = "Was it meant where `{other}` stands, in `{one}` or in `{two}`? If not, leave it out"
    return Fault(message, {"key": key, "other": other, "one": one, "two": two}, place, hint)


def _read_twice(rulebook: Rulebook, fact: Fact) -> Iterator[tuple[str, str, str]]:
    """The facts of a kind that two criteria read, each with these."""
    known = rulebook.vocabulary
    uses = {each.id: cited_facts(each, known) for each in rulebook.criteria if each.origin.file == fact.origin.file}
    for key, other in known.facts.items():
        there = [id for id, keys in uses.items() if key in keys]
        if len(there) == 2 and other.kind is fact.kind and other.scale == fact.scale:
            yield key, there[0], there[1]


def _mentioned(rulebook: Rulebook) -> Iterator[str]:
    for criterion in rulebook.criteria:
        yield from criterion.mentions
    for invariant in rulebook.vocabulary.invariants:
        yield from names(invariant.rule)
    for fact in rulebook.vocabulary.facts.values():
        yield from () if fact.table is None else fact.table.mentions
        yield from () if fact.counts_below is None else names(fact.counts_below)
    for derived in rulebook.derived:
        yield from derived.reads
    standards = [rulebook.standard, *(group.standard for group in rulebook.groups)]
    for standard in (*standards, *(grade.standard for grade in rulebook.grades)):
        yield from names(standard)


def _made_of(rulebook: Rulebook, key: str) -> tuple[str, ...]:
    """The names that a definition is made of."""
    meaning = rulebook.vocabulary.definitions.get(key)
    return names(meaning.expression) if isinstance(meaning, Definition) else ()
