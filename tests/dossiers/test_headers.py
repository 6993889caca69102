"""What is wrong with a table's header is a fault of the header, wherever a row comes up against it."""

from pathlib import Path

import pytest

from fourgood.admit import admit
from fourgood.dossier import Dossier
from fourgood.dossiers import read_dossier
from fourgood.dossiers.headers import HeaderFault, with_header_faults
from fourgood.errors import DossierError, Fault
from fourgood.language import language
from fourgood.text import Text
from fourgood.vocabulary import Fact, Kind, Vocabulary

VOCABULARY = Vocabulary({"held": Fact("held", Kind.COUNT, Text("Số kỳ", "Meetings"), maximum=9)}, {}, {})  # type: ignore[arg-type]


def placed(dossier: Dossier) -> list[tuple[str, bool]]:
    """The faults of a dossier that is not admitted: where each stands, and whether it is the header's."""
    with pytest.raises(DossierError) as caught:
        admit(dossier, VOCABULARY, 2024)
    found = with_header_faults(dossier, caught.value.faults, VOCABULARY)
    return [(str(fault.place).rpartition("/")[2], isinstance(fault, HeaderFault)) for fault in found]


def table(folder: Path, text: str) -> Dossier:
    path = folder / "t.csv"
    path.write_text(text, "utf-8")
    return read_dossier(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,kind,year,helt\na,cell,2024,1\n", [("t.csv:1:4 (helt)", True)]),
        ("\nid,kind,year,helt\na,cell,2024,1\n", [("t.csv:2:4 (helt)", True)]),
        ("id,kind,year,held,Số kỳ\na,cell,2024,1,2\n", [("t.csv:1:5 (Số kỳ)", True)]),
        ("id,kind,year,helt [evidence]\na,cell,2024,BB\n", [("t.csv:1:4 (helt [evidence])", True)]),
        ("id,kind,year,held\na,cell,2024,100\n", [("t.csv:2:4 (held)", False)]),
        ("id,kind,year\na,cell,2023\n", [("t.csv:2:3 (year)", False)]),
    ],
)
def test_what_is_the_headers_and_what_is_the_rows(tmp_path: Path, text: str, expected: list[tuple[str, bool]]) -> None:
    """An unknown header and one that repeats another stand in the header's line; values and identity in the row's."""
    assert placed(table(tmp_path, text)) == expected


def test_a_dossier_that_is_no_row_keeps_its_places(tmp_path: Path) -> None:
    """A key in a YAML file is nobody's header."""
    path = tmp_path / "a.yaml"
    path.write_text("unit: {id: a, kind: cell}\nyear: 2024\nfacts: {helt: 1}\n", "utf-8")
    assert placed(read_dossier(path)) == [("a.yaml:3:15 (facts.helt)", False)]


def test_the_number_of_rows_is_said_where_it_is_known() -> None:
    """In both languages, with the plural of English."""
    fault = HeaderFault("this is empty", rows=1200)
    assert fault.say(language("vi")).endswith(" (1.200 dòng)")
    assert fault.say(language("en")) == "this is empty (1,200 rows)"
    assert HeaderFault("this is empty", rows=1).say(language("en")) == "this is empty (1 row)"
    assert str(HeaderFault("this is empty")) == str(Fault("this is empty"))
