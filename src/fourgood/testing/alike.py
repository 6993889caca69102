"""Records that are all the same, but for some: written once in a case, so that it shows what is special in it."""

from collections.abc import Iterator, Mapping
from typing import Any as AnyType


def spread(raw: AnyType) -> AnyType:
    """The records that a fact of a case stands for where it says them once; any other fact as it is."""
    return list(_records(raw)) if isinstance(raw, dict) and "each" in raw else raw


def _records(raw: Mapping[str, AnyType]) -> Iterator[dict[str, AnyType]]:
    but = raw.get("but", {})
    for at in range(1, raw["number"] + 1):
        if (other := but.get(str(at), {})) is not None:
            yield {"at": at, **raw["each"], **other}
