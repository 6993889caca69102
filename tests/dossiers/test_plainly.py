"""What a YAML parser or the system says is said in our own words, in both languages."""

import errno
import os
from pathlib import Path

import pytest
import yaml

from fourgood.dossiers import Rejected, read_dossiers
from fourgood.dossiers.plainly import SYNTAX, cause_of, plain
from fourgood.errors import Fault, FourgoodError, Place
from fourgood.language import language
from fourgood.text import Text
from fourgood.yamlfile import read_text

BROKEN = {
    "tab": ("a:\n\t- 1", "Indent with spaces"),
    "sign": ("a: @x", "put text that begins with @, % or ` in quotes"),
    "list not closed": ("a: [1, 2", "a bracket [ is not closed, or a comma is missing"),
    "record not closed": ("a: {b: 1", "a bracket { is not closed, or a comma is missing. Close it with }"),
    "colon": ("title: Trồng cây: một", "a colon stands where no key can stand"),
    "quote not closed": ('a: "x', "a quote is not closed"),
    "indentation": ("a:\n  b: 1\n c: 2", "this does not go on as the lines above it"),
    "text after a quote": ("a: 'b'c'", "this does not go on as the lines above it"),
    "list among keys": ("- a\nb: 1", "this does not go on as the lines above it"),
    "list in the line": ("a: - b", "no list can begin in this line"),
    "key without colon": ("a: 1\nb\nc: 2", "colon"),
    "backslash": ('a: "\\q"', "a backslash stands here before a sign that needs none"),
    "no value": ("a: ]", "a value is missing here"),
    "more after the end": ("{a: 1}}", "this stands after the end"),
    "control character": ("a: \0", "this file holds characters that no text has"),
}
LOADERS = {"C": getattr(yaml, "CSafeLoader", yaml.SafeLoader), "Python": yaml.SafeLoader}


@pytest.mark.parametrize("loader", LOADERS.values(), ids=LOADERS.keys())
@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_slips_in_yaml_are_said_plainly(text: str, said: str, loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever parser is built in: what is wrong and the mend, with no word of the parser in either language."""
    monkeypatch.setattr(yaml, "CSafeLoader", loader, raising=False)
    with pytest.raises(FourgoodError) as caught:
        read_text(text.encode(), "f.yaml")
    fault = plain(caught.value.faults[0])
    assert said in str(fault)
    assert fault.place == caught.value.faults[0].place
    vietnamese = fault.say(language("vi"))
    for word in ("expected", "found", "token", "mapping", "allowed"):
        assert word not in vietnamese


def test_every_slip_has_a_mend() -> None:
    """Both are in the table, as templates that can be filled in."""
    for message, hint in SYNTAX.values():
        assert str(Fault(message, {}, Place(), hint)).endswith(hint.format())


def test_what_is_not_known_stays_as_it_is() -> None:
    """A parser's rare complaint, and faults of other sorts, are passed on."""
    rare = Fault("this is neither YAML nor JSON: {cause}", {"cause": "something rare"})
    other = Fault("`{key}` is empty", {"key": "year"})
    assert (plain(rare), plain(other)) == (rare, other)


def test_the_system_is_understood_in_vietnamese() -> None:
    """What it says often; in English, and for what is rare, in the system's own words."""
    known = cause_of(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert known == Text("ổ đĩa đã đầy", os.strerror(errno.ENOSPC))
    assert cause_of(OSError(errno.EXDEV, "rare")) == "rare"
    assert cause_of(OSError("no number")) == "no number"
    read = Fault("this file cannot be read: {cause}", {"cause": os.strerror(errno.EACCES)})
    assert "không có quyền truy cập" in plain(read).say(language("vi"))


def test_dossiers_are_refused_in_such_words(tmp_path: Path) -> None:
    """Reading a file of dossiers says it plainly."""
    path = tmp_path / "a.yaml"
    path.write_text("unit: {id: a\n", "utf-8")
    (item,) = read_dossiers(path)
    assert isinstance(item, Rejected)
    assert "ngoặc { chưa đóng" in item.faults[0].say(language("vi"))
