"""Lazy frames stay lazy: nothing is read, joined or grouped where nothing is counted."""

from pathlib import Path

import polars as pl
from samples import BOOKS, differing, parquet, units_of

import fourgood
from fourgood.frames import evaluate_frame
from rounds import BOOK


def test_a_file_is_only_scanned(tmp_path: Path) -> None:
    """The plan is one scan and columns of it; it is run when the caller says so."""
    units, rulebook = units_of("sample"), BOOKS["sample"]
    table = pl.scan_parquet(parquet(units, rulebook, tmp_path) / "*.parquet")
    out = evaluate_frame(table, rulebook)
    assert isinstance(out, pl.LazyFrame)
    plan = out.explain()
    assert "Parquet SCAN" in plan
    assert not any(word in plan for word in ("JOIN", "AGGREGATE", "SORT", "UNIQUE"))
    assert differing(out, units, rulebook) == {}


def test_counts_are_joined(tmp_path: Path) -> None:
    """Level by level, and still nothing is read."""
    table = pl.scan_parquet(parquet(units_of("round"), BOOK, tmp_path) / "*.parquet")
    plan = evaluate_frame(table, BOOK, levels=1).explain()
    assert "JOIN" in plan and "AGGREGATE" in plan


def test_a_rulebook_that_was_used_can_be_sent(default_rulebook: fourgood.Rulebook) -> None:
    """What is compiled of it stays; what decides is the same."""
    import pickle

    fourgood.evaluate(fourgood.Dossier("a", "cell", 2024), default_rulebook)
    sent = pickle.loads(pickle.dumps(default_rulebook))
    assert sent.digest == default_rulebook.digest
    assert fourgood.evaluate(fourgood.Dossier("a", "cell", 2024), sent).status.value == "undetermined"
