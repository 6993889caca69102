"""Dossiers from files and folders."""

import os
import re
from pathlib import Path

import pytest

from fourgood.dossier import Dossier
from fourgood.dossiers import Rejected, read_dossier, read_dossiers
from fourgood.errors import DossierError

FOLDER = re.compile(r"/\S+/")


def one(path: Path, unit: str, year: int = 2024) -> Path:
    path.write_text(f"unit: {{id: {unit}, kind: cell}}\nyear: {year}\n", "utf-8")
    return path


def said(*paths: Path) -> list[str]:
    items = read_dossiers(paths)
    return [item.id if isinstance(item, Dossier) else FOLDER.sub("", str(item.faults[0])) for item in items]


def test_a_folder_stands_for_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Hidden files, folders, the locks of open workbooks and what else lies there are left out."""
    one(tmp_path / "b.yml", "b")
    one(tmp_path / "a.YAML", "a")
    (tmp_path / "c.csv").write_text("id,kind,year\nc,cell,2024\n")
    (tmp_path / "d.json").write_text('{"unit": {"id": "d", "kind": "cell"}, "year": 2024}')
    for left_out in (".a.yaml", "~$a.xlsx", "notes.txt"):
        (tmp_path / left_out).write_text("x")
    (tmp_path / "deeper.yaml").mkdir()
    assert said(tmp_path) == ["a", "b", "c", "d"]


def test_a_unit_that_comes_again_in_the_same_year_is_rejected(tmp_path: Path) -> None:
    """Across all files of one read, naming both places; another year is another dossier."""
    first = one(tmp_path / "a.yaml", "é")
    again = one(tmp_path / "b.yaml", "e\N{COMBINING ACUTE ACCENT}")
    other = one(tmp_path / "c.yaml", "é", 2023)
    kept, rejected, earlier = read_dossiers([first, again, other])
    assert (kept.place.file, earlier.place.file) == (str(first), str(other))
    assert isinstance(rejected, Rejected)
    assert f"{again}:1:1: " in str(rejected.faults[0])
    assert f"stands twice in 2024, first at {first}:1:1. Keep one of them" in str(rejected.faults[0])


def test_a_rejected_unit_does_not_stand_in_the_way_of_a_good_one(tmp_path: Path) -> None:
    """Only dossiers that were read count as first."""
    (tmp_path / "a.csv").write_text("id,kind,year\na,cel,2024\na,cell,2024\n")
    bad, good = read_dossiers(tmp_path / "a.csv")
    assert isinstance(bad, Rejected)
    assert isinstance(good, Dossier)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none.yaml", "none.yaml: there is no such file. Check its name"),
        ("notes.txt", "notes.txt: this is no file of dossiers. Its name has to end in .yaml, .yml, .json, .csv, .xlsx"),
        ("pipe.yaml", "pipe.yaml: this is no ordinary file"),
        ("empty", "empty: this folder holds no dossier. Put in files that end in .yaml, .yml, .json, .csv, .xlsx"),
        ("list.yaml", "list.yaml: this file holds no dossier"),
    ],
)
def test_what_cannot_be_read_is_rejected_and_the_others_go_on(tmp_path: Path, name: str, expected: str) -> None:
    """One clear fault for what is missing, of another kind, or empty."""
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "list.yaml").write_text("[]")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    assert [expected, "a"] == said(tmp_path / name, one(tmp_path / "a.yaml", "a"))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A folder is read, not what somebody has linked into it."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.yaml").symlink_to(one(tmp_path / "outside.yaml", "a"))
    (folder / "c.yaml").symlink_to(one(folder / "b.yaml", "b"))
    out, inside, same = said(folder)
    assert "a.yaml: this link leads out of its folder" in out
    assert inside == "b"
    assert "the unit `b` stands twice" in same


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says is passed on, and the others are read."""

    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    bad = tmp_path / "bad.csv"
    bad.write_text("id,kind,year\n")
    monkeypatch.setattr(Path, "exists", lambda path: refuse(path) if path == bad else os.path.exists(path))
    assert said(bad, one(tmp_path / "a.yaml", "a")) == ["bad.csv: this file cannot be read: Permission denied", "a"]


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose names cannot be listed is rejected with the cause."""

    def refuse(path: Path) -> list[str]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "listdir", refuse)
    assert [f"{tmp_path.name}: this folder cannot be read: Permission denied"] == said(tmp_path)


def test_exactly_one(tmp_path: Path) -> None:
    """read_dossier gives the one dossier, and refuses none, several, and what is bad."""
    path = tmp_path / "a.csv"
    path.write_text("id,kind,year\na,cell,2024\n")
    assert read_dossier(str(path)).id == "a"
    for text, expected in (
        ("id,kind,year\na,cell,2024\nb,cell,2024\n", "several dossiers. Read them with read_dossiers"),
        ("id,kind,year\n", "no dossier"),
        ("id,kind,year\na,cel,2024\n", "`kind` cannot be `cel`"),
    ):
        path.write_text(text)
        with pytest.raises(DossierError, match=expected):
            read_dossier(path)
