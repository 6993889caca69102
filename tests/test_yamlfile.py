"""YAML and JSON become plain values with places: nothing is executed, guessed or followed, and all is bounded."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fourgood.errors import FourgoodError, Place
from fourgood.source import Start
from fourgood.yamlfile import MAX_DEPTH, Written, contents, read_file, read_text


def read(text, file="rules.yaml"):
    """What a text holds."""
    return read_text(text.encode(), file).value


def refused(text, file="rules.yaml"):
    """The one fault of a text that is refused."""
    with pytest.raises(FourgoodError) as caught:
        read_text(text if isinstance(text, bytes) else text.encode(), file)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize(
    "text, value",
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Norway: no", {"Norway": "no"}),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("a:", {"a": None}),
        ("12", 12),
        ("+12", 12),
        ("007", 7),
        ("0.85", Decimal("0.85")),
        (".5", Decimal("0.5")),
        ("1e3", Decimal(1000)),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("12:30:45", "12:30:45"),
        ("2024-12-05", "2024-12-05"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("=", "="),
        ("1: one", {"1": "one"}),
        ("- 1\n- [a, {b: c}]", [1, ["a", {"b": "c"}]]),
        ("", None),
        ("# nothing", None),
        ("---\na: 1\n...\n", {"a": 1}),
        ("\ufeffa: 1", {"a": 1}),
    ],
)
def test_what_a_text_holds(text, value):
    """The core schema of YAML 1.2: `no` is a word, numbers are exact, dates and times are words."""
    found = read(text)
    assert (found == value and type(found) is type(value)) or isinstance(found, Written)


def test_a_number_is_never_a_binary_float():
    """0.1 + 0.2 is 0.3 after reading."""
    one, two = read("[0.1, 0.2]")
    assert one + two == Decimal("0.3")


def test_text_without_quotes_is_told_from_text_in_quotes():
    """A fact may read 85% as a number when it stood without quotes, never when it stood in them."""
    bare, quoted = read("[85%, '85%']")
    assert isinstance(bare, Written) and not isinstance(quoted, Written)


def test_json_is_read_the_same_way():
    """Tabs between the parts, escapes, characters beyond the first plane, exact numbers."""
    text = '{\n\t"a":\t"\\ud83d\\ude00 \\u0111\\/",\r\n\t"b": [0.1, 1E2, null, true],"c":{}}'
    assert read(text, "x.json") == {"a": "😀 đ/", "b": [Decimal("0.1"), Decimal(100), None, True], "c": {}}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(st.characters(exclude_categories=["Cs"])),
    # A key is one line of at most 1,024 characters to YAML, however it is written; escaped, one may be twelve long.
    lambda each: (
        st.lists(each, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), each)
    ),
    max_leaves=10,
)


@given(JSON, st.booleans(), st.sampled_from([None, 2, "\t"]))
def test_whatever_json_says_is_read(data, ascii_only, indent):
    """Any JSON that Python writes comes back, escaped or not, indented by tabs or not."""
    written = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    if all(line.isprintable() for line in written.replace("\t", "").split("\n")):
        assert read(written, "x.JSON") == data


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        ("a: 1\nb: 2\na: 3", 3, 1, "the key `a` stands twice, first in line 1"),
        ("x:\n  a:\n    deep: 1\n  'a': 2", 4, 3, "the key `a` stands twice, first in line 2"),
        ("{a: 1, a: 2}", 1, 8, "stands twice, first in line 1"),
        ("a: &x 1", 1, 4, "anchors and aliases"),
        ("a: 1\nb: *x", 2, 4, "anchors and aliases"),
        ("- &x [1]\n- *x", 1, 3, "anchors and aliases"),
        ("&x a: 1", 1, 1, "a key must be a plain word"),
        ("? [a]\n: 1", 1, 3, "a key must be a plain word"),
        ("a: !!python/object/apply:os.system [ls]", 1, 4, "tags (!) are not allowed"),
        ("a: !!str 1", 1, 4, "tags (!) are not allowed"),
        ("!x a: 1", 1, 1, "a key must be a plain word"),
        ("a: .nan", 1, 4, "`.nan` is no number that can be compared"),
        ("a: -.INF", 1, 4, "`-.INF` is no number"),
        ("a: 1\n---\nb: 2", 2, 1, "a file holds one document"),
        ("a: " + "9" * 41, 1, 4, "this number has more than 40 digits"),
        ("a: 1e99", 1, 4, "this number is too large or too small"),
        ("a: 1e-99", 1, 4, "this number is too large or too small"),
        ("a: [1, 2", 2, 1, "this is neither YAML nor JSON"),
        ("a: b: c", 1, 5, "this is neither YAML nor JSON"),
        ("a:\n\t- 1", 2, 1, "this is neither YAML nor JSON"),
        ('a: "x', 1, 6, "this is neither YAML nor JSON"),
    ],
)
def test_what_is_refused(text, line, column, message):
    """One fault, with file, line and column."""
    fault = refused(text)
    assert message in str(fault)
    assert (fault.place.file, fault.place.line) == ("rules.yaml", line)
    assert fault.place.column == column or "neither" in message


def test_control_characters_are_refused():
    """YAML allows no NUL."""
    assert "this is neither YAML nor JSON" in str(refused("a: \0"))


def test_a_file_that_is_not_utf8_is_refused():
    """With the line, and how to mend it."""
    fault = refused(b"a: 1\nb: " + "tốt".encode("utf-16"))
    assert "this file is not UTF-8" in str(fault) and "Save it as UTF-8" in str(fault)
    assert fault.place.line == 2


def test_nesting_is_bounded():
    """Whether by brackets or by indentation, with thousands of levels or one too many."""
    levels = MAX_DEPTH + 2
    for text in (
        "[" * levels + "]" * levels,
        "[" * 100_000,
        "{a: " * 100_000,
        "\n".join(" " * at + "a:" for at in range(levels + 1)),
        "- " * 5_000 + "x",
    ):
        assert "nested more than 40 levels deep" in str(refused(text))
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_files_are_bounded_and_may_be_missing(tmp_path):
    """A file that is too large is not read; one that is not there is a fault too."""
    path = tmp_path / "a.yaml"
    path.write_text("a: 12345")
    assert read_file(path).value == {"a": 12345}
    with pytest.raises(FourgoodError, match="this file has 8 bytes, 5 at most"):
        read_file(path, limit=5)
    with pytest.raises(FourgoodError, match=r"there is no such file. Check its name"):
        read_file(tmp_path / "none.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    for other in (tmp_path, tmp_path / "pipe.yaml", Path("/dev/zero")):
        with pytest.raises(FourgoodError, match="this is no ordinary file"):
            read_file(other)
    with pytest.raises(FourgoodError, match=r"this is no ordinary file|there is no such file"):
        read_file(tmp_path / "a.yaml" / "b.yaml")


def test_what_is_packed_is_bounded_too():
    """A file of a package need not be one on disk: it only has to give its bytes."""

    class Packed:
        def read_bytes(self):
            return b"a: 1"

    assert contents(Packed(), "packed", 4) == b"a: 1"
    with pytest.raises(FourgoodError, match=r"packed: this file has 4 bytes, 3 at most. Split it"):
        contents(Packed(), "packed", 3)


def test_every_value_has_its_place():
    """Lines and columns from 1, keys as a path; what has no mark of its own is placed by what is around it."""
    data = read_text(b"a:\n  b: [1, x]\n", "r.yaml")
    assert data.place(("a", "b", 1)) == Place("r.yaml", 2, 10, "a.b.1")
    assert data.place(("a", "c")) == Place("r.yaml", 2, 3, "a.c")
    assert data.place(()) == Place("r.yaml", 1, 1, None)
    assert read_text(b"", "r.yaml").place(("a",)) == Place("r.yaml", key="a")


@pytest.mark.parametrize(
    "text, start",
    [
        ("rule: a > 1", Start(1, 7, 7)),
        ("rule: 'a > 1'", Start(1, 8, 7)),
        ('rule:  "a > 1"', Start(1, 9, 8)),
        ("rule: |\n    a > 1\n    and b", Start(2, 5, 5)),
        ("rule: |\n\n   a > 1", Start(2, 4, 4)),
        ("rule: >-\n  a > 1", Start(2, 3, 3)),
        ("rule: |", Start(2, 1, 1)),
    ],
)
def test_where_the_text_of_a_rule_starts(text, start):
    """Plain, in quotes, or in a block: positions in the rule can be put back into the file."""
    assert read_text(text.encode(), "r.yaml").start(("rule",)) == start


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"%YAML 1.1\n---\na")
@example(b"%TAG ! !\n--- !x\n")
@example(b"? ")
@example(b'"\\ud83d"')
@example(b"0e99")
def test_reading_never_crashes(content):
    """Whatever the bytes: values, or a FourgoodError with the file's name."""
    for file in ("x.yaml", "x.json"):
        try:
            read_text(content, file)
        except FourgoodError as error:
            assert error.faults[0].place.file == file


PIECES = [
    "a",
    "b: ",
    "- ",
    "\n",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&x ",
    "*x",
    "!t ",
    "|",
    ">",
    "'",
    '"',
    "#",
    "---",
]
PIECES += ["...", "? ", ": ", "12", "0.5", ".nan", "~", "%", "@", "`", "\\", "\r", "đ", "<<: ", "=", "\ufeff", "\u2028"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_reading_what_looks_like_yaml_never_crashes(text):
    """Pieces of YAML in any order."""
    for file in ("x.yaml", "x.json"):
        try:
            read_text(text.encode(), file)
        except FourgoodError as error:
            assert str(error)
