"""Records drawn together in a rule text: Python's generator expression, and what people write instead."""

import pytest

from fourgood.errors import RuleError
from fourgood.parse import parse, parse_expression
from fourgood.rule import EACH, Aggregate, Arithmetic, Compare, Name, Number, Truth, names
from fourgood.write import to_text

T = Name("meetings")


@pytest.mark.parametrize(
    "text, tree",
    [
        ("count(meetings)", Aggregate("count", T, Truth(True))),
        ("count(m.held for m in meetings)", Aggregate("count", T, Name("each.held"))),
        ("sum(x.a - 1 for x in meetings)", Aggregate("sum", T, Arithmetic(Name("each.a"), "-", Number(1)))),
        ("mean((x.a for x in meetings))", Aggregate("mean", T, Name("each.a"))),
        ("min(each.a for each in meetings if each.b)", Aggregate("min", T, Name("each.a"), Name("each.b"))),
        ("share(m.a > b for m in meetings)", Aggregate("share", T, Compare(Name("each.a"), ">", Name("b")))),
    ],
)
def test_what_records_come_to_is_a_term(text, tree):
    """Whatever a record is called in the text, it is `each` in the tree."""
    assert parse_expression(text) == tree
    assert parse(f"{text} > 1") == Compare(tree, ">", Number(1))
    assert parse_expression(to_text(tree)) == tree


def test_a_tree_mentions_the_table_and_what_is_named_beside_it():
    """But not the columns: they are names of the record alone."""
    tree = parse("share(m.a / m.b > floor for m in meetings if m.late < limit) >= 2 * least")
    assert names(tree) == ("meetings", "floor", "limit", "least")


@pytest.mark.parametrize(
    "text, column, message, hint",
    [
        ("len(meetings) > 2", 1, "there is no function `len`", "Did you mean `count`?"),
        ("any(m.a for m in ms)", 1, "there is no function `any`", "Did you mean `count(…) >= 1`?"),
        ("all(m.a for m in ms)", 1, "there is no function `all`", "Did you mean `share(…) == 1`?"),
        ("average(m.a for m in ms) > 1", 1, "there is no function `average`", "Did you mean `mean`?"),
        ("conut(ms) > 1", 1, "there is no function `conut`", "Did you mean `count`?"),
        ("count(ms)", 1, "`count(ms)` is no condition", "Compare it with something"),
        ("sum(ms) > 2", 1, "`sum` does not know what to take from each record", "sum(m.… for m in ms)"),
        ("count([m.a for m in ms]) > 1", 1, "`count` draws together the records of a table", "Leave out the brackets"),
        (
            "count(m.a for m in ms for n in ns) > 1",
            1,
            "`count` draws together the records of one table",
            "count(m.… for",
        ),
        ("count(m.a for m in ms if m.b if m.c) > 1", 33, "there is more than one `if`", "Join the conditions with and"),
        ("count(m.a for m, n in ms) > 1", 15, "`m, n` is no name for a record", "Write it like"),
        ("count(m.a for m in ms()) > 1", 20, "`ms()` is no table", "Write it like"),
        ("max(a, b) > 1", 1, "`max` draws together the records of a table", "max(m.… for m in meetings)"),
        ("count() > 1", 1, "`count` draws together the records of a table", "Write it like"),
        ("count(meetings, a) > 1", 1, "`count` draws together the records of a table", "Write it like"),
        ("count(m for m in ms) > 1", 7, "`m` is a record, which has no value itself", "Name one of its columns: m."),
        ("count(m.a.b for m in ms) > 1", 7, "`m.a.b` is no condition", "Compare it with something"),
        ("sum(m.a.b for m in ms) > 1", 5, "`m.a.b` has no place in a rule", "with one dot at most"),
        ("each.a > 1", 1, "`each.a` speaks of a record where there is none", "count(each.held for each in meetings)"),
        (
            "count(max(n.a for n in ns) > m.a for m in ms) > 1",
            7,
            "records are drawn together inside of one",
            "definition",
        ),
        ("share(m.a for m in ms) >= 70%", 27, "`70%` is no number here", "Write 70% as 0.7"),
        ("count(m.a for m in ms if m.b = 1) > 1", 30, "`=` is not written so in a rule", "Write =="),
    ],
)
def test_what_is_written_otherwise_is_refused_by_name(text, column, message, hint):
    """With the place, and with what to write."""
    with pytest.raises(RuleError) as caught:
        parse(text)
    (fault,) = caught.value.faults
    assert (fault.place.line, fault.place.column) == (1, column)
    assert message in str(fault) and hint in str(fault)


def test_a_record_may_be_spoken_of_alone():
    """In the definitions and invariants of a table, `each` is the record."""
    assert parse_expression("each.members - each.exempt", record=EACH) == Arithmetic(
        Name("each.members"), "-", Name("each.exempt")
    )
    with pytest.raises(RuleError, match="records are drawn together inside of one record"):
        parse("each.a <= count(ms)", record=EACH)


def test_a_name_of_another_record_is_a_name_like_any_other():
    """The type check then says that nothing is called so."""
    tree = parse("count(n.a for m in ms) > m.b")
    assert names(tree) == ("ms", "n.a", "m.b")
