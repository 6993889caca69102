"""The search for a dossier that breaks a law: thresholds first, then hypothesis, which makes what it finds small."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any as AnyType

from attrs import evolve, field, frozen
from hypothesis import HealthCheck, errors, given, seed, settings

from fourgood.criterion import PythonRule
from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.law import LawException
from fourgood.record import Rows
from fourgood.testing.cells import smaller
from fourgood.testing.laws.breach import Breach, LawBroken
from fourgood.testing.laws.cases import Case, Law, Subject
from fourgood.testing.laws.repeatable import repeatable
from fourgood.testing.moves import with_value, without


@frozen
class Found:
    """What a search came to: the smallest break that nothing excuses, and the exceptions that excused others."""

    breach: Breach | None = None
    used: frozenset[LawException] = frozenset()


@frozen
class _Trial:
    """A law tried on many cases; breaks that an exception covers are passed over, and noted."""

    law: Law
    subject: Subject
    exceptions: tuple[LawException, ...]
    breaches: list[tuple[Breach, Case]] = field(factory=list)
    used: set[LawException] = field(factory=set)

    def __call__(self, case: Case) -> None:
        try:
            self.law.check(case, self.subject)
        except LawBroken as broken:
            breach = broken.breach
            covering = [each for each in self.exceptions if each.covers(breach.law, breach.criterion, breach.fact)]
            self.used.update(covering)
            if not covering:
                self.breaches.append((breach, case))
                raise

    def found(self) -> Found:
        if not self.breaches:
            return Found(None, frozenset(self.used))
        breach, case = min(self.breaches, key=lambda found: found[0].size)
        return Found(self.smaller(breach, case), frozenset(self.used))

    def smaller(self, breach: Breach, case: Case) -> Breach:
        """The break with every fact left out that it does without."""
        subject = self.subject if breach.criterion is None else evolve(self.subject, criterion=breach.criterion)
        alone = evolve(self, subject=subject if "criterion" in self.law.of else self.subject)
        for key in dict.fromkeys([*breach.before.facts, *(breach.after.facts if breach.after is not None else ())]):
            while (found := alone.with_less(key, breach, case)) is not None:
                breach, case = found
        return breach

    def with_less(self, key: str, breach: Breach, case: Case) -> tuple[Breach, Case] | None:
        """The break without one fact; with less of it, where it is a table that the break does not do without."""
        for less in _less(case, key):
            found = self.breaks(less) if less != case else None
            if found is not None and found.size <= breach.size:
                return found, less
        return None

    def breaks(self, case: Case) -> Breach | None:
        """The break of a case, unless it is excused."""
        count = len(self.breaches)
        try:
            self(case)
        except LawBroken as broken:
            del self.breaches[count:]
            return broken.breach
        return None


def search(law: Law, subject: Subject, exceptions: Iterable[LawException] = ()) -> Found:
    """A dossier that breaks a law, as small as could be made; breaks that an exception covers are passed over."""
    trial = _Trial(law, subject, tuple(exceptions))
    for criterion in _one_by_one(law, subject):
        alone = _Trial(law, evolve(subject, criterion=criterion), trial.exceptions, trial.breaches, trial.used)
        if _at_thresholds(alone) or subject.criterion is not None or _in_python(subject, criterion):
            _at_random(alone)
    # Who recognises more does so next to some threshold, with everything else as it should be.
    if law.name == "tightening" and _at_thresholds(trial):
        return trial.found()
    if not trial.breaches and subject.criterion is None:
        _at_random(trial)
    return trial.found()


def _one_by_one(law: Law, subject: Subject) -> Iterator[str]:
    """The criteria that a law is tried on one by one.

    Rules in the rule language keep most laws because the library does: those are tried on the whole at once. What is
    written in Python is looked at more closely, and so is the direction of every fact.
    """
    if subject.criterion is not None:
        yield subject.criterion
    elif "criterion" in law.of:
        directed = law.name == "improving"
        ids = (each.id for each in subject.rulebook.criteria if subject.looks_at(each.id))
        yield from (id for id in ids if directed or _in_python(subject, id))


def _in_python(subject: Subject, criterion: str) -> bool:
    return isinstance(subject.rulebook.criterion(criterion).rule, PythonRule)


def _at_thresholds(trial: _Trial) -> bool:
    """Whether a case of the deterministic phase breaks the law."""
    for case in trial.law.at_thresholds(trial.subject):
        try:
            trial(case)
        except LawBroken:
            return True
    return False


def _at_random(trial: _Trial) -> None:
    cases = trial.law.cases(trial.subject)
    if cases is None:
        return

    # How fast a machine is may not change what is found.
    @settings(
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(cases)
    def holds(case: Case) -> None:
        trial(case)

    if (number := trial.subject.seed) is not None:
        holds = seed(number)(holds)

    try:
        with repeatable():
            holds()
    except (LawBroken, errors.Flaky):
        # What does not come to the same twice is found all the same: the smallest break seen is kept.
        assert trial.breaches


def _less(case: Case, key: str) -> Iterator[Case]:
    """A case without one fact in any of its dossiers; then with a record or a column less in a table."""
    yield _each_dossier(case, lambda dossier: without(dossier, {key}, {key}))
    tables = dict.fromkeys(rows for dossier in _dossiers(case) if isinstance(rows := dossier.facts.get(key), tuple))
    for rows in tables:
        for less in smaller(rows):
            yield _each_dossier(case, partial(_with_less, key, rows, less))


def _with_less(key: str, rows: Rows, less: Rows, dossier: Dossier) -> Dossier:
    return with_value(dossier, key, less) if dossier.facts.get(key) == rows else dossier


def _each_dossier(part: AnyType, change: Callable[[Dossier], Dossier]) -> AnyType:
    """A case, or a part of one, with every dossier in it changed."""
    if isinstance(part, (list, tuple)):
        return type(part)(_each_dossier(each, change) for each in part)
    return change(part) if isinstance(part, Dossier) else part


def _dossiers(part: AnyType) -> Iterator[Dossier]:
    if isinstance(part, (list, tuple)):
        yield from (found for each in part for found in _dossiers(each))
    elif isinstance(part, Dossier):
        yield part


def idle(law: Law, subject: Subject, exception: LawException) -> bool:
    """Whether a declared exception does not occur: no break that it covers is found where it says."""
    criterion = exception.criterion if "criterion" in law.of else None
    there = evolve(subject, criterion=subject.criterion or criterion, fact=exception.fact)
    found = search(law, there).breach
    return found is None or not exception.covers(found.law, found.criterion, found.fact)


def unused(law: Law, exception: LawException) -> Fault:
    """That a declared exception does not occur any more."""
    values = {"law": law.name, "criterion": exception.criterion or "*", "fact": exception.fact or "*"}
    message = "the law `{law}` is declared broken (criterion {criterion}, fact {fact}), and it holds"
    return Fault(message, values, exception.origin.place, "Take the exception out of the rule file")
