"""Where data stay in a database: the query on request, and PostgreSQL itself saying what the plain evaluator says."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import ibis
import psycopg
import pyarrow as pa
import pytest
from engines import ENGINES, arrow
from samples import BOOKS, differing, units_of
from test_rollup import of_frame, of_round

from fourgood.frames import FrameError, sql
from rounds import BOOK, unit

BIN = (
    next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    or Path(shutil.which("initdb") or "none").parent
)
TYPES = {"string": "text", "int64": "bigint", "int32": "integer", "double": "double precision", "bool": "boolean"}


def test_duckdb_shows_what_it_runs() -> None:
    """The text by itself gives what the table gives."""
    units, rulebook = units_of("sample"), BOOKS["sample"]
    database = duckdb.connect()
    database.register("units", arrow(units, rulebook.vocabulary.facts))
    query = sql(database.table("units"), rulebook)
    assert "SELECT" in query
    assert differing(database.sql(query), units, rulebook) == {}
    with pytest.raises(FrameError, match="no SQL for a table of duckdb"):
        sql(database.table("units"), rulebook, dialect="postgres")


@pytest.mark.parametrize("engine", ["polars", "pandas with NumPy"])
def test_tables_of_no_database_have_none(engine: str) -> None:
    with pytest.raises(FrameError, match="no SQL for a table of p"):
        sql(ENGINES[engine](pa.table({"unit": ["a"]})), BOOK)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Any]:
    """A server of our own, which listens nowhere but in a folder."""
    if not (BIN / "initdb").exists():
        pytest.skip("PostgreSQL's server is not installed")
    folder = Path(tempfile.mkdtemp(prefix="fourgood"))
    user = _not_root(folder)
    data = folder / "data"

    def run(*command: object) -> None:
        subprocess.run([str(each) for each in command], check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    run(BIN / "initdb", "-D", data, "-U", "fourgood", "-A", "trust", "-E", "UTF8", "--locale=C")
    quiet = f"-c listen_addresses='' -c fsync=off -k {folder}"
    run(BIN / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", quiet, "start")
    try:
        with psycopg.connect(host=str(folder), user="fourgood", dbname="postgres", autocommit=True) as connection:
            yield connection
    finally:
        run(BIN / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _not_root(folder: Path) -> str | None:
    """Who is to run the server: PostgreSQL refuses root."""
    if folder.owner() != "root":
        return None
    shutil.chown(folder, "nobody")
    return "nobody"


def stored(postgres: Any, table: pa.Table) -> None:
    """The table as `units`."""
    columns = ", ".join(f'"{field.name}" {TYPES[str(field.type)]}' for field in table.schema)
    postgres.execute("drop table if exists units")
    postgres.execute(f"create table units ({columns})")
    with postgres.cursor().copy("copy units from stdin") as copy:
        for row in table.to_pylist():
            copy.write_row(list(row.values()))


def described(table: pa.Table) -> Any:
    """The same table as Ibis knows it, without a connection."""
    return ibis.table(ibis.Schema.from_pyarrow(table.schema), name="units")


def answered(postgres: Any, query: str) -> pa.Table:
    found = postgres.execute(query)
    names = [column.name for column in found.description]
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in found])


@pytest.mark.parametrize("name", BOOKS)
def test_postgres_says_the_same(name: str, postgres: Any) -> None:
    """Every cell, of the same expressions as everywhere."""
    units, rulebook = units_of(name), BOOKS[name]
    table = arrow(units, rulebook.vocabulary.facts)
    stored(postgres, table)
    query = sql(described(table), rulebook, dialect="postgres", levels=0)
    assert differing(answered(postgres, query), units, rulebook) == {}


def test_postgres_counts_units_below(postgres: Any) -> None:
    units = [unit("a", kind="committee"), *(unit(f"c{at}", "a", held=[12, 11, None][at]) for at in range(3))]
    table = arrow(units, BOOK.vocabulary.facts)
    stored(postgres, table)
    query = sql(described(table), BOOK, dialect="postgres", levels=1)
    assert of_frame(answered(postgres, query)) == of_round(units, BOOK)


def test_a_query_can_be_kept_as_a_view(postgres: Any) -> None:
    units, rulebook = units_of("sample"), BOOKS["sample"]
    table = arrow(units, rulebook.vocabulary.facts)
    stored(postgres, table)
    postgres.execute(f"create or replace view verdicts as {sql(described(table), rulebook, dialect='postgres')}")
    assert differing(answered(postgres, "select * from verdicts"), units, rulebook) == {}
    postgres.execute("drop view verdicts")
