"""Grades: the first whose standard holds, what is open, what they turn on, what keeps a unit from a better one."""

from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.loose import loosened
from fourgood.outcome import DECIDED, MET, NOT_APPLICABLE, UNKNOWN
from fourgood.write import to_text
from strategies import FULL_FACTS, THRESHOLDS, VOCABULARY, YEAR, dossiers, flag_books, rulebooks, text

MANY = settings(max_examples=60)


def keys(grades):
    """The keys of grades, None for no grade."""
    return [None if each is None else each.key for each in grades]


def exactly_known(verdict):
    """Whether nothing is open: no criterion and no points."""
    return all(
        each._open in DECIDED and (each.points is None or each.points[0] == each.points[1]) for each in verdict.findings
    )


@MANY
@given(rulebooks(), dossiers())
def test_a_grade_is_always_open_and_at_most_one_is_certain(rulebook, dossier):
    """The grade is certain exactly when one is open; they come best first."""
    verdict = fourgood.evaluate(dossier, rulebook)
    assert verdict.open_grades
    assert verdict.grade == (verdict.open_grades[0] if len(verdict.open_grades) == 1 else None)
    places = [each.place for each in verdict.open_grades if each is not None]
    assert places == sorted(places)


@MANY
@given(rulebooks(), dossiers(FULL_FACTS))
def test_when_everything_is_known_so_is_the_grade(rulebook, dossier):
    """With nothing open, one grade is left, or none."""
    verdict = fourgood.evaluate(dossier, rulebook)
    if exactly_known(verdict):
        assert len(verdict.open_grades) == 1


class Judged(SimpleNamespace):
    """A criterion, group or grade as Python sees it: true or false, with figures."""

    def __bool__(self):
        return self.holds


def counted(findings):
    """What a standard counts of some requirements that all apply."""
    points = [each for each in findings if each.points is not None]
    return {
        "points": sum(each.points[0] for each in points),
        "max_points": sum(each.full_marks for each in points),
        "met": sum(1 for each in findings if each._open == MET),
        "applicable": len(findings),
    }


def read_by_python(standard, names):
    """A standard read by Python itself."""
    return bool(eval(to_text(standard), {"__builtins__": {}}, names))


@MANY
@given(flag_books(), st.booleans(), st.booleans())
def test_standards_mean_what_python_reads_in_them(rulebook, clean, warned):
    """Where all is known and applies: groups, grades and the whole come out as plain Python would have it."""
    verdict = verdict_of(rulebook, clean=clean, warned=warned)
    assert exactly_known(verdict)
    names = {
        "true": True,
        "false": False,
        "at_least": lambda needed, *parts: sum(map(bool, parts)) >= needed,
        **{each.key: each.value for each in THRESHOLDS},
    }
    for each in verdict.findings:
        points = each.points[0] if each.points else 0
        marks = {"points": points, "max_points": each.full_marks, "full": points == each.full_marks}
        names[each.criterion.id] = Judged(holds=each._open == MET, **marks)
    requirements = {id: [verdict.finding(each.id) for each in found] for id, found in rulebook.requirements.items()}
    for group in rulebook.groups:
        own = counted(requirements[group.id])
        all_met = own["met"] == own["applicable"]
        good = read_by_python(group.standard, {**names, **own, "requirements_met": all_met})
        assert verdict.groups[group.id].good is good
        names[group.id] = Judged(holds=good, **own)
    names |= counted([each for found in requirements.values() for each in found])
    names["all_groups_good"] = all(names[group.id] for group in rulebook.groups)
    held = [each for each in rulebook.grades if read_by_python(each.standard, names)]
    assert [*(each.key for each in held), None][0] == keys(verdict._standings.grades)[0]
    for grade in rulebook.grades:
        names[grade.key] = bool(held) and held[0].place <= grade.place
    assert (verdict._standings.whole == MET) is read_by_python(rulebook.standard, names)


@MANY
@given(rulebooks(), dossiers())
def test_the_decisive_findings_alone_leave_the_grade_as_it_is(rulebook, dossier):
    """Sound: whatever the other findings that apply could come to, the grade is the same."""
    verdict = fourgood.evaluate(dossier, rulebook)
    assume(len(verdict.open_grades) == 1 and verdict.status is not fourgood.Status.DEFERRED)
    decisive = {each.criterion.id for each in verdict.grade_decisive}
    others = {id for id in rulebook.by_id if id not in decisive}
    assert loosened(verdict._standings, others).grades == verdict._standings.grades


@MANY
@given(rulebooks(), dossiers())
def test_only_open_findings_can_still_decide_an_open_grade(rulebook, dossier):
    """While the grade is open, the findings that it waits for are open themselves, and there are some."""
    verdict = fourgood.evaluate(dossier, rulebook)
    assert verdict.grade_decisive or len(verdict.open_grades) == 1
    assert len(verdict.open_grades) == 1 or not any(
        each._open in DECIDED and (each.points is None or each.points[0] == each.points[1])
        for each in verdict.grade_decisive
    )


@MANY
@given(rulebooks(), dossiers())
def test_the_reasons_of_a_standard_decide_it(rulebook, dossier):
    """All parts of one that holds, else none that holds; each rests on criteria and has words in both languages."""
    verdict = fourgood.evaluate(dossier, rulebook)
    for result in verdict.grading.considered:
        if result.outcome is not fourgood.Outcome.MET and any(each._open != NOT_APPLICABLE for each in result.reasons):
            assert not any(each.outcome is fourgood.Outcome.MET for each in result.reasons)
        for ground in result.reasons:
            assert ground.text("vi") and ground.text("en")
            assert {each.criterion.id for each in ground.findings} <= set(rulebook.by_id)


FLAGS = ("clean", "warned")
GROUP = fourgood.Group("g", text("g"))


def book(*grades, criteria=(), **more):
    """A rulebook of two flags with points, and what is given."""
    found = [fourgood.Criterion(f"c_{flag}", "g", text(flag), flag, points=5) for flag in FLAGS]
    return fourgood.Rulebook("t", text("t"), YEAR, VOCABULARY, (GROUP,), (*found, *criteria), grades=grades, **more)


def grade(key, *standard, **more):
    """A grade."""
    return fourgood.Grade(key, text(key), *standard, **more)


def verdict_of(rulebook, **facts):
    """The verdict of a cell."""
    return fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR, facts=facts), rulebook)


THREE = (grade("good", "points >= 10"), grade("fair", "points >= 5"), grade("poor"))


@pytest.mark.parametrize(
    "facts, open_grades",
    [
        ({"clean": True, "warned": True}, ["good"]),
        ({"clean": True, "warned": False}, ["fair"]),
        ({"clean": False, "warned": False}, ["poor"]),
        ({"clean": True}, ["good", "fair"]),
        ({"clean": False}, ["fair", "poor"]),
        ({}, ["good", "fair", "poor"]),
    ],
)
def test_a_unit_gets_the_first_grade_whose_standard_holds(facts, open_grades):
    """And what is absent leaves open those that it could still be."""
    verdict = verdict_of(book(*THREE), **facts)
    assert keys(verdict.open_grades) == open_grades


def test_without_an_otherwise_a_unit_may_have_no_grade():
    """No grade is what is left, and it is open where it can still come to that."""
    rulebook = book(*THREE[:2])
    assert keys(verdict_of(rulebook, clean=False, warned=False).open_grades) == [None]
    assert keys(verdict_of(rulebook, clean=False).open_grades) == ["fair", None]
    assert verdict_of(book()).open_grades == (None,)


def test_grades_compare_by_their_place():
    """Better is greater."""
    rulebook = book(*THREE)
    good, fair, poor = rulebook.grades
    assert good > fair > poor and poor < good and fair <= rulebook.grade("fair")
    assert verdict_of(rulebook, clean=True, warned=True).grade >= rulebook.grade("fair")
    with pytest.raises(KeyError):
        rulebook.grade("best")


def test_the_standard_may_ask_for_a_grade_or_a_better_one():
    """So that the yearly title goes to those graded fair and above."""
    rulebook = book(*THREE, standard="fair")
    assert verdict_of(rulebook, clean=True, warned=True).recognized
    assert verdict_of(rulebook, clean=True, warned=False).recognized
    assert verdict_of(rulebook, clean=True).recognized
    assert verdict_of(rulebook, clean=False, warned=False).status is fourgood.Status.NOT_RECOGNIZED
    assert verdict_of(rulebook, clean=False).status is fourgood.Status.UNDETERMINED


def test_a_deferred_unit_gets_no_grade():
    """A deferral comes before all else; while it is open, so is no grade."""
    wait = fourgood.Criterion("wait", "g", text("wait"), "held > 10", role=fourgood.Role.DEFERRAL)
    rulebook = book(*THREE, criteria=(wait,))
    facts = {"clean": True, "warned": True}
    deferred = verdict_of(rulebook, **facts, held=11)
    assert keys(deferred.open_grades) == [None] and deferred.grading.considered == ()
    assert [each.criterion.id for each in deferred.grade_decisive] == ["wait"]
    open_ = verdict_of(rulebook, **facts)
    assert keys(open_.open_grades) == ["good", None] and open_.grading.missing == ("held",)
    assert keys(verdict_of(rulebook, **facts, held=1).open_grades) == ["good"]


def test_what_keeps_a_unit_from_a_better_grade_is_all_that_it_lacks():
    """Every part of its standard that fails, not only one, and none that holds."""
    rulebook = book(grade("good", "points >= 10 and c_clean.full and not c_warned"), grade("poor"))
    result = verdict_of(rulebook, clean=False, warned=True).grading.considered[0]
    assert [to_text(each.rule) for each in result.reasons] == ["points >= 10", "c_clean.full", "not c_warned"]
    result = verdict_of(rulebook, clean=True, warned=False).grading.considered[0]
    assert [to_text(each.rule) for each in result.reasons] == ["points >= 10"]
    assert [each.criterion.id for each in result.reasons[0].findings] == ["c_warned"]


def test_a_threshold_of_a_standard_is_an_assumption_of_the_verdict():
    """The verdict turns on it, says so in words and in JSON, and names no source that there is not."""
    rulebook = book(standard="points >= min_held or points >= 11")
    verdict = verdict_of(rulebook, clean=True, warned=True)
    assert "min_held" in verdict.to_json()["assumptions"]
    assert "min_held (vi) = 12" in verdict.explain("vi")
    assert "an assumption, not an official rule" in verdict.explain("en")


def test_only_the_thresholds_that_decide_are_assumed():
    """Only the thresholds that the status turns on are named: one way to be good is enough."""
    group = fourgood.Group("g", text("g"), standard="points >= min_held or points >= two")
    met = verdict_of(book().replace(groups=(group,)), clean=True, warned=True)
    assert [each.key for each in met.assumptions if not isinstance(each, fourgood.Finding)] == ["two"]


UNSCORED = fourgood.Criterion("c_held", "g", text("held"), "held > 1")


@pytest.mark.parametrize(
    "grades, more, said",
    [
        ((grade("good", "clean"),), {}, "(grades.good.standard): `clean` is not known. A standard names criteria"),
        ((grade("good", "c_clean"), grade("fair", "good")), {}, "`good` is not known. Only the rulebook's standard"),
        ((grade("poor"), grade("good", "c_clean")), {}, "the grade `good` is never given: `poor` before it has no"),
        ((grade("good", "c_clean"), grade("good")), {}, "the grade `good` is defined twice"),
        ((grade("c_clean", "c_clean"),), {}, "`c_clean` is a criterion (from values given in Python) and a grade"),
        ((grade("g", "c_clean"),), {}, "`g` is a group (from values given in Python) and a grade"),
        ((grade("two", "c_clean"),), {}, "`two` is a parameter (from values given in Python) and a grade"),
        ((grade("points", "c_clean"),), {}, "`points` already means something in a standard"),
        ((grade("good", "c_clean.point > 1"),), {}, "`c_clean.point` is not known. Did you mean `c_clean.points`"),
        ((), {"standard": "good"}, "`good` is not known"),
        (
            (grade("good", "c_held.full"),),
            {"criteria": (UNSCORED,)},
            "`c_held.full` is not known: `c_held` gives no points",
        ),
    ],
)
def test_what_is_wrong_with_grades_is_told_with_its_place(grades, more, said):
    """A name that means nothing, or two things; a grade that is never reached."""
    with pytest.raises(fourgood.RulebookError) as caught:
        book(*grades, **more)
    assert any(said in str(fault) for fault in caught.value.faults), caught.value


def test_only_one_contribution_brings_grades():
    """They make one scale only together; the error names both sides."""
    parts = [fourgood.Contribution(groups=(GROUP,), grades=THREE), fourgood.Contribution(grades=THREE[:1])]
    with pytest.raises(fourgood.RulebookError, match="the grades are set twice"):
        fourgood.combine(parts, YEAR)


def test_too_many_points_rest_on_all_that_give_them():
    """Where a standard asks for fewer, no criterion keeps the unit from more: all that are counted decide."""
    rulebook = book(grade("weak", "points < 10"))
    verdict = verdict_of(rulebook, clean=True, warned=True)
    assert [each.criterion.id for each in verdict.grade_decisive] == ["c_clean", "c_warned"]


def test_what_is_loosened_can_come_to_anything():
    """Its outcome and its points are open; the others stay."""
    verdict = verdict_of(book(*THREE), clean=True, warned=True)
    loose = loosened(verdict._standings, {"c_clean"})
    assert (loose.opens["c_clean"], loose.opens["c_warned"]) == (UNKNOWN, MET)
    assert loose.everywhere["points"] == (5, 10)
    assert keys(loose.grades) == ["good", "fair"]
