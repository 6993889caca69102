"""The door: a dossier comes out with every fact known, typed, bounded and consistent, or with all its faults."""

import datetime
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import fourgood
from fourgood.admit import admit
from fourgood.errors import DossierError, Place
from fourgood.scale import PERCENT, Scale
from fourgood.text import Text
from fourgood.vocabulary import Fact, Kind, Vocabulary
from fourgood.yamlfile import Written
from strategies import FACTS, INVARIANTS, KINDS, YEAR, count, keyed, number, text

RATING = Scale((("bad", Text("Kém", "Poor")), ("good", Text("Tốt", "Good"))), ordered=True)
MORE = (
    Fact("rating", Kind.CHOICE, Text("Xếp loại", "Rating"), scale=RATING),
    Fact("held_on_time", Kind.FLAG, Text("Họp đúng hạn", "Held on time")),
    count("cells", applies_to=frozenset({"committee"})),
    number("amount", "-1000000", "1000000", "0.01"),
    number("milli", "0", "9999", "0.001"),
    number("share", "0", "1", "0.0001", measure=PERCENT),
    count("members", 0, 100_000),
)
VOCABULARY = Vocabulary(keyed([*FACTS, *MORE]), {}, {}, INVARIANTS)


def admitted(facts, **more):
    """The facts of a dossier after the door."""
    dossier = fourgood.Dossier(
        more.pop("id", "u1"), more.pop("kind", "cell"), more.pop("year", YEAR), facts=facts, **more
    )
    return dict(admit(dossier, VOCABULARY, YEAR).facts)


def refused(facts, **more):
    """The faults at the door, as lines."""
    with pytest.raises(DossierError) as caught:
        admitted(facts, **more)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "key, raw, value",
    [
        ("held", 12, 12),
        ("held", Decimal("12.00"), 12),
        ("held", 12.0, 12),
        ("held", None, None),
        ("balance", -10, -10),
        ("score", Decimal("0.85"), Decimal("0.85")),
        ("score", 0.85, Decimal("0.85")),
        ("score", 1, Decimal(1)),
        ("warmth", -2.5, Decimal("-2.5")),
        ("clean", True, True),
        ("clean", False, False),
        ("grade", "good", "good"),
        # What stood in a table or without quotes is read as its fact says.
        ("clean", Written("Có"), True),
        ("clean", Written("  KHÔNG "), False),
        ("clean", Written("x"), True),
        ("clean", Written(unicodedata.normalize("NFD", "không")), False),
        ("rating", Written("Tốt"), "good"),
        ("rating", Written("POOR"), "bad"),
        ("rating", Written("bad"), "bad"),
        ("held", Written(" 12 "), 12),
        ("score", Written("0,85"), Decimal("0.85")),
        ("score", Written("85%"), Decimal("0.85")),
        ("share", Written("85,5 %"), Decimal("0.855")),
        ("amount", Written("1.234,5"), Decimal("1234.5")),
        ("amount", Written("1,234.5"), Decimal("1234.5")),
        ("amount", Written("-1.234.567,25".replace("1.234.567", "234.567")), Decimal("-234567.25")),
        ("amount", Written("\N{MINUS SIGN}5"), Decimal(-5)),
        ("amount", Written("12\N{NO-BREAK SPACE}"), Decimal(12)),
        # The step decides: a count of 1.234 can only be a thousand and more.
        ("members", Written("1.234"), 1234),
        ("members", Written("1,234"), 1234),
        ("amount", Written("1.234"), Decimal(1234)),
    ],
)
def test_what_a_fact_takes(key, raw, value):
    """Values of its own kind; what was written without quotes in the forms that people write."""
    found = admitted({key: raw}).get(key)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "key, raw, said",
    [
        ("helt", 1, "helt: `helt` is no fact of this rulebook. Did you mean `held`?"),
        ("zzzzzz", 1, "`zzzzzz` is no fact of this rulebook. `fourgood facts` lists what is asked"),
        ("cells", 1, "`cells` is not asked of this kind of unit: Party cell. Leave it out"),
        ("held", "12", "`held` is a number, not `12`. Write it without quotes or words"),
        ("held", True, "`held` is a number, not `True`"),
        ("held", [1], "`held` is a number, not `…`"),
        ("held", Written("twelve"), "`held` is a number, not `twelve`"),
        ("held", Written("12 buổi"), "`held` is a number, not `12 buổi`"),
        ("held", 21, "`held` is 21, outside 0 to 20. Check the figure"),
        ("held", -1, "`held` is -1, outside 0 to 20. Check the figure"),
        ("held", 12.5, "`held` is counted in whole numbers, not 12.5. Round nothing: count again"),
        ("held", float("nan"), "`held` cannot be `nan`. Leave the value out when it is not known"),
        ("held", float("inf"), "`held` cannot be `inf`"),
        ("held", Decimal("sNaN"), "`held` cannot be `sNaN`"),
        ("score", 85, "`score` is 85, outside 0 to 1. Did you mean 0.85?"),
        ("score", Written("85"), "Did you mean 0.85?"),
        ("score", Decimal("0.855"), "`score` is 0.855, finer than its step of 0.01. Give it in steps of 0.01"),
        ("score", Written("0.1234567890123"), "`score` is a number, not `0.1234567890123`"),
        ("milli", Written("1.234"), "`1.234` can be read in two ways. Write 1234 when it is the large number"),
        ("held", Written("12%"), "`held` is no share: `12%`. Write the number of meetings, without %"),
        ("balance", Written("5%"), "`balance` is no share: `5%`. Write the number of plain numbers, without %"),
        ("clean", 1, "`clean` is yes or no, not `1`. Write true or false (có, không)"),
        ("clean", "true", "`clean` is yes or no, not `true`"),
        ("clean", Written("maybe"), "`clean` is yes or no, not `maybe`"),
        ("grade", "god", "`grade` cannot be `god`. Did you mean good (en) (good)?"),
        ("grade", 3, "`grade` cannot be `3`. Use one of failed (en) (failed), completed (en) (completed)"),
        ("grade", "GOOD", "`grade` cannot be `GOOD`"),
        ("grade", "x" * 1000, "xxx…`"),
    ],
)
def test_what_a_fact_does_not_take(key, raw, said):
    """Nothing is silently cast: a flag is no number, text is never one; each refusal says the mend."""
    (fault,) = refused({key: raw})
    assert said in fault


def test_a_number_that_cannot_even_be_written_out_is_refused():
    """Python writes no more than 4300 digits; the fault says what it can."""
    for key in ("held", "grade", "clean", "score"):
        assert "…" in refused({key: 10**5000})[0]


def test_more_attended_than_expected_is_refused():
    """An invariant that does not hold names the figures; with one of them absent there is nothing to say."""
    (fault,) = refused({"attended": 21 - 1, "expected": 19})
    assert "“within (en)” does not hold: attended = 20, expected = 19. Check both figures" in fault
    assert admitted({"attended": 20}) == {"attended": 20}
    assert admitted({"attended": 19, "expected": 19})["attended"] == 19


@pytest.mark.parametrize(
    "more, said",
    [
        ({"id": ""}, "this unit has no id"),
        ({"id": " \n"}, "this unit has no id"),
        ({"id": 12}, "this unit has no id"),
        ({"id": "u\u200b1"}, "this id holds characters that cannot be printed. Write it in letters, digits and signs"),
        ({"kind": ["cell"]}, "`kind` cannot be"),
        ({"year": "2024"}, "`2024` is no year. Write the assessment year: 2024"),
        ({"kind": "cel"}, "`kind` cannot be `cel`. Did you mean Party cell (cell)?"),
        ({"kind": "zzz"}, "`kind` cannot be `zzz`. Use one of Party cell (cell), "),
        ({"year": 2023}, "`u1` is of the year 2023, the rulebook of 2024. Load the rulebook of that year"),
        ({"organisation_type": "banc"}, "`organisation_type` cannot be `banc`. Did you mean Bank (bank)?"),
    ],
)
def test_who_the_unit_is(more, said):
    """Id, kind, year and type are checked like facts."""
    assert any(said in fault for fault in refused({}, **more))


def test_all_faults_come_at_once():
    """Wrong year, wrong key, wrong value; invariants are asked only of facts that are right."""
    assert len(refused({"helt": 1, "held": 99, "attended": 2, "expected": 1}, year=2020)) == 3


def test_a_fact_may_come_under_its_title():
    """In either language, composed or not; twice is refused."""
    title = unicodedata.normalize("NFD", "Họp đúng hạn")
    assert admitted({title: True}) == {"held_on_time": True}
    assert admitted({"HELD on time": True}) == {"held_on_time": True}
    (fault,) = refused({title: True, "held_on_time": False})
    assert "gives `held_on_time` a second time. Keep one of them" in fault


def test_evidence_goes_with_its_fact():
    """Under the key of the fact, the unit's own value typed as the fact is; evidence for nothing known is refused."""
    evidence = fourgood.Evidence("Biên bản", "1", datetime.date(2024, 5, 1), "appraiser", Written("11"))
    dossier = fourgood.Dossier("u", "cell", YEAR, facts={"held (vi)": 12}, evidence={"held (vi)": evidence})
    found = admit(dossier, VOCABULARY, YEAR)
    assert found.evidence["held"].own_value == 11
    assert found.attested == {"held": 12}
    (fault,) = refused({}, evidence={"zzzz": evidence})
    assert "`zzzz` has evidence, and is no fact" in fault
    (fault,) = refused({"held": 1}, evidence={"held": fourgood.Evidence(own_value="many")})
    assert "`held` is a number, not `many`" in fault


def test_a_fault_stands_where_the_value_stood():
    """The place of the fact where it is known, else that of the dossier."""
    with pytest.raises(DossierError) as caught:
        admitted({"held": 99, "due": 99}, place=Place("f.csv", 3), places={"held": Place("f.csv", 3, 7, "B3")})
    assert [str(fault.place) for fault in caught.value.faults] == ["f.csv:3:7 (B3)", "f.csv:3 (due)"]


def test_an_admitted_dossier_is_not_asked_again():
    """By the same vocabulary; with a fact changed it is."""
    once = admit(fourgood.Dossier("u", "cell", YEAR, facts={"held": 1}), VOCABULARY, YEAR)
    assert admit(once, VOCABULARY, YEAR) is once
    assert admit(once.with_facts({"held": 2}), VOCABULARY, YEAR).facts == {"held": 2}


RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(),
    st.text().map(Written),
    st.from_regex(r"[-+]?[0-9]{0,4}([.,][0-9]{3}){0,3}([.,][0-9]{0,3})?\s?%?", fullmatch=True).map(Written),
    st.binary(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(), st.integers(), max_size=1),
    st.dates(),
    st.fractions(),
    st.complex_numbers(),
)


@given(st.dictionaries(st.sampled_from([*VOCABULARY.facts, "Họp đúng hạn"]) | st.text(), RAW, max_size=3), KINDS)
@example({"score": Decimal("1E-999999")}, "cell")
@example({"score": Decimal("0E+999999")}, "cell")
@example({"amount": Written("９,9")}, "cell")
def test_the_door_never_crashes(facts, kind):
    """Whatever the values: admitted, within kind, bounds and step; or faults."""
    try:
        found = admitted(facts, kind=kind)
    except DossierError as error:
        assert error.faults and str(error)
        return
    for key, value in found.items():
        fact = VOCABULARY.facts[key]
        if fact.numeric:
            assert fact.minimum <= value <= fact.maximum and value % fact.step == 0
            assert type(value) is (int if fact.kind is Kind.COUNT else Decimal)
        elif fact.kind is Kind.FLAG:
            assert type(value) is bool
        elif fact.table is not None:
            assert value == ()
        else:
            assert value in fact.scale.labels
    assert admitted(found, kind=kind) == found


@given(st.decimals(-1_000_000, 1_000_000, places=2))
def test_a_number_is_read_however_it_is_grouped(value):
    """Vietnamese and English groups and marks, and none."""
    english = f"{value:,.2f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    for written in (english, vietnamese, f"{value:.2f}", f"{value:.2f}".replace(".", ",")):
        assert admitted({"amount": Written(written)}) == {"amount": value}
    assert text("a").vi == "a (vi)"
