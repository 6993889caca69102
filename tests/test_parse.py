"""Rule text becomes a tree, or one clear error with line, column and a mend; nothing is executed, nothing crashes."""

import random
import time
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fourgood.errors import RuleError
from fourgood.parse import parse, parse_expression
from fourgood.rule import All, Any, Arithmetic, AtLeast, Compare, Member, Name, Not, Number, Truth, Word
from fourgood.source import MAX_DEPTH, MAX_LENGTH, Start
from fourgood.write import to_text
from strategies import CONDITION_TREES

A, B, C = Name("a"), Name("b"), Name("c")


def refused(text, start=None):
    """The one fault of a text that is no rule."""
    with pytest.raises(RuleError) as caught:
        parse(text) if start is None else parse(text, start)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize(
    "text, tree",
    [
        ("a", A),
        ("a >= 12", Compare(A, ">=", Number(12))),
        ("a / b > 0.85", Compare(Arithmetic(A, "/", B), ">", Number(Fraction(17, 20)))),
        ("a > 1/3", Compare(A, ">", Number(Fraction(1, 3)))),
        ("a > -1.5", Compare(A, ">", Number(Fraction(-3, 2)))),
        ("a == 1_000", Compare(A, "==", Number(1000))),
        ("a == .5", Compare(A, "==", Number(Fraction(1, 2)))),
        ("a == 5.", Compare(A, "==", Number(5))),
        ('a != "good"', Compare(A, "!=", Word("good"))),
        ("a == true", Compare(A, "==", Truth(True))),
        ("True", Truth(True)),
        ("not a", Not(A)),
        ("a and b and c", All((A, B, C))),
        ("a or b and c", Any((A, All((B, C))))),
        ("0.7 <= a < 0.9", All((Compare(Number("0.7"), "<=", A), Compare(A, "<", Number("0.9"))))),
        ('a in ("x", "y")', Member(A, (Word("x"), Word("y")))),
        ('a in ["x"]', Member(A, (Word("x"),))),
        ("a not in {1, 2}", Not(Member(A, (Number(1), Number(2))))),
        ("at_least(2, a, b > 1, c)", AtLeast(Number(2), (A, Compare(B, ">", Number(1)), C))),
        ("at_least(needed, a, b)", AtLeast(Name("needed"), (A, B))),
        ("(a +\n b) * 2 > c", Compare(Arithmetic(Arithmetic(A, "+", B), "*", Number(2)), ">", C)),
        ("a  # a remark", A),
        ("tỷ_lệ > 1", Compare(Name("tỷ_lệ"), ">", Number(1))),
    ],
)
def test_what_a_text_means(text, tree):
    """Each form of the language, and the tree that it stands for."""
    assert parse(text) == tree


def test_numbers_are_read_as_they_are_written():
    """No binary float comes between the text and the number: 0.1 + 0.2 is 0.3."""
    assert parse("a == 0.1 + 0.2") == parse("a == 0.3")
    assert parse("a == 0.1 + 0.2").right.value == Fraction(3, 10)
    assert parse("a == 2 * 3 - 4 / 8").right.value == Fraction(11, 2)


def test_a_definition_may_be_a_term_or_a_condition():
    """Terms are told from conditions by their form; a bare name may be either."""
    assert parse_expression("a / b") == Arithmetic(A, "/", B)
    assert parse_expression("-2") == Number(-2)
    assert parse_expression('"good"') == Word("good")
    assert parse_expression("a > b") == Compare(A, ">", B)
    assert parse_expression("a") == A
    assert parse_expression("true") == Truth(True)


@pytest.mark.parametrize(
    "text, column, message, hint",
    [
        ("a is b", 1, "`is` compares nothing here", "Write == or !="),
        ("a > 1 and len(b) > 2", 11, "there is no function `len`", "Did you mean `count`?"),
        ("at_least(1, a, b) > 1", 1, "`at_least(1, a, b)` has no place in a rule", "A condition cannot be compared"),
        ("atleast(2, a, b)", 1, "there is no function `atleast`", "Did you mean `at_least`?"),
        ("at_least(2)", 1, "`at_least` needs a number", "Write it like: at_least(2, a, b > 1, c)"),
        ("at_least(2, *a)", 13, "`*a` is no condition", "Compare it with something"),
        ("at_least(1.5, a, b)", 10, "`at_least` counts in whole numbers", "Write it like"),
        ("at_least(a > 1, a, b)", 10, "`a > 1` has no place in a rule", "A condition cannot be compared"),
        ('at_least("x", a, b)', 10, "`at_least` counts in whole numbers", "Write it like"),
        ("at_least(3, a, b)", 1, "`at_least` asks for 3 of 2 conditions", "Ask for 1 to 2"),
        ("at_least(0, a, b)", 1, "`at_least` asks for 0 of 2 conditions", "Ask for 1 to 2"),
        (
            "unit.cell.attended > 1",
            1,
            "`unit.cell.attended` has no place in a rule",
            "Write names with one dot at most, like quality.points",
        ),
        ("a.b()", 1, "there is no function `a.b`", "The functions are at_least, count"),
        ('f"{a}" == b', 1, "has no place in a rule", "A rule is made of names"),
        ("lambda: a", 1, "`lambda: a` is no condition", "Compare it with something"),
        ("(a := 1)", 2, "`a := 1` is no condition", "Compare it with something"),
        ("a[0] > 1", 1, "`a[0]` has no place in a rule", "A rule is made of names"),
        ("[a for a in b]", 1, "is no condition", "Compare it with something"),
        ("a if b else c", 1, "`a if b else c` is no condition", "Compare it with something"),
        ("a > 0,85", 5, "`0,85` is no number here", "Write decimals with a point: 0.85"),
        ("a > 0,7%", 5, "`0,7%` is no number here", "Write 0,7% as 0.007"),
        ("a && b", 3, "`&&` is not written so in a rule", "Write and"),
        ("a ≥ 1", 3, "`≥` is not written so in a rule", "Write >="),
        ("a > 85%", 5, "`85%` is no number here", "Write 85% as 0.85"),
        ("a ** 2 > 1", 1, "`a ** 2` has no place in a rule", "A rule is made of names"),
        ("a > -b", 5, "`-b` has no place in a rule", "A rule is made of names"),
        ("(a and b) > 1", 2, "has no place in a rule", "A condition cannot be compared"),
        ("12", 1, "`12` is no condition", "Compare it with something"),
        ('"good"', 1, '`"good"` is no condition', "Compare it with something"),
        ("a + 1", 1, "`a + 1` is no condition", "Compare it with something"),
        ("a == None", 6, "`None` has no place in a rule", "A rule is made of names"),
        ("a == b'x'", 6, "`b'x'` has no place in a rule", "A rule is made of names"),
        ("a == 1j", 6, "`1j` has no place in a rule", "A rule is made of names"),
        ("a == 0x10", 6, "`0x10` is no plain number", "Write it like 0.85, 12 or 1/3"),
        ("a == 1e3", 6, "`1e3` is no plain number", "Write it like 0.85, 12 or 1/3"),
        ("a > 1 / 0", 5, "a division by zero has no value", "Divide by something else"),
        ("a in b", 6, "`in` needs constants in brackets", 'Write them like: in ("commune", "ward")'),
        ("a in ()", 6, "`in` needs constants in brackets", "Write them like"),
        ("a in (b, 1)", 7, "`b` is no constant", 'Write choices in quotes: "good"'),
        ('a == "\\ud800"', 6, "has half a character", "Write the character itself"),
        ("a > " + "9" * 31, 5, "this number has more than 30 digits", None),
        ("a > " + "*".join(["9" * 30] * 2), 5, "this number has more than 30 digits", None),
        ("", 1, "this rule is empty", "Write it like"),
        (" \n\t", 1, "this rule is empty", "Write it like"),
        ("a > 1,", 1, "this is not one condition", "Write one condition"),
        ("a > 1) or (b > 2", 1, "this is not one condition", "close only brackets that you opened"),
        ("a) + (b", 1, "this is not one condition", "close only brackets that you opened"),
        ("a >", 4, "this is not a rule: invalid syntax", "Write it like"),
        ("a = 1", 3, "`=` is not written so in a rule", "Write =="),
        ("a > 1; b", 6, "this is not a rule: invalid syntax", "Write it like"),
        ('a == "x', 6, "this is not a rule: unterminated string literal", "Write it like"),
        ("a > (1]", 7, "this is not a rule: closing parenthesis ']' does not match", "Write it like"),
        ("a\0b", 1, "this is not a rule", "Write it like"),
        ("import os", 1, "this is not a rule: invalid syntax", "Write it like"),
        ("yield a", 1, "`yield a` is no condition", "Compare it with something"),
    ],
)
def test_what_is_not_in_the_language_is_refused_by_name(text, column, message, hint):
    """One fault, with its column, what is wrong, and what to write."""
    fault = refused(text)
    assert message in str(fault)
    assert (fault.place.line, fault.place.column) == (1, column)
    assert fault.hint is None if hint is None else hint in str(fault)
    assert str(fault)


def test_the_lines_of_our_own_brackets_are_never_spoken_of():
    """Python's message counts the lines of the text in brackets: only the place says where."""
    for text in ('a == "x', "a >\n (1]", "a == '''x\ny"):
        assert "line" not in refused(text).values["cause"].replace("multi-line", "")


def test_places_count_characters_and_lines():
    """A column counts letters, not bytes; a further line is a further line, however lines end."""
    for newline in ("\n", "\r\n", "\r"):
        fault = refused(f"đủ_số > 1 and{newline}  tốt[xấu] > 1")
        assert (fault.place.line, fault.place.column) == (2, 3)
    fault = refused('"đủ" == a and tốt[xấu] > 1')
    assert fault.place.column == 15
    assert parse("đủ > 1 and\r\n  tốt > 23").parts[1].right == Number(23)


def test_a_carriage_return_alone_ends_a_line_too():
    """What is read as a number is what stands at that place, whichever character ends the lines."""
    assert parse("p >\r 12 and q >\n 99") == parse("p > 12 and q > 99")


def test_the_tree_remembers_where_its_parts_stood():
    """Positions are in the text, from 1; they make no difference to what a tree equals."""
    tree = parse("a > 1 and\n  b <= 2")
    assert tree.parts[1].left.at == (2, 3)
    assert tree == parse("a > 1 and b <= 2")


def test_a_start_moves_positions_into_the_file():
    """The first line starts at the start's column, further lines at its indent."""
    start = Start(line=7, column=11, indent=5)
    assert start.place((1, 1)) == (7, 11)
    assert start.place((3, 2)) == (9, 6)
    fault = refused("a and\nb[c]", start)
    assert (fault.place.line, fault.place.column) == (8, 5)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "a",
        "(" * 4_900 + "a" + ")" * 4_900,
        "not " * 2_400 + "a",
        "-" * 9_000 + "1 > a",
        "a > " + "1 + " * 2_000 + "1",
        "a > " + "b + " * 70 + "b",
        "[" * 5_000,
        "{" * 200 + "}" * 200 + " == a",
        "a" + ".b" * 4_000,
        "a" + "[0]" * 3_000,
        "lambda: " * 1_000 + "a",
        "a if b else " * 700 + "a",
        "a < " * 20 + "(" * 70 + "1" + ")" * 70,
        "not(" * 61 + "a" + ")" * 61,
    ],
)
def test_a_rule_that_is_too_deep_is_refused_at_once(text):
    """Ten thousand levels cost no more than the text's own size."""
    started = time.process_time()
    fault = refused(text)
    assert "nested more than" in fault.message or "not a rule" in fault.message or "long" in fault.message
    assert time.process_time() - started < 2


def test_a_rule_may_be_as_deep_as_the_limit_says():
    """Sixty levels of brackets are read; what is nested in the tree counts, not what is said in a row."""
    assert parse("(" * 59 + "a" + ")" * 59) == A
    assert parse(" and ".join(["a"] * 500)).parts == (A,) * 500
    assert refused("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1)).values["limit"] == MAX_DEPTH


def test_brackets_in_quotes_do_not_nest():
    """A word may hold any number of brackets."""
    assert parse(f'a == "{"(" * 500}"') == Compare(A, "==", Word("(" * 500))


def test_a_rule_that_is_too_long_is_refused():
    """The limit is named."""
    fault = refused("a or " * (MAX_LENGTH // 5) + "b")
    assert fault.values == {"length": MAX_LENGTH + 1, "limit": MAX_LENGTH}


PIECES = [
    "a",
    "b1",
    "not ",
    "and ",
    "or ",
    "at_least(",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "<",
    "<=",
    "==",
    "!=",
    "in ",
]
PIECES += [
    "is ",
    "/",
    "*",
    "-",
    "+",
    ".",
    ":",
    "=",
    '"',
    "'",
    "\\",
    "\n",
    "\r",
    "#",
    "%",
    "0.85",
    "1/0",
    "1_0",
    "1e9",
    "\0",
]
PIECES += [
    "lambda ",
    "if ",
    "else ",
    "for ",
    "yield ",
    "await ",
    "f'",
    "b'",
    "True",
    "None",
    "đ",
    "\ud800",
    ":=",
    "**",
    ";",
]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("a\ud800")
def test_the_parser_never_crashes(text):
    """Whatever the text: a tree, or a RuleError with a place. A tree that comes out can be written and read again."""
    for read in (parse, parse_expression):
        try:
            tree = read(text)
        except RuleError as error:
            (fault,) = error.faults
            assert fault.place.line >= 1 and fault.place.column >= 1
            assert str(fault)
        else:
            assert read(to_text(tree)) == tree


@given(CONDITION_TREES, st.integers(0, 2**32))
def test_a_mutated_rule_is_read_or_refused(tree, seed):
    """Rule texts with letters changed, lost or doubled."""
    chance = random.Random(seed)
    letters = list(to_text(tree))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(letters))
        letters[at] = chance.choice(["", letters[at] * 2, chance.choice("()\"',.<>=!aA0 \n\\#")])
    text = "".join(letters)
    try:
        found = parse(text)
    except RuleError:
        return
    assert parse(to_text(found)) == found
