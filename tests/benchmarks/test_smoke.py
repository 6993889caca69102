"""The benchmarks work: they run, and both sides that they compare say the same. Nothing here is timed."""

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_the_benchmarks_run_and_both_sides_agree() -> None:
    """`run.py --quick` compares every outcome before it measures, and prints the whole table."""
    printed = quickly("run.py")
    assert "both sides agreed on every outcome" in printed
    assert printed.count("\n| ") >= 20


def test_the_benchmarks_of_tables_run_and_both_sides_agree() -> None:
    """`frames.py --quick` compares every cell with the expressions by hand; OpenFisca is left out."""
    printed = quickly("frames.py")
    assert "both sides agreed on every cell" in printed
    assert printed.count("\n| ") >= 25


def quickly(file: str) -> str:
    command = [sys.executable, str(BENCHMARKS / file), "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout
