"""The grade as plain text: which it is, what keeps the unit from each better one, and why it holds."""

from collections.abc import Iterable, Iterator

from fourgood.grading import GradeResult
from fourgood.ground import Ground
from fourgood.groundwords import marks
from fourgood.language import Language
from fourgood.outcome import MET, Outcome, Status
from fourgood.outcomewords import SIGNS
from fourgood.phrases import cited
from fourgood.rule import Name
from fourgood.verdict import Finding, Verdict

HEADINGS = {
    Outcome.MET: "Why “{grade}”",
    Outcome.NOT_MET: "What keeps the unit from “{grade}”",
    Outcome.UNKNOWN: "What is still open for “{grade}”",
}


def grade_report(verdict: Verdict, said: Language) -> Iterator[str]:
    """The section of a report, where the rulebook has grades."""
    if verdict.rulebook.grades:
        considered = (line for result in verdict.grading.considered for line in _result(result, said))
        yield "\n".join([f"{said('Grade')}: {grade_in_words(verdict, said)}", *considered])


def grade_in_words(verdict: Verdict, said: Language) -> str:
    """The grade, or those that are still open."""
    if verdict.status is Status.DEFERRED:
        return said("none, as the unit is not considered yet")
    named = [said("none") if each is None else said.text(each.title) for each in verdict.open_grades]
    return named[0] if len(named) == 1 else said("not known yet: {grades}").format(grades=said.listed(named, "or"))


def _result(result: GradeResult, said: Language) -> Iterator[str]:
    grade = result.grade
    outcome = result.outcome if result.outcome in HEADINGS else Outcome.NOT_MET
    heading = said(HEADINGS[outcome]).format(grade=said.text(grade.title))
    yield f"  {heading}{cited(grade, said)}:"
    for ground in result.reasons:
        yield from (f"    {line}" for line in ground_lines(ground, said, ground._open != MET))


def ground_lines(ground: Ground, said: Language, in_full: bool) -> Iterator[str]:
    """A part of a standard, and under it what it rests on; the findings where they are asked for."""
    yield f"{SIGNS[ground.outcome]} {ground.text(said.code)}"
    for each in (*ground.parts, *ground.below):
        yield from (f"    {line}" for line in ground_lines(each, said, in_full))
    if in_full:
        yield from (f"    {line}" for line in _findings(ground, said))


def _findings(ground: Ground, said: Language) -> Iterator[str]:
    alone = isinstance(ground.rule, Name) and ground.rule.key.partition(".")[0] in ground._verdict.rulebook.by_id
    for finding in ground.own_findings:
        if not alone:
            yield f"{SIGNS[finding.outcome]} {said.text(finding.criterion.title)}{points(finding, said)}"
        texts = why_no_more(finding, said) if ground.counts_points else finding.texts(said.code)
        yield from (text if alone else f"    {text}" for text in texts)


def points(finding: Finding, said: Language) -> str:
    """The points of a finding and its full marks, in brackets."""
    return "" if finding.points is None else f" [{marks(finding, said)}]"


def why_no_more(finding: Finding, said: Language) -> Iterable[str]:
    """Why a finding gives no more: what keeps it from full marks, else why it came out so."""
    speakers, dossier = finding._verdict._rulebook.speakers[said.code], finding._verdict._dossier
    found = [speakers[each._atom](dossier, each._open, True) for each in finding.lost_points]
    return found or finding.texts(said.code)
