"""The plain evaluator: what a rule comes to, written to be read. Every other reader is checked against it.

Conditions come to a set of open outcomes (`fourgood.outcome`); terms to an interval of exact numbers, a choice, a
flag, or None for what is not known. On the lowest floor an interval is a point; on the upper floors points and tallies
of criteria that are still open have two ends.
"""

from collections import ChainMap
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any as AnyType
from typing import TypeAlias, assert_never

from fourgood.aggregate import CALCULATED, Asked, Interval, Taken, count, longest_run, share
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Open
from fourgood.record import Record
from fourgood.rule import (
    EACH,
    OF_CONDITIONS,
    OPERATIONS,
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
    Node,
    Not,
    Number,
    Operator,
    Term,
    Truth,
    Word,
)
from fourgood.table import BLANK, Table, completed, inside, is_share, table_of
from fourgood.vocabulary import Definition, Fact, Scope, Standing, Tally, Threshold

Amount: TypeAlias = Interval | str | bool | None
"""What a term comes to; None when it is not known."""

Known: TypeAlias = Mapping[str, AnyType]
"""What is known: facts by key; on the upper floors open outcomes of criteria and groups, intervals of tallies."""


def truth(condition: Condition, scope: Scope, known: Known) -> Open:
    """The outcomes of a condition that are still open.

    >>> from fourgood.parse import parse
    >>> from fourgood.vocabulary import Fact, Kind, Text
    >>> scope = {"held": Fact("held", Kind.COUNT, Text("số buổi", "meetings held"), maximum=99)}
    >>> [truth(parse("held >= 12"), scope, known) for known in ({"held": 12}, {"held": 11}, {})]
    [1, 2, 3]
    """
    match condition:
        case Compare(left, operator, right):
            return compared(
                amount(left, scope, known), operator, amount(right, scope, known), scale(left, right, scope)
            )
        case Member(term, values):
            return any_of(
                [compared(amount(term, scope, known), "==", amount(value, scope, known), None) for value in values]
            )
        case Truth(value):
            return MET if value else NOT_MET
        case Name(key):
            return named(key, scope, known)
        case Not(part):
            return negated(truth(part, scope, known))
        case All(parts):
            return all_of([truth(part, scope, known) for part in parts])
        case Any(parts):
            return any_of([truth(part, scope, known) for part in parts])
        case AtLeast(count, parts):
            needed = amount(count, scope, known)
            assert isinstance(needed, tuple)
            return at_least(int(needed[0]), [truth(part, scope, known) for part in parts])
        case _:
            assert_never(condition)


def named(key: str, scope: Scope, known: Known) -> Open:
    """A name as a condition: a flag, a definition, a criterion or a group."""
    match scope[key]:
        case Definition(expression=expression):
            return truth(as_condition(expression), scope, known)
        case Standing():
            return int(known[key])
        case _:
            value = known.get(key)
            return UNKNOWN if value is None else MET if value else NOT_MET


def as_condition(node: Node) -> Condition:
    """A node where a condition must stand; the type check has seen to it."""
    assert isinstance(node, Condition)
    return node


def as_term(node: Node) -> Term:
    """A node where a term must stand; the type check has seen to it."""
    assert isinstance(node, Term)
    return node


def negated(part: Open) -> Open:
    """Not: met and not met change places."""
    return (part & MET) << 1 | (part & NOT_MET) >> 1 | part & NOT_APPLICABLE


def all_of(parts: list[Open]) -> Open:
    """And: what does not apply counts neither for nor against."""
    return negated(any_of([negated(part) for part in parts]))


def any_of(parts: list[Open]) -> Open:
    """Or: what does not apply counts neither for nor against."""
    return at_least(1, parts)


def at_least(needed: int, parts: list[Open]) -> Open:
    """K of n, k at least 1. What does not apply is left out; when nothing applies, neither does the whole."""
    possible = sum(1 for part in parts if part & MET)
    certain = sum(1 for part in parts if part == MET)
    all_may_fall_out = all(part & NOT_APPLICABLE for part in parts)
    # Too few can be met while something still applies: one met for sure, one that can fail, or one of several needed.
    some_stays = certain or any(part & NOT_MET for part in parts) or (possible and needed > 1)
    return (
        (MET if possible >= needed else 0)
        | (NOT_MET if certain < needed and some_stays else 0)
        | (NOT_APPLICABLE if all_may_fall_out else 0)
    )


def compared(left: Amount, operator: Operator, right: Amount, ranks: Mapping[str, int] | None) -> Open:
    """Two amounts compared; an unknown one leaves the comparison unknown."""
    if left is None or right is None:
        return UNKNOWN
    if isinstance(left, tuple) and isinstance(right, tuple):
        return ordered(left, operator, right)
    if operator in ("==", "!="):
        return MET if (left == right) is (operator == "==") else NOT_MET
    assert ranks is not None and isinstance(left, str) and isinstance(right, str)
    low, high = Fraction(ranks[left]), Fraction(ranks[right])
    return ordered((low, low), operator, (high, high))


def ordered(left: Interval, operator: Operator, right: Interval) -> Open:
    """Two intervals compared: met when every pair is, not met when none is."""
    match operator:
        case ">" | ">=":
            return ordered(right, "<" if operator == ">" else "<=", left)
        case "<":
            certain, possible = left[1] < right[0], left[0] < right[1]
        case "<=":
            certain, possible = left[1] <= right[0], left[0] <= right[1]
        case "==":
            certain = left[0] == left[1] == right[0] == right[1]
            possible = left[0] <= right[1] and right[0] <= left[1]
        case "!=":
            return negated(ordered(left, "==", right))
        case _:
            assert_never(operator)
    return MET if certain else UNKNOWN if possible else NOT_MET


def amount(term: Term, scope: Scope, known: Known) -> Amount:
    """What a term comes to."""
    match term:
        case Number(value):
            return value, value
        case Word(value):
            return value
        case Truth(truth_value):
            return truth_value
        case Name(key):
            return amount_named(key, scope, known)
        case Arithmetic(left, operator, right):
            found = calculated(amount(left, scope, known), operator, amount(right, scope, known))
            return within_whole(found) if operator == "/" and is_share(left, right, scope) else found
        case Aggregate():
            return drawn(term, scope, known)
        case _:
            assert_never(term)


def amount_named(key: str, scope: Scope, known: Known) -> Amount:
    """A name as a term: a fact, a definition, a threshold or a tally."""
    match scope[key]:
        case Definition(expression=expression):
            return amount(as_term(expression), scope, known)
        case Threshold(dated=dated):
            return exact(dated.value)
        case Tally():
            low, high = known[key]
            return Fraction(low), Fraction(high)
        case _:
            return exact(known.get(key))


def exact(value: Fraction | Decimal | int | bool | str | Interval | None) -> Amount:
    """A value as an amount: numbers become points; what is open between two numbers stays so."""
    if value is None or isinstance(value, (bool, str, tuple)):
        return value
    return Fraction(value), Fraction(value)


def calculated(left: Amount, operator: ArithmeticOperator, right: Amount) -> Amount:
    """Two amounts calculated with; a divisor that may be zero leaves the quotient unknown."""
    if not isinstance(left, tuple) or not isinstance(right, tuple):
        return None
    if operator == "/" and right[0] <= 0 <= right[1]:
        return None
    operation = OPERATIONS[operator]
    ends = [operation(a, b) for a in left for b in right]
    return min(ends), max(ends)


def within_whole(share: Amount) -> Amount:
    """A share that is still open: a part is never more than its whole, nor less than nothing."""
    if not isinstance(share, tuple) or share[0] == share[1]:
        return share
    low, high = max(share[0], Fraction(0)), min(share[1], Fraction(1))
    return (low, high) if low <= high else share


def drawn(aggregate: Aggregate, scope: Scope, known: Known) -> Amount:
    """What the records of a table come to together; a record that is missing is one of which nothing is known."""
    key = aggregate.records.key
    table, within = table_of(scope[key]), inside(key, scope)
    blank = known_of(BLANK, table, known)
    if aggregate.function in OF_CONDITIONS:
        if (of_each := asked_of_each(aggregate, scope, known)) is None:
            return None
        return counted(aggregate, [each for _, each in of_each[0]], of_each[1], asked(aggregate, within, blank))
    if (found := completed(key, table, known)) is None:
        return None
    rows, unplaced = found
    numbers = [taken(aggregate, within, known_of(row, table, known), table) for row in rows]
    return CALCULATED[aggregate.function]([*numbers, *[taken(aggregate, within, blank, table)] * unplaced])


def counted(aggregate: Aggregate, placed: list[Asked], unplaced: int, blank: Asked) -> Amount:
    """What the answers of records come to; those that have no place answer as one of which nothing is known."""
    if aggregate.function == "longest_run":
        return longest_run(placed, unplaced, blank)
    return (count if aggregate.function == "count" else share)([*placed, *[blank] * unplaced])


def asked_of_each(aggregate: Aggregate, scope: Scope, known: Known) -> tuple[list[tuple[Record, Asked]], int] | None:
    """The records with what each of them says, and how many more have no place; None where that is not known."""
    key = aggregate.records.key
    table, within = table_of(scope[key]), inside(key, scope)
    found = completed(key, table, known)
    return found and ([(row, asked(aggregate, within, known_of(row, table, known))) for row in found[0]], found[1])


def known_of(row: Record, table: Table, known: Known) -> Known:
    """What is known where one record is spoken of."""
    return ChainMap({f"{EACH}.{each.key}": row.get(each.key) for each in table.columns}, known)  # type: ignore[arg-type]


def asked(aggregate: Aggregate, scope: Scope, known: Known) -> Asked:
    """What one record says to the question of an aggregate."""
    where = MET if aggregate.where is None else truth(aggregate.where, scope, known)
    return Asked(where, truth(as_condition(aggregate.what), scope, known))


def taken(aggregate: Aggregate, scope: Scope, known: Known, table: Table) -> Taken:
    """The number that one record gives; a column that is absent may be anything within its bounds."""
    where = MET if aggregate.where is None else truth(aggregate.where, scope, known)
    absent = [each for each in table.columns if each.numeric and known[f"{EACH}.{each.key}"] is None]
    bounds = {f"{EACH}.{each.key}": (Fraction(each.minimum), Fraction(each.maximum)) for each in absent}
    number = amount(as_term(aggregate.what), scope, ChainMap(bounds, known))  # type: ignore[arg-type]
    assert number is None or isinstance(number, tuple)
    return Taken(where, number)


def scale(left: Term, right: Term, scope: Scope) -> Mapping[str, int] | None:
    """The order of the choices compared, from the fact on either side."""
    for term in (left, right):
        if isinstance(term, Name):
            match scope[term.key]:
                case Fact(scale=found) if found is not None:
                    return found.ranks
                case Definition(expression=expression):
                    return scale(as_term(expression), as_term(expression), scope)
    return None
