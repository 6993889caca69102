"""What an editor shows of a schema: every key has words, every closed choice is one, and each file stands alone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from fourgood.citation import Backing
from fourgood.criterion import Role
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
from fourgood.vocabulary import Kind
from fourgood_schemas import NAMES, schema

each_schema = pytest.mark.parametrize("name", NAMES)


def pointed(whole: dict[str, Any], pointer: str) -> Any:
    """What a reference within a schema leads to."""
    found: Any = whole
    for key in pointer.removeprefix("#/").split("/"):
        found = found[int(key) if isinstance(found, list) else key]
    return found


def parts(schema: Any, path: str = "", conditions: bool = False) -> Iterator[tuple[str, Any]]:
    """Every part of a schema by its path; conditions (if) only where they are wanted."""
    if isinstance(schema, dict):
        yield path, schema
        for key, part in schema.items():
            if key != "if" or conditions:
                yield from parts(part, f"{path}/{key}", conditions)
    elif isinstance(schema, list):
        for position, part in enumerate(schema):
            yield from parts(part, f"{path}/{position}", conditions)


def described(part: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Whether an editor has words for a part: its own, those of what it refers to, or of one of its forms."""
    if "description" in part:
        return True
    forms = [pointed(whole, part["$ref"])] if "$ref" in part else part.get("anyOf", ())
    return any(described(form, whole) for form in forms)


@each_schema
def test_every_key_has_words_to_hover_over(name: str) -> None:
    """Also the keys of layers and of evidence; what only narrows a key that is there needs none of its own."""
    whole = schema(name)
    lacking = [
        f"{path}/properties/{key}"
        for path, part in parts(whole)
        if not path.endswith("/properties")
        for key, value in part.get("properties", {}).items()
        if isinstance(value, dict) and not described(value, whole) and not narrows(key, path, whole)
    ]
    assert lacking == []


def narrows(key: str, path: str, whole: dict[str, Any]) -> bool:
    """Whether a then or an else says more of a key that the object over it has."""
    above, _, last = path.rpartition("/")
    if above.rpartition("/")[0].endswith("/allOf"):
        above = above.removesuffix("/" + above.rpartition("/")[2]).removesuffix("/allOf")
    owner = whole if above == "" else pointed(whole, "#" + above)
    return last in ("then", "else") and key in owner.get("properties", {})


@each_schema
def test_every_part_has_a_description_and_the_whole_a_title(name: str) -> None:
    """What has keys is described itself, wherever it is used."""
    whole = schema(name)
    assert whole["title"] and whole["description"]
    assert [key for key, part in whole["$defs"].items() if "properties" in part and "description" not in part] == []


@each_schema
def test_every_example_is_one(name: str) -> None:
    """What an editor offers fits where it is offered."""
    from jsonschema import Draft202012Validator

    for path, part in parts(schema(name)):
        for example in part.get("examples", ()) if not path.endswith("/properties") else ():
            plain = {key: value for key, value in part.items() if key != "$ref"}
            assert Draft202012Validator(plain).is_valid(example), path


@each_schema
def test_every_schema_stands_alone(name: str) -> None:
    """It refers to nothing but itself, so that an editor needs one file and no network."""
    references = [part["$ref"] for _, part in parts(schema(name), conditions=True) if isinstance(part.get("$ref"), str)]
    assert all(reference.startswith("#/") for reference in references)
    assert "http" not in json.dumps({**schema(name), "$schema": ""})


def test_closed_choices_are_those_of_the_code() -> None:
    """An editor offers the kinds, roles, backings and types that there are, and no others."""
    rules, dossier = schema("rules")["$defs"], schema("dossier")["$defs"]
    assert rules["fact"]["properties"]["kind"]["enum"] == [kind.value for kind in Kind]
    assert rules["criterion"]["properties"]["role"]["enum"] == [role.value for role in Role]
    assert set(rules["backing"]["enum"]) == {backing.value for backing in Backing}
    assert rules["organisation_types"]["items"]["enum"] == list(ORGANISATION_TYPES.labels)
    assert rules["kinds"]["items"]["enum"] == list(UNIT_KINDS.labels)
    assert dossier["unit"]["properties"]["kind"]["enum"] == list(UNIT_KINDS.labels)
    assert dossier["unit"]["properties"]["organisation_type"]["enum"] == [*ORGANISATION_TYPES.labels, None]
