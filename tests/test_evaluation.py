"""Dossiers go in, verdicts come out: the four statuses, standards, guards, evidence, criteria written in Python."""

from fractions import Fraction

import pytest

import fourgood
from fourgood import Outcome, Role, Status
from fourgood.citation import Origin
from fourgood.criterion import Band
from strategies import VOCABULARY, YEAR, text

PROOF = fourgood.Evidence(document="Biên bản")


def criterion(id, rule, group="g", **more):
    """A criterion with a title."""
    return fourgood.Criterion(id, group, text(id), rule, **more)


def book(*criteria, standards=None, standard="all_groups_good"):
    """A rulebook with the groups that the criteria name."""
    names = dict.fromkeys(each.group for each in criteria)
    groups = tuple(
        fourgood.Group(name, text(name), standard=(standards or {}).get(name, "requirements_met")) for name in names
    )
    return fourgood.Rulebook("test", text("test"), YEAR, VOCABULARY, groups, criteria, standard)


def verdict(rulebook, evidence=(), kind="cell", type=None, **facts):
    """What some facts come to; `decide` must say the same."""
    proof = dict.fromkeys(evidence, PROOF)
    dossier = fourgood.Dossier("u", kind, YEAR, organisation_type=type, facts=facts, evidence=proof)
    found = fourgood.evaluate(dossier, rulebook)
    assert fourgood.decide(dossier, rulebook) is found.status
    return found


def outcome(rulebook, **facts):
    """What the criterion `c` comes to."""
    return verdict(rulebook, **facts).finding("c").outcome


# The four statuses.

FOUR = book(
    criterion("enough", "held >= 12", "g1"),
    criterion("good", 'grade >= "good"', "g2"),
    criterion("veto", "warned", "g1", role=Role.VETO),
    criterion("wait", "balance < 0", "g1", role=Role.DEFERRAL),
)
ALL_GOOD = {"held": 12, "grade": "good", "warned": False, "balance": 0}


@pytest.mark.parametrize(
    "changes, status, still_open",
    [
        ({}, "recognized", {"recognized"}),
        ({"held": 11}, "not_recognized", {"not_recognized"}),
        ({"warned": True}, "not_recognized", {"not_recognized"}),
        ({"balance": -1}, "deferred", {"deferred"}),
        ({"balance": -1, "warned": True, "held": 0}, "deferred", {"deferred"}),
        ({"balance": -1, "warned": None, "held": None, "grade": None}, "deferred", {"deferred"}),
        ({"held": None}, "undetermined", {"recognized", "not_recognized"}),
        ({"warned": None}, "undetermined", {"recognized", "not_recognized"}),
        ({"balance": None}, "undetermined", {"recognized", "deferred"}),
        ({"balance": None, "held": 0}, "undetermined", {"not_recognized", "deferred"}),
        ({"balance": None, "held": None}, "undetermined", {"recognized", "not_recognized", "deferred"}),
        ({"warned": True, "held": None}, "not_recognized", {"not_recognized"}),
        ({"held": 0, "grade": None, "warned": None}, "not_recognized", {"not_recognized"}),
    ],
)
def test_deferral_beats_veto_beats_standard(changes, status, still_open):
    """And what is absent leaves open what it can still decide."""
    facts = {key: value for key, value in {**ALL_GOOD, **changes}.items() if value is not None}
    found = verdict(FOUR, **facts)
    assert found.status is Status(status)
    assert {each.value for each in found.open_statuses} == still_open
    assert found.recognized is (status == "recognized")


def test_groups_by_their_own_requirements():
    """A veto or deferral belongs to a group, and does not count for it."""
    found = verdict(FOUR, **{**ALL_GOOD, "warned": True, "grade": "failed"})
    assert [group.good for group in found.groups.values()] == [True, False]
    assert [finding.criterion.id for finding in found.groups["g1"].findings] == ["enough", "veto", "wait"]


@pytest.mark.parametrize(
    "changes, decisive, missing",
    [
        ({}, ["enough", "good", "veto", "wait"], []),
        ({"held": 11, "grade": "failed"}, ["enough", "good"], []),
        ({"held": 11, "warned": True}, ["enough", "veto"], []),
        ({"balance": -1, "held": 11}, ["wait"], []),
        ({"held": None, "warned": None}, ["enough", "veto"], ["held", "warned"]),
        ({"balance": None, "held": 11, "grade": None}, ["wait"], ["balance"]),
    ],
)
def test_what_the_status_turns_on(changes, decisive, missing):
    """The findings that decide it, and what is missing that could."""
    facts = {key: value for key, value in {**ALL_GOOD, **changes}.items() if value is not None}
    found = verdict(FOUR, **facts)
    assert [finding.criterion.id for finding in found.decisive] == decisive
    assert list(found.missing) == missing


# Standards.


def test_k_of_n_groups():
    """Three of four are enough, when the standard says so."""
    four = [criterion(f"c{at}", f"held >= {at}", f"g{at}") for at in range(1, 5)]
    three = book(*four, standard="at_least(3, g1, g2, g3, g4)")
    assert [verdict(three, held=held).status.value for held in (2, 3, 4)] == [
        "not_recognized",
        "recognized",
        "recognized",
    ]
    assert verdict(three).status is Status.UNDETERMINED


def test_a_group_may_ask_for_a_number_of_criteria():
    """Or for one of them by name and any other."""
    parts = [criterion("c1", "held >= 1"), criterion("c2", "clean"), criterion("c3", "warned")]
    two = book(*parts, standards={"g": "c1 and met >= 2"})
    assert verdict(two, held=1, clean=True).groups["g"].good
    assert verdict(two, held=0, clean=True, warned=True).groups["g"].outcome is Outcome.NOT_MET
    assert verdict(two, held=1, clean=False).groups["g"].outcome is Outcome.UNKNOWN


POINTS = book(
    criterion(
        "portion",
        "score >= 0.5",
        bands=(Band(fourgood.parse("score >= 0.9"), Fraction(10)), Band(fourgood.parse("score >= 0.5"), Fraction(5))),
    ),
    criterion("clean", "clean", points=Fraction(5)),
    criterion("sometimes", "warned", points=Fraction(3), applies_when="held > 0"),
    standards={"g": "points >= 12"},
)


@pytest.mark.parametrize(
    "facts, points, full, outcome",
    [
        ({"score": 1, "clean": True, "held": 0}, (15, 15), (15, 15), "met"),
        ({"score": 0.9, "clean": False, "held": 1, "warned": True}, (13, 13), (18, 18), "met"),
        ({"score": 0.5, "clean": True, "held": 0}, (10, 10), (15, 15), "not_met"),
        ({"score": 0, "clean": True, "held": 1, "warned": False}, (5, 5), (18, 18), "not_met"),
        ({"clean": True, "held": 0}, (5, 15), (15, 15), "unknown"),
        ({"score": 1, "clean": True}, (15, 18), (15, 18), "met"),
        ({"score": 0.9, "held": 0}, (10, 15), (15, 15), "unknown"),
        ({"held": 1, "clean": False}, (0, 13), (18, 18), "unknown"),
        ({}, (0, 18), (15, 18), "unknown"),
    ],
)
def test_points_and_bands(facts, points, full, outcome):
    """The first band that holds counts; what is not known makes an interval, and the standard is decided over it."""
    group = verdict(POINTS, **facts).groups["g"]
    assert (group.points, group.max_points, group.outcome.value) == (points, full, outcome)


def test_bands_of_a_criterion_that_demands_evidence_count_with_it_alone():
    """Points are not given for what nobody has proven."""
    bands = (Band(fourgood.parse("held >= 5"), Fraction(10)),)
    rulebook = book(criterion("c", "held >= 1", bands=bands, evidence_required=True))
    assert verdict(rulebook, held=6).groups["g"].points == (0, 10)
    assert verdict(rulebook, evidence=["held"], held=6).groups["g"].points == (10, 10)


def test_a_share_of_the_points_that_apply():
    """Half of full marks, whatever applies."""
    half = book(
        criterion("c1", "clean", points=Fraction(4)),
        criterion("c2", "warned", points=Fraction(6), applies_when="held > 0"),
        standards={"g": "points / max_points >= 1/2"},
    )
    assert verdict(half, clean=True, held=0).groups["g"].good
    assert not verdict(half, clean=True, warned=False, held=1).groups["g"].good
    assert verdict(half, clean=True).groups["g"].outcome is Outcome.UNKNOWN


# To whom and when a criterion applies.


@pytest.mark.parametrize(
    "facts, still_open",
    [
        ({"held": 0}, {"not_applicable"}),
        ({"held": 0, "clean": True}, {"not_applicable"}),
        ({"held": 1, "clean": True}, {"met"}),
        ({"held": 1}, {"met", "not_met"}),
        ({"clean": True}, {"met", "not_applicable"}),
        ({"clean": False}, {"not_met", "not_applicable"}),
        ({}, {"met", "not_met", "not_applicable"}),
    ],
)
def test_a_guard_that_is_not_known_keeps_not_applicable_open(facts, still_open):
    """An open set says what a bare "unknown" could not."""
    found = verdict(book(criterion("c", "clean", applies_when="held > 0")), **facts).finding("c")
    assert {each.value for each in found.open} == still_open
    assert found.outcome.value == (next(iter(still_open)) if len(still_open) == 1 else "unknown")


def test_what_does_not_apply_counts_neither_way():
    """A group in which nothing applies neither helps nor hinders; when nothing at all applies, nothing is earned."""
    guarded = criterion("c1", "clean", "g1", applies_when="held > 0")
    two = book(guarded, criterion("c2", "warned", "g2"))
    assert verdict(two, held=0, warned=True).status is Status.RECOGNIZED
    assert verdict(two, held=0, warned=True).groups["g1"].outcome is Outcome.NOT_APPLICABLE
    assert verdict(book(guarded), held=0).status is Status.NOT_RECOGNIZED
    assert verdict(book(guarded), clean=True).open_statuses == {Status.RECOGNIZED, Status.NOT_RECOGNIZED}


def test_kinds_and_types_of_organisation():
    """A criterion for cells of banks; a type that is not known keeps it open and is named as missing."""
    rulebook = book(
        criterion("c", "clean", applies_to=frozenset({"cell"}), organisation_types=frozenset({"bank"})),
        criterion("always", "clean"),
    )
    assert outcome(rulebook, clean=True, type="bank") is Outcome.MET
    assert outcome(rulebook, clean=True, type="school") is Outcome.NOT_APPLICABLE
    assert outcome(rulebook, clean=True, type="bank", kind="committee") is Outcome.NOT_APPLICABLE
    found = verdict(rulebook, clean=False).finding("c")
    assert {each.value for each in found.open} == {"not_met", "not_applicable"}
    assert found.missing == ("organisation_type",)


def test_a_rule_may_ask_who_the_unit_is():
    """Kind and type are choices like any other."""
    rulebook = book(criterion("c", 'kind == "cell" and organisation_type in ("bank", "school")'))
    assert outcome(rulebook, type="bank") is Outcome.MET
    assert outcome(rulebook, type="army") is Outcome.NOT_MET
    assert outcome(rulebook, kind="committee") is Outcome.NOT_MET
    found = verdict(rulebook).finding("c")
    assert found.outcome is Outcome.UNKNOWN and found.missing == ("organisation_type",)


# Evidence.


def test_without_evidence_a_fact_does_not_count():
    """Where the criterion demands it: then it is unknown, not failed, and the reason says why."""
    rulebook = book(criterion("c", "clean and held >= 1", evidence_required=True), criterion("d", "clean"))
    found = verdict(rulebook, evidence=["held"], clean=True, held=1)
    assert found.finding("c").outcome is Outcome.UNKNOWN
    assert found.finding("c").missing == ("clean",)
    assert "no evidence for: clean (en)" in found.finding("c").texts("en")
    assert found.finding("d").outcome is Outcome.MET
    assert verdict(rulebook, evidence=["held", "clean"], clean=True, held=1).finding("c").outcome is Outcome.MET


def test_a_fact_that_fails_needs_evidence_too():
    """What nobody has proven counts neither for nor against."""
    rulebook = book(criterion("c", "clean", evidence_required=True))
    assert outcome(rulebook, clean=False) is Outcome.UNKNOWN
    assert outcome(rulebook, clean=False, evidence=["clean"]) is Outcome.NOT_MET


def test_a_guard_needs_no_evidence():
    """Whether a criterion applies is known from the bare fact."""
    rulebook = book(criterion("c", "clean", applies_when="held > 0", evidence_required=True))
    assert outcome(rulebook, held=0) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "proof, expected",
    [
        (None, "unknown"),
        (fourgood.Evidence(attested_by="appraiser"), "unknown"),
        (fourgood.Evidence("Tự kiểm điểm", attested_by="unit"), "unknown"),
        (fourgood.Evidence("Biên bản", attested_by="appraiser"), "met"),
        (fourgood.Evidence("Biên bản"), "met"),
    ],
)
def test_a_judgement_is_the_appraisers(proof, expected):
    """Where evidence is demanded, what a unit says of itself does not count, and the reason says so."""
    rulebook = book(
        criterion("c", 'looked_at == "met"', applies_when='seen != "not_applicable"', evidence_required=True)
    )
    dossier = fourgood.Dossier(
        "u", "cell", YEAR, facts={"looked_at": "met"}, evidence={"looked_at": proof} if proof else {}
    )
    found = fourgood.evaluate(dossier, rulebook).finding("c")
    assert found.outcome.value == expected
    if expected == "unknown":
        own = proof is not None and proof.documented
        said = "judged by the unit itself, not by the appraiser: " if own else "no evidence for: "
        assert f"{said}looked_at (en)" in " ".join(found.texts("en"))
        assert found.missing == ("looked_at",)


def test_that_a_judged_criterion_does_not_apply_needs_evidence_too():
    """Else a unit could judge itself out of a requirement; a count needs none."""
    guard = 'looked_at != "not_applicable" and held > 0'
    rulebook = book(criterion("c", 'looked_at == "met"', applies_when=guard, evidence_required=True))
    assert outcome(rulebook, looked_at="not_applicable", held=1) is Outcome.UNKNOWN
    assert outcome(rulebook, looked_at="not_applicable", held=1, evidence=["looked_at"]) is Outcome.NOT_APPLICABLE
    assert outcome(rulebook, looked_at="met", held=0) is Outcome.NOT_APPLICABLE


# Criteria written in Python.


def in_python(function, *facts, **more):
    """A rulebook with one criterion in Python and one beside it."""
    rule = fourgood.PythonRule(function, facts)
    return book(criterion("c", rule, origin=Origin("our_plugin", "our-dist", "1.0"), **more), criterion("d", "clean"))


@pytest.mark.parametrize(
    "answer, expected",
    [
        (True, "met"),
        (False, "not_met"),
        (None, "unknown"),
        (Outcome.MET, "met"),
        (Outcome.NOT_MET, "not_met"),
        (Outcome.UNKNOWN, "unknown"),
        (Outcome.NOT_APPLICABLE, "not_applicable"),
        (fourgood.Judgement(Outcome.NOT_MET, text("because")), "not_met"),
    ],
)
def test_what_a_function_may_answer(answer, expected):
    """True, False, None, an outcome, or a judgement with a reason."""
    found = verdict(in_python(lambda view: answer), clean=True)
    assert found.finding("c").outcome.value == expected
    recognized = expected in ("met", "not_applicable")
    assert found.recognized is recognized
    assert (found.status is Status.UNDETERMINED) is (expected == "unknown")


def test_a_function_says_its_reason_and_what_it_read():
    """Its own words come first; without them, the facts that it read; evidence goes with both."""

    def judge(view):
        return fourgood.Judgement(Outcome.NOT_MET, text("too few")) if view["held"] < 5 else True

    rulebook = in_python(judge, "held", "grade", "due")
    (reason,) = verdict(rulebook, evidence=["held"], held=3, clean=True, grade="good").finding("c").reasons
    assert reason.text("en") == "too few (en); evidence: Biên bản"
    assert reason.text("vi").startswith("too few (vi); ")
    assert reason.facts == {"held": 3} and set(reason.evidence) == {"held"} and reason.missing == ()
    assert (reason.rule, reason.thresholds, reason.shortfall) == (None, (), None)
    (reason,) = verdict(rulebook, held=7, clean=True).finding("c").reasons
    assert reason.text("en") == "held (en): 7 meetings"


def test_a_choice_that_a_function_read_is_said_by_its_label():
    """And a flag by yes or no."""
    rulebook = in_python(lambda view: view["grade"] == "good" and view["clean"], "grade", "clean")
    (reason,) = verdict(rulebook, grade="good", clean=True).finding("c").reasons
    assert reason.text("en") == "grade (en): good (en); clean (en): yes"
    assert repr(reason) == "<SpokenReason met: grade (en): good (en); clean (en): yes>"


def test_an_absent_fact_leaves_it_unknown():
    """By subscript, or by a None that the function gives back; what it lacked is named."""
    for function in (lambda view: view["held"] > 1, lambda view: None if view.get("held") is None else True):
        found = verdict(in_python(function, "held"), clean=True)
        assert found.finding("c").outcome is Outcome.UNKNOWN
        assert found.finding("c").missing == found.missing == ("held",)
        assert found.finding("c").texts("en") == ("not known: held (en)",)


def raises(view):
    """A function with a mistake in it."""
    return 1 / 0


@pytest.mark.parametrize(
    "function, cause",
    [
        (raises, "ZeroDivisionError: division by zero"),
        (lambda view: view["due"], "UndeclaredFact"),
        (lambda view: "yes", "it answered 'yes'; it may answer True, False, None"),
        (lambda view: 1, "it answered 1"),
        (lambda view: Outcome.ERROR, "it answered"),
        (lambda view: fourgood.Judgement(Outcome.ERROR), "it answered"),
    ],
)
def test_a_function_that_fails_is_an_error_of_its_own(function, cause):
    """Plugin, criterion and cause are named, the other findings stand, and the unit is not recognised."""
    found = verdict(in_python(function, "held"), clean=True)
    failed, other = found.finding("c"), found.finding("d")
    assert failed.outcome is Outcome.ERROR and other.outcome is Outcome.MET
    assert {each.value for each in failed.open} == {"met", "not_met"}
    assert found.status is Status.UNDETERMINED and not found.recognized
    for said in (str(failed.fault), failed.texts("en")[0]):
        assert "`c`" in said and "our_plugin" in said and cause in said
    assert failed.reasons[0].outcome is Outcome.ERROR


def test_a_failing_veto_does_not_recognise():
    """Nor a failing deferral."""
    for role in (Role.VETO, Role.DEFERRAL):
        assert verdict(in_python(raises, role=role), clean=True).status is Status.UNDETERMINED


def test_a_function_gets_what_its_criterion_may_count():
    """Only attested facts where evidence is demanded, and it is not asked when the guard says no."""
    rulebook = in_python(lambda view: view["held"] > 0, "held", evidence_required=True)
    assert outcome(rulebook, held=1, clean=True) is Outcome.UNKNOWN
    assert outcome(rulebook, held=1, clean=True, evidence=["held"]) is Outcome.MET
    guarded = in_python(raises, applies_when="held > 0")
    assert outcome(guarded, held=0, clean=True) is Outcome.NOT_APPLICABLE
    assert outcome(guarded, clean=True) is Outcome.ERROR


def test_a_function_may_ask_who_the_unit_is():
    """Kind and type of organisation are facts that it can declare."""
    rulebook = in_python(
        lambda view: view["kind"] == "cell" and view["organisation_type"] == "bank", "kind", "organisation_type"
    )
    assert outcome(rulebook, clean=True, type="bank") is Outcome.MET
    assert outcome(rulebook, clean=True, kind="committee", type="bank") is Outcome.NOT_MET
    assert verdict(rulebook, clean=True).finding("c").missing == ("organisation_type",)


def test_a_dossier_that_is_not_admitted_is_an_error():
    """Both ways to ask say so."""
    dossier = fourgood.Dossier("u", "cell", YEAR, facts={"helt": 1})
    for ask in (fourgood.evaluate, fourgood.decide):
        with pytest.raises(fourgood.DossierError, match="Did you mean `held`"):
            ask(dossier, FOUR)


def test_no_criteria_at_all():
    """Nothing applies, nothing is earned."""
    empty = fourgood.Rulebook("e", text("e"), YEAR, VOCABULARY, (fourgood.Group("g", text("g")),), ())
    assert verdict(empty).status is Status.NOT_RECOGNIZED


# Standards that count are explained, and what is open in them is missing.


def test_a_refusal_by_points_is_explained():
    """The standard in words, what it counted, and the criteria that lost points."""
    rulebook = book(
        criterion(
            "much", "held >= 0", "g1", points=Fraction(50), bands=(Band(fourgood.parse("held >= 12"), Fraction(50)),)
        ),
        criterion("tidy", "clean or not clean", "g2", points=Fraction(50)),
        standard="points >= 70",
    )
    refused = verdict(rulebook, held=3, clean=True)
    assert refused.status is Status.NOT_RECOGNIZED
    assert all(group.good for group in refused.groups.values())
    assert [finding.criterion.id for finding in refused.decisive] == ["much"]
    said = refused.explain("en")
    assert "Standard of the title: Points: at least 70 (Points: 50)" in said
    assert refused.to_json()["points"] == [50, 50]


def test_open_points_are_missing():
    """A band that cannot be told yet waits for its facts, though the criterion itself is met."""
    bands = (Band(fourgood.parse("balance > 0"), Fraction(10)), Band(fourgood.parse("held >= 1"), Fraction(5)))
    rulebook = book(criterion("c", "held >= 1", bands=bands), standard="points >= 7")
    waiting = verdict(rulebook, held=3)
    assert waiting.status is Status.UNDETERMINED
    assert waiting.missing == ("balance",)
    assert waiting.finding("c").points == (5, 10)


def test_an_open_veto_is_shown_with_its_reason():
    """Also one written in Python that failed: nobody has to guess why a unit stays undetermined."""
    broken = fourgood.PythonRule(lambda view: 1 / 0, ())
    rulebook = book(criterion("c", "held >= 1"), criterion("v", broken, role=Role.VETO))
    said = verdict(rulebook, held=1).explain("en")
    assert "Vetoes and reasons to defer that are still open:" in said
    assert "ZeroDivisionError" in said


def test_what_can_no_longer_be_recognised_is_not_said_to_be_open():
    """Refused for certain, unless it is deferred."""
    open_deferral = {key: value for key, value in ALL_GOOD.items() if key != "balance"}
    found = verdict(FOUR, **{**open_deferral, "held": 11})
    assert found.status is Status.UNDETERMINED
    assert "NOT RECOGNISED as “four-good Party cell”, unless it turns out not to be considered yet" in found.explain(
        "en"
    )


def test_a_function_that_reads_nothing_and_gives_no_reason_still_says_something():
    """A reason is never an empty sentence."""
    rulebook = book(criterion("c", fourgood.PythonRule(lambda view: True, ()), origin=Origin("mine")))
    assert verdict(rulebook).finding("c").texts("en") == ("so says a function of the plugin mine",)
