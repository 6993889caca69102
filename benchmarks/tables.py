"""Tables of dossiers with a fixed seed: the 60 facts of rules.py, the default rulebook's; 5% of the cells absent."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import batch
import numpy as np
import polars as pl
import rules
import sample

from fourgood import Kind
from fourgood.cited import cited_facts
from fourgood.vocabulary import Fact

Types: TypeAlias = Literal["common", "sensible"]
"""What people have: Int64 and String; or what they could have: Int16 and Enum."""

ABSENT = 0.05
REJECTED = 0.002
"""How many rows have a number out of bounds; half as many are of another year, or have an empty id."""

CHUNK = 1_000_000

POOL = 500
"""From how many different dossiers those of the default rulebook are drawn."""


def table(number: int, types: Types = "common", seed: int = 1, first: int = 0) -> pl.DataFrame:
    """Dossiers of rules.py: a tenth is recognised or not for certain, a few rows are to be rejected."""
    random = np.random.default_rng([seed, first])
    units = pl.int_range(first, first + number, eager=True)
    who = {"id": pl.select(pl.format("unit{}", units)).to_series(), "kind": pl.repeat("cell", number, eager=True)}
    year = pl.repeat(rules.YEAR, number, dtype=pl.Int32, eager=True)
    facts = {key: _lacking(values, random) for key, values in _facts(number, random)}
    made = pl.DataFrame({**who, "year": year, **facts})
    return _typed(_spoilt(made, random, n01=1001, n20=-1), types)


def write(path: Path, number: int, types: Types = "common") -> None:
    """A Parquet file of so many dossiers, a chunk at a time."""
    made = (table(min(CHUNK, number - at), types, first=at) for at in range(0, number, CHUNK))
    _write(path, made)


def _write(path: Path, tables: Iterator[pl.DataFrame]) -> None:
    import pyarrow.parquet as pq

    first = next(tables).to_arrow()
    with pq.ParquetWriter(path, first.schema, compression="zstd") as file:
        file.write_table(first, row_group_size=122_880)
        for each in tables:
            file.write_table(each.to_arrow().cast(first.schema), row_group_size=122_880)


def _facts(number: int, random: np.random.Generator) -> Iterator[tuple[str, Any]]:
    """The facts as `sample.some_facts` makes them, a column at a time."""

    def fails() -> Any:
        return random.random(number) < sample.FAILS

    for key, limit in rules.LEAST.items():
        yield key, np.where(fails(), max(0, limit - 1), limit + random.integers(0, 10, number))
    for key, limit in rules.MOST.items():
        yield key, np.where(fails(), limit + 1, random.integers(0, limit + 1, number))
    for share in rules.SHARES:
        expected = random.integers(100, 400, number)
        yield f"a{share}", np.where(fails(), expected * 3 // 10, expected - random.integers(0, 1 + expected // 25))
        yield f"b{share}", expected
    for key in rules.FLAGS:
        yield key, ~fails()
    for key in rules.GRADED:
        yield key, np.where(fails(), "fair", np.array(["good", "excellent"])[random.integers(0, 2, number)])
    for at in range(1, 8):
        yield f"p{at}", random.integers(0 if at < 5 else 3, 9, number)
    for at in range(1, 9):
        yield f"q{at}", np.ones(number, bool) if at < 5 else ~fails()


def _lacking(values: Any, random: np.random.Generator) -> pl.Series:
    column = pl.Series(values)
    return column.set(pl.Series(random.random(len(column)) < ABSENT), None)


def _spoilt(made: pl.DataFrame, random: np.random.Generator, **outside: int) -> pl.DataFrame:
    """The table with some rows that no rulebook admits."""

    def some(share: float) -> pl.Series:
        return pl.Series(random.random(made.height) < share)

    return made.with_columns(
        pl.when(some(REJECTED / 4)).then(pl.lit(" ")).otherwise(pl.col("id")).alias("id"),
        pl.when(some(REJECTED / 4)).then(2023).otherwise(pl.col("year")).cast(pl.Int32).alias("year"),
        *(
            pl.when(some(REJECTED / 2)).then(value).otherwise(pl.col(key)).cast(made[key].dtype).alias(key)
            for key, value in outside.items()
        ),
    )


def _typed(made: pl.DataFrame, types: Types) -> pl.DataFrame:
    if types == "common":
        return made
    grades = pl.Enum([key for key, _ in rules.GRADES.values])
    kinds = pl.Enum(["cell", "committee"])
    return made.with_columns(
        pl.col(pl.Int64).cast(pl.Int16), pl.col(rules.GRADED).cast(grades), pl.col("kind").cast(kinds)
    )


def default_table(number: int, types: Types = "common", seed: int = 1) -> pl.DataFrame:
    """Cells of the default rulebook, drawn from different ones that it admits; a fact comes with its evidence mostly.

    Which facts belong together (attended, expected) is settled by admitting each of those drawn from.
    """
    random, pool = np.random.default_rng(seed), _pool(types)
    facts = pool[random.integers(0, pool.height, number)]
    evidence = {f"{key} [evidence]": pl.Series(random.random(number) < 0.9) for key in judged()}
    who = {"id": pl.format("unit{}", pl.int_range(number)), "kind": pl.lit("cell"), "year": pl.lit(rules.YEAR)}
    made = facts.select(*(value.alias(key) for key, value in who.items()), pl.all()).with_columns(**evidence)
    return _spoilt(made, random, attended=-1, members_rated=-1)


def judged() -> list[str]:
    """The facts of a cell that count with their evidence alone."""
    vocabulary, asking = (
        batch.default().vocabulary,
        [each for each in batch.default().criteria if each.evidence_required],
    )
    read = dict.fromkeys(key for each in asking for key in cited_facts(each, vocabulary))
    return [key for key in read if "cell" in vocabulary.facts[key].applies_to]


@cache
def _pool(types: Types) -> pl.DataFrame:
    rulebook = batch.default()
    asked = {key: fact for key, fact in rulebook.vocabulary.facts.items() if "cell" in fact.applies_to}
    examples = batch.some_examples(POOL)
    return pl.DataFrame(
        [_column(fact, [each.facts.get(key) for each in examples], types) for key, fact in asked.items()]
    )


def _column(fact: Fact, values: list[Any], types: Types) -> pl.Series:
    if fact.kind is Kind.FLAG:
        return pl.Series(fact.key, values, pl.Boolean)
    if fact.scale is not None:
        return pl.Series(fact.key, values, pl.String if types == "common" else pl.Enum(list(fact.scale.labels)))
    if fact.kind is Kind.NUMBER:
        return pl.Series(fact.key, [None if each is None else float(each) for each in values], pl.Float64)
    small = pl.Int16 if fact.maximum < 2**15 else pl.Int32
    return pl.Series(fact.key, values, pl.Int64 if types == "common" else small)
