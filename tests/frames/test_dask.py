"""Tables of Dask: in processes of their own, every cell is what the plain evaluator says, and nothing is shuffled."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster
from engines import arrow, pandas_arrow, pandas_nullable
from samples import BOOKS, differing, parquet, program, units_of
from test_rollup import of_frame, of_round

import fourgood
from fourgood.frames import FrameError, evaluate_frame
from rounds import BOOK, unit


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    """Two processes; what goes there is pickled."""
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1"
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.mark.parametrize("name", BOOKS)
def test_every_cell(name: str, cluster: Client, tmp_path: Path) -> None:
    """From Parquet, as four partitions on two workers."""
    units, rulebook = units_of(name), BOOKS[name]
    fourgood.evaluate(units[0], rulebook)  # what is compiled of it is not sent
    table = dd.read_parquet(parquet(units, rulebook, tmp_path), dtype_backend="pyarrow")
    out = evaluate_frame(table, rulebook, levels=0)
    assert len(cluster.scheduler_info()["workers"]) == 2
    assert differing(out.compute(), units, rulebook) == {}


def test_partitions_stay_as_they_are() -> None:
    """One task a partition more, and neither index nor divisions change."""
    units, rulebook = units_of("sample"), BOOKS["sample"]
    rows = pandas_nullable(arrow(units, rulebook.vocabulary.facts))
    rows.index = pd.Index(range(0, 2 * len(units), 2), name="place")
    table = dd.from_pandas(rows, npartitions=3)
    out = evaluate_frame(table, rulebook)
    assert out.divisions == table.divisions
    assert [type(each).__name__ for each in out.optimize().expr.walk()] == ["MapPartitions", "FromPandas"]
    found = out.compute(scheduler="sync")
    assert list(found.index) == list(rows.index)
    assert list(found["unit"]) == [each.id for each in units]
    assert dict(found.dtypes) == dict(out.dtypes)


def test_units_are_counted_across_partitions(cluster: Client) -> None:
    """Those below stand in other partitions than those above; circles and doubles too."""
    units = [
        unit("top", kind="committee"),
        *(unit(f"c{at}", f"m{at % 2}", held=None if at == 2 else 12) for at in range(8)),
        unit("m0", "top", kind="committee"),
        unit("m1", "top", kind="committee"),
        *(unit("x", "y"), unit("y", "x"), unit("double", "top"), unit("double", "m1")),
    ]
    table = dd.from_pandas(pandas_arrow(arrow(units, BOOK.vocabulary.facts)), npartitions=5)
    assert of_frame(evaluate_frame(table, BOOK, levels=3).compute()) == of_round(units, BOOK)


def test_how_deep_has_to_be_said() -> None:
    table = dd.from_pandas(pandas_arrow(arrow([unit("top")], BOOK.vocabulary.facts)), npartitions=1)
    with pytest.raises(FrameError, match="how many levels"):
        evaluate_frame(table, BOOK)


def met(facts: Any) -> bool:
    """A criterion in Python, for workers to import or to be sent."""
    return bool(facts["held"] >= 12)


def test_criteria_in_python_run_where_the_rows_are() -> None:
    """They are sent along; a table that shall not be looked at row by row is refused with their list."""
    rulebook = in_python()
    units = [unit("often", held=12), unit("seldom", held=11), unit("unsaid", held=None)]
    table = dd.from_pandas(pandas_arrow(arrow(units, rulebook.vocabulary.facts)), npartitions=2)
    found = evaluate_frame(table, rulebook, levels=0).compute(scheduler="processes")
    assert differing(found, units, rulebook) == {}
    assert list(found["in_python"]) == [1, 2, 3]
    with pytest.raises(FrameError, match="in_python"):
        evaluate_frame(table, rulebook, levels=0, rows="refuse")


def in_python() -> fourgood.Rulebook:
    """A rulebook with a criterion that no column can answer."""
    criterion = fourgood.Criterion(
        "in_python", "work", fourgood.Text("trong Python", "in Python"), fourgood.PythonRule(met, ("held",))
    )
    return BOOK.replace(criteria=(*BOOK.criteria, criterion))


def test_the_program_of_the_how_to(cluster: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands, on a cluster that is there already."""
    units = pa.table({"unit": ["a", "b"], "kind": ["cell", "cell"], "annual_score": [91.5, 104.0]})
    pq.write_table(units, tmp_path / "units.parquet")
    scheduler = cluster.scheduler_info()["address"]
    monkeypatch.setattr(
        "sys.argv", ["judge_dask.py", scheduler, str(tmp_path / "*.parquet"), str(tmp_path / "verdicts")]
    )
    exec(program("judge_dask.py"), {})
    found = pl.read_parquet(tmp_path / "verdicts" / "*.parquet").sort("unit")
    assert found["status"].to_list() == ["undetermined", "rejected"]
