"""Lint says what cannot be meant, probably is not, or is worth knowing, with dossiers that the evaluator confirms."""

from fractions import Fraction

import pytest
from attrs import evolve

import fourgood
from fourgood import Outcome, Role, load_rulebook
from fourgood.analysis import CODES, Severity, lint, linting, of_criterion
from fourgood.analysis.answer import Undecided
from fourgood.citation import Origin
from fourgood.criterion import PythonRule
from fourgood.language import language
from fourgood.law import LawException
from fourgood.vocabulary import Fact, Invariant, Kind, Vocabulary
from strategies import GRADES, YEAR, count, defined, keyed, number, text, threshold

KNOWN = (
    *(count(key) for key in ("held", "due", "attended", "expected")),
    count("more", better="higher"),
    count("less", better="lower"),
    number("score", "0", "1", "0.1", better="higher"),
    count("cells", applies_to=frozenset({"committee"})),
    Fact("clean", Kind.FLAG, text("clean"), better="higher"),
    Fact("grade", Kind.CHOICE, text("grade"), scale=GRADES, better="higher"),
)
VOCABULARY = Vocabulary(
    keyed(KNOWN),
    keyed((defined("attendance", "attended / expected"),)),
    keyed((threshold("off", Fraction(0)),)),
    (Invariant("within", text("within"), fourgood.parse("attended <= expected")),),
)


def criterion(rule, id="c", **more):
    """A criterion with a place."""
    return fourgood.Criterion(id, "g", text(id), rule, origin=Origin(file="rules.yaml", line=7), **more)


def book(*criteria, vocabulary=VOCABULARY):
    """A rulebook of some criteria."""
    return fourgood.Rulebook("test", text("t"), YEAR, vocabulary, (fourgood.Group("g", text("g")),), criteria)


def remarks(*criteria):
    """What lint says of criteria, apart from facts that nothing reads."""
    return [each for each in lint(book(*criteria)) if each.code.id != "unused"]


def said(*criteria):
    """The codes of it."""
    return [each.code.id for each in remarks(*criteria)]


@pytest.mark.parametrize(
    "code, rule, more",
    [
        ("never-met", "held > 3 and held < 3", {}),
        ("never-met", "attended > expected", {}),
        ("never-met", "attendance > 0.9 and attendance < 0.5", {"applies_when": "expected > 0"}),
        ("never-met", 'grade == "good" and grade == "failed"', {}),
        ("always-met", "held >= 3 or held < 3", {}),
        ("always-met", "attended <= expected", {}),
        ("never-applies", "held > 3", {"applies_when": "due > 3 and due < 2"}),
        ("stays-unknown", "attendance > 0.5", {}),
        ("stays-unknown", "cells > 3", {}),
        ("decided-part", "held > 3 and attended <= expected", {}),
        ("decided-part", "held > 3 or attended > expected", {}),
        ("perverse-incentive", "more <= 3", {}),
        ("perverse-incentive", "more >= 3", {"role": Role.VETO}),
        ("perverse-incentive", "less >= 3", {}),
        ("perverse-incentive", 'grade in ("completed", "good")', {}),
        ("perverse-incentive", "not clean", {}),
        ("perverse-incentive", "held >= 3", {"applies_when": "more > 0"}),
        ("both-ways", "2 <= held <= 3", {}),
        ("ratio-equality", "attendance == 1", {"applies_when": "expected > 0"}),
        ("between-steps", "score > 0.85", {}),
        ("undecided", PythonRule(lambda view: view["held"] > 3, ("held",)), {}),
    ],
)
def test_each_code_is_said_of_what_it_is_for(code, rule, more):
    """And of nothing else: one mistake, one remark."""
    more = {key: fourgood.parse(value) if key == "applies_when" else value for key, value in more.items()}
    found = remarks(criterion(rule, **more))
    assert code in {each.code.id for each in found}
    assert {each.code.id for each in found} == {code}


@pytest.mark.parametrize(
    "rule, more",
    [
        ("held >= 3", {}),
        ("more >= 3 and less <= 2", {}),
        ("more >= 3", {"applies_when": "held > 0"}),
        ("attendance >= 0.5", {"applies_when": "expected > 0"}),
        ("cells > 3", {"applies_to": frozenset({"committee"})}),
        ("held >= off", {"applies_when": "off > 0"}),
        ("true", {}),
        ("less > 3", {"role": Role.VETO}),
        ('grade >= "good"', {}),
        ("score >= 0.8 and clean", {}),
    ],
)
def test_nothing_is_said_of_what_is_well_written(rule, more):
    """Guards, units that are asked, parameters that switch off, directions as declared."""
    more = {key: fourgood.parse(value) if key == "applies_when" else value for key, value in more.items()}
    assert said(criterion(rule, **more)) == []


def test_two_criteria_may_contradict_each_other():
    """Both apply, each can be met, never both."""
    assert said(criterion("held > 3"), criterion("held < 2", "d")) == ["contradicts"]
    assert said(criterion("held > 3"), criterion("held >= 3", "d", role=Role.VETO)) == ["contradicts"]
    assert said(criterion("held > 3"), criterion("held < 2", "d", applies_when=fourgood.parse("held < 2"))) == [
        "always-met"
    ]
    either = [frozenset({kind}) for kind in ("cell", "committee")]
    assert said(criterion("held > 3", applies_to=either[0]), criterion("held < 2", "d", applies_to=either[1])) == []


def test_one_criterion_may_follow_from_another():
    """What is good by one is good by the other; both ways, they say the same."""
    (remark,) = remarks(criterion("held > 3"), criterion("held >= 2", "d"))
    assert remark.code.id == "follows" and "`d` adds nothing to `c`" in str(remark.fault)
    (remark,) = remarks(criterion("held >= 2"), criterion("held >= 2 and (due > 1 or due <= 1)", "d"))[-1:]
    assert "`d` says the same as `c`" in str(remark.fault)
    assert said(criterion("held > 3", role=Role.VETO), criterion("held >= 2", "d", role=Role.VETO)) == ["follows"]


def test_steps_of_a_standard_may_follow_from_each_other():
    """A standard that names criteria one by one, or counts them, says more of each than that it is met."""
    steps = criterion("held > 3"), criterion("held >= 2", "d"), criterion("held < 2", "e")
    for standard in ("c or d or e", "met >= 1"):
        group = fourgood.Group("g", text("g"), standard=standard)
        rulebook = fourgood.Rulebook("test", text("t"), YEAR, VOCABULARY, (group,), steps)
        assert {each.code.id for each in lint(rulebook)} == {"unused"}


def test_groups_that_a_standard_names_stand_by_themselves():
    """The steps of a ladder follow from each other, in groups of their own; within one group they do not."""
    groups = tuple(fourgood.Group(id, text(id)) for id in ("g", "h"))
    steps = criterion("held > 3"), evolve(criterion("held >= 2", "d"), group="h")
    for standard, found in (("all_groups_good", {"follows"}), ("g or h", set())):
        rulebook = fourgood.Rulebook("test", text("t"), YEAR, VOCABULARY, groups, steps, standard)
        assert {each.code.id for each in lint(rulebook)} - {"unused"} == found


def test_what_nothing_reads_is_noted():
    """Facts, definitions and parameters; what an invariant reads is read."""
    found = lint(book(criterion("held > 3")))
    assert [str(each.fault) for each in found if each.code.id == "unused"][:2] == [
        "due: nothing reads `due`. Was it meant where another fact stands? If not, leave it out",
        "more: nothing reads `more`. Was it meant where another fact stands? If not, leave it out",
    ]
    keys = {each.fault.values["key"] for each in found}
    assert {"attendance", "off"} <= keys and not {"held", "attended", "expected"} & keys


@pytest.mark.parametrize(
    "rule, sizes",
    [("attendance > 0.5", [2]), ("2 <= held <= 3", [1, 1, 1, 1]), ("more <= 3", [1, 1]), ("attended <= expected", [2])],
)
def test_witnesses_are_small(rule, sizes):
    """They give the facts that the rule reads, and no others."""
    (remark,) = remarks(criterion(rule))
    assert [len(witness.facts) for witness in remark.witnesses] == sizes


def test_a_witness_is_confirmed_by_the_evaluator():
    """The dossier that stays unknown does so when it is evaluated."""
    rulebook = book(criterion("attendance > 0.5"))
    (remark,) = (each for each in lint(rulebook) if each.code.id == "stays-unknown")
    assert fourgood.evaluate(remark.witnesses[0], rulebook).finding("c").outcome is Outcome.UNKNOWN


def test_a_remark_says_where_and_what_to_do_in_both_languages():
    """File, line and column of the rule; a mend; the dossiers in words."""
    (remark,) = remarks(criterion(fourgood.parse("more <= 3")))
    assert str(remark.fault) == (
        "rules.yaml:1:1 (criteria.c.rule): `c` punishes a better `more`: from Party cell (cell), more = 0 to "
        "Party cell (cell), more = 4 it comes out worse. Check the rule, or which way the fact is declared to be better"
    )
    assert "bị thiệt: từ Chi bộ (cell), more = 0 sang" in remark.fault.say(language("vi"))


def test_the_type_of_organisation_of_a_witness_is_said_in_words():
    """In the language of the reader, with the key that files hold."""
    rule = 'attendance > 0.5 and organisation_type == "hamlet"'
    (remark,) = (each for each in lint(book(criterion(rule))) if each.code.id == "stays-unknown")
    assert "Chi bộ (cell), Ấp, thôn (hamlet), attended = 0" in remark.fault.say(language("vi"))


def test_what_is_never_met_is_told_once():
    """It comes out badly as soon as it applies: that is no other mistake."""
    assert said(criterion("held > 3 and held < 3", applies_when=fourgood.parse("more > 0"))) == ["never-met"]
    assert "perverse-incentive" in said(criterion("held > 3", applies_when=fourgood.parse("more > 0")))


def test_the_shipped_rulebooks_are_clean():
    """The four plugins, and each rulebook on offer over them: nothing but notes, and of these none."""
    for year in (2022, 2024, 2026):
        assert lint(load_rulebook(year)) == ()


def test_codes_have_titles_and_severities():
    """Every code can be spoken of."""
    assert all(code.title.vi and code.title.en and code.id == key for key, code in CODES.items())
    assert {code.severity for code in CODES.values()} == set(Severity)


def test_what_nothing_reads_may_have_been_meant_where_another_is_read_twice():
    """The fact is named, and both criteria: which of them is wrong only the guidance can tell."""
    own, other = criterion("held >= 3", "enough_held"), criterion("held >= 3 and clean", "due_kept")
    found = lint(book(*(evolve(each, origin=Origin()) for each in (own, other))))
    said = {each.fault.values["key"]: str(each.fault) for each in found if each.code.id == "unused"}
    assert (
        said["due"] == "due: nothing reads `due`. "
        "Was it meant where `held` stands, in `enough_held` or in `due_kept`? If not, leave it out"
    )
    assert said["score"].endswith("Was it meant where another fact stands? If not, leave it out")
    assert said["attendance"].endswith("Leave it out")


def test_a_declared_exception_is_no_remark():
    """That a better fact costs is meant there, and nowhere else."""
    declared = LawException("improving", text("r"), criterion="c", fact="more")
    rulebook = evolve(book(criterion("more <= 3"), criterion("more <= 4", "d")), law_exceptions=(declared,))
    found = [each.fault.values["id"] for each in lint(rulebook) if each.code.id == "perverse-incentive"]
    assert found == ["d"]


def test_only_what_follows_directly_is_told():
    """A ladder of five steps has four remarks, whichever way it stands; what says the same is told of neighbours."""
    ladder = [criterion(f"held >= {at}", f"c{at}") for at in (3, 1, 5, 2, 4)]
    followed = {(each.fault.values["id"], each.fault.values["other"]) for each in remarks(*ladder)}
    assert followed == {("c1", "c2"), ("c2", "c3"), ("c3", "c4"), ("c4", "c5")}
    same = [criterion("held >= 3", id) for id in ("one", "two", "three")]
    told = [(each.fault.values["id"], each.fault.values["other"]) for each in remarks(*same)]
    assert told == [("two", "one"), ("three", "two")]


def test_what_would_take_too_long_is_left_out_and_said_to_be(monkeypatch):
    """One budget for everything; pairs come last, and the first of those left out are named."""
    monkeypatch.setattr(linting, "STEPS", 60)
    found = remarks(*(criterion(f"held + {at} * due >= 7 * {at}", f"c{at}") for at in range(1, 9)))
    assert {each.code.id for each in found} == {"undecided"}
    assert "pairs of criteria were not compared, from `c" in str(found[-1].fault)


def test_what_could_not_be_settled_of_a_criterion_is_one_remark(monkeypatch):
    """Nothing is swallowed: the questions that stayed open are listed."""
    monkeypatch.setattr(of_criterion, "always_decided", lambda *given: Undecided())
    monkeypatch.setattr(of_criterion, "always_met", lambda *given: Undecided())
    (remark,) = remarks(criterion("held >= 3"))
    assert remark.code.id == "undecided"
    assert str(remark.fault).endswith(
        "of `c` it could not be settled whether it is always met; whether every fact given always decides it"
    )


@pytest.mark.parametrize(
    "module, rules",
    [
        ("of_comparisons.never_met", ["held >= 3 and due >= 4"]),
        ("of_facts.never_worse", ["more <= 3"]),
        ("of_pairs.follows", ["held >= 3", "held >= 4"]),
        ("of_pairs.contradictory", ["held >= 3", "held <= 4"]),
    ],
)
def test_no_question_that_stays_open_is_swallowed(module, rules, monkeypatch):
    """Of comparisons, of facts, of pairs."""
    monkeypatch.setattr(f"fourgood.analysis.{module}", lambda *given: Undecided())
    assert "undecided" in said(*(criterion(rule, f"c{at}") for at, rule in enumerate(rules)))


def test_a_value_between_steps_is_told_among_others_too():
    """`score` goes in steps of 0.1."""
    found = [each for each in remarks(criterion("score in (0.75, 0.5)")) if each.code.id == "between-steps"]
    assert len(found) == 1 and "0.75 is no value" in str(found[0].fault)
