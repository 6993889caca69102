"""Faults as JSON data: what is wrong and the mend in both languages, and where."""

from typing import Any as AnyType

from attrs import asdict, evolve

from fourgood.canonical import known
from fourgood.errors import Fault, Place
from fourgood.language import language
from fourgood.text import LANGS


def fault_json(fault: Fault) -> dict[str, AnyType]:
    """A fault, its place apart from its words."""
    bare = evolve(fault, place=Place())
    return {"text": {lang: bare.say(language(lang)) for lang in LANGS}, "place": place_json(fault.place)}


def place_json(place: Place) -> dict[str, AnyType]:
    """Where something stands; what is not known is left out."""
    return known(asdict(place))
