"""A rulebook as JSON data: every fact, threshold, group and criterion as it holds in its year; and digests of it."""

from typing import Any

from fourgood.award import Award
from fourgood.canonical import digest, known, text_json, value_json
from fourgood.citation import Citation, Origin
from fourgood.criterion import Criterion, Group, PythonRule
from fourgood.derived import DerivedFact
from fourgood.grade import Grade
from fourgood.law import LawException
from fourgood.rulebook import Rulebook
from fourgood.scale import PERCENT, Measure
from fourgood.table import Table
from fourgood.vocabulary import Definition, Fact, Invariant, Threshold
from fourgood.write import to_text


def rulebook_json(rulebook: Rulebook) -> dict[str, Any]:
    """All that decides, in the order of ids, so that the order of plugins leaves no trace."""
    vocabulary = rulebook.vocabulary
    return {
        "id": rulebook.id,
        "title": text_json(rulebook.title),
        "year": rulebook.year,
        "facts": [fact_json(fact) for _, fact in sorted(vocabulary.facts.items())],
        "definitions": [definition_json(each) for _, each in sorted(vocabulary.definitions.items())],
        "parameters": [threshold_json(each) for _, each in sorted(vocabulary.thresholds.items())],
        "invariants": [invariant_json(each) for each in sorted(vocabulary.invariants, key=lambda each: each.key)],
        "groups": [group_json(group) for group in rulebook.groups],
        "criteria": [criterion_json(each) for _, each in sorted(rulebook.by_id.items())],
        "standard": to_text(rulebook.standard),
        "award": award_json(rulebook.award),
        **known({"derived": [_derived(each) for each in rulebook.derived]}),
        **known({"grades": [grade_json(grade) for grade in rulebook.grades]}),
        **known({"law_exceptions": [exception_json(each) for each in rulebook.law_exceptions]}),
    }


def exception_json(exception: LawException) -> dict[str, Any]:
    """A law that is broken on purpose; what it does not say is left out."""
    about = {"criterion": exception.criterion, "fact": exception.fact}
    return {"law": exception.law, **known(about), "reason": text_json(exception.reason)}


def award_json(award: Award) -> dict[str, Any]:
    """What is awarded, by kind of unit."""
    return {"cell": text_json(award.cell), "committee": text_json(award.committee)}


def _derived(each: DerivedFact) -> dict[str, Any]:
    return {"key": each.fact.key, "reads": sorted(each.reads), "function": _function(each.function, each.fact.origin)}


def _function(function: Any, origin: Origin) -> dict[str, Any]:
    """Which function it is: where it stands, in which version of its distribution. No digest looks inside one."""
    named = function if hasattr(function, "__qualname__") else type(function)
    made = {"distribution": origin.distribution, "version": origin.version}
    return known({"python": f"{named.__module__}:{named.__qualname__}", **made})


def rulebook_digest(rulebook: Rulebook) -> str:
    """The digest of a rulebook: the same rules give the same, however they were loaded."""
    return digest(rulebook_json(rulebook))


def criterion_digest(criterion: Criterion) -> str:
    """The digest of one criterion."""
    return digest(criterion_json(criterion))


def fact_json(fact: Fact) -> dict[str, Any]:
    """A fact; what it does not say is left out."""
    bounds = {"min": value_json(fact.minimum), "max": value_json(fact.maximum), "step": value_json(fact.step)}
    choices = [] if fact.scale is None else [{"key": key, "title": text_json(text)} for key, text in fact.scale.values]
    data = {
        "key": fact.key,
        "kind": fact.kind.value,
        "title": text_json(fact.title),
        "help": text_json(fact.help),
        "unit": measure_json(fact.measure),
        "choices": choices,
        "better": fact.better,
        "applies_to": sorted(fact.applies_to),
        "counts_below": None if fact.counts_below is None else to_text(fact.counts_below),
        "source": [citation_json(citation) for citation in fact.citations],
    }
    ordered = {"ordered": fact.scale.ordered} if fact.scale else {}
    table = {} if fact.table is None else table_json(fact.table)
    return {**known(data), "effort": fact.effort, **ordered, **(bounds if fact.numeric else {}), **table}


def table_json(table: Table) -> dict[str, Any]:
    """What the records of a table are made of, and how many a year has; nothing where those given are all."""
    data = {
        "number": table.number,
        "definitions": [definition_json(each) for each in table.definitions],
        "invariants": [invariant_json(each) for each in table.invariants],
    }
    return {"columns": [fact_json(column) for column in table.columns], **known(data)}


def measure_json(measure: Measure | None) -> Any:
    """What a number counts: percent, or words."""
    if measure is None or measure == PERCENT:
        return "percent" if measure else None
    return {"vi": measure.vi, "en": [measure.en, measure.en_plural]}


def definition_json(definition: Definition) -> dict[str, Any]:
    """A definition, its expression as text."""
    return {
        "key": definition.key,
        "title": text_json(definition.title),
        "expression": to_text(definition.expression),
    }


def invariant_json(invariant: Invariant) -> dict[str, Any]:
    """An invariant, its rule as text."""
    return {"key": invariant.key, "title": text_json(invariant.title), "rule": to_text(invariant.rule)}


def threshold_json(threshold: Threshold) -> dict[str, Any]:
    """A parameter as it holds: value, years, backing, citations."""
    dated = threshold.dated
    return {
        "parameter": threshold.key,
        "title": text_json(threshold.title),
        "value": value_json(dated.value),
        "years": [dated.first_year, dated.last_year],
        "backing": dated.backing.value,
        "citations": [citation_json(citation) for citation in dated.citations],
        **known({"note": text_json(dated.note)}),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """A place in a document; what is not known is left out."""
    document = citation.document
    date = None if document.date is None else document.date.isoformat()
    more = {"number": document.number, "date": date, "url": document.url, "item": citation.item}
    return {"document": text_json(document.title), **known(more)}


def group_json(group: Group) -> dict[str, Any]:
    """A group and its standard, as text."""
    return {"id": group.id, "title": text_json(group.title), "standard": to_text(group.standard)}


def grade_json(grade: Grade) -> dict[str, Any]:
    """A grade and its standard, as text."""
    return {
        "key": grade.key,
        "title": text_json(grade.title),
        "standard": to_text(grade.standard),
        "backing": grade.backing.value,
        "source": [citation_json(citation) for citation in grade.citations],
    }


def criterion_json(criterion: Criterion) -> dict[str, Any]:
    """A criterion, its rules as text; what it does not say is left out."""
    types = criterion.organisation_types
    data = {
        "id": criterion.id,
        "group": criterion.group,
        "title": text_json(criterion.title),
        "role": criterion.role.value,
        "rule": _rule(criterion),
        "applies_to": sorted(criterion.applies_to),
        "organisation_types": None if types is None else sorted(types),
        "applies_when": None if criterion.applies_when is None else to_text(criterion.applies_when),
        "evidence": "required" if criterion.evidence_required else None,
        "points": value_json(criterion.points),
        "bands": [{"when": to_text(band.when), "points": value_json(band.points)} for band in criterion.bands],
        "backing": criterion.backing.value,
        "source": [citation_json(citation) for citation in criterion.citations],
        "help": text_json(criterion.help),
    }
    return known(data)


def _rule(criterion: Criterion) -> Any:
    rule = criterion.rule
    if isinstance(rule, PythonRule):
        return {**_function(rule.function, criterion.origin), "facts": list(rule.facts)}
    return to_text(rule)
