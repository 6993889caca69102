"""Counts of units below in rule files and layers: read, written, changed, still needed, and moved by no floor."""

import pytest

import fourgood
from fourgood.analysis import lint
from fourgood.difference import differences
from fourgood.errors import RulebookError
from fourgood.resolve import resolve
from fourgood.rulebookjson import fact_json
from fourgood.rulefile import read_rules
from fourgood.rulefile_write import rule_file
from layers import layer, stack

T = "title: {vi: Số chi bộ, en: Cells}"
ADDED = f"""\
facts:
  cells_held: {{kind: count, {T}, min: 0, max: 500, counts_below: held >= min_held and meetings}}
criteria:
  cells_meet: {{group: work, title: {{vi: Họp, en: Met}}, rule: cells_held >= 1, backing: assumption}}
"""


@pytest.fixture
def lower(tmp_path):
    """A layer with a count."""
    return layer(tmp_path, "lower", ADDED)


def upper(tmp_path, body):
    """A layer over it."""
    return layer(tmp_path, "upper", body, "lower")


def refused(tmp_path, *layers):
    """The faults of a stack, as lines."""
    with pytest.raises(RulebookError) as caught:
        stack(tmp_path, *layers)
    return [str(fault) for fault in caught.value.faults]


def counted(rulebook):
    """What the fact counts, as text."""
    rule = rulebook.vocabulary.facts["cells_held"].counts_below
    return None if rule is None else fourgood.to_text(rule)


def test_it_is_read_and_written(tmp_path, lower):
    """As a flat rule file and as JSON, and it is part of the digest."""
    rulebook = stack(tmp_path, lower)
    flat = tmp_path / "flat.yaml"
    flat.write_text(rule_file(rulebook), "utf-8")
    again = fourgood.combine(resolve([read_rules(flat)]), 2024)
    assert counted(again) == counted(rulebook) == "held >= min_held and meetings"
    assert fact_json(rulebook.vocabulary.facts["cells_held"])["counts_below"] == counted(rulebook)
    other = stack(tmp_path, lower, upper(tmp_path, "change: {facts: {cells_held: {counts_below: recognized}}}"))
    assert other.digest != rulebook.digest


def test_a_layer_changes_it_and_takes_it_away(tmp_path, lower):
    """With its history; null takes it away."""
    changed = stack(tmp_path, lower, upper(tmp_path, "change: {facts: {cells_held: {counts_below: recognized}}}"))
    assert counted(changed) == "recognized"
    (step,) = (each for each in changed.steps("facts", "cells_held") if each.action == "changed")
    assert step.field == "counts_below"
    gone = stack(tmp_path, lower, upper(tmp_path, "change: {facts: {cells_held: {counts_below: null}}}"))
    assert counted(gone) is None
    (difference,) = differences(changed, gone)
    assert (difference.field, difference.after) == ("counts_below", None)


def test_a_fault_in_it_points_at_the_line_that_says_it(tmp_path, lower):
    """Of the file itself, or of the layer that changed it."""
    (fault,) = refused(tmp_path, lower, upper(tmp_path, "change:\n  facts:\n    cells_held:\n      counts_below: held"))
    assert fault.startswith("upper.yaml:7:21 (facts.cells_held.counts_below): `held` alone is no condition")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("change: {facts: {clean: {counts_below: recognized}}}", "`clean` is a flag: only a count can count"),
        ("facts: {x: {kind: flag, title: {vi: a, en: b}, counts_below: recognized}}", "facts.x.counts_below"),
        ("facts: {x: {kind: count, title: {vi: a, en: b}, min: 0, max: 1, counts_below: held >}}", "facts.x"),
    ],
)
def test_only_a_count_counts_and_by_a_rule(tmp_path, change, said):
    """In a change, by the schema, and by the language."""
    with pytest.raises(RulebookError) as caught:
        stack(tmp_path, layer(tmp_path, "one", change))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "dropped",
    [
        ("facts", "held", "drop: {facts: {held: {why}}, criteria: {often: {why}}}"),
        ("parameters", "min_held", "drop: {parameters: {min_held: {why}}, criteria: {often: {why}}}"),
        ("groups", "meetings", "drop: {groups: {meetings: {why}}}"),
    ],
)
def test_what_it_names_may_not_be_dropped(tmp_path, lower, dropped):
    """A fact, a parameter, a group."""
    _, key, body = dropped
    faults = refused(tmp_path, lower, upper(tmp_path, body.replace("{why}", "{reason: {vi: a, en: b}}")))
    assert any(f"`{key}` is dropped by layer upper" in each and "`cells_held`" in each for each in faults), faults


def test_a_judged_criterion_may_be_dropped_where_its_fact_is_meant(tmp_path):
    """The judgement stays."""
    added = ADDED.replace("held >= min_held and meetings", 'judged_work == "met"')
    reason = "{reason: {vi: a, en: b}}"
    drop = layer(tmp_path, "upper", f"drop: {{criteria: {{judged_work: {reason}}}}}", "lower")
    assert counted(stack(tmp_path, layer(tmp_path, "lower", added), drop)) == 'judged_work == "met"'


def test_what_it_names_is_read(tmp_path):
    """No remark says that nothing reads it."""
    only = "facts: {x: {kind: flag, title: {vi: x, en: x}}}\n"
    unused = lint(stack(tmp_path, layer(tmp_path, "lower", only)))
    assert any("`x`" in str(each.fault) for each in unused)
    read = ADDED.replace("held >= min_held and meetings", "x").replace(
        "facts:\n", "facts:\n  x: {kind: flag, title: {vi: x, en: x}}\n"
    )
    assert not any("`x`" in str(each.fault) for each in lint(stack(tmp_path, layer(tmp_path, "lower", read))))


def test_no_direction_is_promised_for_a_parameter_that_units_are_counted_by(tmp_path, lower):
    """More cells counted may be better or worse for those who read the count."""
    lock = layer(tmp_path, "lock", "change: {parameters: {min_held: {may_only: tighten}}}", "lower")
    faults = refused(tmp_path, lower, lock)
    assert any(
        "`min_held` cannot be said to be tightened: `cells_held` counts units below by it" in each for each in faults
    )
