"""A function in Python sees the facts it declared, and what it reads is written down."""

import pytest

from fourgood.record import Record
from fourgood.view import AbsentFact, UndeclaredFact, View


def test_reading_is_recorded():
    """Each fact once, in the order in which it was asked for, absent or not."""
    view = View({"a": 1, "b": 2}, ("a", "b", "c"))
    assert (view["b"], view.get("c"), view["a"], view["b"]) == (2, None, 1, 2)
    assert view.read == ("b", "c", "a")


def test_an_absent_fact_ends_the_function():
    """By subscript; with get it may go on."""
    with pytest.raises(AbsentFact) as caught:
        View({}, ("a",))["a"]
    assert caught.value.key == "a"


def test_an_undeclared_fact_is_an_error():
    """Even when the dossier has it; and the declared ones are named."""
    with pytest.raises(UndeclaredFact, match="`b` is not among the declared facts: a, c"):
        View({"b": 1}, ("c", "a")).get("b")


def test_a_table_is_asked_for_by_its_records():
    """And only so: a function that mistakes one for the other is told which to use."""
    rows = (Record({"at": 1}),)
    view = View({"months": rows, "held": 3}, ("months", "held", "weeks"))
    assert view.records("months") == rows and view.read == ("months",)
    with pytest.raises(AbsentFact):
        view.records("weeks")
    with pytest.raises(TypeError, match=r"ask for view\.records\('months'\)"):
        view["months"]
    with pytest.raises(TypeError, match=r"ask for view\['held'\]"):
        view.records("held")
