"""`fourgood evaluate` on Parquet files: a table in, a table out, and what it comes to in numbers."""

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from engines import arrow

import fourgood
from fourgood.cli import app
from fourgood.frames import evaluate_frame

BOOK = fourgood.load_rulebook(year=2024)
PILOT = Path("examples/pilot_2024")


def run(*arguments: str) -> Result:
    """The command, with its output and its exit code."""
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units of the pilot round as a Parquet file."""
    dossiers = [fourgood.read_dossier(path) for path in sorted(PILOT.glob("*.yaml"))]
    table = pl.from_arrow(arrow(dossiers, BOOK.vocabulary.facts))
    assert isinstance(table, pl.DataFrame)
    path = tmp_path / "units.parquet"
    table.with_columns(district=pl.lit("Mỹ Tú")).write_parquet(path)
    return path


def test_a_table_of_verdicts(units, tmp_path) -> None:
    """All of it as `evaluate_frame` has it; what it comes to is printed, and the exit code says the same."""
    target = tmp_path / "verdicts.parquet"
    done = run("evaluate", str(units), "-o", str(target), "--keep", "district", "--lang", "en")
    assert done.exit_code == 1, done.output
    expected = evaluate_frame(pl.read_parquet(units), BOOK, keep=["district"], lang="en")
    assert pl.read_parquet(target).sort("unit").equals(expected.sort("unit"))
    assert done.output.splitlines()[0] == "Status" and "Criteria that decide most often" in done.output
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_csv_and_less_detail(units, tmp_path) -> None:
    target = tmp_path / "verdicts.csv"
    done = run("evaluate", str(units), "-o", str(target), "--keep", "district", "--detail", "status")
    assert done.exit_code == 1 and done.output.startswith("Kết quả")
    assert pl.read_csv(target).columns == [
        *("unit", "kind", "organisation_type", "district", "status", "rejected_because")
    ]


def test_rows_that_are_rejected_are_named(units) -> None:
    """With their number and the first units, and exit code 3."""
    pl.read_parquet(units).with_columns(attended=pl.lit(200_000)).write_parquet(units)
    done = run("evaluate", str(units), "--keep", "district", "--lang", "en")
    assert done.exit_code == 3 or done.exit_code == 4
    assert "`attended` is outside 0 to 100,000 (6 rows; first:" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "`district` is no fact of this rulebook"),
        (("--keep", "district", str(PILOT / "bank_cell.yaml")), "this is no Parquet file, others are"),
    ],
)
def test_what_cannot_be_evaluated(units, arguments, said) -> None:
    done = run("evaluate", str(units), *arguments, "--lang", "en")
    assert done.exit_code in (2, 4) and said in done.stderr


def test_a_table_of_two_years_is_asked_for_one(units) -> None:
    table = pl.read_parquet(units)
    table.with_columns(year=pl.Series([2023, *[2024] * (len(table) - 1)])).write_parquet(units)
    done = run("evaluate", str(units), "--keep", "district", "--lang", "en")
    assert done.exit_code == 2 and "2023, 2024" in done.stderr
    done = run("evaluate", str(units), "--keep", "district", "--year", "2024", "--lang", "en")
    assert done.exit_code == 3 and "the rulebook is of the year 2024 (1 row;" in done.stderr


def test_a_file_that_is_no_parquet(tmp_path) -> None:
    (tmp_path / "x.parquet").write_text("no")
    done = run("evaluate", str(tmp_path / "x.parquet"), "--lang", "en")
    assert done.exit_code == 4 and "this file cannot be read" in done.stderr


def test_functions_in_python_are_asked_in_batches(tmp_path) -> None:
    """What only rows can answer is answered in the stream, too."""
    from fourgood.frames.evaluate import Asked
    from fourgood.frames.files import streamed

    rule = fourgood.PythonRule(lambda view: view["attended"] > 10, ("attended",))
    own = fourgood.Criterion("own", BOOK.groups[0].id, fourgood.Text("own (vi)", "own"), rule)
    book = BOOK.replace(criteria=(*BOOK.criteria, own))
    table = pl.DataFrame({"unit": ["a", "b"], "kind": ["cell"] * 2, "attended": [10, 11]})
    found = streamed(table.lazy(), Asked(book, "criteria", (), None, "evaluate", 1, "en"))
    assert isinstance(found, pl.LazyFrame)
    assert found.collect().sort("unit")["own"].to_list() == [2, 1]


def test_many_rows_are_evaluated_some_at_a_time(units, monkeypatch) -> None:
    """In their order, each once; who waits hears how many are done; polars may ask for a part alone."""
    from fourgood.frames import files
    from fourgood.frames.evaluate import Asked

    monkeypatch.setattr(files, "BATCH", 4)
    table = pl.read_parquet(units)
    heard: list[tuple[int, int]] = []
    asked = Asked(BOOK, "criteria", ("district",), None, "evaluate", 1, "vi")
    found = files.streamed(table.lazy(), asked, lambda done, rows: heard.append((done, rows)))
    whole = evaluate_frame(table, BOOK, keep=["district"])
    assert found.collect().equals(whole)
    assert heard == [(4, 6), (6, 6)]
    assert (
        found.filter(status="recognized")
        .select("unit")
        .collect()
        .equals(whole.filter(status="recognized").select("unit"))
    )
    assert found.head(5).collect().equals(whole.head(5))
