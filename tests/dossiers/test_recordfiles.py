"""Records in files beside a CSV file of units: one a table, a row a record."""

import tracemalloc
from pathlib import Path

import pytest

import fourgood
from fourgood.dossiers import Item, Rejected, read_dossiers, recordfiles
from fourgood.errors import Place
from fourgood.language import language
from strategies import VOCABULARY

UNITS = "id,kind,year,sat\na,cell,2024,2\nb,cell,2024,\n"
TALKS = "id,at,present,invited,sort\na,5/2/2024,1,2,regular\na,2024-01-05,2,2,Regular\nb,1,,1,thematic\n"


def read(folder: Path, units: str = UNITS, **tables: str | bytes) -> list[Item]:
    """What a folder with units.csv and files of records beside it holds."""
    (folder / "units.csv").write_text(units, "utf-8")
    for key, text in tables.items():
        (folder / f"units.{key}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_dossiers(folder))


def faults(items: list[Item]) -> list[str]:
    """What is wrong, by file."""
    return [str(fault).rpartition("/")[2] for item in items if isinstance(item, Rejected) for fault in item.faults]


def admitted(item: Item) -> dict:
    """The facts of a dossier as the vocabulary takes them."""
    assert isinstance(item, fourgood.Dossier)
    from fourgood.admit import admit

    return dict(admit(item, VOCABULARY, 2024).facts)


def test_each_unit_gets_its_records(tmp_path: Path) -> None:
    """Dates however they are written, choices by their words, empty cells absent; only units.csv is read as units."""
    a, b = read(tmp_path, talks=TALKS, months="Mã;Thời điểm;late\na;3;1\n")
    assert admitted(a) == {
        "sat": 2,
        "talks": (
            {"at": "2024-01-05", "present": 2, "invited": 2, "sort": "regular"},
            {"at": "2024-02-05", "present": 1, "invited": 2, "sort": "regular"},
        ),
        "months": ({"at": 3, "late": 1},),
    }
    assert admitted(b) == {"talks": ({"at": 1, "invited": 1, "sort": "thematic"},)}


def test_a_file_named_itself_brings_its_records(tmp_path: Path) -> None:
    """As the folder does."""
    read(tmp_path, talks=TALKS)
    assert [sorted(admitted(item)) for item in read_dossiers(tmp_path / "units.csv")] == [["sat", "talks"], ["talks"]]


def test_records_of_several_years(tmp_path: Path) -> None:
    """A column year tells them apart."""
    units = "id,kind,year\na,cell,2023\na,cell,2024\n"
    (first, second) = read(tmp_path, units, months="id,year,at,late\na,2024,1,2\na,2023,1,0\na,2023,2,0\n")
    assert [len(item.facts["months"]) for item in (first, second)] == [2, 1]
    (_, rejected) = read(tmp_path, units, months="id,at,late\na,1,2\n")
    assert "`a` stands several times, and `months` says no year" in faults([rejected])[0]


def test_a_fault_of_a_cell_is_placed_in_its_file(tmp_path: Path) -> None:
    """File, line, column, header."""
    from fourgood.admit import admit

    a, _ = read(tmp_path, talks="id,at,present\na,1,9\na,2,2\n")
    with pytest.raises(fourgood.DossierError) as caught:
        admit(a, VOCABULARY, 2024)
    (fault,) = caught.value.faults
    assert fault.place == Place(str(tmp_path / "units.talks.csv"), 2, 3, "present")


@pytest.mark.parametrize(
    "talks, said",
    [
        ("id,at\nc,1\n", "units.talks.csv:2: a record of `talks` is of `c`, which is no unit here"),
        ("id,at\n,1\n", "units.talks.csv:2: this record has no id of a unit"),
        ("id,at,present\na,1\n", "units.talks.csv:2: this row has 2 cells, the header 3"),
        ("id,year,at\na,x,1\n", "units.talks.csv:2: `x` is no year"),
        (b"id,at,sort\na,1,\xff\n", "units.talks.csv:2: this row is not UTF-8"),
        ('id,at,sort\na,1,"x\n', "units.talks.csv:2: this row is no CSV: a quote in it is misplaced or not closed"),
        ("id,at,at\na,1,1\n", "units.talks.csv:1:3 (at): `at` heads column 2 and column 3"),
    ],
)
def test_what_is_wrong_with_records(tmp_path: Path, talks: str | bytes, said: str) -> None:
    """Rejected with file and line: a unit whose records are broken is not evaluated without them."""
    items = read(tmp_path, talks=talks)
    assert any(said in line for line in faults(items)), faults(items)
    assert all(
        line
        for line in (fault.say(language("vi")) for item in items if isinstance(item, Rejected) for fault in item.faults)
    )


def test_a_broken_record_rejects_its_unit_alone(tmp_path: Path) -> None:
    """The others go on."""
    a, b = read(tmp_path, talks="id,at,present\na,1\nb,1,2\n")
    assert isinstance(a, Rejected) and a.id == "a"
    assert isinstance(b, fourgood.Dossier)


def test_a_column_called_as_a_table_is_refused_with_the_mend(tmp_path: Path) -> None:
    """Records do not fit in a cell."""
    from fourgood.admit import admit

    (item,) = read(tmp_path, "id,kind,year,talks\na,cell,2024,3\n")
    with pytest.raises(fourgood.DossierError, match="a file beside the units' own"):
        admit(item, VOCABULARY, 2024)


def test_other_files_beside_are_units_of_their_own(tmp_path: Path) -> None:
    """units.2023.csv, or a file with its own kinds of unit, are not records."""
    items = read(tmp_path, old="id,kind,year,at\nc,cell,2024,1\n", **{"2023": "id,kind,year\nd,cell,2023\n"})
    assert sorted(item.id for item in items) == ["a", "b", "c", "d"]


def test_a_file_of_records_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is held in memory: beyond the bound it is refused before it is."""
    monkeypatch.setattr(recordfiles, "MAX_ROWS", 2)
    assert "this file of records has more than 2 rows" in faults(read(tmp_path, talks=TALKS))[0]
    monkeypatch.setattr(recordfiles, "MAX_BYTES", 10)
    assert "this file of records has more than 10 bytes" in faults(read(tmp_path, talks=TALKS))[0]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Nothing outside is read."""
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.csv").write_text("id,at\na,1\n")
    (tmp_path / "in" / "units.talks.csv").symlink_to(tmp_path / "secret.csv")
    assert "this link leads out of its folder" in faults(read(tmp_path / "in"))[0]


def test_the_units_are_still_read_one_by_one(tmp_path: Path) -> None:
    """Memory does not grow with the number of units."""
    with (tmp_path / "units.csv").open("w") as stream:
        stream.write("id,kind,year\n")
        stream.writelines(f"u{at},cell,2024\n" for at in range(20_000))
    (tmp_path / "units.talks.csv").write_text("id,at\nu1,1\n")
    found = read_dossiers(tmp_path / "units.csv")
    next(found)
    tracemalloc.start()
    for _ in range(10_000):
        next(found)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 8_000_000
