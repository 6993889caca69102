"""The rule tree: frozen, comparable, and walked in one way."""

import pytest
from attrs import fields
from attrs.exceptions import FrozenInstanceError

from fourgood.parse import parse
from fourgood.rule import INSIDE, NODES, All, Any, AtLeast, Compare, Member, Name, Number, Word, children, names, walk


def test_names_come_once_in_the_order_of_the_text():
    """A name that is mentioned twice is listed once."""
    tree = parse('at_least(k, b / a > c, a in ("x",), not b or d)')
    assert names(tree) == ("k", "b", "a", "c", "d")


def test_walking_goes_top_down():
    """The node itself first, then what is below it, from left to right."""
    tree = parse("a > 1 and b")
    assert list(walk(tree)) == [tree, tree.parts[0], Name("a"), Number(1), Name("b")]
    assert list(children(Name("a"))) == []


def test_trees_are_values():
    """Equal trees are equal and hash alike, and no part can be changed."""
    assert hash(parse("a > 1")) == hash(parse("a  >  1"))
    with pytest.raises(FrozenInstanceError):
        parse("a > 1").operator = "<"


@pytest.mark.parametrize("make", [All, Any, lambda parts: AtLeast(Number(1), parts), lambda v: Member(Name("a"), v)])
def test_parts_are_a_tuple_and_never_empty(make):
    """A list could not be hashed, and nothing of nothing means nothing."""
    with pytest.raises(TypeError):
        make([Name("a")])
    with pytest.raises(ValueError, match="must be >= 1"):
        make(())


def test_a_number_is_exact():
    """A text or an int is taken exactly."""
    assert Number("0.85") == Number("17/20")
    assert Compare(Number(1), "==", Word("1")) != Compare(Number(1), "==", Number(1))


def test_what_is_inside_of_a_node_is_written_down_for_each():
    """Every node, and every attribute that can hold one: a new node cannot hide a part from those who walk."""
    assert set(INSIDE) == set(NODES)
    kinds = ("Term", "Condition", "Node", "Name", "Constant")
    for node in NODES:
        holds = {each.name for each in fields(node) if any(kind in str(each.type) for kind in kinds)}
        assert set(INSIDE[node]) == holds, node
