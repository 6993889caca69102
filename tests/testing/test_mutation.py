"""The mutants of rules: counted by hand, noticed by cases, settled as all dossiers of a tiny vocabulary say."""

import re
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import fourgood
import fourgood.testing.settling as settling_module
from fourgood import Band, Dossier, Outcome, Status
from fourgood.analysis.answer import Proved, Refuted, Undecided
from fourgood.analysis.plainly import plainly
from fourgood.check import check
from fourgood.citation import Origin
from fourgood.criterion import Criterion
from fourgood.history import Step
from fourgood.language import language
from fourgood.rule import All, Compare
from fourgood.testing.case import Case, Expected
from fourgood.testing.ends import alike_at_ends
from fourgood.testing.mutation import mutants
from fourgood.testing.mutationreport import mutation_of
from fourgood.testing.settling import Settling, settle
from fourgood.testing.trial import killed, trials
from fourgood.vocabulary import Invariant, Vocabulary
from strategies import MEETINGS, YEAR, count, defined, keyed, text, threshold
from tiny import LEAVES, SPACE, criteria, every
from tiny import VOCABULARY as TINY

VOCABULARY = Vocabulary(
    keyed(
        (
            count("attended", measure=MEETINGS),
            count("expected", measure=MEETINGS),
            count("held"),
            fourgood.Fact("clean", fourgood.Kind.FLAG, text("clean")),
            fourgood.Fact("warned", fourgood.Kind.FLAG, text("warned")),
        )
    ),
    keyed((defined("attendance", "attended / expected"),)),
    keyed((threshold("floor", Fraction(85, 100)), threshold("off", Fraction(0)))),
    (Invariant("within", text("within"), fourgood.parse("attended <= expected")),),
)


def criterion(rule, id="c", **more):
    return Criterion(id, "g", text(id), rule, **more)


def book(*criteria, vocabulary=VOCABULARY, standard="requirements_met"):
    group = fourgood.Group("g", text("g"), standard=standard)
    return fourgood.Rulebook("test", text("t"), YEAR, vocabulary, (group,), criteria)


def changes(*criteria, **more):
    """What the mutants change, without the change of role that every criterion has."""
    return [each for each in every_change(*criteria, **more) if " instead of a " not in each]


def every_change(*criteria, **more):
    """What the mutants change, with their roles."""
    return [str(evolve(each.change, place=fourgood.Place())) for each in mutants(book(*criteria, **more))]


@pytest.mark.parametrize(
    "rule, expected",
    [
        (
            "held >= 3",
            [
                "`held >= 3` could be `held > 3`",
                "`held >= 3` could be `held <= 3`",
                "`held >= 3` could be `held >= 2`",
                "`held >= 3` could be `held >= 4`",
                "`held` could be `attended`",
                "`held` could be `expected`",
            ],
        ),
        (
            "attendance > floor",
            [
                "`attendance > floor` could be `attendance >= floor`",
                "`attendance > floor` could be `attendance < floor`",
                "`floor` could be 0.84 instead of 0.85, in `attendance > floor`",
                "`floor` could be 0.86 instead of 0.85, in `attendance > floor`",
                "`attended` could be `expected`",
                "`attended` could be `held`",
                "`expected` could be `attended`",
                "`expected` could be `held`",
            ],
        ),
        (
            "clean and held > 19",
            [
                "`clean and held > 19` could be `clean or held > 19`",
                "`clean` could be left out",
                "`held > 19` could be left out",
                "`clean` could be `not clean`",
                "`clean` could be `warned`",
                "`held > 19` could be `held >= 19`",
                "`held > 19` could be `held < 19`",
                "`held > 19` could be `held > 18`",
                "`held` could be `attended`",
                "`held` could be `expected`",
            ],
        ),
        (
            "at_least(2, clean, warned, held == 1)",
            [
                "`at_least(2, clean, warned, held == 1)` could be `at_least(1, clean, warned, held == 1)`",
                "`at_least(2, clean, warned, held == 1)` could be `at_least(3, clean, warned, held == 1)`",
                "`clean` could be left out",
                "`warned` could be left out",
                "`held == 1` could be left out",
                "`clean` could be `not clean`",
                "`clean` could be `warned`",
                "`warned` could be `not warned`",
                "`warned` could be `clean`",
                "`held == 1` could be `held != 1`",
                "`held == 1` could be `held >= 1`",
                "`held == 1` could be `held <= 1`",
                "`held == 1` could be `held == 0`",
                "`held == 1` could be `held == 2`",
                "`held` could be `attended`",
                "`held` could be `expected`",
            ],
        ),
        ("not clean", ["`not clean` could be `clean`", "`clean` could be `warned`"]),
        ("true", []),
    ],
)
def test_the_mutants_of_a_rule(rule, expected):
    """Counted by hand: each operator, threshold, part, fact of the same kind; what could not be loaded is left out."""
    assert changes(criterion(rule)) == expected


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("attended >= 0.85 * expected", ["0.84 * expected", "0.86 * expected"]),
        ("attended >= floor * expected", ["0.84 * expected", "0.86 * expected"]),
        (
            "held >= attended * 2 + 3",
            ["attended * 2 - 3", "attended * 2 + 2", "attended * 2 + 4", "attended * 1", "attended * 3"],
        ),
        ("attended * 100 >= 85 * expected", ["84 * expected", "86 * expected"]),
        ("1 - attendance < 0.15", ["0.99 - attendance", "1.01 - attendance"]),
        ("held / 12 >= 1", ["held / 11", "held / 13"]),
    ],
)
def test_a_threshold_inside_arithmetic_is_a_step_off(text, numbers):
    """The step of what it is added to; of a factor one hundredth or one; times a hundred is a percentage."""
    found = [each.rpartition("could be `")[2].rstrip("`") for each in changes(criterion(text))]
    assert [each for each in found if re.search(r"\d", each) and not re.search("[<>]", each)] == numbers


def test_one_object_may_stand_in_several_places():
    """Trees made in Python share their parts: each place is one of its own."""
    part = fourgood.parse("held >= 3")
    shared, apart = fourgood.parse("held >= 3 and held >= 3"), All((part, part))
    assert changes(criterion(apart)) == changes(criterion(shared)) != []


def test_the_mutants_of_what_limits_a_criterion():
    """When it applies, to whom, on what evidence, and what it counts for."""
    limited = criterion(
        "clean",
        applies_when=fourgood.parse("warned"),
        applies_to=frozenset({"cell"}),
        organisation_types=frozenset({"bank"}),
        evidence_required=True,
        points=Fraction(3),
        bands=(Band(fourgood.parse("warned"), Fraction(2)),),
    )
    assert changes(limited) == [
        "`clean` could be `not clean`",
        "`clean` could be `warned`",
        "`applies_when: warned` could be left out",
        "`applies_when: warned` could be the opposite",
        "`warned` could be `clean`",
        "`applies_to` (Party cell (cell)) could be left out",
        "`applies_to` (Party cell (cell)) could be the other kind of unit",
        "`organisation_types` (bank) could be left out",
        "`organisation_types` (bank) could be all the others",
        "`evidence: required` could be left out",
        "`c` could give 2 points",
        "`c` could give 4 points",
        "`warned` could give 1 points",
        "`warned` could give 3 points",
        "`warned` could be `not warned`",
        "`warned` could be `clean`",
    ]


def test_the_mutants_of_standards_and_roles():
    """What groups count, and a veto for a requirement."""
    found = mutants(book(criterion("clean"), standard="met >= 1"))
    assert [str(each.change) for each in found][-5:] == [
        "criteria.c: `c` could be a veto instead of a requirement",
        "1:1 (groups.g.standard): `met >= 1` could be `met > 1`",
        "1:1 (groups.g.standard): `met >= 1` could be `met <= 1`",
        "1:1 (groups.g.standard): `met >= 1` could be `met >= 0`",
        "1:1 (groups.g.standard): `met >= 1` could be `met >= 2`",
    ]
    assert found[-1].rulebook.groups[0].standard == fourgood.parse("met >= 2")
    assert found[0].change.say(language("vi")).endswith("`clean` có thể là `not clean`")


def test_a_change_that_the_rulebook_would_refuse_is_left_out():
    """A standard names requirements: one of them cannot be a veto."""
    found = every_change(criterion("clean"), criterion("warned", "d"), standard="c and met >= 1")
    assert "`c` could be a veto instead of a requirement" not in found
    assert "`d` could be a veto instead of a requirement" in found


PLANTED = [
    ("attendance > floor", "attendance >= floor"),
    ("attendance > floor", "attended / attended > floor"),
    ("held >= 3", "held >= 4"),
    ("clean and held >= 3", "clean or held >= 3"),
]


@pytest.mark.parametrize("meant, planted", PLANTED)
def test_a_planted_mistake_is_one_change_away(meant, planted):
    """What somebody could have written is among the mutants of what they wrote."""
    found = [each.mutated.rule for each in mutants(book(criterion(planted))) if each.mutated is not None]
    as_meant = fourgood.parse(meant.replace("attendance", "attended / expected") if "/" in planted else meant)
    assert as_meant in found


def test_a_fact_that_nothing_else_reads_is_tried_for_one_of_its_kind():
    """What was swapped is missing elsewhere: it comes first, whatever its unit and bounds; two at most."""
    read = criterion("one + two + three >= 1 and attended + expected >= 2", "d")

    def swaps(measure):
        more = [count(key, measure=measure) for key in ("one", "two", "three", "lost")]
        known = evolve(VOCABULARY, facts=keyed((*VOCABULARY.facts.values(), *more)))
        found = changes(criterion("attended + held >= 3"), read, vocabulary=known)
        return [each.partition("could be ")[2] for each in found if each.startswith("`attended` could be")]

    assert swaps(None)[:3] == ["`expected`", "`lost`", "`held`"]
    assert swaps(MEETINGS)[:4] == ["`expected`", "`one`", "`lost`", "`held`"]


def test_types_of_organisation_that_were_forgotten_are_one_change_away():
    """Those that another criterion of the file names, in its types or its guard."""
    guard = fourgood.parse('held > 0 and organisation_type in ("hamlet", "quarter")')
    found = changes(criterion("clean"), criterion("clean", "d", applies_when=guard))
    assert "`c` could be for hamlet, quarter alone, as `d` is" in found
    assert not [each for each in found if each.startswith("`d` could be for")]
    typed = criterion("clean", "d", organisation_types=frozenset({"bank"}))
    assert "`c` could be for bank alone, as `d` is" in changes(criterion("clean"), typed)


def test_a_change_stands_where_it_would_be_made():
    """In the file of the definition, the guard or the layer, whatever file the rule is in."""
    origin, other = Origin(file="base.yaml", line=3), Origin(file="layer.yaml", line=9)
    known = evolve(
        VOCABULARY, definitions=keyed((evolve(defined("attendance", "attended / expected"), origin=origin),))
    )
    rule = evolve(criterion("attendance >= 0.5", applies_when=fourgood.parse("expected > 0")), origin=origin)
    rulebook = evolve(
        book(rule, vocabulary=known),
        history=(Step("changed", "criteria", "c", other, "rule"),),
    )
    places = {str(evolve(each.change, place=fourgood.Place())): each.change.place.file for each in mutants(rulebook)}
    assert places["`attendance >= 0.5` could be `attendance > 0.5`"] == "layer.yaml"
    assert places["`attended` could be `expected`"] == "base.yaml"
    assert places["`expected > 0` could be `expected >= 0`"] == "base.yaml"


def test_a_forgotten_guard_is_one_change_away():
    """Dropped applicability is a mutant of its own."""
    guarded = criterion("held >= 3", applies_when=fourgood.parse("expected > 0"))
    assert None in [each.mutated.applies_when for each in mutants(book(guarded)) if each.mutated is not None]


# Cases

AT, BELOW = Dossier("a", "cell", YEAR, facts={"held": 3}), Dossier("b", "cell", YEAR, facts={"held": 2})


def case(dossier, **expect):
    return Case(dossier.id, dossier, Expected(**expect))


def noticed(rulebook, *cases):
    """The changes that cases notice."""
    tried = trials(rulebook, cases)
    return [str(each.change).partition(": ")[2] for each in mutants(rulebook) if killed(each, tried)]


def test_a_case_notices_what_turns_its_outcome():
    """At the threshold: strict, higher by one. Below it: turned round, lower by one."""
    rulebook = book(criterion("held >= 3"))
    at, below = case(AT, criteria={"c": Outcome.MET}), case(BELOW, criteria={"c": Outcome.NOT_MET})
    swaps = ["`held` could be `attended`", "`held` could be `expected`"]
    assert noticed(rulebook, at) == ["`held >= 3` could be `held > 3`", "`held >= 3` could be `held >= 4`", *swaps]
    assert noticed(rulebook, below) == ["`held >= 3` could be `held <= 3`", "`held >= 3` could be `held >= 2`", *swaps]
    assert len(noticed(rulebook, at, below)) == 6


def test_a_case_that_fails_notices_nothing():
    """It fails with every change, and without."""
    assert noticed(book(criterion("held >= 3")), case(AT, criteria={"c": Outcome.NOT_MET})) == []


def test_a_case_about_the_status_notices_what_counts():
    """A veto for a requirement shows in the status alone."""
    rulebook = book(criterion("held >= 3"))
    found = noticed(rulebook, case(AT, status=Status.RECOGNIZED))
    assert found[-1] == "`c` could be a veto instead of a requirement" and len(found) == 5


def test_a_case_about_a_group_notices_the_standard():
    """What the group counts."""
    rulebook = book(criterion("held >= 3"), criterion("clean", "d"), standard="met >= 1")
    found = noticed(rulebook, case(AT.with_facts({"clean": False}), groups={"g": Outcome.MET}))
    assert "`met >= 1` could be `met >= 2`" in found and "`held >= 3` could be `held > 3`" in found


# What survives

BASE = Dossier("base", "cell", YEAR, facts={"attended": 19, "expected": 20, "held": 9, "clean": True, "warned": False})


def changed(base, dossier):
    """The facts that differ."""
    return {key: value for key, value in dossier.facts.items() if base.facts.get(key) != value}


def test_a_survivor_comes_with_the_case_that_would_notice_it():
    """The fewest changes to an ordinary dossier: exactly 85% takes one fact."""
    rulebook = book(criterion("attendance > floor", applies_when=fourgood.parse("expected > 0")))
    (mutant,) = (each for each in mutants(rulebook) if "attendance >= floor" in str(each.change))
    settled = settle(mutant, [BASE])
    assert isinstance(settled.answer, Refuted)
    assert changed(BASE, settled.answer.witness) == {"attended": 17}
    assert settled.case is not None and not settled.case.reviewed
    assert settled.case.expect == Expected(criteria={"c": Outcome.NOT_MET})
    assert killed(mutant, trials(rulebook, [settled.case]))


def test_a_change_that_changes_nothing_is_proved_so():
    """`held >= 20` is `held == 20` where 20 is the most: no case can tell."""
    rulebook = book(criterion("held >= 20"))
    settled = {str(each.change).partition("could be ")[2]: settle(each).answer for each in mutants(rulebook)}
    assert isinstance(settled["`held <= 20`"] if "`held <= 20`" in settled else Refuted(()), Refuted)
    rulebook = book(criterion("held == 20"))
    (mutant,) = (each for each in mutants(rulebook) if "`held >= 20`" in str(each.change))
    assert settle(mutant).answer == Proved()


def test_what_an_absent_fact_tells_apart_is_told():
    """`clean or held >= 0`: only where `held` is not known does the rest matter."""
    rulebook = book(criterion("clean or held >= 1 or held < 1"))
    (mutant,) = (each for each in mutants(rulebook) if str(each.change).endswith("`clean` could be left out"))
    answer = settle(mutant).answer
    assert isinstance(answer, Refuted) and "held" not in answer.witness.facts


def test_what_is_settled_is_so():
    """Proved equivalent exactly where no dossier, complete or not, tells the two apart; most are settled."""
    answers = []

    @settings(max_examples=60, deadline=None)
    @given(criteria(), st.randoms(use_true_random=False))
    def is_so(criterion, random):
        answer, apart = settled_and_apart(criterion, random)
        answers.append(answer)
        assert isinstance(answer, Undecided) or isinstance(answer, Proved) is (not apart)

    is_so()
    assert sum(isinstance(each, Undecided) for each in answers) < len(answers) / 4


def settled_and_apart(criterion, random):
    """What a change of a criterion is settled as, and the dossiers that tell it apart."""
    assume(len(SPACE.reads([criterion])) <= 2)
    try:
        rulebook = book(evolve(criterion, group="g"), vocabulary=TINY)
    except fourgood.RulebookError:
        assume(False)
    found = [each for each in mutants(rulebook) if each.local]
    assume(found)
    mutant = random.choice(found)
    pair = (mutant.criterion, mutant.mutated)
    assume(len(SPACE.reads(pair)) <= 3)
    answer = Settling(rulebook).settle(mutant).answer
    apart = [
        dossier
        for dossier in every(pair, partial=True)
        if len({plainly(each, TINY.scope, dossier) for each in pair}) > 1
    ]
    return answer, apart


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ("held == 0", "held <= 0", True),
        ("not (clean and held == 20)", "not (clean and held >= 20)", True),
        ("held == 0", "held >= 0", False),
        ("held == 20", "held <= 20", False),
        ("held == 1", "held <= 1", False),
        ("held == 0", "expected <= 0", False),
    ],
)
def test_at_the_end_of_what_can_come_out_equal_is_at_most(one, other, alike):
    """And at the other end at least: nothing has to be looked through for that, so it is proved of records too."""
    assert alike_at_ends(criterion(fourgood.parse(one)), criterion(fourgood.parse(other)), VOCABULARY.scope) is alike


@settings(max_examples=100, deadline=None)
@given(LEAVES.filter(lambda leaf: isinstance(leaf, Compare)), st.sampled_from(["<=", ">="]))
def test_what_is_alike_at_the_ends_decides_the_same(leaf, operator):
    """For every dossier, complete or not."""
    pair = tuple(criterion(evolve(leaf, operator=each)) for each in ("==", operator))
    assume(not check(pair[1].rule, TINY.scope) and len(SPACE.reads(pair)) <= 2)
    if alike_at_ends(*pair, TINY.scope):
        opens = ([plainly(each, TINY.scope, dossier) for each in pair] for dossier in every(pair, partial=True))
        assert all(one == other for one, other in opens)


def test_settling_many_changes_ends(monkeypatch):
    """Each change has its budget, within that of its criterion, within that of all: what is left is open, and said."""
    facts = keyed([count(f"f{at}") for at in range(20)])
    rule = " and ".join(f"f{at} >= {at % 5 + 1}" for at in range(20))
    rulebook = book(criterion(rule), criterion("f0 >= 2", "d"), vocabulary=Vocabulary(facts, {}, {}))
    bases = [Dossier("base", "cell", YEAR, facts=dict.fromkeys(facts, 0))]

    def left(**steps):
        for name, number in steps.items():
            monkeypatch.setattr(settling_module, name, number)
        report = mutation_of(rulebook, (), bases, "c", "d")
        of_rule = len([each for each in report.survivors if each.mutant.local and each.mutant.id == "c"])
        return of_rule, [each for each in report.open if each.mutant.local]

    number, unsettled = left()
    assert unsettled == []
    _, unsettled = left(CRITERION_STEPS=4_000)
    assert 0 < len(unsettled) < number and {each.mutant.id for each in unsettled} == {"c"}
    _, unsettled = left(CRITERION_STEPS=10**9, ALL_STEPS=4_000)
    assert {each.mutant.id for each in unsettled} == {"c", "d"}
    _, unsettled = left(CRITERION_STEPS=10**9, ALL_STEPS=10**9, MUTANT_STEPS=100)
    assert len([each for each in unsettled if each.mutant.id == "c"]) == number


def test_settling_takes_the_same_steps_twice():
    """So the same is open wherever it runs."""
    rulebook = book(criterion("attendance > floor", applies_when=fourgood.parse("expected > 0")))
    spent = []
    for _ in range(2):
        settling = Settling(rulebook, (BASE,))
        answers = [settling.settle(mutant).answer for mutant in mutants(rulebook)]
        spent.append((settling.whole.left, answers))
    assert spent[0] == spent[1] and spent[0][0] < settling_module.ALL_STEPS


def test_the_report_counts():
    """Four of seven changes noticed, the others each with a case."""
    rulebook = book(criterion("held >= 3"))
    report = mutation_of(rulebook, [case(AT, criteria={"c": Outcome.MET})], [AT], "c")
    assert (len(report.killed), len(report.unnoticed), len(report.equivalent), len(report.open)) == (4, 3, 0, 0)
    assert report.score == pytest.approx(4 / 7)


# Cases of other years


def of_years(tmp_path, rule="held >= least"):
    """Rules with a threshold that is 3 until 2023, and 4 from then on."""
    from fourgood.testing.target import target_of

    text = f"""
$schema: urn:fourgood:schema:rules
id: example.years
title: {{vi: Thử (ví dụ), en: A try (example)}}
facts: {{held: {{kind: count, title: {{vi: Số buổi, en: Held}}, min: 0, max: 20}}}}
parameters:
  least:
    title: {{vi: Ít nhất, en: The least}}
    values: [{{value: 3, years: 2020-2023, backing: assumption}}, {{value: 4, years: 2024-2025, backing: assumption}}]
groups: {{work: {{title: {{vi: Công việc, en: Work}}}}}}
criteria:
  c:
    title: {{vi: Đủ, en: Enough}}
    rule: {rule}
    backing: assumption
    cases:
      kind: cell
      year: 2023
      met: {{at it: {{held: 3}}}}
      not_met: {{below it: {{held: 2}}}}
"""
    (tmp_path / "years.yaml").write_text(text, "utf-8")
    return target_of([tmp_path / "years.yaml"], 2025, alone=True)


def told(target):
    """The changes that no case notices, but for those of roles."""
    from fourgood.testing.mutationpart import mutation_part

    changes = [str(each.mutant.change).partition(": ")[2] for each in mutation_part(target).unnoticed]
    return [each for each in changes if "veto" not in each]


def test_a_case_of_another_year_notices_what_is_the_same_in_its_own(tmp_path):
    """The comparison is: 3 of 3 in 2023 notices `>`. What the value of 2025 could be it cannot say."""
    assert told(of_years(tmp_path)) == [
        "`least` could be 3 instead of 4, in `held >= least`",
        "`least` could be 5 instead of 4, in `held >= least`",
    ]


def test_rules_that_do_not_change_take_cases_of_every_year(tmp_path):
    """Without the threshold nothing is left."""
    assert told(of_years(tmp_path, "held >= 3")) == []
