"""The words in which criteria and facts are described."""

from collections.abc import Iterable, Iterator

from fourgood.citation import Backing, Citation, Document
from fourgood.criterion import Criterion, PythonRule, Role
from fourgood.language import Language
from fourgood.line import Atom, Line
from fourgood.phrases import backing
from fourgood.rule import Compare, Condition
from fourgood.scale import PERCENT, RECORDS
from fourgood.text import Text
from fourgood.vocabulary import Fact, Kind, Scope, Threshold
from fourgood.words import in_words, measure_of, setting

ROLES = {
    Role.REQUIREMENT: Text("yêu cầu: phải đạt", "requirement: it has to be met"),
    Role.VETO: Text("loại trừ: có thì không được công nhận", "veto: where it applies, the unit is not recognised"),
    Role.DEFERRAL: Text("tạm hoãn: có thì chưa xét", "deferral: where it applies, the unit is not considered yet"),
}
BACKINGS = {
    Backing.SOURCE: Text("theo văn bản", "from a document"),
    Backing.LOCAL: Text("quy định của địa phương", "local decision"),
    Backing.ASSUMPTION: Text("giả định, không phải quy định chính thức", "an assumption, not an official rule"),
}
OURS = Text("giả định của fourgood, không phải quy định chính thức", "fourgood's assumption, not an official rule")
BETTER = {
    "higher": Text("càng cao càng tốt", "higher is better"),
    "lower": Text("càng thấp càng tốt", "lower is better"),
}


def backing_of(criterion: Criterion, said: Language) -> str:
    """What a criterion is backed by; an assumption of ours is called so."""
    ours = criterion.backing is Backing.ASSUMPTION and criterion.origin.ours
    return said.text(OURS if ours else BACKINGS[criterion.backing])


def value_form(fact: Fact, said: Language) -> str:
    """What a fact's value looks like: a count of meetings from 0 to 60; yes or no; one of some choices."""
    match fact.kind:
        case Kind.FLAG:
            return said("yes or no")
        case Kind.CHOICE:
            assert fact.scale is not None
            choices = ", ".join(said.text(label) for _, label in fact.scale.values)
            if fact.scale.ordered:
                return said("one of, from worst to best: {choices}").format(choices=choices)
            return said("one of: {choices}").format(choices=choices)
        case Kind.RECORDS:
            return _table_form(fact, said)
        case Kind.COUNT | Kind.NUMBER:
            low = said.percent(fact.minimum) if fact.measure == PERCENT else said.number(fact.minimum)
            high, step = said.measured(fact.maximum, fact.measure), said.measured(fact.step, fact.measure)
            if fact.kind is Kind.COUNT or fact.step == 1:
                return said("from {low} to {high}").format(low=low, high=high)
            return said("from {low} to {high}, in steps of {step}").format(low=low, high=high, step=step)


def counts_in_words(condition: Condition, scope: Scope, said: Language) -> str:
    """Which units directly below a fact counts."""
    return said("counted among the units directly below: {condition}").format(
        condition=in_words(condition, scope, said)
    )


def _table_form(fact: Fact, said: Language) -> str:
    """How many rows a table has, where that is fixed, and what they are called."""
    measure, table = fact.measure or RECORDS, fact.table
    if table is not None and isinstance(table.number, int):
        return said("a table of {records}").format(records=said.measured(table.number, measure))
    return said("a table, a row for each: {record}").format(record=measure.in_(said.code, 1))


def thresholds(line: Line, said: Language) -> Iterator[str]:
    """The thresholds that a criterion compares with, each once."""
    found = (_threshold(each, atom, said) for atom in (*line.guard_atoms, *line.rule_atoms) for each in atom.thresholds)
    yield from dict.fromkeys(found)


def _threshold(threshold: Threshold, atom: Atom, said: Language) -> str:
    """A threshold: its title, value, years, and where it comes from."""
    dated = threshold.dated
    years = str(dated.first_year) if dated.first_year == dated.last_year else f"{dated.first_year}–{dated.last_year}"
    note = f". {said.text(dated.note)}" if dated.note else ""
    measure = measure_of(atom.leaf.left, atom.scope) if isinstance(atom.leaf, Compare) else None
    value = setting(threshold, said, measure)
    return f"{said.text(threshold.title)} = {value} ({years}; {backing(dated, said)}{note})"


def sources(citations: Iterable[Citation], said: Language) -> list[str]:
    """Documents by number, title, issuer and date, each once, with the places in it."""
    items: dict[Document, list[str]] = {}
    for citation in citations:
        items.setdefault(citation.document, []).extend([citation.item] if citation.item else [])
    return [_document(document, said) + (f" [{', '.join(at)}]" if at else "") for document, at in items.items()]


def _document(document: Document, said: Language) -> str:
    number = f"{document.number}: " if document.number else ""
    issuer = said.text(document.issuer) if document.issuer else ""
    date = said.date(document.date) if document.date else ""
    more = ", ".join(part for part in (issuer, date) if part)
    return f"{number}{said.text(document.title)}{f' ({more})' if more else ''}"


def rule_lines(line: Line, said: Language) -> Iterator[str]:
    """When a criterion applies and what it asks, in words; points and evidence where it has them."""
    criterion, scope = line.criterion, line.scope
    judged = isinstance(fact := scope.get(criterion.id), Fact) and fact.judged
    if judged:
        yield said("the appraiser judges: met, not met, or not applicable")
    if criterion.applies_when is not None and not judged:
        yield f"{said('applies when')}: {in_words(criterion.applies_when, scope, said)}"
    if not judged:
        yield f"{said('rule')}: {_rule(criterion, scope, said)}"
    if criterion.evidence_required:
        yield said("evidence is demanded")
    if criterion.points is not None:
        yield said("points: {points}").format(points=said.number(criterion.points))
    for band in criterion.bands:
        values = {"points": said.number(band.points), "when": in_words(band.when, scope, said)}
        yield said("{points} points when {when}").format(**values)


def _rule(criterion: Criterion, scope: Scope, said: Language) -> str:
    rule = criterion.rule
    if isinstance(rule, PythonRule):
        facts = ", ".join(said.text(scope[key].title) for key in rule.facts)
        return said("written in Python, from: {facts}").format(facts=facts)
    return in_words(rule, scope, said)
