"""`may_only: nothing` locks what decides: layers that extend it neither change nor drop it."""

import pytest

import fourgood
from fourgood.errors import RulebookError
from fourgood.parse import parse
from fourgood.resolve import resolve
from layers import BASE, GOOD, layer, read, stack

REASON = "{reason: {vi: vì, en: because}}"
T = "title: {vi: a, en: b}"
LOCKS = """\
change:
  criteria: {often: {may_only: nothing}, graded: {may_only: nothing}}
  definitions: {attendance: {may_only: nothing}}
  groups: {work: {may_only: nothing}}
standard_may_only: nothing
"""
SET = "set: {min_held: {value: 9, years: 2024, backing: assumption}}"


@pytest.fixture
def faults(tmp_path):
    """The faults of a layer that extends one with locks, as lines."""

    def finding(body, locks=LOCKS):
        lower, upper = layer(tmp_path, "province", locks), layer(tmp_path, "commune", body, "province")
        with pytest.raises(RulebookError) as caught:
            stack(tmp_path, lower, upper)
        return [str(fault) for fault in caught.value.faults]

    return finding


CHANGES = [
    ("criteria", "often", "rule: held >= 1"),
    ("criteria", "often", "applies_when: clean"),
    ("criteria", "often", "organisation_types: [bank]"),
    ("criteria", "often", "role: deferral"),
    ("criteria", "often", "group: work"),
    ("criteria", "often", "judged: true"),
    ("criteria", "often", "applies_to: [cell]"),
    ("criteria", "often", "bands: [{when: held >= 1, points: 9}]"),
    ("criteria", "often", "may_only: null"),
    ("definitions", "attendance", "expression: attended / expected * 2"),
    ("groups", "work", "standard: met >= 0"),
]


@pytest.mark.parametrize("part, key, field", CHANGES)
def test_what_is_locked_is_not_changed_in_any_way(faults, part, key, field):
    """The fault names both layers with their places, and stands where the change does."""
    (fault,) = faults(f"change:\n  {part}:\n    {key}:\n      {field}\n")
    line = {"criteria": 5, "definitions": 6, "groups": 7}[part]
    assert fault.startswith("commune.yaml:7:") and f"({part}.{key})" in fault
    assert f"`{key}` may only be kept as it is, says layer province, province.yaml:{line}" in fault
    assert "layer commune, commune.yaml:7 changes it" in fault


@pytest.mark.parametrize(
    "body, key",
    [
        (f"drop: {{criteria: {{often: {REASON}}}}}", "often"),
        (
            f"drop: {{criteria: {{often: {REASON}}}}}\n"
            f"criteria: {{often: {{group: meetings, {T}, rule: held >= 1, backing: assumption}}}}",
            "often",
        ),
        (f"drop: {{groups: {{meetings: {REASON}}}}}", "often"),
        (f"drop: {{definitions: {{attendance: {REASON}}}, criteria: {{present: {REASON}}}}}", "attendance"),
    ],
)
def test_what_is_locked_is_not_dropped(faults, body, key):
    """Nor replaced, nor taken along by its group."""
    (fault,) = faults(body)
    assert f"`{key}` may only be kept as it is, says layer province, province.yaml:" in fault
    assert "layer commune, commune.yaml:4 drops it" in fault


@pytest.mark.parametrize(
    "body, key",
    [
        ("standard: met >= 0", "standard"),
        (f"grades: {{any: {{{T}, backing: assumption}}}}", "grades"),
    ],
)
def test_a_locked_standard_and_its_grades_stay(faults, body, key):
    """What the whole is recognised by is locked beside it."""
    (fault,) = faults(body)
    assert f"`{key}` may only be kept as it is, says layer province, province.yaml:8" in fault
    assert "layer commune, commune.yaml:4 changes it" in fault


def test_a_plain_rule_file_locks_too(tmp_path):
    """What it brings itself, and its standard."""
    lock = BASE.replace("rule: held >= min_held,", "rule: held >= min_held, may_only: nothing,")
    base = read(tmp_path, lock + "standard: all_groups_good\nstandard_may_only: nothing\n")
    body = "change: {criteria: {often: {rule: held >= 1}}}\nstandard: met >= 0"
    with pytest.raises(RulebookError) as caught:
        resolve([base, layer(tmp_path, "a", body)])
    found = [str(fault) for fault in caught.value.faults]
    assert len(found) == 2 and all("may only be kept as it is, says base.yaml" in fault for fault in found)


def test_a_lock_leaves_everything_else_open(tmp_path):
    """Its parameters, its neighbours, the same again; and the layer that locks may change what it locks."""
    lower = "change: {criteria: {often: {rule: held > min_held, may_only: nothing}}}"
    upper = f"change: {{criteria: {{often: {{rule: held > min_held}}, graded: {{{T}}}}}}}\n{SET}"
    book = stack(tmp_path, layer(tmp_path, "a", lower), layer(tmp_path, "b", upper, "a"))
    assert book.criterion("often").rule == parse("held > min_held")
    assert book.vocabulary.thresholds["min_held"].value == 9


def test_a_lock_decides_nothing(tmp_path):
    """Digests and verdicts are those without it; the history tells of it."""
    free, locked = (stack(tmp_path, layer(tmp_path, "a", body)) for body in (SET, LOCKS + SET))
    assert free.digest == locked.digest
    dossier = fourgood.Dossier("u", "cell", 2024, facts=GOOD)
    assert fourgood.evaluate(dossier, free).status is fourgood.evaluate(dossier, locked).status
    assert [step.field for step in locked.steps("criteria", "often")] == ["may_only"]


def test_null_takes_may_only_back(tmp_path):
    """As the key left out; what a lower layer demands stays."""
    own = f"change: {{parameters: {{min_held: {{may_only: null}}}}}}\n{SET}"
    assert stack(tmp_path, layer(tmp_path, "a", own)).vocabulary.thresholds["min_held"].value == 9


# Faults that say where the mend is


def test_a_value_that_does_not_fit_is_told_where_a_layer_set_it(tmp_path):
    """And not where a rule below reads it."""
    set_ = "set: {min_held: {value: 61, years: 2024, backing: assumption}}"
    with pytest.raises(RulebookError) as caught:
        stack(tmp_path, layer(tmp_path, "a", set_))
    (fault,) = (str(fault) for fault in caught.value.faults)
    assert fault.startswith("a.yaml:4") and "(parameters.min_held): 61 is outside" in fault


def test_a_year_that_no_layer_is_for_is_told_alone(tmp_path):
    """No value is to be given for it; who extends a layer with other years is told to stay within them."""
    years = "years: 2024-2025\n" + SET
    with pytest.raises(RulebookError) as caught:
        stack(tmp_path, layer(tmp_path, "a", years), year=2030)
    (fault,) = (str(fault) for fault in caught.value.faults)
    assert "the layer `a` is for 2024-2025, not for 2030. Choose one of these years" in fault
    with pytest.raises(RulebookError) as caught:
        stack(tmp_path, layer(tmp_path, "a", years), layer(tmp_path, "b", "years: 2026", "a"), year=2026)
    (fault,) = (str(fault) for fault in caught.value.faults)
    assert "Give the layer that extends it years of its own within 2024-2025" in fault


def test_a_name_that_no_standard_knows_is_told_what_standards_name(tmp_path):
    """It is no fact that is missing."""
    with pytest.raises(RulebookError) as caught:
        stack(tmp_path, layer(tmp_path, "a", "standard: kha"))
    (fault,) = (str(fault) for fault in caught.value.faults)
    assert "`kha` is not known. A standard names criteria, points and parameters" in fault
