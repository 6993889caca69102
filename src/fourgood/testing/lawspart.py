"""The laws tried on the rules under test, where hypothesis is there to make dossiers."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from typing import Any as AnyType

from attrs import frozen

from fourgood.errors import Fault
from fourgood.language import Language, language
from fourgood.law import LAWS
from fourgood.rulebook import Rulebook
from fourgood.testing.part import Part, Skipped, State
from fourgood.text import LANGS

if TYPE_CHECKING:
    from fourgood.testing.laws import Report, Result

PROFILE = "fourgood test"


def laws_part(rulebook: Rulebook, examples: int) -> Part:
    """Every law tried on so many dossiers; skipped where hypothesis is not installed."""
    try:
        import hypothesis
    except ImportError:
        hint = "Install it: pip install 'fourgood[testing]'"
        return Skipped("laws", Fault("the laws were not tried: they need hypothesis", hint=hint))
    from fourgood.testing import laws

    before = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.register_profile(PROFILE, max_examples=examples, database=None, deadline=None)
    hypothesis.settings.load_profile(PROFILE)
    try:
        return LawsPart(laws.check(None, rulebook))
    finally:
        hypothesis.settings.load_profile(before)


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
            return said("{broken} of {number} laws are broken").format(broken=broken, number=number)
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
