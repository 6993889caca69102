"""Measures what issue 5 promises of tables, against the polars expressions of columns_by_hand.py. See README.md.

python benchmarks/frames.py             everything, some minutes, two gigabytes of files in a temporary folder
python benchmarks/frames.py --quick     a smoke test: everything runs and both sides agree; its numbers mean little
python benchmarks/frames.py hand memory some parts: hand, memory, openfisca, stream, default, fixed, engines
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import batch
import columns_by_hand as by_hand
import numpy as np
import polars as pl
import rules
import tables
from polars.testing import assert_frame_equal
from timing import rounds

from fourgood.frames import evaluate_frame
from fourgood.frames.door import Door
from fourgood.frames.evaluate import Asked
from fourgood.frames.files import streamed, streaming, written

QUICK = "--quick" in sys.argv
ROWS, ROUNDS = (20_000, 3) if QUICK else (1_000_000, 7)
STREAMED = (2_000, 20_000) if QUICK else (10_000, 100_000, 1_000_000, 5_000_000, 20_000_000)
BOOK = rules.rulebook(rules.conditions())

Row = tuple[str, str, str, str]
"""What is measured, what came out, what was promised, whether it holds."""


def clocks() -> Any:
    """Seconds of processors, of all threads, and of the clock on the wall."""
    return np.array([process_time(), perf_counter()])


def measured(subjects: Mapping[str, Callable[[], object]], times: int = ROUNDS) -> dict[str, Any]:
    """Both clocks of every subject, in interleaved rounds."""
    made = {name: (lambda _, run=run: run()) for name, run in subjects.items()}
    return {name: np.array(found) for name, found in rounds(made, [[None]] * times, clocks).items()}  # type: ignore[arg-type]


def against(ours: Any, theirs: Any) -> float:
    """The ratio of the least processor times, in which other work of the machine shows least."""
    return float(ours[:, 0].min() / theirs[:, 0].min())


def least(found: Any) -> str:
    """The least processor time, in milliseconds."""
    return f"{found[:, 0].min() * 1e3:.0f} ms"


def row(name: str, value: float, text: str, limit: float | None = None) -> Row:
    return name, f"{value:.2f} × ({text})", f"≤ {limit} ×" if limit else "", holds(value, limit)


def holds(value: float, limit: float | None) -> str:
    return "" if limit is None else "yes" if value <= limit else "no"


def hand() -> Iterator[Row]:
    """All outcome columns and the verdict, against expressions by hand with the same door, and without one."""
    for types in ("common", "sensible"):
        table = tables.table(ROWS, types)  # type: ignore[arg-type]
        lazy = table.lazy()
        assert_frame_equal(evaluate_frame(table, BOOK, lang="en"), by_hand.evaluated(lazy).collect())
        found = measured(
            {
                "ours": lambda table=table: evaluate_frame(table, BOOK, lang="en"),
                "hand": lambda lazy=lazy: by_hand.evaluated(lazy).collect(),
                "bare": lambda lazy=lazy: by_hand.bare(lazy).collect(),
            }
        )
        ours, theirs, bare = (found[each] for each in ("ours", "hand", "bare"))
        wall = float(np.median(ours[:, 1] / theirs[:, 1]))
        label = "Int64 and String" if types == "common" else "Int16 and Enum"
        yield row(
            f"45 criteria, {ROWS:,} rows, {label}", against(ours, theirs), f"{least(ours)} / {least(theirs)}", 1.3
        )
        yield row("the same by the clock on the wall, median", wall, f"{median(ours[:, 1]) * 1e3:.0f} ms", 1.3)
        yield row("against a bare one without the door", against(ours, bare), f"{least(ours)} / {least(bare)}")
        cores = float((ours[:, 0] / ours[:, 1]).max())
        by = float((theirs[:, 0] / theirs[:, 1]).max())
        yield "cores used, in the best round", f"{cores:.2f} (by hand {by:.2f})", f"{os.cpu_count()}", ""


CHILD = """
import sys, polars as pl
sys.path.insert(0, {here!r})
sys.argv = sys.argv[:1]
import frames, columns_by_hand
{code}
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0])
"""


def peak(code: str) -> float:
    """The peak memory in MB of a fresh process."""
    text = CHILD.format(here=str(Path(__file__).parent), code=code)
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return float(done.stdout.split()[-1]) / 1024


def memory() -> Iterator[Row]:
    """Peaks of fresh processes that read the table and evaluate it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.parquet")
        tables.write(path, ROWS)
        read = f"table = pl.read_parquet({str(path)!r})\n"
        sides = {
            "ours": "out = frames.evaluate_frame(table, frames.BOOK)",
            "hand": "out = columns_by_hand.evaluated(table.lazy()).collect()",
            "table": "",
        }
        found = {name: median(peak(read + code) for _ in range(1 if QUICK else 3)) for name, code in sides.items()}
    text = f"{found['ours']:.0f} MB / {found['hand']:.0f} MB, the table alone {found['table']:.0f} MB"
    yield row(f"peak memory, {ROWS:,} rows, against by hand", found["ours"] / found["hand"], text, 1.3)


def openfisca() -> Iterator[Row]:
    """Against OpenFisca's vectorised evaluation of NumPy arrays; it has no door, and takes what is absent for zero."""
    with tempfile.TemporaryDirectory() as folder:
        python = _with_openfisca(Path(folder))
        if python is None:
            yield "45 criteria in OpenFisca", "skipped: OpenFisca-Core could not be installed", "", ""
            return
        table = tables.table(ROWS)
        filled = _filled(table)
        whole = by_hand.bare(filled.lazy()).collect()["status"]
        expected = int((whole == "recognized").sum())
        np.savez(Path(folder, "table.npz"), limits=json.dumps(_limits()), **_arrays(filled))
        side, data = str(Path(__file__).with_name("openfisca_side.py")), str(Path(folder, "table.npz"))
        theirs, ours, taken = [], [], []
        for _ in range(ROUNDS):
            done = subprocess.run([str(python), side, data, "2"], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            *took, recognized = done.stdout.strip().splitlines()[-1].split()
            assert int(recognized) == expected, (recognized, expected)
            theirs.append([float(each) for each in took])
            ours.append(measured({"ours": lambda: evaluate_frame(table, BOOK)}, 1)["ours"][0])
            with patch.object(Door, "checks", lambda self: iter(())):
                taken.append(measured({"ours": lambda: evaluate_frame(table, BOOK)}, 1)["ours"][0])
    other = np.array(theirs)
    for name, one in (("the rules alone, rows taken as they come", np.array(taken)), ("with the door", np.array(ours))):
        text = f"{least(one)} / {least(other)}"
        yield row(f"45 criteria against OpenFisca, processor time, {name}", against(one, other), text, 1)
        wall = float(one[:, 1].min() / other[:, 1].min())
        yield row("the same by the clock on the wall", wall, f"{one[:, 1].min() * 1e3:.0f} ms", 1)


def _with_openfisca(folder: Path) -> Path | None:
    """An interpreter that has OpenFisca: in a throwaway environment, or the one that OPENFISCA_PYTHON names."""
    if given := os.environ.get("OPENFISCA_PYTHON"):
        return Path(given)
    if QUICK:
        return None
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    done = subprocess.run([str(python), "-m", "pip", "install", "-q", "OpenFisca-Core"], capture_output=True)
    return python if done.returncode == 0 else None


def _limits() -> Mapping[str, object]:
    return {
        "least": rules.LEAST,
        "most": rules.MOST,
        "shares": rules.SHARES,
        "flags": rules.FLAGS,
        "graded": rules.GRADED,
    }


def _filled(table: pl.DataFrame) -> pl.DataFrame:
    """What OpenFisca takes it for: absent is zero, false, or the lowest grade."""
    return table.with_columns(
        pl.col(pl.Int64).fill_null(0), pl.col(pl.Boolean).fill_null(False), pl.col(rules.GRADED).fill_null("poor")
    )


def _arrays(table: pl.DataFrame) -> dict[str, Any]:
    places = {key: at for at, (key, _) in enumerate(rules.GRADES.values)}
    grades = pl.col(rules.GRADED).replace_strict(places, return_dtype=pl.Int64)
    facts = table.drop("id", "kind", "year").with_columns(grades)
    return {key: column.to_numpy() for key, column in facts.to_dict().items()}


def through(given: str, made: str) -> None:
    """A file of dossiers into a file of verdicts, as the command line does it."""
    asked = Asked(BOOK, "criteria", (), None, "evaluate", None, "vi")
    streaming()
    written(streamed(pl.scan_parquet(given), asked), Path(made), Path(made + ".part"))


def stream() -> Iterator[Row]:
    """From Parquet to Parquet: what a fresh process needs in all, and at its peak, for ever more rows."""
    seconds, peaks = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "given.parquet"), Path(folder, "made.parquet")
        for number in STREAMED:
            tables.write(given, number)
            code = (
                f"start = frames.clocks()\n"
                f"frames.through({str(given)!r}, {str(made)!r})\n"
                f"print(*(frames.clocks() - start))\n"
            )
            seconds[number], peaks[number] = alone(code)
            assert pl.scan_parquet(made).select(pl.len()).collect().item() == number
            text = f"{seconds[number][0]:.1f} s of processors, {seconds[number][1]:.1f} s on the wall"
            yield f"{number:,} rows, Parquet → Parquet", f"{text}, peak {peaks[number]:.0f} MB", "", ""
    few, many = STREAMED[-3] if len(STREAMED) > 2 else STREAMED[0], STREAMED[-1]
    growth = peaks[many] / peaks[few]
    yield row(f"peak memory, {many:,} rows against {few:,}", growth, f"{peaks[many]:.0f} MB", 1.3)
    slopes = [(seconds[after][0] - seconds[before][0]) / (after - before) for before, after in pairwise(STREAMED)]
    text = f"{slopes[-1] * 1e6:.2f} µs; " + ", ".join(f"{each * 1e6:.2f}" for each in slopes)
    yield row("one row more, among the most rows against among the fewest", slopes[-1] / slopes[0], text, 1.2)


def alone(code: str) -> tuple[list[float], float]:
    """Processor and wall seconds, and the peak, of a fresh process."""
    text = CHILD.format(here=str(Path(__file__).parent), code=code)
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    *took, memory = done.stdout.split()
    return [float(each) for each in took], float(memory) / 1024


def default() -> Iterator[Row]:
    """The default rulebook, verdicts only: dossiers a second and core."""
    book = batch.default()
    for types in ("sensible", "common"):
        table, few = (tables.default_table(number, types) for number in (ROWS, 1000))  # type: ignore[arg-type]
        parts: dict[str, Callable[[], object]] = {
            "all": lambda table=table: evaluate_frame(table, book, detail="status"),
            "few": lambda few=few: evaluate_frame(few, book, detail="status"),
            "every code": lambda table=table: evaluate_frame(table, book),
        }
        found = measured(parts, 3 if QUICK else 7)
        rate = ROWS / found["all"][:, 0].min() / 1e6
        label = "Int16 and Enum" if types == "sensible" else "Int64 and String"
        name = f"default rulebook, {len(book.criteria)} criteria, verdict and reasons for rejection, {label}"
        text = f"{rate:.2f} million/s a core ({least(found['all'])}, of which {least(found['few'])} are for any table)"
        yield name, text, "≥ 3", "yes" if rate >= 3 else "no"
        yield f"the same with every code, {label}", least(found["every code"]), "", ""


def fixed() -> Iterator[Row]:
    """What a call costs however few rows there are."""
    table = tables.table(1000)
    subjects = {
        "ours": lambda: evaluate_frame(table, BOOK),
        "status": lambda: evaluate_frame(table, BOOK, detail="status"),
        "hand": lambda: by_hand.evaluated(table.lazy()).collect(),
    }
    found = measured(subjects, 5 if QUICK else 25)
    yield row("1,000 rows, every code", against(found["ours"], found["hand"]), f"{least(found['ours'])}")
    yield row("1,000 rows, the status alone", against(found["status"], found["hand"]), f"{least(found['status'])}")


def engines() -> Iterator[Row]:
    """The same table on each engine, from its own kind of table to its own."""
    import duckdb
    import pandas as pd

    table = tables.table(ROWS)
    arrow = table.to_arrow()
    numpy, typed = arrow.to_pandas(), arrow.to_pandas(types_mapper=pd.ArrowDtype)
    relation = duckdb.connect().from_arrow(arrow)
    subjects: dict[str, Callable[[], object]] = {
        "polars": lambda: evaluate_frame(table, BOOK),
        "polars, lazy": lambda: evaluate_frame(table.lazy(), BOOK).collect(),
        "pyarrow": lambda: evaluate_frame(arrow, BOOK),
        "pandas with Arrow columns": lambda: evaluate_frame(typed, BOOK),
        "pandas with NumPy columns": lambda: evaluate_frame(numpy, BOOK),
        "DuckDB, to Arrow": lambda: evaluate_frame(relation, BOOK).to_arrow_table(),
    }
    found = measured(subjects, 1 if QUICK else 3)
    for name, times in found.items():
        text = f"{least(times)}, {times[:, 1].min() * 1e3:.0f} ms on the wall"
        yield row(f"{name}, {ROWS:,} rows, against polars", against(times, found["polars"]), text)


PARTS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "hand": hand,
    "memory": memory,
    "openfisca": openfisca,
    "stream": stream,
    "default": default,
    "fixed": fixed,
    "engines": engines,
}


def main() -> None:
    chosen = [each for each in sys.argv[1:] if each in PARTS] or list(PARTS)
    print("| what | measured | promised | holds |\n|---|---|---|---|", flush=True)
    for name in chosen:
        for each in PARTS[name]():
            print(f"| {' | '.join(each)} |", flush=True)
    print(f"\npolars {pl.__version__} with {pl.thread_pool_size()} threads; both sides agreed on every cell")


if __name__ == "__main__":
    main()
