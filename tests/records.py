"""Tables for the property tests: one with a fixed number of records, one that a fact counts, one that is all there is;
rows for them, and aggregates over them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any as AnyType

from hypothesis import strategies as st

import fourgood
from fourgood.parse import parse, parse_expression
from fourgood.record import AT, Record, Rows
from fourgood.rule import EACH, OF_CONDITIONS, OF_TERMS, Aggregate, Name, Node, Truth
from fourgood.scale import Measure, Scale
from fourgood.table import Table
from fourgood.vocabulary import Definition, Fact, Invariant, Kind


def text(words: str) -> fourgood.Text:
    """Words that say in which language they are."""
    return fourgood.Text(f"{words} (vi)", f"{words} (en)")


SORTS = Scale(tuple((key, text(key)) for key in ("regular", "thematic")))


def column(key: str, low: str, high: str, kind: Kind = Kind.COUNT, step: str = "1") -> Fact:
    """A column of numbers, with few values, so that all can be tried."""
    return Fact(key, kind, text(key), minimum=Decimal(low), maximum=Decimal(high), step=Decimal(step))


def within(key: str, expression: str) -> Definition:
    """A definition over one record."""
    return Definition(key, text(key), parse_expression(expression, record=EACH))


MONTHS = Table((Fact("open", Kind.FLAG, text("open")), column("late", "0", "2")), number=3)
TALKS = Table(
    (column("present", "0", "2"), column("invited", "1", "2"), Fact("sort", Kind.CHOICE, text("sort"), scale=SORTS)),
    number="sat",
    definitions=(within("turnout", "each.present / each.invited"), within("full", "each.turnout >= 0.85")),
    invariants=(Invariant("seats", text("seats"), parse("each.present <= each.invited", record=EACH)),),
)
VISITS = Table((column("chill", "-1", "1", Kind.NUMBER, "0.5"), Fact("liked", Kind.FLAG, text("liked"))))
BUOI = Measure("buổi", "talk", "talks")

TABLES = (
    Fact("months", Kind.RECORDS, text("months"), measure=Measure("tháng", "month", "months"), table=MONTHS),
    Fact("talks", Kind.RECORDS, text("talks"), measure=BUOI, table=TALKS),
    Fact("visits", Kind.RECORDS, text("visits"), table=VISITS),
)

CELLS: Mapping[str, Mapping[str, st.SearchStrategy[AnyType]]] = {
    "months": {"open": st.booleans(), "late": st.integers(0, 2)},
    "talks": {
        "present": st.integers(0, 2),
        "invited": st.integers(1, 2),
        "sort": st.sampled_from(["regular", "thematic"]),
    },
    "visits": {
        "chill": st.sampled_from([Decimal(each) for each in ("-1", "-0.5", "0", "0.5", "1")]),
        "liked": st.booleans(),
    },
}
ATS = {"months": [1, 2, 3], "talks": ["2024-01-05", "2024-02-05", "2024-03-05"], "visits": [1, 2, 3]}


def seated(row: dict[str, AnyType]) -> dict[str, AnyType]:
    """A row that keeps the invariant."""
    if row.get("present", 0) > row.get("invited", 2):
        row["present"], row["invited"] = row["invited"], row["present"]
    return row


def rows(key: str, full: bool = False) -> st.SearchStrategy[Rows]:
    """Rows of a table, some columns absent; `full` ones have all, and all records."""
    cells = dict(CELLS[key])
    row = (st.fixed_dictionaries(cells) if full else st.fixed_dictionaries({}, optional=cells)).map(seated)
    ats = st.just(ATS[key]) if full else st.sets(st.sampled_from(ATS[key])).map(sorted)
    return ats.flatmap(
        lambda found: st.tuples(*(row.map(lambda each, at=at: Record({AT: at, **each})) for at in found))
    )


TABLE_VALUES = {key: rows(key) for key in CELLS}

CONDITIONS_OF = {
    "months": ["each.open", "not each.open", "each.late > 0", "each.open and each.late <= held / 6", "clean", "true"],
    "talks": ["each.full", "each.present / each.invited > a_third", 'each.sort == "regular"', "each.turnout < 1"],
    "visits": ["each.liked", "each.chill < 0 or each.liked", "each.chill * each.chill >= 0.25", "1 / each.chill > 1"],
}
TERMS_OF = {
    "months": ["each.late", "1", "each.late * 2 - held"],
    "talks": ["each.present", "each.invited", "each.turnout", "each.present / each.invited - 0.5"],
    "visits": ["each.chill", "each.chill / 2", "1 / each.chill"],
}


def said(texts: list[str], read: AnyType) -> st.SearchStrategy[AnyType]:
    """Trees of texts."""
    return st.sampled_from([read(each, record=EACH) for each in texts])


def aggregates_of(key: str) -> st.SearchStrategy[Aggregate]:
    """Aggregates of every function over one table."""
    conditions, terms = said(CONDITIONS_OF[key], parse), said(TERMS_OF[key], _term)
    where = st.none() | conditions
    return st.one_of(
        st.builds(Aggregate, st.sampled_from(OF_CONDITIONS), st.just(Name(key)), conditions, where),
        st.builds(Aggregate, st.sampled_from(OF_TERMS), st.just(Name(key)), terms, where),
        st.just(Aggregate("count", Name(key), Truth(True))),
    )


def _term(words: str, record: str) -> Node:
    compared = parse(f"{words} == 0", record=record)
    return compared.left  # type: ignore[union-attr]


AGGREGATES_DRAWN = st.one_of(aggregates_of("months"), aggregates_of("talks"), aggregates_of("visits"))
