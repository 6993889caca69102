"""What testing rules costs: a dossier drawn, against a strategy written by hand; every change of a plugin tried."""

from collections.abc import Iterator
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from fourgood import Fact, Kind, Rulebook
from fourgood.testing import dossiers
from fourgood.testing.mutationreport import mutation_of

Seconds = float


def by_hand(rulebook: Rulebook) -> st.SearchStrategy[fourgood.Dossier]:
    """What one writes first: every fact drawn by itself, absent or anything within its bounds. Most of what it draws
    breaks some invariant, and hardly any is at a threshold."""
    facts = {key: _value(fact) for key, fact in rulebook.vocabulary.facts.items() if "cell" in fact.applies_to}
    return st.fixed_dictionaries({}, optional=facts).map(
        lambda drawn: fourgood.Dossier("u1", "cell", rulebook.year, facts=drawn)
    )


def _value(fact: Fact) -> st.SearchStrategy[object]:
    match fact.kind:
        case Kind.FLAG:
            return st.booleans()
        case Kind.CHOICE:
            assert fact.scale is not None
            return st.sampled_from(list(fact.scale.labels))
        case _:
            low, step = fact.minimum, fact.step
            last = int((fact.maximum - low) / step)
            whole = fact.kind is Kind.COUNT
            return st.integers(0, last).map(lambda at: int(low + at * step) if whole else low + at * step)


def drawing(rulebook: Rulebook, number: int, rounds: int) -> Iterator[tuple[Seconds, Seconds, float]]:
    """For each round the time that a dossier takes, one by hand takes, and how many facts ours has."""
    ours, theirs = dossiers(rulebook, kind="cell", complete=True), by_hand(rulebook)
    for _ in range(rounds):
        (mine, facts), (his, _) = _drawn(ours, number), _drawn(theirs, number)
        yield mine, his, facts


def _drawn(strategy: st.SearchStrategy[fourgood.Dossier], number: int) -> tuple[Seconds, float]:
    """No health check is suppressed: too slow, too large, or too much thrown away ends it."""
    found: list[int] = []

    @settings(max_examples=number, database=None, derandomize=True, deadline=None, suppress_health_check=())
    @given(strategy)
    def draw(dossier: fourgood.Dossier) -> None:
        found.append(len(dossier.facts))

    start = process_time()
    draw()
    return (process_time() - start) / len(found), sum(found) / len(found)


def mutating(rulebook: Rulebook, plugin: str) -> tuple[int, int, Seconds]:
    """Criteria of a plugin, changes of one step to them, and the time to settle all without any case."""
    ids = [each.id for each in rulebook.criteria if each.origin.plugin == plugin]
    start = process_time()
    report = mutation_of(rulebook, (), (), *ids)
    return len(ids), len(report.survivors), process_time() - start
