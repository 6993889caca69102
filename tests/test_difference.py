"""What differs between two rulebooks, and which verdicts change."""

from fractions import Fraction

import pytest

import fourgood
from fourgood.difference import VerdictChange, differences, verdict_changes
from fourgood.parse import parse
from fourgood.rule import Name
from layers import GOOD, layer, stack

REASON = "{reason: {vi: a, en: b}}"


@pytest.fixture
def base(tmp_path):
    """The base alone."""
    return stack(tmp_path)


@pytest.fixture
def make(tmp_path):
    """The base with one layer."""
    return lambda body, year=2024: stack(tmp_path, layer(tmp_path, "a", body), year=year)


def short(found):
    """Section, key, sort and field of each difference."""
    return [(each.section, each.key, each.sort, each.field) for each in found]


def test_a_rulebook_does_not_differ_from_itself(base, make):
    """Nor by what does not decide in this year."""
    assert differences(base, base) == ()
    assert differences(base, make("set: {min_held: {value: 9, years: 2025, backing: assumption}}")) == ()


def test_added_dropped_and_changed(base, make):
    """Each once, with what it was and is; a judged criterion without the fact of its name."""
    more = make(
        f"""\
        drop: {{criteria: {{judged_work: {REASON}, often: {REASON}}}, facts: {{judged_work: {REASON}}}}}
        change: {{criteria: {{graded: {{rule: clean, points: 2}}}}, groups: {{work: {{standard: met >= 1}}}}}}
        criteria: {{new: {{group: work, title: {{vi: a, en: b}}, judged: true, backing: assumption}}}}
        facts: {{fact: {{kind: flag, title: {{vi: c, en: d}}}}}}
        standard: work
        """
    )
    found = differences(base, more)
    assert short(found) == [
        ("groups", "work", "changed", "standard"),
        ("criteria", "judged_work", "dropped", None),
        ("criteria", "often", "dropped", None),
        ("criteria", "graded", "changed", "rule"),
        ("criteria", "graded", "changed", "points"),
        ("criteria", "new", "added", None),
        ("facts", "fact", "added", None),
        ("rulebook", "", "changed", "standard"),
    ]
    assert (found[3].before, found[3].after) == (parse("grade >= min_grade"), parse("clean"))
    assert (found[4].before, found[4].after) == (None, 2)
    assert (found[7].before, found[7].after) == (Name("all_groups_good"), Name("work"))


def test_the_other_way_round_is_the_opposite(base, make):
    """What is added one way is dropped the other."""
    more = make(f"drop: {{criteria: {{often: {REASON}}}}}\nchange: {{criteria: {{graded: {{points: 2}}}}}}")
    there, back = differences(base, more), differences(more, base)
    opposite = {"added": "dropped", "dropped": "added", "changed": "changed"}
    assert {(each.key, opposite[each.sort], each.after, each.before) for each in there if each.section != "x"} == {
        (each.key, each.sort, each.before, each.after) for each in back
    }


def test_two_years_of_one_rulebook(tmp_path):
    """The thresholds that have another value; not those that have the same one for other years."""
    found = differences(stack(tmp_path, year=2023), stack(tmp_path, year=2024))
    assert short(found) == [("parameters", "min_held", "changed", "value")]
    assert (found[0].before, found[0].after) == (Fraction(10), Fraction(12))


def test_verdicts_that_change_and_why(base, make):
    """The status, and the findings that differ and that it turns on."""
    more = make("set: {min_attendance: {value: 90%, years: 2024, backing: assumption}}")
    good, better = GOOD, {**GOOD, "attended": 95}
    units = [fourgood.Dossier(str(at), "cell", 2024, facts=facts) for at, facts in enumerate((good, better))]
    first, second = verdict_changes(units, base, more)
    assert isinstance(first, VerdictChange) and first.changed
    ((was, now),) = first.findings
    assert (was.outcome.value, now.outcome.value, now.criterion.id) == ("met", "not_met", "present")
    assert not second.changed and second.findings == ()


def test_a_dossier_is_judged_as_if_it_were_of_both_years(tmp_path):
    """Eleven meetings were enough in 2023."""
    unit = fourgood.Dossier("u", "cell", 2023, facts={**GOOD, "held": 11})
    (change,) = verdict_changes([unit], stack(tmp_path, year=2023), stack(tmp_path, year=2024))
    assert (change.before.recognized, change.after.recognized) == (True, False)


def test_facts_that_one_side_alone_knows_are_left_out_on_the_other(base, make):
    """And what neither knows is a fault of the dossier."""
    more = make(
        "facts: {fact: {kind: flag, title: {vi: a, en: b}}}\n"
        "criteria: {new: {group: work, title: {vi: a, en: b}, rule: fact, backing: assumption}}"
    )
    unit = fourgood.Dossier("u", "cell", 2024, facts={**GOOD, "fact": False})
    change, faults = verdict_changes([unit, unit.with_facts({"strange": 1})], base, more)
    assert (change.before.recognized, change.after.recognized) == (True, False)
    assert [was for was, _ in change.findings] == [None]
    assert "`strange` is no fact" in str(faults[0])
