"""The benchmarks work: they run, and both sides that they compare say the same. Nothing here is timed."""

import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).parents[2] / "benchmarks" / "run.py"


def test_the_benchmarks_run_and_both_sides_agree() -> None:
    """`run.py --quick` compares every outcome before it measures, and prints the whole table."""
    done = subprocess.run([sys.executable, str(RUN), "--quick"], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "both sides agreed on every outcome" in done.stdout
    assert done.stdout.count("\n| ") >= 20
