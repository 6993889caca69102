"""Whether doing better can make a criterion come out worse: two dossiers that differ in one fact."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import evolve

from fourgood.analysis.answer import Answer, Proved, Refuted, Undecided
from fourgood.analysis.questions import UNDECIDABLE
from fourgood.analysis.search import STEPS, Found, Search, Wanted
from fourgood.analysis.space import Space
from fourgood.analysis.subject import Formula, Subject, formula, good, subject
from fourgood.analysis.system import Budget
from fourgood.criterion import Criterion
from fourgood.outcome import NOT_APPLICABLE, UNKNOWN
from fourgood.rule import All, Compare, Condition, Name, Not
from fourgood.vocabulary import Fact, Kind, Scope, Value

AFTER = "{}'"
"""What a fact is called in the second dossier: no fact of a vocabulary can be called so."""


def never_worse(space: Space, criterion: Criterion, fact: Fact, better: Literal["higher", "lower"]) -> Answer:
    """Whether a criterion that comes out well still does when one fact is better and all others are the same.

    Refuted by two dossiers, before and after.
    """
    fine, bad = good(criterion), UNKNOWN ^ good(criterion)
    return _none(space, criterion, fact, better, lambda opens: opens == (fine, bad))


def never_drawn_in(space: Space, criterion: Criterion, fact: Fact, better: Literal["higher", "lower"]) -> Answer:
    """Whether a better fact never brings a criterion to bear that then comes out badly."""
    bad = UNKNOWN ^ good(criterion)
    return _none(space, criterion, fact, better, lambda opens: opens == (NOT_APPLICABLE, bad))


def _none(space: Space, criterion: Criterion, fact: Fact, better: Literal["higher", "lower"], wanted: Wanted) -> Answer:
    try:
        pairs = (_pair(space, criterion, fact, better, wanted, kind) for kind in sorted(fact.applies_to))
        found = next(filter(None, pairs), None)
    except UNDECIDABLE:
        return Undecided()
    return Proved() if found is None else found


def _pair(
    space: Space, criterion: Criterion, fact: Fact, better: Literal["higher", "lower"], wanted: Wanted, kind: str
) -> Refuted | None:
    """Two dossiers of a kind of unit."""
    after = AFTER.format(fact.key)
    scope: Scope = ChainMap({after: evolve(fact, key=after)}, space.vocabulary.scope)  # type: ignore[arg-type]
    read = dict.fromkeys((*space.reads([criterion]), fact.key))
    there = {key: space.vocabulary.facts[key] for key in read if kind in space.vocabulary.facts[key].applies_to}
    given = {key: None for key in space.vocabulary.facts if key not in there}
    search = Search(
        _subjects(criterion, scope, {fact.key: after}),
        wanted,
        scope,
        {**there, after: evolve(fact, key=after)},
        kind,  # type: ignore[arg-type]
        space.types([criterion], False),
        tuple(_demands(space, scope, fact, after, better, there)),
        budget=Budget(STEPS, space.budget),
    )
    found = search.run(given)
    return None if found is None else _confirmed(space, criterion, found, fact.key, after, wanted)


def _subjects(criterion: Criterion, scope: Scope, renamed: Mapping[str, str]) -> list[Subject]:
    return [subject(criterion, scope), subject(criterion, scope, renamed)]


def _demands(
    space: Space, scope: Scope, fact: Fact, after: str, better: str, there: Mapping[str, Fact]
) -> Iterator[Formula]:
    """The second value is the better one, and both dossiers keep the invariants."""
    yield Formula(_improved(fact, after, better), scope)
    for (keys, demand), invariant in zip(space.invariants, space.vocabulary.invariants, strict=True):
        if keys & there.keys():
            yield demand
        if fact.key in keys:
            yield formula(invariant.rule, scope, {fact.key: after})


def _improved(fact: Fact, after: str, better: str) -> Condition:
    if fact.kind is Kind.FLAG:
        yes, no = (after, fact.key) if better == "higher" else (fact.key, after)
        return All((Name(yes), Not(Name(no))))
    return Compare(Name(after), ">" if better == "higher" else "<", Name(fact.key))


def _confirmed(space: Space, criterion: Criterion, found: Found, key: str, after: str, wanted: Wanted) -> Refuted:
    """The two dossiers, confirmed by the plain evaluator."""
    facts: dict[str, Value] = {each: value for each, value in found.facts.items() if each != after}
    changed = {**facts, key: found.facts[after]}
    return Refuted(space.confirmed_pair(evolve(found, facts=facts), evolve(found, facts=changed), criterion, wanted))
