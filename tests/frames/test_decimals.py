"""Decimals are the doubles nearest to them, on every engine: a quotient is never worked out with a reciprocal."""

from decimal import Decimal

import pyarrow as pa
import pytest
from engines import ENGINES, plain_rows

from fourgood import Backing, Criterion, Fact, Group, Kind, Rulebook, Text, Vocabulary, parse
from fourgood.frames import evaluate_frame

SCORE = Fact("score", Kind.NUMBER, Text("điểm", "score"), maximum=Decimal(100), step=Decimal("0.01"))


def one_number() -> Rulebook:
    title = Text("một", "one")
    high = Criterion("high", "all", title, parse("score >= 50.5"), backing=Backing.ASSUMPTION)
    return Rulebook("one", title, 2024, Vocabulary({"score": SCORE}, {}, {}), (Group("all", title, 0),), (high,))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_decimal_is_of_its_step(engine: str) -> None:
    """57 times the double nearest to 1 / 100 is not the double nearest to 0.57."""
    score = [hundredth / 100 for hundredth in range(10_001)]
    table = pa.table({"id": [f"unit{at}" for at, _ in enumerate(score)], "score": score})
    found = plain_rows(evaluate_frame(ENGINES[engine](table), one_number(), kind="cell"))
    assert [row["unit"] for row in found if row["status"] == "rejected"] == []
    assert sum(row["high"] == 1 for row in found) == 10_001 - 5050
