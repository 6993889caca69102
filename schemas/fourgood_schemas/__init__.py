"""The JSON Schemas of every file that fourgood reads or writes, ready to resolve each other."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from referencing import Registry
from referencing.jsonschema import Schema, SchemaRegistry

SUFFIX = ".schema.json"
NAMES = tuple(
    sorted(each.name.removesuffix(SUFFIX) for each in files(__name__).iterdir() if each.name.endswith(SUFFIX))
)
"""What there is a schema for: cases, dossier, facts, rules, verdict."""


@cache
def schema(name: str) -> dict[str, Any]:
    """One schema, by its name. Raises FileNotFoundError for a name that is not in NAMES."""
    found: dict[str, Any] = json.loads(files(__name__).joinpath(name + SUFFIX).read_text("utf-8"))
    return found


@cache
def registry() -> SchemaRegistry:
    """All schemas, by their ids."""
    contents: list[tuple[str, Schema]] = [(schema(name)["$id"], schema(name)) for name in NAMES]
    return Registry().with_contents(contents).crawl()
