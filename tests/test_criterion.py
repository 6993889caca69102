"""A criterion takes its rule as text, as a tree, as an object that says what it means, or as a function."""

import pytest
from attrs import frozen

import fourgood
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


def test_a_group_is_good_when_its_requirements_are_met():
    """Unless it says otherwise."""
    assert fourgood.Group("g", text("g")).standard == Name("requirements_met")
    assert fourgood.Group("g", text("g"), standard="met >= 2").standard == parse("met >= 2")
