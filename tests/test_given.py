"""What is given in Python is looked at when it is given: words, sets, exact numbers, bounds, years, choices."""

from decimal import Decimal
from fractions import Fraction

import pytest

import fourgood
from fourgood.given import bounds_fault, decimal, setting
from fourgood.scale import Scale
from fourgood.titles import header_faults
from fourgood.vocabulary import Dated, Fact, Kind, Parameter
from strategies import VOCABULARY, YEAR, count, defined, keyed, text


@pytest.mark.parametrize("value, exact", [("0.01", "0.01"), (3, "3"), (Decimal("2.50"), "2.5")])
def test_a_decimal_is_taken_as_it_is_written(value, exact):
    """A text, a whole number, a Decimal."""
    assert decimal(value) == Decimal(exact)


@pytest.mark.parametrize("value", [0.1, True, None, "x", "0,1", Fraction(1, 3)])
def test_a_binary_float_is_no_exact_decimal(value):
    """Nor anything else; the mend is said."""
    with pytest.raises(TypeError, match="is no exact decimal; write it as text or Decimal"):
        decimal(value)


def test_a_setting_is_an_exact_number_or_a_choice():
    """A number may be given as text too."""
    found = [setting(value) for value in ("0.85", "1/3", 12, Decimal("0.5"), "good")]
    assert found == [Fraction(17, 20), Fraction(1, 3), 12, Fraction(1, 2), "good"]


@pytest.mark.parametrize(
    "low, high, step, fits",
    [
        ("0", "1", "0.01", True),
        ("-5", "5", "0.5", True),
        ("0", "999999999999999", "1", True),
        ("2", "1", "1", False),
        ("0", "1", "0.3", False),
        ("0", "1", "0", False),
        ("0", "1", "-0.5", False),
        ("0", "1E+15", "1", False),
        ("0", "1", "1E-16", False),
        ("0", "NaN", "1", False),
        ("0", "99999999999", "0.000000001", False),
    ],
)
def test_the_bounds_of_a_number(low, high, step, fits):
    """In order, whole numbers of steps, and never more digits than survive everywhere."""
    assert (bounds_fault("x", Decimal(low), Decimal(high), Decimal(step)) is None) is fits


def test_words_come_in_both_languages():
    """A bare string is refused where it is given."""
    with pytest.raises(TypeError, match="title of Fact must be a Text"):
        Fact("x", Kind.FLAG, "Sạch")
    with pytest.raises(TypeError, match="help of Fact must be a Text"):
        Fact("x", Kind.FLAG, text("x"), help="look")


def test_kinds_and_types_are_sets_of_known_keys():
    """A misspelt kind would leave a criterion out without a word."""
    for more in (
        {"applies_to": frozenset({"cel"})},
        {"applies_to": {"cell"}},
        {"organisation_types": frozenset({"banc"})},
    ):
        with pytest.raises(TypeError, match="must be a frozenset of"):
            fourgood.Criterion("c", "g", text("c"), "held > 1", **more)


def test_a_choice_has_words_of_its_own():
    """Else what a person writes could mean two choices."""
    same = fourgood.Text("Tốt", "Good")
    with pytest.raises(fourgood.RulebookError, match="may be the choice `a` or `b`"):
        Scale((("a", same), ("b", same)))


def test_years_run_forwards_and_do_not_overlap():
    """Of one value, and of two."""
    made = [Dated(1, first, last, fourgood.Backing.ASSUMPTION) for first, last in ((2022, 2024), (2024, 2026))]
    assert [each.years for each in made] == ["2022-2024", "2024-2026"]
    with pytest.raises(fourgood.RulebookError, match="the years 2026-2024 run backwards"):
        Dated(1, 2026, 2024, fourgood.Backing.ASSUMPTION)
    with pytest.raises(fourgood.RulebookError, match="`p` has two values for 2024: of 2022-2024 and of 2024-2026"):
        Parameter("p", text("p"), tuple(made))


def rulebook(vocabulary=VOCABULARY, *criteria):
    """A rulebook with some criteria."""
    return fourgood.Rulebook("t", text("t"), YEAR, vocabulary, (fourgood.Group("g", text("g")),), criteria)


@pytest.mark.parametrize("key", ["and", "true", "at_least", "kind"])
def test_a_word_of_the_language_is_no_key(key):
    """A rule could not name it."""
    vocabulary = fourgood.Vocabulary({**VOCABULARY.facts, key: count(key)}, {}, {})
    with pytest.raises(fourgood.RulebookError, match=f"`{key}` already means something in a rule. Choose another key"):
        rulebook(vocabulary)


@pytest.mark.parametrize("id", ["met", "points", "requirements_met", "all_groups_good"])
def test_what_a_standard_counts_is_no_criterion(id):
    """A standard that names it would mean the tally."""
    with pytest.raises(fourgood.RulebookError, match=f"`{id}` already means something in a standard"):
        rulebook(VOCABULARY, fourgood.Criterion(id, "g", text("c"), "held > 1"))


def test_a_header_of_a_table_means_one_thing():
    """Two facts of one title, or a fact that is called as a column of the unit is, are told."""
    same = fourgood.Text("Số buổi", "Meetings")
    facts = [
        Fact("a", Kind.FLAG, same),
        Fact("b", Kind.FLAG, same),
        Fact("c", Kind.FLAG, fourgood.Text("Năm", "Years")),
    ]
    found = [str(fault) for fault in header_faults(facts)]
    assert ["`a` or `b`" in found[0], "`year` or `c`" in found[1], len(found)] == [True, True, 2]
    assert list(header_faults(VOCABULARY.facts.values())) == []


def test_many_rules_over_long_definitions_are_too_much_together():
    """Each is short enough, and all of them together would cost minutes."""
    doubling = [defined("x0", "clean and warned")]
    doubling += [defined(f"x{at}", f"x{at - 1} and x{at - 1}") for at in range(1, 11)]
    vocabulary = fourgood.Vocabulary(VOCABULARY.facts, keyed(doubling), {})
    criteria = [fourgood.Criterion(f"c{at}", "g", text("c"), "x10") for at in range(1000)]
    with pytest.raises(fourgood.RulebookError, match=r"the rules have more than \d+ parts together"):
        rulebook(vocabulary, *criteria)
