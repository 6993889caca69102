"""What laws look at: a rulebook, or one criterion of it standing alone."""

from collections.abc import Iterable, Iterator
from typing import Any as AnyType

from attrs import evolve

from fourgood.criterion import Criterion
from fourgood.dossier import Dossier
from fourgood.rulebook import Rulebook
from fourgood.testing.space import remembered
from fourgood.verdict import Finding, Verdict


def only(rulebook: Rulebook, criterion: str | None) -> Rulebook:
    """The rulebook itself, or one with a single criterion of it, which is evaluated far faster.

    Raises KeyError for an unknown criterion.
    """
    if criterion is None:
        return rulebook
    found = rulebook.criterion(criterion)
    made: Rulebook = remembered(rulebook, f"only {criterion}", lambda: _with(rulebook, [found]))
    return made


def some(rulebook: Rulebook, criteria: Iterable[str]) -> Rulebook:
    """A rulebook with some of the criteria alone, and the exceptions that are declared of them."""
    chosen = [rulebook.criterion(id) for id in criteria]
    ids = {None, *(each.id for each in chosen)}
    exceptions = tuple(each for each in rulebook.law_exceptions if each.criterion in ids)
    return evolve(_with(rulebook, chosen), law_exceptions=exceptions)


def _with(rulebook: Rulebook, criteria: Iterable[Criterion]) -> Rulebook:
    """A rulebook with other criteria, under the default standards."""
    chosen = tuple(criteria)
    needed = {each.group for each in chosen}
    groups = tuple(_plain(each) for each in rulebook.groups if each.id in needed)
    return Rulebook(
        rulebook.id, rulebook.title, rulebook.year, rulebook.vocabulary, groups, chosen, derived=rulebook.derived
    )


def _plain(group: AnyType) -> AnyType:
    return type(group)(group.id, group.title, group.order)


def with_criterion(rulebook: Rulebook, criterion: Criterion) -> Rulebook:
    """The rulebook, with a criterion in the place of the one of its id, or beside the others."""
    if rulebook.by_id.get(criterion.id) is criterion:
        return rulebook
    others = (each for each in rulebook.criteria if each.id != criterion.id)
    return rulebook.replace(criteria=(*others, criterion))


def findings(verdict: Verdict, criterion: str | None) -> Iterator[Finding]:
    """The findings looked at: all, or that of one criterion."""
    if criterion is None:
        yield from verdict.findings
    else:
        yield verdict.finding(criterion)


def cited(finding: Finding) -> frozenset[str]:
    """The facts that the reasons of a finding read or miss."""
    return frozenset(key for reason in finding.reasons for key in (*reason.facts, *reason.missing))


def keeping(dossier: Dossier, keys: Iterable[str]) -> Dossier:
    """A dossier with some of its facts alone, and their evidence."""
    kept = frozenset(keys)
    return evolve(
        dossier,
        facts={key: value for key, value in dossier.facts.items() if key in kept},
        evidence={key: value for key, value in dossier.evidence.items() if key in kept},
    )
