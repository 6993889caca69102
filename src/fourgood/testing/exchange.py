"""Facts of a rule taken for each other: two exchanged, or one in the place of another that cases speak of.

Nobody tries these for every rule: they are looked at where a case fails, and the cases say what was meant.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations, islice, product

from attrs import evolve, frozen

from fourgood.citation import Origin
from fourgood.rule import Name, Node, names, rebuilt, walk
from fourgood.testing.treemutation import Change, otherwise, places
from fourgood.vocabulary import Definition, Fact, Scope

MAX_PAIRS = 12
"""How many pairs of facts are tried for one rule, and as many again of those that cases speak of."""


@frozen
class Exchange:
    """Makes them over a scope; `fits` says whether one fact can be written for another."""

    scope: Scope
    fits: Callable[[Fact, Fact], bool]
    origin_of: Callable[[Definition], Origin]
    """Where the expression of a definition stands."""

    def of(self, rule: Node, stated: Collection[str]) -> Iterator[Change]:
        """The rule, and each definition that it names, with two facts exchanged or one that is stated in its place."""
        yield from self._here(rule, stated)
        for part, put in places(rule):
            definition = self.scope.get(part.key) if isinstance(part, Name) else None
            if isinstance(definition, Definition):
                origin = self.origin_of(definition)
                for fault, changed in self._here(definition.expression, stated):
                    yield fault.at(file=origin.file, line=origin.line), put(changed)

    def _here(self, node: Node, stated: Collection[str]) -> Iterator[Change]:
        read = [fact for fact in map(self.scope.get, names(node)) if isinstance(fact, Fact)]
        for one, other in islice(self._fitting(combinations(read, 2)), MAX_PAIRS):
            turned = {one.key: other.key, other.key: one.key}
            part = _smallest(node, set(turned))
            fault, _ = otherwise(part, _renamed(part, turned))
            yield fault, _renamed(node, turned)
        others = [fact for fact in map(self.scope.get, stated) if isinstance(fact, Fact) and fact not in read]
        for fact, other in islice(self._fitting(product(read, others)), MAX_PAIRS):
            part = _smallest(node, {fact.key})
            fault, _ = otherwise(part, Name(other.key))
            yield fault, _renamed(node, {fact.key: other.key})

    def _fitting(self, pairs: Iterator[tuple[Fact, Fact]]) -> Iterator[tuple[Fact, Fact]]:
        return (pair for pair in pairs if self.fits(*pair))


def _smallest(node: Node, keys: set[str]) -> Node:
    """The smallest part of a tree that names all of some keys."""
    return min((part for part in walk(node) if keys <= set(names(part))), key=lambda part: sum(1 for _ in walk(part)))


def _renamed(node: Node, to: Mapping[str, str]) -> Node:
    if isinstance(node, Name):
        return evolve(node, key=to.get(node.key, node.key))
    return rebuilt(node, lambda part: _renamed(part, to))
