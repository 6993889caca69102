"""Terms as sums of facts: what a comparison demands of the steps at which its facts stand.

A numeric fact stands at one of finitely many steps: step 0 is its minimum. Sums and differences of facts are linear in
these whole numbers, and a quotient of two such sums is compared by cross-multiplication. What is not linear needs the
value of a fact first.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from attrs import frozen

from fourgood.analysis.written import reads
from fourgood.rule import Aggregate, Arithmetic, Name, Node, Number
from fourgood.truth import amount
from fourgood.vocabulary import Fact, Scope, Value


@frozen
class Linear:
    """A sum of steps, each with its factor, and a constant."""

    factors: Mapping[str, Fraction]
    constant: Fraction

    @property
    def is_constant(self) -> bool:
        """Whether no fact is in it."""
        return not self.factors

    def plus(self, other: "Linear", times: int = 1) -> "Linear":
        """The sum with (a multiple of) another."""
        keys = {**self.factors, **other.factors}
        found = {key: self.factors.get(key, 0) + times * other.factors.get(key, Fraction(0)) for key in keys}
        factors = {key: Fraction(factor) for key, factor in found.items() if factor}
        return Linear(factors, self.constant + times * other.constant)

    def scaled(self, by: Fraction) -> "Linear":
        """A multiple of it."""
        return Linear({key: factor * by for key, factor in self.factors.items() if by}, self.constant * by)


ONE = Linear({}, Fraction(1))


class NeedsValue(Exception):
    """A term is linear only when the value of one of these facts is given."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(keys)
        self.keys = keys


class Unsupported(Exception):
    """A term that cannot be taken apart."""


class NotKnown(Exception):
    """A term that is not known, whatever the facts that are still free."""


@frozen
class Quotient:
    """One sum over another; `divisors` are all sums that must not be zero for it to be known."""

    top: Linear
    bottom: Linear = ONE
    divisors: tuple[Linear, ...] = ()


@frozen
class Terms:
    """Makes sums and quotients of terms that are written out; `given` are facts whose values are known."""

    facts: Mapping[str, Fact]
    given: Mapping[str, Value | None]
    scope: Scope

    def quotient(self, term: Node) -> Quotient:
        """A term as a quotient.

        Raises NeedsValue, NotKnown, or Unsupported where it is no number made of facts.
        """
        match term:
            case Number(value):
                return Quotient(Linear({}, value))
            case Name(key):
                return Quotient(self._fact(key))
            case Arithmetic(left, operator, right):
                one, other = self.quotient(left), self.quotient(right)
                match operator:
                    case "+" | "-":
                        return self._sum(one, other, 1 if operator == "+" else -1)
                    case "*":
                        return self._product(one, other.top, other.bottom, other.divisors)
                    case "/":
                        return self._product(one, other.bottom, other.top, (*other.divisors, other.top))
                    case _:
                        assert_never(operator)
            case Aggregate():
                return Quotient(self._drawn(term))
            case _:
                raise Unsupported

    def _drawn(self, aggregate: Aggregate) -> Linear:
        """What records come to together: a constant where all that they turn on is given, else nothing to look into."""
        if still_open := tuple(key for key in reads(aggregate, self.scope) if key not in self.given):
            raise NeedsValue(still_open)
        found = amount(aggregate, self.scope, self.given)
        if found is None:
            raise NotKnown
        if not isinstance(found, tuple) or found[0] != found[1]:
            raise Unsupported
        return Linear({}, found[0])

    def _fact(self, key: str) -> Linear:
        value = self.given.get(key)
        if value is not None and not isinstance(value, (bool, str, tuple)):
            return Linear({}, Fraction(value))
        fact = self.facts[key]
        return Linear({key: Fraction(fact.step)}, Fraction(fact.minimum))

    def _sum(self, one: Quotient, other: Quotient, sign: int) -> Quotient:
        divisors = (*one.divisors, *other.divisors)
        if one.bottom == other.bottom:
            return Quotient(one.top.plus(other.top, sign), one.bottom, divisors)
        top = self.times(one.top, other.bottom).plus(self.times(other.top, one.bottom), sign)
        return Quotient(top, self.times(one.bottom, other.bottom), divisors)

    def _product(self, one: Quotient, top: Linear, bottom: Linear, divisors: tuple[Linear, ...]) -> Quotient:
        return Quotient(self.times(one.top, top), self.times(one.bottom, bottom), (*one.divisors, *divisors))

    def times(self, one: Linear, other: Linear) -> Linear:
        """The product of two sums, where one of them is a constant. Raises NeedsValue."""
        if one.is_constant:
            return other.scaled(one.constant)
        if other.is_constant:
            return one.scaled(other.constant)
        raise NeedsValue(min((tuple(one.factors), tuple(other.factors)), key=self._size))

    def _size(self, keys: tuple[str, ...]) -> int:
        size = 1
        for key in keys:
            size *= steps(self.facts[key]) + 1
        return size


def steps(fact: Fact) -> int:
    """At how many steps above its minimum a fact can stand."""
    return int((fact.maximum - fact.minimum) / fact.step)
