"""A verdict as JSON data, the shape that schemas/fourgood_schemas/verdict.schema.json describes."""

from collections.abc import Mapping
from typing import Any

from fourgood.aggregate import Interval
from fourgood.canonical import digest, known, text_json, value_json
from fourgood.criterion import ALL_GROUPS_GOOD, REQUIREMENTS_MET
from fourgood.dossierjson import dossier_json, evidence_json, unit_json
from fourgood.grade import Grade
from fourgood.grading import GradeResult
from fourgood.ground import Ground, whole_grounds
from fourgood.groupresult import GroupResult
from fourgood.language import language
from fourgood.reason import Reason, SpokenReason
from fourgood.report import status_in_words
from fourgood.rule import Name
from fourgood.rulebookjson import citation_json, threshold_json
from fourgood.text import LANGS
from fourgood.verdict import Finding, Verdict
from fourgood.vocabulary import Threshold
from fourgood.write import to_text


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON data; the same dossier and rulebook give the same bytes."""
    rulebook = verdict.rulebook
    data = {
        "$schema": "urn:fourgood:schema:verdict",
        "unit": unit_json(verdict.dossier),
        "year": verdict.dossier.year,
        "dossier": {"digest": digest(dossier_json(verdict.dossier)), **known({"note": verdict.dossier.note})},
        "rulebook": {"id": rulebook.id, "title": text_json(rulebook.title), "digest": rulebook.digest},
        "status": verdict.status.value,
        "open_statuses": sorted(status.value for status in verdict.open_statuses),
        "recognized": verdict.recognized,
        "summary": {lang: status_in_words(verdict, language(lang)) for lang in LANGS},
        **_points(verdict.tallies),
        "groups": {id: _group(group) for id, group in verdict.groups.items()},
        "findings": [_finding(finding) for finding in verdict.findings],
        "decisive": [finding.criterion.id for finding in verdict.decisive],
        "missing": list(verdict.missing),
        "assumptions": [_key(each) for each in verdict.assumptions],
        **_standard(verdict),
        **_grades(verdict),
    }
    return {**data, "digest": digest(data)}


def _key(assumed: Finding | Threshold | Grade) -> str:
    return assumed.criterion.id if isinstance(assumed, Finding) else assumed.key


def _standard(verdict: Verdict) -> dict[str, Any]:
    """Why the whole meets its standard or not, where that is not the default one."""
    if verdict.rulebook.standard == Name(ALL_GROUPS_GOOD):
        return {}
    return {"reasons": [_ground(ground) for ground in whole_grounds(verdict)]}


def _grades(verdict: Verdict) -> dict[str, Any]:
    """The grade, with reasons, where the rulebook has grades."""
    if not verdict.rulebook.grades:
        return {}
    grading = verdict.grading
    return {
        "grade": None if grading.grade is None else grading.grade.key,
        "open_grades": [None if each is None else each.key for each in grading.open],
        "grades": [_grade(result) for result in grading.considered],
        "grade_decisive": [finding.criterion.id for finding in grading.decisive],
        "grade_missing": list(grading.missing),
        "grade_assumptions": [_key(each) for each in grading.assumptions],
    }


def _grade(result: GradeResult) -> dict[str, Any]:
    return {
        "grade": result.grade.key,
        "title": text_json(result.grade.title),
        "outcome": result.outcome.value,
        "backing": result.grade.backing.value,
        "assumed": result.assumed,
        "citations": [citation_json(citation) for citation in result.grade.citations],
        "reasons": [_ground(ground) for ground in result.reasons],
    }


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "rule": to_text(ground.rule),
        "outcome": ground.outcome.value,
        "criteria": [finding.criterion.id for finding in ground.findings],
        "thresholds": [threshold_json(threshold) for threshold in ground.thresholds],
        "text": {lang: ground.text(lang) for lang in LANGS},
        **known({"parts": [_ground(part) for part in (*ground.parts, *ground.below)]}),
    }


def _group(group: GroupResult) -> dict[str, Any]:
    data = {"title": text_json(group.group.title), "good": group.good, "outcome": group.outcome.value}
    own = group.group.standard != Name(REQUIREMENTS_MET)
    reasons = {"reasons": [_ground(ground) for ground in group.reasons]} if own else {}
    return {**data, **_points(group.tallies), **reasons}


def _points(tallies: Mapping[str, Interval]) -> dict[str, Any]:
    """Points and full marks, the least and the most of each; nothing where nothing gives points."""
    if not any(tallies["max_points"]):
        return {}
    return {name: list(map(value_json, tallies[name])) for name in ("points", "max_points")}


def _finding(finding: Finding) -> dict[str, Any]:
    criterion = finding.criterion
    data: dict[str, Any] = {
        "criterion": criterion.id,
        "group": criterion.group,
        "role": criterion.role.value,
        "title": text_json(criterion.title),
        "outcome": finding.outcome.value,
        "open": sorted(outcome.value for outcome in finding.open),
        "backing": criterion.backing.value,
        "assumed": finding.assumed,
        "citations": [citation_json(citation) for citation in criterion.citations],
        "missing": list(finding.missing),
        "reasons": [_reason(reason) for reason in finding.reasons],
    }
    return data if finding.fault is None else {**data, "error": str(finding.fault)}


def _reason(reason: Reason | SpokenReason) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rule": None if reason.rule is None else to_text(reason.rule),
        "outcome": reason.outcome.value,
        "facts": {key: value_json(value) for key, value in reason.facts.items()},
        "missing": list(reason.missing),
        "thresholds": [threshold_json(threshold) for threshold in reason.thresholds],
        "evidence": {key: evidence_json(evidence) for key, evidence in reason.evidence.items()},
        "text": {lang: reason.text(lang) for lang in LANGS},
    }
    if (short := reason.shortfall) is not None:
        data["shortfall"] = {"fact": short.key, "by": value_json(short.by), "over": short.over}
    return data
