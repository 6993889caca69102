"""The same dossiers as a table of each engine, and what comes out as plain rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa

import fourgood
from fourgood.vocabulary import Fact, Kind

TYPES = {Kind.COUNT: pa.int64(), Kind.NUMBER: pa.float64(), Kind.FLAG: pa.bool_(), Kind.CHOICE: pa.string()}


def rows_of(dossiers: Sequence[fourgood.Dossier]) -> list[dict[str, Any]]:
    """Dossiers as rows; the numbers as doubles, and evidence as the document's name."""
    return [
        {
            "unit": dossier.id,
            "kind": dossier.kind,
            "organisation_type": dossier.organisation_type,
            "parent": dossier.parent,
            "year": dossier.year,
            **dossier.facts,
            **{f"{key} [evidence]": each.document for key, each in dossier.evidence.items()},
        }
        for dossier in dossiers
    ]


def arrow(dossiers: Sequence[fourgood.Dossier], facts: Mapping[str, Fact], **types: pa.DataType) -> pa.Table:
    """Dossiers as an Arrow table with a column for every fact; `types` are other types for some of them."""
    rows = rows_of(dossiers)
    fields = {"unit": pa.string(), "kind": pa.string(), "organisation_type": pa.string(), "parent": pa.string()}
    fields |= {"year": pa.int32()}
    fields |= {key: types.get(key, TYPES[fact.kind]) for key, fact in facts.items() if fact.kind in TYPES}
    fields |= {key: pa.string() for row in rows for key in row if key.endswith("[evidence]")}
    return pa.table({key: column(rows, key, type) for key, type in fields.items()})


def column(rows: Sequence[Mapping[str, Any]], key: str, type: pa.DataType) -> pa.Array:
    values = [row.get(key) for row in rows]
    if pa.types.is_floating(type):
        values = [None if value is None else float(value) for value in values]
    return pa.array(values, type)


def polars_eager(table: pa.Table) -> Any:
    return pl.from_arrow(table)


def polars_lazy(table: pa.Table) -> Any:
    return pl.from_arrow(table).lazy()  # type: ignore[union-attr]


def pyarrow_table(table: pa.Table) -> Any:
    return table


def pandas_numpy(table: pa.Table) -> Any:
    return table.to_pandas()


def pandas_nullable(table: pa.Table) -> Any:
    return table.to_pandas().convert_dtypes(dtype_backend="numpy_nullable")


def pandas_arrow(table: pa.Table) -> Any:
    import pandas as pd

    return table.to_pandas(types_mapper=pd.ArrowDtype)


def duckdb_relation(table: pa.Table) -> Any:
    import duckdb

    return duckdb.connect().from_arrow(table)


ENGINES: Mapping[str, Callable[[pa.Table], Any]] = {
    "polars": polars_eager,
    "polars lazy": polars_lazy,
    "pyarrow": pyarrow_table,
    "pandas with NumPy": pandas_numpy,
    "pandas with nullable types": pandas_nullable,
    "pandas with Arrow types": pandas_arrow,
    "DuckDB": duckdb_relation,
}


def plain_rows(out: Any) -> list[dict[str, Any]]:
    """What came out, as rows of plain Python in the order of the units; what is absent is None."""
    frame = nw.from_native(out)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    rows = [
        {key: None if value is None or value != value else nw.to_py_scalar(value) for key, value in row.items()}
        for row in (_told(row) for row in frame.iter_rows(named=True))
    ]
    return sorted(rows, key=lambda row: str(row["unit"]))


def outcomes(out: Any) -> list[dict[str, Any]]:
    """The same without what says nothing of the outcome: who the unit is beside its id, and why it was rejected."""
    aside = ("kind", "organisation_type", "rejected_because")
    return [{key: value for key, value in row.items() if key not in aside} for row in plain_rows(out)]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without pandas' own way to say nothing, which cannot even be compared."""
    return {key: None if type(value).__name__ in ("NAType", "NaTType") else value for key, value in row.items()}


def expected_rows(dossiers: Sequence[fourgood.Dossier], rulebook: fourgood.Rulebook) -> list[dict[str, Any]]:
    """The same by the plain evaluator."""
    return sorted((expected(dossier, rulebook) for dossier in dossiers), key=lambda row: str(row["unit"]))


def expected(dossier: fourgood.Dossier, rulebook: fourgood.Rulebook) -> dict[str, Any]:
    names = [*(group.id for group in rulebook.groups), *(criterion.id for criterion in rulebook.criteria)]
    scored = any(each.scored for each in rulebook.criteria)
    try:
        verdict = fourgood.evaluate(dossier, rulebook)
    except fourgood.DossierError:
        more = {"grade": None} if rulebook.grades else {}
        more |= {"points_at_least": None, "points_at_most": None} if scored else {}
        return {"unit": dossier.id, "status": "rejected", **more, **dict.fromkeys(names)}
    found: dict[str, Any] = {"unit": dossier.id, "status": verdict.status.value}
    if rulebook.grades:
        open_ = verdict.open_grades
        found["grade"] = None if len(open_) > 1 else open_[0].key if open_[0] is not None else "none"
    if scored:
        found["points_at_least"], found["points_at_most"] = map(float, verdict.tallies["points"])
    found |= {group.id: verdict.groups[group.id]._open for group in rulebook.groups}
    failed = {each.criterion.id for each in verdict.findings if each.fault is not None}
    return found | {
        each.criterion.id: each._open | (8 if each.criterion.id in failed else 0) for each in verdict.findings
    }
