"""A rulebook is checked whole when it is made: every fault, with the part it belongs to."""

import pytest

import fourgood
from fourgood.citation import Origin
from fourgood.criterion import Band
from fourgood.vocabulary import Invariant, Vocabulary
from strategies import DEFINITIONS, FACTS, INVARIANTS, THRESHOLDS, VOCABULARY, YEAR, defined, keyed, text

GROUP = fourgood.Group("g", text("g"))


def criterion(rule="held >= 1", **more):
    """A criterion with a place."""
    return fourgood.Criterion("c", "g", text("c"), rule, origin=Origin("p", file="p/r.yaml", line=7), **more)


def made(*criteria, groups=(GROUP,), vocabulary=VOCABULARY, **more):
    """A rulebook."""
    return fourgood.Rulebook("test", text("test"), YEAR, vocabulary, groups, criteria, **more)


def faults(*criteria, **more):
    """What is wrong with a rulebook."""
    with pytest.raises(fourgood.RulebookError) as caught:
        made(*criteria, **more)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "more, key",
    [
        ({"rule": "helt > 1"}, "criteria.c.rule"),
        ({"applies_when": "helt > 1"}, "criteria.c.applies_when"),
        ({"bands": (Band(fourgood.parse("helt > 1"), 1),)}, "criteria.c.bands.0"),
    ],
)
def test_every_rule_of_a_criterion_is_checked(more, key):
    """With the plugin's file, the position in the rule, and the part of the criterion."""
    (fault,) = faults(criterion(**more))
    assert fault.startswith(f"p/r.yaml:1:1 ({key}): `helt` is not known")


def test_a_function_may_only_declare_facts():
    """A definition is no fact, a misspelt name is nothing."""
    found = faults(criterion(fourgood.PythonRule(bool, ("held", "attendance", "helt"))))
    assert [fault.split(": ")[1] for fault in found] == [
        "`attendance` is no fact that a function could read",
        "`helt` is no fact that a function could read",
    ]


def test_standards_are_checked_on_their_own_floor():
    """A group's standard knows its requirements and tallies, the rulebook's standard groups and criteria."""
    group = fourgood.Group("g", text("g"), standard="c and met >= 1 and points >= 0 and requirements_met")
    assert made(criterion(), groups=(group,), standard="g or all_groups_good").groups == (group,)
    other = fourgood.Group("g", text("g"), standard="held > 1")
    assert "(groups.g.standard): `held` is not known" in faults(criterion(), groups=(other,))[0]
    assert "put held in a criterion" in faults(criterion(), standard="held > 1")[0]


def test_a_veto_is_no_part_of_a_groups_standard():
    """Only requirements count for a group."""
    group = fourgood.Group("g", text("g"), standard="c")
    assert "`c` is not known" in faults(criterion(role=fourgood.Role.VETO), groups=(group,))[0]


def test_definitions_and_invariants_are_checked():
    """A definition's own faults come before those of the rules that use it."""
    broken = Vocabulary(keyed(FACTS), keyed([defined("x", "helt + 1")]), {}, INVARIANTS)
    (fault,) = faults(criterion("x > 1"), vocabulary=broken)
    assert "(definitions.x): `helt` is not known" in fault
    invariant = Invariant("i", text("i"), fourgood.parse("helt > 1"))
    broken = Vocabulary(keyed(FACTS), keyed(DEFINITIONS), keyed(THRESHOLDS), (invariant,))
    assert "(invariants.i): `helt` is not known" in faults(criterion(), vocabulary=broken)[0]


def test_a_share_is_known_from_an_invariant():
    """attended <= expected makes their quotient a share, and 85 a slip."""
    (fault,) = faults(criterion("attended / expected > 85"))
    assert "85 is outside what `attended / expected` can be (0 to 1). Did you mean 0.85?" in fault


def test_parts_are_found_by_id():
    """And what is not there is a KeyError."""
    book = made(criterion())
    assert book.criterion("c") is book.criteria[0]
    with pytest.raises(KeyError):
        book.criterion("x")


def test_a_rulebook_is_changed_by_copy_and_checked_again():
    """The copy is another rulebook; the first stays."""
    book = made(criterion())
    assert book.replace(id="other").id == "other" and book.id == "test"
    with pytest.raises(fourgood.RulebookError):
        book.replace(groups=())


def test_digests_depend_on_what_decides():
    """The same rules give the same digest; another threshold gives another."""
    assert made(criterion()).digest == made(criterion()).digest
    assert made(criterion()).digest != made(criterion("held >= 2")).digest


def test_a_standard_never_asks_for_more_points_than_can_be_given():
    """Of the whole, of one group, of a kind of unit: nobody could ever meet it."""
    criteria = (
        fourgood.Criterion("c1", "g1", text("c1"), "clean", points=60, applies_to=frozenset({"cell"})),
        fourgood.Criterion("c2", "g1", text("c2"), "warned", points=40, applies_to=frozenset({"committee"})),
        fourgood.Criterion("c3", "g2", text("c3"), "held > 1"),
    )

    def faults(standard, of_group="requirements_met", grade="points >= 60"):
        groups = (fourgood.Group("g1", text("g1")), fourgood.Group("g2", text("g2"), standard=of_group))
        grades = (fourgood.Grade("fair", text("fair"), grade),)
        try:
            fourgood.Rulebook("t", text("t"), YEAR, VOCABULARY, groups, criteria, standard, grades=grades)
        except fourgood.RulebookError as error:
            return [str(fault) for fault in error.faults]
        return []

    assert faults("points >= 60 and g1.points >= 40 and points / max_points >= 0.9") == []
    assert faults("all_groups_good and points >= 100") == [
        "standard: `points >= 100` is never met: at most 60 points can be given."
        " Ask for less, or give points to more criteria"
    ]
    assert "groups.g2.standard: `points >= 50` is never met: at most 0" in faults("g1", "points >= 50")[0]
    assert "grades.fair.standard: `c1.points > 60` is never met" in faults("g1", grade="c1.points > 60")[0]
