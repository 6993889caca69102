"""A verdict as plain text, for those who read it on paper."""

import fourgood
from fourgood import Role
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
        "Chi bộ Một (Party cell, Bank) · year 2024\nRECOGNISED as “four-good Party cell”\nrulebook (en)"
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
