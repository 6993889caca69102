"""JSON Schema faults, said for people: what is wrong, where it stands, what would be right."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

from fourgood.errors import Fault, Place
from fourgood.yamlfile import Data

MAX_FAULTS = 100


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    from fourgood_schemas import registry, schema

    base, _, pointer = name.partition("#")
    whole = schema(base)
    part = _written_out(_at(pointer, whole), whole, {})
    return Draft202012Validator(part, registry=registry(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _written_out(schema: Any, whole: dict[str, Any], known: dict[str, Any]) -> Any:
    """A schema with what it refers to in its own file in place of the references: twice as fast to check against."""
    if isinstance(schema, list):
        return [_written_out(part, whole, known) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: _written_out(part, whole, known) for key, part in schema.items() if key not in ("$defs", "$id")}
    if "properties" in parts:
        # The validator forgets which property a plain false was for.
        parts["properties"] = {key: part or {"not": {}} for key, part in parts["properties"].items()}
    pointer = schema.get("$ref")
    if not isinstance(pointer, str) or not pointer.startswith("#"):
        return parts
    if pointer not in known:
        known[pointer] = meant = {}
        meant.update(_written_out(_at(pointer[1:], whole), whole, known))
    constraints = {key: part for key, part in parts.items() if key not in ("$ref", "description")}
    return {"allOf": [known[pointer]], **constraints} if constraints else known[pointer]


def _at(pointer: str, whole: dict[str, Any]) -> Any:
    found: Any = whole
    for key in pointer.split("/")[1:]:
        found = found[key]
    return found


def faults(data: Data, name: str, path: tuple[str | int, ...] = ()) -> Iterator[Fault]:
    """What keeps data from being what the schema of a name describes; at `path` where only a part is meant.

    `name` may point into a schema: dossier#/$defs/one.
    """
    validator = _validator(name)
    value = data.value
    for step in path:
        value = value[step]
    found = sorted(validator.iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
    said: set[str] = set()
    for error in found[:MAX_FAULTS]:
        for fault in _faults(error, data, path):
            # jsonschema says of each key that is missing what is said here once of all.
            if (line := str(fault)) not in said:
                said.add(line)
                yield fault


def _faults(error: Any, data: Data, path: tuple[str | int, ...]) -> Iterator[Fault]:
    at = (*path, *error.absolute_path)
    place = data.place(at)
    match error.validator:
        case "additionalProperties" if isinstance(error.instance, dict):
            for key in sorted(set(error.instance) - set(error.schema.get("properties", ()))):
                yield _unknown_key(key, error.schema.get("properties", {}), data.place((*at, key)))
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            yield Fault("{missing} is missing here", {"missing": _listed(missing)}, place, "Add {missing}")
        case "enum":
            near = get_close_matches(str(error.instance), map(str, error.validator_value), n=1)
            values = {"value": _shown(error.instance), "choices": _listed(error.validator_value), "near": "".join(near)}
            yield Fault("{value} is none of {choices}", values, place, "Did you mean {near}?" if near else None)
        case "type":
            wanted = error.validator_value
            types = [each for each in ([wanted] if isinstance(wanted, str) else wanted) if each != "null"]
            values = {"value": _shown(error.instance), "type": _listed(types)}
            hint = "Put it in quotes" if "string" in types and not isinstance(error.instance, (dict, list)) else None
            yield Fault("{value} is not of type {type}", values, place, hint or "Write a value of type {type}")
        case "format":
            values = {"value": _shown(error.instance), "format": error.validator_value}
            yield Fault("{value} is no {format}", values, place, "Write a day that exists, as 2024-12-05")
        case "maxLength":
            yield Fault("this has more than {limit} characters", {"limit": error.validator_value}, place, "Shorten it")
        case "minProperties" | "minItems" | "minLength" if error.validator_value == 1:
            yield Fault("this is empty", {}, place, "Leave it out, or write a value")
        case "pattern" if not error.instance.strip():
            yield Fault("this is empty", {}, place, "Leave it out, or write a value")
        case "minimum" | "maximum":
            values = {"value": _shown(error.instance), "limit": error.validator_value}
            below = error.validator == "minimum"
            message = "{value} is less than {limit}" if below else "{value} is more than {limit}"
            yield Fault(message, values, place, "Check the figure")
        case "dependentRequired" | "not" | "oneOf" if beside := list(_beside(error, data, at)):
            yield from beside
        case "anyOf" | "oneOf" if error.context:
            yield from _best(error, data, path)
        case "not" if error.validator_value == {}:
            key = at[-1] if at else ""
            yield Fault("`{key}` has no place here", {"key": key}, place, "Leave it out")
        case _:
            values = {
                "value": _shown(error.instance),
                "cause": error.message if len(error.message) < 200 else error.validator,
            }
            yield Fault("{value} does not fit: {cause}", values, place)


def _beside(error: Any, data: Data, at: tuple[str | int, ...]) -> Iterator[Fault]:
    """What is wrong with keys that need each other, or cannot stand together."""
    wanted, place = error.validator_value, data.place(at)
    match error.validator:
        case "dependentRequired":
            for key, needed in wanted.items():
                if key in error.instance and not set(needed) <= error.instance.keys():
                    values = {"key": key, "needed": _listed(needed)}
                    message = "`{key}` has its place only beside {needed}"
                    yield Fault(message, values, data.place((*at, key)), "Add {needed}, or leave it out")
        case "not" if "required" in wanted:
            keys = {"keys": _listed(wanted["required"])}
            yield Fault("{keys} cannot stand together", keys, place, "Leave one of them out")
        case "oneOf" if all(each.keys() == {"required"} for each in wanted):
            needed = [key for each in wanted for key in each["required"]]
            yield Fault("one of {keys} is needed here, and only one", {"keys": _listed(needed)}, place)


def _best(error: Any, data: Data, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Of several forms that a value may take, what is wrong with the one it comes nearest to."""
    from jsonschema.exceptions import best_match

    # An object is no near miss of a list, however much is wrong with it.
    others = {each.schema_path[0] for each in error.context if each.validator == "type" and not each.path}
    fitting = [each for each in error.context if each.schema_path[0] not in others]
    best = best_match(fitting or error.context)
    yield from _faults(best, data, path)


def _unknown_key(key: str, known: dict[str, Any], place: Place) -> Fault:
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    hint = "Did you mean `{near}`?" if near else "Known here: {known}"
    return Fault(
        "the key `{key}` is not known here", {"key": key, "near": "".join(near), "known": ", ".join(known)}, place, hint
    )


def _listed(items: list[Any]) -> str:
    return ", ".join(f"`{item}`" for item in items)


def _shown(value: Any) -> str:
    text = repr(str(value) if isinstance(value, str) else value)
    return text if len(text) <= 60 else text[:59] + "…"
