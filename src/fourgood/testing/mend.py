"""What would mend rules that cases say are wrong: the changes with which cases hold that fail as the rules are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any as AnyType

from attrs import frozen

from fourgood.cited import cited_facts
from fourgood.faultjson import fault_json
from fourgood.language import Language
from fourgood.testing.case import Case
from fourgood.testing.mutant import Mutant
from fourgood.testing.trial import Trial

MAX_MENDS = 5
"""How many mends are told of one criterion, or of one case."""

ONE = "then the case that fails would be right"
ALL = "then all {failing} cases that fail would be right"
ALL_OF = "then all {failing} cases of `{id}` that fail would be right"
PART = "then {right} of {failing} cases that fail would be right"
PART_OF = "then {right} of {failing} cases of `{id}` that fail would be right"


@frozen(eq=False)
class Mend:
    """A change with which some failing cases are right, and none goes wrong that is right.

    `failing` is how many cases fail of what it changes.
    """

    mutant: Mutant
    right: tuple[Case, ...]
    failing: int

    @property
    def whole(self) -> bool:
        """Whether no case fails then."""
        return len(self.right) == self.failing

    @property
    def unread(self) -> int:
        """How many of the facts that these cases state the criterion would still not read: a clue that others lack."""
        if self.mutant.mutated is None:
            return 0
        read = set(cited_facts(self.mutant.mutated, self.mutant.original.vocabulary))
        return len({key for case in self.right for key in case.dossier.facts} - read)

    def lines(self, said: Language) -> Iterator[str]:
        """What would be otherwise, and how many cases would be right."""
        id = self.mutant.id
        text = ONE if self.failing == 1 else (ALL_OF if id else ALL) if self.whole else PART_OF if id else PART
        yield f"→ {self.mutant.change.say(said)}"
        yield "    " + said(text).format(right=len(self.right), failing=self.failing, id=id)

    def to_json(self) -> dict[str, AnyType]:
        """The change, the cases by name, and how many fail."""
        found = {"criterion": self.mutant.id or None, "change": fault_json(self.mutant.change)}
        told = {key: each for key, each in found.items() if each is not None}
        return {**told, "mends": [case.name for case in self.right], "failing": self.failing}


def mend_of(mutant: Mutant, failing: Sequence[Trial]) -> Mend | None:
    """A change that no case which holds is against, as the mend that it is of those that fail; None where it is none.

    It is asked to mend those that are about its criterion; where there are none, those of the whole.
    """
    mended = [trial for trial in failing if trial.mended_by(mutant)]
    about = [trial for trial in failing if mutant.id in trial.case.expect.criteria]
    asked = about or [trial for trial in failing if trial.looks_up]
    number = len(mended) + sum(1 for trial in asked if trial not in mended)
    return Mend(mutant, tuple(trial.case for trial in mended), number) if mended else None


def best(mends: Iterable[Mend]) -> tuple[Mend, ...]:
    """Of mends of the same cases those that mend most, first; partial ones only where none mends all.

    Of several those first after which nothing that the cases state is left unread.
    """
    found = sorted(mends, key=lambda each: (not each.whole, -len(each.right), each.unread, each.mutant.rank))
    return tuple(each for each in found if each.whole or not found[0].whole)[:MAX_MENDS]


def mends_of(case: Case, mends: Iterable[Mend]) -> tuple[Mend, ...]:
    """The best mends of one case."""
    return best(each for each in mends if any(_same(case, other) for other in each.right))


def _same(one: Case, other: Case) -> bool:
    return (one.name, one.place) == (other.name, other.place)
