"""Tables of Dask: what can be evaluated by itself is evaluated in its partition, wherever that is.

narwhals reads Dask, but three values do not survive there: `when` takes unknown for false, and a column of flags with
gaps cannot become one of numbers. A partition is a table of pandas, and is evaluated as that; what goes from one
partition to another goes by Dask's own group and join.
"""

from collections.abc import Callable
from typing import Any as AnyType

from fourgood.frames.native import read
from fourgood.frames.rollup import ABOVE


def is_dask(table: AnyType) -> bool:
    """Whether a table is one of Dask."""
    return type(table).__module__.partition(".")[0] in ("dask", "dask_expr")


def heading(table: AnyType) -> AnyType:
    """A table of pandas with the columns of one of Dask, and no rows."""
    return table._meta_nonempty.iloc[:0]


def partitioned(table: AnyType, evaluated: Callable[[AnyType], AnyType]) -> AnyType:
    """A table of Dask whose partitions are evaluated one by one; its index and divisions stay."""
    return table.map_partitions(evaluated, meta=evaluated(heading(table)))


class Partitions:
    """How units are counted (`fourgood.frames.rollup`) in a table of Dask."""

    def rows(self, table: AnyType, work: Callable[[AnyType], AnyType]) -> AnyType:
        """Rows worked out by themselves, in their partitions."""
        return partitioned(table, lambda part: work(read(part)).to_native())

    def sums(self, table: AnyType) -> AnyType:
        """The sum of every column, by the unit above."""
        return table.groupby(ABOVE).sum().reset_index()

    def joined(self, table: AnyType, sums: AnyType, id: str) -> AnyType:
        """The table with such sums beside the units that they are of."""
        return table.merge(sums, how="left", left_on=id, right_on=ABOVE).drop(columns=ABOVE)
