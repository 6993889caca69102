"""Fixed samples of dossiers for engines that are too slow to be asked once an example, and tables of them in files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from attrs import evolve
from engines import arrow, expected_rows, plain_rows
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import fourgood
from fourgood.testing import dossiers, rulebooks
from fourgood.testing.sample import SAMPLE
from fourgood.vocabulary import Fact, Kind
from rounds import BOOK


def drawn(strategy: st.SearchStrategy[Any], most: int) -> list[Any]:
    """The same draws in every run."""
    found: list[Any] = []

    @seed(1)
    @settings(max_examples=most, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


def sample(rulebook: fourgood.Rulebook, most: int) -> list[fourgood.Dossier]:
    """Dossiers that know little and much, at thresholds and beside them, and one for every way to be turned away."""
    units = drawn(dossiers(rulebook), most)
    units += [_with_fact(each, fact, value) for each in units[:1] for fact, value in _bad(rulebook)]
    return [_as_in_a_table(each, f"unit{at:04}") for at, each in enumerate(units)]


def _bad(rulebook: fourgood.Rulebook) -> Iterator[tuple[Fact, Any]]:
    """Values that no rulebook admits: beyond bounds, finer than a step, no number at all, a choice nobody offers."""
    for kind in Kind:
        fact = next((each for each in rulebook.vocabulary.facts.values() if each.kind is kind), None)
        if fact is None:
            continue
        match kind:
            case Kind.COUNT:
                yield from ((fact, value) for value in (int(fact.minimum) - 1, int(fact.maximum) + 1, 2**53))
            case Kind.NUMBER:
                yield from ((fact, value) for value in (float("nan"), float("inf"), -1e308, 1.0000000001))
            case Kind.CHOICE:
                yield from ((fact, value) for value in ("", "nonsense"))


def _with_fact(unit: fourgood.Dossier, fact: Fact, value: Any) -> fourgood.Dossier:
    kind = unit.kind if unit.kind in fact.applies_to else next(iter(fact.applies_to))
    return fourgood.Dossier(unit.id, kind, unit.year, facts={fact.key: value})


def _as_in_a_table(unit: fourgood.Dossier, id: str) -> fourgood.Dossier:
    """A dossier that says what a row of a table can say: of evidence, the document."""
    evidence = {key: fourgood.Evidence(document=each.document) for key, each in unit.evidence.items() if each.document}
    return evolve(unit, id=id, name="", parent=None, note=None, evidence=evidence)


def books() -> dict[str, fourgood.Rulebook]:
    """Rulebooks that differ: the default one, one of every kind of fact, one with grades, and some drawn."""
    found = [each for each in drawn(rulebooks(), 30) if len(each.criteria) == 4]
    return {
        "default": fourgood.load_rulebook(2024),
        "sample": SAMPLE,
        "round": BOOK,
        "drawn": found[0],
        "another": found[-1],
    }


BOOKS = books()
MOST = {"default": 250}
"""How many dossiers are drawn, where that is not 100."""


def units_of(name: str) -> list[fourgood.Dossier]:
    """The fixed sample of a rulebook."""
    return sample(BOOKS[name], MOST.get(name, 100))


def parquet(units: Sequence[fourgood.Dossier], rulebook: fourgood.Rulebook, folder: Path, files: int = 4) -> Path:
    """A folder of Parquet files with the units, in the order of their ids."""
    table = arrow(units, rulebook.vocabulary.facts)
    size = -(-len(units) // files)
    for at in range(files):
        pq.write_table(table.slice(at * size, size), folder / f"part{at}.parquet")
    return folder


def differing(out: Any, units: Sequence[fourgood.Dossier], rulebook: fourgood.Rulebook) -> dict[str, dict[str, Any]]:
    """The cells in which what came out is not what the plain evaluator says, by unit: (found, expected)."""
    found, expected = plain_rows(out), expected_rows(units, rulebook)
    assert [row["unit"] for row in found] == [row["unit"] for row in expected]
    cells = {
        plain["unit"]: {key: (row.get(key), value) for key, value in plain.items() if row.get(key) != value}
        for row, plain in zip(found, expected, strict=True)
    }
    return {unit: wrong for unit, wrong in cells.items() if wrong}


def program(name: str) -> str:
    """A program that docs/how-to/cluster.md shows."""
    text = (Path(__file__).parents[2] / "docs/how-to/cluster.md").read_text("utf-8")
    return text.partition(f"<!-- save as: {name} -->\n```python\n")[2].partition("```")[0]
