"""The frame of what is sourced alone: no assumption is left in it, and no row of the article is lost."""

import pytest

import fourgood
from fourgood import Backing, Role, Rulebook
from fourgood.rule import names

YEARS = range(2022, 2027)


@pytest.fixture(params=YEARS)
def frame(request: pytest.FixtureRequest) -> Rulebook:
    return fourgood.load_rulebook(request.param, rules=["vn.sourced_frame"])


def test_no_rule_reads_a_threshold_that_is_an_assumption(frame: Rulebook) -> None:
    """In rules, guards or standards, through definitions or not."""
    lines = frame.lines.values()
    read = [each for line in lines for atom in (*line.guard_atoms, *line.rule_atoms) for each in atom.thresholds]
    assert {each.key for each in read} == {"min_recruitment_attainment", "max_excused_absence_run"}
    assert all(each.dated.backing is Backing.SOURCE for each in read)
    standards = {name for each in (frame.standard, *(group.standard for group in frame.groups)) for name in names(each)}
    assert not standards & frame.vocabulary.thresholds.keys()


def test_no_criterion_is_an_assumption(frame: Rulebook) -> None:
    """So that no finding can be one."""
    assert not [each.id for each in frame.criteria if each.backing is not Backing.SOURCE]
    for kind in ("cell", "committee"):
        verdict = fourgood.evaluate(fourgood.Dossier("u", kind, frame.year), frame)  # type: ignore[arg-type]
        assert not [finding.criterion.id for finding in verdict.findings if finding.assumed]


def test_every_row_of_the_article_is_still_asked(frame: Rulebook) -> None:
    """A1 to A43, each by a criterion of the frame."""
    rows = {citation.item for each in frame.criteria for citation in each.citations if citation.document.number is None}
    assert rows == {f"A{row}" for row in range(1, 44)}


def test_what_is_dropped_says_which_criterion_asks_its_row(frame: Rulebook) -> None:
    """And that one is there; or that no row asks for it, and then it cites none."""
    dropped = [step for step in frame.history if step.action == "dropped"]
    assert len(dropped) == 33
    for step in dropped:
        rows = {citation.item for citation in step.before.citations if citation.item}
        assert step.before.backing is Backing.ASSUMPTION and step.reason is not None
        said = step.reason.en.rstrip(".").split()
        if rows:
            asks = frame.criterion(said[-1])
            assert rows & {citation.item for citation in asks.citations} & set(said), step.key
            assert asks.id in step.reason.vi
        else:
            assert step.reason.en == "No row of the article asks for it."


def test_whatever_the_default_bases_on_a_source_is_still_there(frame: Rulebook) -> None:
    """Judged, where its number was fourgood's; with its role and for its units."""
    default = fourgood.load_rulebook(frame.year)
    for each in default.criteria:
        if each.backing is Backing.SOURCE:
            kept = frame.criterion(each.id)
            assert (kept.role, kept.applies_to, kept.group) == (each.role, each.applies_to, each.group)
            assert kept.citations == each.citations


def test_only_complaints_and_backlog_exclude_by_themselves(frame: Rulebook) -> None:
    """Row A15 alone; nothing postpones."""
    roles = {each.id: each.role for each in frame.criteria if each.role is not Role.REQUIREMENT}
    assert set(roles) == {"overdue_backlog", "complex_or_mass_complaint", "beyond_level_complaint"}
    assert set(roles.values()) == {Role.VETO}


def test_a_dossier_for_the_default_rulebook_is_still_taken(frame: Rulebook) -> None:
    """Facts that no criterion asks for any more are no error."""
    facts = {"attended": 90, "expected_attendance": 100, "annual_action_plan_issued": True}
    assert frame.admit(fourgood.Dossier("u", "cell", frame.year, facts=facts))
