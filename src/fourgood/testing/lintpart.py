"""What cannot be meant in the rules, or probably is not: `fourgood.analysis` asked about those under test."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any as AnyType

from attrs import frozen

from fourgood.analysis import Remark, Severity
from fourgood.analysis.of_criterion import PYTHON
from fourgood.analysis.remarkjson import remark_json
from fourgood.language import Language
from fourgood.scale import Measure
from fourgood.testing.part import State

REMARKS = Measure("nhận xét", "remark", "remarks")
SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "•"}


@frozen(slots=False)
class LintPart:
    """All remarks; errors and warnings are something found, notes are worth knowing."""

    remarks: tuple[Remark, ...]
    name: str = "lint"

    @cached_property
    def serious(self) -> tuple[Remark, ...]:
        """Errors and warnings."""
        return tuple(each for each in self.remarks if each.code.severity is not Severity.NOTE)

    @property
    def state(self) -> State:
        """Whether there is an error or a warning, or something that could not be settled."""
        return State.FOUND if self.serious else State.UNDECIDED if self.undecided else State.HOLDS

    @property
    def undecided(self) -> bool:
        """Whether something could not be settled; of what is written in Python nothing was to be: laws look at that."""
        return any(each.code.id == "undecided" and each.fault.message != PYTHON for each in self.remarks)

    def summary(self, said: Language) -> str:
        """How many remarks there are."""
        if not self.remarks:
            return said("nothing in the rules that cannot be meant")
        notes = len(self.remarks) - len(self.serious)
        text = said("{remarks} on the rules").format(remarks=said.measured(len(self.remarks), REMARKS))
        return text if not notes else f"{text}; " + said("{number} of them only worth knowing").format(number=notes)

    def lines(self, said: Language) -> Iterator[str]:
        """Each remark with its code, its place and its mend."""
        yield from (remark_line(each, said) for each in self.remarks)

    def to_json(self) -> dict[str, AnyType]:
        """Each remark, with the dossiers that show it."""
        return {"remarks": [remark_json(each) for each in self.remarks]}


def remark_line(remark: Remark, said: Language) -> str:
    """A remark with its code, its place and its mend."""
    return f"{SIGNS[remark.code.severity]} {remark.fault.say(said)} [{remark.code.id}]"
