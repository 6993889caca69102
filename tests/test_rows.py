"""Records come in as they were written, and go on typed, bounded, in order; everything wrong is said at once."""

import datetime
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fourgood
from fourgood.admit import admit
from fourgood.errors import DossierError, Place
from fourgood.record import MAX_RECORDS, Record
from records import CELLS, TABLES, rows
from strategies import VOCABULARY, YEAR


def admitted(**facts):
    """The facts as the vocabulary takes them."""
    return admit(fourgood.Dossier("u1", "cell", YEAR, facts=facts), VOCABULARY, YEAR).facts


def refusals(**facts):
    """What is wrong with facts."""
    with pytest.raises(DossierError) as caught:
        admitted(**facts)
    return list(map(str, caught.value.faults))


def test_records_come_in_order_typed_and_immutable():
    """By number or date; what is null is absent; columns may be called by their titles."""
    found = admitted(months=[{"at": 3, "late": 1}, {"at": 1, "open (vi)": True, "late": None}])
    assert found["months"] == ({"at": 1, "open": True}, {"at": 3, "late": 1})
    with pytest.raises(TypeError):
        found["months"][0]["late"] = 2
    assert hash(found["months"]) == hash(admitted(months=found["months"])["months"])
    assert pickle.loads(pickle.dumps(found["months"])) == found["months"]


@pytest.mark.parametrize(
    "given_, kept",
    [
        (["2024-03-05", "2024-01-05"], ["2024-01-05", "2024-03-05"]),
        ([datetime.date(2024, 3, 5), datetime.datetime(2024, 1, 5, 8)], ["2024-01-05", "2024-03-05"]),
        ([10, "2", 3.0, Decimal(1)], [1, 2, 3, 10]),
        (["Tháng mười", " Tháng hai "], ["Tháng mười", "Tháng hai"]),  # names have no order but the one given
    ],
)
def test_what_tells_records_apart(given_, kept):
    """Dates and numbers in their order, whatever they come as."""
    assert [row["at"] for row in admitted(visits=[{"at": at} for at in given_])["visits"]] == kept


@pytest.mark.parametrize(
    "facts, said",
    [
        ({"months": 3}, "months: `months` is a table of records, not `3`"),
        ({"months": "x"}, "`months` is a table of records, not `x`. Give its records: a list with a row for each"),
        ({"months": ["x"]}, "months[0]: `x` is no record of `months`"),
        ({"months": [{"late": 1}]}, "months[0]: row 1 of `months` does not say which record it is"),
        ({"months": [{"at": 4}]}, "`4` in row 1 of `months` is none of its records, which are 1 to 3"),
        ({"months": [{"at": 0}]}, "`0` in row 1 of `months` is none of its records"),
        ({"months": [{"at": "March"}]}, "`March` in row 1 of `months` is none of its records"),
        ({"months": [{"at": True}]}, "`True` in row 1 of `months` tells no record"),
        ({"visits": [{"at": "x" * 61}]}, "tells no record"),
        ({"visits": [{"at": "a\x00"}]}, "tells no record"),
        ({"visits": [{"at": 1.5}]}, "tells no record"),
        ({"months": [{"at": 1}, {"at": "1"}]}, "`months` has the record 1 more than once"),
        ({"months": [{"at": at} for at in (1, 2, 3, 3)]}, "`months` has 4 records, 3 at most"),
        ({"visits": [{"at": at} for at in range(MAX_RECORDS + 1)]}, "`visits` has 401 records, 400 at most"),
        (
            {"months": [{"at": 2, "lat": 1}]},
            "months[0].lat: `months[2].lat` is no column of this table. Did you mean `late`?",
        ),
        ({"months": [{"at": 2, 7: 1}]}, "`months[2].7` is no column of this table. Its columns are open, late"),
        ({"months": [{"at": 2, "late": 3}]}, "months[0].late: `months[2].late` is 3, outside 0 to 2"),
        ({"months": [{"at": 2, "late": 0.5}]}, "`months[2].late` is counted in whole numbers, not 0.5"),
        ({"months": [{"at": 2, "open": 1}]}, "`months[2].open` is yes or no, not `1`"),
        ({"months": [{"at": 2, "late": float("nan")}]}, "`months[2].late` cannot be `nan`"),
        ({"months": [{"at": 2, "late": 1, "late (vi)": 1}]}, "`months[2].late (vi)` gives `late` a second time"),
        ({"talks": [{"at": 1, "sort": "regulr"}]}, "`talks[1].sort` cannot be `regulr`. Did you mean"),
        (
            {"talks": [{"at": 1, "present": 2, "invited": 1}]},
            "“seats (vi)” does not hold in talks[1]: present = 2, invited = 1",
        ),
        ({"talks": [{"at": 1}, {"at": 2}], "sat": 1}, "`talks` has 2 records, and `sat` is 1. Check both figures"),
        ({"held": [{"at": 1, "who": "Nguyễn Văn A"}]}, "`held` is a number, not `…`"),
    ],
)
def test_what_a_table_does_not_take(facts, said):
    """With table, row and column, and the mend."""
    (line,) = refusals(**facts)
    assert (
        said in line
        or said.replace("(vi)”", "(en)”").replace("seats (vi)", "Text(vi='seats (vi)', en='seats (en)')") in line
    )


def test_everything_wrong_is_said_at_once():
    """Of several rows and tables."""
    lines = refusals(months=[{"at": 1, "late": 5, "open": "x"}, {"late": 1}, 3], talks=[{"at": 1, "x": 1}])
    assert len(lines) == 5


def test_a_fault_stands_where_its_cell_does():
    """Else where its table does."""
    places = {"months[0].late": Place("d.csv", 7, 3), "visits": Place("d.csv", 2)}
    dossier = fourgood.Dossier(
        "u1", "cell", YEAR, facts={"months": [{"at": 1, "late": 5}], "visits": [{"at": 1, "x": 1}]}, places=places
    )
    with pytest.raises(DossierError) as caught:
        admit(dossier, VOCABULARY, YEAR)
    assert [fault.place for fault in caught.value.faults] == [places["months[0].late"], places["visits"]]


@given(st.fixed_dictionaries({key: rows(key) for key in CELLS}))
def test_what_was_taken_is_taken_again(tables):
    """Unchanged, and as JSON too."""
    once = admitted(**tables, sat=4)
    again = admitted(**once)
    assert once == again
    dossier = fourgood.Dossier("u1", "cell", YEAR, facts=once)
    assert admitted(**dossier.to_json()["facts"]) == once


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from(["at", "late", "open", "x"]), each),
)


@given(
    st.sampled_from([table.key for table in TABLES]),
    JUNK | st.lists(st.dictionaries(st.just("at") | st.just("late"), JUNK)),
)
def test_junk_never_crashes(key, junk):
    """Whatever comes: records, or faults."""
    try:
        taken = admitted(**{key: junk})
    except DossierError:
        return
    assert all(isinstance(row, Record) for row in taken.get(key, ()))
