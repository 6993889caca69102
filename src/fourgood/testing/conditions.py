"""Strategies of rules that fit a vocabulary, for those who test what reads rules."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any as AnyType
from weakref import WeakKeyDictionary

from attrs import frozen
from hypothesis import strategies as st

from fourgood.check import check, check_rule, type_of
from fourgood.rule import (
    EACH,
    OF_CONDITIONS,
    OF_TERMS,
    Aggregate,
    All,
    Any,
    Arithmetic,
    ArithmeticOperator,
    AtLeast,
    Compare,
    Condition,
    Member,
    Name,
    Not,
    Number,
    Operator,
    Term,
    Truth,
    Word,
)
from fourgood.ruletype import Choice, Flag, Literal, Memo, Numeric, Type
from fourgood.scale import Scale
from fourgood.table import table_of
from fourgood.testing.growing import Seed, grown
from fourgood.testing.options import numbers_of
from fourgood.testing.pick import one_of_many
from fourgood.testing.sample import SAMPLE
from fourgood.vocabulary import Fact, Kind, Vocabulary
from fourgood.write import to_text

OPERATORS: tuple[Operator, ...] = (">=", ">", "<", "<=", "==", "!=")
SAMENESS: tuple[Operator, ...] = ("==", "!=")
SIGNS: tuple[ArithmeticOperator, ...] = ("+", "-", "*", "/")
NUMBERS = tuple(Fraction(each) for each in ("0", "1", "2", "3", "12", "1/2", "17/20", "1/3", "-1", "-1/2"))

MAX_OTHERS = 10
"""How many other numbers each number is compared with."""

FRAMES = ("{}", "({})", "  {}  ", "(({}) )")
"""What people write around a rule."""


def rules(vocabulary: Vocabulary | None = None) -> st.SearchStrategy[Condition]:
    """Rules over a vocabulary that the type check takes: comparisons, arithmetic, and, or, not, at_least, in.

    Without a vocabulary they are over a small one that has every kind of fact. They shrink towards one comparison.

    >>> from hypothesis import find
    >>> to_text(find(rules(), lambda rule: isinstance(rule, Compare)))
    'held >= 0'
    """
    return pool_of(SAMPLE.vocabulary if vocabulary is None else vocabulary).rules


def rules_of(node: type) -> st.SearchStrategy[Condition]:
    """Rules over the small vocabulary whose outermost node is of a type."""
    pool = pool_of(SAMPLE.vocabulary)
    if node in (Compare, Member):
        return one_of_many([each for each in pool.checked if isinstance(each, node)])
    parts, several = rules(), st.lists(rules(), min_size=2, max_size=4).map(tuple)
    if node is Not:
        return st.builds(Not, parts)
    return st.builds(node, several) if node in (All, Any) else st.builds(AtLeast, st.just(Number(1)), several)


def rule_texts(vocabulary: Vocabulary | None = None) -> st.SearchStrategy[str]:
    """Texts in the rule language, as people may write them: with more brackets and blanks than are needed."""
    return st.builds(str.format, st.sampled_from(FRAMES), rules(vocabulary).map(to_text))


@frozen(eq=False, slots=False, repr=False)
class Pool:
    """What rules over one vocabulary are made of; everything in it has been checked."""

    vocabulary: Vocabulary
    checked: list[Condition]
    numeric: list[Name]
    counts: tuple[Name, ...] = ()

    def __repr__(self) -> str:
        return f"Pool(of {len(self.vocabulary.facts)} facts)"

    def _repr_pretty_(self, printer: AnyType, _: bool) -> None:
        """How hypothesis prints it."""
        printer.text(repr(self))

    @cached_property
    def varying(self) -> list[Condition]:
        """Plain comparisons that the ranges of facts do not decide: each may be the rule of a criterion."""
        scope, memo = self.vocabulary.scope, Memo()
        return [each for each in self.checked if not check_rule(each, None, scope, self.vocabulary.at_most, memo)]

    @cached_property
    def rules(self) -> st.SearchStrategy[Condition]:
        """Conditions of any depth."""
        return grown(self.leaf, counts=self.counts)

    @cached_property
    def single(self) -> list[Condition]:
        """All that needs no arithmetic."""
        return [*self.checked, Truth(True), Truth(False)]

    @cached_property
    def terms(self) -> list[Term]:
        """What can be calculated with."""
        return [*self.numeric, *map(Number, NUMBERS)]

    def leaf(self, seed: Seed) -> Condition:
        """A comparison or a flag, of calculated terms now and then where there are numbers."""
        return seed.one_of(self.single) if not self.numeric or seed.below(2) == 0 else self.calculated(seed)

    def calculated(self, seed: Seed) -> Condition:
        """A calculated term compared; one of the plain comparisons where the types do not fit."""
        term = Arithmetic(seed.one_of(self.numeric), seed.one_of(SIGNS), seed.one_of(self.terms))
        made = Compare(term, seed.one_of(OPERATORS), seed.one_of(self.terms))
        fits = not check(made, self.vocabulary.scope, self.vocabulary.at_most)
        return made if fits else seed.one_of(self.checked)


_POOLS: "WeakKeyDictionary[Vocabulary, Pool]" = WeakKeyDictionary()


def pool_of(vocabulary: Vocabulary) -> Pool:
    """What rules over a vocabulary are made of; it is made once."""
    if vocabulary not in _POOLS:
        # Facts first: rules shrink towards what they say.
        names = dict.fromkeys((*vocabulary.facts, *vocabulary.scope))
        types = {key: type_of(Name(key), vocabulary.scope, vocabulary.at_most) for key in names}
        found = [
            each for each in _comparisons(vocabulary, types) if not check(each, vocabulary.scope, vocabulary.at_most)
        ]
        numeric = [Name(key) for key, type in types.items() if isinstance(type, Numeric)]
        counts = [Name(key) for key, each in vocabulary.thresholds.items() if each.value in (1, 2)]
        _POOLS[vocabulary] = Pool(vocabulary, found, numeric, tuple(counts))
    return _POOLS[vocabulary]


def _comparisons(vocabulary: Vocabulary, types: Mapping[str, Type | None]) -> Iterator[Condition]:
    """Each name compared with whatever it may be compared with, by every operator."""
    for fact in vocabulary.facts.values():
        if fact.table is not None:
            yield from _of_records(fact)
    for key, type in types.items():
        yield Name(key)
        match type:
            case Numeric():
                yield from _of_number(key, vocabulary, types)
            case Choice(scale):
                yield from _of_choice(key, scale, types)
            case Flag():
                yield from (Compare(Name(key), sign, Truth(value)) for sign in SAMENESS for value in (True, False))
                yield Member(Name(key), (Truth(True),))
            case Literal():
                yield from _of_word(key, types)


def _of_records(fact: Fact) -> Iterator[Condition]:
    """What the records of a table come to, by every function, compared with small numbers."""
    for column in table_of(fact).columns:
        name = Name(f"{EACH}.{column.key}")
        conditions: list[Condition] = [Truth(True)]
        if column.kind is Kind.FLAG:
            conditions.append(name)
        if column.numeric:
            conditions += [Compare(name, ">", Number(number)) for number in numbers_of(column)[:3]]
        if column.scale is not None:
            conditions += [Compare(name, "==", Word(each)) for each in column.scale.labels]
        for what in conditions:
            found: list[Term] = [Aggregate(function, Name(fact.key), what) for function in OF_CONDITIONS]
            terms = [Aggregate(function, Name(fact.key), name, what) for function in OF_TERMS if column.numeric]
            for term in (*found, *terms):
                yield from (Compare(term, sign, Number(number)) for sign in OPERATORS for number in NUMBERS[:4])


def _of_number(key: str, vocabulary: Vocabulary, types: Mapping[str, Type | None]) -> Iterator[Condition]:
    fact = vocabulary.facts.get(key)
    numbers = NUMBERS if fact is None else numbers_of(fact)
    numeric = [Name(each) for each, type in types.items() if isinstance(type, Numeric) and each != key]
    others = numeric[:MAX_OTHERS]
    for sign in OPERATORS:
        yield from (Compare(Name(key), sign, Number(number)) for number in numbers)
        yield from (Compare(Name(key), sign, other) for other in others)
        yield from (Compare(Number(number), sign, Name(key)) for number in numbers[:3])
    yield Member(Name(key), tuple(Number(number) for number in numbers[:3]))


def _of_choice(key: str, scale: Scale, types: Mapping[str, Type | None]) -> Iterator[Condition]:
    words: list[Word] = [Word(each) for each in scale.labels]
    others: list[Term] = [Name(each) for each, type in types.items() if type == Choice(scale) and each != key]
    for sign in OPERATORS:
        yield from (Compare(Name(key), sign, each) for each in (*words, *others))
        yield from (Compare(each, sign, Name(key)) for each in words[:1])
    yield Member(Name(key), tuple(words[:2]))


def _of_word(key: str, types: Mapping[str, Type | None]) -> Iterator[Condition]:
    """A parameter that is a choice, compared with the choices that it may be one of."""
    for other, type in types.items():
        if isinstance(type, Choice):
            for sign in OPERATORS:
                yield Compare(Name(other), sign, Name(key))
                yield Compare(Name(key), sign, Name(other))
