"""Records in strategies and laws: columns are made better, worse and unknown, one record at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from broken_criteria import breaks_at_thresholds
from fourgood.errors import DossierError
from fourgood.record import Record
from fourgood.testing import degrade, dossiers, forget, improve, laws
from fourgood.testing.cells import cells, less_known
from fourgood.testing.moves import figures_changed
from meetingrules import book

pytestmark = pytest.mark.draws

KEEPS = {
    "share": "share(m.attendance > 0.85 for m in meetings) >= 2/3",
    "sum": "sum(m.attended for m in meetings) >= 34 and sum(m.late for m in meetings) < 5",
    "count": "count(m.minuted and m.attended >= 17 for m in meetings) >= 2",
    "run": "longest_run(not m.minuted for m in meetings) <= 1",
}
BREAKS = {
    "too many": ("count(m.attended > 30 for m in meetings) == 0", "attended"),
    "a window": ("share(0.85 <= m.attendance < 0.86 for m in meetings) < 1/3", "attended"),
    "in all": ("sum(m.attended for m in meetings) <= 100", "attended"),
    "the first": ("min(m.late for m in meetings) >= 1", "late"),
    "a flag": ("count(m.minuted for m in meetings) <= 2", "minuted"),
}


BOOK = book(KEEPS["share"])


def rows(*said, **each):
    """Records, from what they say, numbered from 1."""
    return tuple(Record({"at": at, **row, **each}) for at, row in enumerate(said, 1))


def unit(found):
    """A dossier that knows a table."""
    return fourgood.Dossier("u1", "cell", 2024, facts={"meetings": found})


@pytest.mark.parametrize("rule", KEEPS.values(), ids=KEEPS)
def test_rules_that_better_records_never_hurt_keep_the_law(rule):
    """Alone, and under every law of the rulebook."""
    report = laws.check(None, book(rule))
    assert report.ok, str(report)


@pytest.mark.parametrize(("rule", "column"), BREAKS.values(), ids=BREAKS)
def test_a_rule_that_a_better_record_hurts_is_caught(rule, column):
    """With the record and the column that hurt, what it was and what it became, and no record that does not matter."""
    breach = laws.check(None, book(rule)).result("improving").breach
    assert (breach.fact, breach.criterion) == ("meetings", "well_attended")
    (figure,) = figures_changed(breach.before, breach.after)
    assert figure.column == column
    assert f"{figure.name}: " in breach.explain("en") and f"`{figure.name}` {figure.old} → {figure.new}" in str(
        breach.fault
    )
    assert breach.size <= 1 + 3 * 3


@pytest.mark.parametrize(
    "rule",
    [
        "mean(m.attended for m in meetings if m.minuted) >= 10",
        "share(m.attendance > 0.85 for m in meetings if m.minuted) >= 2/3",
        "sum(m.late for m in meetings if m.minuted) <= 10",
        "count(m.minuted and m.late > 5 for m in meetings) == 0",
        "count(m.attended > 30 and m.late > 5 for m in meetings) == 0",
        "share(m.late < 3 for m in meetings if m.attended >= 10) >= 0.8",
    ],
)
def test_what_needs_two_odd_columns_is_caught_before_chance_is_asked(rule):
    """One is made better, and the other then counts against the unit: the deterministic phase alone sees it."""
    assert breaks_at_thresholds("improving", laws.Subject(book(rule), "well_attended"))


def test_the_counterexample_is_as_small_as_can_be():
    """One meeting with one column, where the others do not matter."""
    breach = laws.check(None, book("count(m.attended > 30 for m in meetings) == 0")).result("improving").breach
    ((at, column),) = cells(breach.before.facts["meetings"])
    assert column == "attended" and breach.size == 3
    assert f"meetings[{at}]: attended = " in breach.explain("vi")


def test_the_law_alone_says_which_record():
    """Only the second of three is at the line."""
    rules = book("count(m.attended > 30 for m in meetings) == 0")
    dossier = unit([{"at": 1, "attended": 3, "expected": 3}, {"at": 2, "attended": 30, "expected": 31}])
    with pytest.raises(laws.LawBroken, match=r"meetings\[2\]\.attended: 30 → 31"):
        laws.improving("meetings", dossier, rules)
    laws.improving("meetings", unit([{"at": 2, "attended": 30, "expected": 30}]), rules)


def test_a_record_that_starts_to_count_may_hurt():
    """What is asked of the minuted meetings alone: minutes of a poor one make it worse."""
    rules = book("mean(m.attended for m in meetings if m.minuted) >= 10")
    told = [{"at": at, "expected": 20, "attended": 6 * at, "minuted": at > 1} for at in (1, 2, 3)]
    laws.improving("meetings", unit(told), rules)
    told[0]["attended"] = 1
    with pytest.raises(laws.LawBroken, match=r"meetings\[1\]\.minuted: no → yes"):
        laws.improving("meetings", unit([*told[:2], {**told[2], "attended": 16}]), rules)


def test_a_declared_break_is_about_the_table():
    """As for every other fact."""
    rules = book("count(m.attended > 30 for m in meetings) == 0")
    declared = fourgood.law.LawException("improving", fourgood.Text("cố ý", "on purpose"), None, "meetings")
    assert laws.check(None, rules.replace(law_exceptions=(declared,))).result("improving").ok


@given(st.data())
def test_moves_follow_the_direction_of_each_column(data):
    """What has no direction stays; every invariant of a record holds."""
    dossier = BOOK.admit(data.draw(dossiers(BOOK)))
    for strategy, sign in ((improve, 1), (degrade, -1)):
        moved = BOOK.admit(data.draw(strategy(dossier, BOOK)))
        for each in figures_changed(dossier, moved):
            ways = {"attended": 1, "minuted": 1, "late": -1}
            assert (each.new > each.old) is (ways[each.column] * sign > 0), each


@pytest.mark.parametrize("strategy", [improve, degrade])
def test_every_column_with_a_direction_is_moved(strategy):
    """In any record, to the next value and to the last that the invariants allow."""
    start = rows({"expected": 20, "attended": 10, "late": 5, "minuted": strategy is degrade}, {"attended": 4})
    found = set()

    @settings(max_examples=600)
    @given(strategy(unit(start), BOOK))
    def draw(moved):
        found.update((each.name, each.new) for each in figures_changed(unit(start), moved))

    draw()

    assert {("meetings[1].attended", each) for each in ((11, 20) if strategy is improve else (9, 0))} <= found
    assert {("meetings[1].late", each) for each in ((4, 0) if strategy is improve else (10, 40))} <= found
    assert ("meetings[1].minuted", strategy is improve) in found
    assert any(name == "meetings[2].attended" for name, _ in found)
    assert not any("expected" in name for name, _ in found)


def test_forgetting_reaches_into_records():
    """One column of one record, a whole record, the table."""
    start = unit(rows({"attended": 10, "late": 5}, {"attended": 4}))
    found = set()

    @settings(max_examples=600)
    @given(forget(start))
    def draw(less):
        found.add(tuple(sorted(each.name for each in figures_changed(start, less))))
        held = less.facts.get("meetings", ())
        assert cells(held).items() <= cells(start.facts["meetings"]).items()

    draw()
    assert {("meetings[1].late",), ("meetings[2].attended",)} <= found
    assert ("meetings[1].attended", "meetings[1].late") in found
    assert any(len(each) == 3 for each in found)


def test_of_records_that_say_the_same_one_is_moved():
    """Which of them is better makes no difference."""
    alike = rows({"attended": 4}, {"attended": 4}, {"attended": 5})
    assert [sorted(cells(each)) for each in less_known(alike)] == [
        [(2, "attended"), (3, "attended")],
        [(1, "attended"), (2, "attended")],
    ]


def test_learning_a_record_turns_nothing_round():
    """A function that takes a column nobody filled in for zero is caught, with the record."""
    rule = fourgood.PythonRule(
        lambda view: all(row.get("late", 0) < 2 for row in view.records("meetings")), ("meetings",)
    )
    hasty = fourgood.Criterion("hasty", "work", fourgood.Text("vội", "hasty"), rule)
    breach = laws.check(hasty, book("true")).result("learning").breach
    assert {each.column for each in figures_changed(breach.before, breach.after)} == {"late"}
    assert breach.size <= 3


def test_what_is_no_table_is_refused():
    """The law admits what it is given."""
    with pytest.raises(DossierError, match="meetings"):
        laws.improving("meetings", unit(3), book("true"))
