"""What a comparison came to, in a sentence: value, threshold, where it comes from, how far away, on what evidence."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve

import fourgood
from fourgood.citation import Backing, Citation, Document
from fourgood.language import language
from fourgood.phrases import evidence_in_words
from fourgood.text import Text
from fourgood.vocabulary import Vocabulary
from strategies import VOCABULARY, YEAR, text, threshold

ASSUMED = "(an assumption, not an official rule)"


def finding(rule, vocabulary=VOCABULARY, evidence=None, role=fourgood.Role.REQUIREMENT, type=None, **facts):
    """The finding of one criterion."""
    criterion = fourgood.Criterion("c", "g", text("c"), rule, role=role)
    groups = (fourgood.Group("g", text("g")),)
    book = fourgood.Rulebook("t", text("t"), YEAR, vocabulary, groups, (criterion,))
    dossier = fourgood.Dossier("u", "cell", YEAR, organisation_type=type, facts=facts, evidence=evidence or {})
    return fourgood.evaluate(dossier, book).finding("c")


@pytest.mark.parametrize(
    "rule, facts, said",
    [
        ("held >= 12", {"held": 9}, "held (en): 9 meetings, below 12 meetings; short by 3 meetings"),
        ("held >= 12", {"held": 11}, "held (en): 11 meetings, below 12 meetings; short by 1 meeting"),
        ("held >= 12", {"held": 12}, "held (en): 12 meetings, at least 12 meetings"),
        ("held > 12", {"held": 12}, "held (en): 12 meetings, not above 12 meetings; short by 1 meeting"),
        ("held > 12", {"held": 13}, "held (en): 13 meetings, above 12 meetings"),
        ("held <= 3", {"held": 9}, "held (en): 9 meetings, more than 3 meetings; over by 6 meetings"),
        ("held < 3", {"held": 3}, "held (en): 3 meetings, not less than 3 meetings; over by 1 meeting"),
        ("held == 3", {"held": 9}, "held (en): 9 meetings, other than 3 meetings; over by 6 meetings"),
        ("held != 3", {"held": 3}, "held (en): 3 meetings, equal to 3 meetings"),
        ("held < 3", {"held": 2}, "held (en): 2 meetings, less than 3 meetings"),
        ("held <= 3", {"held": 2}, "held (en): 2 meetings, at most 3 meetings"),
        (
            "attendance > min_attendance",
            {"attended": 17, "expected": 20},
            f"attendance (en): 17/20 (85%), not above 85% {ASSUMED}; short by 1",
        ),
        (
            "attended / expected >= 0.9",
            {"attended": 1, "expected": 20},
            "attended (en) / expected (en): 1/20 (5%), below 90%; short by 17",
        ),
        ("score >= 0.855", {"score": Decimal("0.85")}, "score (en): 85%, below 85.5%; short by 1%"),
        ("warmth < -0.5", {"warmth": Decimal(0)}, "warmth (en): 0, not less than -0.5; over by 1"),
        ("0.5 < score", {"score": Decimal("0.3")}, "score (en): 30%, not above 50%; short by 21%"),
        ("gap >= 0", {"held": 1, "due": 3}, "gap (en): -2 meetings, below 0 meetings"),
        ("held > due", {"held": 1, "due": 3}, "held (en): 1 meeting, not above “due (en)” (3 meetings)"),
        ("per_balance > 0", {"held": 1, "balance": -3}, "per_balance (en): 1/-3 (-0.333333), not above 0"),
        ('grade >= "good"', {"grade": "completed"}, "grade (en): completed (en), worse than good (en)"),
        ('"good" <= grade', {"grade": "excellent"}, "grade (en): excellent (en), good (en) or better"),
        ('grade == "good"', {"grade": "failed"}, "grade (en): failed (en), not good (en)"),
        ('grade < "good"', {"grade": "good"}, "grade (en): good (en), good (en) or better"),
        ("clean", {"clean": False}, "clean (en): no"),
        ("not warned", {"warned": True}, "warned (en): yes"),
        ("clean == true", {"clean": False}, "clean (en): no, other than yes"),
        ('colour in ("red", "blue")', {"colour": "green"}, "colour (en): green (en), none of red (en) or blue (en)"),
        ('colour not in ("red",)', {"colour": "red"}, "colour (en): red (en), one of red (en)"),
        ('kind == "committee"', {}, "Kind of unit: Party cell, not Grassroots party committee"),
        ('organisation_type == "bank"', {"type": "school"}, "Type of organisation: School, not Bank"),
        ("held >= 12", {}, "not known: held (en)"),
        ("attendance > 0.5", {"attended": 1}, "not known: expected (en)"),
        ("held / due > 1", {"held": 1, "due": 0}, "held (en) / due (en) has no value, the divisor is 0"),
        ("score > held / due", {"score": 1, "held": 1, "due": 0}, "held (en) / due (en) has no value"),
        ("pace in (1, 2)", {"held": 1, "due": 0}, "pace (en) has no value, the divisor is 0"),
    ],
)
def test_a_sentence(rule, facts, said):
    """In English; in Vietnamese there is one too."""
    found = finding(rule, **facts)
    assert found.texts("en")[0].startswith(said)
    assert len(found.texts("vi")) == 1 and found.texts("vi")[0]
    assert found.reasons[0].text("en") == found.texts("en")[0]


def test_vietnamese_sentences():
    """Numbers in their Vietnamese form, measures without a plural."""
    assert finding("score >= 0.855", score=Decimal("0.85")).texts("vi")[0].startswith("score (vi): 85%, dưới 85,5%")
    assert finding("held >= 12", held=9).texts("vi")[0].startswith("held (vi): 9 buổi, dưới 12 buổi")


DOCUMENT = Document(Text("Hướng dẫn", "Guidance"), "12-HD/BTCTW")


@pytest.mark.parametrize(
    "backing, said",
    [
        (Backing.SOURCE, "(12-HD/BTCTW (A28))"),
        (Backing.LOCAL, "(local decision: 12-HD/BTCTW (A28))"),
        (Backing.ASSUMPTION, "(an assumption leaning on 12-HD/BTCTW (A28), not an official rule)"),
    ],
)
def test_a_threshold_says_where_it_comes_from(backing, said):
    """A source by its document, a local decision as one, an assumption as one, with what it leans on."""
    made = threshold("min_held", Fraction(12), backing=backing)
    made = evolve(made, dated=evolve(made.dated, citations=(Citation(DOCUMENT, "A28"),)))
    vocabulary = Vocabulary(VOCABULARY.facts, {}, {"min_held": made})
    assert said in finding("held >= min_held", vocabulary, held=3).texts("en")[0]


def test_how_far_is_said_only_where_it_counts_against_the_unit():
    """Of a requirement not met and a veto met, not of what is well."""
    assert "short by" not in finding("held >= 12", held=13).texts("en")[0]
    veto = finding("held > 3", role=fourgood.Role.VETO, held=9)
    assert veto.texts("en")[0] == "held (en): 9 meetings, above 3 meetings; over by 6 meetings"
    assert "by" not in finding("held > 3", role=fourgood.Role.VETO, held=3).texts("en")[0]


@pytest.mark.parametrize(
    "rule, facts, shortfall",
    [
        ("held >= 12", {"held": 9}, ("held", 3, False)),
        ("attended / expected > 0.85", {"attended": 17, "expected": 20}, ("attended", 1, False)),
        ("attended / expected >= 1/3", {"attended": 0, "expected": 10}, ("attended", 4, False)),
        ("score > 1/3", {"score": Decimal("0.3")}, ("score", Fraction(4, 100), False)),
        ("held <= 3", {"held": 4}, ("held", 1, True)),
        ("held >= 12", {"held": 14}, ("held", 3, True)),
        ("held != 3", {"held": 3}, None),
        ("held >= 12", {}, None),
        ("held > due", {"held": 1, "due": 2}, None),
        ("held + due > 5", {"held": 1, "due": 2}, None),
        ("pace_twice > 5", {"held": 1, "due": 2}, None),
        ('grade == "good"', {"grade": "failed"}, None),
        ("per_balance > 1", {"held": 1, "balance": -3}, None),
        ("clean", {"clean": False}, None),
    ],
)
def test_how_far_it_is_from_turning_round(rule, facts, shortfall):
    """To the nearest value, in the fact's own steps, that makes the comparison come out the other way."""
    found = finding(rule, **facts).reasons[0].shortfall
    assert (found and (found.key, found.by, found.over)) == shortfall


@pytest.mark.parametrize("rule", ["held >= 12", "held > 12", "held < 12", "held <= 12", "held == 12", "score > 1/3"])
@pytest.mark.parametrize("value", [0, 5, 11, 12, 13, 20])
def test_the_shortfall_is_the_smallest_step_that_turns_it(rule, value):
    """One step less leaves it as it is."""
    key = rule.split()[0]
    fact = VOCABULARY.facts[key]
    start = Decimal(value) * fact.step
    before = finding(rule, **{key: start})
    if (found := before.reasons[0].shortfall) is None:
        assert rule == "held == 12" and value == 12
        return

    def after(by):
        other = start + (-by if found.over else by)
        return finding(rule, **{key: other}).outcome if fact.minimum <= other <= fact.maximum else None

    by = Decimal(found.by.numerator) / found.by.denominator
    assert after(by) not in (before.outcome,)
    assert by > 0 and after(by - fact.step) is before.outcome


@pytest.mark.parametrize(
    "evidence, said",
    [
        (fourgood.Evidence("Minutes"), "Minutes"),
        (fourgood.Evidence("Minutes", "12-BB", datetime.date(2024, 12, 5)), "Minutes 12-BB, 5 Dec 2024"),
        (fourgood.Evidence(number="12-BB", attested_by="appraiser"), "12-BB (attested by the appraiser)"),
        (fourgood.Evidence(date=datetime.date(2024, 12, 5)), "5 Dec 2024"),
        (fourgood.Evidence(attested_by="unit"), "stated by the unit itself"),
        (fourgood.Evidence(), ""),
    ],
)
def test_evidence_in_words(evidence, said):
    """Document, number, date, who attests it; what is not known is left out."""
    assert evidence_in_words(evidence, language("en")) == said
    text = finding("held >= 1", evidence={"held": evidence}, held=1).texts("en")[0]
    assert text == f"held (en): 1 meeting, at least 1 meeting{f'; evidence: {said}' if evidence.documented else ''}"


def test_dates_in_vietnamese():
    """Day, month, year."""
    evidence = fourgood.Evidence("Biên bản", date=datetime.date(2024, 12, 5))
    assert evidence_in_words(evidence, language("vi")) == "Biên bản, 05/12/2024"


def test_one_document_for_two_facts_is_named_once():
    """A share rests on both its figures."""
    proof = fourgood.Evidence("Minutes")
    found = finding("attendance > 0.5", evidence={"attended": proof, "expected": proof}, attended=9, expected=10)
    assert found.texts("en")[0].endswith("; evidence: Minutes")


def test_a_sentence_is_remembered_by_the_value_it_is_about():
    """Another value gives another sentence; so does evidence."""
    criterion = fourgood.Criterion("c", "g", text("c"), "held >= 12")
    book = fourgood.Rulebook("t", text("t"), YEAR, VOCABULARY, (fourgood.Group("g", text("g")),), (criterion,))

    def said(**more):
        return fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR, **more), book).finding("c").texts("en")[0]

    proof = {"held": fourgood.Evidence("Minutes")}
    assert [said(facts={"held": held})[:20] for held in (9, 3, 9)] == [
        "held (en): 9 meeting",
        "held (en): 3 meeting",
        "held (en): 9 meeting",
    ]
    assert said(facts={"held": 9}, evidence=proof).endswith("; evidence: Minutes")
    assert said(facts={"held": 9}).endswith("short by 3 meetings")
    assert said() == "not known: held (en)"


def test_what_is_remembered_is_bounded(monkeypatch):
    """A rulebook that has seen very many values forgets them and says the same."""
    monkeypatch.setattr("fourgood.phrases.MAX_REMEMBERED", 2)
    monkeypatch.setattr("fourgood.line.MAX_REMEMBERED", 2)
    rules = ("held >= 12", "held >= 12 and (clean or due > 1)")
    criteria = tuple(fourgood.Criterion(f"c{at}", "g", text("c"), rule) for at, rule in enumerate(rules))
    book = fourgood.Rulebook("t", text("t"), YEAR, VOCABULARY, (fourgood.Group("g", text("g")),), criteria)
    for _ in range(2):
        for held, due, clean in ((1, 1, True), (13, 0, False), (14, 3, False), (15, 0, True), (2, 0, False)):
            facts = {"held": held, "due": due, "clean": clean}
            verdict = fourgood.evaluate(fourgood.Dossier("u", "cell", YEAR, facts=facts), book)
            assert all(verdict.finding(id).texts("en") for id in ("c0", "c1"))
            assert verdict.finding("c0").texts("en")[0].startswith(f"held (en): {held} meeting")
