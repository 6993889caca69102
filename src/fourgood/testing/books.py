"""Strategies of whole rulebooks, for those who test what reads them: groups, criteria of every role, points, bands,
standards, grades."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any as AnyType

from hypothesis import strategies as st

from fourgood.check import check_rule
from fourgood.criterion import ALL_GROUPS_GOOD, REQUIREMENTS_MET, Band, Criterion, Group, Role
from fourgood.errors import RulebookError
from fourgood.grade import Grade
from fourgood.parse import parse
from fourgood.rule import Condition, Truth
from fourgood.rulebook import Rulebook
from fourgood.ruletype import Memo
from fourgood.testing.conditions import Pool, pool_of
from fourgood.testing.growing import grown
from fourgood.testing.sample import SAMPLE, YEAR
from fourgood.text import Text
from fourgood.vocabulary import ALL_KINDS, Vocabulary
from fourgood.write import to_text

GROUPS = ("first", "second")
GROUP_STANDARDS = [
    REQUIREMENTS_MET, "met >= 1", "points >= 2", "2 * points >= max_points", "2 * met >= applicable"
]  # fmt: skip
STANDARDS = [
    *(ALL_GROUPS_GOOD, "first or second", "at_least(1, first, second)", "points > 3", "met == applicable"),
    *("first.points >= second.points", "second.met >= 1", "first.applicable > 0"),
]
GRADE_KEYS = ("top", "middle", "rest")
POINTS = st.none() | st.integers(0, 5).map(Fraction)
ROLES = [Role.REQUIREMENT, Role.REQUIREMENT, Role.REQUIREMENT, Role.VETO, Role.DEFERRAL]


def rulebooks(
    vocabulary: Vocabulary | None = None,
    *,
    conditions: st.SearchStrategy[Condition] | None = None,
    plain: bool = False,
) -> st.SearchStrategy[Rulebook]:
    """Rulebooks of two groups and up to four criteria over a vocabulary, with whatever a rulebook can have.

    Without a vocabulary they are over a small one that has every kind of fact. `plain` ones keep the default standards
    and have no grades. `conditions` are what rules, guards and bands are made of, in the place of `rules(vocabulary)`.
    """
    pool = pool_of(SAMPLE.vocabulary if vocabulary is None else vocabulary)
    found = st.lists(criteria(pool, pool.rules if conditions is None else conditions), min_size=1, max_size=4)
    return _rulebooks(pool, found, plain)


def text(words: str) -> Text:
    """Words that say in which language they are."""
    return Text(f"{words} (vi)", f"{words} (en)")


@st.composite
def _rulebooks(
    draw: st.DrawFn, pool: Pool, drawn: st.SearchStrategy[list[Callable[[str], Criterion]]], plain: bool
) -> Rulebook:
    vocabulary = pool.vocabulary
    found = tuple(made(f"c{at}") for at, made in enumerate(draw(drawn)))
    if plain:
        groups = tuple(Group(id, text(id)) for id in GROUPS)
        return Rulebook("test", text("rulebook"), YEAR, vocabulary, groups, found)
    groups = tuple(draw(group_of(id, found)) for id in GROUPS)
    texts = [*STANDARDS, *_parameters(vocabulary), *of_criteria(found)]
    given = draw(grades(texts))
    standard = draw(standards([*texts, *(each.key for each in given)]))
    return within_reach(vocabulary, groups, found, standard, given)


def within_reach(
    vocabulary: Vocabulary,
    groups: tuple[Group, ...],
    found: tuple[Criterion, ...],
    standard: Condition,
    given: tuple[Grade, ...],
) -> Rulebook:
    """The rulebook; with plain standards where one asks for more points than can be given, which none may."""
    try:
        return Rulebook("test", text("rulebook"), YEAR, vocabulary, groups, found, standard, grades=given)
    except RulebookError as error:
        if any("points can be given" not in fault.message for fault in error.faults):
            raise
    plain = tuple(Group(each.id, each.title) for each in groups)
    return Rulebook("test", text("rulebook"), YEAR, vocabulary, plain, found)


def criteria(pool: Pool, conditions: st.SearchStrategy[Condition]) -> st.SearchStrategy[Callable[[str], Criterion]]:
    """Criteria with every way to limit them, in either of two groups; each waits for its id."""

    def made(rule: Condition, guard: Condition | None, **more: AnyType) -> Callable[[str], Criterion]:
        fitting = _dependent(rule, guard, pool)
        return lambda key: Criterion(key, title=text(key), rule=fitting, applies_when=guard, **more)

    return st.builds(
        made,
        conditions,
        st.none() | conditions,
        group=st.sampled_from(GROUPS),
        role=st.sampled_from(ROLES),
        applies_to=st.sampled_from([ALL_KINDS, frozenset({"cell"})]),
        organisation_types=st.sampled_from([None, frozenset({"bank"})]),
        evidence_required=st.booleans(),
        points=POINTS,
        bands=st.lists(st.builds(Band, conditions, st.integers(0, 5).map(Fraction)), max_size=2).map(tuple),
    )


def _dependent(rule: Condition, guard: Condition | None, pool: Pool) -> Condition:
    """A rule that depends on the facts; for one that their ranges decide, which no rulebook takes, a plain one."""
    vocabulary, plain = pool.vocabulary, pool.varying
    if not check_rule(rule, guard, vocabulary.scope, vocabulary.at_most, Memo()):
        return rule
    return plain[len(to_text(rule)) % len(plain)] if plain else Truth(True)


def _parameters(vocabulary: Vocabulary) -> list[str]:
    """What standards may ask of parameters."""
    numbers = [key for key, each in vocabulary.thresholds.items() if isinstance(each.value, Fraction)]
    return [f"points >= {key}" for key in numbers[:3]]


def of_criteria(found: Iterable[Criterion]) -> list[str]:
    """What standards may ask of single criteria."""
    asked = [each.id for each in found]
    scored = [each.id for each in found if each.scored]
    return [*asked, *(f"{id}.full" for id in scored), *(f"{id}.points >= {id}.max_points - 2" for id in scored)]


def standards(texts: Sequence[str]) -> st.SearchStrategy[Condition]:
    """Standards made of some conditions."""
    return grown(lambda seed: parse(seed.one_of(texts)), most=4)


@st.composite
def grades(draw: st.DrawFn, texts: list[str]) -> tuple[Grade, ...]:
    """Up to three grades, the last perhaps without a standard."""
    keys = GRADE_KEYS[: draw(st.integers(0, 3))]
    asked = standards(texts)
    found = [Grade(key, text(key), draw(asked)) for key in keys]
    more: bool = draw(st.booleans()) if found else False
    return (*found, Grade("other", text("other"))) if more else tuple(found)


def group_of(id: str, found: Iterable[Criterion]) -> st.SearchStrategy[Group]:
    """Groups of an id, with standards over tallies and their own criteria."""
    own = of_criteria([each for each in found if each.group == id and each.role is Role.REQUIREMENT])
    return standards([*GROUP_STANDARDS, *own]).map(lambda standard: Group(id, text(id), standard=standard))
