"""What people write where the rule language has another form is named, with what to write, wherever it stands."""

import time
import unicodedata

import pytest

from fourgood.errors import RuleError
from fourgood.language import language
from fourgood.parse import parse
from fourgood.slips import slip


def refused(text):
    """The fault of a text that is no rule."""
    with pytest.raises(RuleError) as caught:
        parse(text)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize(
    "text, column, written, mend",
    [
        ("a >= 0,7", 6, "0,7", "Write decimals with a point: 0.7"),
        ("(a >= 0,7) and b", 7, "0,7", "Write decimals with a point: 0.7"),
        ("at_least(2, a >= 0,7, b)", 18, "0,7", "Write decimals with a point: 0.7"),
        ("a >= 70%", 6, "70%", "Write 70% as 0.7"),
        ("a >= 12,5 % and b", 6, "12,5 %", "Write 12,5 % as 0.125"),
        ("a > 70 % 100", 5, "70 %", "Write 70 % as 0.7"),
        ("a và b", 3, "và", "Write and"),
        ("a hoặc b", 3, "hoặc", "Write or"),
        ("không a", 1, "không", "Write not"),
        ("a AND b", 3, "AND", "Write and"),
        ("a = 1", 3, "=", "Write =="),
        ("at_least(1, b, a=1)", 17, "=", "Write =="),
        ("b in (1,2) and a = 1", 18, "=", "Write =="),
        ("a ≥ 1", 3, "≥", "Write >="),
        ("a ≤ 1", 3, "≤", "Write <="),
        ("a ≠ 1", 3, "≠", "Write !="),
        ("a => 1", 3, "=>", "Write >="),
        ("a =< 1", 3, "=<", "Write <="),
        ("a == “good”", 6, "“", 'Write "'),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_each_slip_is_named_where_it_stands(text, column, written, mend, form):
    """With the mend, and without a word of Python's own parser; Vietnamese however it is typed."""
    fault = refused(unicodedata.normalize(form, text))
    assert (fault.place.line, fault.place.column) == (1, column)
    assert unicodedata.normalize("NFC", fault.values["slip"]) == written
    assert unicodedata.normalize("NFC", str(fault)).endswith(f". {mend}")
    assert "invalid" not in str(fault) and ":=" not in str(fault)


def test_a_slip_in_a_further_line_stands_there():
    """Lines and columns from 1, however lines end."""
    for newline in ("\n", "\r\n", "\r"):
        fault = refused(f"a > 1 and{newline}  b ≥ 2")
        assert (fault.place.line, fault.place.column) == (2, 5)


def test_a_slip_is_said_in_vietnamese():
    """All of it."""
    assert refused("a >= 70%").say(language("vi")).endswith("Viết 70% thành 0.7")


@pytest.mark.parametrize(
    "text", ['a == "0,7 và = ≥"', "a in (1,2)", "a in [1,2] and b != 3", "a >= 1 and b <= 2 and c == 3"]
)
def test_what_is_right_is_no_slip(text):
    """What stands in quotes, choices with commas, the language's own signs."""
    assert parse(text)
    assert slip(text) is None


@pytest.mark.parametrize("text", ["1" * 9_000 + "%", "1," * 4_900, "in (" * 2_400, "1 " * 4_900 + "%", "=" * 9_000])
def test_looking_for_slips_costs_no_more_than_the_text(text):
    """No number is too long to be looked at, no repetition too many."""
    started = time.process_time()
    refused(text)
    assert time.process_time() - started < 2
