"""Layers find those that they extend on offer, or in their own folder, and nowhere else."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from attrs import frozen

from fourgood.contribution import DEFAULT_ID, EMPTY_ID, Offer
from fourgood.errors import Fault, Place, RulebookError
from fourgood.layer import Given, Layer
from fourgood.prepared import Prepared
from fourgood.real import real
from fourgood.rulefile import MAX_BYTES, read_rules
from fourgood.yamlfile import Readable

SUFFIXES = (".yaml", ".yml", ".json")
MAX_FILES = 1000
WORD = re.compile(rb"[a-z0-9_.-]+")
"""What may be an id: what does not hold the one that is looked for is not worth reading."""


def with_neighbours(
    read: Sequence[tuple[Readable, Given]], base: Iterable[Given], offers: Mapping[str, Offer]
) -> tuple[Given, ...]:
    """Rule files that were read, and those that their layers extend, down to what is in the base.

    A layer finds them on offer, or in its own folder by the id in them. Raises RulebookError when two claim that id, or
    the one that does is faulty.
    """
    given = [each for _, each in read]
    folders = Prepared(_Folder)
    ids = {DEFAULT_ID, EMPTY_ID, *(each.id for each in (*base, *given) if each.id)}
    open = [(path, each) for path, each in read if isinstance(each, Layer)]
    while open:
        path, layer = open.pop()
        if layer.extends in ids or layer.extends == layer.id:
            continue
        ids.add(layer.extends)
        for file, lower in _extended(layer, path, offers, folders):
            given.append(lower)
            if isinstance(lower, Layer):
                open.append((file, lower))
    return tuple(given)


def _extended(
    layer: Layer, path: Readable, offers: Mapping[str, Offer], folders: Mapping[Path, "_Folder"]
) -> Iterator[tuple[Readable, Given]]:
    if offer := offers.get(layer.extends):
        yield offer.file, read_offer(offer)
    elif isinstance(path, Path):
        yield from ((file, read_rules(file)) for file in _claiming(layer, path, folders[path.parent]))


def read_offer(offer: Offer) -> Given:
    """The rulebook that a plugin offers. Raises RulebookError, also when its file says another id."""
    given = read_rules(offer.file, offer.origin)
    if given.id != offer.id:
        values = {"id": offer.id, "found": given.id}
        place = Place(offer.origin.file)
        message = "this rulebook is offered as `{id}` and calls itself `{found}`"
        raise RulebookError(Fault(message, values, place, "Its plugin and its file have to agree"))
    return given


def _claiming(layer: Layer, path: Path, folder: "_Folder") -> list[Path]:
    """The file beside a layer's that has the id which it extends; none when there is none."""
    found = [beside for beside in folder.called(layer.extends) if real(beside) != real(path)]
    if len(found) > 1:
        values = {"id": layer.extends, "files": ", ".join(each.name for each in found)}
        message = "several files beside this one are called `{id}`: {files}"
        raise RulebookError(Fault(message, values, layer.origin.place, "Name the one that is meant with the others"))
    return found


@frozen(slots=False)
class _Folder:
    """Files that lie beside each other. Each is looked into once, however many layers look for one."""

    path: Path

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Those that a rule file may be among: a link that leads out of the folder is none."""
        names = sorted(each.name for each in self.path.iterdir() if each.suffix.lower() in SUFFIXES)
        if len(names) > MAX_FILES:
            values = {"number": len(names), "limit": MAX_FILES}
            message = "{number} files lie in this folder, {limit} at most are looked through"
            raise RulebookError(Fault(message, values, Place(str(self.path)), "Name the files that are meant"))
        return tuple(each for each in map(self.path.joinpath, names) if self._inside(each))

    def _inside(self, file: Path) -> bool:
        return real(file).parent == real(self.path) and file.is_file() and file.stat().st_size <= MAX_BYTES

    @cached_property
    def _mentioned(self) -> Mapping[Path, frozenset[bytes]]:
        return {file: frozenset(WORD.findall(_content(file))) for file in self.files}

    @cached_property
    def _ids(self) -> Mapping[Path, object]:
        return Prepared(_id)

    def called(self, id: str) -> list[Path]:
        """The files that are rule files of an id; one that cannot be read is not ours to complain of."""
        return [file for file in self.files if id.encode() in self._mentioned[file] and self._ids[file] == id]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _id(file: Path) -> object:
    """The id in a file, where it can be read and has one."""
    from fourgood.errors import FourgoodError
    from fourgood.yamlfile import read_text

    try:
        value = read_text(_content(file), str(file)).value
    except FourgoodError:
        return None
    return value.get("id") if isinstance(value, dict) else None
