"""All laws at once: as a report, as parametrised tests, as a class of tests."""

from collections.abc import Callable, Iterable
from typing import Any as AnyType
from typing import ClassVar

from attrs import evolve, frozen

from fourgood.criterion import Criterion
from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.language import language
from fourgood.law import LAWS, LawException
from fourgood.rulebook import Rulebook
from fourgood.testing.laws.breach import Breach, LawBroken
from fourgood.testing.laws.cases import EVERY, Law, Subject
from fourgood.testing.laws.columns import tables_agree, tables_are_read
from fourgood.testing.laws.readers import readers_agree
from fourgood.testing.laws.search import idle, search, unused
from fourgood.testing.laws.subject import with_criterion
from fourgood.testing.thresholds import boundary
from fourgood.text import Lang

__tracebackhide__ = True


@frozen
class Result:
    """What one law came to: it holds, it is broken, or it is declared broken."""

    law: str
    breach: Breach | None = None
    declared: tuple[LawException, ...] = ()
    unused: tuple[Fault, ...] = ()
    """Exceptions that are declared and do not occur."""

    @property
    def ok(self) -> bool:
        """Whether it holds, save where it is declared broken."""
        return self.breach is None and not self.unused

    def explain(self, lang: Lang = "en") -> str:
        """What it came to, for the author of a rule."""
        said = language(lang)
        if self.breach is not None:
            return self.breach.explain(lang)
        if self.unused:
            return "\n".join(fault.say(said) for fault in self.unused)
        lines = [said("holds: {title}").format(title=said.text(LAWS[self.law]))]
        lines += [said("save, as declared: {reason}").format(reason=said.text(each.reason)) for each in self.declared]
        return "\n  ".join(lines)


@frozen
class Report:
    """What all laws came to."""

    results: tuple[Result, ...]

    @property
    def ok(self) -> bool:
        """Whether every law holds, save where it is declared broken."""
        return all(result.ok for result in self.results)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """The breaks that nothing excuses."""
        return tuple(result.breach for result in self.results if result.breach is not None)

    def result(self, law: str) -> Result:
        """What one law came to. Raises KeyError."""
        return {result.law: result for result in self.results}[law]

    def explain(self, lang: Lang = "en") -> str:
        """All results, for the author of a rule; the broken laws in full."""
        return "\n".join(f"{'✓' if each.ok else '✗'} {each.law}: {each.explain(lang)}" for each in self.results)

    def __str__(self) -> str:
        return self.explain("en")


def check(criterion: str | Criterion | None, rulebook: Rulebook, *, base: Dossier | None = None) -> Report:
    """Every law, tried on one criterion of a rulebook, or on the whole when `criterion` is None.

    `criterion` is an id, or a criterion that is tried in this rulebook without being part of it. `base` is an
    ordinary dossier; others are drawn near it. How long is looked is what the settings of hypothesis say. Raises
    KeyError for an unknown id.
    """
    return check_subject(_subject(criterion, rulebook, base))


def check_subject(subject: Subject, tell: Callable[[str], None] = lambda _: None) -> Report:
    """Every law tried on a subject; `tell` hears the name of each when its turn comes."""
    results = []
    for law in applicable(subject):
        tell(law.name)
        results.append(verified(law, subject))
    return Report(tuple(results))


def verified(law: Law, subject: Subject) -> Result:
    """What one law comes to, with the exceptions that the rulebook declares."""
    declared = tuple(_declared(law, subject))
    found = search(law, subject, declared)
    if law.function is readers_agree and found.breach is None and tables_are_read():
        found = evolve(found, breach=_over_tables(subject))
    rest = [] if found.breach is not None else [each for each in declared if each not in found.used]
    return Result(
        law.name, found.breach, declared, tuple(unused(law, each) for each in rest if idle(law, subject, each))
    )


def _over_tables(subject: Subject) -> Breach | None:
    """Where columns come to something else than the plain evaluator, over the whole deterministic phase at once."""
    try:
        cases = boundary(subject.rulebook, subject.criterion, subject.base)
        tables_agree(cases, subject.rulebook, criterion=subject.criterion)
    except LawBroken as error:
        return error.breach
    return None


def _declared(law: Law, subject: Subject) -> Iterable[LawException]:
    for each in subject.rulebook.law_exceptions:
        if each.law == law.name and (subject.criterion is None or each.criterion in (None, subject.criterion)):
            yield each


def applicable(subject: Subject) -> tuple[Law, ...]:
    """The laws of a criterion, or of a rulebook; that of tightening where it is said what is tightened."""
    of = "rulebook" if subject.criterion is None else "criterion"
    return tuple(each for each in EVERY if of in each.of and (each.name != "tightening" or subject.looser is not None))


def _subject(criterion: str | Criterion | None, rulebook: Rulebook, base: Dossier | None) -> Subject:
    if isinstance(criterion, Criterion):
        rulebook, criterion = with_criterion(rulebook, criterion), criterion.id
    elif criterion is not None:
        rulebook.criterion(criterion)
    return Subject(rulebook, criterion, base)


def for_rulebook(
    rulebook: Rulebook, *, base: Dossier | None = None, looser: Rulebook | None = None
) -> Callable[[Law], None]:
    """A test of every law of a rulebook, one test each, for pytest to collect.

    >>> from fourgood.testing import laws
    >>> from fourgood.testing.sample import SAMPLE
    >>> test_sample = laws.for_rulebook(SAMPLE)

    `base` is an ordinary dossier; others are drawn near it. With `looser`, the rulebook that this one tightens, it is
    tested that it never recognises more.
    """
    import pytest

    subject = Subject(rulebook, None, base, looser)

    @pytest.mark.parametrize("law", applicable(subject), ids=lambda law: law.name)
    def test_law(law: Law) -> None:
        """A law holds, save where the rulebook declares that it does not."""
        holds(law, subject)

    return test_law


def holds(law: Law, subject: Subject) -> None:
    """Raises LawBroken where a law does not hold, AssertionError where it is declared broken and holds."""
    result = verified(law, subject)
    if result.breach is not None:
        raise LawBroken(result.breach)
    assert result.ok, result.explain()


class CriterionLaws:
    """One test a law for one criterion: a class of tests derives from it and says which.

    `criterion` is an id, or a criterion that is not in the rulebook; `base` an ordinary dossier, where there is one.
    """

    criterion: ClassVar[str | Criterion]
    rulebook: ClassVar[Rulebook]
    base: ClassVar[Dossier | None] = None


def _test(law: Law) -> Callable[[CriterionLaws], None]:
    def test(self: CriterionLaws) -> None:
        holds(law, _subject(self.criterion, self.rulebook, self.base))

    test.__name__ = f"test_{law.name}"
    test.__doc__ = (law.function.__doc__ or "").partition("\n")[0]
    return test


def _add_tests(to: AnyType) -> None:
    for law in EVERY:
        if "criterion" in law.of:
            setattr(to, f"test_{law.name}", _test(law))


_add_tests(CriterionLaws)
