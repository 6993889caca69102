"""Contributions come together as one rulebook, whatever their order; what does not fit names all sides."""

import itertools
from fractions import Fraction

import pytest

import fourgood
from fourgood.citation import Origin
from fourgood.vocabulary import Dated, Definition, Invariant, Parameter
from strategies import count, text


def parameter(key, *spans):
    """A parameter with a value for each span of years."""
    dated = tuple(Dated(Fraction(first), first, last, fourgood.Backing.ASSUMPTION) for first, last in spans)
    return Parameter(key, text(key), dated)


def criterion(id, group="g1", rule="held >= 1", plugin=None):
    """A small criterion."""
    return fourgood.Criterion(
        id, group, text(id), rule, origin=Origin(plugin, file=plugin and f"{plugin}.yaml", line=3)
    )


ONE = fourgood.Contribution(
    facts=(count("held"), count("due")),
    parameters=(parameter("least", (2022, 2023), (2024, 2026)),),
    groups=(fourgood.Group("g1", text("g1"), 2),),
    criteria=(criterion("c1"), criterion("c2", "g2")),
)
TWO = fourgood.Contribution(
    definitions=(Definition("portion", text("portion"), fourgood.parse("held / due > 0").left),),
    invariants=(Invariant("within", text("within"), fourgood.parse("held <= due")),),
    groups=(fourgood.Group("g2", text("g2"), 1),),
    criteria=(criterion("c3", "g2", "portion > 0.5"),),
    standard="g1 or g2",
)
THREE = fourgood.Contribution(
    derived=(fourgood.DerivedFact(count("twice"), lambda view: 2 * view["held"], ("held",)),),
    criteria=(criterion("c4", "g1", "twice > least - 2020"),),
)


def faults(*contributions, year=2024):
    """What keeps contributions from being a rulebook."""
    with pytest.raises(fourgood.RulebookError) as caught:
        fourgood.combine(contributions, year)
    return [str(fault) for fault in caught.value.faults]


def test_parts_of_all_come_together():
    """Groups by their order, criteria in the order of their groups, parameters as they hold in the year."""
    book = fourgood.combine([ONE, TWO, THREE], 2023)
    assert [group.id for group in book.groups] == ["g2", "g1"]
    assert [each.id for each in book.criteria] == ["c2", "c3", "c1", "c4"]
    assert book.vocabulary.thresholds["least"].value == 2022
    assert set(book.vocabulary.facts) == {"held", "due", "twice"}
    assert book.standard == fourgood.parse("g1 or g2")


def test_the_order_of_contributions_leaves_no_trace():
    """The same findings, groups, status and digest in every order."""
    dossier = fourgood.Dossier("u", "cell", 2024, facts={"held": 3, "due": 5})
    told = set()
    for order in itertools.permutations([ONE, TWO, THREE]):
        book = fourgood.combine(order, 2024)
        verdict = fourgood.evaluate(dossier, book)
        findings = frozenset((each.criterion.id, each.outcome, each.texts("vi")) for each in verdict.findings)
        groups = tuple((id, group.outcome) for id, group in verdict.groups.items())
        told.add((findings, groups, verdict.status, book.digest))
    assert len(told) == 1


@pytest.mark.parametrize(
    "part, items",
    [
        ("facts", [count("x", origin=Origin("p1")), count("x", origin=Origin("p2"))]),
        ("facts", [count("x", origin=Origin("p1")), count("kind", origin=Origin("p2"))]),
        (
            "invariants",
            [Invariant("x", text("x"), fourgood.parse("held > 0"), origin=Origin(plugin)) for plugin in ("p1", "p2")],
        ),
    ],
)
def test_the_same_key_from_two_sides_names_both(part, items):
    """Facts, definitions, parameters and what a dossier says of the unit share their names."""
    found = faults(ONE, *(fourgood.Contribution(**{part: (item,)}) for item in items))
    assert len(found) == 1
    assert "is defined twice: by" in found[0] and "plugin p2. Rename one of them" in found[0]


def test_a_fact_and_a_parameter_cannot_share_a_key():
    """Nor a definition and a derived fact."""
    assert (
        "`held` is defined twice"
        in faults(ONE, fourgood.Contribution(parameters=(parameter("held", (2024, 2024)),)))[0]
    )
    definition = Definition("twice", text("x"), fourgood.parse("held > 1"))
    assert "`twice` is defined twice" in faults(ONE, THREE, fourgood.Contribution(definitions=(definition,)))[0]


def test_the_same_criterion_or_group_from_two_sides_names_both():
    """With the file and line of the second."""
    again = fourgood.Contribution(criteria=(criterion("c9", plugin="p1"),))
    other = fourgood.Contribution(criteria=(criterion("c9", plugin="p2"),))
    (fault,) = faults(ONE, TWO, again, other)
    assert fault.startswith("p2.yaml:3: the criterion `c9` is defined twice: by plugin p1, p1.yaml:3 and by plugin p2")
    assert "the group `g1` is defined twice" in faults(ONE, TWO, fourgood.Contribution(groups=ONE.groups))[0]


def test_a_criterion_for_a_group_that_nobody_provides_is_refused():
    """Its own place is named."""
    stray = fourgood.Contribution(criteria=(criterion("stray", "nobody", plugin="p1"),))
    (fault,) = faults(ONE, TWO, stray)
    assert "`stray` belongs to the group `nobody`, which nobody provides" in fault
    assert fault.startswith("p1.yaml:3")


@pytest.mark.parametrize("year", [2021, 2024, 2030])
def test_a_year_that_a_parameter_does_not_cover_names_those_it_does(year):
    """Never the nearest value."""
    gap = fourgood.Contribution(parameters=(parameter("gap", (2022, 2023), (2025, 2025)),))
    found = faults(gap, year=year)
    expected = f"the parameter `gap` has no value for {year}; it has values for 2022-2023, 2025"
    assert any(expected in fault for fault in found)


def test_two_standards_are_refused():
    """One contribution decides over the groups."""
    assert "2 contributions set the rulebook's standard" in faults(ONE, TWO, fourgood.Contribution(standard="g1"))[0]


def test_nothing_is_no_rulebook():
    """A rulebook needs a group."""
    assert "this rulebook has no group. Load a plugin that provides one" in faults()[0]


def test_parts_are_tuples():
    """A list could change later."""
    with pytest.raises(TypeError):
        fourgood.Contribution(facts=[count("held")])


def test_a_year_without_rules_is_one_fault_however_many_parameters_there_are():
    """The first of them, how many more, and the years that are covered."""
    many = fourgood.Contribution(parameters=tuple(parameter(f"p{at}", (2022, 2026)) for at in range(40)))
    (fault,) = faults(ONE, many, year=2030)
    assert "there are no rules for 2030: `least` and 40 more parameters have values for 2022-2023, 2024-2026" in fault
