"""The door: a dossier goes in as it was written and comes out with every fact known, typed, bounded, consistent."""

import re
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any as AnyType

from attrs import evolve, field, frozen

from fourgood.dossier import Dossier, Evidence
from fourgood.errors import DossierError, Fault
from fourgood.outcome import NOT_MET
from fourgood.rule import names
from fourgood.truth import truth
from fourgood.vocabulary import (
    ORGANISATION_TYPES,
    PERCENT,
    UNIT_KINDS,
    Fact,
    Kind,
    Value,
    Vocabulary,
    header_form,
)
from fourgood.yamlfile import Written

YES = frozenset(map(header_form, ("có", "yes", "true", "x", "1")))
NO = frozenset(map(header_form, ("không", "no", "false", "0")))
PLAIN_NUMBER = re.compile(r"[-+]?\d{1,30}([.,]\d{1,12})?")
GROUPED_VI = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+(,\d{1,12})?")
GROUPED_EN = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d{1,12})?")


class _Refused(Exception):
    """A value that a fact does not take: the message, the mend, and what fills them in."""

    def __init__(self, message: str, hint: str | None = None, **values: AnyType) -> None:
        super().__init__(message, hint, values)
        self.message, self.hint, self.values = message, hint, values


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
        if dossier.kind not in UNIT_KINDS.labels:
            self.unknown_choice("kind", dossier.kind, UNIT_KINDS.labels)
        if dossier.year != year:
            self.fault(
                "`{unit}` is of the year {found}, the rulebook of {year}",
                "year",
                "Load the rulebook of that year",
                found=dossier.year,
                year=year,
            )
        if dossier.organisation_type is not None and dossier.organisation_type not in ORGANISATION_TYPES.labels:
            self.unknown_choice("organisation_type", dossier.organisation_type, ORGANISATION_TYPES.labels)

    def unknown_choice(self, key: str, value: AnyType, choices: Mapping[str, AnyType]) -> None:
        near = get_close_matches(str(value), choices, n=1)
        hint = "Did you mean {near}?" if near else "Use one of {choices}"
        self.fault(
            "`{key}` cannot be `{value}`", key, hint, value=value, near="".join(near), choices=", ".join(choices)
        )

    def resolve(self, key: str) -> Fact | None:
        """The fact that a key or title stands for; a fault with the nearest known ones when none."""
        known = self.vocabulary.fact(key)
        if known is None:
            near = get_close_matches(header_form(key), self.vocabulary.by_header, n=1, cutoff=0.6)
            meant = self.vocabulary.by_header[near[0]] if near else ""
            hint = "Did you mean `{near}`?" if near else "`fourgood facts` lists what is asked"
            self.fault("`{key}` is no fact of this rulebook", key, hint, near=meant)
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

    def value(self, fact: Fact, raw: AnyType, key: str) -> Value | None:
        try:
            return accept(fact, raw)
        except _Refused as refused:
            self.fault(refused.message, key, refused.hint, value=_shown(raw), **refused.values)
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


def accept(fact: Fact, raw: AnyType) -> Value:
    """A value as a fact takes it. Raises _Refused, with the mend, for anything else: nothing is silently cast."""
    if isinstance(raw, Written):
        raw = read_written(fact, raw)
    match fact.kind:
        case Kind.FLAG:
            if isinstance(raw, bool):
                return raw
            raise _Refused("`{key}` is yes or no, not `{value}`", "Write true or false (có, không)")
        case Kind.CHOICE:
            assert fact.scale is not None
            if isinstance(raw, str) and raw in fact.scale.labels:
                return str(raw)
            choices = fact.scale.labels
            near = get_close_matches(_shown(raw), choices, n=1)
            hint = "Did you mean {near}?" if near else "Use one of {choices}"
            raise _Refused("`{key}` cannot be `{value}`", hint, near="".join(near), choices=", ".join(choices))
        case Kind.COUNT | Kind.NUMBER:
            return _numeric(fact, raw)


def _numeric(fact: Fact, raw: AnyType) -> int | Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal, float)):
        raise _Refused("`{key}` is a number, not `{value}`", "Write it without quotes or words")
    number = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise _Refused("`{key}` cannot be `{value}`", "Leave the value out when it is not known")
    if not fact.minimum <= number <= fact.maximum:
        share = fact.measure == PERCENT and 1 < number <= 100
        hint = "Did you mean {share}?" if share else "Check the figure"
        bounds = {"minimum": fact.minimum, "maximum": fact.maximum, "share": number / 100}
        raise _Refused("`{key}` is {value}, outside {minimum} to {maximum}", hint, **bounds)
    if number % fact.step:
        if fact.kind is Kind.COUNT:
            raise _Refused("`{key}` is counted in whole numbers, not {value}", "Round nothing: count again")
        raise _Refused(
            "`{key}` is {value}, finer than its step of {step}", "Give it in steps of {step}", step=fact.step
        )
    return int(number) if fact.kind is Kind.COUNT else number


def read_written(fact: Fact, text: str) -> AnyType:
    """A table's or form's text as the value a fact may take: 85 %, 1.234,5, Có, the label of a choice."""
    plain = text.strip()
    match fact.kind:
        case Kind.FLAG:
            form = header_form(plain)
            return True if form in YES else False if form in NO else plain
        case Kind.CHOICE:
            assert fact.scale is not None
            return fact.scale.by_label.get(header_form(plain), plain)
        case Kind.COUNT | Kind.NUMBER:
            return _read_number(fact, plain)


def _read_number(fact: Fact, text: str) -> AnyType:
    """Decimal comma or point, groups of three with either, a percent sign; anything else stays text.

    1.234 is a thousand and more to one writer and one and a bit to another: what the fact's step rules out is not
    meant, and what is left open is refused.
    """
    digits, percent = (text[:-1].strip(), True) if text.endswith("%") else (text, False)
    digits = digits.replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
    readings = {
        Decimal(plain).scaleb(-2 if percent else 0)
        for pattern, plain in (
            (PLAIN_NUMBER, digits.replace(",", ".")),
            (GROUPED_VI, digits.replace(".", "").replace(",", ".")),
            (GROUPED_EN, digits.replace(",", "")),
        )
        if pattern.fullmatch(digits)
    }
    fitting = [number for number in readings if number % fact.step == 0] or list(readings)
    if len(fitting) > 1:
        hint = "Write 1234 for more than a thousand, 1.2340 for a little more than one"
        raise _Refused("`{value}` can be read in two ways", hint)
    return fitting[0] if fitting else text


def _shown(raw: AnyType) -> str:
    try:
        text = str(raw)
    except ValueError:  # Python writes out no number of more than 4300 digits
        text = "…"
    return text if len(text) <= 60 else text[:59] + "…"
