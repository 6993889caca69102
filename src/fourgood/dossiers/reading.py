"""Dossiers from files and folders: exactly one, or as many as there are, with what could not be read among them."""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from fourgood.dossier import Dossier
from fourgood.dossiers.plainly import cause_of, plainly
from fourgood.dossiers.rejected import Item, Rejected
from fourgood.errors import DossierError, Fault, FourgoodError, Place
from fourgood.real import real

StrPath: TypeAlias = str | os.PathLike[str]

SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".xlsx")
"""What the name of a file of dossiers ends with."""


def read_dossier(path: StrPath) -> Dossier:
    """The one dossier of a file.

    Raises DossierError when it cannot be read, or when the file holds none or several; MissingExtraError for a
    workbook when the extra that reads them is not installed.
    """
    items = read_dossiers(path)
    first = next(items)
    if isinstance(first, Rejected):
        raise DossierError(first.faults)
    if next(items, None) is not None:
        hint = "Read them with read_dossiers"
        raise DossierError(Fault("this file holds several dossiers", place=Place(str(path)), hint=hint))
    return first


def read_dossiers(paths: StrPath | Iterable[StrPath]) -> Iterator[Item]:
    """The dossiers of files and folders, one by one; for what cannot be read there stands a Rejected, with the reasons.

    A folder stands for its files that end as SUFFIXES say, in the order of their names; what is hidden and what lies
    deeper is left out. A unit that comes a second time in the same year is rejected. Raises MissingExtraError, before
    anything is read, when there is a workbook and the extra that reads them is not installed.
    """
    return _without_doubles(read_items(paths))


def read_items(paths: StrPath | Iterable[StrPath]) -> Iterator[Item]:
    """The same with the units that come again: in a round none of them is right."""
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    files = [each for path in given for each in _expanded(Path(path))]
    if any(isinstance(each, Path) and each.suffix.lower() == ".xlsx" for each in files):
        from fourgood.dossiers.workbook import calamine

        calamine()
    return (item for each in files for item in ([each] if isinstance(each, Rejected) else _read(each)))


def _expanded(path: Path) -> Iterator[Path | Rejected]:
    """The files that a path stands for."""
    try:
        if not path.is_dir():
            yield path
            return
        names = sorted(each for each in os.listdir(path) if Path(each).suffix.lower() in SUFFIXES)
    except OSError as error:
        yield _refused(path, "this folder cannot be read: {cause}", cause=cause_of(error))
        return
    # A spreadsheet program leaves ~$name.xlsx beside a workbook that is open.
    files = [path / name for name in names if not name.startswith((".", "~$")) and not (path / name).is_dir()]
    yield from (_inside(file, path) for file in files if not _is_beside(file))
    if not files:
        hint = "Put in files that end in {suffixes}"
        yield _refused(path, "this folder holds no dossier", hint, suffixes=", ".join(SUFFIXES))


def _is_beside(file: Path) -> bool:
    """Whether a file holds records of the units in another one, which is read with them."""
    if file.suffix.lower() != ".csv" or "." not in file.stem:
        return False
    from fourgood.dossiers.recordfiles import is_beside

    return is_beside(file)


def _inside(file: Path, folder: Path) -> Path | Rejected:
    if real(file).is_relative_to(real(folder)):
        return file
    return _refused(file, "this link leads out of its folder", "Copy the file here, or name it itself")


def _read(path: Path) -> Iterator[Item]:
    """The items of a file; what is wrong with the file as a whole comes as an item too."""
    found = False
    try:
        for item in _items(path):
            found = True
            yield item
    except FourgoodError as error:
        yield Rejected(Place(str(path)), None, plainly(error.faults))
    except OSError as error:
        yield _refused(path, "this file cannot be read: {cause}", cause=cause_of(error))
    else:
        if not found:
            yield _refused(path, "this file holds no dossier")


def _items(path: Path) -> Iterator[Item]:
    if not path.exists():
        raise DossierError(Fault("there is no such file", place=Place(str(path)), hint="Check its name"))
    if not path.is_file():
        raise DossierError(Fault("this is no ordinary file", place=Place(str(path))))
    match path.suffix.lower():
        case ".csv":
            from fourgood.dossiers.csvfile import read_csv
            from fourgood.dossiers.recordfiles import with_records

            return with_records(path, read_csv(path))
        case ".xlsx":
            from fourgood.dossiers.workbook import read_workbook

            return read_workbook(path)
        case ".yaml" | ".yml" | ".json":
            from fourgood.dossiers.structured import read_structured

            return read_structured(path)
        case _:
            values = {"suffixes": ", ".join(SUFFIXES)}
            raise DossierError(
                Fault("this is no file of dossiers", values, Place(str(path)), "Its name has to end in {suffixes}")
            )


def _without_doubles(items: Iterator[Item]) -> Iterator[Item]:
    """The items, with every unit that comes again in the same year rejected."""
    seen: dict[tuple[str, int], Place] = {}
    for item in items:
        if isinstance(item, Rejected):
            yield item
            continue
        first = seen.setdefault((unicodedata.normalize("NFC", item.id), item.year), item.place)
        if first is item.place:
            yield item
            continue
        values = {"unit": item.id, "year": item.year, "first": str(first)}
        message = "the unit `{unit}` stands twice in {year}, first at {first}"
        yield Rejected(item.place, item.id, [Fault(message, values, item.place, "Keep one of them")])


def _refused(path: Path, message: str, hint: str | None = None, **values: object) -> Rejected:
    place = Place(str(path))
    return Rejected(place, None, [Fault(message, values, place, hint)])
