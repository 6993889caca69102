"""A small rulebook with every kind of fact: what strategies draw from where no vocabulary is given."""

from decimal import Decimal
from fractions import Fraction
from typing import Any as AnyType

from fourgood.citation import Backing
from fourgood.criterion import Criterion, Group, Role
from fourgood.parse import parse, parse_expression
from fourgood.rulebook import Rulebook
from fourgood.scale import JUDGEMENT, PERCENT, Scale
from fourgood.text import Text
from fourgood.vocabulary import Dated, Definition, Fact, Invariant, Kind, Threshold, Vocabulary

YEAR = 2024

GRADES = Scale(
    (
        ("failed", Text("Không hoàn thành", "Failed")),
        ("completed", Text("Hoàn thành", "Completed")),
        ("good", Text("Hoàn thành tốt", "Good")),
        ("excellent", Text("Hoàn thành xuất sắc", "Excellent")),
    ),
    ordered=True,
)


def _count(key: str, vi: str, en: str, most: int, **more: AnyType) -> Fact:
    return Fact(key, Kind.COUNT, Text(vi, en), maximum=Decimal(most), **more)


FACTS = (
    _count("held", "Số buổi sinh hoạt", "Meetings held", 60, better="higher"),
    _count("attended", "Số lượt dự", "Attendances", 1000, better="higher"),
    _count("expected", "Số lượt phải dự", "Expected attendances", 1000),
    Fact("score", Kind.NUMBER, Text("Điểm", "Score"), maximum=Decimal(100), step=Decimal("0.5"), better="higher"),
    Fact("open_case", Kind.FLAG, Text("Có vụ việc đang xét", "A case is open"), better="lower"),
    Fact("disciplined", Kind.FLAG, Text("Bị kỷ luật", "Under discipline"), better="lower"),
    Fact("grade", Kind.CHOICE, Text("Xếp loại", "Grade"), scale=GRADES, better="higher"),
    Fact("example_set", Kind.CHOICE, Text("Nêu gương", "Sets an example"), scale=JUDGEMENT, effort=0),
)

DEFINITIONS = (
    Definition("attendance", Text("Tỷ lệ dự", "Attendance"), parse_expression("attended / expected"), PERCENT),
)


def _threshold(key: str, title: Text, value: Fraction | str, **more: AnyType) -> Threshold:
    return Threshold(key, title, Dated(value, 2020, 2030, Backing.ASSUMPTION), **more)


THRESHOLDS = (
    _threshold("min_held", Text("Số buổi tối thiểu", "Least meetings"), Fraction(12)),
    _threshold("min_attendance", Text("Tỷ lệ dự tối thiểu", "Least attendance"), Fraction(17, 20), measure=PERCENT),
)

INVARIANTS = (
    Invariant("attended_within_expected", Text("Dự trong số phải dự", "Attended"), parse("attended <= expected")),
)

VOCABULARY = Vocabulary(
    {each.key: each for each in FACTS},
    {each.key: each for each in DEFINITIONS},
    {each.key: each for each in THRESHOLDS},
    INVARIANTS,
)

GROUPS = (
    Group("work", Text("Nhiệm vụ", "Work"), 1),
    Group("meetings", Text("Sinh hoạt", "Meetings"), 2),
)


def _criterion(id: str, group: str, vi: str, en: str, rule: str, **more: AnyType) -> Criterion:
    return Criterion(id, group, Text(vi, en), rule, **more)


CRITERIA = (
    _criterion("graded_good", "work", "Xếp loại tốt", "Graded good", 'grade >= "good"'),
    _criterion("scored", "work", "Đủ điểm", "Enough points", "score >= 70"),
    _criterion("exemplary", "work", "Nêu gương", "An example", 'example_set == "met"', evidence_required=True),
    _criterion("enough_meetings", "meetings", "Đủ số buổi", "Enough meetings", "held >= min_held"),
    _criterion(
        "attended_well", "meetings", "Dự đông đủ", "Well attended", "attendance > min_attendance",
        applies_when="expected > 0",
    ),
    _criterion("no_discipline", "work", "Kỷ luật", "Discipline", "disciplined", role=Role.VETO),
    _criterion("nothing_open", "work", "Chưa xem xét", "Not considered", "open_case", role=Role.DEFERRAL),
)  # fmt: skip

SAMPLE = Rulebook("sample", Text("Bộ tiêu chí mẫu", "A sample rulebook"), YEAR, VOCABULARY, GROUPS, CRITERIA)
