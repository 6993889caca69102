"""Numbers, shares, dates and lists in the form of each language."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourgood.language import MAX_CACHED, language
from fourgood.scale import PERCENT, Measure
from fourgood.text import Text

EN, VI = language("en"), language("vi")


@pytest.mark.parametrize(
    "value, en, vi",
    [
        (1234, "1,234", "1.234"),
        (Decimal("1234.5"), "1,234.5", "1.234,5"),
        (Fraction(1, 3), "0.333333", "0,333333"),
        (Fraction(-5, 2), "-2.5", "-2,5"),
        (0, "0", "0"),
        (Decimal("1E+3"), "1,000", "1.000"),
    ],
)
def test_numbers(value, en, vi):
    """Points and commas change places; six places at most."""
    assert (EN.number(value), VI.number(value)) == (en, vi)


@pytest.mark.parametrize(
    "value, en, vi",
    [
        (Fraction(17, 20), "85%", "85%"),
        (Decimal("0.855"), "85.5%", "85,5%"),
        (Fraction(2, 3), "66.67%", "66,67%"),
        (1, "100%", "100%"),
        (Fraction(-1, 3), "-33.33%", "-33,33%"),
    ],
)
def test_shares(value, en, vi):
    """With two places at most, and the sign of the language."""
    assert (EN.percent(value), VI.percent(value)) == (en, vi)
    assert EN.measured(value, PERCENT) == en


def test_measures_values_dates_and_lists():
    """What is counted, yes and no, days, and the word before the last."""
    meetings = Measure("buổi", "meeting", "meetings")
    assert [EN.measured(number, meetings) for number in (1, 2)] == ["1 meeting", "2 meetings"]
    assert VI.measured(2, meetings) == "2 buổi"
    assert [EN.value(True), VI.value(False), EN.value("x"), EN.value(3)] == ["yes", "không", "x", "3"]
    day = datetime.date(2024, 12, 5)
    assert (EN.date(day), VI.date(day)) == ("5 Dec 2024", "05/12/2024")
    assert [EN.listed(list(items), "or") for items in ("", "a", "ab", "abc")] == ["", "a", "a or b", "a, b or c"]
    assert VI.listed(["a", "b"]) == "a và b"
    assert VI.text(Text("một", "one")) == "một"


def test_messages():
    """English messages are their own translation; what the catalogue does not know stays English."""
    assert (EN("and"), VI("and")) == ("and", "và")
    assert VI("a message that nobody has written") == "a message that nobody has written"


def test_there_are_two_languages():
    """Made once each; a third is an error."""
    assert language("vi") is VI
    with pytest.raises(ValueError, match="there is no language 'fr'; there are vi, en"):
        language("fr")


def test_what_is_remembered_is_bounded():
    """More numbers than the cache holds are said all the same."""
    assert [EN.number(each) for each in range(MAX_CACHED + 10)][-1] == f"{MAX_CACHED + 9:,}"
    assert EN.number(0) == "0"


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_rounded_only_to_be_shown(part, whole):
    """To the nearest hundredth of a percent, halves upwards."""
    shown = Fraction(EN.share(part, whole).replace(",", "").rstrip("%")) / 100
    assert abs(shown - Fraction(part, whole)) <= Fraction(1, 20_000)
