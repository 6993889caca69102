"""Cells that no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable
from typing import TextIO

FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a formula may start with, in the wide forms of East Asian input too."""

BYTE_ORDER_MARK = "\ufeff"
"""At the start of a CSV file: without it a spreadsheet reads Vietnamese as something else."""

MAX_CELL = 32_000
"""A spreadsheet cell holds 32,767 characters."""


def safe(text: str) -> str:
    """The text as a cell: with an apostrophe before it where a spreadsheet would calculate, and never too long.

    >>> safe("=1+1"), safe("chi bộ")
    ("'=1+1", 'chi bộ')
    """
    if text[:1] in ("\t", "\r", "\n") or text.lstrip()[:1] in FORMULA:
        text = f"'{text}"
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def write_table(out: TextIO, headers: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A table as CSV that is safe to open in a spreadsheet."""
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(map(safe, headers))
    writer.writerows(map(safe, row) for row in rows)
