"""Faults say what is wrong, where, and the mend; errors carry them all."""

import pickle

import pytest

from fourgood import errors
from fourgood.errors import DossierError, Fault, FourgoodError, Place


@pytest.mark.parametrize(
    "place, said",
    [
        (Place(), ""),
        (Place("a.yaml"), "a.yaml"),
        (Place("a.yaml", 3, 7), "a.yaml:3:7"),
        (Place("a.yaml", 3, key="facts.held"), "a.yaml:3 (facts.held)"),
        (Place(key="held"), "held"),
        (Place(line=3, column=7), "3:7"),
    ],
)
def test_a_place_says_what_is_known_of_it(place, said):
    """What is not known is left out."""
    assert str(place) == said


def test_a_fault_fills_in_its_values():
    """Message and mend are templates, the values are data."""
    fault = Fault("`{key}` is {value}", {"key": "held", "value": 3}, Place("a.yaml", 1), "Use {value} or more")
    assert str(fault) == "a.yaml:1: `held` is 3. Use 3 or more"
    assert str(Fault("all is lost")) == "all is lost"


def test_a_fault_is_said_in_another_language():
    """Templates are looked up before their values are filled in."""
    fault = Fault("no {what}", {"what": "x"}, hint="give {what}")
    assert fault.say({"no {what}": "thiếu {what}", "give {what}": "ghi {what}"}.get) == "thiếu x. ghi x"


def test_a_place_is_filled_in_where_it_is_not_known():
    """What a fault knows already stays."""
    fault = Fault("x", place=Place(line=3)).at(file="a.yaml", line=9)
    assert fault.place == Place("a.yaml", 3)


def test_an_error_carries_all_faults():
    """As data, and in its text a line each; it survives a trip to another process."""
    error = DossierError([Fault("one"), Fault("two {n}", {"n": 2})])
    assert [fault.message for fault in error.faults] == ["one", "two {n}"]
    assert str(error) == "one\ntwo 2"
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is DossierError and again.faults == error.faults
    assert FourgoodError(Fault("alone")).faults == (Fault("alone"),)


def test_every_error_is_a_fourgood_error():
    """One except clause takes them all."""
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    assert len(found) == 6
    assert all(issubclass(each, FourgoodError) and each.__doc__ for each in found)
