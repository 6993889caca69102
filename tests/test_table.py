"""A table in a rulebook: what layers see of it, how it differs from another, what its names mean inside."""

from attrs import evolve

import fourgood
from fourgood.cli.changes import data, in_field
from fourgood.contribution import Contribution
from fourgood.difference import differences
from fourgood.language import language
from fourgood.parse import parse
from fourgood.polarity import BOTH, HARDER, Polarity
from fourgood.record import Record
from fourgood.rule import EACH, Name
from fourgood.rulebookjson import fact_json
from fourgood.scale import JUDGEMENT
from fourgood.table import completed, inside, is_share
from fourgood.vocabulary import Dated, Fact, Invariant, Kind, Parameter, Vocabulary
from records import TABLES, TALKS, text, within
from strategies import FACTS, SCOPE, THRESHOLDS, YEAR, keyed

MEASURED = evolve(TALKS, definitions=(within("full", "each.present / each.invited >= p"),), invariants=())


def book(table=TALKS, **more):
    """A rulebook with the table `talks`."""
    facts = [evolve(fact, table=table) if fact.key == "talks" else fact for fact in FACTS]
    vocabulary = Vocabulary(keyed(facts), {}, keyed(THRESHOLDS))
    criterion = fourgood.Criterion("c", "g", text("c"), "count(t.full for t in talks) >= 2", **more)
    return fourgood.Rulebook("r", text("r"), YEAR, vocabulary, (fourgood.Group("g", text("g")),), (criterion,))


def contribution(table):
    """The same, as a file brings it, with a parameter p."""
    p = Parameter("p", text("p"), (Dated("0.5", 2020, 2030, fourgood.Backing.ASSUMPTION),))
    facts = tuple(evolve(fact, table=table) if fact.key == "talks" else fact for fact in FACTS)
    criterion = fourgood.Criterion("c", "g", text("c"), "count(t.full for t in talks) >= 2")
    groups = (fourgood.Group("g", text("g")),)
    return Contribution(facts=facts, parameters=(p,), groups=groups, criteria=(criterion,))


def test_a_parameter_works_through_the_definitions_of_a_table():
    """A higher one makes fewer records good; in an invariant of the table it works both ways."""
    given = contribution(MEASURED)
    assert Polarity(given).direction(given.parameters[0], YEAR) == HARDER
    kept = Invariant("kept", text("kept"), parse("each.present <= p", record=EACH))
    given = contribution(evolve(MEASURED, invariants=(kept,)))
    assert Polarity(given).direction(given.parameters[0], YEAR) == BOTH


def test_a_table_mentions_what_it_speaks_of():
    """Its number, and what its definitions and invariants name beside the columns: a layer may not drop that."""
    assert MEASURED.mentions == {"sat", "p"}
    assert TABLES[0].table.mentions == frozenset()


def test_two_tables_differ_in_what_decides():
    """A definition that is another makes another table, another digest, and is told in words and as data."""
    other = evolve(
        TALKS, definitions=(within("turnout", "each.present / each.invited"), within("full", "each.present > 1"))
    )
    before, after = book(), book(other)
    (found,) = differences(before, after)
    assert (found.section, found.key, found.field) == ("facts", "talks", "table")
    assert before.digest != after.digest and before.digest == book().digest
    said = in_field("table", found.after, after.vocabulary.scope, language("en"))
    assert "full: each.present > 1" in said and "present (en) [from 0 to 2]" in said
    assert data(found.after)["definitions"][1]["expression"] == "each.present > 1"


def test_a_table_as_json():
    """Columns as facts are, number, definitions and invariants as text."""
    found = fact_json(TABLES[1])
    assert [column["key"] for column in found["columns"]] == ["present", "invited", "sort"]
    assert (found["number"], found["invariants"][0]["rule"]) == ("sat", "each.present <= each.invited")
    assert "number" not in fact_json(TABLES[2])


def test_names_mean_more_inside_a_table():
    """All that they mean outside, and the record's own; found once for one scope."""
    scope = inside("talks", SCOPE)
    assert scope["held"] is SCOPE["held"] and "each.present" in scope and "each.present" not in SCOPE
    assert inside("talks", SCOPE) is scope
    assert scope["each.full"].key == "talks.full"


def test_what_is_kept_in_order_in_each_record_is_a_share_of_the_sums():
    """Over the same records alone."""
    sums = [parse(f"sum(t.{key} for t in talks{more}) == 0").left for key, more in
            (("present", ""), ("invited", ""), ("invited", " if t.present > 0"))]  # fmt: skip
    assert is_share(sums[0], sums[1], SCOPE)
    assert not is_share(sums[1], sums[0], SCOPE) and not is_share(sums[0], sums[2], SCOPE)
    assert is_share(Name("each.present"), Name("each.invited"), inside("talks", SCOPE))


def test_the_records_of_a_year():
    """Where their number is fixed, each at its place; else those given, and how many more there are."""
    months = (Record({"at": 2, "late": 1}),)
    assert completed("months", TABLES[0].table, {"months": months}) == (({"at": 1}, {"at": 2, "late": 1}, {"at": 3}), 0)
    assert completed("talks", TALKS, {"talks": months, "sat": 3}) == (months, 2)
    assert completed("talks", TALKS, {"talks": months}) is None
    assert completed("talks", TALKS, {"sat": 0}) == ((), 0)  # there was none: nothing is missing
    assert completed("visits", TABLES[2].table, {"visits": months}) == (months, 0)


def test_an_appraisers_judgement_in_a_column_makes_the_table_one():
    """Then what the unit itself says of it does not count where evidence is asked for."""
    judged = Fact("looked", Kind.CHOICE, text("looked"), scale=JUDGEMENT)
    assert evolve(TABLES[2], table=evolve(TABLES[2].table, columns=(judged,))).judged
    assert not TABLES[2].judged
