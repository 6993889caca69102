"""A small rulebook and layers over it, as texts: what the tests of layers share."""

from pathlib import Path
from textwrap import dedent, indent

import fourgood
from fourgood.citation import Origin
from fourgood.layer import Given
from fourgood.resolve import resolve
from fourgood.rulefile import read_rules

BASE = """\
id: test.base
title: {vi: Bộ gốc, en: Base}
documents:
  hd12: {title: {vi: Hướng dẫn, en: Guidance}, number: 12-HD}
scales:
  grades:
    ordered: true
    values: {poor: {vi: Kém, en: Poor}, fair: {vi: Khá, en: Fair}, good: {vi: Tốt, en: Good}}
facts:
  attended: {kind: count, title: {vi: Dự, en: Attended}, min: 0, max: 100}
  expected: {kind: count, title: {vi: Phải dự, en: Expected}, min: 1, max: 100}
  held: {kind: count, title: {vi: Số buổi, en: Held}, min: 0, max: 60}
  punished: {kind: count, title: {vi: Kỷ luật, en: Punished}, min: 0, max: 60}
  grade: {kind: choice, scale: grades, title: {vi: Loại, en: Grade}}
  clean: {kind: flag, title: {vi: Sạch, en: Clean}}
parameters:
  min_attendance:
    title: {vi: Mức dự, en: Attendance floor}
    unit: percent
    may_only: tighten
    values: [{value: 85%, years: 2022-2026, backing: source, source: {document: hd12}}]
  min_held:
    title: {vi: Số buổi ít nhất, en: Fewest meetings}
    values:
      - {value: 10, years: 2022-2023, backing: assumption}
      - {value: 12, years: 2024-2026, backing: assumption}
  max_punished:
    title: {vi: Kỷ luật tối đa, en: Most punished}
    may_only: tighten
    values: [{value: 3, years: 2022-2026, backing: assumption}]
  min_grade:
    title: {vi: Loại ít nhất, en: Least grade}
    scale: grades
    may_only: tighten
    values: [{value: fair, years: 2022-2026, backing: assumption}]
definitions:
  attendance: {title: {vi: Tỷ lệ, en: Attendance}, expression: attended / expected, unit: percent}
invariants:
  within: {title: {vi: Không quá, en: Within}, rule: attended <= expected}
groups:
  work: {title: {vi: Việc, en: Work}, order: 1}
  meetings: {title: {vi: Họp, en: Meetings}, order: 2}
criteria:
  graded: {group: work, title: {vi: Xếp loại, en: Graded}, rule: grade >= min_grade, backing: assumption}
  judged_work: {group: work, title: {vi: Nhận xét, en: Judged}, judged: true, backing: assumption}
  disciplined: {group: work, role: veto, title: {vi: Kỷ luật, en: Disciplined}, rule: punished > max_punished,
                backing: assumption}
  present: {group: meetings, title: {vi: Dự đủ, en: Present}, rule: attendance > min_attendance, backing: source,
            source: {document: hd12}}
  often: {group: meetings, title: {vi: Đủ buổi, en: Often}, rule: held >= min_held, backing: assumption}
"""

GOOD = {"attended": 90, "expected": 100, "held": 12, "punished": 0, "grade": "good", "judged_work": "met"}


def head(id: str, extends: str = "test.base") -> str:
    """The first lines of a layer."""
    return f"id: {id}\nextends: {extends}\ntitle: {{vi: Lớp {id}, en: Layer {id}}}\n"


def read(folder: Path, text: str, name: str = "base.yaml") -> Given:
    """What a rule file with a text brings."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_rules(path, Origin(file=name))


def layer(folder: Path, id: str, body: str, extends: str = "test.base") -> Given:
    """A layer with a body; its file is called as it is."""
    return read(folder, head(id, extends) + dedent(body), f"{id}.yaml")


def stack(folder: Path, *layers: Given, year: int = 2024) -> fourgood.Rulebook:
    """The rulebook of the base and layers."""
    return fourgood.combine(resolve([read(folder, BASE), *layers]), year)


def section(name: str, body: str) -> str:
    """A section of a rule file."""
    return f"{name}:\n{indent(dedent(body), '  ')}"
