"""What sort of value records drawn together have, and what keeps them from having one."""

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve

from fourgood.record import MAX_RECORDS
from fourgood.rule import OF_CONDITIONS, Aggregate
from fourgood.ruletype import Flag, Numeric, called
from fourgood.scale import PERCENT
from fourgood.table import Table, inside
from fourgood.vocabulary import Fact, Scope, kept_in_order
from fourgood.write import to_text

if TYPE_CHECKING:
    from fourgood.termtype import Terms


def aggregate_type(aggregate: Aggregate, terms: "Terms") -> Numeric | None:
    """The type of an aggregate, or None: then a fault of `terms` says why."""
    match terms.meaning(aggregate.records):
        case Fact(table=Table() as table) as fact:
            return _over(aggregate, fact, table, _within(aggregate.records.key, table, terms))
        case None:
            return None
        case _:
            hint = "Draw together the records of a fact of kind records"
            terms.fault("`{key}` is no table of records", aggregate.records, hint, key=aggregate.records.key)
            return None


def _within(key: str, table: Table, terms: "Terms") -> "Terms":
    """The same checker where one record is spoken of; its faults are gathered with the others."""
    return evolve(terms, scope=inside(key, terms.scope), at_most=terms.at_most | kept_in_order(table.invariants))


def _over(aggregate: Aggregate, fact: Fact, table: Table, within: "Terms") -> Numeric | None:
    most = Fraction(most_records(table, within.scope))
    if aggregate.where is not None:
        within.condition(aggregate.where)
    if aggregate.function not in OF_CONDITIONS:
        return _calculated(aggregate, most, within)
    within.condition(aggregate.what)  # type: ignore[arg-type]
    if aggregate.function == "share":
        return Numeric(Fraction(0), Fraction(1), PERCENT)
    return Numeric(Fraction(0), most, fact.measure)


def most_records(table: Table, scope: Scope) -> int:
    """How many records a table can have."""
    if isinstance(table.number, int):
        return table.number
    counted = scope.get(table.number) if table.number is not None else None
    return int(counted.maximum) if isinstance(counted, Fact) else MAX_RECORDS


def _calculated(aggregate: Aggregate, most: Fraction, within: "Terms") -> Numeric | None:
    what = within.term(aggregate.what)  # type: ignore[arg-type]
    if what is not None and not isinstance(what, Numeric):
        hint = "Count the records that meet something with count(…)" if isinstance(what, Flag) else None
        text = to_text(aggregate.what)
        within.fault("`{text}` is a {called}, no number", aggregate.what, hint, text=text, called=called(what))
        return None
    if what is None or aggregate.function != "sum":
        return what
    low, high = what.low, what.high
    return Numeric(
        None if low is None else min(low, Fraction(0)) * most,
        None if high is None else max(high, Fraction(0)) * most,
        what.measure,
    )
