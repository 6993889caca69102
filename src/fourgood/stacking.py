"""Which layer stands on which: from the rulebook up, whatever order they come in."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from fourgood.contribution import DEFAULT_ID, EMPTY_ID, Contribution
from fourgood.errors import Fault
from fourgood.layer import Given, Layer
from fourgood.nearest import nearest


@frozen
class Stack:
    """Layers in the order in which they apply: the lower first, those of one height by their ids.

    `below` has the ids of all layers that each stands on. `faults` says which layers stand on nothing, and are left
    out.
    """

    layers: tuple[Layer, ...]
    below: Mapping[str, frozenset[str]]
    faults: tuple[Fault, ...] = ()

    @property
    def tips(self) -> tuple[Layer, ...]:
        """The layers that no other stands on."""
        carried = {layer.extends for layer in self.layers}
        return tuple(layer for layer in self.layers if layer.id not in carried)

    def related(self, one: str, other: str) -> bool:
        """Whether one layer stands on the other, or is the same."""
        return one == other or one in self.below[other] or other in self.below[one]


def stacked(layers: Iterable[Layer], base: Iterable[Contribution]) -> Stack:
    """Layers put in order over what plugins and plain rule files bring."""
    given, bases = list(layers), list(base)
    roots = {DEFAULT_ID, EMPTY_ID, *(each.id for each in bases if each.id)}
    offers = {offer.id for each in bases for offer in each.offers}
    faults = [*_twins(given, roots), *_apart(given)]
    by_id = {layer.id: layer for layer in reversed(given)}
    below: dict[str, frozenset[str]] = {}
    for layer in by_id.values():
        fault = _rootless(layer, by_id, roots, offers)
        if fault is None:
            below[layer.id] = frozenset(each.id for each in _descent(layer, by_id)) - {layer.id}
        else:
            faults.append(fault)
    standing = sorted((by_id[id] for id in below), key=lambda each: (len(below[each.id]), each.id))
    return Stack(tuple(standing), below, tuple(faults))


def on_nothing(given: Iterable[Given]) -> bool:
    """Whether layers among what is given stand on the empty rulebook."""
    return any(_root(layer, layers) == EMPTY_ID for layers in [_layers(given)] for layer in layers.values())


def _layers(given: Iterable[Given]) -> Mapping[str, Layer]:
    return {each.id: each for each in given if isinstance(each, Layer)}


def _root(layer: Layer, by_id: Mapping[str, Layer]) -> str:
    return list(_descent(layer, by_id))[-1].extends


def _apart(given: Iterable[Layer]) -> Iterator[Fault]:
    """The fault of layers that take nothing over beside layers that do."""
    by_id = _layers(given)
    roots = {layer.id: _root(layer, by_id) for layer in by_id.values()}
    empty = [id for id, root in sorted(roots.items()) if root == EMPTY_ID]
    for id, root in sorted(roots.items()):
        if empty and root == DEFAULT_ID:
            values = {"id": id, "other": empty[0], "base": root}
            message = "the layer `{id}` stands on `{base}`, and `{other}` beside it on nothing"
            yield Fault(message, values, by_id[id].origin.place, "Use one of them")
            return


def _descent(layer: Layer, by_id: Mapping[str, Layer]) -> Iterator[Layer]:
    """The layer and those below it, down to the rulebook, or to the first that comes again."""
    seen: set[str] = set()
    current: Layer | None = layer
    while current is not None and current.id not in seen:
        seen.add(current.id)
        yield current
        current = by_id.get(current.extends)


def _rootless(layer: Layer, by_id: Mapping[str, Layer], roots: set[str], offers: set[str]) -> Fault | None:
    """Why a layer stands on nothing; None when it stands on a rulebook, or what is wrong is said of a lower one."""
    if layer.extends == layer.id:
        hint = "Write the id of the rulebook that it builds on"
        return Fault("the layer `{id}` extends itself", {"id": layer.id}, layer.origin.place, hint)
    descent = list(_descent(layer, by_id))
    lowest = descent[-1]
    if lowest.extends in roots:
        return None
    if lowest.extends in by_id:
        # The circle is told once, of the first of its layers; all others stand on that one.
        start = next(at for at, each in enumerate(descent) if each.id == lowest.extends)
        lowest = min(descent[start:], key=lambda each: each.id)
        if lowest is layer:
            circle = " → ".join((*(each.id for each in descent), layer.id))
            message = "the layer `{id}` extends itself in a circle: {circle}"
            return Fault(message, {"id": layer.id, "circle": circle}, layer.origin.place, "Let one extend the rulebook")
    if lowest is not layer:
        values = {"id": layer.id, "lower": lowest.id, "place": str(lowest.origin.place)}
        return Fault(
            "the layer `{id}` stands on `{lower}` ({place}), which stands on nothing", values, layer.origin.place
        )
    known = sorted({*by_id, *roots, *offers} - {layer.id})
    near = [each for each in known if each.endswith(f".{layer.extends}")]
    near = near or nearest(layer.extends, known, n=3, cutoff=0.6)
    values = {"id": layer.id, "base": layer.extends, "near": ", ".join(f"`{each}`" for each in near)}
    hint = "Did you mean {near}?" if near else "Known here: {known}"
    if layer.extends.endswith((".yaml", ".yml", ".json")):
        hint = "Write the id that stands in that file, in small letters"
    message = "the layer `{id}` extends `{base}`, which is not here"
    return Fault(message, {**values, "known": ", ".join(known)}, layer.origin.place, hint)


def _twins(given: Iterable[Layer], roots: set[str]) -> Iterator[Fault]:
    first: dict[str, Layer] = {}
    for layer in sorted(given, key=lambda each: (each.id, str(each.origin.place))):
        if layer.id in first or layer.id in roots:
            other = first[layer.id].origin.text if layer.id in first else layer.id
            values = {"id": layer.id, "first": other, "second": layer.origin.text}
            message = "the id `{id}` is taken: by {first} and by {second}"
            yield Fault(message, values, layer.origin.place, "Give one of them another id")
        first.setdefault(layer.id, layer)
