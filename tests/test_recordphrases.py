"""What records come to is said with its parts, and with the records that fall short."""

import pytest

import fourgood
from fourgood.record import AT, Record
from fourgood.scale import Measure
from fourgood.vocabulary import Fact, Kind, Vocabulary
from records import TABLES, column, text
from strategies import DEFINITIONS, FACTS, THRESHOLDS, YEAR, defined, keyed

from fourgood.table import Table  # isort: skip

MONTHS = Table((Fact("held", Kind.FLAG, text("held")), column("late", "0", "9")), number=12)
YEARLY = Fact("all_year", Kind.RECORDS, text("all_year"), measure=Measure("tháng", "month", "months"), table=MONTHS)
BOOK_FACTS = [*FACTS, YEARLY]
DEFINED = [*DEFINITIONS, defined("calm", "share(m.late <= 2 for m in all_year)")]
VOCABULARY = Vocabulary(keyed(BOOK_FACTS), keyed(DEFINED), keyed(THRESHOLDS))


def reasons(rule, lang="en", **facts):
    """What is said of the one criterion."""
    criterion = fourgood.Criterion("c", "g", text("c"), rule)
    book = fourgood.Rulebook("r", text("r"), YEAR, VOCABULARY, (fourgood.Group("g", text("g")),), (criterion,))
    finding = fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR, facts=facts), book).finding("c")
    assert {key for reason in finding.reasons for key in (*reason.facts, *reason.missing)} <= {
        *facts,
        "all_year",
        "talks",
        "sat",
    }
    return "; ".join(finding.texts(lang))


def year(late=(), held=()):
    """Twelve months, as far as they are given."""
    columns = {"late": late, "held": held}
    given = {at: {key: each[at] for key, each in columns.items() if at < len(each)} for at in range(12)}
    return [{"at": at + 1, **row} for at, row in given.items() if row]


CALM = year(late=[0, 5, 0, 1, 4, 3, 2, 0, 9, 9, 9, 9])
OFF = year(held=[True, False, False, False, True, False, True, True, True, True, True, True])
TALKS = [{"at": f"2024-0{at}-05", "present": 1, "invited": 1 + (at > 2)} for at in range(1, 5)]


@pytest.mark.parametrize(
    "rule, facts, said",
    [
        (
            "calm >= 2/3",
            {"all_year": CALM},
            "calm (en): 5/12 (41.67%), below 66.67%; short by 3 months; falling short: month 2, month 5, month 6, "
            "month 9, month 10 and 2 months more",
        ),
        ("calm >= 0.4", {"all_year": CALM}, "calm (en): 5/12 (41.67%), at least 40%"),
        (
            "longest_run(not m.held for m in all_year) <= 2",
            {"all_year": OFF},
            "longest run of all_year (en) with (not the case that held (en): yes): 3 months, more than 2 months; "
            "these are: month 2, month 3 and month 4",
        ),
        (
            "count(m.late > 4 for m in all_year) <= 4",
            {"all_year": CALM},
            "number of all_year (en) with (late (en): above 4): 5 months, more than 4 months; over by 1 month; "
            "these are: month 2, month 9, month 10, month 11 and month 12",
        ),
        ("count(m.late > 4 for m in all_year if m.late > 8) >= 5", {"all_year": CALM}, "4 months, below 5 months"),
        (
            "sum(m.late for m in all_year) < 42",
            {"all_year": CALM},
            "sum of late (en) over all_year (en): 51, not less than 42",
        ),
        (
            "mean(m.late for m in all_year) <= 3",
            {"all_year": CALM},
            "mean of late (en) over all_year (en): 4.25, more than 3",
        ),
        (
            "max(m.late for m in all_year) <= 8",
            {"all_year": CALM},
            "greatest late (en) of all_year (en): 9, more than 8",
        ),
        ("min(m.late for m in all_year) >= 1", {"all_year": CALM}, "least late (en) of all_year (en): 0, below 1"),
        (
            "turned_up > 0.85",
            {"talks": TALKS, "sat": 4},
            "turned_up (en): 4/6 (66.67%), not above 85%",
        ),
        (
            "full_talks == 1",
            {"talks": TALKS, "sat": 4},
            "full_talks (en): 2/4 (50%), other than 100%; short by 2 talks; falling short: 5 Mar 2024 and 5 Apr 2024",
        ),
        (
            "full_talks > min_attendance",
            {"talks": TALKS, "sat": 4},
            "falling short: 5 Mar 2024 and 5 Apr 2024",
        ),
        # Decided before all is known: what it is still open between is said.
        ("calm >= 0.9", {"all_year": CALM[:8]}, "between 41.67% and 75%, below 90%; falling short: month 2, month 5"),
        # Not known: which records are missing.
        ("calm >= 0.5", {"all_year": CALM[:10]}, "not all is known: all_year (en) (month 11 and month 12)"),
        ("calm >= 0.5", {}, "not known: all_year (en)"),
        ("turned_up > 0.7", {"talks": TALKS, "sat": 4}, "4/6 (66.67%)"),
        ("turned_up > 0.7", {"talks": TALKS[:2], "sat": 4}, "not all is known: talks (en) (2 talks)"),
        ("turned_up > 0.7", {"talks": [*TALKS[:1], {"at": 5}], "sat": 3}, "(talk 5 and 1 talk more)"),
        ("turned_up > 0.7", {"talks": TALKS}, "not known: sat (en)"),
        ("mean(v.chill for v in visits) > 0", {"visits": []}, "mean of chill (en) over visits (en) has no value"),
    ],
)
def test_what_is_said(rule, facts, said):
    """Value, threshold, how far away, and which records: five at most by name."""
    found = reasons(rule, **facts)
    assert said in found


def test_it_is_said_in_vietnamese():
    """Months by their number, dates in their own form."""
    assert reasons("calm >= 2/3", "vi", all_year=CALM) == (
        "calm (vi): 5/12 (41,67%), dưới 66,67%; còn thiếu 3 tháng; chưa đạt: tháng 2, tháng 5, tháng 6, tháng 9, "
        "tháng 10 và 2 tháng khác"
    )
    assert reasons("full_talks > 0.85", "vi", talks=TALKS, sat=4).endswith("chưa đạt: 05/03/2024 và 05/04/2024")
    assert reasons("turned_up > 0.7", "vi", talks=TALKS[:2], sat=4) == "chưa đủ số liệu: talks (vi) (2 buổi)"


def test_the_verdict_as_json_has_the_rows():
    """As they are in the dossier, numbers exact."""
    criterion = fourgood.Criterion("c", "g", text("c"), "min(v.chill for v in visits) > 0")
    book = fourgood.Rulebook("r", text("r"), YEAR, VOCABULARY, (fourgood.Group("g", text("g")),), (criterion,))
    dossier = fourgood.Dossier("u", "cell", YEAR, facts={"visits": [{"at": 1, "chill": 0.5, "liked": True}]})
    (finding,) = fourgood.evaluate(dossier, book).to_json()["findings"]
    assert finding["reasons"][0]["facts"] == {"visits": [{"at": 1, "chill": "0.5", "liked": True}]}


def test_a_function_in_python_gets_the_rows():
    """It declares the table as any fact, and reads records as mappings."""

    def late_twice(view):
        return sum(row.get("late", 0) > 4 for row in view.records("all_year")) < 2

    rule = fourgood.PythonRule(late_twice, ("all_year",))
    assert reasons(rule, all_year=CALM) == "all_year (en): 12 months"
    assert isinstance(
        fourgood.Dossier("u", "cell", YEAR, facts={"all_year": (Record({AT: 1}),)}).facts["all_year"][0], Record
    )
    assert {table.key for table in TABLES} == {"months", "talks", "visits"}
