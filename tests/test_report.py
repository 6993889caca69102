"""A verdict as plain text, for those who read it on paper."""

from fractions import Fraction

import fourgood
from fourgood import Role
from fourgood.criterion import Band
from fourgood.parse import parse
from fourgood.vocabulary import Vocabulary
from strategies import VOCABULARY, YEAR, text, threshold


def criterion(id, rule, group="g1", **more):
    """A criterion with a source."""
    return fourgood.Criterion(id, group, text(id), rule, **{"backing": fourgood.Backing.SOURCE, **more})


BOOK = fourgood.Rulebook(
    "test",
    text("rulebook"),
    YEAR,
    VOCABULARY,
    (fourgood.Group("g1", text("first")), fourgood.Group("g2", text("second"))),
    (
        criterion("enough", "held >= 12"),
        criterion("present", "attendance > min_attendance"),
        criterion("good", 'grade >= "good"', "g2", backing=fourgood.Backing.ASSUMPTION),
        criterion("veto", "warned", role=Role.VETO),
        criterion("wait", "balance < 0", role=Role.DEFERRAL),
        criterion("sometimes", "clean", applies_when="due > 0"),
    ),
)


def report(lang="en", **facts):
    """The report of some facts."""
    dossier = fourgood.Dossier("u1", "cell", YEAR, "Chi bộ Một", "bank", note="a note", facts=facts)
    return fourgood.evaluate(dossier, BOOK).explain(lang)


GOOD = {"held": 12, "attended": 18, "expected": 20, "grade": "good", "warned": False, "balance": 0, "due": 0}


def test_a_recognised_unit():
    """Who, what, by which rules; each group with its counts; the assumptions; the note; whose decision it is."""
    said = report(**GOOD)
    assert said.startswith(
        "Chi bộ Một (Party cell, Bank) · year 2024 · u1\nRECOGNISED as “four-good Party cell”\nrulebook (en)"
    )
    assert "✓ first (en): good (2 met, 1 not applicable)" in said
    assert "no official rules" in said and "present (en) (min_attendance (en) = 85%)" in said
    assert "• good (en)" in said
    assert "Note: a note" in said
    assert said.endswith("This is an aid to the body that decides, not its decision.")


def test_a_refused_unit():
    """Vetoes first, then what is not met, each with its reason; what is met is counted, not listed."""
    said = report(**{**GOOD, "held": 9, "warned": True, "grade": "failed"})
    assert "NOT RECOGNISED as" in said
    assert said.index("Vetoes that apply") < said.index("✗ first (en)")
    assert "  ✗ enough (en)\n      held (en): 9 meetings, below 12 meetings; short by 3 meetings" in said
    assert "✗ good (en) [assumption]" in said
    assert "✓ present" not in said


def test_a_deferred_unit():
    """Why it is not considered yet."""
    said = report(**{**GOOD, "balance": -1})
    assert "NOT YET CONSIDERED" in said and "Why it is not considered yet:\n  ! wait (en)" in said


def test_an_undetermined_unit():
    """What is still missing, each fact once."""
    facts = {key: value for key, value in GOOD.items() if key not in ("attended", "grade", "due")}
    said = report(**facts)
    assert "UNDETERMINED" in said
    missing = said[said.index("Still missing") :].split("\n\n")[0]
    assert sorted(missing.split("\n")[1:]) == [
        "  • " + key for key in ("attended (en)", "clean (en)", "due (en)", "grade (en)")
    ]
    assert "? present (en)" in said


def test_the_report_in_vietnamese():
    """No English left: neither words of the report nor titles."""
    said = report("vi", **{**GOOD, "held": 9, "balance": -1})
    for english in ("(en)", "RECOGNISED", "good", "Note", "year", "not known", "aid to"):
        assert english not in said.replace("four-good", ""), english
    assert said.startswith("Chi bộ Một (Chi bộ, Ngân hàng)")


def test_a_unit_without_a_name_is_called_by_its_id():
    """And a type that is not known is not spoken of."""
    assert (
        fourgood.evaluate(fourgood.Dossier("u7", "committee", YEAR), BOOK)
        .explain("en")
        .startswith("u7 (Grassroots party committee) · year 2024\n")
    )


def test_a_choice_that_is_assumed_is_said_in_words():
    """A threshold that is a choice has a label."""
    made = threshold("least", "good", scale=VOCABULARY.facts["grade"].scale)
    vocabulary = Vocabulary(VOCABULARY.facts, {}, {"least": made})
    book = fourgood.Rulebook(
        "t", text("t"), YEAR, vocabulary, (fourgood.Group("g1", text("g")),), (criterion("c", "grade >= least"),)
    )
    verdict = fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR, facts={"grade": "good"}), book)
    assert "c (en) (least (en) = good (en))" in verdict.explain("en")
    assert repr(verdict) == "<Verdict u 2024: recognized>"
    assert repr(verdict.findings[0]) == "<Finding c: met>"
    assert repr(verdict.findings[0].reasons[0]).startswith("<Reason met: grade (en): good (en)")


def graded(standard="all_groups_good and fair", **changes):
    """A rulebook with bands of points and grades; the unit below the threshold has the points of a lower band."""
    bands = (Band(parse("attendance >= 0.95"), Fraction(10)), Band(parse("attendance >= 0.9"), Fraction(5)))
    criteria = (
        criterion("present", "attendance > min_attendance", bands=bands),
        criterion("minutes", "held >= 12", points=10, backing=fourgood.Backing.ASSUMPTION),
        criterion("unscored", "clean", "g2", backing=fourgood.Backing.ASSUMPTION),
        criterion("proved", 'grade >= "good"', "g2", evidence_required=True, points=10),
    )
    sourced = {"backing": fourgood.Backing.SOURCE}
    grades = (
        fourgood.Grade("best", text("best"), "points >= 30", **sourced),
        fourgood.Grade("fair", text("fair"), "points >= 5 and minutes", **sourced),
    )
    return BOOK.replace(criteria=criteria, grades=grades, standard=standard, **changes)


def judged(book, **facts):
    """The verdict on some facts."""
    return fourgood.evaluate(fourgood.Dossier("u1", "cell", YEAR, "Chi bộ Một", facts=facts), book)


def test_each_assumption_is_told_once_and_of_points_only_what_gives_some():
    """A criterion without points carries no grade that counts points; one that does is told once for both."""
    said = judged(graded(), held=9, attended=16, expected=20, clean=True).explain("en")
    told = said[said.index("The result turns on assumptions") :]
    assert told.count("• minutes (en)") == 1
    assert "unscored" not in told


def test_what_is_missing_says_where_it_is_the_evidence():
    """A fact that is known, without the document that its criterion demands."""
    known = {"held": 12, "attended": 20, "expected": 20, "clean": True}
    said = judged(graded(), **known, grade="good").explain("en")
    assert "• grade (en) (the evidence)" in said
    assert "• grade (en)\n" in judged(graded(), **known).explain("en")
    assert "(the evidence)" not in judged(graded(), **known).explain("en")
