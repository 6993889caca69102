"""Units that count those directly below them: a small rulebook, forests of units, and the count by its definition."""

from collections.abc import Iterable, Mapping
from typing import Any as AnyType

from attrs import evolve
from hypothesis import strategies as st

import fourgood
from fourgood.outcome import Outcome, Status
from strategies import YEAR, count, keyed, text

COMMITTEE = frozenset(("committee",))
COUNTED = {
    "cells_recognised": "recognized",
    "cells_excellent": "excellent",
    "cells_in_order": "deferred or held >= 6 and not not_recognized",
}
CONDITIONS = [
    *COUNTED.values(), "not_recognized", "not recognized", "not deferred", "good", "often", "work", "all_groups_good",
    "clean", "kind == \"cell\" and held < 12", "met >= 1", "work.points >= 2", "often.points < 2", "steady", "true",
    "at_least(2, recognized, clean, excellent)", "held >= min_held", "reviewed or disciplined",
    "cells_recognised >= 1",
]  # fmt: skip


def flag(key: str) -> fourgood.Fact:
    """A fact that is yes or no."""
    return fourgood.Fact(key, fourgood.Kind.FLAG, text(key))


def rulebook(counted: Mapping[str, str] = COUNTED, **more: AnyType) -> fourgood.Rulebook:
    """A rulebook whose committees count: by status, by grade, by facts."""
    given = {each.key: each for each in more.pop("facts", ())}
    facts = keyed([count("held"), flag("clean"), flag("warned"), flag("under_review")])
    facts |= {key: count(key, applies_to=COMMITTEE, counts_below=rule) for key, rule in counted.items()}
    dated = (fourgood.Dated(6, YEAR, YEAR, fourgood.Backing.ASSUMPTION),)
    return fourgood.combine(
        [
            fourgood.Contribution(
                facts=tuple({**facts, **given}.values()),
                parameters=(fourgood.Parameter("min_held", text("min_held"), dated),),
                definitions=(fourgood.Definition("steady", text("steady"), fourgood.parse("held >= min_held")),),
                groups=(fourgood.Group("work", text("work")),),
                criteria=(
                    fourgood.Criterion("tidy", "work", text("tidy"), "clean", points=2),
                    fourgood.Criterion("often", "work", text("often"), "held >= 12", applies_when="clean", points=2),
                    fourgood.Criterion("enough", "work", text("enough"), "cells_recognised >= 1", applies_to=COMMITTEE),
                    fourgood.Criterion("disciplined", "work", text("disciplined"), "warned", role=fourgood.Role.VETO),
                    fourgood.Criterion(
                        "reviewed", "work", text("reviewed"), "under_review", role=fourgood.Role.DEFERRAL
                    ),
                ),
                grades=(
                    fourgood.Grade("excellent", text("excellent"), "all_groups_good and often"),
                    fourgood.Grade("good", text("good"), "tidy"),
                ),
                **more,
            )
        ],
        YEAR,
    )


BOOK = rulebook()
GOOD = {"clean": True, "held": 12, "warned": False, "under_review": False}


def unit(id: str, parent: str | None = None, kind: str = "cell", **facts: AnyType) -> fourgood.Dossier:
    """A unit, good where nothing else is said; a fact that is None is absent."""
    known = {key: value for key, value in {**GOOD, **facts}.items() if value is not None}
    return fourgood.Dossier(id, kind, YEAR, parent=parent, facts=known)


@st.composite
def forests(draw: st.DrawFn) -> list[fourgood.Dossier]:
    """Units of which each names one before it as its parent, or none, or one that is not there; in any order."""
    found: list[fourgood.Dossier] = []
    for at in range(draw(st.integers(1, 9))):
        parent = draw(st.sampled_from([None, "elsewhere", *(each.id for each in found), *(each.id for each in found)]))
        kind = draw(st.sampled_from(["committee", "committee", "cell"]))
        facts = {"clean": st.booleans(), "held": st.sampled_from([5, 6, 11, 12])}
        facts |= {"warned": st.just(False), "under_review": st.sampled_from([False, False, True])}
        facts |= {"cells_recognised": st.integers(0, 3)} if kind == "committee" and draw(st.booleans()) else {}
        known = {
            key: value for key, each in facts.items() if draw(st.integers(0, 5)) and (value := draw(each)) is not None
        }
        found.append(fourgood.Dossier(f"u{at}", kind, YEAR, parent=parent, facts=known))
    return draw(st.permutations(found))


def recognised(verdict: fourgood.Verdict) -> bool | None:
    """Whether a unit is recognised; None while that is open."""
    if verdict.status is Status.UNDETERMINED:
        return None if Status.RECOGNIZED in verdict.open_statuses else False
    return verdict.status is Status.RECOGNIZED


def excellent(verdict: fourgood.Verdict) -> bool | None:
    """Whether its grade is the best; None while that is open."""
    best = [grade is not None and grade.key == "excellent" for grade in verdict.open_grades]
    return None if any(best) and not all(best) else all(best)


def in_order(verdict: fourgood.Verdict) -> bool | None:
    """Whether it is deferred, or meets often enough and is not refused; by trying all that is open."""
    held = verdict.dossier.facts.get("held")
    frequent = (False, True) if held is None else (held >= 6,)
    statuses = verdict.open_statuses
    # Strong Kleene logic: each name by itself, whatever the others say.
    deferred = {status is Status.DEFERRED for status in statuses}
    refused = {status is Status.NOT_RECOGNIZED for status in statuses}
    found = {one or (two and not three) for one in deferred for two in frequent for three in refused}
    return None if len(found) > 1 else found.pop()


HOLDS = {"cells_recognised": recognised, "cells_excellent": excellent, "cells_in_order": in_order}


def by_definition(units: Iterable[fourgood.Dossier]) -> dict[str, fourgood.Verdict]:
    """What each unit of a forest comes to: those below first, as the words say it."""
    given = list(units)

    def verdict(one: fourgood.Dossier) -> fourgood.Verdict:
        below = [verdict(each) for each in given if each.parent == one.id]
        facts = dict(one.facts)
        for key, holds in HOLDS.items():
            answers = [holds(each) for each in below]
            if one.kind == "committee" and key not in facts and answers and None not in answers:
                facts[key] = sum(answers)
        return fourgood.evaluate(evolve(one, facts=facts), BOOK)

    return {each.id: verdict(each) for each in given}


def shown(verdicts: Mapping[str, fourgood.Verdict]) -> dict[str, AnyType]:
    """All that matters of verdicts, to be compared."""
    return {
        id: (
            each.status,
            each.open_grades,
            dict(each.dossier.facts),
            {one.criterion.id: one.open for one in each.findings},
        )
        for id, each in verdicts.items()
    }


def decided(verdict: fourgood.Verdict) -> dict[str, AnyType]:
    """What is decided of a verdict."""
    outcomes = {each.criterion.id: each.outcome for each in verdict.findings if each.outcome is not Outcome.UNKNOWN}
    status = {} if verdict.status is Status.UNDETERMINED else {"status": verdict.status}
    grade = {"grade": verdict.open_grades} if len(verdict.open_grades) == 1 else {}
    return {**outcomes, **status, **grade, **verdict.dossier.facts}
