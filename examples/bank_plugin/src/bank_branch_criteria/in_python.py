"""What no rule can say: how long bad debt kept rising, and how far it came down from its worst quarter."""

from itertools import pairwise

from fourgood import Criterion, DerivedFact, Fact, Judgement, Kind, Measure, Outcome, PythonRule, Text, View

QUARTERS = tuple(f"bank_bad_debt_quarter_{number}" for number in (1, 2, 3, 4))


def longest_rise(view: View) -> int:
    """How many quarters in a row bad debt rose; not known as long as a figure is missing."""
    longest = run = 0
    for before, after in pairwise(int(view[key]) for key in QUARTERS):
        run = run + 1 if after > before else 0
        longest = max(longest, run)
    return longest


LONGEST_RISE = DerivedFact(
    Fact(
        "bank_bad_debt_longest_rise",
        Kind.COUNT,
        Text("Số quý liên tiếp nợ xấu tăng", "Quarters in a row in which bad debt rose"),
        maximum=3,
        measure=Measure("quý", "quarter", "quarters"),
        better="lower",
    ),
    longest_rise,
    QUARTERS,
)


def recovered(view: View) -> Judgement:
    """Met when at most three quarters of the worst quarter's bad debt are left at the end of the year."""
    *_, last = figures = [int(view[key]) for key in QUARTERS]
    worst = max(figures)
    reason = Text(
        f"Cuối năm còn {last} triệu đồng, quý cao nhất {worst} triệu đồng",
        f"{last} million đồng are left at the end of the year, of {worst} in the worst quarter",
    )
    return Judgement(Outcome.MET if 4 * last <= 3 * worst else Outcome.NOT_MET, reason)


RECOVERED = Criterion(
    "bank_bad_debt_recovered",
    "political_task",
    Text("Nợ xấu giảm so với quý cao nhất", "Bad debt came down from its worst quarter"),
    PythonRule(recovered, QUARTERS),
    organisation_types=frozenset({"bank"}),
)
