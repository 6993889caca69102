"""Records drawn together: exact where all is known, and never wrong about what is not."""

from fractions import Fraction
from itertools import groupby, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fourgood.aggregate import CALCULATED, Asked, Taken, count, longest_run, share
from fourgood.outcome import MET, NOT_MET, UNKNOWN
from fourgood.parse import parse
from fourgood.record import AT, Record
from fourgood.table import Table
from fourgood.truth import amount, truth
from fourgood.vocabulary import Fact, Kind, Vocabulary
from records import AGGREGATES_DRAWN, rows
from strategies import FACTS, SCOPE, defined, keyed, text
from strategies import count as counted

MANY = settings(max_examples=300)
SAID = {"met": MET, "not met": NOT_MET, "unknown": UNKNOWN}


def table(**columns):
    """Records numbered from 1, of lists of values by column; None is absent."""
    length = max((len(values) for values in columns.values()), default=0)
    return tuple(
        Record({AT: at + 1} | {key: values[at] for key, values in columns.items() if values[at] is not None})
        for at in range(length)
    )


HELD = {"months": table(open=[True, True, False], late=[0, 2, 1])}
TALKS = {"sat": 2, "talks": table(present=[1, 1], invited=[1, 2], sort=["regular", "thematic"])}


@pytest.mark.parametrize(
    "text, known, outcome",
    [
        # Exact, and > is not >=.
        ("share(m.open for m in months) >= 2/3", HELD, "met"),
        ("share(m.open for m in months) > 2/3", HELD, "not met"),
        ("count(m.open for m in months) == 2", HELD, "met"),
        ("longest_run(m.open for m in months) == 2", HELD, "met"),
        ("longest_run(m.open for m in months if m.late > 0) == 1", HELD, "met"),
        ("longest_run(m.late <= 1 for m in months if m.late != 2) == 2", HELD, "met"),  # left out: no break
        ("sum(m.late for m in months) == 3", HELD, "met"),
        ("mean(m.late for m in months) == 1", HELD, "met"),
        ("max(m.late for m in months if m.open) == 2", HELD, "met"),
        ("min(m.late for m in months if not m.open) == 1", HELD, "met"),
        ("max(m.late for m in months) - min(m.late for m in months) == 2", HELD, "met"),
        # The average of the meetings is not the pooled share of those present.
        ("mean(t.turnout for t in talks) == 0.75", TALKS, "met"),
        ("sum(t.present for t in talks) / sum(t.invited for t in talks) == 2/3", TALKS, "met"),
        ("turned_up == 2/3", TALKS, "met"),
        ("full_talks == 0.5", TALKS, "met"),
        ('share(t.full for t in talks if t.sort == "thematic") == 0', TALKS, "met"),
        ("count(talks) == 2", TALKS, "met"),
        # An absent table is not an empty one, and an absent record is not zero.
        ("count(m.open for m in months) >= 0", {}, "unknown"),
        ("count(v.liked for v in visits) == 0", {"visits": ()}, "met"),
        ("sum(v.chill for v in visits) == 0", {"visits": ()}, "met"),
        ("count(talks) >= 1", {"talks": TALKS["talks"]}, "unknown"),  # how many there were is not known
        ("count(talks) == 3", {**TALKS, "sat": 3}, "met"),
        ("count(m.open for m in months) == 0", {"months": ()}, "unknown"),
        ("count(m.open for m in months) <= 3", {"months": ()}, "met"),
        ("count(m.open for m in months) >= 1", {"months": table(open=[True])}, "met"),
        ("share(m.open for m in months) >= 2/3", {"months": table(open=[True, True])}, "met"),
        ("share(m.open for m in months) > 2/3", {"months": table(open=[True, True])}, "unknown"),
        ("share(m.open for m in months) > 2/3", {"months": table(open=[False])}, "not met"),
        ("sum(m.late for m in months) <= 2", {"months": table(late=[0, 0])}, "met"),  # the third is 2 at most
        ("sum(m.late for m in months) >= 1", {"months": table(late=[0, 0])}, "unknown"),
        ("mean(m.late for m in months) < 1", {"months": table(late=[0, 0])}, "met"),
        ("max(m.late for m in months) >= 1", {"months": table(late=[0, 1])}, "met"),
        ("min(m.late for m in months) >= 1", {"months": table(late=[0, 1])}, "not met"),
        ("longest_run(m.open for m in months) <= 1", {"months": table(open=[None, False, None])}, "met"),
        ("longest_run(m.open for m in months) <= 2", {"months": table(open=[True, None, True])}, "unknown"),
        ("longest_run(m.open for m in months) >= 1", {"months": table(open=[True, None, True])}, "met"),
        # A talk of which nothing is known may stand anywhere: it may break the longest run or lengthen it.
        ("longest_run(t.present == 1 for t in talks) <= 3", {**TALKS, "sat": 3}, "met"),
        ("longest_run(t.present == 1 for t in talks) <= 2", {**TALKS, "sat": 3}, "unknown"),
        ("longest_run(t.present == 1 for t in talks) >= 2", {**TALKS, "sat": 3}, "unknown"),
        ("longest_run(t.present == 1 for t in talks) >= 1", {**TALKS, "sat": 3}, "met"),
        # Where none counts, there is no share, no average, no greatest: authors guard with applies_when.
        ("share(v.liked for v in visits) >= 0", {"visits": ()}, "unknown"),
        ("mean(v.chill for v in visits) >= -1", {"visits": ()}, "unknown"),
        ("max(v.chill for v in visits) >= -1", {"visits": ()}, "unknown"),
        ("share(v.liked for v in visits if v.chill > 0) >= 0", {"visits": table(liked=[True])}, "unknown"),
        # A divisor that may be zero leaves the whole unknown; what may not count does not hurt.
        ("sum(1 / v.chill for v in visits) > 0", {"visits": table(chill=[1, None])}, "unknown"),
        ("sum(1 / v.chill for v in visits if v.liked) == 1", {"visits": table(chill=[1, 0], liked=[1, 0])}, "met"),
        # A share of what is kept in order stays one, however little is known.
        ("min(t.turnout for t in talks) <= 1", {"sat": 1, "talks": ()}, "met"),
        ("turned_up <= 1", {"sat": 2, "talks": TALKS["talks"][:1]}, "met"),
        # Facts of the unit may be named beside those of the record.
        ("count(m.late >= held for m in months) == 2", {**HELD, "held": 1}, "met"),
        ("count(m.late >= held for m in months) == 2", HELD, "unknown"),
        ("count(m.late >= min_held for m in months) == 0", HELD, "met"),
        ("count(m.late > turned_up for m in months) == 2", {**HELD, **TALKS}, "met"),  # a table within, through a name
    ],
)
def test_what_records_come_to(text, known, outcome):
    """One line, one rule, one small table."""
    assert truth(parse(text), SCOPE, known) == SAID[outcome]


def test_columns_of_another_table_do_not_leak_in():
    """A name inside one table that draws another together sees the other's columns alone, however they are called."""
    own = Table((counted("late"), Fact("liked", Kind.FLAG, text("liked"))), number=1)
    more = (Fact("others", Kind.RECORDS, text("others"), table=own), *FACTS)
    inner = defined("liked_others", "count(each.liked for each in others)")
    scope = Vocabulary(keyed(more), {"liked_others": inner}, {}).scope
    rule = parse("count(v.liked and liked_others == 1 for v in visits) == 0")
    known = {"visits": table(liked=[True]), "others": (Record({AT: 1, "late": 1}),)}
    assert truth(rule, scope, known) == UNKNOWN


# What is still open: exactly the hull of all that may turn out.

WHERES = st.sampled_from([MET, NOT_MET, UNKNOWN])
ANSWERS = st.builds(Asked, WHERES, WHERES)
ENDS = st.integers(-2, 2).map(Fraction)
NUMBERS = st.builds(Taken, WHERES, st.tuples(ENDS, ENDS).map(sorted).map(tuple))


def ways(answer):
    """The ways in which a record may turn out: left out, or met, or not."""
    for where, what in product((MET, NOT_MET), repeat=2):
        if where & answer.where and what & answer.what:
            yield None if where == NOT_MET else what == MET


def hull(found):
    """The least and the most of some numbers; None when there are none."""
    return (Fraction(min(found)), Fraction(max(found))) if found else None


def runs(turned_out):
    """The longest run of what is met, whatever is left out."""
    kept = [each for each in turned_out if each is not None]
    return max((len(list(group)) for met, group in groupby(kept) if met), default=0)


@MANY
@given(st.lists(ANSWERS, max_size=4))
def test_counts_and_shares_leave_open_exactly_what_can_happen(answers):
    """A share has no value where it may be that none counts."""
    counts, shares, nobody = [], [], not any(each.where == MET for each in answers)
    for turned_out in product(*map(ways, answers)):
        kept = [each for each in turned_out if each is not None]
        counts.append(sum(kept))
        shares += [Fraction(sum(kept), len(kept))] if kept else []
    assert count(answers) == hull(counts)
    assert share(answers) == (None if nobody else hull(shares))


@MANY
@given(st.lists(ANSWERS, max_size=4), st.integers(0, 2))
def test_the_longest_run_leaves_open_exactly_what_can_happen(answers, unplaced):
    """Records whose place is not known may come anywhere between the others."""
    found = []
    blank = Asked(MET, UNKNOWN)
    for places in product(range(len(answers) + 1), repeat=unplaced):
        order = list(answers)
        for place in sorted(places, reverse=True):
            order.insert(place, blank)
        found += [runs(turned_out) for turned_out in product(*map(ways, order))]
    assert longest_run(answers, unplaced, blank) == hull(found)


@MANY
@given(st.lists(NUMBERS, max_size=4))
def test_calculations_leave_open_exactly_what_can_happen(numbers):
    """Whether each record counts, and every end of each number."""
    nobody, possible = not any(each.where == MET for each in numbers), []
    for kept in product(*([bit == MET for bit in (MET, NOT_MET) if each.where & bit] for each in numbers)):
        possible += product(*(each.number for keep, each in zip(kept, numbers, strict=True) if keep))
    made = {
        "sum": [sum(each, Fraction(0)) for each in possible],
        "mean": [sum(each) / len(each) for each in possible if each],
        "min": [min(each) for each in possible if each],
        "max": [max(each) for each in possible if each],
    }
    for function, found in made.items():
        expected = hull(found) if function == "sum" or not nobody else None
        assert CALCULATED[function](numbers) == expected


# Learning more only narrows what was open.

FULL = st.fixed_dictionaries(
    {
        "months": rows("months", full=True),
        "talks": rows("talks", full=True),
        "visits": rows("visits", full=True),
        "held": st.integers(0, 3),
        "clean": st.booleans(),
    }
).map(lambda facts: {**facts, "sat": len(facts["talks"])})


@st.composite
def forgotten(draw, known):
    """The same facts with less known: columns, records that others can be told from, whole facts."""
    found = {key: draw(less_rows(key, value)) if isinstance(value, tuple) else value for key, value in known.items()}
    lost = draw(st.sets(st.sampled_from(sorted(known)))) if draw(st.integers(0, 3)) == 0 and known else set()
    return {key: value for key, value in found.items() if key not in lost}


@st.composite
def less_rows(draw, key, known):
    """Rows with less in them; where no number of records is declared, those given are all there are."""
    kept = [row for row in known if key == "visits" or draw(st.booleans())]
    return tuple(Record({name: row[name] for name in row if name == AT or draw(st.booleans())}) for row in kept)


@settings(max_examples=400)
@given(AGGREGATES_DRAWN, FULL, st.data())
def test_what_was_open_holds_whatever_turns_out(aggregate, full, data):
    """Columns, records and facts that are not known may turn out in any way: what comes of it was open before."""
    less = data.draw(forgotten(full))
    least = data.draw(forgotten(less))
    found = [amount(aggregate, SCOPE, known) for known in (least, less, full)]
    assert within(found[2], found[1]) and within(found[1], found[0])


def within(after, before):
    """Whether what is known after was open before."""
    return before is None or (after is not None and before[0] <= after[0] <= after[1] <= before[1])
