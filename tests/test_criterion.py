"""A criterion takes its rule as text, as a tree, as an object that says what it means, or as a function."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import frozen

import fourgood
from fourgood.citation import Origin
from fourgood.criterion import as_rule
from fourgood.parse import parse
from fourgood.rule import Name
from strategies import text

TREE = parse("held >= 12")


@frozen
class AtLeastHeld:
    """A criterion of somebody's own, which lowers itself."""

    number: int
    as_text: bool

    def rule(self):
        """What it means."""
        return f"held >= {self.number}" if self.as_text else parse(f"held >= {self.number}")


@pytest.mark.parametrize("given", ["held >= 12", TREE, AtLeastHeld(12, True), AtLeastHeld(12, False)])
def test_a_rule_however_it_is_given(given):
    """All four are the same tree, as a rule and as a guard."""
    made = fourgood.Criterion("c", "g", text("c"), given, applies_when=given)
    assert made.rule == made.applies_when == TREE


def test_a_function_stays_a_function():
    """With the facts that it declares."""
    rule = fourgood.PythonRule(lambda view: True, ("held",))
    assert as_rule(rule) is rule
    with pytest.raises(TypeError):
        fourgood.PythonRule(lambda view: True, ["held"])


def test_what_is_no_rule_is_refused():
    """With the ways to give one; a text with its place."""
    with pytest.raises(TypeError, match="give a text, a tree, a PythonRule, or an object"):
        as_rule(12)
    with pytest.raises(TypeError, match="cannot be written in Python"):
        fourgood.Criterion("c", "g", text("c"), TREE, applies_when=fourgood.PythonRule(bool, ()))
    with pytest.raises(fourgood.RuleError):
        fourgood.Criterion("c", "g", text("c"), "held >")


def test_points_are_exact():
    """However they are given; a binary float is refused, with the mend."""
    for points in ("2.5", Decimal("2.5"), Fraction(5, 2)):
        made = fourgood.Criterion("c", "g", text("c"), TREE, points=points, bands=(fourgood.Band(TREE, points),))
        assert made.points == made.bands[0].points == Fraction(5, 2)
    for wrong in (
        lambda: fourgood.Criterion("c", "g", text("c"), TREE, points=0.1),
        lambda: fourgood.Band(TREE, 0.1),
    ):
        with pytest.raises(TypeError, match=r"0\.1 is no exact number; write it as text or Fraction"):
            wrong()


def test_what_is_given_is_of_its_type():
    """Words in both languages, sets of known kinds, tuples: nothing is taken for something else without a word."""
    for more, said in (
        ({"title": "Đủ số buổi"}, "title of Criterion must be a Text"),
        ({"applies_to": ["cell"]}, "applies_to of Criterion must be a frozenset of cell, committee, not"),
        ({"bands": [fourgood.Band(TREE, 1)]}, "tuple"),
        ({"role": "veto"}, "Role"),
    ):
        with pytest.raises(TypeError, match=said):
            fourgood.Criterion(**{"id": "c", "group": "g", "title": text("c"), "rule": TREE, **more})
    with pytest.raises(TypeError, match="title of Group must be a Text"):
        fourgood.Group("g", "Nhóm")


def test_a_digest_is_that_of_what_a_criterion_says():
    """Another place in a file makes no other criterion; another rule does."""
    made = fourgood.Criterion("c", "g", text("c"), TREE)
    assert made.digest == fourgood.Criterion("c", "g", text("c"), TREE, origin=Origin(line=7)).digest
    assert made.digest != fourgood.Criterion("c", "g", text("c"), "held >= 13").digest


def test_a_group_is_good_when_its_requirements_are_met():
    """Unless it says otherwise."""
    assert fourgood.Group("g", text("g")).standard == Name("requirements_met")
    assert fourgood.Group("g", text("g"), standard="met >= 2").standard == parse("met >= 2")
