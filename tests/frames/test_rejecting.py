"""Which rows are rejected and in which words: found out of a table that is there, in columns of one that is not."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from samples import BOOKS
from test_agreement import wild_arrow, wild_tables

from fourgood.frames import evaluate_frame
from fourgood.testing.sample import SAMPLE
from fourgood.text import Lang


@settings(max_examples=60, deadline=None)
@given(wild_tables())
def test_both_ways_say_the_same(rows: list[dict[str, Any]]) -> None:
    """Word for word, row for row, with all that is wrong in one order."""
    table = pl.from_arrow(wild_arrow(rows, dict(SAMPLE.vocabulary.facts)))
    assert isinstance(table, pl.DataFrame)
    assert evaluate_frame(table, SAMPLE).equals(evaluate_frame(table.lazy(), SAMPLE).collect())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_words_stand_beside_the_rows_they_are_of(lang: Lang) -> None:
    """Two things wrong with one row, one with another, nothing with the rest."""
    table = pl.DataFrame(
        {
            "unit": ["a", "b", "c", "d"],
            "kind": ["cell"] * 4,
            "year": [2024, 1999, 2024, 2024],
            "attended": [5, -1, 200_000, None],
        }
    )
    out = evaluate_frame(table, BOOKS["default"], lang=lang)["rejected_because"].to_list()
    outside = {"vi": "`attended` nằm ngoài khoảng từ 0 đến 100.000", "en": "`attended` is outside 0 to 100,000"}[lang]
    year = {"vi": "bộ tiêu chí là của năm 2024", "en": "the rulebook is of the year 2024"}[lang]
    assert out == [None, f"{year}; {outside}", outside, None]


def test_a_table_of_cells_alone_is_not_asked_of_committees() -> None:
    """A fact of the other kind is still refused; without a first kind nothing is taken for granted."""
    facts = BOOKS["default"].vocabulary.facts
    own = next(key for key, fact in facts.items() if fact.applies_to == {"committee"} and fact.numeric)
    table = pl.DataFrame({"unit": ["a", "b", "c"], "kind": ["cell", "cell", None], own: [None, 1, None]})
    out = evaluate_frame(table, BOOKS["default"], lang="en")
    assert out["status"].to_list() == ["undetermined", "rejected", "rejected"]
    assert evaluate_frame(table[::-1], BOOKS["default"], lang="en").equals(out[::-1])
