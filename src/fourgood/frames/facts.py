"""The lowest floor over columns: comparisons of facts, definitions and thresholds, as the plain evaluator has them."""

import operator
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from functools import reduce

import narwhals as nw
from attrs import frozen

from fourgood.cited import cited_names
from fourgood.compile import reads_judgement
from fourgood.frames import kleene
from fourgood.frames.amounts import MIRRORED, Amount, TooLarge, calculated, compared, constant, of_column
from fourgood.frames.held import Held, Leaf, held
from fourgood.frames.kleene import Tri
from fourgood.outcome import MET, NOT_MET
from fourgood.rule import (
    Aggregate,
    Arithmetic,
    Compare,
    Condition,
    Member,
    Name,
    Number,
    Operator,
    Term,
    Truth,
)
from fourgood.scale import Scale
from fourgood.truth import amount as plain_amount
from fourgood.truth import as_condition, as_term, truth
from fourgood.truth import compared as plainly_compared
from fourgood.vocabulary import IDENTITY, Definition, Fact, Kind, Scope, Threshold, UnitKind


class Counts(Enum):
    """When a fact counts: always, with its evidence alone, or in a guard, where only judgements need theirs."""

    ALWAYS = "always"
    ATTESTED = "attested"
    GUARD = "guard"


class RowByRow(Exception):
    """A condition that columns cannot answer: it reads records, or could become too large to be exact."""


IDENTIFYING = frozenset(fact.key for fact in IDENTITY)


@frozen
class Facts:
    """The facts of a table: a column each, and a column that says whether it comes with a document."""

    scope: Scope
    columns: Mapping[str, nw.Expr]
    documented: Mapping[str, nw.Expr]
    kind: UnitKind | None = None
    """The kind of all units, where the table does not say it."""

    def read(self, condition: Condition, counts: Counts = Counts.ALWAYS) -> Tri:
        """What a condition comes to in every row. Raises RowByRow."""
        try:
            return held(condition, lambda leaf: self.leaf(leaf, counts), self.scope).holds
        except TooLarge as error:
            raise RowByRow from error

    def leaf(self, leaf: Leaf, counts: Counts) -> Held:
        """A comparison or a name, with the facts that count."""
        meaning = self.scope[leaf.key] if isinstance(leaf, Name) else None
        if isinstance(meaning, Definition):
            expression = as_condition(meaning.expression)
            return held(expression, lambda inner: self.leaf(inner, counts), self.scope)
        if counts is Counts.GUARD:
            counts = Counts.ATTESTED if reads_judgement(leaf, self.scope) else Counts.ALWAYS
        found = self.asked(leaf)
        return Held(self.attested(leaf, found) if counts is Counts.ATTESTED else found)

    def attested(self, leaf: Leaf, found: Tri) -> Tri:
        """The same, unknown where a fact that it reads comes without a document."""
        read = (name for name in cited_names(leaf, self.scope) if isinstance(self.scope[name], Fact))
        documents = [self.documented.get(key) for key in read if key not in IDENTIFYING]
        if any(document is None for document in documents):
            return None
        return kleene.given(kleene.all_of(documents), found, None) if documents else found

    def asked(self, leaf: Leaf) -> Tri:
        """A comparison or a flag, whatever its evidence."""
        match leaf:
            case Name(key):
                return self.columns.get(key)
            case Member(term, values):
                return kleene.any_of(self.compare(term, "==", value) for value in values)
            case Compare(left, sign, right):
                return self.compare(left, sign, right)

    def compare(self, left: Term, sign: Operator, right: Term) -> Tri:
        """Two terms: choices, flags or numbers; the type check has seen to it that both are of one sort."""
        if not self.reads_facts(left) and not self.reads_facts(right):
            return {MET: True, NOT_MET: False}.get(truth(Compare(left, sign, right), self.scope, {}))
        for one, other, seen in ((left, right, sign), (right, left, MIRRORED[sign])):
            if (scale := self.scale(one)) is not None:
                return self.choices(one, seen, other, scale)
        if self.is_flag(left) and self.is_flag(right):
            same = kleene.same(self.flag(left), self.flag(right))
            return same if sign == "==" else kleene.negated(same)
        less, more = self.amount(left), self.amount(right)
        return None if less is None or more is None else compared(less, sign, more)

    def reads_facts(self, term: Term) -> bool:
        """Whether a term differs from row to row."""
        return any(isinstance(self.scope[name], Fact) for name in cited_names(term, self.scope))

    def is_flag(self, term: Term) -> bool:
        """Whether a term is yes or no."""
        meaning = self.scope[term.key] if isinstance(term, Name) else None
        return isinstance(term, Truth) or (isinstance(meaning, Fact) and meaning.kind is Kind.FLAG)

    def flag(self, term: Term) -> Tri:
        """A term that is yes or no."""
        return term.value if isinstance(term, Truth) else self.columns.get(term.key) if isinstance(term, Name) else None

    def scale(self, term: Term) -> Scale | None:
        """The scale of a fact that is a choice, through definitions."""
        match term:
            case Name(key):
                match self.scope[key]:
                    case Fact(scale=scale):
                        return scale
                    case Definition(expression=expression) if isinstance(expression, Name):
                        return self.scale(expression)
        return None

    def choices(self, term: Term, sign: Operator, other: Term, scale: Scale) -> Tri:
        """A choice compared: equal to one of those that satisfy it, or to none of those that do not."""
        limit = plain_amount(other, self.scope, {})
        if self.key(term) == "kind" and self.kind is not None and isinstance(limit, str):
            return plainly_compared(self.kind, sign, limit, scale.ranks) == MET
        column = self.choice(term)
        if column is None:
            return None
        if not isinstance(limit, str):
            against = self.choice(other)
            return None if against is None else self.ranked(column, sign, against, scale)
        satisfying = [key for key in scale.labels if plainly_compared(key, sign, limit, scale.ranks) == MET]
        if len(satisfying) * 2 <= len(scale.labels):
            return _one_of(column, satisfying)
        return kleene.negated(_one_of(column, [key for key in scale.labels if key not in satisfying]))

    def choice(self, term: Term) -> nw.Expr | None:
        """The column of a choice; None where the table has none."""
        return self.columns.get(self.key(term))

    def key(self, term: Term) -> str:
        """The key of the fact that a name means, through definitions."""
        assert isinstance(term, Name)
        meaning = self.scope[term.key]
        return self.key(as_term(meaning.expression)) if isinstance(meaning, Definition) else term.key

    def ranked(self, one: nw.Expr, sign: Operator, other: nw.Expr, scale: Scale) -> Tri:
        """Two choices of one scale, compared by their places in it."""
        last = Fraction(len(scale.labels))
        ranks = [of_column(_rank(column, scale), 1, Fraction(1), last) for column in (one, other)]
        return compared(ranks[0], sign, ranks[1])

    def amount(self, term: Term) -> Amount | None:
        """A number in every row; None where it is known in none. Raises RowByRow, TooLarge."""
        match term:
            case Number(value):
                return constant(value)
            case Name(key):
                return self.amount_named(key)
            case Arithmetic(left, sign, right):
                one, other = self.amount(left), self.amount(right)
                if one is None or other is None or (sign == "/" and other.constant == 0):
                    return None
                return calculated(one, sign, other)
            case Aggregate():
                raise RowByRow
            case _:
                raise AssertionError(f"no number: {term!r}")

    def amount_named(self, key: str) -> Amount | None:
        """A fact, a definition or a threshold as a number."""
        match self.scope[key]:
            case Definition(expression=expression):
                return self.amount(as_term(expression))
            case Threshold(dated=dated):
                assert isinstance(dated.value, Fraction)
                return constant(dated.value)
            case Fact() as fact:
                column = self.columns.get(key)
                return None if column is None else of_fact(fact, column)
            case meaning:
                raise AssertionError(f"no number: {meaning!r}")


def of_fact(fact: Fact, column: nw.Expr) -> Amount:
    """The column of a count or a number."""
    return of_column(column, 10 ** places(fact), Fraction(fact.minimum), Fraction(fact.maximum))


def places(fact: Fact) -> int:
    """How many decimals the values of a fact have at the most."""
    return max(0, -int(fact.step.normalize().as_tuple().exponent))


def _one_of(column: nw.Expr, values: list[str]) -> Tri:
    """Equal to one of some words. Where there are none, false, but unknown still where the column is."""
    if not values:
        return column != column
    return kleene.any_of(column == value for value in values)


def _rank(column: nw.Expr, scale: Scale) -> nw.Expr:
    """The place of each choice in its scale, from 1."""
    places = [(column == key).cast(nw.Int32) * (rank + 1) for key, rank in scale.ranks.items()]
    return reduce(operator.add, places)
