"""A table is checked when its rulebook is made: columns, number of records, definitions and invariants."""

import pytest
from attrs import evolve

import fourgood
from fourgood.parse import parse
from fourgood.record import MAX_RECORDS
from fourgood.rule import EACH
from fourgood.table import Table
from fourgood.vocabulary import Fact, Invariant, Kind, Vocabulary
from records import TALKS, column, text, within
from strategies import FACTS, THRESHOLDS, YEAR, count, defined, keyed

A, B = column("a", "0", "2"), column("b", "1", "2")


def faults(table, *rules, facts=FACTS, definitions=()):
    """What is wrong with a table called t, or with rules over it."""
    fact = Fact("t", Kind.RECORDS, text("t"), table=table)
    vocabulary = Vocabulary(keyed([*facts, fact]), keyed(definitions), keyed(THRESHOLDS))
    criteria = tuple(fourgood.Criterion(f"c{at}", "g", text("c"), rule) for at, rule in enumerate(rules))
    try:
        fourgood.Rulebook("r", text("r"), YEAR, vocabulary, (fourgood.Group("g", text("g")),), criteria)
    except fourgood.RulebookError as error:
        return list(map(str, error.faults))
    return []


def invariant(rule):
    """A relation over one record."""
    return Invariant("kept", text("kept"), parse(rule, record=EACH))


@pytest.mark.parametrize(
    "table, said",
    [
        (None, "`t` is of kind records and has no table"),
        (Table(()), "the table `t` has no columns"),
        (Table((A, A)), "the table `t` has `a` twice"),
        (Table((A,), definitions=(within("a", "each.a + 1"),)), "the table `t` has `a` twice"),
        (Table((column("at", "0", "1"),)), "`at` already means something in the table `t`"),
        (Table((column("if", "0", "1"),)), "`if` already means something in the table `t`"),
        (Table((A, evolve(B, title=A.title))), "the header “a (vi)” could mean `a` or `b`"),
        (Table((Fact("x", Kind.RECORDS, text("x"), table=TALKS),)), "`x` is a table inside the table `t`"),
        (Table((A,), number=0), "the table `t` has 0 records, 1 to 400 are possible"),
        (Table((A,), number=MAX_RECORDS + 1), "the table `t` has 401 records"),
        (Table((A,), number=True), "`True` is no number of records"),
        (Table((A,), number="clean"), "`clean` is no count, and cannot say how many records the table `t` has"),
        (Table((A,), number="nothing"), "`nothing` is no count"),
        (Table((A,), number="balance"), "`balance` may go beyond 400"),
        (
            Table((A,), number="many"),
            "`many` may go beyond 400, the most that a table has. Set its max: to 400 or less",
        ),
        (
            Table((A,), definitions=(within("d", "each.x + 1"),)),
            "(facts.t.d): `each.x` is not known. Did you mean `each.d`, `each.a`?",
        ),
        (Table((A,), definitions=(within("d", "each.d + 1"),)), "the definition `t.d` needs itself: t.d → t.d"),
        (Table((A,), definitions=(within("d", 'each.a > "x"'),)), '`each.a > "x"` compares a number with a word'),
        (Table((A,), invariants=(invariant("each.a <= each.x"),)), "(facts.t.kept): `each.x` is not known"),
        (
            Table((A,), invariants=(invariant("each.a + 1"[:6] + " <= 5"),)),
            "5 is outside what `each.a` can be (0 to 2)",
        ),
    ],
)
def test_what_makes_no_table(table, said):
    """One clear fault each."""
    (line,) = faults(table, facts=[*FACTS, count("many", 0, 500)])
    assert said in line


@pytest.mark.parametrize(
    "rule, said",
    [
        ("t > 1", "`t` is a table of records, no single value. Draw the records together, like count(t)"),
        ("t", "`t` is a table of records, no single value"),
        ("not t", "`t` is a table of records, no single value"),
        ("t in (1,)", "`t` is a table of records, no single value"),
        ("count(held) > 1", "`held` is no table of records"),
        ("count(nothing) > 1", "`nothing` is not known"),
        ("count(m.c for m in t) > 1", "1:7 (criteria.c0.rule): `each.c` is not known"),
        ("count(m.a for m in t) > 1", "`each.a` alone is no condition"),
        (
            "sum(m.ok for m in t) > 1",
            "`each.ok` is a flag, no number. Count the records that meet something with count(…)",
        ),
        ("sum(m.a + clean for m in t) > 1", "`clean` is a flag, no number"),
        ("count(m.a > 85 for m in t) > 1", "85 is outside what `each.a` can be (0 to 2)"),
        ("count(3 > 2 for m in t) > 1", "`3 > 2` names no fact and decides nothing"),
        (
            "share(m.ok for m in t) > 85",
            "85 is outside what `share(each.ok for each in t)` can be (0 to 1). Did you mean 0.85?",
        ),
        ("sum(m.a for m in t) / sum(m.b for m in t) > 85", "can be (0 to 1). Did you mean 0.85?"),
        ("mean(m.a / m.b for m in t) >= 85", "can be (0 to 1). Did you mean 0.85?"),
        ("count(m.ok for m in t) > 5", "5 is outside what `count(each.ok for each in t)` can be (0 to 4)"),
        ("longest_run(m.ok for m in t) == 7", "can be (0 to 4)"),
        ("sum(m.a for m in t) == 9", "can be (0 to 8)"),
        ("max(m.a for m in t) > 3", "can be (0 to 2)"),
        ('max(m.a for m in t) == "x"', "compares a number with a word"),
        ("at_least(count(t), clean, warned)", "`at_least` counts in whole numbers"),
    ],
)
def test_rules_over_records_are_checked(rule, said):
    """Names, types and bounds inside and outside of an aggregate; a part of a whole is a share, record by record."""
    table = Table((A, B, Fact("ok", Kind.FLAG, text("ok"))), number=4, invariants=(invariant("each.a <= each.b"),))
    try:
        (line,) = faults(table, rule)
    except fourgood.RuleError as error:
        line = str(error)
    assert said in line


def test_names_of_a_record_are_not_those_of_the_unit():
    """A column may be called as a fact is, or as the unit's kind is: it is named differently."""
    table = Table((column("held", "0", "2"), Fact("kind", Kind.FLAG, text("sort of"))), number=2)
    assert faults(table, "count(m.held > held - 19 and m.kind for m in t) > 1") == []


def test_a_circle_through_a_table_is_found():
    """A definition over records that need it themselves."""
    table = Table((A,), definitions=(within("d", "each.a > total"),))
    lines = faults(table, definitions=(defined("total", "count(m.d for m in t)"),))
    assert any("needs itself" in line for line in lines)


def test_words_of_the_language_are_no_keys():
    """What is called like a function here would be read as one."""
    for key in ("count", "share", "longest_run", "each"):
        lines = faults(Table((A,)), facts=[*FACTS, count(key)])
        assert any(f"`{key}` already means something in a rule" in line for line in lines)
