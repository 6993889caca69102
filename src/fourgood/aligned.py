"""Lines of text in which columns stand one under the other."""

import unicodedata
from collections.abc import Iterator, Sequence

GAP = "  "


def aligned(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines in which the cells of a column stand one under the other."""
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        yield GAP.join(padded).rstrip()


def width(text: str) -> int:
    """How many places a text takes: signs that stand on others take none, wide ones two."""
    return sum(0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)
