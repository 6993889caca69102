"""Layers and what they stand on become one rulebook, or every fault in them is named with both sides."""

from fractions import Fraction

import pytest

import fourgood
from fourgood.citation import Backing
from fourgood.criterion import judged_rule
from fourgood.errors import RulebookError
from fourgood.parse import parse
from fourgood.resolve import overlaid, resolve
from fourgood.vocabulary import Dated
from layers import BASE, GOOD, layer, read, stack

T = "title: {vi: a, en: b}"
REASON = "{reason: {vi: vì, en: because}}"


def dossier(**facts):
    """A dossier that the base recognises, with some facts changed."""
    return fourgood.Dossier("u", "cell", 2024, facts={**GOOD, **facts})


@pytest.fixture
def make(tmp_path):
    """The rulebook of the base and of layers, given as (id, body) or (id, body, extends)."""

    def making(*layers, year=2024):
        return stack(tmp_path, *(layer(tmp_path, *each) for each in layers), year=year)

    return making


@pytest.fixture
def faults(make):
    """The faults of the base and of layers, as lines."""

    def finding(*layers):
        with pytest.raises(RulebookError) as caught:
            make(*layers)
        return [str(fault) for fault in caught.value.faults]

    return finding


# What a layer can do


def test_without_layers_nothing_is_resolved(tmp_path):
    """Contributions stay as they are."""
    base = read(tmp_path, BASE)
    assert resolve([base]) == (base,)


def test_a_set_parameter_has_its_new_value_in_its_years_alone(make):
    """The years before and after keep what they have, with its origin."""
    body = "set: {min_held: {value: 14, years: 2023-2024, backing: assumption}}"
    found = {year: make(("a", body), year=year).vocabulary.thresholds["min_held"] for year in range(2022, 2027)}
    assert [found[year].value for year in range(2022, 2027)] == [10, 14, 14, 12, 12]
    assert found[2023].dated.origin.layer == "a" and found[2023].dated.origin.file == "a.yaml"
    assert found[2022].dated.span == (2022, 2022) and found[2022].dated.origin.layer is None


def test_a_set_parameter_decides(make):
    """89% was enough, then it is not."""
    body = "set: {min_attendance: [{value: 90%, years: 2024, backing: assumption}]}"
    assert fourgood.evaluate(dossier(), make()).recognized
    assert not fourgood.evaluate(dossier(), make(("a", body))).recognized


def test_a_parameter_may_get_years_that_it_had_no_value_for(make):
    """2027 has a rulebook only with the layer."""
    values = "value: {}, years: 2027, backing: assumption"
    body = (
        "set: {min_held: {" + values.format(12) + "}, min_attendance: {" + values.format("90%") + "}, "
        "max_punished: {" + values.format(1) + "}, min_grade: {" + values.format("good") + "}}"
    )
    assert make(("a", body), year=2027).vocabulary.thresholds["min_grade"].value == "good"


def test_changes_touch_what_they_name_and_nothing_else(make):
    """Title, rule, kinds, types, guard, points, backing; the rest stays."""
    book = make(
        (
            "a",
            """\
            documents: {d: {title: {vi: a, en: b}}}
            change:
              criteria:
                often: {title: {vi: Mới, en: New}, rule: held >= 9, applies_to: [cell], organisation_types: [bank],
                        applies_when: clean, points: 3, backing: local, source: {document: d}, evidence: required}
              groups: {work: {standard: met >= 1, order: 5}}
              facts: {held: {max: 70, title: {vi: Buổi, en: Times}}}
              definitions: {attendance: {expression: attended / expected * 1}}
              parameters: {min_held: {title: {vi: x, en: y}}}
            """,
        )
    )
    often = book.criterion("often")
    assert (often.title.en, often.rule, often.applies_to) == ("New", parse("held >= 9"), {"cell"})
    assert (often.organisation_types, often.applies_when, often.points) == ({"bank"}, parse("clean"), 3)
    assert (often.backing, often.evidence_required, often.group) == (Backing.LOCAL, True, "meetings")
    assert [group.id for group in book.groups] == ["meetings", "work"]
    assert book.vocabulary.facts["held"].maximum == 70
    assert book.vocabulary.thresholds["min_held"].title.en == "y"


def test_null_is_as_when_the_key_is_left_out(make):
    """A layer lifts what a lower one limits."""
    limit = (
        "change: {criteria: {often: {applies_to: [cell], organisation_types: [bank], applies_when: clean, points: 2}}}"
    )
    lift = "change: {criteria: {often: {applies_to: null, organisation_types: null, applies_when: null, points: null}}}"
    assert make(("a", limit), ("b", lift, "a")).criterion("often") == make().criterion("often")


def test_a_criterion_may_be_judged_from_now_on(make):
    """Its fact comes with it; its guard is kept; and the other way round."""
    book = make(
        (
            "a",
            """\
            change:
              criteria:
                often: {judged: true, applies_when: clean}
                judged_work: {rule: held > 3}
            """,
        )
    )
    assert book.criterion("often").rule == judged_rule("often")
    assert book.vocabulary.facts["often"].judged
    assert book.criterion("often").applies_when == parse('clean and often != "not_applicable"')
    assert book.criterion("judged_work").rule == parse("held > 3")
    assert book.criterion("judged_work").applies_when is None


def test_a_judged_criterion_keeps_the_appraisers_word_when_its_guard_changes(make):
    """And its fact is called and asked as it is."""
    body = "change: {criteria: {judged_work: {applies_when: clean, title: {vi: M, en: N}, applies_to: [cell]}}}"
    book = make(("a", body), ("b", "change: {criteria: {judged_work: {points: 1}}}", "a"))
    assert book.criterion("judged_work").applies_when == parse('clean and judged_work != "not_applicable"')
    fact = book.vocabulary.facts["judged_work"]
    assert (fact.title.en, fact.applies_to) == ("N", {"cell"})


def test_a_dropped_criterion_is_gone_with_its_reason(make):
    """The unit that failed by it is recognised; dossiers that still give its facts are taken."""
    book = make(("a", f"drop: {{criteria: {{often: {REASON}}}}}"))
    assert "often" not in book.by_id
    assert fourgood.evaluate(dossier(held=0), book).recognized
    (step,) = book.steps("criteria", "often")
    assert (step.action, step.reason.en, step.origin.layer, step.before.id) == ("dropped", "because", "a", "often")


def test_what_is_dropped_and_added_again_is_replaced(make):
    """A criterion, a judged one, a definition."""
    book = make(
        (
            "a",
            f"""\
            drop: {{criteria: {{often: {REASON}, judged_work: {REASON}}}, definitions: {{attendance: {REASON}}}}}
            definitions: {{attendance: {{{T}, expression: 1 * attended / expected}}}}
            criteria:
              often: {{group: work, {T}, rule: held > 1, backing: assumption}}
              judged_work: {{group: work, {T}, judged: true, backing: assumption}}
            """,
        )
    )
    assert book.criterion("often").group == "work"
    assert [step.action for step in book.steps("criteria", "often")] == ["dropped", "added"]
    assert book.vocabulary.facts["judged_work"].title.en == "b"


def test_groups_can_be_replaced_by_others(make):
    """Their criteria go with them, save those that the layer gives to a new group."""
    book = make(
        (
            "a",
            f"""\
            award: {{vi: Học tốt, en: Good study}}
            drop: {{groups: {{work: {REASON}, meetings: {REASON}}}}}
            groups: {{study: {{{T}}}}}
            change: {{criteria: {{often: {{group: study}}}}}}
            """,
        )
    )
    assert [group.id for group in book.groups] == ["study"]
    assert list(book.by_id) == ["often"]
    assert {step.key for step in book.history if step.action == "dropped"} == {
        *("work", "meetings", "graded", "judged_work", "disciplined", "present")
    }


def test_the_standard_of_the_whole_can_be_replaced(make):
    """One good group is enough then."""
    book = make(("a", "standard: work or meetings"))
    assert fourgood.evaluate(dossier(held=0), book).recognized
    assert book.steps("rulebook", "")[0].origin.file == "a.yaml"


def test_layers_stack_to_any_depth(make):
    """Each sees what the one below made; the last one's id and title are the rulebook's."""
    layers = [("l1", "change: {criteria: {often: {points: 1}}}")]
    layers += [(f"l{at}", f"change: {{criteria: {{often: {{points: {at}}}}}}}", f"l{at - 1}") for at in range(2, 8)]
    book = make(*reversed(layers))
    assert book.criterion("often").points == 7
    assert [step.after for step in book.steps("criteria", "often")] == [1, 2, 3, 4, 5, 6, 7]
    assert (book.id, book.title.en) == ("l7", "Layer l7")


def test_siblings_that_touch_different_things_go_together(make):
    """Different attributes of one part, and different years of one parameter, are different things."""
    one = (
        "a",
        "change: {criteria: {often: {points: 1}}}\nset: {min_held: {value: 13, years: 2024, backing: assumption}}",
    )
    other = (
        "b",
        "change: {criteria: {often: {title: {vi: x, en: y}}}}\n"
        "set: {min_held: {value: 14, years: 2025, backing: assumption}}",
    )
    book = make(one, other)
    assert (book.criterion("often").points, book.criterion("often").title.en) == (1, "y")
    assert book.id == "a+b"
    assert book.digest == make(other, one).digest


def test_a_layer_is_for_its_years_alone(make):
    """Another year is refused, and so it is when nothing else forbids it."""
    body = "years: 2024-2025\nchange: {criteria: {often: {points: 1}}}"
    assert make(("a", body)).year == 2024
    with pytest.raises(RulebookError) as caught:
        make(("a", body), year=2026)
    assert str(caught.value).startswith("a.yaml:1:1: the layer `a` is for 2024-2025, not for 2026. Choose one")


# What is refused

SET = "{{value: {}, years: {}, backing: assumption}}"
POINTS = "change: {criteria: {often: {points: %s}}}"
DROP = f"drop: {{criteria: {{often: {REASON}}}}}"

UNKNOWN = [
    (
        "set: {min_hold: " + SET.format(1, 2024) + "}",
        "no `min_hold` among its parameters",
        "`min_held`",
    ),
    ("change: {criteria: {oftn: {points: 1}}}", "`test.base` has no `oftn` among its criteria", "mean `often`?"),
    ("change: {criteria: {held: {points: 1}}}", "no `held` among its criteria", "It is one of facts"),
    (f"drop: {{groups: {{wurk: {REASON}}}}}", "no `wurk` among its groups", "`work`"),
    (f"drop: {{invariants: {{xyz: {REASON}}}}}", "no `xyz` among its invariants", "Add it, or check its id"),
]


@pytest.mark.parametrize("body, said, hint", UNKNOWN)
def test_an_unknown_part_is_named_with_what_may_be_meant(faults, body, said, hint):
    """With file and line."""
    (fault,) = faults(("a", body))
    assert fault.startswith("a.yaml:4:") and said in fault and hint in fault


def test_an_addition_that_exists_is_refused_with_both_places(faults):
    """Change is for what is there."""
    (fault,) = faults(("a", f"criteria: {{often: {{group: work, {T}, rule: clean, backing: assumption}}}}"))
    assert "base.yaml:50" in fault and "layer a, a.yaml:4" in fault
    assert "Write it under change, or drop it too to replace it" in fault


def test_what_a_lower_layer_dropped_is_not_there_any_more(faults):
    """The fault says who dropped it."""
    (fault,) = faults(
        ("a", f"drop: {{criteria: {{often: {REASON}}}}}"), ("b", "change: {criteria: {often: {points: 1}}}", "a")
    )
    assert fault.startswith("b.yaml:4:") and "layer a, a.yaml:4 dropped it" in fault


def test_what_a_sibling_adds_is_not_there(faults):
    """A layer sees what it stands on, in whatever order its siblings come."""
    (fault,) = faults(
        ("a", f"criteria: {{new: {{group: work, {T}, rule: clean, backing: assumption}}}}"),
        ("b", "change: {criteria: {new: {points: 1}}}"),
    )
    assert "neither extends the other: layer a, a.yaml:4, and layer b, b.yaml:4" in fault


SIBLINGS = [
    (POINTS % 1, POINTS % 2, "criteria.often.points"),
    (
        "change: {criteria: {often: {rule: clean}}}",
        "change: {criteria: {often: {judged: true}}}",
        "criteria.often.rule",
    ),
    (f"drop: {{criteria: {{often: {REASON}}}}}", "change: {criteria: {often: {points: 2}}}", "criteria.often"),
    ("change: {criteria: {often: {points: 1}}}", f"drop: {{criteria: {{often: {REASON}}}}}", "criteria.often"),
    (f"drop: {{criteria: {{often: {REASON}}}}}", f"drop: {{criteria: {{often: {REASON}}}}}", "criteria.often"),
    (f"drop: {{groups: {{meetings: {REASON}}}}}", "change: {criteria: {often: {points: 2}}}", "criteria.often"),
    (
        "set: {min_held: {value: 13, years: 2024-2025, backing: assumption}}",
        "set: {min_held: {value: 14, years: 2025-2026, backing: assumption}}",
        "parameters.min_held.values",
    ),
    (
        f"facts: {{new: {{kind: flag, {T}}}}}",
        f"facts: {{new: {{kind: flag, {T}}}}}",
        "facts.new",
    ),
    ("standard: work or meetings", "standard: work and meetings", "rulebook.standard"),
]


@pytest.mark.parametrize("one, other, name", SIBLINGS)
def test_siblings_that_touch_the_same_thing_are_refused(faults, one, other, name):
    """One fault, which names both with file and line, whichever comes first."""
    said = f"`{name}`: two layers touch it, and neither extends the other: layer a, a.yaml:4, and layer b, b.yaml:4"
    (fault,) = faults(("a", one), ("b", other))
    assert said in fault
    assert faults(("b", other), ("a", one)) == [fault]


def test_one_may_extend_the_other(make):
    """Then the upper one holds."""
    for one, other, _ in SIBLINGS[:1]:
        assert make(("a", one), ("b", other, "a")).criterion("often").points == 2


BASES = [
    ([("a", "a")], "the layer `a` extends itself"),
    ([("a", "b"), ("b", "a")], "the layer `a` extends itself in a circle: a → b → a"),
    ([("a", "b"), ("b", "a")], "the layer `b` stands on `a` (a.yaml:1:1), which stands on nothing"),
    ([("b", "c"), ("c", "b"), ("a", "b")], "the layer `a` stands on `b` (b.yaml:1:1), which stands on nothing"),
    ([("a", "test.bse")], "the layer `a` extends `test.bse`, which is not here. Did you mean `test.base`?"),
    ([("a", "xyz")], "`xyz`, which is not here. Known here: fourgood.default, fourgood.empty, test.base"),
    ([("a", "xyz"), ("b", "a")], "the layer `b` stands on `a` (a.yaml:1:1), which stands on nothing"),
]


@pytest.mark.parametrize("layers, said", BASES)
def test_a_layer_stands_on_something(faults, layers, said):
    """Not on itself, not in a circle, not on what is not here."""
    found = faults(*((id, "change: {criteria: {often: {points: 1}}}", extends) for id, extends in layers))
    assert len(found) == len(layers)
    assert any(said in fault for fault in found), found


def test_two_layers_of_one_id_are_refused(tmp_path):
    """With both files."""
    one, other = (layer(tmp_path, "a", "change: {criteria: {often: {points: 1}}}") for _ in "ab")
    with pytest.raises(RulebookError, match=r"the id `a` is taken: by layer a, a.yaml:1 and by layer a, a.yaml:1"):
        resolve([read(tmp_path, BASE), one, other])


def test_what_is_dropped_may_not_be_needed_any_more(faults):
    """A fact, a definition, a parameter, a criterion in a standard, a group in the standard of the whole."""
    (fact,) = faults(("a", f"drop: {{facts: {{held: {REASON}}}}}"))
    assert "`held` is dropped by layer a, a.yaml:4, but `often` (base.yaml:50:10) still needs it" in fact
    (definition,) = faults(("a", f"drop: {{definitions: {{attendance: {REASON}}}}}"))
    assert "`present`" in definition
    (parameter,) = faults(("a", f"drop: {{parameters: {{min_held: {REASON}}}}}"))
    assert "`often`" in parameter
    (criterion,) = faults(
        (
            "a",
            f"{DROP}\nchange: {{groups: {{meetings: {{standard: often or present}}}}}}",
        )
    )
    assert "`meetings`" in criterion
    (group,) = faults(("a", f"drop: {{groups: {{work: {REASON}}}}}\nstandard: work or meetings"))
    assert "`standard`" in group


VALUES = [
    ("set: {min_held: {value: good, years: 2024, backing: assumption}}", "good is none of the choices -"),
    (
        "set: {min_grade: " + SET.format("best", 2024) + "}",
        "best is none of the choices poor, fair, good",
    ),
    (
        "set: {min_attendance: " + SET.format(90, 2024) + "}",
        "90 is no share. Did you mean 0.9 or 90%?",
    ),
    ("change: {facts: {held: {max: -1}}}", "the bounds of `held` do not fit: 0 to -1 in steps of 1"),
    ("change: {facts: {held: {step: 2}}}", "`held` is a count, which has no `step`"),
    ("change: {facts: {clean: {min: 2}}}", "`clean` is a flag, which has no `minimum`"),
    ("change: {criteria: {often: {backing: local}}}", "`often` is backed by a document, and names none. Add source"),
    ("change: {parameters: {min_held: {unit: percent}}}", "12 is no share"),
]


@pytest.mark.parametrize("body, said", VALUES)
def test_a_new_value_fits_what_it_is_for(faults, body, said):
    """As where it would be declared."""
    found = faults(("a", body))
    assert any(said in fault and fault.startswith("a.yaml:4:") for fault in found), found


def test_a_changed_rule_is_checked_where_it_stands(faults):
    """In the layer's file, with line and column."""
    (fault,) = faults(("a", "change:\n  criteria:\n    often: {rule: hold >= 3}"))
    assert fault.startswith("a.yaml:6:19 (criteria.often.rule): `hold` is not known")
    (standard,) = faults(("a", "standard: works"))
    assert standard.startswith("a.yaml:4:11 (standard): `works` is not known")


def test_all_faults_come_at_once(faults):
    """Of one layer and of several."""
    found = faults(
        ("a", f"change: {{criteria: {{x1: {{points: 1}}, x2: {{points: 1}}}}}}\ndrop: {{facts: {{x3: {REASON}}}}}"),
        ("b", "set: {x4: {value: 1, years: 2024, backing: assumption}}"),
        ("c", "set: {x5: {value: 1, years: 2024, backing: assumption}}", "nowhere"),
    )
    assert len(found) == 5


def test_values_lie_over_others():
    """In front, behind, in the middle, over all, beside."""
    old = (Dated(Fraction(1), 2022, 2026, Backing.ASSUMPTION),)

    def spans(first, last):
        new = Dated(Fraction(2), first, last, Backing.ASSUMPTION)
        return [(int(each.value), *each.span) for each in overlaid(old, new)]

    assert spans(2020, 2023) == [(2, 2020, 2023), (1, 2024, 2026)]
    assert spans(2026, 2028) == [(1, 2022, 2025), (2, 2026, 2028)]
    assert spans(2024, 2024) == [(1, 2022, 2023), (2, 2024, 2024), (1, 2025, 2026)]
    assert spans(2020, 2030) == [(2, 2020, 2030)]
    assert spans(2027, 2027) == [(1, 2022, 2026), (2, 2027, 2027)]


def test_what_is_set_outside_the_years_of_its_layer_is_refused(faults):
    """In those years the layer is not there, and the value would never count."""
    body = "years: 2024-2025\nset: {min_held: " + SET.format(9, "2024-2026") + "}"
    (fault,) = faults(("a", body))
    assert "`min_held` is set for 2024-2026, and the layer `a` is for 2024-2025 alone. Set it within 2024-2025" in fault
