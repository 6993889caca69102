"""A tree written as text or JSON is read back as the same tree."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourgood.errors import RuleError
from fourgood.parse import parse
from fourgood.rule import Arithmetic, Compare, Name, Number
from fourgood.write import from_json, number_text, to_json, to_text
from strategies import CONDITION_TREES, CONDITIONS, TERM_TREES


@given(CONDITION_TREES | CONDITIONS)
def test_text_is_read_back(tree):
    """Whatever the tree, its text parses to the same tree."""
    assert parse(to_text(tree)) == tree


@given(TERM_TREES)
def test_the_text_of_a_term_is_read_back(tree):
    """Terms, the expressions of definitions, are read back too, here as one side of a comparison."""
    assert parse(f"{to_text(tree)} == x") == Compare(tree, "==", Name("x"))


@given(CONDITION_TREES | TERM_TREES)
def test_json_is_read_back(tree):
    """A tree as JSON survives a trip through JSON text."""
    assert from_json(json.loads(json.dumps(to_json(tree)))) == tree


@pytest.mark.parametrize(
    "text",
    [
        "a - (b - c) > 0",
        "a / (b * c) > (d + 1) / 2",
        "a * (1/3) == -0.5",
        "a - -1 > b",
        "not (a and b) or c",
        "(a or b) and not c",
        "not not a",
        'a not in ("x", "y")',
        'a in ("it\\"s",)',
        "count(meetings) >= 12",
        "share(each.attended / each.eligible > 0.85 or each.few for each in meetings) >= 2/3",
        'sum(each.a + (1/3) for each in t if each.kind == "x" and not each.off) / sum(each.b for each in t) > 0.85',
        "longest_run(not (each.a and b) for each in months) <= 2",
        "share(true for each in t) == 1",
        "at_least(2, a or b, not c, d >= 1)",
        "true == a",
    ],
)
def test_brackets_stay_where_they_matter(text):
    """A text in the written form comes out as it went in."""
    assert to_text(parse(text)) == text


@pytest.mark.parametrize(
    "value, text",
    [
        ("12", "12"),
        ("-12", "-12"),
        ("17/20", "0.85"),
        ("-1/2", "-0.5"),
        ("1/3", "1/3"),
        ("-2/7", "-2/7"),
        ("1/1000", "0.001"),
        (Fraction(10**30 - 1, 2), f"{10**30 - 1}/2"),
    ],
)
def test_numbers_are_written_exactly(value, text):
    """As a decimal where it ends and the language reads it, else as a fraction."""
    assert number_text(Fraction(value)) == text


def test_a_fraction_inside_arithmetic_is_one_number():
    """a / (1/3) is not a / 1 / 3."""
    tree = Compare(Arithmetic(Name("a"), "/", Number(Fraction(1, 3))), ">", Number(1))
    assert parse(to_text(tree)) == tree


NAME = {"name": "a"}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "a > 1",
        {},
        {"name": "a", "more": 1},
        {"name": "a b"},
        {"name": "and"},
        {"name": 1},
        {"number": 1},
        {"number": "x"},
        {"number": "1/0"},
        {"number": "1e999999999"},
        {"number": "9" * 31},
        {"number": "nan"},
        {"word": 1},
        {"truth": 1},
        {"compare": [NAME, "=", NAME]},
        {"compare": [NAME, "=="]},
        {"compare": [{"not": NAME}, "==", NAME]},
        {"arithmetic": [NAME, "**", NAME]},
        {"member": [NAME, []]},
        {"member": [NAME, [NAME]]},
        {"not": {"number": "1"}},
        {"all": [NAME]},
        {"any": []},
        {"all": [NAME, {"word": "x"}]},
        {"at_least": [{"number": "3"}, [NAME, NAME]]},
        {"at_least": [{"number": "0.5"}, [NAME, NAME]]},
        {"at_least": [{"word": "x"}, [NAME]]},
        {"at_least": [{"number": "1"}, []]},
        {"name": "each"},
        {"name": "each.a"},
        {"aggregate": ["count"]},
        {"aggregate": ["count", NAME]},
        {"aggregate": ["total", NAME, {"name": "each.a"}]},
        {"aggregate": ["sum", NAME, {"not": {"name": "each.a"}}]},
        {"aggregate": ["sum", {"name": "each.a"}, {"name": "each.b"}]},
        {"aggregate": ["sum", {"name": "each"}, {"name": "each.b"}]},
        {"aggregate": ["count", NAME, NAME, NAME, NAME]},
        {"aggregate": ["max", NAME, {"aggregate": ["max", NAME, NAME]}]},
    ],
)
def test_json_that_is_no_rule_is_refused(data):
    """Each with what was found, shortened."""
    with pytest.raises(RuleError) as caught:
        from_json(data)
    assert "is no rule in JSON" in str(caught.value) or "is no number" in str(caught.value)


def test_json_that_is_too_deep_is_refused():
    """The limit is that of rule texts."""
    data = {"name": "a"}
    for _ in range(1000):
        data = {"not": data}
    with pytest.raises(RuleError, match="nested more than 60 levels"):
        from_json(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["==", "/", "1/0", "1e9"]),
    lambda each: (
        st.lists(each, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["number", "name", "word", "compare", "all", "at_least", "member", "not", "truth", "aggregate"]
            ),
            each,
            max_size=2,
        )
    ),
)


@given(JSON)
def test_reading_json_never_crashes(data):
    """Whatever the JSON: a tree that can be written and read again, or a RuleError."""
    try:
        tree = from_json(data)
    except RuleError:
        return
    assert from_json(to_json(tree)) == tree
