"""Columns of text."""

from fourgood.aligned import aligned


def test_columns_stand_one_under_the_other():
    """By what signs take in a terminal, whichever way a Vietnamese letter is written; no line ends in spaces."""
    composed, apart, wide = "\u1ed9", "o\u0323\u0302", "党"
    assert list(aligned([("a", "b"), (composed, "c"), (apart, "d"), (wide, "e"), ("x", "")])) == [
        "a   b",
        f"{composed}   c",
        f"{apart}   d",
        f"{wide}  e",
        "x",
    ]
