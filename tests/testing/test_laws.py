"""Laws: each is caught being broken with a small counterexample, and holds where it is kept."""

import datetime
import gc
import math
import re
import sys
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

import fourgood
from broken_criteria import BROKEN, IMPURE, KEEPS, breaks_at_thresholds
from broken_criteria import criterion as python
from fourgood import standing
from fourgood.errors import RulebookError
from fourgood.law import LAWS, LawException
from fourgood.outcome import MET, Status
from fourgood.rulefile import read_rules
from fourgood.rulefile_write import rule_file
from fourgood.testing import boundary, laws
from fourgood.testing.laws.report import holds
from fourgood.testing.laws.subject import with_criterion
from fourgood.testing.sample import SAMPLE

pytestmark = pytest.mark.draws

WHY = fourgood.Text("cố ý", "on purpose")
GOOD = fourgood.Dossier(
    "u1", "cell", 2024, organisation_type="commune",
    facts={
        "held": 12, "attended": 20, "expected": 20, "score": Decimal("80"), "open_case": False, "disciplined": False,
        "grade": "good", "example_set": "met",
    },
    evidence={"example_set": fourgood.Evidence("Biên bản", attested_by="appraiser")},
)  # fmt: skip

SIZES = {
    "total": 2, "deterministic": 1, "pure": 1, "pure (date)": 1, "pure (chance)": 1, "independent_of_history": 1,
    "improving": 1, "learning": 1,
    "learning (two facts)": 1, "explanation_sound": 2, "explanation_complete": 2, "order_irrelevant": 2,
}  # fmt: skip
"""How many facts the counterexample to each law has at most."""


@pytest.fixture(autouse=True)
def quickly():
    """Fifty examples a law, the same ones every time."""
    before = settings.default
    settings.register_profile("quickly", before, max_examples=50, derandomize=True)
    settings.load_profile("quickly")
    yield
    settings.load_profile("fourgood")


@pytest.mark.parametrize("name", BROKEN)
def test_a_criterion_that_breaks_a_law_is_caught(name):
    """With a counterexample of no more facts than it needs, told in both languages."""
    law = name.partition(" ")[0]
    breach = laws.check(BROKEN[name], SAMPLE).result(law).breach
    assert breach is not None and breach.law == law
    assert breach.size <= SIZES[name]
    for lang in ("vi", "en"):
        told = breach.explain(lang)
        assert law in told and "own" in told and LAWS[law].in_(lang) in told and "{" not in told


def test_what_takes_two_facts_is_found_before_chance_is_asked():
    """Of a function nobody sees which facts it looks at together: pairs of changes are tried, not too many of them."""
    subject = laws.Subject(with_criterion(SAMPLE, BROKEN["learning (two facts)"]), "own")
    assert breaks_at_thresholds("learning", subject)
    every = python(lambda view: None, *(key for key, fact in SAMPLE.vocabulary.facts.items() if fact.effort))
    book = with_criterion(SAMPLE, every)
    assert len(list(boundary(book, "own"))) < 3 * 400


@pytest.mark.parametrize(("asked", "function"), IMPURE.items(), ids=IMPURE)
def test_what_a_function_asks_of_the_world_is_named(asked, function):
    """However it was imported, and however it reached it."""
    book = with_criterion(SAMPLE, python(function, "held"))
    with pytest.raises(laws.LawBroken, match=re.escape(asked)):
        laws.pure(GOOD, book, criterion="own")


def test_what_a_function_works_out_is_its_own():
    """Arithmetic, dates that are given, a module that is loaded on the way, garbage collected while somebody times it;
    and a caller that is watched stays so.
    """

    def works_out(view):
        import this_is_loaded_on_the_way

        day = datetime.date(2024, 1, 1) + datetime.timedelta(days=this_is_loaded_on_the_way.DAYS)
        rings = [[each] for each in range(1000)]
        for ring in rings:
            ring.append(ring)
        return view["held"] >= 12 and day.isoformat() > "2024" and math.sqrt(len(rings)) > 1

    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        (Path(folder) / "this_is_loaded_on_the_way.py").write_text("import colorsys\nDAYS = 3\n", "utf-8")
        patch.syspath_prepend(folder)
        gc.callbacks.append(timed := lambda phase, info: time.perf_counter())
        sys.setprofile(watcher := lambda frame, event, called: None)
        try:
            laws.pure(GOOD, with_criterion(SAMPLE, python(works_out, "held")), criterion="own")
            assert sys.getprofile() is watcher
        finally:
            sys.setprofile(None)
            gc.callbacks.remove(timed)
    assert "this_is_loaded_on_the_way" in sys.modules


@pytest.mark.parametrize("law", ["total", "pure", "explanation_sound", "order_irrelevant"])
def test_a_counterexample_breaks_the_law_by_itself(law):
    """The law as a function of one dossier; a criterion that keeps it is let through."""
    criterion = BROKEN[law]
    found = laws.check(criterion, SAMPLE).result(law).breach
    with pytest.raises(laws.LawBroken):
        getattr(laws, law)(found.before, with_criterion(SAMPLE, criterion), criterion="own")
    getattr(laws, law)(found.before, with_criterion(SAMPLE, KEEPS), criterion="own")


@pytest.mark.parametrize("law", ["improving", "learning"])
def test_so_does_one_about_a_fact(law):
    """Before and after, as they are told."""
    criterion = BROKEN[law]
    found = laws.check(criterion, SAMPLE).result(law).breach
    dossier = found.before if law == "improving" else found.after
    with pytest.raises(laws.LawBroken):
        getattr(laws, law)(found.fact, dossier, with_criterion(SAMPLE, criterion), criterion="own")
    getattr(laws, law)(found.fact, dossier, with_criterion(SAMPLE, KEEPS), criterion="own")


def test_a_criterion_that_keeps_them_keeps_all():
    """In Python, and in the rule language, near a base or anywhere."""
    assert laws.check(KEEPS, SAMPLE).ok
    for criterion in SAMPLE.criteria:
        report = laws.check(criterion.id, SAMPLE, base=GOOD)
        assert report.ok, str(report)


def test_a_rulebook_that_keeps_them_keeps_all():
    """The sample."""
    report = laws.check(None, SAMPLE)
    assert report.ok, str(report)
    assert [result.law for result in report.results] == [law for law in LAWS if law != "tightening"]


def worse_with_more(**more):
    """The sample with a criterion that punishes what is better."""
    rule = fourgood.Criterion("not_too_many", "meetings", WHY, "held <= 24")
    return SAMPLE.replace(criteria=(*SAMPLE.criteria, rule), **more)


def test_a_perverse_incentive_is_found_in_rules():
    """One fact suffices; the law alone finds it too, and tells fact, criterion and values."""
    breach = laws.check(None, worse_with_more()).result("improving").breach
    assert (breach.size, breach.fact, breach.criterion) == (1, "held", "not_too_many")
    with pytest.raises(laws.LawBroken, match="held") as caught:
        laws.improving("held", GOOD, worse_with_more())
    assert "12 → " in caught.value.breach.explain("vi")
    laws.improving("held", GOOD, SAMPLE)


def breach_of(name, criterion):
    """How a criterion breaks a law."""
    law = next(each for each in laws.EVERY if each.name == name)
    return laws.verified(law, laws.Subject(with_criterion(SAMPLE, criterion), "own")).breach


def test_a_break_is_shown_where_the_law_was_asked():
    """What the library does meanwhile is no business of whoever reads the failure."""
    with pytest.raises(laws.LawBroken) as caught:
        laws.improving("held", GOOD, worse_with_more())
    shown = [each.path for each in caught.traceback if not each.ishidden(caught)]
    assert shown == [Path(__file__)]


def test_a_breach_tells_of_the_unit_what_the_rules_look_at():
    """The type of organisation where it is read; that nothing is known, where nothing is."""
    rule = fourgood.Criterion("own", "work", WHY, "held <= 24")
    assert "the dossier: Party cell\n" in breach_of("improving", rule).explain("en")
    for limited in (
        fourgood.Criterion("own", "work", WHY, "held <= 24", organisation_types=frozenset({"commune"})),
        fourgood.Criterion("own", "work", WHY, 'held <= 24 or organisation_type == "bank"'),
        python(lambda view: view["held"] <= 24 or view["organisation_type"] == "bank", "held", "organisation_type"),
    ):
        assert "the dossier: Party cell, " in breach_of("improving", limited).explain("en")
    nothing = breach_of("learning", BROKEN["learning"])
    assert "the dossier: Party cell\n  no fact is given\n" in nothing.explain("en")
    assert "không khai số liệu nào" in nothing.explain("vi")
    assert "so says its function" in nothing.explain("en") and "?" not in nothing.explain("en")


def test_a_criterion_that_starts_to_apply_costs_recognition():
    """More meetings bring a demand that is not met: improving may not do that."""
    rule = fourgood.Criterion("more_asked", "meetings", WHY, "score >= 90", applies_when="held > 20")
    book = SAMPLE.replace(criteria=(*SAMPLE.criteria, rule))
    breach = laws.check("more_asked", book).result("improving").breach
    assert breach is not None and breach.size == 1 and breach.fact == "held"


def test_a_veto_works_the_other_way_round():
    """A veto that a better fact sets off is caught; one that a worse fact sets off is right."""
    veto = fourgood.Criterion("wrong_veto", "work", WHY, "score > 90", role=fourgood.Role.VETO)
    book = SAMPLE.replace(criteria=(*SAMPLE.criteria, veto))
    breach = laws.check("wrong_veto", book).result("improving").breach
    assert breach.size == 1 and breach.fact == "score"
    assert laws.check("no_discipline", SAMPLE).result("improving").ok


def test_readers_that_disagree_are_caught(monkeypatch):
    """A new reader is added to one list; one that says "met" to everything is found at once."""

    def flatters(dossier, rulebook):
        return dict.fromkeys(rulebook.by_id, MET)

    readers = [*laws.READERS, laws.Reader("flatterer", flatters)]
    monkeypatch.setitem(laws.readers_agree.__globals__, "READERS", readers)
    breach = laws.check(None, SAMPLE).result("readers_agree").breach
    assert breach.size == 0 and "flatterer" in str(breach.fault)


def test_rules_that_read_otherwise_than_they_were_written_are_caught(monkeypatch):
    """Whoever writes rules wrongly: here every 12 as 13."""
    names = laws.round_trip.__globals__
    to_text = names["to_text"]
    monkeypatch.setitem(names, "to_text", lambda node: to_text(node).replace("70", "71"))
    breach = laws.check(None, SAMPLE).result("round_trip").breach
    assert breach.size == 0 and breach.criterion == "scored"


def test_what_does_not_apply_and_counts_is_caught(monkeypatch):
    """Full marks of criteria that do not apply, counted all the same."""
    scored = tuple(
        fourgood.Criterion(each.id, each.group, each.title, each.rule, applies_when=each.applies_when, points=2)
        for each in SAMPLE.criteria
    )
    groups = tuple(fourgood.Group(each.id, each.title, standard="points >= max_points / 2") for each in SAMPLE.groups)
    book = SAMPLE.replace(criteria=scored, groups=groups)
    assert laws.check(None, book).result("inapplicable_do_not_count").ok
    monkeypatch.setattr(standing, "full_marks", lambda criterion, still_open: (Fraction(2), Fraction(2)))
    breach = laws.check(None, book).result("inapplicable_do_not_count").breach
    assert breach.size <= 1


def test_a_veto_that_helps_is_caught(monkeypatch):
    """An engine that takes a veto met for a merit."""
    monkeypatch.setattr(
        standing,
        "statuses",
        lambda rulebook, opens, whole: frozenset(
            [Status.RECOGNIZED if opens["no_discipline"] == MET else Status.NOT_RECOGNIZED]
        ),
    )
    breach = laws.check(None, SAMPLE).result("veto_never_helps").breach
    assert breach.size == 0 and breach.criterion == "no_discipline"


def test_a_layer_that_recognises_more_is_caught():
    """A tightened rulebook keeps the law; one that asks for less in one point breaks it."""
    tight = tuple(
        fourgood.Criterion("scored", "work", each.title, "score >= 75") if each.id == "scored" else each
        for each in SAMPLE.criteria
    )
    loose = tuple(
        fourgood.Criterion("scored", "work", each.title, "score >= 65") if each.id == "scored" else each
        for each in SAMPLE.criteria
    )
    for criteria, kept in ((tight, True), (loose, False)):
        subject = laws.Subject(SAMPLE.replace(criteria=criteria), base=GOOD, looser=SAMPLE)
        law = next(each for each in laws.EVERY if each.name == "tightening")
        result = laws.verified(law, subject)
        assert result.ok is kept
        if not kept:
            assert result.breach.before.facts["score"] < 70 and result.breach.size <= len(GOOD.facts)


# Declared exceptions


def declared(law="improving", criterion="not_too_many", fact=None):
    """An exception."""
    return LawException(law, WHY, criterion, fact)


def test_a_declared_break_is_passed_over_and_told():
    """The law holds but for what is declared; the reason is told."""
    result = laws.check(None, worse_with_more(law_exceptions=(declared(fact="held"),))).result("improving")
    assert result.ok and "on purpose" in result.explain("en") and "cố ý" in result.explain("vi")


def test_another_break_is_not_covered():
    """An exception holds for its criterion and its fact alone."""
    book = worse_with_more(law_exceptions=(declared(criterion="scored"),))
    assert not laws.check(None, book).result("improving").ok


def test_a_declared_break_that_does_not_occur_fails():
    """It has to be taken out."""
    book = SAMPLE.replace(law_exceptions=(declared(criterion="scored"),))
    result = laws.check(None, book).result("improving")
    assert not result.ok and result.breach is None
    assert "scored" in result.explain("en") and "scored" in result.explain("vi")


def test_an_exception_about_nothing_is_refused():
    """It names a criterion and a fact of the rulebook, and a law that there is."""
    with pytest.raises(RulebookError, match="nowhere"):
        SAMPLE.replace(law_exceptions=(declared(criterion="nowhere"),))
    with pytest.raises(ValueError, match="law"):
        LawException("no_such_law", WHY)


FILE = """
id: test.exceptions
title: {vi: Thử, en: A try}
facts:
  held: {kind: count, title: {vi: Số buổi, en: Meetings}, min: 0, max: 60, better: higher}
groups:
  work: {title: {vi: Việc, en: Work}}
criteria:
  not_too_many: {title: {vi: Vừa phải, en: Not too many}, rule: held <= 24, backing: assumption}
law_exceptions:
  - law: improving
    criterion: not_too_many
    fact: held
    reason: {vi: Họp quá nhiều là hình thức, en: Too many meetings are for show}
"""


def test_exceptions_stand_in_rule_files(tmp_path):
    """They are read with their place, written again, part of the JSON, and excuse the break."""
    path = tmp_path / "rules.yaml"
    path.write_text(FILE, "utf-8")
    book = fourgood.combine([read_rules(path)], 2024)
    (exception,) = book.law_exceptions
    assert (exception.law, exception.criterion, exception.fact) == ("improving", "not_too_many", "held")
    assert exception.origin.line == 11
    path.write_text(rule_file(book), "utf-8")
    again = fourgood.combine([read_rules(path)], 2024, id=book.id, title=book.title)
    assert again.law_exceptions == book.law_exceptions and again.digest == book.digest
    assert laws.check(None, book).result("improving").ok


# For pytest

test_sample = laws.for_rulebook(SAMPLE)


class TestScored(laws.CriterionLaws):
    """Every law of one criterion, a test each."""

    criterion, rulebook, base = "scored", SAMPLE, GOOD


class TestOwn(laws.CriterionLaws):
    """The same for a criterion in Python that is in no rulebook."""

    criterion, rulebook = KEEPS, SAMPLE


def test_a_class_of_tests_fails_where_its_criterion_breaks_a_law():
    """In the test of that law alone."""

    class Own(laws.CriterionLaws):
        criterion, rulebook = BROKEN["improving"], SAMPLE

    with pytest.raises(laws.LawBroken, match="score"):
        Own().test_improving()
    Own().test_learning()
    Own().test_total()


def test_for_pytest_there_is_one_test_a_law():
    """Every law of criteria is a method, with the law's own words."""
    methods = {name for name in dir(laws.CriterionLaws) if name.startswith("test_")}
    assert methods == {f"test_{law.name}" for law in laws.EVERY if "criterion" in law.of}
    assert set(LAWS) == {law.name for law in laws.EVERY}
    assert all(getattr(laws, name).__doc__ for name in LAWS)


def test_a_broken_law_is_an_assertion():
    """pytest shows the explanation."""
    law = next(each for each in laws.EVERY if each.name == "improving")
    with pytest.raises(AssertionError) as caught:
        holds(law, laws.Subject(worse_with_more()))
    assert isinstance(caught.value, fourgood.FourgoodError)
    assert "│" in str(caught.value) and "NOT" not in str(caught.value)


@pytest.mark.parametrize("law", [each for each in laws.EVERY if each.name != "tightening"], ids=lambda law: law.name)
def test_the_default_rulebook_keeps_every_law(default_rulebook, law):
    """Our own four plugins."""
    holds(law, laws.Subject(default_rulebook))


def test_columns_are_a_reader_too(monkeypatch):
    """The whole deterministic phase as one table; a column that says something else is named with its dossier."""
    import polars as pl

    import fourgood.frames

    found = list(boundary(SAMPLE, "attended_well"))
    laws.tables_agree(found, SAMPLE, criterion="attended_well")
    honest = fourgood.frames.evaluate_frame

    def lenient(table, rulebook):
        """Takes what is unknown for met."""
        return honest(table, rulebook).with_columns(attended_well=pl.col("attended_well").replace(3, 1))

    monkeypatch.setattr(fourgood.frames, "evaluate_frame", lenient)
    with pytest.raises(laws.LawBroken, match="`columns` says that `attended_well` is met, the plain evaluator"):
        laws.tables_agree(found, SAMPLE, criterion="attended_well")
    report = laws.check("attended_well", SAMPLE)
    assert [each.law for each in report.results if not each.ok] == ["readers_agree"]
