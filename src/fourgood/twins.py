"""Installed rules that a given file stands for: while a plugin is worked on, its file is looked at in its place."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any as AnyType

from attrs import define, field

from fourgood.layer import Given, Layer


@define
class Twins:
    """Which installed rule files were replaced, and by what."""

    replaced: dict[str, Path] = field(factory=dict)

    def left(self, installed: Iterable[Given], given: Mapping[Path, Given]) -> Iterator[Given]:
        """The installed contributions but those that given files stand for: the same name, and ids in common."""
        for each in installed:
            file = next((part.origin.file for part in _parts(each) if part.origin.file), "")
            twins = (path for path, rules in given.items() if path.name == Path(file).name and _ids(rules) & _ids(each))
            twin = next(twins, None)
            if twin is None:
                yield each
            else:
                self.replaced[file] = twin


def _parts(given: Given) -> Iterator[AnyType]:
    contribution = given.adds if isinstance(given, Layer) else given
    yield from (given,) if isinstance(given, Layer) else ()
    yield from (*contribution.facts, *contribution.parameters, *contribution.groups, *contribution.criteria)


def _ids(given: Given) -> set[str]:
    return {getattr(part, "key", None) or part.id for part in _parts(given)}
