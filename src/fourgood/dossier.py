"""One unit in one year: who it is, what is known of it, and on what evidence."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any as AnyType
from typing import Literal

from attrs import field, frozen

from fourgood.errors import Fault, Place
from fourgood.vocabulary import UnitKind, Value, Vocabulary


@frozen
class Evidence:
    """What a fact rests on: document, its number and date, who attests it.

    `own_value` keeps what the unit itself had stated where the appraiser's value differs.
    """

    document: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    attested_by: Literal["unit", "appraiser"] | None = None
    own_value: Value | None = None

    @property
    def documented(self) -> bool:
        """Whether there is a document: a value with nobody but a name behind it is a statement, not evidence."""
        return bool(self.document or self.number)


def _copied(mapping: Mapping[str, AnyType]) -> dict[str, AnyType]:
    return dict(mapping)


@frozen
class Dossier:
    """One unit in one assessment year, with its facts.

    A fact that is absent is not zero and not false: it is not known. A dossier may hold anything until a rulebook has
    admitted it (`Rulebook.admit`, which `evaluate` calls): then every fact is in the vocabulary, of its kind, within
    its bounds.
    """

    id: str
    kind: UnitKind
    year: int
    name: str = ""
    organisation_type: str | None = None
    parent: str | None = None
    note: str | None = None
    _facts: dict[str, AnyType] = field(factory=dict, converter=_copied)
    _evidence: dict[str, Evidence] = field(factory=dict, converter=_copied)
    place: Place = field(default=Place(), eq=False, repr=False)
    places: Mapping[str, Place] = field(factory=dict, eq=False, repr=False)
    failures: Mapping[str, Fault] = field(factory=dict, eq=False, repr=False)
    admitted_by: Vocabulary | None = field(default=None, init=False, eq=False, repr=False)
    _attested: Mapping[str, Value] | None = field(default=None, init=False, eq=False, repr=False)
    row: tuple[Value | None, ...] = field(default=(), init=False, eq=False, repr=False)
    """The facts in the order of the vocabulary that admitted them, None where absent: what compiled rules read."""

    @property
    def facts(self) -> Mapping[str, Value]:
        """What is known, by the facts' keys."""
        return MappingProxyType(self._facts)

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        """What the facts rest on, by their keys."""
        return MappingProxyType(self._evidence)

    @property
    def attested(self) -> Mapping[str, Value]:
        """The facts that come with a document; once admitted, judgements only where they are not the unit's own."""
        if self._attested is not None:
            return self._attested
        evidence = self._evidence
        return {key: value for key, value in self._facts.items() if key in evidence and evidence[key].documented}

    def _own_judgement(self, key: str, vocabulary: Vocabulary) -> bool:
        """Whether a fact is a judgement that the unit passed on itself: it is then not the appraiser's."""
        return vocabulary.facts[key].judged and self._evidence[key].attested_by == "unit"

    @property
    def digest(self) -> str:
        """The digest of what the dossier says."""
        from fourgood.canonical import digest

        return digest(self.to_json())

    def to_json(self) -> dict[str, AnyType]:
        """The dossier as JSON data, valid against the schema urn:fourgood:schema:dossier; reading it gives it back."""
        from fourgood.dossierjson import dossier_json

        return dossier_json(self)

    def with_facts(self, changes: Mapping[str, Value | None]) -> "Dossier":
        """The same unit with some facts changed; None takes one away. It has to be admitted again."""
        from attrs import evolve

        facts = {key: value for key, value in {**self._facts, **changes}.items() if value is not None}
        evidence = {key: each for key, each in self._evidence.items() if key in facts}
        return evolve(self, facts=facts, evidence=evidence)

    def _sealed(self, vocabulary: Vocabulary) -> "Dossier":
        """This dossier, just made by the door of a vocabulary, with its seal; a copy with changes does not carry it."""
        object.__setattr__(self, "admitted_by", vocabulary)
        attested = {key: value for key, value in self.attested.items() if not self._own_judgement(key, vocabulary)}
        object.__setattr__(self, "_attested", MappingProxyType(attested))
        object.__setattr__(self, "row", tuple(map(self._facts.get, vocabulary.facts)))
        return self
