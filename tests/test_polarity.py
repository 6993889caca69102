"""Which way a parameter works, and that layers below move it only as it says."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.contribution import Contribution
from fourgood.criterion import Criterion, Group, Role
from fourgood.errors import RulebookError
from fourgood.outcome import MET
from fourgood.parse import parse
from fourgood.polarity import BOTH, EASIER, HARDER, NONE, Polarity
from fourgood.resolve import resolve
from fourgood.rule import Arithmetic, Compare, Name, names
from fourgood.truth import truth
from fourgood.vocabulary import Dated, Invariant, Parameter, Threshold
from layers import BASE, GOOD, head, layer, read, stack
from strategies import CONDITIONS, FACT_SETS, FULL_FACTS, NAMED_TERMS, ORDERS, SCOPE, VOCABULARY, joined, text


def rules(rule, parameter="p", *, standard=None, group="requirements_met", **more):
    """A rule over the vocabulary of the strategies, with a parameter p beside."""
    p = Parameter(parameter, text("p"), (Dated(Fraction(5), 2020, 2030, fourgood.Backing.ASSUMPTION),))
    return Contribution(
        facts=tuple(VOCABULARY.facts.values()),
        definitions=tuple(VOCABULARY.definitions.values()),
        parameters=(p,),
        groups=(Group("g", text("g"), standard=group),),
        criteria=(Criterion("c", "g", text("c"), rule, **more),),
        standard=standard,
    )


def toward(given):
    """The direction of the parameter p."""
    (parameter,) = (each for each in given.parameters if each.key == "p")
    return Polarity(given).direction(parameter, 2024)


def direction(*given, **more):
    return toward(rules(*given, **more))


RULES = [
    ("held >= p", HARDER),
    ("count(m.late >= p for m in months) >= 1", HARDER),
    ("share(m.late <= p for m in months) >= 0.5", EASIER),
    ("count(m.open for m in months if m.late > p) >= 1", HARDER),
    ("share(m.open for m in months if m.late > p) >= 0.5", BOTH),
    ("longest_run(m.late > p for m in months) <= 2", EASIER),
    ("mean(m.late + p for m in months) > 1", EASIER),
    ("max(m.late - p for m in months) > 1", HARDER),
    ("p > held", EASIER),
    ("held <= p", EASIER),
    ("p < held", HARDER),
    ("held == p", BOTH),
    ("p != held", BOTH),
    ("p in (1, 2)", BOTH),
    ("held >= 3", NONE),
    ("not held >= p", EASIER),
    ("clean and held >= p", HARDER),
    ("clean or not held < p", HARDER),
    ("at_least(p, clean, warned)", HARDER),
    ("at_least(1, clean, held >= p)", HARDER),
    ("held >= p and held <= p", BOTH),
    ("held + p >= 3", EASIER),
    ("held - p >= 3", HARDER),
    ("held * p >= 3", EASIER),
    ("balance * p >= 3", BOTH),
    ("0 - held * p >= 3", HARDER),
    ("held / p >= 3", HARDER),
    ("p / held >= 3", EASIER),
    ("p / balance >= 3", BOTH),
    ("3 >= due / (held + p)", EASIER),
    ("due / (balance + p) >= 3", BOTH),
    ("p * p >= 3", EASIER),
]


@pytest.mark.parametrize("rule, expected", RULES)
def test_direction_follows_from_the_rule(rule, expected):
    """Through comparisons, connectives, counting and arithmetic with the signs of the other side."""
    assert direction(rule) == expected


@pytest.mark.parametrize("rule", ["p * p >= 3", "held > due / p", "held * p > balance * p"])
def test_a_sign_that_may_change_leaves_no_direction(rule):
    """Five is positive, but not all between minus one and five is."""
    given = rules(rule)
    (p,) = given.parameters
    assert Polarity(given).direction(p, 2024, (Fraction(-1), Fraction(5))) == BOTH


def test_direction_goes_through_definitions(tmp_path):
    """A parameter that a definition reads works where the definition is used."""
    base = rules("d")
    d = fourgood.Definition("d", text("d"), parse("held >= p"))
    other = rules("not d")
    for each, expected in ((base, HARDER), (other, EASIER)):
        given = fourgood.Contribution(**{**_parts(each), "definitions": (*each.definitions, d)})
        assert toward(given) == expected


def _parts(contribution):
    return {name: getattr(contribution, name) for name in ("facts", "definitions", "parameters", "groups", "criteria")}


@pytest.mark.parametrize(
    "more, expected",
    [
        ({"role": Role.VETO}, EASIER),
        ({"role": Role.DEFERRAL}, EASIER),
        ({"group": "not c"}, EASIER),
        ({"group": "met >= 1"}, HARDER),
        ({"group": "points >= 1"}, NONE),
        ({"group": "points >= 1", "points": Fraction(2)}, HARDER),
        ({"group": "points >= 1", "points": Fraction(-2)}, EASIER),
        ({"standard": "not g"}, EASIER),
        ({"standard": "met >= 1"}, HARDER),
        ({"applies_when": parse("held >= p")}, BOTH),
        ({"bands": (fourgood.Band(parse("held >= p"), Fraction(1)),)}, BOTH),
    ],
)
def test_direction_goes_through_role_and_standards(more, expected):
    """A veto works the other way round; where it decides what applies, or points, it works both ways."""
    assert direction("held >= p", **more) == expected


def test_an_invariant_works_both_ways():
    """It rejects dossiers."""
    given = fourgood.Contribution(
        **_parts(rules("held >= p")), invariants=(Invariant("i", text("i"), parse("held >= p")),)
    )
    assert toward(given) == BOTH


def reading(key):
    """Conditions that read a parameter somewhere, among whatever else."""
    name = st.just(Name(key))
    made = st.builds(Arithmetic, name, st.sampled_from("+-*/"), NAMED_TERMS)
    made |= st.builds(Arithmetic, NAMED_TERMS, st.sampled_from("+-*/"), name)
    term = name | made | st.builds(Arithmetic, NAMED_TERMS, st.sampled_from("+-*/"), made)
    leaf = st.builds(Compare, term, ORDERS, NAMED_TERMS) | st.builds(Compare, NAMED_TERMS, ORDERS, term)
    return st.recursive(leaf | leaf | CONDITIONS, joined, max_leaves=4).filter(lambda each: key in names(each))


@settings(max_examples=300)
@given(st.data(), FULL_FACTS | FACT_SETS, st.sampled_from(["min_held", "least", "a_third"]))
def test_what_is_harder_is_met_only_where_the_easier_is(data, facts, key):
    """Whatever the rule: where higher is harder, what is met with the higher value is met with the lower, and so on."""
    condition = data.draw(reading(key))
    low, high = sorted(data.draw(st.sets(st.fractions(-20, 20, max_denominator=3), min_size=2, max_size=2)))
    parameter = Parameter(key, text(key), (Dated(low, 2020, 2030, fourgood.Backing.ASSUMPTION),))
    others = (
        Parameter(each.key, each.title, (each.dated,), each.measure, each.scale)
        for each in VOCABULARY.thresholds.values()
        if each.key != key
    )
    given = fourgood.Contribution(
        facts=tuple(VOCABULARY.facts.values()),
        definitions=tuple(VOCABULARY.definitions.values()),
        parameters=(parameter, *others),
        groups=(Group("g", text("g")),),
        criteria=(Criterion("c", "g", text("c"), condition),),
    )
    way = Polarity(given).direction(parameter, 2024, (low, high))

    def met(value):
        dated = Dated(value, 2020, 2030, fourgood.Backing.ASSUMPTION)
        return truth(condition, {**SCOPE, key: Threshold(key, text(key), dated)}, facts) == MET

    if way == HARDER:
        assert not met(high) or met(low)
    elif way == EASIER:
        assert not met(low) or met(high)
    elif way == NONE:
        assert met(low) == met(high)


# may_only


@pytest.fixture
def faults(tmp_path):
    """The faults of the base and of layers, as lines."""

    def finding(*layers):
        with pytest.raises(RulebookError) as caught:
            stack(tmp_path, *(layer(tmp_path, *each) for each in layers))
        return [str(fault) for fault in caught.value.faults]

    return finding


def set_(key, value, years="2024"):
    return f"set: {{{key}: {{value: {value}, years: {years}, backing: assumption}}}}"


LOOSER = [("min_attendance", "80%", "85%", "80%"), ("max_punished", 4, 3, 4), ("min_grade", "poor", "fair", "poor")]
TIGHTER = [("min_attendance", "90%"), ("max_punished", 2), ("min_grade", "good"), ("min_attendance", "85%")]


@pytest.mark.parametrize("key, value, before, after", LOOSER)
def test_a_loosened_floor_is_refused_and_names_both(faults, key, value, before, after):
    """A least share, a most count that a veto reads, a least grade: the direction is the rules' own."""
    (fault,) = faults(("a", set_(key, value)))
    assert fault.startswith(
        f"a.yaml:4:{len(key) + 9} (parameters.{key}): `{key}` may only be tightened, says base.yaml:"
    )
    assert f"in 2024 layer a, a.yaml:4 moves it from {before} to {after}. Leave it at {before}" in fault


@pytest.mark.parametrize("key, value", TIGHTER)
def test_a_tightened_floor_is_taken(tmp_path, key, value):
    """And one that stays where it is."""
    book = stack(tmp_path, layer(tmp_path, "a", set_(key, value)))
    assert book.vocabulary.thresholds[key].dated.origin.layer == "a"


def test_a_floor_holds_in_every_year_that_both_values_cover(faults, tmp_path):
    """A year that had no value is free."""
    (fault,) = faults(("a", set_("min_attendance", "80%", "2026-2030")))
    assert "in 2026" in fault
    assert stack(tmp_path, layer(tmp_path, "a", set_("min_attendance", "80%", "2027-2030")))


def test_a_layer_may_set_a_floor_for_those_above_it(faults, tmp_path):
    """It may move the parameter itself; siblings are not bound by it."""
    own = "change: {parameters: {min_held: {may_only: nothing}}}\n" + set_("min_held", 9)
    (fault,) = faults(("a", own), ("b", set_("min_held", 13), "a"))
    assert "may only be kept as it is, says layer a, a.yaml:4" in fault and "moves it from 9 to 13" in fault
    stack(tmp_path, layer(tmp_path, "a", own), layer(tmp_path, "c", set_("min_held", 8, "2025")))


def test_no_layer_takes_a_floor_away(faults):
    """Saying loosen where a lower one says tighten leaves both in force; dropping the parameter is refused."""
    (fault,) = faults(
        ("a", "change: {parameters: {min_attendance: {may_only: loosen}}}"), ("b", set_("min_attendance", "80%"), "a")
    )
    assert "may only be tightened, says base.yaml" in fault
    reason = "{reason: {vi: a, en: b}}"
    found = faults(("a", f"drop: {{parameters: {{min_attendance: {reason}}}, criteria: {{present: {reason}}}}}"))
    assert found == [
        "a.yaml:4:37 (parameters.min_attendance): `min_attendance` may only be tightened, says base.yaml:18; "
        "layer a, a.yaml:4 drops it. Leave it, or ask those who set it"
    ]


def test_a_floor_without_a_direction_is_itself_refused(faults):
    """It says why: the guard of a criterion reads it, or two criteria pull apart."""
    (guard,) = faults(("a", "change: {criteria: {often: {applies_when: attendance > min_attendance}}}"))
    assert "`min_attendance` cannot be said to be tightened: it decides where `often` applies" in guard
    (apart,) = faults(("a", "change: {criteria: {often: {rule: attendance < min_attendance}}}"))
    assert "a higher value is easier for some of `present`, `often`, harder for others" in apart


CHAIN = ", ".join(f"d{n}: {{title: {{vi: a, en: b}}, expression: d{n - 1} + held}}" for n in range(1, 1200))
TITLE = "title: {vi: a, en: b}"


@pytest.mark.parametrize(
    "body, said",
    [
        (f"definitions: {{again: {{{TITLE}, expression: again * min_attendance}}}}", "`again` needs itself"),
        (f"definitions: {{d0: {{{TITLE}, expression: min_attendance + held}}, {CHAIN}}}", "`d1199` is too long"),
        ("change: {criteria: {present: {rule: attendance > min_attendance / nix}}}", "`nix` is not known"),
        ("change: {criteria: {present: {rule: attendance > min_attendance * grade}}}", "`grade` is a choice"),
    ],
)
def test_rules_that_are_none_are_told_as_such_and_not_as_floors(faults, body, said):
    """A floor has no opinion on what cannot be a rule: that of the rule itself is told, and nothing is followed."""
    reads = "criteria: {more: {group: work, title: {vi: a, en: b}, rule: held > KEY, backing: assumption}}"
    key = "again" if "again" in body else "d1199" if "d1199" in body else "held + min_attendance - 1"
    found = faults(("a", f"{body}\n{reads.replace('KEY', key)}"))
    assert any(said in fault for fault in found)
    assert not any("direction" in fault for fault in found)


def test_a_floor_looks_at_years_that_have_rules(faults):
    """A parameter beside it that starts later leaves nothing to look at before; a loosening from then on is refused."""
    later = f"parameters: {{late: {{{TITLE}, values: [{{value: 2, years: 2024-2026, backing: assumption}}]}}}}"
    rule = "change: {criteria: {present: {rule: attendance * late > min_attendance * late}}}"
    lower = "set: {min_attendance: {value: 80%, years: 2022-2026, backing: assumption}}"
    (fault,) = faults(("a", f"{later}\n{rule}"), ("b", lower, "a"))
    assert "may only be tightened" in fault and "in 2024 layer b" in fault


# What must always hold

MOVES = st.fixed_dictionaries(
    {},
    optional={
        "min_attendance": st.sampled_from([85, 87, 90, 95, 100]),
        "max_punished": st.integers(0, 3),
        "min_grade": st.sampled_from(["fair", "good"]),
    },
)
UNITS = st.fixed_dictionaries(
    {
        "attended": st.integers(80, 100),
        "expected": st.just(100),
        "held": st.integers(10, 14),
        "punished": st.integers(0, 5),
        "grade": st.sampled_from(["poor", "fair", "good"]),
        "judged_work": st.sampled_from(["met", "not_met"]),
    }
)


@settings(max_examples=60)
@given(st.lists(MOVES, min_size=1, max_size=3), UNITS, st.booleans())
def test_a_tighten_only_stack_recognises_nobody_whom_its_base_does_not(tmp_path_factory, moves, unit, demand):
    """Floors moved as they may be, and demands added: what is recognised then was recognised before."""
    folder = tmp_path_factory.mktemp("stack")
    layers, extends = [], "test.base"
    for depth, move in enumerate(moves):
        sets = "".join(
            f"  {key}: {{value: {value}{'%' if key == 'min_attendance' else ''}, years: 2024, backing: assumption}}\n"
            for key, value in move.items()
        )
        criterion = "{group: work, title: {vi: a, en: b}, rule: held > 11, backing: assumption}"
        added = f"criteria:\n  more{depth}: {criterion}\n"
        body = (f"set:\n{sets}" if sets else "") + (added if demand or not sets else "")
        layers.append(read(folder, head(f"l{depth}", extends) + body, f"l{depth}.yaml"))
        extends = f"l{depth}"
    base = read(folder, BASE)
    try:
        tight = fourgood.combine(resolve([base, *layers]), 2024)
    except RulebookError:
        return  # an upper layer loosened what a lower one had tightened
    dossier = fourgood.Dossier("u", "cell", 2024, facts={**GOOD, **unit})
    loose = fourgood.combine(resolve([base]), 2024)
    assert not fourgood.evaluate(dossier, tight).recognized or fourgood.evaluate(dossier, loose).recognized
