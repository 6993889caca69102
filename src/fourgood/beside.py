"""Layers find those that they extend in their own folder, and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from fourgood.errors import Fault, Place, RulebookError
from fourgood.layer import Given, Layer
from fourgood.rulefile import MAX_BYTES, read_rules
from fourgood.yamlfile import Readable

SUFFIXES = (".yaml", ".yml", ".json")
MAX_FILES = 1000


def with_neighbours(read: Sequence[tuple[Readable, Given]], known: Iterable[str]) -> tuple[Given, ...]:
    """Rule files that were read, and those beside them that their layers extend, down to what is `known`.

    A file is looked for by the id in it. Raises RulebookError when two claim that id, or the one that does is faulty.
    """
    given = [each for _, each in read]
    ids = {*known, *(each.id for each in given if each.id)}
    open = [(path, each) for path, each in read if isinstance(path, Path) and isinstance(each, Layer)]
    while open:
        path, layer = open.pop()
        if layer.extends in ids or layer.extends == layer.id:
            continue
        ids.add(layer.extends)
        for beside in _claiming(layer, path):
            lower = read_rules(beside)
            given.append(lower)
            if isinstance(lower, Layer):
                open.append((beside, lower))
    return tuple(given)


def _claiming(layer: Layer, path: Path) -> list[Path]:
    """The file beside a layer's that has the id which it extends; none when there is none."""
    found = [beside for beside in _beside(path) if _claims(beside, layer.extends)]
    if len(found) > 1:
        values = {"id": layer.extends, "files": ", ".join(each.name for each in found)}
        message = "several files beside this one are called `{id}`: {files}"
        raise RulebookError(Fault(message, values, layer.origin.place, "Name the one that is meant with the others"))
    return found


def _beside(path: Path) -> Iterator[Path]:
    """Files of the same folder: a link that leads out of it is none."""
    folder = path.resolve().parent
    names = sorted(each.name for each in path.parent.iterdir() if each.suffix.lower() in SUFFIXES)
    if len(names) > MAX_FILES:
        values = {"number": len(names), "limit": MAX_FILES}
        message = "{number} files lie in this folder, {limit} at most are looked through"
        raise RulebookError(Fault(message, values, Place(str(path.parent)), "Name the files that are meant"))
    for name in names:
        beside = path.parent / name
        resolved = beside.resolve()
        if resolved.parent == folder and resolved != path.resolve() and resolved.is_file():
            yield beside


def _claims(path: Path, id: str) -> bool:
    """Whether a file is a rule file of an id; one that cannot be read is not ours to complain of."""
    from fourgood.errors import FourgoodError
    from fourgood.yamlfile import read_text

    try:
        if path.stat().st_size > MAX_BYTES or id.encode() not in (content := path.read_bytes()):
            return False
        value = read_text(content, str(path)).value
    except (OSError, FourgoodError):
        return False
    return isinstance(value, dict) and value.get("id") == id
