"""A part of a standard and what it came to, in words."""

from typing import TYPE_CHECKING

from fourgood.aggregate import Interval
from fourgood.ground import Ground
from fourgood.language import NO, YES, Language
from fourgood.outcome import Outcome
from fourgood.outcomewords import GROUPS, OUTCOMES
from fourgood.phrases import origin
from fourgood.rule import Compare, Name, Number, Term
from fourgood.standardnames import FULL
from fourgood.standing import ZERO
from fourgood.truth import amount
from fourgood.vocabulary import Threshold
from fourgood.words import in_words, relation, title

if TYPE_CHECKING:
    from fourgood.verdict import Finding


def ground_in_words(ground: Ground, said: Language) -> str:
    """A part in a sentence: figures and what is needed; the outcome of what it names; else what it asks."""
    match ground.rule:
        case Compare() as compare:
            return _compared(ground, compare, said)
        case Name(key):
            return _named(ground, key, said)
        case condition:
            return f"{in_words(condition, ground._scope, said)}{origin(ground.own_thresholds, said)}"


def span(interval: Interval, said: Language) -> str:
    """The least and the most that something can come to."""
    low, high = map(said.number, interval)
    return low if low == high else f"{low}–{high}"


def marks(finding: "Finding", said: Language) -> str:
    """The points of a finding and its full marks."""
    values = {"points": span(finding.points or (ZERO, ZERO), said), "full": said.number(finding.full_marks)}
    return said("{points} of {full} points").format(**values)


def _compared(ground: Ground, compare: Compare, said: Language) -> str:
    scope = ground._scope
    left, right = _value(ground, compare.left), _value(ground, compare.right)
    values = {
        "title": title(compare, scope, said),
        "value": "?" if left is None else span(left, said),
        "limit": relation(compare, scope, said, ground.outcome is not Outcome.NOT_MET),
    }
    beside = "" if right is None or _constant(compare.right, ground) else f" ({span(right, said)})"
    if ground.outcome is Outcome.UNKNOWN:
        text = said("{title}: {value} so far; needed: {limit}").format(**values) + beside
    else:
        text = "{title}: {value}, {limit}".format(**values) + beside + _far(ground, compare, left, right, said)
    return text + origin(ground.own_thresholds, said)


def _value(ground: Ground, term: Term) -> Interval | None:
    found = amount(term, ground._scope, ground._reads(ground._verdict._standings))
    return found if isinstance(found, tuple) else None


def _constant(term: Term, ground: Ground) -> bool:
    return isinstance(term, Number) or (isinstance(term, Name) and isinstance(ground._scope[term.key], Threshold))


def _far(ground: Ground, compare: Compare, left: Interval | None, right: Interval | None, said: Language) -> str:
    """How far a figure is from what is needed."""
    if ground.outcome is not Outcome.NOT_MET or left is None or right is None or left[0] != left[1]:
        return ""
    by = right[0] - left[0] if compare.operator in (">", ">=", "==") else left[0] - right[1]
    if by <= ZERO or right[0] != right[1]:
        return ""
    over = compare.operator in ("<", "<=")
    return said("; over by {by}" if over else "; short by {by}").format(by=said.number(by))


def _named(ground: Ground, key: str, said: Language) -> str:
    rulebook = ground._verdict.rulebook
    owner, _, part = key.partition(".")
    if part == FULL:
        finding = ground._verdict.finding(owner)
        return f"{said.text(finding.criterion.title)}: {marks(finding, said)}"
    words = said.text(ground._scope[key].title)
    if key in rulebook.by_id:
        return f"{words}: {said(OUTCOMES[ground._verdict.finding(key).outcome])}"
    if key in rulebook.requirements:
        return f"{words}: {said(GROUPS[ground.outcome])}"
    answer = {Outcome.MET: said.text(YES), Outcome.NOT_MET: said.text(NO)}
    return f"{words}: {answer.get(ground.outcome) or said(GROUPS[ground.outcome])}"
