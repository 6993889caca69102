"""What the units directly below come to where a fact counts them."""

from collections import ChainMap
from functools import partial

from fourgood.outcome import MET, Open, Status
from fourgood.prepared import Prepared
from fourgood.standardnames import STATUSES
from fourgood.standing import in_cases, this_or_better
from fourgood.truth import Known, truth
from fourgood.verdict import Verdict
from fourgood.vocabulary import Fact


def known_of(verdict: Verdict) -> Known:
    """What is known of a unit below: its facts, what standards read of it, its status and its grade."""
    return ChainMap(dict(verdict._known(False)), Prepared(partial(_named, verdict)))


def _named(verdict: Verdict, key: str) -> object:
    if key in STATUSES:
        return in_cases([each is Status(key) for each in verdict.open_statuses])
    grade = next((each for each in verdict.rulebook.grades if each.key == key), None)
    # A deferred unit gets no grade, whatever the standards of grades come to.
    return verdict._standings.everywhere[key] if grade is None else this_or_better(grade, verdict.open_grades)


def counts(fact: Fact, verdict: Verdict) -> bool | None:
    """Whether a fact counts a unit below; None while that is open. What does not apply to a unit does not count it."""
    assert fact.counts_below is not None
    found: Open = truth(fact.counts_below, verdict.rulebook.scope_below, known_of(verdict))
    return None if found & MET and found != MET else found == MET
