"""The four plugins cover the article row by row, and every number in them says where it comes from."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from fourgood import (
    Backing,
    Contribution,
    Criterion,
    Dated,
    Dossier,
    DossierError,
    Outcome,
    Parameter,
    Rulebook,
    Text,
    evaluate,
)
from fourgood.rulefile import read_rules

Load = Callable[[int], Rulebook]
PLUGINS = ("cadre_quality", "meeting_quality", "political_task", "unity_discipline")
ROOT = Path(__file__).parents[2] / "criteria_plugins"
FILES = [ROOT / f"fourgood_{name}" / f"{name}.yaml" for name in PLUGINS]
YEARS = range(2022, 2027)
ARTICLE = "Báo Sóc Trăng"

GROUPS = {
    "political_task": {*range(1, 16)},
    "meeting_quality": {*range(16, 30)},
    "unity_discipline": {30, 31, *range(33, 40)},
    "cadre_quality": {32, *range(40, 44)},
}
"""Which rows of the article belong to which group."""

ALL_OF_THEM = "assumption 100%"
VALUES = {
    # Group 1
    "min_assigned_tasks_completed": ALL_OF_THEM,
    "max_tasks_late": "assumption 0%",
    "min_revenue_attainment": ALL_OF_THEM,
    "min_profit_attainment": ALL_OF_THEM,
    "min_annual_grade": "assumption good",
    "min_annual_score": (*["assumption 0"] * 3, "assumption 70", "assumption 70"),
    "min_mass_organisations_good": ALL_OF_THEM,
    "min_host_unit_grade": "assumption good",
    "min_training_attainment": ALL_OF_THEM,
    "min_probation_decided_on_time": ALL_OF_THEM,
    "min_recruitment_attainment": "source 100%",
    "min_issues_settled_on_time": ALL_OF_THEM,
    "min_months_since_founded": "assumption 6",
    # Group 2
    "min_attendance": "assumption 85%",
    "max_low_attendance_meetings": "assumption 0",
    "max_meetings_with_unexcused_absence": "assumption 0",
    "max_excused_absence_run": "source 3",
    "min_assigned_share": ALL_OF_THEM,
    "min_resolutions_reviewed_share": ALL_OF_THEM,
    "min_feedback_sessions": "assumption 1",
    "min_petitions_answered_share": ALL_OF_THEM,
    "min_violations_criticised_share": ALL_OF_THEM,
    "min_regular_meetings": "assumption 12",
    "min_quarters_with_thematic_meeting": "assumption 4",
    "min_executive_meetings_share": ALL_OF_THEM,
    "min_cells_keeping_regime_share": ALL_OF_THEM,
    "max_short_meetings": "assumption 0",
    "min_good_meeting_share": "assumption 75%",
    # Group 3
    "min_ordinary_members_self_detected": ALL_OF_THEM,
    "max_subordinates_disciplined": "assumption 20%",
    "min_inspection_plan_attainment": ALL_OF_THEM,
    "min_violation_signs_inspected": ALL_OF_THEM,
    "min_discipline_cases_processed": ALL_OF_THEM,
    "min_shortcomings_remedied": ALL_OF_THEM,
    # Group 4
    "min_head_grade": "assumption good",
    "min_political_study_share": ALL_OF_THEM,
    "max_ethics_violations_found_by_others": "assumption 0",
    "min_discipline_education_sessions": "assumption 1",
    "min_members_good_share": "assumption 80%",
    "max_members_failing": "assumption 0",
    "min_cells_good_share": ALL_OF_THEM,
    "min_cells_recognised_share": "assumption 70%",
    "max_cells_failing": "assumption 0",
}
"""What every parameter is set to, and its backing: for all years, or for 2022, 2023, 2024, 2025, 2026."""

ASSUMED = {
    *("annual_action_plan", "assigned_tasks_on_time", "revenue_plan_met", "profit_plan_met"),
    *("annual_grade_sufficient", "annual_score_sufficient", "mass_organisations_all_good", "host_unit_good"),
    *("training_plan_met", "probation_handled_on_time", "degradation_concluded", "corruption_concluded"),
    *("organisation_too_new", "attendance_above_floor", "oversight_by_people_enabled", "petitions_answered_in_full"),
    *("thematic_meetings_kept", "enough_good_meetings", "internal_disunity", "organisation_under_discipline"),
    *("leadership_under_discipline", "members_violations_self_detected", "too_many_subordinates_disciplined"),
    *("shortcomings_all_remedied", "open_inspection", "open_complaint", "head_graded_good"),
    *("political_study_completed", "ethics_violations_put_right", "members_rated_well", "no_member_failing"),
    *("cells_rated_well", "enough_cells_recognised", "no_cell_failing", "cells_not_yet_rated"),
}
"""The criteria that ask what neither the article nor the guidance on cell meetings names."""

CITABLE = {"Báo Sóc Trăng", "12-HD/BTCTW"}
"""What may back something as its source: the article, and the guidance on the meetings of cells."""


@pytest.fixture(scope="module")
def contributions() -> list[Contribution]:
    return [read_rules(file) for file in FILES]


@pytest.fixture(scope="module")
def parameters(contributions: list[Contribution]) -> list[Parameter]:
    return [parameter for each in contributions for parameter in each.parameters]


def test_every_row_of_the_article_is_a_criterion_of_its_group(rulebook: Load) -> None:
    """A1 to A43 are each cited by a criterion of the group that the article puts them in; no other row is."""
    cited: dict[str, set[int]] = {group: set() for group in GROUPS}
    for criterion in rulebook(2024).criteria:
        for citation in criterion.citations:
            if citation.document.issuer is not None and citation.document.issuer.vi == ARTICLE:
                assert citation.item is not None, criterion.id
                cited[criterion.group].add(int(citation.item.removeprefix("A")))
    assert cited == GROUPS
    assert set.union(*cited.values()) == set(range(1, 44))


def test_the_four_groups_come_in_the_order_of_the_title(rulebook: Load) -> None:
    """Political task, meetings, unity and discipline, cadres and members."""
    assert [group.id for group in rulebook(2024).groups] == list(GROUPS)


def test_every_criterion_cites_something(rulebook: Load) -> None:
    """One said to be sourced has its source, and an assumption says what it leans on."""
    assert not [criterion.id for criterion in rulebook(2024).criteria if not criterion.citations]


def test_every_criterion_has_the_backing_that_is_written_down_here(rulebook: Load) -> None:
    """Nobody calls an assumption sourced, or the other way round, without changing the list as well."""
    backings = {criterion.id: criterion.backing for criterion in rulebook(2024).criteria}
    assert {id for id, backing in backings.items() if backing is Backing.ASSUMPTION} == ASSUMED
    assert {backing for id, backing in backings.items() if id not in ASSUMED} == {Backing.SOURCE}


def test_what_is_sourced_cites_no_rule_of_annual_grading_and_none_of_one_province(
    parameters: list[Parameter], rulebook: Load
) -> None:
    """They are about something else: used for the title, they are what an assumption leans on."""
    numbers = [dated for parameter in parameters for dated in parameter.values]
    backed: list[Dated | Criterion] = [*numbers, *rulebook(2024).criteria]
    cited = {citation.document for each in backed if each.backing is Backing.SOURCE for citation in each.citations}
    assert {each.number or (each.issuer and each.issuer.vi) for each in cited} == CITABLE


def test_an_assumption_that_borrows_its_number_cites_where_from(parameters: list[Parameter]) -> None:
    """So that the verdict says what it leans on. A document that its note only compares with is not cited."""
    for parameter in parameters:
        for dated in parameter.values:
            note = "" if dated.note is None else dated.note.vi.lower()
            assert dated.citations or not ("mượn" in note or "là giả định" in note), parameter.key


@pytest.mark.parametrize("lang, said", [("vi", "giả định dựa theo"), ("en", "an assumption leaning on")])
def test_a_verdict_calls_an_assumption_one_and_names_what_it_leans_on(lang: Any, said: str, rulebook: Load) -> None:
    """The guidance asks it of one meeting: nobody may read that it asks it of the year."""
    dossier = Dossier("unit", "cell", 2024, facts={"attended": 17, "expected_attendance": 20})
    text = evaluate(dossier, rulebook(2024)).finding("attendance_above_floor").texts(lang)[-1]
    assert said in text and "12-HD/BTCTW," in text and "(12-HD/BTCTW)" not in text


@pytest.mark.parametrize("year", YEARS)
def test_every_year_from_2022_to_2026_has_a_rulebook(year: int, rulebook: Load) -> None:
    """Every parameter has a value for each of these years."""
    assert rulebook(year).year == year
    assert rulebook(year).vocabulary.thresholds.keys() == VALUES.keys()


def test_every_parameter_has_the_value_and_the_backing_that_are_written_down_here(parameters: list[Parameter]) -> None:
    """Nobody changes a number, or calls an assumption a source, without changing this table as well."""
    found = {each.key: [said(each.in_year(year), each) for year in YEARS] for each in parameters}
    stated = {key: [each] * len(YEARS) if isinstance(each, str) else list(each) for key, each in VALUES.items()}
    assert found == stated


def said(dated: Dated | None, parameter: Parameter) -> str:
    assert dated is not None, parameter.key
    value = dated.value
    if parameter.measure is not None and parameter.measure.vi == "%":
        assert isinstance(value, Fraction)
        return f"{dated.backing.value} {value * 100}%"
    return f"{dated.backing.value} {value}"


def test_a_sourced_number_cites_its_source_and_an_assumption_has_a_note(parameters: list[Parameter]) -> None:
    """In both languages; so that no assumption passes for an official rule."""
    for parameter in parameters:
        for dated in parameter.values:
            assert dated.backing in (Backing.SOURCE, Backing.ASSUMPTION), parameter.key
            if dated.backing is Backing.SOURCE:
                assert dated.citations, parameter.key
            else:
                assert dated.note is not None, parameter.key
                assert dated.note.vi.strip(), parameter.key
                assert dated.note.en.strip(), parameter.key


def texts(contribution: Contribution) -> Iterator[tuple[str, Text | None]]:
    yield from ((each.key, each.title) for each in contribution.facts)
    yield from ((f"help of {each.key}", each.help) for each in contribution.facts)
    yield from ((each.key, each.title) for each in contribution.definitions)
    yield from ((each.key, each.title) for each in contribution.parameters)
    yield from ((f"note of {each.key}", dated.note) for each in contribution.parameters for dated in each.values)
    yield from ((each.key, each.title) for each in contribution.invariants)
    yield from ((each.id, each.title) for each in contribution.groups)
    yield from ((each.id, each.title) for each in contribution.criteria)
    yield from ((f"help of {each.id}", each.help) for each in contribution.criteria)


def test_titles_helps_and_notes_are_in_both_languages(contributions: list[Contribution]) -> None:
    """Vietnamese with its diacritics, composed; English beside it."""
    written = [(key, text) for each in contributions for key, text in texts(each) if text is not None]
    for key, text in written:
        assert text.vi.strip() != text.en.strip(), key
        assert text.en.strip(), key
        assert not text.vi.isascii(), key
        assert unicodedata.is_normalized("NFC", text.vi), key


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_two_facts_have_the_same_title(lang: str, rulebook: Load) -> None:
    """A title is a header of a table: two facts under one would be the same column."""
    titles = Counter(getattr(fact.title, lang).casefold() for fact in rulebook(2024).vocabulary.facts.values())
    assert not [title for title, number in titles.items() if number > 1]


def outcome(rulebook: Rulebook, criterion: str, kind: str, **facts: int) -> Outcome:
    dossier = Dossier("unit", kind, rulebook.year, facts=facts)  # type: ignore[arg-type]
    return evaluate(dossier, rulebook).finding(criterion).outcome


@pytest.mark.parametrize("size", [3, 7, 9, 13, 20, 40, 97, 200, 3333, 9999])
def test_more_than_85_percent_is_exact_for_a_cell_of_any_size(size: int, rulebook: Load) -> None:
    """The most that is not above 85% fails, the next number passes: in a cell of three only three of three do."""
    most = size * 85 // 100
    above, at_most = most + 1, most
    for attended, expected in ((at_most, Outcome.NOT_MET), (above, Outcome.MET)):
        facts = {"attended": attended, "expected_attendance": size}
        assert outcome(rulebook(2024), "attendance_above_floor", "cell", **facts) is expected


def test_three_of_four_cells_are_less_than_80_percent(rulebook: Load) -> None:
    """Where a local book asks for 80% of the cells, a committee of four needs all four, one of five needs four."""
    book = with_threshold(rulebook(2024), "min_cells_good_share", Fraction(4, 5))
    for good, rated, expected in ((3, 4, Outcome.NOT_MET), (4, 4, Outcome.MET), (4, 5, Outcome.MET)):
        facts = {"cells_rated_good_or_above": good, "cells_rated": rated}
        assert outcome(book, "cells_rated_well", "committee", **facts) is expected


def with_threshold(rulebook: Rulebook, key: str, value: Fraction) -> Rulebook:
    vocabulary = rulebook.vocabulary
    threshold = vocabulary.thresholds[key]
    changed = {**vocabulary.thresholds, key: evolve(threshold, dated=evolve(threshold.dated, value=value))}
    return rulebook.replace(vocabulary=evolve(vocabulary, thresholds=changed))


def test_without_a_target_recruitment_is_neither_nothing_nor_everything(rulebook: Load) -> None:
    """A zero target does not apply; it is not 0%, not 100% and not an error."""
    facts = {"recruitment_target": 0, "new_members_admitted": 0}
    assert outcome(rulebook(2024), "recruitment_target_met", "cell", **facts) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "kind, part, whole",
    [
        ("cell", "attended", "expected_attendance"),
        ("cell", "assigned_tasks_late", "assigned_tasks"),
        ("committee", "members_rated_good_or_above", "members_rated"),
        ("committee", "cells_rated_good_or_above", "cells_rated"),
        ("committee", "cells_recognised", "cells_in_title_scope"),
    ],
)
def test_a_part_is_never_more_than_its_whole(kind: str, part: str, whole: str, rulebook: Load) -> None:
    """A share above 100% is refused at the door, even where no third number is known."""
    with pytest.raises(DossierError, match=part):
        rulebook(2024).admit(Dossier("unit", kind, 2024, facts={part: 5, whole: 4}))  # type: ignore[arg-type]
