"""The 45 criteria that everything is measured with, as a rulebook built from values.

14 `n >= t`, 7 `n <= t`, 7 `a / b >= t`, 6 flags, 4 `e in (…)`, 4 `or`, 3 `and`; 60 facts, 28 thresholds, 4 groups.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from fourgood import (
    Backing,
    Citation,
    Criterion,
    Dated,
    Document,
    Fact,
    Group,
    Kind,
    Measure,
    Parameter,
    Rulebook,
    Scale,
    Text,
    Vocabulary,
    parse,
)
from fourgood.rule import Condition
from fourgood.scale import PERCENT
from fourgood.vocabulary import Threshold

YEAR = 2024
MEETINGS = Measure("buổi", "meeting", "meetings")
GUIDANCE = Citation(Document(Text("Hướng dẫn", "Guidance"), "12-HD/BTCTW"), "3.1")
GRADES = Scale(
    (
        ("poor", Text("Không hoàn thành", "Not completed")),
        ("fair", Text("Hoàn thành", "Completed")),
        ("good", Text("Hoàn thành tốt", "Completed well")),
        ("excellent", Text("Hoàn thành xuất sắc", "Completed excellently")),
    ),
    ordered=True,
)
GROUPS = ("political_task", "meeting_quality", "unity_discipline", "cadre_quality")

LEAST = {"n01": 12, "n02": 3, "n03": 5, "n04": 8, "n05": 1, "n06": 2, "n07": 10}
LEAST |= {"n08": 4, "n09": 6, "n10": 7, "n11": 12, "n12": 9, "n13": 2, "n14": 3}
MOST = {"n15": 0, "n16": 2, "n17": 1, "n18": 3, "n19": 5, "n20": 0, "n21": 4}
SHARES = {1: "0.85", 2: "0.9", 3: "1/2", 4: "2/3", 5: "0.8", 6: "0.95", 7: "1/3"}
FLAGS = tuple(f"flag{n}" for n in range(1, 7))
GRADED = tuple(f"grade{n}" for n in range(1, 5))
EITHER = ("p1 >= 3 or q1", "p2 >= 5 or q2", "p3 >= 1 or q3", "p4 >= 2 or q4")
BOTH = ("p5 >= 3 and q5", "p6 >= 2 and q6", "p7 >= 1 and q7 and q8")

RULES = (
    *(f"{key} >= min_{key}" for key in LEAST),
    *(f"{key} <= max_{key}" for key in MOST),
    *(f"a{n} / b{n} >= min_share{n}" for n in SHARES),
    *FLAGS,
    *(f'{key} in ("good", "excellent")' for key in GRADED),
    *EITHER,
    *BOTH,
)
IDS = tuple(f"c{number:02}" for number in range(1, len(RULES) + 1))


def conditions() -> dict[str, Condition]:
    """The rules as trees, by the criteria's ids: what a property test starts from."""
    return {id: parse(rule) for id, rule in zip(IDS, RULES, strict=True)}


def rulebook(rules: dict[str, Condition]) -> Rulebook:
    """The rulebook, built and checked from values."""
    groups = tuple(Group(id, Text(f"Nhóm {id}", f"Group {id}"), order) for order, id in enumerate(GROUPS))
    return Rulebook("benchmark", Text("Đo", "Benchmark"), YEAR, vocabulary(), groups, tuple(criteria(rules)))


def criteria(rules: dict[str, Condition]) -> Iterator[Criterion]:
    for at, (id, rule) in enumerate(rules.items()):
        title = Text(f"Tiêu chí {id}", f"Criterion {id}")
        yield Criterion(id, GROUPS[at % 4], title, rule, backing=Backing.SOURCE, citations=(GUIDANCE,))


def vocabulary() -> Vocabulary:
    return Vocabulary({fact.key: fact for fact in facts()}, {}, {each.key: each for each in thresholds()})


def facts() -> Iterator[Fact]:
    counts = [*LEAST, *MOST, *(f"a{n}" for n in SHARES), *(f"b{n}" for n in SHARES), *(f"p{n}" for n in range(1, 8))]
    for key in counts:
        title = Text(f"Số buổi sinh hoạt {key}", f"Meetings held, {key}")
        yield Fact(key, Kind.COUNT, title, MEETINGS, maximum=Decimal(1000))
    for key in (*FLAGS, *(f"q{n}" for n in range(1, 9))):
        yield Fact(key, Kind.FLAG, Text(f"Có kế hoạch {key}", f"Has the plan {key}"))
    for key in GRADED:
        yield Fact(key, Kind.CHOICE, Text(f"Xếp loại {key}", f"Grade {key}"), scale=GRADES)


def thresholds() -> Iterator[Threshold]:
    for key, value in LEAST.items():
        yield threshold(f"min_{key}", str(value), MEETINGS, Backing.SOURCE)
    for key, value in MOST.items():
        yield threshold(f"max_{key}", str(value), MEETINGS, Backing.ASSUMPTION)
    for number, share in SHARES.items():
        yield threshold(f"min_share{number}", share, PERCENT, Backing.SOURCE)


def threshold(key: str, value: str, measure: Measure, backing: Backing) -> Threshold:
    title = Text(f"Ngưỡng {key}", f"Threshold {key}")
    citations = (GUIDANCE,) if backing is Backing.SOURCE else ()
    parameter = Parameter(key, title, (Dated(Fraction(value), 2022, 2026, backing, citations),), measure)
    dated = parameter.in_year(YEAR)
    assert dated is not None
    return Threshold(key, title, dated, measure)
