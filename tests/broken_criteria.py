"""Criteria in Python that each break one law, and one that keeps them all."""

import datetime
import itertools
import os
import random
import secrets
import time
import uuid
from pathlib import Path
from time import time as seconds

import fourgood
from fourgood.testing import laws
from fourgood.testing.sample import SAMPLE

TEXT = fourgood.Text("thử", "a try")
CALLS = itertools.count()
SEEN = []


def criterion(function, *facts, **more):
    """A criterion of the sample rulebook, written in Python."""
    return fourgood.Criterion("own", "work", TEXT, fourgood.PythonRule(function, facts), **more)


def breaks_at_thresholds(name, subject):
    """Whether a case of the deterministic phase breaks a law."""
    law = next(each for each in laws.EVERY if each.name == name)
    for case in law.at_thresholds(subject):
        try:
            law.check(case, subject)
        except laws.LawBroken:
            return True
    return False


def sound(view):
    """Keeps every law."""
    return view["attended"] >= 17 and view["held"] >= 12


def divides_by_zero(view):
    """Not total."""
    return view["attended"] / view["expected"] > 0.85


def counts_calls(view):
    """Not deterministic."""
    return view["held"] >= 12 and next(CALLS) % 3 > 0


def asks_the_time(view):
    """Not pure: the clock."""
    return view["held"] >= (12 if time.time() > 0 else 13)


def asks_the_date(view):
    """Not pure: the calendar."""
    return view["held"] >= (12 if datetime.date.today().year > 2000 else 13)


def draws_lots(view):
    """Not pure: chance."""
    return view["held"] >= 12 + 0 * random.randint(0, 1)


def remembers(view):
    """Depends on history: a unit must have held as many meetings as the one before it."""
    held, before = view["held"], SEEN[-1:]
    SEEN.append(held)
    return before in ([], [held]) or held >= before[0]


def has_a_window(view):
    """Not monotone: more than 84 points are too many."""
    return 70 <= view["score"] <= 84


def takes_missing_for_zero(view):
    """Not Kleene monotone: without the figure it is met."""
    return (view.get("held") or 0) < 12


def takes_missing_for_good(view):
    """Not Kleene monotone, but where two facts come together: without a grade many meetings suffice."""
    if view.get("grade") is None and view["held"] >= 40:
        return True
    return view["held"] >= 12 and view["grade"] != "failed"


def peeks(view):
    """Its citations are not all that it reads."""
    return view["held"] >= 12 and view._facts.get("attended", 0) >= 17


def minds_the_order(view):
    """Depends on the order of facts."""
    return next(iter(view._facts), "held") == "held" or view["held"] >= 12


BROKEN = {
    "total": criterion(divides_by_zero, "attended", "expected"),
    "deterministic": criterion(counts_calls, "held"),
    "pure": criterion(asks_the_time, "held"),
    "pure (date)": criterion(asks_the_date, "held"),
    "pure (chance)": criterion(draws_lots, "held"),
    "independent_of_history": criterion(remembers, "held"),
    "improving": criterion(has_a_window, "score"),
    "learning": criterion(takes_missing_for_zero, "held"),
    "learning (two facts)": criterion(takes_missing_for_good, "held", "grade"),
    "explanation_sound": criterion(peeks, "held", "attended"),
    "explanation_complete": criterion(peeks, "held", "attended"),
    "order_irrelevant": criterion(minds_the_order, "held", "attended"),
}
now = datetime.datetime.now
IMPURE = {
    "time.time()": lambda view: view["held"] >= 12 * bool(seconds()),
    "datetime.now()": lambda view: view["held"] >= 12 * bool(now().year),
    "date.today()": lambda view: view["held"] >= 12 * bool(datetime.date.today().year),
    "random.random()": lambda view: view["held"] >= random.random(),
    "random.Random.__init__()": lambda view: view["held"] >= random.Random().random(),
    "random.SystemRandom.random()": lambda view: view["held"] >= random.SystemRandom().random(),
    "secrets.randbelow()": lambda view: view["held"] >= 12 + secrets.randbelow(1),
    "os.urandom()": lambda view: view["held"] >= len(os.urandom(12)),
    "uuid.uuid4()": lambda view: view["held"] >= 12 * bool(uuid.uuid4().int),
    "uuid.uuid1()": lambda view: view["held"] >= 12 * bool(uuid.uuid1().int),
    "os.environ": lambda view: view["held"] >= (12 if os.environ.get("HOME") else 3),
    "os.stat()": lambda view: view["held"] >= 12 * bool(os.stat("/").st_mode),
    "open()": lambda view: view["held"] >= len(Path(__file__).read_text("utf-8")[:12]),
}
"""What depends on more than the dossier, by what it asks."""

KEEPS = criterion(sound, "attended", "held")
RULEBOOK = SAMPLE
