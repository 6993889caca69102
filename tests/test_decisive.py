"""Which findings the status turns on: those that could change it, and no others."""

from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import fourgood
from fourgood import Role, Status
from fourgood.criterion import GROUP_TALLIES, Band
from fourgood.loose import loosened
from fourgood.outcome import DECIDED, MET, NOT_APPLICABLE, NOT_MET
from fourgood.parse import parse
from fourgood.rule import names
from fourgood.standing import standings
from strategies import VOCABULARY, YEAR, dossiers, flag_books, rulebooks, text

FLAGS = ("clean", "warned", "present_enough")


def closings(still_open):
    """The outcomes that an open set may come to."""
    return [bit for bit in (MET, NOT_MET, NOT_APPLICABLE) if still_open & bit]


def status_of(book, opens):
    """The status when every criterion has come to one outcome."""

    (found,) = standings(book, opens, lambda attested: {}).statuses
    return found


def pivotal(book, opens, id):
    """Whether some way to close all the others leaves the status to one criterion."""
    others = [each for each in opens if each != id]
    for outcomes in product(*(closings(opens[other]) for other in others)):
        rest = dict(zip(others, outcomes, strict=True))
        if len({status_of(book, {**rest, id: mine}) for mine in closings(opens[id])}) > 1:
            return True
    return False


@st.composite
def plain_books(draw):
    """Rulebooks of flags under the default standards, without points: criteria that do not hang together."""
    made = []
    for at, flag in enumerate(("clean", "warned", "held > 1", "score > 0.5")):
        made.append(
            fourgood.Criterion(
                f"c{at}",
                draw(st.sampled_from(["g1", "g2"])),
                text(f"c{at}"),
                flag,
                role=draw(st.sampled_from([Role.REQUIREMENT, Role.REQUIREMENT, Role.VETO, Role.DEFERRAL])),
                applies_when=draw(st.none() | st.just(("balance > 0", "due > 0", "warmth > 0", "expected > 0")[at])),
            )
        )
    groups = (fourgood.Group("g1", text("g1")), fourgood.Group("g2", text("g2")))
    return fourgood.Rulebook("t", text("t"), YEAR, VOCABULARY, groups, tuple(made))


@settings(max_examples=150)
@given(plain_books(), dossiers())
def test_of_an_undetermined_status_the_open_findings_that_can_change_it(book, dossier):
    """By trying every way in which everything open could come out."""
    verdict = fourgood.evaluate(dossier, book)
    if verdict.status is Status.UNDETERMINED:
        opens = {finding.criterion.id: finding._open for finding in verdict.findings}
        found = {finding.criterion.id for finding in verdict.decisive}
        assert found == {id for id in opens if len(closings(opens[id])) > 1 and pivotal(book, opens, id)}


@settings(max_examples=150)
@given(plain_books(), dossiers())
def test_the_open_statuses_are_those_that_can_happen(book, dossier):
    """Under the default standards, exactly."""
    verdict = fourgood.evaluate(dossier, book)
    opens = {finding.criterion.id: finding._open for finding in verdict.findings}
    ways = product(*(closings(still_open) for still_open in opens.values()))
    assert {status_of(book, dict(zip(opens, way, strict=True))) for way in ways} == verdict.open_statuses


@settings(max_examples=80)
@given(rulebooks(), dossiers())
def test_a_decided_status_has_its_reasons(book, dossier):
    """A deferral met, a veto met, or a group that is not good; recognised by everything that applies."""
    verdict = fourgood.evaluate(dossier, book)
    found = verdict.decisive
    assumed = [each for each in verdict.assumptions if isinstance(each, fourgood.Finding)]
    assert set(assumed) <= {each for each in assumed if each.assumed}
    of_groups = set(names(book.standard)) <= {"first", "second", "all_groups_good"}
    match verdict.status:
        case Status.DEFERRED:
            assert found and all(each.criterion.role is Role.DEFERRAL and each.adverse for each in found)
        case Status.NOT_RECOGNIZED:
            if of_groups:
                assert all(each.criterion.role is not Role.DEFERRAL and (each.adverse or each.points) for each in found)
        case Status.RECOGNIZED:
            assert not any(each.adverse and each.criterion.role is not Role.REQUIREMENT for each in found)
        case Status.UNDETERMINED:
            assert all(len(each.open) > 1 or each.points[0] < each.points[1] for each in found)
    if verdict.status is not Status.UNDETERMINED:
        assert verdict.missing == ()


@settings(max_examples=25)
@given(flag_books(), dossiers())
def test_the_decisive_findings_alone_refuse_where_a_standard_names_more_than_groups(book, dossier):
    """Sound: whatever the other requirements that apply could come to, the status is the same."""
    verdict = fourgood.evaluate(dossier, book)
    plain = {"first", "second", "all_groups_good", *GROUP_TALLIES}
    assume(verdict.status is Status.NOT_RECOGNIZED and not set(names(book.standard)) <= plain)
    decisive = {each.criterion.id for each in verdict.decisive}
    others = {each.id for each in book.criteria if each.id not in decisive and each.role is Role.REQUIREMENT}
    assert loosened(verdict._standings, others).statuses == verdict.open_statuses


def standards_of(book):
    """All standards of a rulebook."""
    return [book.standard, *(each.standard for each in (*book.groups, *book.grades))]


@settings(max_examples=80)
@given(rulebooks() | flag_books(), dossiers())
def test_a_refusal_cites_nothing_open_unless_by_its_points(book, dossier):
    """What could still be met decides nothing, save where the points that it can give, or that it applies, are enough.

    What can only be not met, or not apply, may be cited: where nothing else applies neither is enough.
    """
    verdict = fourgood.evaluate(dossier, book)
    assume(verdict.status is Status.NOT_RECOGNIZED)
    assume(not any("applicable" in name for standard in standards_of(book) for name in names(standard)))
    assert all(each._open in DECIDED or not each._open & MET for each in verdict.decisive if each.points is None)


def test_a_refusal_that_is_certain_does_not_cite_what_another_part_of_the_standard_waits_for():
    """The group is not good; what the grade still waits for is no reason."""
    criteria = (
        fourgood.Criterion("c1", "g1", text("c1"), "clean"),
        fourgood.Criterion("c2", "g2", text("c2"), "warned", points=10),
        fourgood.Criterion("c3", "g2", text("c3"), "held > 1"),
    )
    groups = (fourgood.Group("g1", text("g1")), fourgood.Group("g2", text("g2")))
    grades = (fourgood.Grade("fair", text("fair"), "points >= 10"),)
    book = fourgood.Rulebook(
        "t", text("t"), YEAR, VOCABULARY, groups, criteria, "all_groups_good and fair", grades=grades
    )
    verdict = fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR, facts={"clean": False}), book)
    assert verdict.status is Status.NOT_RECOGNIZED
    assert [each.criterion.id for each in verdict.decisive] == ["c1"]


def test_points_that_are_lost_refuse_nothing_where_no_standard_counts_them():
    """A criterion that is met, with the points of a lower band, is no reason."""
    bands = (Band(parse("held > 9"), Fraction(10)), Band(parse("held > 1"), Fraction(5)))
    criteria = (
        fourgood.Criterion("c1", "g1", text("c1"), "clean"),
        fourgood.Criterion("c2", "g1", text("c2"), "held > 1", bands=bands),
    )
    book = fourgood.Rulebook("t", text("t"), YEAR, VOCABULARY, (fourgood.Group("g1", text("g1")),), criteria)
    verdict = fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR, facts={"clean": False, "held": 5}), book)
    assert [each.criterion.id for each in verdict.decisive] == ["c1"]


def test_an_open_criterion_that_no_standard_reads_is_not_waited_for():
    """A group that the rulebook's standard does not ask for, a criterion that its group's standard does not name."""
    criteria = (
        fourgood.Criterion("c1", "g1", text("c1"), "clean"),
        fourgood.Criterion("c2", "g1", text("c2"), "warned"),
        fourgood.Criterion("c3", "g2", text("c3"), "held > 1"),
    )
    groups = (fourgood.Group("g1", text("g1"), standard="c1"), fourgood.Group("g2", text("g2")))
    book = fourgood.Rulebook("t", text("t"), YEAR, VOCABULARY, groups, criteria, "g1")
    verdict = fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR), book)
    assert verdict.missing == ("clean",)
    counted = book.replace(
        groups=(fourgood.Group("g1", text("g1"), standard="met >= 1"), groups[1]), standard="points >= 0 and g1"
    )
    verdict = fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR), counted)
    assert {"clean", "warned"} <= set(verdict.missing)
