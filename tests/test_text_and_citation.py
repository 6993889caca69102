"""Words in both languages, and how documents and origins are named."""

import datetime

from fourgood.citation import Citation, Document, Origin
from fourgood.text import LANGS, Text


def test_words_in_either_language():
    """Vietnamese first."""
    text = Text("chi bộ", "Party cell")
    assert [text.in_(lang) for lang in LANGS] == ["chi bộ", "Party cell"]


def test_a_document_is_named_by_its_number_where_it_has_one():
    """A citation adds the item."""
    numbered = Document(Text("Hướng dẫn", "Guidance"), "12-HD/BTCTW", datetime.date(2018, 7, 6))
    plain = Document(Text("Báo Sóc Trăng", "Soc Trang newspaper"))
    assert Citation(numbered, "A28").name("en") == "12-HD/BTCTW (A28)"
    assert Citation(plain).name("vi") == "Báo Sóc Trăng"


def test_an_origin_says_what_is_known_of_it():
    """Plugin, distribution, file and line; without any, the values were given in Python."""
    assert str(Origin("p", "dist", "1.0", "p/r.yaml", 3)) == "plugin p, dist 1.0, p/r.yaml:3"
    assert str(Origin("p", "dist")) == "plugin p, dist"
    assert str(Origin(file="r.yaml")) == "r.yaml"
    assert str(Origin()) == "values given in Python"
