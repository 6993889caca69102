"""A small rule file, whose facts and rules can be counted by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

RULES = """
$schema: urn:fourgood:schema:rules
id: example.handbook
title: {vi: Sổ tay điện tử (ví dụ), en: The electronic handbook (example)}
facts:
  members_with_phone: {kind: count, title: {vi: Có điện thoại, en: With a smartphone}, min: 0, max: 200}
  handbook_users: {kind: count, title: {vi: Dùng sổ tay, en: Users}, min: 0, max: 200, better: higher}
  trained: {kind: flag, title: {vi: Đã tập huấn, en: Trained}, better: higher}
invariants:
  users_have_phones:
    title: {vi: Người dùng có điện thoại, en: Users have phones}
    rule: handbook_users <= members_with_phone
groups:
  handbook:
    title: {vi: Sổ tay điện tử, en: The handbook}
criteria:
  handbook_in_use:
    title: {vi: Dùng sổ tay, en: The handbook is used}
    rule: handbook_users / members_with_phone >= 0.8
    applies_when: members_with_phone > 0
    backing: assumption
  members_trained:
    title: {vi: Đảng viên đã tập huấn, en: Members are trained}
    rule: trained or handbook_users >= 100
    backing: assumption
"""

CASES = """
$schema: urn:fourgood:schema:cases
rulebook: handbook.yaml
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of a name; handbook.yaml is there already."""
    (tmp_path / "handbook.yaml").write_text(RULES, "utf-8")

    def written(text: str, name: str = "handbook.cases.yaml", rules: str | None = None) -> Path:
        if rules is not None:
            (tmp_path / "handbook.yaml").write_text(rules, "utf-8")
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return written
