"""The cases that are made: all that can be shown or noticed is, and without any of them something is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from fourgood.language import language
from fourgood.testing.case import Case
from fourgood.testing.cases import Suite
from fourgood.testing.cover import cover
from fourgood.testing.making import made
from fourgood.testing.paste import is_short
from fourgood.testing.run import Demands, examine
from fourgood.testing.target import Target, target_of

HEAD = "$schema: urn:fourgood:schema:cases\nrulebook: handbook.yaml\nyear: 2024\n"
RULE = "    rule: trained or handbook_users >= 100"
TYPED = '    rule: organisation_type in ("commune", "ward") and handbook_users >= 3'

SETS = st.lists(st.frozensets(st.integers(0, 8)), max_size=8)


def shown(target: Target, cases: tuple[Case, ...]) -> tuple[set[str], set[str]]:
    """What cases show of the rules, and which changes to them they notice, that nothing else would."""
    with_them = evolve(target, suite=Suite((*target.cases, *cases)))
    coverage, mutation = examine(with_them, Demands(("coverage", "mutation"))).parts
    left = mutation.to_json()
    return (
        {str(each) for one in coverage.to_json()["criteria"] for each in one["missed"]},
        {str(each["change"]) for each in (*left["unnoticed"], *left["undecided"])},
    )


@pytest.mark.parametrize("rule", [RULE, TYPED, f"{TYPED}\n    evidence: required"])
def test_all_is_shown_and_each_case_is_needed(write: Callable[..., Path], rule: str) -> None:
    """Also where two cases differ in nothing but the type of organisation, or the evidence.

    What one criterion can show takes no case of the whole, so those are looked at without them.
    """
    rules = write(HEAD).with_name("handbook.yaml")
    rules.write_text(rules.read_text("utf-8").replace(RULE, rule), "utf-8")
    target = target_of([rules], alone=True)
    cases = tuple(made(target, language("en")))
    assert shown(target, cases) == (set(), set())
    short = tuple(case for case in cases if is_short(case))
    for case in short:
        assert shown(target, tuple(each for each in short if each is not case)) != shown(target, short), case.name


def test_what_a_case_shows_is_not_made_again(write: Callable[..., Path]) -> None:
    """With half of them there, no more than the other half is made."""
    target = target_of([write(HEAD)], alone=True)
    cases = tuple(made(target, language("en")))
    half = evolve(target, suite=Suite(cases[::2]))
    assert len(tuple(made(half, language("en")))) <= len(cases) - len(cases[::2])


@given(SETS)
def test_a_cover_holds_all_and_no_set_too_many(sets: list[frozenset[int]]) -> None:
    """In the order of the sets."""
    found = cover(sets)
    every = frozenset[int]().union(*sets)
    assert found == sorted(found) and frozenset[int]().union(*(sets[at] for at in found)) == every
    for at in found:
        assert frozenset[int]().union(*(sets[other] for other in found if other != at)) != every


def test_an_early_choice_that_is_needed_no_more_is_dropped() -> None:
    """The first is the largest, and the two others hold all that is in it."""
    assert cover([{1, 2, 3, 4}, {1, 2, 5}, {3, 4, 6}]) == [1, 2]


def test_the_set_with_most_that_is_new_comes_first() -> None:
    """So it is few: taken one after the other they would be three."""
    assert cover([{1, 2}, {3, 4}, {1, 2, 3}, {4}]) == [1, 2]
