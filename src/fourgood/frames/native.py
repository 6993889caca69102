"""The user's own tables, in and out: narwhals has the engines; here is what it lacks for two of them."""

from collections.abc import Iterable
from typing import Any as AnyType
from typing import TypeAlias

import narwhals as nw

from fourgood.errors import Fault, FourgoodError

Frame: TypeAlias = nw.LazyFrame[AnyType] | nw.DataFrame[AnyType]
"""A table as narwhals sees it."""


class FrameError(FourgoodError):
    """A table whose columns a rulebook cannot be asked of; `faults` names all of them."""


def opened(table: AnyType) -> Frame:
    """A table as narwhals sees it. Raises FrameError for what is no table."""
    try:
        found: Frame = nw.from_native(table)
    except TypeError as error:
        values = {"type": f"{type(table).__module__}.{type(table).__qualname__}"}
        hint = "Give a table of polars, pandas, pyarrow, DuckDB, PySpark or Dask"
        raise FrameError(Fault("{type} is no table", values, hint=hint)) from error
    return found


def read(table: AnyType) -> Frame:
    """The same, with columns of three values."""
    frame = opened(table)
    return frame if isinstance(frame, nw.LazyFrame) else three_valued(frame, frame.columns)


def three_valued(frame: nw.DataFrame[AnyType], columns: Iterable[str]) -> nw.DataFrame[AnyType]:
    """A frame whose columns tell what is absent from what is false.

    NumPy columns of pandas do not: comparing NaN or None gives false there, and narwhals leaves it so; its own nullable
    columns lose it where they meet others. All become Arrow columns; words, flags and decimals that stand in columns of
    objects are found out.
    """
    if not frame.implementation.is_pandas():
        return frame
    table = frame.to_native()
    wanted = [column for column in columns if not _is_arrow(table.dtypes[column])]
    converted = {column: _as_arrow(table[column]) for column in wanted}
    return nw.from_native(table.assign(**converted), eager_only=True) if wanted else frame


def _is_arrow(dtype: AnyType) -> bool:
    import pandas as pd

    return isinstance(dtype, pd.ArrowDtype) and not str(dtype).startswith("dictionary")


def _as_arrow(column: AnyType) -> AnyType:
    import pandas as pd
    import pyarrow as pa

    if isinstance(column.dtype, pd.CategoricalDtype) or str(column.dtype).startswith("dictionary"):
        column = column.astype(object)
    try:
        found = pa.array(column, from_pandas=True)
    except pa.ArrowInvalid:
        return column
    return pd.Series(pd.arrays.ArrowExtensionArray(found), index=column.index, dtype=pd.ArrowDtype(found.type))
