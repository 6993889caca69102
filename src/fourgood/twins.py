"""Installed rules that a given file stands for: while a plugin is worked on, its file is looked at in its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any as AnyType

from attrs import define, evolve, field

from fourgood.contribution import Contribution, Offer
from fourgood.layer import Given, Layer


@define
class Twins:
    """Which installed rule files were replaced, and by what."""

    replaced: dict[str, Path] = field(factory=dict)

    def left(self, installed: Iterable[Given], given: Mapping[Path, Given]) -> Iterator[Given]:
        """The installed, but for what given files stand for: the same name, and ids in common or that of an offer."""
        for each in installed:
            file = next((part.origin.file for part in _parts(each) if part.origin.file), "")
            if not self._stood_for(file, given, lambda rules, each=each: bool(_ids(rules) & _ids(each))):  # type: ignore[misc]
                yield self._offering(each, given)

    def _offering(self, each: Given, given: Mapping[Path, Given]) -> Given:
        """A contribution with the rulebooks on offer that are left."""
        if not isinstance(each, Contribution) or not each.offers:
            return each
        return evolve(each, offers=tuple(offer for offer in each.offers if not self._offered_by(offer, given)))

    def _offered_by(self, offer: Offer, given: Mapping[Path, Given]) -> bool:
        return self._stood_for(offer.origin.file or "", given, lambda rules: rules.id == offer.id)

    def _stood_for(self, file: str, given: Mapping[Path, Given], alike: Callable[[Given], bool]) -> bool:
        """Whether a given file stands for an installed one; then that is noted."""
        twins = (path for path, rules in given.items() if path.name == Path(file).name and alike(rules))
        if (twin := next(twins, None)) is not None:
            self.replaced[file] = twin
        return twin is not None


def _parts(given: Given) -> Iterator[AnyType]:
    contribution = given.adds if isinstance(given, Layer) else given
    yield from (given,) if isinstance(given, Layer) else ()
    yield from (*contribution.facts, *contribution.parameters, *contribution.groups, *contribution.criteria)


def _ids(given: Given) -> set[str]:
    return {getattr(part, "key", None) or part.id for part in _parts(given)}
