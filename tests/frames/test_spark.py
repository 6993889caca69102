"""Tables of Spark: every cell is what the plain evaluator says, and without counts nothing is shuffled or collected."""

import os
import re
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from samples import BOOKS, differing, parquet, program, units_of
from test_dask import in_python
from test_rollup import of_frame, of_round

import fourgood
from fourgood.frames import FrameError, evaluate_frame
from rounds import BOOK, unit

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


def java() -> int:
    """The version of Java on this machine; 0 where there is none."""
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, encoding="utf-8").stderr
    except FileNotFoundError:
        return 0
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Two workers in one process, four partitions a table."""
    if java() < 17:
        missing = "Spark needs Java 17 or newer: `make java` installs it where it can"
        if os.environ.get("CI") or os.environ.get("FOURGOOD_ALL_ENGINES"):
            pytest.fail(missing)
        pytest.skip(missing)
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.files.openCostInBytes": "1g",  # a partition for each file, however small
        "spark.log.level": "ERROR",
    }
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()


def jobs(spark: Any) -> list[int]:
    return sorted(spark.sparkContext.statusTracker().getJobIdsForGroup(None))


def plan(out: Any) -> str:
    return str(out._jdf.queryExecution().executedPlan().toString())


@pytest.mark.parametrize("name", BOOKS)
def test_every_cell(name: str, spark: Any, tmp_path: Path) -> None:
    units, rulebook = units_of(name), BOOKS[name]
    table = spark.read.parquet(str(parquet(units, rulebook, tmp_path)))
    assert table.rdd.getNumPartitions() == 4
    ran = jobs(spark)
    out = evaluate_frame(table, rulebook, levels=0)
    if not rulebook.vocabulary.counted:
        assert "FileScan" in plan(out) and "Exchange" not in plan(out) and "Join" not in plan(out)
    assert jobs(spark) == ran
    assert differing(out, units, rulebook) == {}
    assert jobs(spark) != ran


def test_cells_are_counted_by_their_committees(spark: Any, tmp_path: Path) -> None:
    """By group and join, as the plan says; doubles leave a count open."""
    units = [
        unit("a", kind="committee"),
        unit("b", kind="committee"),
        *(unit(f"c{at}", "ab"[at % 2], held=[12, 11, None][at % 3]) for at in range(7)),
        *(unit("double", "a"), unit("double", "a")),
    ]
    table = spark.read.parquet(str(parquet(units, BOOK, tmp_path)))
    out = evaluate_frame(table, BOOK, levels=1)
    assert "Exchange" in plan(out)
    assert of_frame(out) == of_round(units, BOOK)
    with pytest.raises(FrameError, match="how many levels"):
        evaluate_frame(table, BOOK)


def test_results_go_to_parquet(spark: Any, tmp_path: Path) -> None:
    """Written by the workers, a file each, and read again."""
    units, rulebook = units_of("sample"), BOOKS["sample"]
    (tmp_path / "in").mkdir()
    table = spark.read.parquet(str(parquet(units, rulebook, tmp_path / "in")))
    evaluate_frame(table, rulebook).write.parquet(str(tmp_path / "out"))
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 4
    assert differing(spark.read.parquet(str(tmp_path / "out")), units, rulebook) == {}


def test_criteria_in_python_are_refused_by_name(spark: Any, tmp_path: Path) -> None:
    """Spark's rows are not looked at one by one."""
    rulebook = in_python()
    table = spark.read.parquet(str(parquet([unit("a")], rulebook, tmp_path, files=1)))
    with pytest.raises(FrameError, match="only rows, not columns, can answer: in_python"):
        evaluate_frame(table, rulebook, levels=0)


def test_one_row_becomes_a_dossier(spark: Any, tmp_path: Path) -> None:
    units = [unit("a"), unit("b", held=3)]
    table = spark.read.parquet(str(parquet(units, BOOK, tmp_path, files=1)))
    found = fourgood.frames.dossier(table, unit="b")
    assert found.facts["held"] == 3


def test_the_program_of_the_how_to(spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands, on a session that is there already."""
    units = pa.table({"unit": ["a", "b"], "kind": ["cell", "cell"], "annual_score": [91.5, 104.0]})
    pq.write_table(units, tmp_path / "units.parquet")
    monkeypatch.setattr("sys.argv", ["judge_spark.py", str(tmp_path / "units.parquet"), str(tmp_path / "verdicts")])
    exec(program("judge_spark.py"), {})
    found = pl.read_parquet(tmp_path / "verdicts" / "*.parquet").sort("unit")
    assert found["status"].to_list() == ["undetermined", "rejected"]
    assert set(fourgood.load_rulebook(2024).by_id) < set(found.columns)
