"""A verdict as plain text: the status, group by group, with reasons, what is missing, and what is assumed."""

from collections.abc import Iterable, Iterator, Mapping

from fourgood.aggregate import Interval
from fourgood.award import FOUR_GOOD
from fourgood.citation import Backing
from fourgood.criterion import ALL_GROUPS_GOOD, GROUP_TALLIES, REQUIREMENTS_MET, Role
from fourgood.grade import Grade
from fourgood.gradereport import grade_report, points
from fourgood.groundwords import span
from fourgood.groupresult import GroupResult
from fourgood.language import Language, language
from fourgood.outcome import Outcome, Status
from fourgood.outcomewords import GROUPS, OPEN, OUTCOMES, SIGNS
from fourgood.phrases import origin
from fourgood.rule import Condition, Name, names
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
from fourgood.text import Lang
from fourgood.verdict import Finding, Verdict
from fourgood.vocabulary import Scope, Threshold
from fourgood.words import in_words, setting

TITLE = {
    Status.RECOGNIZED: "RECOGNISED as “{title}”",
    Status.NOT_RECOGNIZED: "NOT RECOGNISED as “{title}”",
    Status.DEFERRED: "NOT YET CONSIDERED for “{title}”",
    Status.UNDETERMINED: "UNDETERMINED for “{title}”: what is missing could still decide",
}
"""The statuses under a rulebook that awards the title of the four goods."""

OTHER = {
    Status.RECOGNIZED: "MET: {award}",
    Status.NOT_RECOGNIZED: "NOT MET: {award}",
    Status.DEFERRED: "NOT YET CONSIDERED: {award}",
    Status.UNDETERMINED: "UNDETERMINED: {award}; what is missing could still decide",
}
"""The statuses under a rulebook that is about something else."""


def report(verdict: Verdict, lang: Lang) -> str:
    """The whole verdict as lines of text."""
    said = language(lang)
    parts = [
        _heading(verdict, said),
        *_adverse(verdict, said),
        *_open_roles(verdict, said),
        *(_group(group, verdict, said) for group in verdict.groups.values()),
        *grade_report(verdict, said),
        *_whole(verdict, said),
        *_missing(verdict, said),
        *_assumptions(verdict, said),
        *_note(verdict, said),
        said("This is an aid to the body that decides, not its decision."),
    ]
    return "\n\n".join(parts)


def status_in_words(verdict: Verdict, said: Language) -> str:
    """The status, with the title that it is about."""
    award = said.text(verdict.rulebook.award.of(verdict.dossier.kind))
    refused = verdict.status is Status.UNDETERMINED and Status.RECOGNIZED not in verdict.open_statuses
    if verdict.rulebook.award != FOUR_GOOD:
        message = "NOT MET: {award}; unless it turns out not to be considered yet" if refused else OTHER[verdict.status]
        return said(message).format(award=award)
    message = TITLE[verdict.status]
    if refused:
        message = "NOT RECOGNISED as “{title}”, unless it turns out not to be considered yet"
    return said(message).format(title=award)


def _heading(verdict: Verdict, said: Language) -> str:
    dossier = verdict.dossier
    kinds = [said.text(UNIT_KINDS.labels[dossier.kind])]
    if dossier.organisation_type is not None:
        kinds.append(said.text(ORGANISATION_TYPES.labels[dossier.organisation_type]))
    who = f"{dossier.name or dossier.id} ({', '.join(kinds)})"
    year = said("year {year}").format(year=dossier.year)
    id = f" · {dossier.id}" if dossier.name else ""
    return f"{who} · {year}{id}\n{status_in_words(verdict, said)}\n{said.text(verdict.rulebook.title)}"


def _adverse(verdict: Verdict, said: Language) -> Iterator[str]:
    """Vetoes and deferrals that are met, before anything else."""
    for role, heading in ((Role.DEFERRAL, "Why it is not considered yet"), (Role.VETO, "Vetoes that apply")):
        found = [each for each in verdict.findings if each.criterion.role is role and each.adverse]
        if found:
            yield "\n".join(
                [f"{said(heading)}:", *(line for finding in found for line in finding_lines(finding, said))]
            )


def _open_roles(verdict: Verdict, said: Language) -> Iterator[str]:
    """Vetoes and deferrals that are still open, or whose function failed."""
    roles = (Role.VETO, Role.DEFERRAL)
    found = [each for each in verdict.findings if each.criterion.role in roles and each.outcome in OPEN]
    if found and verdict.status is Status.UNDETERMINED:
        heading = said("Vetoes and reasons to defer that are still open")
        yield "\n".join([f"{heading}:", *(line for finding in found for line in finding_lines(finding, said))])


def _whole(verdict: Verdict, said: Language) -> Iterator[str]:
    """The standard of the whole, where it is not the default one."""
    rulebook = verdict.rulebook
    if rulebook.standard != Name(ALL_GROUPS_GOOD):
        standard = in_words(rulebook.standard, rulebook.scope, said)
        counted = _counted(rulebook.standard, verdict.tallies, said)
        backed = _backed(rulebook.standard, rulebook.scope, said)
        yield f"{said('Standard of the title')}: {standard}{backed}{counted}"


def _counted(standard: Condition, tallies: Mapping[str, Interval], said: Language) -> str:
    """What the numbers that a standard counts came to."""
    counted = (name for name in names(standard) if name in tallies)
    found = [f"{said.text(GROUP_TALLIES[name])}: {span(tallies[name], said)}" for name in counted]
    return f" ({'; '.join(found)})" if found else ""


def _backed(standard: Condition, scope: Scope, said: Language) -> str:
    """Where the thresholds of a standard come from."""
    found = (scope[name] for name in names(standard))
    return origin(tuple(each for each in found if isinstance(each, Threshold)), said)


def _group(group: GroupResult, verdict: Verdict, said: Language) -> str:
    """A group: its outcome, how many criteria came to what, and every finding that is not simply met."""
    requirements = [each for each in group.findings if each.criterion.role is Role.REQUIREMENT]
    counted = ", ".join(_counts(requirements, said))
    heading = f"{SIGNS[group.outcome]} {said.text(group.group.title)}: {said(GROUPS[group.outcome])} ({counted})"
    standard = group.group.standard
    if standard != Name(REQUIREMENTS_MET):
        scope = verdict.rulebook.group_scope(group.group)
        words = f"{in_words(standard, scope, said)}{_backed(standard, scope, said)}"
        heading += f"\n  {said('standard')}: {words}{_counted(standard, group.tallies, said)}"
    shown = [each for each in requirements if each.outcome in (Outcome.NOT_MET, *OPEN)]
    return "\n".join([heading, *(line for finding in shown for line in finding_lines(finding, said))])


def _counts(findings: Iterable[Finding], said: Language) -> Iterator[str]:
    outcomes = [finding.outcome for finding in findings]
    for outcome, word in OUTCOMES.items():
        if number := outcomes.count(outcome):
            yield f"{said.number(number)} {said(word)}"


def finding_lines(finding: Finding, said: Language) -> Iterator[str]:
    """A finding: its criterion, and under it its reasons."""
    sign = SIGNS[finding.outcome] if finding.criterion.role is Role.REQUIREMENT else "!"
    assumed = f" [{said('assumption')}]" if finding.assumed else ""
    yield f"  {sign} {said.text(finding.criterion.title)}{points(finding, said)}{assumed}"
    yield from (f"      {text}" for text in finding.texts(said.code))


def missing_in_words(verdict: Verdict, said: Language) -> list[str]:
    """What is missing and could change the result or the grade: facts, records, and evidence of what is known."""
    return [_missed(key, verdict, said) for key in dict.fromkeys((*verdict.missing, *verdict.grading.missing))]


def _missed(key: str, verdict: Verdict, said: Language) -> str:
    title = said.text(verdict.rulebook.vocabulary.scope[key].title)
    dossier = verdict.dossier
    unproved = key in dossier.facts and key not in dossier.attested
    asked = (each for each in (*verdict.decisive, *verdict.grading.decisive) if key in each.missing)
    return (
        said("{title} (the evidence)").format(title=title)
        if unproved and any(each.criterion.evidence_required for each in asked)
        else title
    )


def _missing(verdict: Verdict, said: Language) -> Iterator[str]:
    if found := missing_in_words(verdict, said):
        yield "\n".join(
            [f"{said('Still missing, and could change the result')}:", *(f"  • {title}" for title in found)]
        )


def _assumptions(verdict: Verdict, said: Language) -> Iterator[str]:
    """What the result and the grade turn on that no official rule says, each once."""
    both = (*verdict.assumptions, *verdict.grading.assumptions)
    if found := {_named(each): each for each in both}.values():
        heading = said("The result turns on assumptions, which are no official rules")
        if all(_ours(each) for each in found):
            heading = said("The result turns on assumptions of fourgood, which are no official rules")
        yield "\n".join([f"{heading}:", *(f"  • {_assumed(each, said)}" for each in found)])


def _named(assumed: Finding | Threshold | Grade) -> tuple[type, str]:
    """What tells one from the others: findings are made anew whenever somebody asks for them."""
    return type(assumed), assumed.criterion.id if isinstance(assumed, Finding) else assumed.key


def _ours(assumed: Finding | Threshold | Grade) -> bool:
    if isinstance(assumed, Finding):
        parts = [each.dated for each in assumed.assumptions]
        own = assumed.criterion.backing is not Backing.ASSUMPTION or assumed.criterion.origin.ours
        return own and all(each.origin.ours for each in parts)
    return (assumed.dated if isinstance(assumed, Threshold) else assumed).origin.ours


def _assumed(assumed: Finding | Threshold | Grade, said: Language) -> str:
    if isinstance(assumed, Threshold):
        return f"{said.text(assumed.title)} = {setting(assumed, said)}"
    if isinstance(assumed, Grade):
        return f"{said('Grade')}: {said.text(assumed.title)}"
    title = said.text(assumed.criterion.title)
    found = [f"{said.text(each.title)} = {setting(each, said)}" for each in assumed.assumptions]
    return f"{title} ({', '.join(found)})" if found else title


def _note(verdict: Verdict, said: Language) -> Iterator[str]:
    if verdict.dossier.note:
        yield f"{said('Note')}: {verdict.dossier.note}"
