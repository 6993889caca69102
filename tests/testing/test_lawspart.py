"""The laws as `fourgood test` tries them: thoroughly on what is under test, on all of it with fewer dossiers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fourgood.testing import lawspart
from fourgood.testing.part import State
from fourgood.testing.target import target_of

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
