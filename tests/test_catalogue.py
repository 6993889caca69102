"""Everything that is said to people is in the Vietnamese catalogue, with the same placeholders."""

import string
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from fourgood.errors import Fault
from fourgood.language import language
from messages import messages

FOUND = messages()


def catalogue():
    """The messages of the Vietnamese catalogue, without its head."""
    path = files("fourgood") / "locale/vi/LC_MESSAGES/fourgood.po"
    with path.open("rb") as file:
        return {message.id: message for message in read_po(file, locale="vi") if message.id}


CATALOGUE = catalogue()


def placeholders(text):
    """The names that a template has values for."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_the_messages_are_found():
    """The collector sees messages given directly, by name, from tables, loops and choices."""
    for message in (
        "this rule is nested more than {limit} levels deep",  # a local name
        "this number has more than {limit} digits",  # a constant of the module
        "at least {limit}",  # a table
        "Vetoes that apply",  # a loop
        "RECOGNISED as “{title}”",  # a table asked by key
        "Did you mean {near}?",  # one of two hints
        "`{key}` is a number, not `{value}`",  # an exception's own parameter
    ):
        assert message in FOUND, message


@pytest.mark.parametrize("message", sorted(FOUND))
def test_every_message_has_a_translation(message):
    """With the same placeholders, so that no value is lost and none is missing."""
    assert message in CATALOGUE, f"missing; said in {', '.join(sorted(FOUND[message]))}"
    translated = CATALOGUE[message].string
    assert translated.strip()
    assert placeholders(translated) == placeholders(message)


def test_no_translation_is_left_over():
    """What nothing says any more leaves the catalogue, and nothing is marked as doubtful."""
    assert sorted(set(CATALOGUE) - set(FOUND)) == []
    assert not any(message.fuzzy for message in CATALOGUE.values())


def test_a_fault_is_said_in_vietnamese():
    """Message and mend are looked up, values filled in."""
    fault = Fault("`{key}` is not known", {"key": "held"}, hint="Declare it as a fact, definition or parameter")
    said = fault.say(language("vi"))
    assert "`held`" in said and said != str(fault)
