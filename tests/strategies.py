"""What the property tests draw from: a vocabulary with every kind of fact, rules over it, rulebooks, dossiers."""

import keyword
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any as AnyType

from hypothesis import strategies as st

import fourgood
from fourgood import testing
from fourgood.check import check
from fourgood.criterion import Band, Criterion
from fourgood.parse import MAX_DIGITS, parse, parse_expression
from fourgood.rule import (
    AGGREGATES,
    EACH,
    OF_CONDITIONS,
    Aggregate,
    All,
    Any,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Member,
    Name,
    Node,
    Not,
    Number,
    Truth,
    Word,
)
from fourgood.scale import JUDGEMENT, PERCENT, Measure, Scale
from fourgood.testing.books import POINTS, STANDARDS, grades, group_of, of_criteria, standards, within_reach
from fourgood.vocabulary import Dated, Definition, Fact, Invariant, Kind, Threshold, Vocabulary
from records import AGGREGATES_DRAWN, TABLE_VALUES, TABLES, text

YEAR = 2024

GRADES = Scale(tuple((key, text(key)) for key in ("failed", "completed", "good", "excellent")), ordered=True)
COLOURS = Scale(tuple((key, text(key)) for key in ("red", "green", "blue")))


def count(key: str, low: int = 0, high: int = 20, **more: AnyType) -> Fact:
    """A fact that is counted."""
    return Fact(key, Kind.COUNT, text(key), minimum=Decimal(low), maximum=Decimal(high), **more)


def number(key: str, low: str, high: str, step: str, **more: AnyType) -> Fact:
    """A fact that is measured in steps."""
    return Fact(key, Kind.NUMBER, text(key), minimum=Decimal(low), maximum=Decimal(high), step=Decimal(step), **more)


MEETINGS = Measure("buổi", "meeting", "meetings")
FACTS = (
    count("held", measure=MEETINGS),
    count("due", measure=MEETINGS),
    count("attended"),
    count("expected"),
    count("balance", -10, 10),
    number("score", "0", "1", "0.01", measure=PERCENT),
    number("warmth", "-5", "5", "0.5"),
    Fact("clean", Kind.FLAG, text("clean")),
    Fact("warned", Kind.FLAG, text("warned")),
    Fact("grade", Kind.CHOICE, text("grade"), scale=GRADES),
    Fact("last_grade", Kind.CHOICE, text("last_grade"), scale=GRADES),
    Fact("colour", Kind.CHOICE, text("colour"), scale=COLOURS),
    Fact("looked_at", Kind.CHOICE, text("looked_at"), scale=JUDGEMENT),
    count("sat", 0, 4),
    *TABLES,
)


def defined(key: str, expression: str, **more: AnyType) -> Definition:
    """A definition from its text."""
    return Definition(key, text(key), parse_expression(expression), **more)


DEFINITIONS = (
    defined("attendance", "attended / expected", measure=PERCENT),
    defined("pace", "held / due"),
    defined("per_balance", "held / balance"),
    defined("gap", "held - due", measure=MEETINGS),
    defined("pace_twice", "pace * 2 + gap / 3"),
    defined("grade_now", "grade"),
    defined("seen", "looked_at"),
    defined("present_enough", "attendance > min_attendance"),
    defined("in_order", "clean and (present_enough or not warned)"),
    defined("turned_up", "sum(each.present for each in talks) / sum(each.invited for each in talks)"),
    defined("full_talks", "share(each.full for each in talks)"),
)


def threshold(key: str, value: Fraction | str, **more: AnyType) -> Threshold:
    """A parameter as it holds this year."""
    backing = more.pop("backing", fourgood.Backing.ASSUMPTION)
    return Threshold(key, text(key), Dated(value, 2020, 2030, backing), **more)


THRESHOLDS = (
    threshold("min_attendance", Fraction(85, 100), measure=PERCENT),
    threshold("a_third", Fraction(1, 3)),
    threshold("min_held", Fraction(12)),
    threshold("least", Fraction(-3)),
    threshold("two", Fraction(2)),
    threshold("min_grade", "good"),
)
INVARIANTS = (Invariant("within", text("within"), parse("attended <= expected")),)


def keyed(items: AnyType) -> Mapping[str, AnyType]:
    """Items by their keys."""
    return {item.key: item for item in items}


VOCABULARY = Vocabulary(keyed(FACTS), keyed(DEFINITIONS), keyed(THRESHOLDS), INVARIANTS)
SCOPE = VOCABULARY.scope

# Values: near what the constants below turn on, zero and the bounds included.

COUNTS = st.sampled_from([0, 1, 2, 3, 6, 9, 11, 12, 17, 18, 20])
FACT_VALUES: Mapping[str, st.SearchStrategy[AnyType]] = {
    "held": COUNTS,
    "due": COUNTS,
    "attended": COUNTS,
    "expected": COUNTS,
    "balance": st.sampled_from([-10, -3, -1, 0, 1, 3, 10]),
    "score": st.sampled_from([Decimal(each) for each in ("0", "0.33", "0.34", "0.3", "0.84", "0.85", "0.9", "1")]),
    "warmth": st.sampled_from([Decimal(each) for each in ("-5", "-3", "-0.5", "0", "0.5", "2.0", "5")]),
    "clean": st.booleans(),
    "warned": st.booleans(),
    "grade": st.sampled_from(list(GRADES.labels)),
    "last_grade": st.sampled_from(list(GRADES.labels)),
    "colour": st.sampled_from(list(COLOURS.labels)),
    "looked_at": st.sampled_from(list(JUDGEMENT.labels)),
    "sat": st.integers(0, 4),
    **TABLE_VALUES,
}
KINDS = st.sampled_from(["cell", "committee"])
TYPES = st.none() | st.sampled_from(["commune", "bank", "school"])
EVIDENCE = st.sampled_from(
    [
        fourgood.Evidence(document="Biên bản"),
        fourgood.Evidence(number="12-BB"),
        fourgood.Evidence("Tự nhận xét", attested_by="unit"),
    ]
)


def _consistent(facts: dict[str, AnyType]) -> dict[str, AnyType]:
    if facts.get("attended", 0) > facts.get("expected", 20):
        facts["attended"], facts["expected"] = facts["expected"], facts["attended"]
    if "sat" in facts and "talks" in facts:
        facts["sat"] = max(facts["sat"], len(facts["talks"]))
    return facts


def consistent(facts: Mapping[str, AnyType]) -> bool:
    """Whether facts break no invariant and no table has more records than are counted."""
    return facts.get("attended", 0) <= facts.get("expected", 20) and len(facts.get("talks", ())) <= facts.get("sat", 4)


FACT_SETS = st.fixed_dictionaries({}, optional=dict(FACT_VALUES)).map(_consistent)
FULL_FACTS = st.fixed_dictionaries(dict(FACT_VALUES)).map(_consistent)


@st.composite
def dossiers(draw: st.DrawFn, facts: st.SearchStrategy[dict[str, AnyType]] = FACT_SETS) -> fourgood.Dossier:
    """Dossiers over the vocabulary, some facts absent, some with evidence."""
    found = draw(facts)
    evidence = draw(st.dictionaries(st.sampled_from(sorted(found)), EVIDENCE)) if found else {}
    return fourgood.Dossier("u1", draw(KINDS), YEAR, "Một", draw(TYPES), facts=found, evidence=evidence)


# Rules that fit the vocabulary.

ORDERS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
SAMENESS = st.sampled_from(["==", "!="])
NUMERIC = [fact.key for fact in FACTS if fact.numeric]
NUMERIC_DEFINITIONS = ["attendance", "pace", "per_balance", "gap", "pace_twice", "turned_up", "full_talks"]
NUMERIC_THRESHOLDS = ["min_attendance", "a_third", "min_held", "least", "two"]
CONSTANTS = st.sampled_from([Fraction(each) for each in ("0", "1", "2", "3", "12", "0.85", "1/3", "0.5", "-3", "-0.5")])

NAMED_TERMS = st.sampled_from([*NUMERIC, *NUMERIC_DEFINITIONS]).map(Name)


def calculated(terms: st.SearchStrategy[Node]) -> st.SearchStrategy[Arithmetic]:
    """Terms calculated from terms; the parser folds two constants into one."""
    made = st.builds(Arithmetic, terms, st.sampled_from("+-*/"), terms)
    return made.filter(lambda node: not (isinstance(node.left, Number) and isinstance(node.right, Number)))


NUMERIC_TERMS = st.recursive(
    NAMED_TERMS | st.sampled_from(NUMERIC_THRESHOLDS).map(Name) | CONSTANTS.map(Number), calculated, max_leaves=4
)

NUMBERS_COMPARED = st.one_of(
    st.builds(Compare, NAMED_TERMS, ORDERS, CONSTANTS.map(Number)),
    st.builds(Compare, NAMED_TERMS, ORDERS, st.sampled_from(NUMERIC_THRESHOLDS).map(Name)),
    st.builds(Compare, CONSTANTS.map(Number), ORDERS, NAMED_TERMS),
    st.builds(Compare, NUMERIC_TERMS, ORDERS, NUMERIC_TERMS),
    st.builds(Member, NAMED_TERMS, st.lists(CONSTANTS.map(Number), min_size=1, max_size=3).map(tuple)),
    st.builds(Compare, AGGREGATES_DRAWN, ORDERS, CONSTANTS.map(Number) | st.sampled_from(NUMERIC_THRESHOLDS).map(Name)),
    st.builds(Compare, calculated(AGGREGATES_DRAWN | NAMED_TERMS), ORDERS, CONSTANTS.map(Number) | AGGREGATES_DRAWN),
)
GRADE_TERMS = st.sampled_from(["grade", "last_grade", "grade_now"]).map(Name)
GRADE_WORDS = st.sampled_from(list(GRADES.labels)).map(Word)
CHOICES_COMPARED = st.one_of(
    st.builds(Compare, GRADE_TERMS, ORDERS, GRADE_WORDS | GRADE_TERMS | st.just(Name("min_grade"))),
    st.builds(Compare, GRADE_WORDS | st.just(Name("min_grade")), ORDERS, GRADE_TERMS),
    st.builds(Compare, st.just(Name("colour")), SAMENESS, st.sampled_from(list(COLOURS.labels)).map(Word)),
    st.builds(
        Compare,
        st.sampled_from(["looked_at", "seen"]).map(Name),
        SAMENESS,
        st.sampled_from(["met", "not_applicable"]).map(Word),
    ),
    st.builds(Compare, st.just(Name("kind")), SAMENESS, st.sampled_from(["cell", "committee"]).map(Word)),
    st.builds(Member, GRADE_TERMS, st.lists(GRADE_WORDS, min_size=1, max_size=2).map(tuple)),
    st.builds(
        Member,
        st.just(Name("organisation_type")),
        st.lists(st.sampled_from(["commune", "bank", "army"]).map(Word), min_size=1, max_size=2).map(tuple),
    ),
)
FLAG_NAMES = st.sampled_from(["clean", "warned"]).map(Name)
FLAGS = st.one_of(
    st.sampled_from(["clean", "warned", "present_enough", "in_order"]).map(Name),
    st.builds(Compare, FLAG_NAMES | st.booleans().map(Truth), SAMENESS, FLAG_NAMES | st.booleans().map(Truth)),
    st.builds(Member, FLAG_NAMES, st.just((Truth(True),))),
    st.booleans().map(Truth),
)


def fits(condition: Condition) -> bool:
    """Whether the type check takes a condition."""
    return not check(condition, SCOPE, VOCABULARY.at_most)


LEAVES = st.one_of(NUMBERS_COMPARED, CHOICES_COMPARED, FLAGS).filter(fits)


def joined(parts: st.SearchStrategy[Condition], counts: tuple[Name, ...] = ()) -> st.SearchStrategy[Condition]:
    """Conditions made of conditions; `counts` are the parameters that may say how many are needed of two or more."""
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(All, several),
        st.builds(Any, several),
        st.builds(Not, parts),
        several.flatmap(lambda found: st.builds(AtLeast, _count(len(found), counts), st.just(found))),
    )


def _count(most: int, counts: tuple[Name, ...]) -> st.SearchStrategy[Number | Name]:
    numbers: st.SearchStrategy[Number | Name] = st.integers(1, most).map(Number)
    return numbers | st.sampled_from(counts) if counts else numbers


CONDITIONS = st.recursive(LEAVES, lambda parts: joined(parts, (Name("two"),)), max_leaves=8)


# Rulebooks.


def rulebooks(plain: bool = False) -> st.SearchStrategy[fourgood.Rulebook]:
    """Rulebooks over the vocabulary, with whatever a rulebook can have; `plain` ones keep the default standards."""
    return testing.rulebooks(VOCABULARY, conditions=CONDITIONS, plain=plain)


@st.composite
def flag_books(draw: st.DrawFn) -> fourgood.Rulebook:
    """Rulebooks with grades whose criteria ask for flags and always apply: with all facts known nothing is open."""
    flags = st.sampled_from(["clean", "warned", "clean and warned", "not clean"]).map(parse)
    bands = st.lists(st.builds(Band, flags, st.integers(0, 5).map(Fraction)), max_size=2).map(tuple)
    made = (
        Criterion(
            f"c{at}", ("first", "second")[at % 2], text(f"c{at}"), draw(flags), points=draw(POINTS), bands=draw(bands)
        )
        for at in range(draw(st.integers(2, 4)))
    )
    found = tuple(made)
    groups = tuple(draw(group_of(id, found)) for id in ("first", "second"))
    texts = [*STANDARDS, *of_criteria(found)]
    given = draw(grades(texts))
    standard = draw(standards([*of_criteria(found), *(each.key for each in given)]))
    return within_reach(VOCABULARY, groups, found, standard, given)


dossiers_of = testing.dossiers
"""Dossiers that a rulebook admits."""


# Any tree in the form that the parser gives it, whatever its names mean.

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True).filter(
    lambda key: not keyword.iskeyword(key) and key not in ("true", "false")
)
NAMES = (KEYS | st.tuples(KEYS, KEYS).map(".".join)).map(Name)
TREE_NUMBERS = (
    st.fractions(-(10**20), 10**20, max_denominator=10**6)
    | st.decimals(-(10**9), 10**9, places=9, allow_nan=False).map(Fraction)
    | st.integers(-(10**MAX_DIGITS) + 1, 10**MAX_DIGITS - 1).map(Fraction)
)
CONSTANT_TREES = st.one_of(
    TREE_NUMBERS.map(Number),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10).map(Word),
    st.booleans().map(Truth),
)


def terms_of(names: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Terms of constants and some names."""
    return st.recursive(CONSTANT_TREES | names, calculated, max_leaves=5)


def conditions_of(terms: st.SearchStrategy[Node], names: st.SearchStrategy[Name]) -> st.SearchStrategy[Condition]:
    """Conditions over some terms and names."""
    leaves = st.one_of(
        st.builds(Compare, terms, ORDERS, terms),
        st.builds(Member, terms, st.lists(CONSTANT_TREES, min_size=1, max_size=3).map(tuple)),
        names,
        st.booleans().map(Truth),
    )
    return st.recursive(leaves, _joined_trees, max_leaves=8)


def _joined_trees(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Not, parts),
        st.builds(All, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Any, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.lists(parts, min_size=1, max_size=3).flatmap(
            lambda found: st.builds(AtLeast, st.integers(1, len(found)).map(Number) | NAMES, st.just(tuple(found)))
        ),
    )


OUTER_NAMES = NAMES
RECORD_NAMES = OUTER_NAMES | KEYS.map(lambda key: Name(f"{EACH}.{key}"))
INNER_TERMS = terms_of(RECORD_NAMES)
INNER_CONDITIONS = conditions_of(INNER_TERMS, RECORD_NAMES)


@st.composite
def aggregate_trees(draw: st.DrawFn) -> Aggregate:
    """Aggregates over any names."""
    function = draw(st.sampled_from(AGGREGATES))
    what = draw(INNER_CONDITIONS if function in OF_CONDITIONS else INNER_TERMS)
    return Aggregate(function, draw(KEYS.map(Name)), what, draw(st.none() | INNER_CONDITIONS))


TERM_TREES = terms_of(OUTER_NAMES | aggregate_trees())
CONDITION_TREES = conditions_of(TERM_TREES, OUTER_NAMES)
