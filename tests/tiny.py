"""Vocabularies so small that every dossier can be looked at: what analysis claims is compared with all of them."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product

from hypothesis import strategies as st

import fourgood
from fourgood.admit import admit
from fourgood.analysis.plainly import plainly
from fourgood.analysis.space import PROOF, Space
from fourgood.check import check
from fourgood.criterion import Criterion
from fourgood.errors import DossierError
from fourgood.outcome import MET
from fourgood.rule import Arithmetic, Compare, Member, Name, Number, Truth, Word
from fourgood.scale import Scale
from fourgood.truth import truth
from fourgood.vocabulary import Fact, Invariant, Kind, Vocabulary
from strategies import ORDERS, YEAR, count, defined, joined, keyed, number, text, threshold

GRADES = Scale(tuple((key, text(key)) for key in ("poor", "fair", "good")), ordered=True)
FACTS = (
    count("a", 0, 3),
    count("b", 0, 3),
    count("c", -1, 1, applies_to=frozenset({"cell"})),
    number("n", "0", "1", "0.5"),
    Fact("f", Kind.FLAG, text("f")),
    Fact("g", Kind.CHOICE, text("g"), scale=GRADES),
)
VOCABULARY = Vocabulary(
    keyed(FACTS),
    keyed((defined("part", "a / b"), defined("enough", "part >= half"), defined("total", "a + b"))),
    keyed((threshold("half", Fraction(1, 2)), threshold("two", Fraction(2)))),
    (
        Invariant("within", text("within"), fourgood.parse("a <= b")),
        Invariant("told", text("told"), fourgood.parse("f or a + n < 4")),
    ),
)
SPACE = Space(VOCABULARY, YEAR)
VALUES = {
    "a": (0, 1, 2, 3),
    "b": (0, 1, 2, 3),
    "c": (-1, 0, 1),
    "n": (Decimal(0), Decimal("0.5"), Decimal(1)),
    "f": (True, False),
    "g": ("poor", "fair", "good"),
}


def every(criteria, partial=False):
    """Every dossier that gives the facts which criteria read, or (partial) some of them, with or without evidence."""
    reads = SPACE.reads(criteria)
    evidence = any(each.evidence_required for each in criteria)
    for kind, type in product(("cell", "committee"), ("bank", "commune", "school", *((None,) if partial else ()))):
        there = [key for key in reads if kind in VOCABULARY.facts[key].applies_to]
        for values in product(*([*VALUES[key], *((None,) if partial else ())] for key in there)):
            facts = {key: value for key, value in zip(there, values, strict=True) if value is not None}
            for proven in (
                product((True, False), repeat=len(facts)) if partial and evidence else ((True,) * len(facts),)
            ):
                proof = {key: PROOF for key, has in zip(facts, proven, strict=True) if has}
                try:
                    yield admit(
                        fourgood.Dossier("u", kind, YEAR, "", type, facts=facts, evidence=proof), VOCABULARY, YEAR
                    )
                except DossierError:
                    continue


@cache
def every_complete():
    """Every cell of one type that gives all facts."""
    return tuple(
        _admitted(dict(zip(VALUES, values, strict=True))) for values in product(*VALUES.values()) if _fits(values)
    )


def _fits(values):
    facts = dict(zip(VALUES, values, strict=True))
    return all(truth(each.rule, VOCABULARY.scope, {**facts, "kind": "cell"}) == MET for each in VOCABULARY.invariants)


def _admitted(facts):
    return admit(fourgood.Dossier("u", "cell", YEAR, "", "bank", facts=facts), VOCABULARY, YEAR)


def outcomes(criteria, partial=False):
    """What criteria come to together, for every dossier."""
    return {tuple(plainly(each, VOCABULARY.scope, one) for each in criteria) for one in every(criteria, partial)}


CONSTANTS = st.sampled_from([Fraction(each) for each in ("0", "1", "2", "1/2", "1/3", "3", "-1", "3/2")]).map(Number)
NUMBERS = st.sampled_from(["a", "b", "c", "n", "part", "total"]).map(Name)


def calculated(terms):
    made = st.builds(Arithmetic, terms, st.sampled_from("+-*/"), terms)
    return made.filter(lambda node: not (isinstance(node.left, Number) and isinstance(node.right, Number)))


TERMS = st.recursive(NUMBERS | NUMBERS | CONSTANTS, calculated, max_leaves=3)
LEAVES = st.one_of(
    st.builds(Compare, NUMBERS, ORDERS, CONSTANTS | st.just(Name("half"))),
    st.builds(Compare, TERMS, ORDERS, TERMS),
    st.builds(Member, NUMBERS, st.lists(CONSTANTS, min_size=1, max_size=2).map(tuple)),
    st.builds(Compare, st.just(Name("g")), ORDERS, st.sampled_from(["poor", "fair", "good"]).map(Word)),
    st.builds(Compare, st.just(Name("f")), st.sampled_from(["==", "!="]), st.booleans().map(Truth)),
    st.builds(Member, st.just(Name("organisation_type")), st.just((Word("bank"),))),
    st.builds(Compare, st.just(Name("kind")), st.just("=="), st.just(Word("cell"))),
    st.sampled_from(["f", "enough"]).map(Name),
).filter(lambda each: not check(each, VOCABULARY.scope, VOCABULARY.at_most))
CONDITIONS = st.recursive(LEAVES, joined, max_leaves=4)


def few(condition):
    """Whether a condition reads few enough facts to look at all dossiers."""
    return len(SPACE.reads([Criterion("x", "g", text("x"), condition)])) <= 4


@st.composite
def criteria(draw, id="c", evidence=True):
    """Criteria over the tiny vocabulary, with every way to limit them."""
    return Criterion(
        id,
        "g",
        text(id),
        draw(CONDITIONS),
        role=draw(st.sampled_from([fourgood.Role.REQUIREMENT, fourgood.Role.VETO])),
        applies_to=draw(st.sampled_from([frozenset({"cell", "committee"}), frozenset({"cell"})])),
        organisation_types=draw(st.none() | st.none() | st.just(frozenset({"bank"}))),
        applies_when=draw(st.none() | LEAVES),
        evidence_required=evidence and draw(st.booleans()),
    )
