"""Parquet files of dossiers, evaluated in a stream: what is read, judged and written never stands in memory whole."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias, cast

import polars as pl
from polars.io.plugins import register_io_source

from fourgood.errors import Fault, FourgoodError, Place
from fourgood.frames.evaluate import Asked
from fourgood.frames.native import read
from fourgood.scale import header_form
from fourgood.titles import BY_HEADER

PARQUET = ".parquet"

BATCH = 250_000
"""How many rows are evaluated at once: some hundred megabytes of sixty facts."""

Told: TypeAlias = Callable[[int, int], None]
"""Hears how many rows are done, and how many there are."""


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


def streamed(table: pl.LazyFrame, asked: Asked, told: Told = lambda done, rows: None) -> pl.LazyFrame:
    """The verdicts of a table that is not read yet, in the order of its rows; `told` hears how many are done.

    Raises FrameError. Where units count others below them, rows cannot be told from each other, and are read as one.
    """
    asked.fields(read(table))
    if asked.rulebook.vocabulary.counted:
        return cast(pl.LazyFrame, asked.of(table))
    empty: pl.DataFrame = asked.of(table.limit(0).collect())

    def source(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        """What polars asks of a source: some columns, of some rows."""
        wanted = pl.all() if columns is None else pl.col(columns)
        for each in _batches(table, asked, told, rows):
            yield (each if predicate is None else each.filter(predicate)).select(wanted)

    return register_io_source(source, schema=empty.schema)


def _batches(table: pl.LazyFrame, asked: Asked, told: Told, limit: int | None) -> Iterator[pl.DataFrame]:
    """The verdicts, some rows at a time: as few as fit into little memory, as many as are worth a call."""
    rows = table.select(pl.len()).collect().item()
    rows = rows if limit is None else min(rows, limit)
    for start in range(0, rows, BATCH):
        yield asked.of(table.slice(start, min(BATCH, rows - start)).collect())
        told(min(start + BATCH, rows), rows)


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
