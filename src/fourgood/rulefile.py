"""Rule files: YAML or JSON text → a contribution, or a layer. First the schema, then values, then the rules in them."""

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from fourgood.citation import Origin
from fourgood.errors import Fault, FourgoodError, RulebookError
from fourgood.layer import Given
from fourgood.layerfile import by_id_only, layer
from fourgood.ruleparts import Parts
from fourgood.rulevalues import Values
from fourgood.schemacheck import faults as schema_faults
from fourgood.yamlfile import Data, Readable, contents, read_text

MAX_BYTES = 1024 * 1024
NOBODY = Origin()
LEFT_OUT = ("documents", "scales", "facts", "parameters", "definitions", "invariants", "criteria", "set")
"""The sections whose parts can be left out, so that the others are read all the same."""


@frozen
class Partly:
    """What could be made of a rule file, what is wrong with it, and the names of what could not be made.

    `given` is None when too much is wrong to tell its parts apart.
    """

    given: Given | None
    faults: tuple[Fault, ...] = ()
    unmade: frozenset[str] = frozenset()

    def explains(self, fault: Fault) -> bool:
        """Whether a fault only follows from something that could not be made."""
        return any(isinstance(value, str) and value in self.unmade for value in fault.values.values())


def read_rules(file: Readable, origin: Origin = NOBODY) -> Given:
    """What a rule file contributes; a layer when it extends a rulebook.

    `origin` says whose the file is; all parts carry it, each with its line. Raises RulebookError with every fault of
    the file: schema, values and rules.
    """
    found = read_partly(file, origin)
    if found.faults or found.given is None:
        raise RulebookError(found.faults)
    return found.given


def read_partly(file: Readable, origin: Origin = NOBODY) -> Partly:
    """What can be made of a rule file, with its faults: for those who want to know what else is wrong."""
    name = origin.file or str(file)
    try:
        data = read_text(contents(file, name, MAX_BYTES), name)
    except FourgoodError as error:
        return Partly(None, error.faults)
    data = _without_cases(data)
    faults = tuple(map(by_id_only, schema_faults(data, "rules")))
    left = _without(data, faults) if faults else data
    if left is None or (faults and list(schema_faults(left, "rules"))):
        return Partly(None, faults)
    given = {(section, key) for section in LEFT_OUT for key in data.value.get(section, ())}
    left_out = frozenset((section, key) for section, key in given if key not in left.value[section])
    extends = left.value.get("extends")
    parts = Parts(Values(left, evolve(origin, file=name, layer=left.value["id"] if extends else None), left_out))
    made = layer(parts) if extends else parts.contribution()
    return Partly(made, (*faults, *parts.faults), frozenset((*parts.unmade, *(key for _, key in left_out))))


def _without_cases(data: Data) -> Data:
    """A file without the cases beside its criteria: they are read apart, and no fault of theirs stops a rule."""
    criteria = data.value.get("criteria") if isinstance(data.value, dict) else None
    if not isinstance(criteria, dict) or not any(
        isinstance(each, dict) and "cases" in each for each in criteria.values()
    ):
        return data
    bare = {id: _bare(raw) for id, raw in criteria.items()}
    return evolve(data, value={**data.value, "criteria": bare})


def _bare(criterion: Any) -> Any:
    return (
        {key: each for key, each in criterion.items() if key != "cases"} if isinstance(criterion, dict) else criterion
    )


def _without(data: Data, faults: Iterable[Fault]) -> Data | None:
    """A file without the parts that its schema has faults for; None when one is not in such a part."""
    value = dict(data.value) if isinstance(data.value, dict) else {}
    for fault in faults:
        section, _, rest = (fault.place.key or "").partition(".")
        parts = value.get(section)
        if section not in LEFT_OUT or not isinstance(parts, dict) or not rest:
            return None
        value[section] = {key: part for key, part in parts.items() if key != rest.partition(".")[0]}
    return evolve(data, value=value)
