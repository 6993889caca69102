"""Every law with the cases that it is tried on: those next to thresholds first, then what hypothesis draws."""

from collections.abc import Callable, Iterator
from typing import Any as AnyType
from typing import TypeAlias

from attrs import field, frozen
from hypothesis import strategies as st

from fourgood.criterion import PythonRule
from fourgood.dossier import Dossier
from fourgood.rulebook import Rulebook
from fourgood.testing.drawing import dossiers
from fourgood.testing.laws.answers import deterministic, independent_of_history, pure, total
from fourgood.testing.laws.directions import improvable, improving, learning
from fourgood.testing.laws.explanations import explanation_complete, explanation_sound
from fourgood.testing.laws.order import order_irrelevant, round_trip
from fourgood.testing.laws.readers import readers_agree
from fourgood.testing.laws.standings import inapplicable_do_not_count, tightening, veto_never_helps
from fourgood.testing.pick import one_of_many
from fourgood.testing.space import space_of
from fourgood.testing.thresholds import boundary

Case: TypeAlias = tuple[AnyType, ...]
"""What a law is called with, but for the rulebook."""


@frozen
class Subject:
    """What laws are tried on: a rulebook, or one criterion of it; near `base`, where one is given.

    `looser` is the rulebook that it tightens, where it is one that tightens another. `fact` has the laws of direction
    tried on that fact alone. `under_test` are the criteria that are looked at one by one; None for all. `seed` has
    other dossiers drawn; None leaves it to the settings of hypothesis.
    """

    rulebook: Rulebook = field(repr=False)
    criterion: str | None = None
    base: Dossier | None = None
    looser: Rulebook | None = field(default=None, repr=False)
    fact: str | None = None
    under_test: frozenset[str] | None = None
    seed: int | None = None

    def looks_at(self, criterion: str) -> bool:
        """Whether a criterion is looked at by itself."""
        return self.under_test is None or criterion in self.under_test

    def dossiers(self) -> st.SearchStrategy[Dossier]:
        """The dossiers that laws are tried on."""
        return dossiers(self.rulebook, criterion=self.criterion, base=self.base)

    @property
    def in_python(self) -> bool:
        """Whether the criterion is written in Python."""
        return self.criterion is not None and isinstance(self.rulebook.criterion(self.criterion).rule, PythonRule)


@frozen
class Law:
    """A law: its name, its function, and the cases that it is tried on."""

    name: str
    function: Callable[..., None]
    cases: Callable[[Subject], st.SearchStrategy[Case] | None]
    of: frozenset[str] = frozenset(("criterion", "rulebook"))

    def check(self, case: Case, subject: Subject) -> None:
        """The law for one case. Raises LawBroken."""
        more = [subject.looser] if self.function is tightening else []
        named = {} if subject.criterion is None else {"criterion": subject.criterion}
        self.function(*case, subject.rulebook, *more, **named)

    def at_thresholds(self, subject: Subject) -> Iterator[Case]:
        """The cases of the deterministic phase."""
        for dossier in boundary(subject.rulebook, subject.criterion, subject.base):
            if self.cases is _one:
                yield (dossier,)
            elif self.cases in (_known, _improvable):
                yield from ((key, dossier) for key in dossier.facts if subject.fact in (None, key))


def _one(subject: Subject) -> st.SearchStrategy[Case]:
    return subject.dossiers().map(lambda dossier: (dossier,))


def _two(subject: Subject) -> st.SearchStrategy[Case]:
    return st.tuples(subject.dossiers(), dossiers(subject.rulebook, criterion=subject.criterion))


def _several(subject: Subject) -> st.SearchStrategy[Case]:
    return st.lists(subject.dossiers(), min_size=2, max_size=4).map(lambda found: (found,))


def _known(subject: Subject) -> st.SearchStrategy[Case] | None:
    """A fact that may be known, and a dossier."""
    facts = [subject.fact] if subject.fact else list(space_of(subject.rulebook, subject.criterion).facts)
    return st.tuples(one_of_many(facts), subject.dossiers()) if facts else None


def _improvable(subject: Subject) -> st.SearchStrategy[Case] | None:
    """A fact that can be better, and a dossier."""
    facts = [subject.fact] if subject.fact else improvable(subject.rulebook, subject.criterion)
    return st.tuples(one_of_many(facts), subject.dossiers()) if facts else None


WHOLE = frozenset(("rulebook",))

EVERY = (
    Law("total", total, _one),
    Law("deterministic", deterministic, _one),
    Law("pure", pure, _one),
    Law("independent_of_history", independent_of_history, _several),
    Law("improving", improving, _improvable),
    Law("learning", learning, _known),
    Law("explanation_sound", explanation_sound, _one),
    Law("explanation_complete", explanation_complete, _two),
    Law("order_irrelevant", order_irrelevant, _one),
    Law("round_trip", round_trip, _one),
    Law("readers_agree", readers_agree, _one),
    Law("inapplicable_do_not_count", inapplicable_do_not_count, _one, WHOLE),
    Law("veto_never_helps", veto_never_helps, _one, WHOLE),
    Law("tightening", tightening, _one, WHOLE),
)
"""Every law, in the order in which they are reported."""
