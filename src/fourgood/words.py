"""The rule tree said in words, in Vietnamese or English."""

from typing import assert_never

from fourgood.language import NO, YES, Language
from fourgood.rule import (
    Aggregate,
    AggregateFunction,
    All,
    Any,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Constant,
    Member,
    Name,
    Node,
    Not,
    Number,
    Operator,
    Term,
    Truth,
    Word,
)
from fourgood.scale import PERCENT, RECORDS, Measure, Scale
from fourgood.table import inside, is_share
from fourgood.vocabulary import Definition, Fact, Kind, Scope, Threshold, Value

RELATIONS = {
    (">=", True): "at least {limit}",
    (">=", False): "below {limit}",
    (">", True): "above {limit}",
    (">", False): "not above {limit}",
    ("<=", True): "at most {limit}",
    ("<=", False): "more than {limit}",
    ("<", True): "less than {limit}",
    ("<", False): "not less than {limit}",
    ("==", True): "equal to {limit}",
    ("==", False): "other than {limit}",
    ("!=", True): "other than {limit}",
    ("!=", False): "equal to {limit}",
}
"""How a comparison is said, when it holds and when it does not. Vietnamese: từ … trở lên (>=), trên (>), dưới (<)."""

CHOICE_RELATIONS = {
    (">=", True): "{limit} or better",
    (">=", False): "worse than {limit}",
    (">", True): "better than {limit}",
    (">", False): "not better than {limit}",
    ("<=", True): "{limit} or worse",
    ("<=", False): "better than {limit}",
    ("<", True): "worse than {limit}",
    ("<", False): "{limit} or better",
    ("==", True): "{limit}",
    ("==", False): "not {limit}",
    ("!=", True): "not {limit}",
    ("!=", False): "{limit}",
}


NUMBER_OF = "number of {records}"
DRAWN: dict[AggregateFunction, str] = {
    "count": "number of {records} with {what}",
    "share": "share of {records} with {what}",
    "longest_run": "longest run of {records} with {what}",
    "sum": "sum of {what} over {records}",
    "mean": "mean of {what} over {records}",
    "min": "least {what} of {records}",
    "max": "greatest {what} of {records}",
}
"""How records drawn together are said."""

FACING: dict[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def facing(compare: Compare, scope: Scope) -> Compare:
    """A comparison with its constant on the right, where people look for it: 0.7 <= score is score >= 0.7."""
    if not _fixed(compare.left, scope) or _fixed(compare.right, scope):
        return compare
    return Compare(compare.right, FACING[compare.operator], compare.left, at=compare.at)


def _fixed(term: Term, scope: Scope) -> bool:
    constant = isinstance(term, (Number, Word, Truth))
    return constant or (isinstance(term, Name) and isinstance(scope[term.key], Threshold))


def in_words(condition: Condition, scope: Scope, language: Language) -> str:
    """A condition as a person would say it."""
    match condition:
        case Compare() if (turned := facing(condition, scope)) is not condition:
            return in_words(turned, scope, language)
        case Compare() | Member():
            return f"{title(condition, scope, language)}: {relation(condition, scope, language, True)}"
        case Truth(value):
            return language("always" if value else "never")
        case Name():
            return _name(condition, scope, language)
        case Not(part):
            return language("not the case that {part}").format(part=_bracketed(part, scope, language))
        case All(parts):
            return f" {language('and')} ".join(_bracketed(part, scope, language) for part in parts)
        case Any(parts):
            return f" {language('or')} ".join(_bracketed(part, scope, language) for part in parts)
        case AtLeast(count, parts):
            said = "; ".join(in_words(part, scope, language) for part in parts)
            meaning = scope[count.key] if isinstance(count, Name) else None
            number = (
                setting(meaning, language) if isinstance(meaning, Threshold) else term_in_words(count, scope, language)
            )
            return language("at least {number} of: {parts}").format(number=number, parts=f"({said})")
        case _:
            assert_never(condition)


def _bracketed(condition: Condition, scope: Scope, language: Language) -> str:
    said = in_words(condition, scope, language)
    return f"({said})" if isinstance(condition, (All, Any, Not)) else said


def _name(name: Name, scope: Scope, language: Language) -> str:
    said = language.text(scope[name.key].title)
    return f"{said}: {language.text(YES)}" if isinstance(scope[name.key], Fact) else said


def title(leaf: Compare | Member | Name, scope: Scope, language: Language) -> str:
    """What a comparison is about: its left side."""
    match leaf:
        case Compare(left, _, _):
            return term_in_words(left, scope, language)
        case Member(term, _):
            return term_in_words(term, scope, language)
        case Name(key):
            return language.text(scope[key].title)


def relation(leaf: Compare | Member, scope: Scope, language: Language, holds: bool) -> str:
    """What a comparison says of its left side when it holds, or when it does not."""
    if isinstance(leaf, Member):
        choices = [constant(value, leaf.term, scope, language) for value in leaf.values]
        message = "one of {choices}" if holds else "none of {choices}"
        return language(message).format(choices=language.listed(choices, "or"))
    scale = scale_of(leaf.left, scope)
    table = CHOICE_RELATIONS if scale else RELATIONS
    return language(table[leaf.operator, holds]).format(limit=limit(leaf, scope, language))


def limit(compare: Compare, scope: Scope, language: Language) -> str:
    """The right side of a comparison, in the measure of the left one."""
    match compare.right:
        case Number() | Word() | Truth():
            return constant(compare.right, compare.left, scope, language)
        case Name(key) if isinstance(threshold := scope[key], Threshold):
            return setting(threshold, language, measure_of(compare.left, scope))
        case _:
            said = term_in_words(compare.right, scope, language)
            return said if scale_of(compare.left, scope) else f"“{said}”"


def setting(threshold: Threshold, language: Language, measure: Measure | None = None) -> str:
    """What a parameter is set to, in words; `measure` is what it counts where it does not say so itself."""
    value = threshold.value
    if isinstance(value, str):
        return language.text(threshold.scale.labels[value]) if threshold.scale else value
    return language.measured(value, threshold.measure or measure)


def constant(value: Constant, beside: Term, scope: Scope, language: Language) -> str:
    """A constant in words: a choice by its label, a number in the measure of what it is compared with."""
    match value:
        case Number(number):
            return language.measured(number, measure_of(beside, scope))
        case Truth(flag):
            return language.text(YES if flag else NO)
        case Word(word):
            scale = scale_of(beside, scope)
            return language.text(scale.labels[word]) if scale and word in scale.labels else f"“{word}”"
        case _:
            assert_never(value)


def term_in_words(term: Node, scope: Scope, language: Language) -> str:
    """A term in words: titles for names, signs for arithmetic."""
    match term:
        case Name(key):
            return language.text(scope[key].title)
        case Number(value):
            return language.number(value)
        case Arithmetic(left, operator, right):
            sign = {"+": "+", "-": "−", "*": "×", "/": "/"}[operator]
            return f"{_operand(left, scope, language)} {sign} {_operand(right, scope, language)}"
        case Word(value):
            return f"“{value}”"
        case Truth(flag):
            return language.text(YES if flag else NO)
        case Aggregate():
            return _drawn(term, scope, language)
        case _:
            return in_words(term, scope, language)


def _drawn(aggregate: Aggregate, scope: Scope, language: Language) -> str:
    """Records drawn together: what is counted of which, and what of them is calculated."""
    within = inside(aggregate.records.key, scope)
    records = term_in_words(aggregate.records, scope, language)
    if aggregate.where is not None:
        records = f"{records} ({in_words(aggregate.where, within, language)})"
    message = NUMBER_OF if aggregate.what == Truth(True) else DRAWN[aggregate.function]
    what = term_in_words(aggregate.what, within, language)
    return language(message).format(records=records, what=what if isinstance(aggregate.what, Name) else f"({what})")


def _operand(term: Term, scope: Scope, language: Language) -> str:
    said = term_in_words(term, scope, language)
    return f"({said})" if isinstance(term, Arithmetic) else said


def measure_of(term: Node, scope: Scope) -> Measure | None:
    """What a term counts: what its fact or definition does, the first part of a sum; percent, of a part of a whole."""
    match term:
        case Name(key):
            meaning = scope[key]
            if isinstance(meaning, Definition):
                return meaning.measure or measure_of(meaning.expression, scope)
            return meaning.measure if isinstance(meaning, (Fact, Threshold)) else None
        case Arithmetic(left, "+" | "-", _):
            return measure_of(left, scope)
        case Aggregate("share"):
            return PERCENT
        case Aggregate("count" | "longest_run", records):
            return measure_of(records, scope)
        case Aggregate(_, records, what):
            return measure_of(what, inside(records.key, scope))
        case Arithmetic(part, "/", whole) if is_share(part, whole, scope):
            return PERCENT
        case Arithmetic(left, "/", right) if measure_of(left, scope) == measure_of(right, scope) is not None:
            return PERCENT
        case _:
            return None


def scale_of(term: Node, scope: Scope) -> Scale | None:
    """The choices of a term, when it is a choice."""
    if isinstance(term, Name):
        meaning = scope[term.key]
        if isinstance(meaning, Definition):
            return scale_of(meaning.expression, scope)
        return meaning.scale if isinstance(meaning, Fact) and meaning.kind is Kind.CHOICE else None
    return None


def value_in_words(fact: Fact, value: Value, language: Language) -> str:
    """A value as people say it: a choice by its label, a number with what it counts, a table by how many records."""
    if isinstance(value, tuple):
        return language.measured(len(value), fact.measure or RECORDS)
    return language.text(fact.scale.labels[str(value)]) if fact.scale else language.value(value, fact.measure)
