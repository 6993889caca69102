"""The door: a dossier goes in as it was written and comes out with every fact known, typed, bounded, consistent."""

from collections.abc import Mapping
from typing import Any as AnyType

from attrs import evolve, field, frozen

from fourgood.accept import Refused, accept, meant, shown
from fourgood.dossier import Dossier, Evidence
from fourgood.errors import DossierError, Fault
from fourgood.nearest import nearest
from fourgood.outcome import NOT_MET
from fourgood.rows import accept_rows, consistency_faults
from fourgood.rule import names
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS, Scale, header_form
from fourgood.truth import truth
from fourgood.vocabulary import Fact, Kind, Value, Vocabulary


def admit(dossier: Dossier, vocabulary: Vocabulary, year: int) -> Dossier:
    """The dossier with its facts under their keys, typed, within bounds, and consistent with every invariant.

    A fact may come under its key or its title, composed or not, in either language. Raises DossierError with all
    faults at once.
    """
    if dossier.admitted_by is vocabulary:
        return dossier
    return _Door(dossier, vocabulary).pass_through(year)


@frozen
class _Door:
    dossier: Dossier
    vocabulary: Vocabulary
    faults: list[Fault] = field(factory=list)

    def pass_through(self, year: int) -> Dossier:
        self.identity(year)
        facts, evidence = self.facts(), self.evidence()
        if not self.faults:
            self.invariants(facts)
        if self.faults:
            raise DossierError(self.faults)
        return evolve(self.dossier, facts=facts, evidence=evidence)._sealed(self.vocabulary)

    def fault(self, message: str, key: str, hint: str | None = None, **values: AnyType) -> None:
        place = self.dossier.places.get(key) or evolve(self.dossier.place, key=key)
        self.faults.append(Fault(message, {"unit": self.dossier.id, "key": key, **values}, place, hint))

    def identity(self, year: int) -> None:
        dossier = self.dossier
        if not isinstance(dossier.id, str) or not dossier.id.strip():
            self.fault("this unit has no id", "id", "Give it an id that no other unit has")
        elif not dossier.id.isprintable():
            self.fault("this id holds characters that cannot be printed", "id", "Write it in letters, digits and signs")
        if not isinstance(dossier.kind, str) or dossier.kind not in UNIT_KINDS.labels:
            self.unknown_choice("kind", dossier.kind, UNIT_KINDS)
        if not isinstance(dossier.year, int):
            self.fault("`{found}` is no year", "year", "Write the assessment year: 2024", found=shown(dossier.year))
        elif dossier.year != year:
            self.fault(
                "`{unit}` is of the year {found}, the rulebook of {year}",
                "year",
                "Load the rulebook of that year",
                found=dossier.year,
                year=year,
            )
        type = dossier.organisation_type
        if type is not None and (not isinstance(type, str) or type not in ORGANISATION_TYPES.labels):
            self.unknown_choice("organisation_type", type, ORGANISATION_TYPES)

    def unknown_choice(self, key: str, value: AnyType, scale: Scale) -> None:
        hint, values = meant(scale, shown(value))
        self.fault("`{key}` cannot be `{value}`", key, hint, **{**values, "value": value})

    def resolve(self, key: str) -> Fact | None:
        """The fact that a key or title stands for; a fault with the nearest known ones when none."""
        known = self.vocabulary.fact(key) if isinstance(key, str) else None
        if known is None:
            asked = {
                header: fact
                for header, fact in self.vocabulary.by_header.items()
                if self.dossier.kind in self.vocabulary.facts[fact].applies_to
            }
            near = nearest(header_form(str(key)), asked, n=1, cutoff=0.6)
            hint = "Did you mean `{near}`?" if near else "`fourgood facts` lists what is asked"
            self.fault("`{key}` is no fact of this rulebook", key, hint, near=asked[near[0]] if near else "")
        elif self.dossier.kind not in known.applies_to:
            kind = UNIT_KINDS.labels.get(self.dossier.kind, self.dossier.kind)
            self.fault("`{key}` is not asked of this kind of unit: {kind}", key, "Leave it out", kind=kind)
            return None
        return known

    def facts(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key, raw in self.dossier.facts.items():
            fact = self.resolve(key)
            if fact is None or raw is None:
                continue
            if fact.key in found:
                self.fault("`{key}` gives `{fact}` a second time", key, "Keep one of them", fact=fact.key)
                continue
            value = self.value(fact, raw, key)
            if value is not None:
                found[fact.key] = value
        return found

    def rows(self, fact: Fact, raw: AnyType, key: str) -> Value | None:
        rows, faults = accept_rows(fact, raw)
        for fault in faults:
            self.note(fault, fact.key, key)
        return None if faults else rows

    def note(self, fault: Fault, fact: str, key: str) -> None:
        """A fault of a table, at its place in the file: its own cell's where that is known, else the table's."""
        path, places = f"{key}{(fault.place.key or '').removeprefix(fact)}", self.dossier.places
        place = places.get(path) or places.get(key) or evolve(self.dossier.place, key=path)
        self.faults.append(evolve(fault, values={"unit": self.dossier.id, **fault.values}, place=place))

    def value(self, fact: Fact, raw: AnyType, key: str) -> Value | None:
        if fact.kind is Kind.RECORDS:
            return self.rows(fact, raw, key)
        try:
            return accept(fact, raw)
        except Refused as refused:
            self.fault(refused.message, key, refused.hint, value=shown(raw), **refused.values)
            return None

    def evidence(self) -> dict[str, Evidence]:
        found: dict[str, Evidence] = {}
        for key, evidence in self.dossier.evidence.items():
            fact = self.vocabulary.fact(key)
            if fact is None:
                if key not in self.dossier.facts:
                    self.fault("`{key}` has evidence, and is no fact of this rulebook", key)
                continue
            own = evidence.own_value
            found[fact.key] = evidence if own is None else evolve(evidence, own_value=self.value(fact, own, key))
        return found

    def invariants(self, facts: Mapping[str, Value]) -> None:
        known = {**facts, "kind": self.dossier.kind, "organisation_type": self.dossier.organisation_type}
        for key, value in facts.items():
            if isinstance(value, tuple):
                for fault in consistency_faults(self.vocabulary.facts[key], value, self.vocabulary.scope, known):
                    self.note(fault, key, key)
        for invariant in self.vocabulary.invariants:
            if truth(invariant.rule, self.vocabulary.scope, known) == NOT_MET:
                cited = [key for key in names(invariant.rule) if key in facts]
                self.fault(
                    "“{title}” does not hold: {values}",
                    cited[0] if cited else invariant.key,
                    "Check both figures",
                    title=invariant.title,
                    values=", ".join(f"{key} = {facts[key]}" for key in cited),
                )
