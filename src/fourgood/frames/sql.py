"""The query that a database will run for a table: to be read, kept as a view, or run where the data are."""

from typing import Any as AnyType

import narwhals as nw

from fourgood.errors import Fault
from fourgood.frames.evaluate import evaluate_frame
from fourgood.frames.native import FrameError, opened
from fourgood.rulebook import Rulebook


def sql(table: AnyType, rulebook: Rulebook, *, dialect: str | None = None, **asked: AnyType) -> str:
    """The SQL of `evaluate_frame(table, rulebook, **asked)`; nothing is run.

    A relation of DuckDB gives DuckDB's own. A table of Ibis gives that of its database, or of `dialect` ("postgres")
    where it is only described: `ibis.table({"unit": "string", …}, name="units")`. Raises FrameError for a table of no
    database, and as `evaluate_frame` does.
    """
    match opened(table).implementation:
        case nw.Implementation.DUCKDB if dialect in (None, "duckdb"):
            return str(evaluate_frame(table, rulebook, **asked).sql_query())
        case nw.Implementation.IBIS:
            import ibis

            return str(ibis.to_sql(evaluate_frame(table, rulebook, **asked), dialect=dialect))
        case engine:
            hint = "Give a relation of DuckDB, or a table of Ibis for other databases"
            raise FrameError(Fault("no SQL for a table of {engine}", {"engine": engine.value}, hint=hint))
