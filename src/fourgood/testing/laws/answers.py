"""The laws of answering: every criterion answers, always the same, whatever the clock, chance and history say."""

import json
from collections.abc import Sequence
from typing import Any as AnyType

from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.evaluation import evaluate
from fourgood.outcome import Outcome
from fourgood.rulebook import Rulebook
from fourgood.testing.laws.breach import OUTCOMES, STATUSES, broken
from fourgood.testing.laws.subject import findings, only
from fourgood.testing.laws.watch import watched
from fourgood.text import LANGS, Text
from fourgood.verdict import Verdict

__tracebackhide__ = True


def total(dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """Every criterion answers: none ends with an error. Raises LawBroken.

    A criterion written in Python fails when it raises, or answers with what is no outcome: a division by zero, a
    fact that it did not declare, a comparison with None.
    """
    verdict = evaluate(dossier, only(rulebook, criterion))
    for finding in findings(verdict, criterion):
        if finding.outcome is Outcome.ERROR:
            assert finding.fault is not None
            raise broken("total", finding.fault, rulebook, dossier, criterion=finding.criterion.id)


def deterministic(dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """The same dossier comes to the same each time, to the last byte of its JSON. Raises LawBroken."""
    book = only(rulebook, criterion)
    first = evaluate(dossier, book)
    for _ in range(2):
        again = evaluate(dossier, book)
        if (id := differs(first, again)) is not None:
            message = "`{criterion}` came to {first} at first, and to {second} the next time"
            raise _changed("deterministic", message, id, first, again, rulebook, dossier)


def pure(dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """Nothing asks for the time, draws at random or looks outside, and the dossier is left as it is. Raises LawBroken.

    The calls that functions of the rulebook make while the dossier is evaluated are watched, by whatever name:
    `time`, today and now, `random`, `secrets`, `uuid1` and `uuid4`, `os` and its environment, opened files, sockets
    and subprocesses. Not watched is what functions written in C call by themselves (`map(time.time, …)`), random
    numbers of packages such as numpy, and other threads.
    """
    book = only(rulebook, criterion)
    before = _held(dossier)
    with watched(book) as asked:
        evaluate(dossier, book)
    if asked:
        fault = Fault("the outcome depends on {asked}", {"asked": ", ".join(dict.fromkeys(asked))})
        raise broken("pure", fault, rulebook, dossier, criterion=criterion)
    if _held(dossier) != before:
        fault = Fault("the dossier was changed while it was evaluated")
        raise broken("pure", fault, rulebook, dossier, criterion=criterion)


def independent_of_history(dossiers: Sequence[Dossier], rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """Dossiers come to the same forwards and backwards: none remembers another. Raises LawBroken."""
    book = only(rulebook, criterion)
    forwards = [evaluate(dossier, book) for dossier in dossiers]
    backwards = [evaluate(dossier, book) for dossier in reversed(dossiers)]
    for dossier, first, again in zip(dossiers, forwards, reversed(backwards), strict=True):
        if (id := differs(first, again)) is not None:
            message = "`{criterion}` came to {first} at first, and to {second} after other dossiers"
            raise _changed("independent_of_history", message, id, first, again, rulebook, dossier)


def differs(one: Verdict, other: Verdict) -> str | None:
    """The criterion that two verdicts differ in, "" when they differ elsewhere; None when they say the same."""
    found = _told(one), _told(other)
    if found[0] == found[1]:
        return None
    both = zip(one.findings, other.findings, strict=True)
    return next((a.criterion.id for a, b in both if _finding(a) != _finding(b)), "")


def _told(verdict: Verdict) -> str:
    return json.dumps(verdict.to_json(), sort_keys=True)


def _finding(finding: AnyType) -> AnyType:
    return finding.outcome, finding.open, finding.texts("en")


def _held(dossier: Dossier) -> AnyType:
    return dict(dossier.facts), dict(dossier.evidence), dossier.kind, dossier.organisation_type


def _changed(
    law: str, message: str, id: str, first: Verdict, again: Verdict, rulebook: Rulebook, dossier: Dossier
) -> AnyType:
    said = [_outcome(each, id) for each in (first, again)]
    fault = Fault(message, {"criterion": id or rulebook.id, "first": said[0], "second": said[1]})
    return broken(law, fault, rulebook, dossier, criterion=id or None)


def _outcome(verdict: Verdict, id: str) -> Text:
    if not id:
        return STATUSES[verdict.status]
    finding = verdict.finding(id)
    found = OUTCOMES[finding.outcome]
    return Text(*(f"{found.in_(lang)} ({'; '.join(finding.texts(lang))})" for lang in LANGS))
