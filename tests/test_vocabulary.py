"""Facts, parameters and scales, and how a vocabulary finds them."""

import unicodedata
from decimal import Decimal
from fractions import Fraction

import pytest

from fourgood.citation import Backing
from fourgood.errors import RulebookError
from fourgood.rule import Number
from fourgood.scale import JUDGEMENT, ORGANISATION_TYPES, Measure, Scale, header_form
from fourgood.text import Text
from fourgood.vocabulary import Dated, Fact, Kind, Parameter, Vocabulary
from strategies import FACTS, VOCABULARY, count, keyed, text


def test_a_measure_counts_in_both_languages():
    """English tells one from many; Vietnamese does not."""
    measure = Measure("buổi", "meeting", "meetings")
    assert [measure.in_("en", number) for number in (1, 2, 0)] == ["meeting", "meetings", "meetings"]
    assert measure.in_("vi", 1) == measure.in_("vi", 5) == "buổi"
    assert Measure("kg", "kg").in_("en", 3) == "kg"


def test_a_scale_goes_from_worst_to_best():
    """Choices by key, by rank, and by what a person writes."""
    scale = Scale((("bad", Text("Kém", "Poor")), ("good", Text("Tốt", "Good"))), ordered=True)
    assert scale.ranks == {"bad": 0, "good": 1}
    assert scale.labels["good"].vi == "Tốt"
    assert {scale.by_label[header_form(each)] for each in ("TỐT", " good ", "Good")} == {"good"}


def test_a_parameter_never_takes_the_nearest_value():
    """A year that nothing covers has none."""
    values = (Dated(Fraction(1), 2022, 2023, Backing.SOURCE), Dated(Fraction(2), 2025, 2026, Backing.LOCAL))
    parameter = Parameter("p", Text("a", "b"), values)
    assert [parameter.in_year(year) for year in (2021, 2022, 2023, 2024, 2025, 2026, 2027)] == [
        None,
        values[0],
        values[0],
        None,
        values[1],
        values[1],
        None,
    ]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_a_header_is_found_however_it_is_typed(form):
    """By key, by title in either language; composed or not, with any case and spaces."""
    vocabulary = Vocabulary(keyed([Fact("held", Kind.COUNT, Text("Số buổi sinh hoạt", "Meetings held"))]), {}, {})
    for header in ("held", "Số buổi sinh hoạt", "  SỐ  buổi\nsinh hoạt ", "meetings HELD"):
        assert vocabulary.fact(unicodedata.normalize(form, header)).key == "held"
    assert vocabulary.fact("Số buổi") is None


def test_a_key_wins_over_a_title():
    """When one fact's title is another's key."""
    facts = [Fact("a", Kind.FLAG, Text("b", "b")), Fact("b", Kind.FLAG, Text("x", "y"))]
    vocabulary = Vocabulary(keyed(facts), {}, {})
    assert vocabulary.fact("b").key == "b"
    assert vocabulary.fact("B").key == "b"


def test_what_the_names_of_a_rule_mean():
    """Facts, definitions, thresholds, and what the dossier says of the unit itself."""
    assert {"held", "attendance", "min_attendance", "kind", "organisation_type"} <= set(VOCABULARY.scope)
    assert VOCABULARY.at_most == {("attended", "expected")}


def test_binary_floats_decide_nothing():
    """A parameter, a constant, a bound: 0.85 as a float is not 85/100."""
    for wrong in (
        lambda: Number(0.85),
        lambda: Number(True),
        lambda: Dated(0.85, 2022, 2023, Backing.SOURCE),
        lambda: Fact("a", Kind.NUMBER, text("a"), maximum=0.85),
    ):
        with pytest.raises(TypeError, match="write it as text or"):
            wrong()
    assert Dated("0.85", 2022, 2023, Backing.SOURCE).value == Number("0.85").value == Fraction(17, 20)
    assert Dated("good", 2022, 2023, Backing.SOURCE).value == "good"


def test_bounds_that_do_not_fit_are_no_fact():
    """Made in Python or read: what such a fact takes could not be told."""
    for more in (
        {"minimum": 2, "maximum": 1},
        {"maximum": 1, "step": 0},
        {"maximum": 1, "step": "0.3"},
        {"maximum": 10**15},
        {"maximum": Decimal("1E+999999999")},
        {"maximum": 1, "step": Decimal("1E-999999999")},
    ):
        with pytest.raises(RulebookError, match=r"do not fit|more than 15 digits"):
            Fact("a", Kind.NUMBER, text("a"), **more)
    assert Fact("a", Kind.FLAG, text("a")).maximum == 0


def test_what_a_fact_is():
    """Numeric or not, judged or not."""
    assert [fact.key for fact in FACTS if fact.numeric] == [
        "held",
        "due",
        "attended",
        "expected",
        "balance",
        "score",
        "warmth",
        "sat",
    ]
    assert Fact("j", Kind.CHOICE, text("j"), scale=JUDGEMENT).judged and not FACTS[0].judged
    assert count("a", 1, 3).minimum == Decimal(1)
    assert len(ORGANISATION_TYPES.labels) == 15
