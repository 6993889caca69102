"""Which numbers of a column a fact does not take: outside its bounds, finer than its step, not a number at all."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import narwhals as nw

from fourgood.frames.amounts import divided, scaled
from fourgood.frames.facts import places
from fourgood.vocabulary import Fact, Kind

SIZES: Mapping[type[nw.dtypes.DType], tuple[int, int]] = {
    nw.Int8: (-(2**7), 2**7 - 1),
    nw.Int16: (-(2**15), 2**15 - 1),
    nw.Int32: (-(2**31), 2**31 - 1),
    nw.UInt8: (0, 2**8 - 1),
    nw.UInt16: (0, 2**16 - 1),
    nw.UInt32: (0, 2**32 - 1),
    nw.UInt64: (0, 2**64 - 1),
}
"""What the small types of whole numbers can hold."""


def outside(fact: Fact, dtype: nw.dtypes.DType, value: nw.Expr) -> nw.Expr | None:
    """Where a number is below or above the bounds, or is none; None where the type of the column rules that out."""
    low, high = SIZES.get(type(dtype), (-(2**63), 2**63))
    least, most = _bound(fact, fact.minimum), _bound(fact, fact.maximum)
    if dtype.is_float():
        return nw.any_horizontal(~value.is_between(least, most), value.is_nan(), ignore_nulls=True)
    if low < fact.minimum:
        return value < least if high <= fact.maximum else ~value.is_between(least, most)
    return value > most if high > fact.maximum else None


def finer(fact: Fact, dtype: nw.dtypes.DType, value: nw.Expr, written: nw.Expr) -> nw.Expr | None:
    """Where a number is no multiple of the step; None where the type of the column rules that out.

    `value` is the number as it is calculated with, `written` as it stands in the table: a decimal may have more digits
    than a double. A double is a number of so many decimals when it is the one nearest to it.
    """
    scale = 10 ** places(fact)
    size = int(Fraction(fact.step) * scale)
    whole = scaled(value if dtype.is_float() else value / 1, scale)
    found = []
    if dtype.is_decimal():
        found.append(written.round(places(fact)) != written)
    elif dtype.is_float():
        found.append(divided(whole, scale) != value)
    if size != 1 and not (dtype.is_integer() and scale % size == 0):
        found.append((whole / size).round(0) * size != whole)
    return nw.any_horizontal(*found, ignore_nulls=True) if found else None


def _bound(fact: Fact, bound: Decimal) -> int | float:
    return int(bound) if fact.kind is Kind.COUNT else float(bound)
