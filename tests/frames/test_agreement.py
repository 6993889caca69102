"""Columns say what the plain evaluator says, of every cell, on every engine."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from attrs import evolve
from engines import ENGINES, TYPES, arrow, expected_rows, outcomes
from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.frames import evaluate_frame
from fourgood.testing import boundary, dossiers, rulebooks
from fourgood.testing.sample import SAMPLE
from fourgood.vocabulary import Fact, Kind


def asked(units: Iterable[fourgood.Dossier], book: fourgood.Rulebook) -> tuple[pa.Table, list[dict[str, Any]]]:
    """Dossiers as a table, and what the plain evaluator says of each."""
    numbered = [evolve(each, id=f"unit{at:05}", name="", note=None) for at, each in enumerate(units)]
    return arrow(numbered, book.vocabulary.facts), expected_rows(numbered, book)


@st.composite
def books_and_dossiers(draw: st.DrawFn) -> tuple[fourgood.Rulebook, list[fourgood.Dossier]]:
    """Rulebooks with everything that one can have, and dossiers at and about their thresholds, some facts absent."""
    book = draw(rulebooks())
    return book, draw(st.lists(dossiers(book), min_size=1, max_size=6))


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=20, deadline=None)
@given(books_and_dossiers())
def test_any_rulebook(engine: str, drawn: tuple[fourgood.Rulebook, list[fourgood.Dossier]]) -> None:
    book, units = drawn
    table, expected = asked(units, book)
    assert outcomes(evaluate_frame(ENGINES[engine](table), book)) == expected


@pytest.fixture(scope="session")
def thresholds(default_rulebook: fourgood.Rulebook) -> tuple[pa.Table, list[dict[str, Any]]]:
    """Each comparison on both sides and at it, each choice, each fact absent: the whole deterministic phase."""
    return asked(boundary(default_rulebook, None), default_rulebook)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_threshold_of_the_default_rulebook(
    engine: str, default_rulebook: fourgood.Rulebook, thresholds: tuple[pa.Table, list[dict[str, Any]]]
) -> None:
    table, expected = thresholds
    assert outcomes(evaluate_frame(ENGINES[engine](table), default_rulebook)) == expected


WILD: dict[Kind, list[Any]] = {
    Kind.COUNT: [0, 1, 5, -1, 10**6, 2**53, -(2**62)],
    Kind.NUMBER: [0.0, 0.5, 4.29, 99.99, 0.29, 1e300, float("nan"), float("inf"), -0.0, 0.1 + 0.2, 33.333],
    Kind.FLAG: [True, False],
    Kind.CHOICE: ["good", "met", "not_met", "not_applicable", "", " good", "Tốt", "nothing", "excellent"],
}


@st.composite
def wild_tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows that anybody might write: out of bounds, finer than a step, no number, no such choice, no such kind."""
    facts = SAMPLE.vocabulary.facts
    identity = {
        "id": st.sampled_from(["a", "b\tc", "", " ", "ê", "u\u200b"]),
        "kind": st.sampled_from(["cell", "committee", "Cell", ""]) | st.just("cell"),
        "organisation_type": st.sampled_from([None, "bank", "commune", "shop", ""]),
        "year": st.sampled_from([SAMPLE.year, SAMPLE.year, SAMPLE.year, 1999, None]),
    }
    values = {key: st.none() | st.sampled_from(WILD[each.kind]) for key, each in facts.items() if each.kind in WILD}
    rows = draw(st.lists(st.fixed_dictionaries({**identity, **values}), min_size=1, max_size=6))
    keep = draw(st.integers(0, 2))
    # Most rows get but one wild value, else none would ever be admitted.
    return [row if keep == 0 else {**row, "id": "ok", "kind": "cell", "year": SAMPLE.year} for row in rows]


def wild_arrow(rows: Sequence[dict[str, Any]], facts: dict[str, Fact]) -> pa.Table:
    fields = {"id": pa.string(), "kind": pa.string(), "organisation_type": pa.string(), "year": pa.int64()}
    fields |= {key: TYPES[fact.kind] for key, fact in facts.items() if fact.kind in TYPES}
    return pa.table({key: pa.array([row[key] for row in rows], type) for key, type in fields.items()})


@pytest.mark.parametrize("engine", [each for each in ENGINES if not each.startswith("pandas with N")])
@settings(max_examples=30, deadline=None)
@given(wild_tables())
def test_what_is_not_admitted_is_rejected(engine: str, rows: list[dict[str, Any]]) -> None:
    """The same rows that the plain evaluator rejects, and no others; NaN is no number, and never absent.

    It is where pandas itself has made it absent, which it does in nullable columns.
    """
    if "nullable" in engine:
        rows = [{key: None if value != value else value for key, value in row.items()} for row in rows]
    names = ("id", "kind", "year", "organisation_type")
    units = [
        fourgood.Dossier(row["id"], row["kind"], row["year"], "", row["organisation_type"], facts=facts)
        for row in rows
        for facts in [{key: value for key, value in row.items() if key not in names and value is not None}]
    ]
    out = evaluate_frame(ENGINES[engine](wild_arrow(rows, dict(SAMPLE.vocabulary.facts))), SAMPLE)
    key = sorted(str(sorted(row.items(), key=str)) for row in outcomes(out))
    assert key == sorted(str(sorted(row.items(), key=str)) for row in expected_rows(units, SAMPLE))


def test_in_numpy_columns_of_pandas_nan_is_absent() -> None:
    """There is no other way to leave a number out there."""
    import pandas as pd

    table = pd.DataFrame({"id": ["a"], "kind": ["cell"], "score": [float("nan")], "attended": [12.0]})
    (row,) = outcomes(evaluate_frame(table, SAMPLE))
    (plain,) = expected_rows([fourgood.Dossier("a", "cell", SAMPLE.year, facts={"attended": 12})], SAMPLE)
    assert row == plain


@pytest.mark.parametrize("engine", ENGINES)
def test_decimals_with_more_digits_than_a_double_are_finer_than_the_step(engine: str) -> None:
    """Nothing is rounded at the door; what is written in steps is admitted, whatever its type."""
    given_ = [Decimal("4.50"), Decimal("4.5000000000000000001"), None]
    table = pa.table({"id": ["a", "b", "c"], "kind": ["cell"] * 3, "score": pa.array(given_, pa.decimal128(38, 19))})
    found = [row["status"] for row in outcomes(evaluate_frame(ENGINES[engine](table), SAMPLE))]
    assert [status == "rejected" for status in found] == [False, True, False]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "type", [pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.float32()]
)
def test_every_type_of_number(engine: str, type: pa.DataType) -> None:
    """Small types do not overflow in the arithmetic, nor unsigned ones below zero."""
    numbers = [(at, other) for at in (0, 1, 17, 100, 126) for other in (0, 1, 20, 120)]
    units = [
        fourgood.Dossier(f"u{at:02}", "cell", SAMPLE.year, facts={"attended": one, "expected": other})
        for at, (one, other) in enumerate(numbers)
    ]
    facts = {key: fact for key, fact in SAMPLE.vocabulary.facts.items() if key in ("attended", "expected")}
    table = ENGINES[engine](arrow(units, facts, attended=type, expected=type))
    assert outcomes(evaluate_frame(table, SAMPLE)) == expected_rows(units, SAMPLE)
