"""Every number that a step allows is admitted, on every engine, however many rows stand beside it."""

import pyarrow as pa
import pytest
from engines import ENGINES, plain_rows

import fourgood
from fourgood.frames import evaluate_frame


@pytest.mark.parametrize("engine", ENGINES)
def test_every_hundredth_is_one(engine: str, default_rulebook: fourgood.Rulebook) -> None:
    """polars multiplies by 1/100 where a column is divided by 100: 99.99 is not 9999 times that."""
    scores = [hundredths / 100 for hundredths in range(10001)]
    table = pa.table({"unit": [str(score) for score in scores], "annual_score": scores})
    found = plain_rows(evaluate_frame(ENGINES[engine](table), default_rulebook, kind="cell", detail="status"))
    assert [row["unit"] for row in found if row["status"] == "rejected"] == []
