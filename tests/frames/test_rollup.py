"""Units counted by those above them: level by level, as a round counts them."""

from collections.abc import Sequence
from typing import Any

import pytest
from attrs import evolve
from engines import ENGINES, arrow, plain_rows
from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.frames import FrameError, evaluate_frame
from rounds import BOOK, CONDITIONS, forests, rulebook, unit

NAMES = ["unit", "status", "grade", "work", *(criterion.id for criterion in BOOK.criteria)]


def of_round(units: Sequence[fourgood.Dossier], book: fourgood.Rulebook) -> list[dict[str, Any]]:
    """What the round says of each unit, with the codes that columns have."""
    found = fourgood.evaluate_round(units, book)
    rows = []
    for each in units:
        verdict = found.verdicts.get(each.id)
        row: dict[str, Any] = dict.fromkeys(NAMES) | {"unit": each.id, "status": "rejected"}
        if verdict is not None:
            open_ = verdict.open_grades
            grade = None if len(open_) > 1 else open_[0].key if open_[0] is not None else "none"
            row |= {"status": verdict.status.value, "grade": grade, "work": verdict.groups["work"]._open}
            row |= {finding.criterion.id: finding._open for finding in verdict.findings}
        rows.append(row)
    return sorted(rows, key=lambda row: (row["unit"], str(row)))


def of_frame(out: Any) -> list[dict[str, Any]]:
    rows = [{key: row[key] for key in NAMES} for row in plain_rows(out)]
    return sorted(rows, key=lambda row: (row["unit"], str(row)))


def same(engine: str, units: Sequence[fourgood.Dossier], book: fourgood.Rulebook) -> None:
    table = ENGINES[engine](arrow(units, book.vocabulary.facts))
    levels = None if engine not in ("polars lazy", "DuckDB") else len(units)
    assert of_frame(evaluate_frame(table, book, levels=levels)) == of_round(units, book)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=15, deadline=None)
@given(forests().filter(lambda units: len(units) < 6), st.sampled_from(CONDITIONS))
def test_any_forest_and_any_condition(engine: str, units: list[fourgood.Dossier], condition: str) -> None:
    same(engine, units, rulebook({"cells_recognised": condition}))


@pytest.mark.parametrize("condition", ["true", "clean", 'kind == "cell" and held < 12'])
@pytest.mark.parametrize("engine", ENGINES)
def test_none_below_is_absent_however_simple_the_condition(engine: str, condition: str) -> None:
    """Of facts that no column has, counts are plain numbers: joined, they have gaps where nobody stands below."""
    same(
        engine,
        [unit("u0", kind="committee"), unit("u1", "u0", kind="committee")],
        rulebook({"cells_recognised": condition}),
    )


@pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas with NumPy"])
def test_three_levels_in_the_order_of_the_table(engine: str) -> None:
    """A committee above committees; the rows come out as they stood."""
    units = [
        unit("top", kind="committee"),
        *(unit(f"c{at}", f"m{at % 2}") for at in range(4)),
        unit("m0", "top", kind="committee"),
        unit("m1", "top", kind="committee"),
    ]
    same(engine, units, BOOK)
    out = evaluate_frame(ENGINES[engine](arrow(units, BOOK.vocabulary.facts)), BOOK)
    import narwhals as nw

    assert nw.from_native(out, eager_only=True)["unit"].to_list() == [each.id for each in units]


@pytest.mark.parametrize("engine", ["polars", "pandas with Arrow types"])
def test_circles_and_doubles_are_rejected_and_leave_counts_open(engine: str) -> None:
    units = [unit("a", "b"), unit("b", "a"), unit("c", "a"), unit("top", kind="committee"), unit("d", "top")]
    twice = [*units, evolve(unit("d", "top"), facts={"held": 3})]
    same(engine, units, BOOK)
    same(engine, twice, BOOK)


def test_a_table_that_is_not_read_says_how_deep_it_is() -> None:
    table = ENGINES["polars lazy"](arrow([unit("top", kind="committee"), unit("a", "top")], BOOK.vocabulary.facts))
    with pytest.raises(FrameError, match="how many levels"):
        evaluate_frame(table, BOOK)
    rows = plain_rows(evaluate_frame(table, BOOK, levels=0))
    assert [row["status"] for row in rows] == ["recognized", "rejected"]
    assert "0" in rows[1]["rejected_because"]
