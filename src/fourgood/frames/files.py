"""Parquet files of dossiers, evaluated in a stream: what is read, judged and written never stands in memory whole."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from fourgood.errors import Fault, FourgoodError, Place
from fourgood.frames.evaluate import Asked
from fourgood.frames.native import FrameError
from fourgood.scale import header_form
from fourgood.titles import BY_HEADER

PARQUET = ".parquet"


def streaming() -> None:
    """Has polars work in streams wherever it can, for as long as this process runs."""
    pl.Config.set_engine_affinity("streaming")


def scanned(paths: Sequence[Path]) -> pl.LazyFrame:
    """Files as one table that is not read yet. Raises FourgoodError for one that cannot be read."""
    for path in paths:
        try:
            pl.read_parquet_schema(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            cause = str(error).partition("\n")[0]
            fault = Fault("this file cannot be read: {cause}", {"cause": cause}, Place(str(path)))
            raise FourgoodError(fault) from error
    return pl.scan_parquet(list(paths), glob=False)


def years_in(table: pl.LazyFrame) -> list[int]:
    """The assessment years of a table, none where it does not say them."""
    names = table.collect_schema().names()
    year = next((name for name in names if BY_HEADER.get(header_form(name)) == "year"), None)
    if year is None:
        return []
    return sorted(table.select(pl.col(year).drop_nulls().unique()).collect(engine="streaming").to_series().to_list())


def streamed(table: pl.LazyFrame, asked: Asked) -> pl.LazyFrame:
    """The verdicts of a table that is not read yet; where rows have to be looked at, they are in batches.

    Raises FrameError.
    """
    try:
        found: pl.LazyFrame = asked.of(table)
    except FrameError as refused:
        if asked.rulebook.vocabulary.counted:
            raise
        try:
            # An empty table tells whether the columns are at fault, or only that rows have to be looked at.
            empty: pl.DataFrame = asked.of(table.limit(0).collect())
        except FrameError:
            raise refused from None
        return table.map_batches(asked.of, schema=empty.schema, streamable=True)
    return found


def written(verdicts: pl.LazyFrame, path: Path, part: Path) -> None:
    """Writes verdicts to a file as its name says, first beside it and then in its place."""
    try:
        if path.suffix.lower() == PARQUET:
            verdicts.sink_parquet(part)
        else:
            verdicts.sink_csv(part, include_bom=True)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_back(path: Path) -> pl.LazyFrame:
    """The verdicts that were written, as a table that is not read yet."""
    return pl.scan_parquet(path) if path.suffix.lower() == PARQUET else pl.scan_csv(path)
