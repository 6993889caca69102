"""The laws as `fourgood test` tries them: thoroughly on what is under test, on all of it with fewer dossiers."""

import importlib
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fourgood.testing import lawspart
from fourgood.testing.part import State
from fourgood.testing.target import target_of

pytestmark = pytest.mark.draws

RULES = """
$schema: urn:fourgood:schema:rules
id: example.one
title: {vi: Thử (ví dụ), en: A try (example)}
years: 2024
facts:
  trees: {kind: count, title: {vi: Cây, en: Trees}, min: 0, max: 50, better: higher}
criteria:
  not_too_many_trees:
    group: political_task
    title: {vi: Không quá nhiều cây, en: Not too many trees}
    rule: trees <= 7
    backing: assumption
"""


def write(folder: Path, text: str = RULES) -> Path:
    path = folder / "one.yaml"
    path.write_text(text, "utf-8")
    return path


def test_what_is_under_test_is_looked_at_more_closely_than_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One criterion alone with all examples; with those of the plugins a tenth, and not one by one."""
    seen: list[tuple[int, int, object]] = []
    tried: Callable[..., object] = lawspart._tried

    def noted(subject: object, examples: int, tell: object) -> object:
        seen.append((len(subject.rulebook.criteria), examples, subject.under_test))  # type: ignore[attr-defined]
        return tried(subject, 1, tell)

    monkeypatch.setattr(lawspart, "_tried", noted)
    target = target_of([write(tmp_path)])
    lawspart.laws_part(target.rulebook, 300, target.criteria)
    (alone, few), (together, more) = ((each[0], each[1]) for each in seen)
    assert (alone, few, more) == (1, 300, 30) and together > 50
    assert seen[1][2] == {"not_too_many_trees"}


def test_a_law_that_a_criterion_breaks_alone_is_told(tmp_path: Path) -> None:
    """Among many that keep it; and one that is declared is passed over."""
    target = target_of([write(tmp_path)])
    part = lawspart.laws_part(target.rulebook, 5, target.criteria)
    assert part.state is State.FOUND
    assert [each.law for each in part.broken] == ["improving"]  # type: ignore[attr-defined]

    declared = "law_exceptions: [{law: improving, criterion: not_too_many_trees, reason: {vi: Thử, en: A try}}]\n"
    target = target_of([write(tmp_path, RULES + declared)])
    assert lawspart.laws_part(target.rulebook, 5, target.criteria).state is State.HOLDS


def test_rules_are_tested_in_a_year_that_they_are_for(tmp_path: Path) -> None:
    """The nearest to the usual one; what is asked for comes first."""
    assert target_of([write(tmp_path)]).year == 2024
    assert target_of([write(tmp_path)], 2025).year == 2025


# The same again

TRIED = """
import sys
from fourgood.testing.laws.subject import some, with_criterion
from fourgood.testing.lawspart import laws_part
from fourgood.testing.sample import SAMPLE
from broken_criteria import criterion

SEEN = []

def notes(view):
    SEEN.append([str(view.get(key)) for key in ("held", "score", "grade")])
    return view["held"] >= 12 and view["grade"] != "failed" and view["score"] != 41

def tried(seed=None):
    SEEN.clear()
    book = with_criterion(SAMPLE, criterion(notes, "held", "score", "grade"))
    part = laws_part(some(book, ["own"]), 20, seed=seed)
    return list(SEEN), part.to_json()
"""


def test_the_same_dossiers_are_tried_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever has been loaded or drawn in between; another seed draws others."""
    names: dict[str, Any] = {}
    exec(TRIED, names)
    first = names["tried"]()
    (tmp_path / "loaded_in_between.py").write_text("NUMBERS = [7, 19, 23, 41, 55, 58, 66, 71, 77, 83, 94]", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("loaded_in_between")
    random.seed(5)
    assert names["tried"]() == first
    assert names["tried"](seed=1)[0] == names["tried"](seed=1)[0] != first[0]


def test_and_in_each_process() -> None:
    """Nothing goes by the order of a set, which is another one in each process."""
    script = TRIED + "import json; print(json.dumps(tried()))"
    found = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": number, "PYTHONPATH": str(Path(__file__).parents[1])},
            capture_output=True,
            check=True,
        ).stdout
        for number in ("1", "2")
    ]
    assert found[0] == found[1]
