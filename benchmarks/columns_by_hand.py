"""The 45 criteria by hand over columns of polars, as a careful person would: three values, exact shares, a door.

Nothing here is worked out twice: a first step has the criteria as true, false and null and what is wrong with a row, a
second the groups, a third the codes.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import polars as pl
import rules

from fourgood.frames.door import UNPRINTABLE

MET, NOT_MET, UNKNOWN = 1, 2, 3
KINDS = ("cell", "committee")
GRADES = ("poor", "fair", "good", "excellent")
COUNTS = (
    *rules.LEAST,
    *rules.MOST,
    *(f"{side}{n}" for n in rules.SHARES for side in "ab"),
    *(f"p{n}" for n in range(1, 8)),
)
col = pl.col


def criteria() -> Mapping[str, pl.Expr]:
    """True, false or null of each criterion."""
    return dict(zip(rules.IDS, _criteria(), strict=True))


def _criteria() -> Iterator[pl.Expr]:
    yield from (col(key) >= limit for key, limit in rules.LEAST.items())
    yield from (col(key) <= limit for key, limit in rules.MOST.items())
    yield from (_share(col(f"a{n}"), col(f"b{n}"), Fraction(share)) for n, share in rules.SHARES.items())
    yield from (col(key) for key in rules.FLAGS)
    yield from ((col(key) == "good") | (col(key) == "excellent") for key in rules.GRADED)
    yield from ((col(f"p{n}") >= least) | col(f"q{n}") for n, least in ((1, 3), (2, 5), (3, 1), (4, 2)))
    yield (col("p5") >= 3) & col("q5")
    yield (col("p6") >= 2) & col("q6")
    yield (col("p7") >= 1) & col("q7") & col("q8")


def _share(part: pl.Expr, whole: pl.Expr, least: Fraction) -> pl.Expr:
    """Cross-multiplied, so that nothing is rounded; not known of nobody."""
    wide = part.cast(pl.Int64) * least.denominator >= whole.cast(pl.Int64) * least.numerator
    return pl.when(whole != 0).then(wide)


def door() -> Iterator[tuple[pl.Expr, str]]:
    """What is wrong with a row, and in which words."""
    yield col("id").is_null(), "this unit has no id"
    yield col("id").str.contains(UNPRINTABLE), "this id is empty or holds characters that cannot be printed"
    yield _none_of("kind", KINDS).fill_null(True), "`kind` is none of cell, committee"
    yield (col("year") != rules.YEAR).fill_null(True), f"the rulebook is of the year {rules.YEAR}"
    for key in sorted((*COUNTS, *rules.GRADED), key=ORDER.index):
        if key in rules.GRADED:
            yield _none_of(key, GRADES), f"`{key}` is none of poor, fair, good, excellent"
        else:
            yield ~col(key).is_between(0, 1000), f"`{key}` is outside 0 to 1,000"


def _none_of(key: str, choices: tuple[str, ...]) -> pl.Expr:
    return pl.all_horizontal(col(key) != each for each in choices)


ORDER = list(rules.vocabulary().facts)


def groups() -> Mapping[str, pl.Expr]:
    """True, false or null of each group: all of its criteria."""
    return {
        group: pl.all_horizontal(_held(id) for id in rules.IDS[at :: len(rules.GROUPS)])
        for at, group in enumerate(rules.GROUPS)
    }


def evaluated(table: pl.LazyFrame) -> pl.LazyFrame:
    """The unit, the status, why it is rejected, and codes of groups and criteria; null where it is rejected."""
    checks = list(door())
    bad = pl.any_horizontal(fails for fails, _ in checks).fill_null(False)
    words = (pl.when(fails).then(pl.lit(text)) for fails, text in checks)
    held = {_name(id): holds for id, holds in criteria().items()}
    first = table.with_columns(**held, __bad=bad, __why=pl.concat_str(*words, separator="; ", ignore_nulls=True))
    second = first.with_columns(**{_name(id): good for id, good in groups().items()})
    third = second.with_columns(__whole=pl.all_horizontal(_held(id) for id in rules.GROUPS))
    return third.select(
        unit="id",
        kind="kind",
        status=pl.when("__bad").then(pl.lit("rejected")).otherwise(_status(col("__whole"))),
        rejected_because=pl.when("__bad").then("__why"),
        **{id: pl.when(~col("__bad")).then(_code(_held(id))) for id in (*rules.GROUPS, *rules.IDS)},
    )


def bare(table: pl.LazyFrame) -> pl.LazyFrame:
    """The same of rows that are taken as they come."""
    first = table.with_columns(**{_name(id): holds for id, holds in criteria().items()})
    second = first.with_columns(**{_name(id): good for id, good in groups().items()})
    third = second.with_columns(__whole=pl.all_horizontal(_held(id) for id in rules.GROUPS))
    codes = {id: _code(_held(id)) for id in (*rules.GROUPS, *rules.IDS)}
    return third.select(unit="id", kind="kind", status=_status(col("__whole")), **codes)


def _name(id: str) -> str:
    return f"__{id}"


def _held(id: str) -> pl.Expr:
    return col(_name(id))


def _code(holds: pl.Expr) -> pl.Expr:
    return (NOT_MET - holds.cast(pl.Int8)).fill_null(UNKNOWN)


def _status(whole: pl.Expr) -> pl.Expr:
    words = pl.when(whole).then(pl.lit("recognized")).when(whole.is_null()).then(pl.lit("undetermined"))
    return words.otherwise(pl.lit("not_recognized"))
