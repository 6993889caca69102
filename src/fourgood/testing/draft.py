"""A case as its file states it, before any rulebook has looked at it."""

from collections.abc import Mapping
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.dossier import Evidence
from fourgood.errors import Place
from fourgood.outcome import Outcome, Status
from fourgood.vocabulary import UnitKind
from fourgood.yamlfile import Path_


@frozen
class Stated:
    """What is stated of a unit: its facts, their evidence, and where each stands."""

    facts: Mapping[str, AnyType] = field(factory=dict)
    evidence: Mapping[str, Evidence] = field(factory=dict)
    places: Mapping[str, Place] = field(factory=dict)


@frozen
class Draft:
    """One entry of a file: a case, or several that differ in their unit alone.

    `at` is the path to it in its file. `kinds` is None for the kinds that its criterion concerns; a type that is None
    is not known. `base` is the one that it starts from, where it is an entry for several.
    """

    name: str
    place: Place
    at: Path_
    stated: Stated
    base: str | None = None
    kinds: tuple[UnitKind, ...] | None = None
    types: tuple[str | None, ...] = (None,)
    year: int | None = None
    criteria: Mapping[str, Outcome] = field(factory=dict)
    groups: Mapping[str, Outcome] = field(factory=dict)
    status: Status | None = None
    by: tuple[str, ...] = ()
    grade: str | None = None
    because: tuple[str, ...] = ()
    reviewed: bool = True
    source: str | None = None
