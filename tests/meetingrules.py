"""Rulebooks of one rule over a table of meetings."""

import fourgood
from fourgood.rulefile import read_rules

FILE = """
id: test.records
title: {vi: Thử, en: A try}
facts:
  meetings:
    kind: records
    title: {vi: Các buổi, en: Meetings}
    number: 3
    columns:
      expected: {kind: count, min: 0, max: 40, title: {vi: Phải dự, en: Expected}}
      attended: {kind: count, min: 0, max: 40, title: {vi: Có mặt, en: Attended}, better: higher}
      late: {kind: count, min: 0, max: 40, title: {vi: Muộn, en: Late}, better: lower}
      minuted: {kind: flag, title: {vi: Có biên bản, en: Minuted}, better: higher}
    definitions:
      attendance: {title: {vi: Tỷ lệ, en: Attendance}, expression: each.attended / each.expected, unit: percent}
    invariants:
      within: {title: {vi: Không quá, en: Within}, rule: each.attended <= each.expected}
groups:
  work: {title: {vi: Việc, en: Work}}
criteria:
  well_attended:
    title: {vi: Dự đủ, en: Well attended}
    rule: RULE
    backing: assumption
"""


class File:
    """A rule file of one rule over a table."""

    def __init__(self, rule):
        self.rule = rule

    def read_bytes(self):
        """What it says."""
        return FILE.replace("RULE", f'"{self.rule}"').encode()

    def __str__(self):
        return "rules.yaml"


def book(rule):
    """A rulebook of one rule over a table."""
    return fourgood.combine([read_rules(File(rule))], 2024)
