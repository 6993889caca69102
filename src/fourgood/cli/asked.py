"""Which facts the criteria ask for: by criterion, by group, and in the order of a form."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from fourgood.cited import cited_facts
from fourgood.criterion import Criterion, Group
from fourgood.rulebook import Rulebook
from fourgood.text import Text
from fourgood.vocabulary import Fact, UnitKind

OTHERS = Text("Số liệu khác", "Other figures")


@frozen
class Part:
    """A group and the facts that its criteria are the first to ask for; no group for those that none asks for."""

    group: Group | None
    facts: tuple[Fact, ...]

    @property
    def title(self) -> Text:
        """The heading over them."""
        return OTHERS if self.group is None else self.group.title


def uses(rulebook: Rulebook) -> Mapping[str, list[Criterion]]:
    """The criteria that read each fact."""
    found: dict[str, list[Criterion]] = {key: [] for key in rulebook.vocabulary.facts}
    for criterion in rulebook.criteria:
        for key in cited_facts(criterion, rulebook.vocabulary):
            found[key].append(criterion)
    return found


def parts(rulebook: Rulebook, kind: UnitKind | None = None, group: str | None = None) -> Iterator[Part]:
    """The facts of a kind of unit, each once, under the group that asks for it first, in the order of the criteria."""
    left = {key: fact for key, fact in rulebook.vocabulary.facts.items() if kind is None or kind in fact.applies_to}
    for each in rulebook.groups:
        criteria = [
            criterion
            for criterion in rulebook.criteria
            if criterion.group == each.id and (kind is None or kind in criterion.applies_to)
        ]
        keys = dict.fromkeys(key for criterion in criteria for key in cited_facts(criterion, rulebook.vocabulary))
        found = tuple(left.pop(key) for key in keys if key in left)
        if found and group in (None, each.id):
            yield Part(each, found)
    if left and group is None:
        yield Part(None, tuple(left.values()))
