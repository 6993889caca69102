"""A small rulebook of its own, installed as a distribution would be, and runners for the command line."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

RULES = """\
id: small
title: {vi: Bộ tiêu chí nhỏ, en: Small rules}
years: 2022-2025
documents:
  guidance:
    title: {vi: Hướng dẫn sinh hoạt, en: Guidance on meetings}
    number: 12-HD
    date: "2018-07-06"
    issuer: {vi: Ban Tổ chức, en: Organisation Commission}
facts:
  meetings_held:
    kind: count
    title: {vi: Số buổi họp, en: Meetings held}
    unit: {vi: buổi, en: [meeting, meetings]}
    min: 0
    max: 60
    better: higher
  attended:
    kind: count
    title: {vi: Lượt dự họp, en: Attendances}
    min: 0
    max: 10000
    better: higher
    source: {document: guidance, item: điểm 2}
  expected_attendance:
    kind: count
    title: {vi: Lượt phải dự, en: Expected attendances}
    min: 0
    max: 10000
    help: {vi: Không tính người được miễn, en: Those who are exempt do not count}
  plan_issued:
    kind: flag
    title: {vi: Đã có kế hoạch, en: A plan is issued}
  score:
    kind: number
    title: {vi: Điểm, en: Score}
    min: 0
    max: 10
    step: 0.5
  cells_rated:
    kind: count
    title: {vi: Chi bộ đã xếp loại, en: Cells rated}
    min: 0
    max: 100
    applies_to: [committee]
  disciplined:
    kind: count
    title: {vi: Số lần kỷ luật, en: Disciplinary decisions}
    min: 0
    max: 50
  under_inspection:
    kind: flag
    title: {vi: Đang bị kiểm tra, en: Under inspection}
parameters:
  min_meetings:
    title: {vi: Số buổi tối thiểu, en: Fewest meetings}
    values:
      - {value: 12, years: 2022-2024, backing: assumption, note: {vi: Mỗi tháng một buổi, en: One a month}}
      - {value: 13, years: 2025, backing: assumption, note: {vi: Thêm một buổi, en: One more}}
  min_attendance:
    title: {vi: Tỷ lệ dự họp, en: Attendance floor}
    unit: percent
    values:
      - {value: 85%, years: 2022-2025, backing: source, source: {document: guidance, item: điểm 2}}
definitions:
  attendance:
    title: {vi: Tỷ lệ dự, en: Attendance}
    unit: percent
    expression: attended / expected_attendance
invariants:
  attended_at_most_expected:
    title: {vi: Dự không quá số phải dự, en: No more attend than are expected}
    rule: attended <= expected_attendance
groups:
  work: {title: {vi: Việc tốt, en: Good work}, order: 1}
  meetings: {title: {vi: Họp tốt, en: Good meetings}, order: 2}
criteria:
  plan_made:
    group: work
    title: {vi: Có kế hoạch, en: There is a plan}
    rule: plan_issued
    backing: assumption
  work_judged:
    group: work
    title: {vi: Việc được đánh giá, en: Work judged}
    judged: true
    evidence: required
    backing: assumption
  not_disciplined:
    group: work
    role: veto
    title: {vi: Bị kỷ luật, en: Disciplined}
    rule: disciplined > 0
    backing: assumption
  no_inspection:
    group: work
    role: deferral
    title: {vi: Đang kiểm tra, en: Being inspected}
    rule: under_inspection
    backing: assumption
  enough_meetings:
    group: meetings
    title: {vi: Đủ buổi họp, en: Enough meetings}
    rule: meetings_held >= min_meetings
    backing: assumption
  attendance_kept:
    group: meetings
    title: {vi: Dự họp đủ, en: Attendance kept}
    applies_when: expected_attendance > 0
    rule: attendance > min_attendance
    backing: source
    source: {document: guidance, item: điểm 2}
  cells_all_rated:
    group: meetings
    title: {vi: Đã xếp loại chi bộ, en: Cells are rated}
    applies_to: [committee]
    rule: cells_rated >= 1
    backing: assumption
"""

MODULE = """\
from importlib.resources import files
from fourgood import hookimpl

@hookimpl
def fourgood_rule_files():
    return [files(__name__) / "small.yaml"]
"""

GOOD: dict[str, Any] = {
    "plan_issued": True,
    "work_judged": {"value": "met", "evidence": "Biên bản 5-BB"},
    "disciplined": 0,
    "under_inspection": False,
    "meetings_held": 13,
    "attended": 90,
    "expected_attendance": 100,
}


def install(folder: Path, name: str, module: str, distribution: str, version: str = "1.2") -> None:
    """Puts down what an installed distribution leaves: its metadata with one entry point."""
    info = folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(f"[fourgood]\n{name} = {module}\n")


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the distribution small-rules 1.2, whose plugin is called small."""
    folder = tmp_path_factory.mktemp("site")
    package = folder / "small_rules_package"
    package.mkdir()
    (package / "__init__.py").write_text(MODULE)
    (package / "small.yaml").write_text(RULES, encoding="utf-8")
    install(folder, "small", "small_rules_package", "small-rules")
    return folder


@pytest.fixture(autouse=True)
def small(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only the small rulebook takes part, whatever else is installed."""
    monkeypatch.syspath_prepend(str(small_folder))
    monkeypatch.setenv("FOURGOOD_PLUGINS", "small")
    monkeypatch.delenv("FOURGOOD_LANG", raising=False)
    yield
    sys.modules.pop("small_rules_package", None)


@pytest.fixture
def rules_text() -> str:
    """The text of the small rule file."""
    return RULES


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """Installs one more plugin: its name, its code, its distribution."""

    def add(name: str, code: str, distribution: str) -> None:
        folder = tmp_path / f"site-{distribution}"
        install(folder, name, f"{name}_module", distribution, "0.3")
        (folder / f"{name}_module.py").write_text(code)
        monkeypatch.syspath_prepend(str(folder))

    return add


@pytest.fixture
def cli() -> Callable[..., Result]:
    """Runs the command line in this process."""
    from fourgood.cli import app

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def process(small_folder: Path) -> Callable[..., "subprocess.Popen[bytes]"]:
    """Starts the command line in a process of its own."""

    def start(*arguments: object, **environment: str) -> "subprocess.Popen[bytes]":
        known = {**os.environ, "PYTHONPATH": str(small_folder), "FOURGOOD_PLUGINS": "small", **environment}
        command = [sys.executable, "-m", "fourgood.cli", *map(str, arguments)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=known)

    return start


@pytest.fixture
def dossier(tmp_path: Path) -> Callable[..., Path]:
    """Writes a dossier that is recognised, with some facts changed (None takes one away)."""

    def write(id: str = "a", folder: Path = tmp_path, year: int = 2024, kind: str = "cell", **facts: Any) -> Path:
        known = {key: value for key, value in {**GOOD, **facts}.items() if value is not None}
        unit = {"id": id, "name": f"Chi bộ {id}", "kind": kind}
        path = folder / f"{id}-{year}.yaml"
        folder.mkdir(exist_ok=True)
        path.write_text(
            yaml.safe_dump({"unit": unit, "year": year, "facts": known}, allow_unicode=True), encoding="utf-8"
        )
        return path

    return write
