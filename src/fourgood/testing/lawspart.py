"""The laws tried on the rules under test, where hypothesis is there to make dossiers."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from typing import Any as AnyType

from attrs import evolve, frozen

from fourgood.errors import Fault
from fourgood.language import Language, language
from fourgood.law import LAWS
from fourgood.rulebook import Rulebook
from fourgood.testing.part import Part, Skipped, State
from fourgood.text import LANGS, Text

if TYPE_CHECKING:
    from fourgood.testing.laws import Report, Result
    from fourgood.testing.laws.cases import Subject

PROFILE = "fourgood test"
FEW = 20
"""On how many dossiers at least a law is tried on criteria that are not under test."""


def laws_part(
    rulebook: Rulebook,
    examples: int,
    criteria: Sequence[str] = (),
    tell: Callable[[Text], None] = lambda _: None,
    seed: int | None = None,
) -> Part:
    """Every law tried on so many dossiers; skipped where hypothesis is not installed.

    Where some of the criteria are under test, the laws are tried on these alone, and with a tenth of the dossiers on
    all of them together. `tell` hears of each law when its turn comes. The same rules come to the same each time;
    another `seed` draws other dossiers.
    """
    try:
        import hypothesis  # noqa: F401
    except ImportError:
        hint = "Install it: pip install 'fourgood[testing]'"
        return Skipped("laws", Fault("the laws were not tried: they need hypothesis", hint=hint))
    from fourgood.testing.laws.cases import Subject
    from fourgood.testing.laws.subject import some

    if not criteria or len(criteria) == len(rulebook.criteria):
        return LawsPart(_tried(Subject(rulebook, seed=seed), examples, tell))
    together = Subject(rulebook, under_test=frozenset(criteria), seed=seed)
    alone = Subject(some(rulebook, criteria), seed=seed)
    return LawsPart(_joined(_tried(alone, examples, tell), _tried(together, max(FEW, examples // 10), tell)))


def _tried(subject: "Subject", examples: int, tell: Callable[[Text], None]) -> "Report":
    """Every law tried on so many dossiers."""
    import hypothesis

    from fourgood.testing.laws.report import check_subject

    before = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.register_profile(PROFILE, max_examples=examples, derandomize=True)
    hypothesis.settings.load_profile(PROFILE)
    try:
        return check_subject(subject, lambda law: tell(LAWS[law]))
    finally:
        hypothesis.settings.load_profile(before)


def _joined(alone: "Report", together: "Report") -> "Report":
    """What breaks among the criteria under test alone, else what all of them together come to."""
    broken = {each.law: each for each in alone.results if each.breach is not None}
    return evolve(together, results=tuple(broken.get(each.law, each) for each in together.results))


@frozen(slots=False)
class LawsPart:
    """What all laws came to."""

    report: "Report"
    name: str = "laws"

    @cached_property
    def broken(self) -> tuple["Result", ...]:
        """The laws that do not hold, and the exceptions that do not occur."""
        return tuple(result for result in self.report.results if not result.ok)

    @property
    def state(self) -> State:
        """Whether all hold."""
        return State.FOUND if self.broken else State.HOLDS

    def summary(self, said: Language) -> str:
        """How many hold."""
        number, broken = len(self.report.results), len(self.broken)
        if broken:
            return said("laws that are broken: {broken} of {number}").format(broken=broken, number=number)
        return said("all {number} laws hold").format(number=number)

    def lines(self, said: Language) -> Iterator[str]:
        """Each broken law: the smallest dossier that breaks it, what changed, both explanations."""
        for result in self.broken:
            first, *others = result.explain(said.code).split("\n")
            yield f"✗ {first}"
            yield from (f"    {line}" for line in others)

    def to_json(self) -> dict[str, AnyType]:
        """Each law, and what breaks it."""
        return {"laws": [_result_json(result) for result in self.report.results]}


def _result_json(result: "Result") -> dict[str, AnyType]:
    found: dict[str, AnyType] = {
        "law": result.law,
        "holds": result.ok,
        "title": {lang: language(lang).text(LAWS[result.law]) for lang in LANGS},
    }
    if result.breach is not None:
        found["text"] = {lang: result.explain(lang) for lang in LANGS}
        found["before"] = result.breach.before.to_json()
        found |= {"after": result.breach.after.to_json()} if result.breach.after is not None else {}
        found |= {"criterion": result.breach.criterion} if result.breach.criterion is not None else {}
    return found
