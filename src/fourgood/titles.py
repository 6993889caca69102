"""What tables call their columns: each header means one thing, a fact or what the unit is."""

from collections.abc import Iterable, Iterator, Mapping

from fourgood.errors import Fault, Place
from fourgood.record import AT
from fourgood.scale import header_form
from fourgood.text import Text
from fourgood.vocabulary import Fact

TITLES: Mapping[str, Text] = {
    "id": Text("Mã", "Id"),
    "name": Text("Tên", "Name"),
    "kind": Text("Loại tổ chức đảng", "Kind of unit"),
    "organisation_type": Text("Loại hình cơ quan", "Type of organisation"),
    "parent": Text("Cấp trên trực tiếp", "Parent"),
    "year": Text("Năm", "Year"),
    "note": Text("Ghi chú", "Note"),
}
"""What a table or a form says of the unit itself, with the titles of the columns."""

AT_TITLE = Text("Thời điểm", "When")
"""What a table of records calls `at`: the number of the month, a date, a name."""

AT_HEADERS = frozenset(map(header_form, (AT, AT_TITLE.vi, AT_TITLE.en)))

BY_HEADER: Mapping[str, str] = {
    header_form(title): key for key, words in TITLES.items() for title in (words.vi, words.en, key)
}
"""The same by every header that it may have."""


def header_faults(facts: Iterable[Fact]) -> Iterator[Fault]:
    """The facts that one header of a table could mean beside another fact, or beside what the unit is.

    Of two facts it is that of no plugin that is told: it can be mended by whoever wrote it.
    """
    first: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda each: each.origin.plugin is None):
        for header in dict.fromkeys((fact.key, fact.title.vi, fact.title.en)):
            form = header_form(header)
            other = first.setdefault(form, fact)
            if form in BY_HEADER or other is not fact:
                taken = BY_HEADER.get(form, other.key)
                yield _fault(header, fact, taken)
                break


def _fault(header: str, fact: Fact, other: str) -> Fault:
    message = "in a table, the header “{header}” could mean `{first}` or `{second}`"
    values = {"header": header, "first": other, "second": fact.key}
    place = Place(fact.origin.file, fact.origin.line, key=f"facts.{fact.key}")
    return Fault(message, values, place, "Give one of them another title")
