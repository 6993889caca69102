"""What standards may name: criteria, groups, grades, thresholds, and what they count; and what counts of units may."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from fourgood import outcomewords
from fourgood.criterion import ALL_GROUPS_GOOD, GROUP_TALLIES, REQUIREMENTS_MET, Criterion, Group
from fourgood.outcome import Status
from fourgood.text import Text
from fourgood.vocabulary import Meaning, Names, Scope, Standing, Tally

if TYPE_CHECKING:
    from fourgood.rulebook import Rulebook

FULL = "full"
"""In a standard, after a criterion and a dot: it gives its full marks."""

MARKS = ("points", "max_points")
"""What a standard may count of one criterion."""

ALL_REQUIREMENTS = Text("mọi yêu cầu áp dụng đều đạt", "every requirement that applies is met")
ALL_GROUPS = Text("mọi nhóm đều tốt", "every group is good")
STATUSES: Mapping[str, Text] = {
    each.value: words for each, words in outcomewords.STATUSES.items() if each is not Status.UNDETERMINED
}
"""What the verdict of a unit is called where units below are counted."""

FULL_MARKS = Text("đạt điểm tối đa", "full marks")


def of_group(rulebook: "Rulebook", group: Group) -> Scope:
    """What a group's standard may name: its requirements, all of them at once, what they count, and thresholds."""
    requirements = rulebook.requirements[group.id]
    return {
        **rulebook.vocabulary.thresholds,
        **_criteria(requirements),
        REQUIREMENTS_MET: Standing(REQUIREMENTS_MET, ALL_REQUIREMENTS),
        **_tallies(),
    }


def of_grades(rulebook: "Rulebook") -> Scope:
    """What a grade's standard may name: all criteria and groups, what they count, and thresholds."""
    return {
        **rulebook.vocabulary.thresholds,
        **_criteria(rulebook.criteria),
        **_groups(rulebook.groups),
        ALL_GROUPS_GOOD: Standing(ALL_GROUPS_GOOD, ALL_GROUPS),
        **_tallies(),
    }


def of_whole(rulebook: "Rulebook") -> Scope:
    """What the rulebook's standard may name: what grades may, and each grade, for "this one or a better one"."""
    return {**rulebook.grade_scope, **{each.key: Standing(each.key, each.title) for each in rulebook.grades}}


def of_units_below(rulebook: "Rulebook") -> Scope:
    """What a fact that counts the units below may say of one of them: what the rulebook's standard may, its status, and
    first of all what criteria may."""
    statuses = {key: Standing(key, title) for key, title in STATUSES.items()}
    named = {**of_whole(rulebook), **statuses, **rulebook.vocabulary.scope}
    return Names(named, rulebook.vocabulary.at_most)


def _criteria(criteria: Iterable[Criterion]) -> Mapping[str, Meaning]:
    return {meaning.key: meaning for each in criteria for meaning in _of_criterion(each)}


def _of_criterion(criterion: Criterion) -> Iterator[Meaning]:
    yield Standing(criterion.id, criterion.title)
    if criterion.scored:
        yield Standing(f"{criterion.id}.{FULL}", _joined(criterion.title, FULL_MARKS))
        yield from (_tally(criterion.id, criterion.title, name) for name in MARKS)


def _groups(groups: Iterable[Group]) -> Mapping[str, Meaning]:
    return {meaning.key: meaning for each in groups for meaning in _of_group(each)}


def _of_group(group: Group) -> Iterator[Meaning]:
    yield Standing(group.id, group.title)
    yield from (_tally(group.id, group.title, name) for name in GROUP_TALLIES)


def _tally(owner: str, title: Text, name: str) -> Tally:
    return Tally(f"{owner}.{name}", _joined(title, GROUP_TALLIES[name]))


def _tallies() -> Mapping[str, Meaning]:
    return {key: Tally(key, title) for key, title in GROUP_TALLIES.items()}


def _joined(owner: Text, what: Text) -> Text:
    return Text(f"{owner.vi} – {_lowered(what.vi)}", f"{owner.en} – {_lowered(what.en)}")


def _lowered(words: str) -> str:
    return words[0].lower() + words[1:]
