"""Layers find those that they extend on offer, or in their own folder, and nowhere else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from fourgood.contribution import DEFAULT_ID, EMPTY_ID, Offer
from fourgood.errors import Fault, Place, RulebookError
from fourgood.layer import Given, Layer
from fourgood.rulefile import MAX_BYTES, read_rules
from fourgood.yamlfile import Readable

SUFFIXES = (".yaml", ".yml", ".json")
MAX_FILES = 1000


def with_neighbours(
    read: Sequence[tuple[Readable, Given]], base: Iterable[Given], offers: Mapping[str, Offer]
) -> tuple[Given, ...]:
    """Rule files that were read, and those that their layers extend, down to what is in the base.

    A layer finds them on offer, or in its own folder by the id in them. Raises RulebookError when two claim that id, or
    the one that does is faulty.
    """
    given = [each for _, each in read]
    ids = {DEFAULT_ID, EMPTY_ID, *(each.id for each in (*base, *given) if each.id)}
    open = [(path, each) for path, each in read if isinstance(each, Layer)]
    while open:
        path, layer = open.pop()
        if layer.extends in ids or layer.extends == layer.id:
            continue
        ids.add(layer.extends)
        for file, lower in _extended(layer, path, offers):
            given.append(lower)
            if isinstance(lower, Layer):
                open.append((file, lower))
    return tuple(given)


def _extended(layer: Layer, path: Readable, offers: Mapping[str, Offer]) -> Iterator[tuple[Readable, Given]]:
    if offer := offers.get(layer.extends):
        yield offer.file, read_offer(offer)
    elif isinstance(path, Path):
        yield from ((file, read_rules(file)) for file in _claiming(layer, path))


def read_offer(offer: Offer) -> Given:
    """The rulebook that a plugin offers. Raises RulebookError, also when its file says another id."""
    given = read_rules(offer.file, offer.origin)
    if given.id != offer.id:
        values = {"id": offer.id, "found": given.id}
        place = Place(offer.origin.file)
        message = "this rulebook is offered as `{id}` and calls itself `{found}`"
        raise RulebookError(Fault(message, values, place, "Its plugin and its file have to agree"))
    return given


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
