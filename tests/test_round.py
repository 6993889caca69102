"""A round: units from the bottom up, each with what it counts of those directly below it."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import fourgood
from fourgood.errors import Place
from fourgood.outcome import Outcome, Status
from fourgood.round import circles
from rounds import BOOK, CONDITIONS, COUNTED, by_definition, decided, forests, rulebook, shown, unit
from strategies import YEAR, count, text


def facts_of(round, id):
    """What a unit's counts came to."""
    return {key: value for key, value in round.verdicts[id].dossier.facts.items() if key in COUNTED}


def said(error):
    """The first fault in words."""
    return str(error.faults[0])


def test_a_committee_counts_the_cells_directly_below_it():
    """Those for which the condition holds, by status, by grade, by facts; a deferred unit has no grade."""
    cells = [
        unit("a", "top"),
        unit("b", "top", held=11),
        unit("c", "top", under_review=True),
        unit("d", "top", warned=True),
        unit("e", "elsewhere"),
    ]
    found = fourgood.evaluate_round([unit("top", kind="committee"), *cells], BOOK)
    assert facts_of(found, "top") == {"cells_recognised": 1, "cells_excellent": 2, "cells_in_order": 2}
    assert list(found.verdicts) == ["top", "a", "b", "c", "d", "e"]
    assert not found.rejected
    assert found.verdicts["top"].finding("enough").outcome is Outcome.MET


def test_what_is_counted_has_no_evidence_and_what_the_dossier_states_comes_first():
    """Also under the title of the fact."""
    proof = fourgood.Evidence("Báo cáo")
    top = evolve(unit("top", kind="committee"), evidence={"cells_recognised": proof})
    found = fourgood.evaluate_round([top, unit("a", "top")], BOOK)
    assert facts_of(found, "top")["cells_recognised"] == 1
    assert dict(found.verdicts["top"].dossier.evidence) == {}
    stated = unit("top", kind="committee", **{"cells_recognised (vi)": 7})
    assert facts_of(fourgood.evaluate_round([stated, unit("a", "top")], BOOK), "top")["cells_recognised"] == 7


def test_absent_is_not_zero():
    """Without a unit below, and while one of them is open, the count is not known; nor is it for other kinds."""
    alone = fourgood.evaluate_round([unit("top", kind="committee")], BOOK)
    assert facts_of(alone, "top") == {}
    assert alone.verdicts["top"].status is Status.UNDETERMINED
    waiting = fourgood.evaluate_round([unit("top", kind="committee"), unit("a", "top", clean=None)], BOOK)
    assert facts_of(waiting, "top") == {}
    assert facts_of(fourgood.evaluate_round([unit("top"), unit("a", "top")], BOOK), "top") == {}
    refused = fourgood.evaluate_round([unit("top", kind="committee"), unit("a", "top", clean=False)], BOOK)
    assert facts_of(refused, "top") == {"cells_recognised": 0, "cells_excellent": 0, "cells_in_order": 0}


def test_a_count_that_is_open_says_for_which_units():
    """In both languages; of many the first ones."""
    units = [unit(f"c{at}", "top", clean=None) for at in range(5)]
    verdict = fourgood.evaluate_round([unit("top", kind="committee"), *units], BOOK).verdicts["top"]
    text = "`cells_recognised` is not counted: rejected or still open for c0, c1, c2, …"
    assert verdict.finding("enough").texts("en") == (text,)
    assert "còn để ngỏ ở c0" in verdict.finding("enough").texts("vi")[0]


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({"clean": False}, 0),  # it does not apply
        ({"clean": None, "held": 11}, 0),  # not met, or it does not apply
        ({"clean": None}, None),  # met, or it does not apply
        ({"held": None}, None),
    ],
)
def test_a_criterion_that_does_not_apply_counts_no_unit(facts, number):
    """The count is known as soon as it is certain which units are counted, whatever else is open."""
    book = rulebook({**COUNTED, "cells_asked": "often"})
    found = fourgood.evaluate_round([unit("top", kind="committee"), unit("a", "top", **facts)], book)
    assert found.verdicts["top"].dossier.facts.get("cells_asked") == number


def test_three_levels():
    """A committee under a committee counts it as a unit, when its own count is known."""
    units = [unit("top", kind="committee"), unit("mid", "top", kind="committee"), unit("low", "mid")]
    found = fourgood.evaluate_round(units, BOOK)
    assert [each.status for each in found.verdicts.values()] == [Status.RECOGNIZED] * 3
    assert facts_of(found, "top")["cells_recognised"] == 1
    refused = fourgood.evaluate_round([*units[:2], unit("low", "mid", clean=False)], BOOK)
    assert [each.status for each in refused.verdicts.values()] == [Status.NOT_RECOGNIZED] * 3


def test_a_chain_of_a_thousand_levels():
    """Nothing goes deeper with the depth."""
    chain = [unit("u0", kind="committee"), *(unit(f"u{at}", f"u{at - 1}", kind="committee") for at in range(1, 1500))]
    found = fourgood.evaluate_round([*chain, unit("last", "u1499")], BOOK)
    assert {each.status for each in found.verdicts.values()} == {Status.RECOGNIZED}


def test_a_rejected_unit_stops_nobody_and_leaves_the_count_above_it_open():
    """The reasons are those of the door."""
    units = [unit("top", kind="committee"), unit("a", "top"), unit("b", "top", held=99), unit("c")]
    found = fourgood.evaluate_round(units, BOOK)
    assert list(found.verdicts) == ["top", "a", "c"]
    assert list(found.rejected) == ["b"]
    assert "`held`" in said(found.rejected["b"])
    assert facts_of(found, "top") == {}


def test_units_that_could_not_be_read_leave_counts_open():
    """Those of their parent, or all where it is not known."""
    units = [unit("top", kind="committee"), unit("a", "top"), unit("other", kind="committee"), unit("b", "other")]
    below_top = fourgood.evaluate_round(units, BOOK, unread=["top", ""])
    assert facts_of(below_top, "top") == {}
    assert facts_of(below_top, "other")["cells_recognised"] == 1
    below_any = fourgood.evaluate_round(units, BOOK, unread=[None])
    assert facts_of(below_any, "top") == facts_of(below_any, "other") == {}
    alone = fourgood.evaluate_round(units[:1], BOOK, unread=["top"]).verdicts["top"]
    assert "could not be read" in alone.finding("enough").texts("en")[0]
    assert "could not be read" in below_any.verdicts["top"].finding("enough").texts("en")[0]


def test_units_that_come_twice_are_all_rejected():
    """Nobody knows which of them is right, composed or not; the counts of both parents are open."""
    units = [
        unit("top", kind="committee"),
        unit("other", kind="committee"),
        unit("é", "top"),
        unit("e\N{COMBINING ACUTE ACCENT}", "other"),
        unit("b", "top"),
    ]
    found = fourgood.evaluate_round(units, BOOK)
    assert list(found.rejected) == ["é", "e\N{COMBINING ACUTE ACCENT}"]
    assert said(found.rejected["é"]) == "the unit `é` is there 2 times in one round. Keep one of them"
    assert facts_of(found, "top") == facts_of(found, "other") == {}


def test_a_circle_of_parents_is_named():
    """All in it are rejected, at their parents' places; those below it and beside it are evaluated."""
    placed = evolve(unit("b", "a"), places={"parent": Place("units.csv", 3)})
    units = [unit("a", "c"), placed, unit("c", "b"), unit("self", "self"), unit("d", "a"), unit("e")]
    found = fourgood.evaluate_round(units, BOOK)
    assert list(found.verdicts) == ["d", "e"]
    assert said(found.rejected["b"]) == (
        "units.csv:3: the parents of the unit `b` form a circle: a → c → b → a. "
        "Name the unit directly above it as its parent, or none"
    )
    assert "self → self" in said(found.rejected["self"])


def test_a_count_beyond_the_bounds_of_its_fact_is_a_fault():
    """Of the unit that counts."""
    book = rulebook(facts=[count("cells_recognised", 0, 1, counts_below="recognized")])
    found = fourgood.evaluate_round([unit("top", kind="committee"), unit("a", "top"), unit("b", "top")], book)
    assert "`cells_recognised`" in said(found.rejected["top"])


def test_a_function_sees_what_is_counted():
    """A derived fact may read it."""
    twice = fourgood.DerivedFact(
        count("twice", 0, 99), lambda view: 2 * (view["cells_recognised"] or 0), ("cells_recognised",)
    )
    found = fourgood.evaluate_round([unit("top", kind="committee"), unit("a", "top")], rulebook(derived=(twice,)))
    assert found.verdicts["top"].dossier.facts["twice"] == 2


def test_one_dossier_by_itself_counts_nothing():
    """The fact is like any other then."""
    verdict = fourgood.evaluate(unit("top", kind="committee", cells_recognised=3), BOOK)
    assert verdict.status is Status.RECOGNIZED
    assert fourgood.evaluate(unit("top", kind="committee"), BOOK).missing == ("cells_recognised",)


@given(forests())
def test_a_round_is_what_its_definition_says(units):
    """Each unit after those below it, with what the words of its counts say of them."""
    found = fourgood.evaluate_round(units, BOOK)
    assert not found.rejected
    assert shown(found.verdicts) == shown(by_definition(units))


@given(forests(), st.data())
def test_the_order_of_dossiers_is_irrelevant(units, data):
    """Also with a unit twice and a circle."""
    more = [unit("x", "y"), unit("y", "z"), unit("z", "x"), unit("u0", "u1")]
    given_units = [*units, *data.draw(st.sampled_from([[], more[:3], more[3:], more]))]
    one = fourgood.evaluate_round(given_units, BOOK)
    other = fourgood.evaluate_round(data.draw(st.permutations(given_units)), BOOK)
    assert shown(one.verdicts) == shown(other.verdicts)
    assert {id: each.faults for id, each in one.rejected.items()} == {
        id: each.faults for id, each in other.rejected.items()
    }


BOOKS = {condition: rulebook({**COUNTED, "cells_asked": condition}) for condition in CONDITIONS}


@given(forests(), st.sampled_from(CONDITIONS), st.data())
def test_learning_a_fact_turns_nothing_that_is_decided(units, condition, data):
    """Of any unit, in any count: what was decided of the units above stays so."""
    book = BOOKS[condition]
    at = data.draw(st.integers(0, len(units) - 1))
    key, value = data.draw(st.sampled_from([("clean", True), ("clean", False), ("held", 5), ("held", 12)]))
    learnt = units[at] if key in units[at].facts else units[at].with_facts({key: value})
    before = fourgood.evaluate_round(units, book).verdicts
    after = fourgood.evaluate_round([*units[:at], learnt, *units[at + 1 :]], book).verdicts
    for id, verdict in before.items():
        assert decided(verdict).items() <= decided(after[id]).items()


@given(st.dictionaries(st.integers(0, 8), st.integers(0, 8)))
def test_every_circle_is_found_once(parents):
    """A unit is in one exactly when going up leads back to it."""
    named = {str(id): str(parent) for id, parent in parents.items()}

    def returns(id):
        here = named[id]
        for _ in named:
            if here == id:
                return True
            here = named.get(here, "")
        return False

    found = [id for circle in circles(named) for id in circle]
    assert sorted(found) == sorted(id for id in named if returns(id))


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("recognised", "`recognised` is not known. Did you mean `recognized`, `cells_recognised`, `not_recognized`?"),
        ("wholly_other", "`wholly_other` is not known. What is counted may name facts, definitions"),
        ("held", "`held` alone is no condition"),
        ("recognized >= 1", "`recognized` is met or not, it has no value to compare"),
        ("held >= 0", "`held >= 0` is always met, whatever the facts are"),
        ("held > 99", "99 is outside what `held` can be (0 to 20)"),
    ],
)
def test_a_count_is_checked_when_the_rulebook_is_made(condition, fault):
    """As every rule, in the words of what it may name."""
    with pytest.raises(fourgood.RulebookError) as caught:
        rulebook({**COUNTED, "cells_asked": condition})
    assert fault in str(caught.value)
    assert "(facts.cells_asked.counts_below)" in str(caught.value)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_a_count_may_name(condition):
    """What criteria may name, what standards may, and the statuses."""
    book = rulebook({**COUNTED, "cells_asked": condition})
    assert fourgood.to_text(book.vocabulary.facts["cells_asked"].counts_below) == fourgood.to_text(
        fourgood.parse(condition)
    )


def test_where_a_criterion_has_the_name_of_a_fact_the_fact_is_meant():
    """So it is with judged criteria: they share their id with what the appraiser said."""
    book = rulebook({**COUNTED, "cells_asked": "tidy >= 1"}, facts=[count("tidy")])
    found = fourgood.evaluate_round([unit("top", kind="committee"), unit("a", "top", tidy=0)], book)
    assert found.verdicts["a"].finding("tidy").outcome is Outcome.MET
    assert found.verdicts["top"].dossier.facts["cells_asked"] == 0


@pytest.mark.parametrize("name", ["recognized", "not_recognized", "deferred"])
def test_the_statuses_are_names_that_nothing_else_has(name):
    """Neither a fact nor a criterion, group or grade."""
    with pytest.raises(fourgood.RulebookError, match=f"`{name}` already means something in a count of units below"):
        rulebook(facts=[count(name)])
    with pytest.raises(fourgood.RulebookError, match=f"`{name}` already means something in a count of units below"):
        BOOK.replace(groups=(*BOOK.groups, fourgood.Group(name, text(name))))


def test_only_a_count_counts():
    """No flag, no column of a table, nothing that a function works out."""
    with pytest.raises(fourgood.RulebookError, match="only a count can count the units below"):
        fourgood.Fact("f", fourgood.Kind.FLAG, text("f"), counts_below="recognized")
    column = count("present", counts_below="recognized")
    table = fourgood.Fact("meetings", fourgood.Kind.RECORDS, text("m"), table=fourgood.Table((column,)))
    with pytest.raises(fourgood.RulebookError, match="and is a column of the table `meetings`"):
        rulebook(facts=[table])
    derived = fourgood.DerivedFact(count("more", counts_below="recognized"), lambda view: 1, ())
    with pytest.raises(fourgood.RulebookError, match="and a function works it out as well"):
        rulebook(derived=(derived,))


def test_a_dossier_of_another_year_is_rejected():
    """And the count above it is open."""
    other = evolve(unit("a", "top"), year=YEAR - 1)
    found = fourgood.evaluate_round([unit("top", kind="committee"), other], BOOK)
    assert list(found.rejected) == ["a"]
    assert facts_of(found, "top") == {}
