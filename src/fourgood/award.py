"""What a rulebook awards when its standard is met: the title "bốn tốt", or what a rulebook says itself."""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import field, frozen

from fourgood.errors import Fault
from fourgood.given import words
from fourgood.text import Text

if TYPE_CHECKING:
    from fourgood.history import Step
    from fourgood.vocabulary import UnitKind

STANDARD_GROUPS = ("political_task", "meeting_quality", "unity_discipline", "cadre_quality")
"""The four goods of the title. Source: Resolution 21-NQ/TW (16/6/2022) and the source article (docs/README.md)."""


@frozen
class Award:
    """What a cell and a grassroots committee get."""

    cell: Text = field(validator=words)
    committee: Text = field(validator=words)

    def of(self, kind: "UnitKind") -> Text:
        """What a unit of a kind gets."""
        return self.cell if kind == "cell" else self.committee


FOUR_GOOD = Award(
    Text("chi bộ bốn tốt", "four-good Party cell"),
    Text("đảng bộ cơ sở bốn tốt", "four-good grassroots Party committee"),
)
"""The title. Source: Resolution 21-NQ/TW (16/6/2022)."""


def claim_faults(award: Award, groups: Collection[str], history: "Iterable[Step]") -> Iterator[Fault]:
    """Why layers cannot award the title of the four goods: a group of it is dropped or missing, or there is another."""
    if award != FOUR_GOOD:
        return
    steps = list(history)
    yield from _never_there(groups, steps)
    for step in steps:
        if step.section != "groups" or step.action not in ("dropped", "added"):
            continue
        missing, strange = step.key in STANDARD_GROUPS, step.key not in STANDARD_GROUPS
        if (missing and step.key not in groups) or (strange and step.key in groups):
            message = "the title of the four goods stands for {groups}; {layer} {action} `{key}`"
            action = Text("bỏ", "drops") if missing else Text("thêm", "adds")
            values = {"groups": ", ".join(STANDARD_GROUPS), "layer": step.origin.text, "action": action}
            yield Fault(
                message, {**values, "key": step.key}, step.origin.place, "Say under award what is awarded instead"
            )


def _never_there(groups: Collection[str], history: "Iterable[Step]") -> Iterator[Fault]:
    """The fault of layers that bring groups of their own and leave out some of the four, which nobody dropped."""
    of_groups = [step for step in history if step.section == "groups"]
    added = next((step for step in of_groups if step.action == "added"), None)
    dropped = {step.key for step in of_groups if step.action == "dropped"}
    missing = [key for key in STANDARD_GROUPS if key not in groups and key not in dropped]
    if added is not None and missing:
        message = "the title of the four goods stands for {groups}; {layer} adds groups, and there is no {missing}"
        values = {"groups": ", ".join(STANDARD_GROUPS), "layer": added.origin.text, "missing": ", ".join(missing)}
        yield Fault(message, values, added.origin.place, "Say under award what is awarded instead")
