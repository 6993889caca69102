"""An explanation in depth, as lines of text."""

from collections.abc import Iterator

from fourgood.cli.wording import ROLES, backing_of, rule_lines, sources, thresholds
from fourgood.criterion import Criterion, PythonRule, Role
from fourgood.language import Language
from fourgood.line import Atom, Line
from fourgood.outcome import Outcome, outcome_of
from fourgood.outcomewords import OUTCOMES, SIGNS
from fourgood.phrases import evidence_in_words
from fourgood.reason import Reason, SpokenReason
from fourgood.report import report
from fourgood.rule import Node, names
from fourgood.verdict import Finding, Verdict
from fourgood.vocabulary import Definition, Fact
from fourgood.whom import applies_to
from fourgood.words import value_in_words
from fourgood.write import to_text

_DECIDED = (Outcome.MET, Outcome.NOT_MET)


def in_full(verdict: Verdict, said: Language) -> Iterator[str]:
    """The verdict, then every finding with its reasons, met and not applicable ones too."""
    yield report(verdict, said.code)
    yield f"\n{said('Every finding')}"
    for group in verdict.groups.values():
        yield f"\n{said.text(group.group.title)} ({group.group.id})"
        for finding in group.findings:
            yield f"  {_sign(finding)} {_title(finding, said)} ({finding.criterion.id}): {outcome(finding, said)}"
            yield from (f"      {text}" for text in finding.texts(said.code))


def _title(finding: Finding, said: Language) -> str:
    title = said.text(finding.criterion.title)
    return f"{title} [{said('assumption')}]" if finding.assumed else title


def outcome(finding: Finding, said: Language) -> str:
    """What a finding came to; of a veto or deferral whether it applies."""
    if finding.criterion.role is Role.REQUIREMENT or finding.outcome not in _DECIDED:
        return said(OUTCOMES[finding.outcome])
    return said("it applies") if finding.adverse else said("it does not apply")


def in_depth(finding: Finding, verdict: Verdict, said: Language) -> Iterator[str]:
    """Everything about one criterion and what it came to."""
    criterion, line = finding.criterion, verdict.rulebook.lines[finding.criterion.id]
    yield from _heading(finding, verdict, said)
    yield ""
    yield from _rule(line, said)
    yield ""
    yield from _comparisons(finding, verdict, line, said)
    yield from _missing(finding, verdict, said)
    yield from _evidence(finding, verdict, said)
    yield ""
    yield from _sources(criterion, said)


def _heading(finding: Finding, verdict: Verdict, said: Language) -> Iterator[str]:
    criterion, dossier = finding.criterion, verdict.dossier
    group = verdict.groups[criterion.group].group
    year = said("year {year}").format(year=dossier.year)
    yield f"{dossier.name or dossier.id} · {year}"
    yield f"{said.text(group.title)} › {said.text(criterion.title)} ({criterion.id})"
    yield f"{_sign(finding)} {outcome(finding, said)}"
    yield said.text(ROLES[criterion.role])
    if criterion.help is not None:
        yield said.text(criterion.help)


def _sign(finding: Finding) -> str:
    if finding.criterion.role is Role.REQUIREMENT or finding.outcome not in _DECIDED:
        return SIGNS[finding.outcome]
    return "✗" if finding.adverse else "✓"


def _rule(line: Line, said: Language) -> Iterator[str]:
    criterion = line.criterion
    yield f"{said('Applies to')}: {applies_to(criterion, said)}"
    if criterion.applies_when is not None:
        yield f"{said('Applies when, as text')}: {to_text(criterion.applies_when)}"
    if not isinstance(criterion.rule, PythonRule):
        yield f"{said('Rule, as text')}: {to_text(criterion.rule)}"
    yield from (f"{said('Definition')}: {text}" for text in _definitions(line))
    yield from rule_lines(line, said)
    yield from (f"{said('threshold')}: {text}" for text in thresholds(line, said))


def _definitions(line: Line) -> Iterator[str]:
    """The definitions that a criterion goes by, as text, those in them too."""
    guard, rule = line.criterion.applies_when, line.criterion.rule
    wanted = [name for node in (guard, rule) if isinstance(node, Node) for name in names(node)]
    for name in wanted:
        if isinstance(definition := line.scope[name], Definition):
            yield f"{name} = {to_text(definition.expression)}"
            wanted.extend(each for each in names(definition.expression) if each not in wanted)


def _comparisons(finding: Finding, verdict: Verdict, line: Line, said: Language) -> Iterator[str]:
    """Every comparison of the guard and of the rule, an arrow before those that decide."""
    reasons = finding.reasons
    decide = {id(reason._atom) for reason in reasons if isinstance(reason, Reason)}
    for title, atoms in ((said("Whether it applies"), line.guard_atoms), (said("Comparisons"), line.rule_atoms)):
        if atoms:
            yield f"{title} ({said('→ decides')}):"
        for atom in atoms:
            yield from _comparison(atom, id(atom) in decide, finding, verdict, said)
    for reason in reasons:
        if isinstance(reason, SpokenReason):
            yield f"  → {reason.text(said.code)}"


def _comparison(atom: Atom, decides: bool, finding: Finding, verdict: Verdict, said: Language) -> Iterator[str]:
    dossier = verdict.dossier
    came_to = atom.open(dossier)
    sentence = verdict.rulebook.speakers[said.code][atom](dossier, came_to, finding.adverse)
    yield f"  {'→' if decides else ' '} {SIGNS[outcome_of(came_to)]} {sentence}"
    yield f"      {to_text(atom.leaf)}"


def _missing(finding: Finding, verdict: Verdict, said: Language) -> Iterator[str]:
    scope = verdict.rulebook.vocabulary.scope
    if finding.missing:
        yield ""
        yield f"{said('Missing')}:"
    for key in finding.missing:
        yield f"  • {said.text(scope[key].title)} ({key})"


def _evidence(finding: Finding, verdict: Verdict, said: Language) -> Iterator[str]:
    """What the facts of the deciding comparisons rest on, and what the unit had stated where the appraiser differs."""
    scope = verdict.rulebook.vocabulary.scope
    found = {key: evidence for reason in finding.reasons for key, evidence in reason.evidence.items()}
    if found:
        yield ""
        yield f"{said('Evidence')}:"
    for key, evidence in found.items():
        text = f"  • {said.text(scope[key].title)}: {evidence_in_words(evidence, said)}"
        if evidence.own_value is not None and isinstance(fact := scope[key], Fact):
            text += f"; {said('the unit itself had stated')}: {value_in_words(fact, evidence.own_value, said)}"
        yield text


def _sources(criterion: Criterion, said: Language) -> Iterator[str]:
    yield f"{said('Backing')}: {backing_of(criterion, said)}"
    yield from (f"  {text}" for text in sources(criterion.citations, said))
    yield f"{said('Contributed by')}: {said.text(criterion.origin.text)}"
