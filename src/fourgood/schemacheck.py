"""JSON Schema faults, said for people: what is wrong, where it stands, what would be right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any, TypeAlias

from fourgood.errors import Fault, Place
from fourgood.nearest import nearest
from fourgood.record import AT
from fourgood.scale import ORGANISATION_TYPES
from fourgood.text import LANGS, Text
from fourgood.yamlfile import Data

MAX_FAULTS = 100
COMMA = "Between curly brackets a comma begins a new key: put a text that has a comma in quotes"

Path: TypeAlias = tuple[str | int, ...]

TYPES: Mapping[str, Text] = {
    "object": Text("các khóa và giá trị (khóa: giá trị)", "`object` (key: value)"),
    "array": Text("danh sách", "`array` (a list)"),
    "string": Text("văn bản", "`string` (text)"),
    "number": Text("số", "`number`"),
    "integer": Text("số nguyên", "`integer` (a whole number)"),
    "boolean": Text("true hoặc false", "`boolean` (true or false)"),
}
"""The types of JSON in words."""

VALUE_TYPES = {"number", "boolean", "string"}
"""What the value of a fact may be, in a dossier."""

BOUNDS = ("minimum", "maximum")
NO_VALUE = "this is no value of a fact: that is a number, yes or no, a choice, or records, each with at: …"
NOBODY = "Nothing about persons is recorded: leave it out, or write one figure of the unit"
AT_FIRST = "Nothing about persons is recorded; a record of a table begins with at: …, the number of the month or a date"
BOTH_LANGUAGES = "Write it as {{vi: …, en: …}}"
NUMBER_OR_KEY = "Write a number like 12, 0.85, 85% or 1/3, or the key of a choice"

WRITTEN: Mapping[str, str] = {
    "^[a-z][a-z0-9_]*$": "A key is written in lower-case ASCII letters, digits and _",
    "^[a-z][a-z0-9_]*([.-][a-z0-9_]+)*$": (
        "An id is written in lower-case ASCII letters, digits and _, with . or - between its parts"
    ),
    "^[1-9][0-9]*$": "The number of a record is written 1, 2, 3",
    "^[0-9]{4}-[0-9]{4}$": "Years are written 2022-2026, or 2024 alone",
    "^-?[0-9]+(([.][0-9]+)?\\s*%|/[1-9][0-9]*)$": "A number is written like 12, 0.85, 85% or 1/3",
}
"""The patterns of the schemas, as one would tell a person."""


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
    for error in _causes(found, validator.schema)[:MAX_FAULTS]:
        for fault in _faults(error, data, path):
            # jsonschema says of each key that is missing what is said here once of all.
            if (line := str(fault)) not in said:
                said.add(line)
                yield fault


def _causes(found: list[Any], schema: Any) -> list[Any]:
    """The errors without those that only follow from a wrong choice: what a kind asks for that is none."""
    wrong = {tuple(error.absolute_path) for error in found if error.validator == "enum"}
    return [error for error in found if not wrong.intersection(_choices(error, schema))] if wrong else found


def _choices(error: Any, schema: Any) -> Iterator[Path]:
    """The values on which it depends, by an if in the schema, that something is an error."""
    path = tuple(error.absolute_path)
    owner = path[:-1] if error.validator == "not" else path
    for step in error.absolute_schema_path:
        if not isinstance(schema, (dict, list)):
            return
        if step in ("then", "else") and isinstance(schema, dict):
            yield from ((*owner, key) for key in schema["if"].get("properties", ()))
        schema = schema[step]


def _faults(error: Any, data: Data, path: Path) -> Iterator[Fault]:
    at = (*path, *error.absolute_path)
    place = data.place(at)
    match error.validator:
        case "additionalProperties" if isinstance(error.instance, dict):
            yield from _unknown_keys(error, data, at)
        case "required" if error.validator_value == [AT]:
            # A list that is no table may be one of persons.
            yield Fault(NO_VALUE, {}, place, AT_FIRST)
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            yield Fault("{missing} is missing here", {"missing": _listed(missing)}, place, "Add {missing}")
        case "enum":
            choices = [each for each in error.validator_value if each is not None]
            near, listed = _likely(str(error.instance), choices)
            values = {"value": _shown(error.instance), "choices": listed, "near": near}
            yield Fault("{value} is none of {choices}", values, place, "Did you mean {near}?" if near else None)
        case "type":
            yield _wrong_type(error, at, place)
        case "format":
            values = {"value": _shown(error.instance)}
            yield Fault("{value} is no date", values, place, "Write a day that exists, as 2024-12-05")
        case "minimum" | "maximum":
            values = {"value": _shown(error.instance), "limit": error.validator_value}
            below = error.validator == "minimum"
            message = "{value} is less than {limit}" if below else "{value} is more than {limit}"
            yield Fault(message, values, place, "Check the figure")
        case "dependentRequired" | "not" | "oneOf" | "anyOf" if beside := list(_beside(error, data, at)):
            yield from beside
        case "anyOf" | "oneOf" if error.context:
            yield from _none_of_several(error, data, path)
        case "not" if error.validator_value == {}:
            key = at[-1] if at else ""
            yield Fault("`{key}` has no place here", {"key": key}, place, "Leave it out")
        case "pattern" if error.instance.strip():
            named = "propertyNames" in list(error.absolute_schema_path)[-2:]
            yield _ill_written(error, [error.validator_value], data.place((*at, error.instance)) if named else place)
        case _:
            yield _amiss(error, place)


def _beside(error: Any, data: Data, at: Path) -> Iterator[Fault]:
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
        case "anyOf" if all(each.keys() == {"required"} for each in wanted):
            needed = [key for each in wanted for key in each["required"]]
            yield Fault("one of {keys} is needed here", {"keys": _listed(needed)}, place, "Add one of them")


def _amiss(error: Any, place: Place) -> Fault:
    """What is wrong with the size of something, and whatever else a schema may say."""
    limit = error.validator_value
    match error.validator:
        case "maxLength":
            return Fault("this has more than {limit} characters", {"limit": limit}, place, "Shorten it")
        case "minLength" | "pattern":
            return Fault("this is empty", {}, place, "Leave it out, or write a value")
        case "minProperties" | "minItems" if limit == 1:
            return Fault("this is empty", {}, place, "Leave it out, or write a value")
        case "minProperties" | "minItems":
            return Fault("at least {limit} are needed here", {"limit": limit}, place)
        case "maxProperties" | "maxItems":
            return Fault("more than {limit} stand here", {"limit": limit}, place)
        case "uniqueItems":
            return Fault("something stands twice in this list", {}, place, "Keep one of them")
        case "const":
            values = {"value": _shown(error.instance), "wanted": _shown(limit)}
            return Fault("{value} does not fit here", values, place, "Write {wanted}, or leave it out")
        case _:
            return Fault("{value} does not fit here", {"value": _shown(error.instance)}, place)


def _wrong_type(error: Any, at: Path, place: Place) -> Fault:
    value, wanted = error.instance, error.validator_value
    types = [each for each in ([wanted] if isinstance(wanted, str) else wanted) if each != "null"]
    nested = isinstance(value, (dict, list))
    if nested and set(types) == VALUE_TYPES:
        return Fault(NO_VALUE, {}, place, NOBODY)
    if types == ["object"] and "facts" in at:
        # What stands in a list may be names: not a word of it is repeated.
        return Fault(NO_VALUE, {}, place, NOBODY)
    if at and at[-1] == "year":
        hint = "The year is written like 2024, without quotes"
        return Fault("{value} is no year", {"value": _shown(value)}, place, hint)
    named = Text(*(", ".join(TYPES[each].in_(lang) for each in types) for lang in LANGS))
    hint = "Write a value of type {type}"
    if set(error.schema.get("properties", ())) == {"vi", "en"} and not nested:
        hint = BOTH_LANGUAGES
    elif "string" in types and not nested:
        hint = "Put it in quotes"
    return Fault("{value} is not of type {type}", {"value": _shown(value), "type": named}, place, hint)


def _none_of_several(error: Any, data: Data, path: Path) -> Iterator[Fault]:
    """What is wrong with a value that may take several forms: how they are written, or why it is not the nearest."""
    from jsonschema.exceptions import best_match

    patterns = list(_patterns(error.schema))
    place = data.place((*path, *error.absolute_path))
    if beyond := [each for each in error.context if each.validator in BOUNDS]:
        yield from _faults(beyond[0], data, path)
    elif patterns and not isinstance(error.instance, dict):
        yield _ill_written(error, patterns, place)
    elif isinstance(error.instance, str) and {"const": "percent"} in error.validator_value:
        values = {"value": _shown(error.instance)}
        yield Fault("{value} does not fit here", values, place, "Write percent, or {{vi: …, en: …}}")
    else:
        # An object is no near miss of a list, however much is wrong with it.
        others = {each.schema_path[0] for each in error.context if each.validator == "type" and not each.path}
        fitting = [each for each in error.context if each.schema_path[0] not in others]
        yield from _faults(best_match(fitting or error.context), data, path)


def _patterns(schema: Any) -> Iterator[str]:
    if "pattern" in schema:
        yield schema["pattern"]
    for each in schema.get("anyOf", ()):
        yield from _patterns(each)


def _ill_written(error: Any, patterns: list[str], place: Place) -> Fault:
    hint = NUMBER_OR_KEY if len(patterns) > 1 else WRITTEN.get(patterns[0])
    return Fault("{value} does not fit here", {"value": _shown(error.instance)}, place, hint)


def _unknown_keys(error: Any, data: Data, at: Path) -> Iterator[Fault]:
    known = error.schema.get("properties", {})
    unknown = sorted(set(error.instance) - set(known))
    if "appraised" in known and len(unknown) == len(error.instance) and not any(map(_near(known), unknown)):
        # What stands here may be about a person: not a word of it is repeated.
        yield Fault(NO_VALUE, {}, data.place(at), NOBODY)
        return
    for key in unknown:
        near = _near(known)(key)
        hint = "Did you mean `{near}`?" if near else COMMA if " " in key else "Known here: {known}"
        values = {"key": key, "near": "".join(near), "known": ", ".join(known)}
        yield Fault("the key `{key}` is not known here", values, data.place((*at, key)), hint)


def _near(known: Iterable[str]) -> Callable[[str], list[str]]:
    return partial(nearest, known=list(known))


def _likely(written: str, choices: list[Any]) -> tuple[str | None, Text | str]:
    """The choice that may be meant, and all of them; types of organisation with their words."""
    if choices == list(ORGANISATION_TYPES.labels):
        return ORGANISATION_TYPES.likely(written), ORGANISATION_TYPES.named(*choices)
    return next(iter(nearest(written, map(str, choices))), None), _listed(choices)


def _listed(items: list[Any]) -> str:
    return ", ".join(f"`{item}`" for item in items)


def _shown(value: Any) -> Text | Decimal | str:
    """A value as a fault shows it; what is made of several is named, never shown."""
    match value:
        case dict():
            return Text("các khóa và giá trị", "a mapping of keys")
        case list():
            return Text("danh sách", "a list")
        case Decimal():
            return value
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case _:
            text = repr(str(value) if isinstance(value, str) else value)
            return text if len(text) <= 60 else text[:59] + "…"
