"""A value as a fact takes it: text of tables read, numbers exact, bounds and steps kept; anything else refused."""

import re
from decimal import Context, Decimal
from typing import Any as AnyType

from fourgood.errors import Fault
from fourgood.nearest import nearest
from fourgood.scale import PERCENT, Scale, header_form
from fourgood.text import Text
from fourgood.vocabulary import Fact, Kind, Value
from fourgood.yamlfile import Written

EXACT = Context(prec=100)
"""Decimal arithmetic that no setting of the host rounds."""

YES = frozenset(map(header_form, ("có", "yes", "true", "x", "1")))
NO = frozenset(map(header_form, ("không", "no", "false", "0")))
PLAIN_NUMBER = re.compile(r"[-+]?\d{1,30}([.,]\d{1,12})?")
GROUPED_VI = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+(,\d{1,12})?")
GROUPED_EN = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d{1,12})?")


class Refused(Exception):
    """A value that a fact does not take: the message, the mend, and what fills them in."""

    def __init__(self, message: str, hint: str | None = None, **values: AnyType) -> None:
        super().__init__(message, hint, values)
        self.message, self.hint, self.values = message, hint, values

    def fault(self, key: str, value: AnyType) -> Fault:
        """The fault that it makes for a fact's key and the value given."""
        return Fault(self.message, {"key": key, "value": shown(value), **self.values}, hint=self.hint)


def accept(fact: Fact, raw: AnyType) -> Value:
    """A value as a fact takes it. Raises Refused, with the mend, for anything else: nothing is silently cast."""
    if isinstance(raw, Written):
        raw = read_written(fact, raw)
    match fact.kind:
        case Kind.FLAG:
            if isinstance(raw, bool):
                return raw
            raise Refused("`{key}` is yes or no, not `{value}`", "Write true or false (có, không)")
        case Kind.CHOICE:
            assert fact.scale is not None
            if isinstance(raw, str) and raw in fact.scale.labels:
                return str(raw)
            hint, values = meant(fact.scale, shown(raw))
            raise Refused("`{key}` cannot be `{value}`", hint, **values)
        case Kind.COUNT | Kind.NUMBER:
            return _numeric(fact, raw)
        case Kind.RECORDS:
            # Imported late: rows are made of such values.
            from fourgood.rows import accept_rows

            rows, faults = accept_rows(fact, raw)
            for fault in faults:
                raise Refused(fault.message, fault.hint, **fault.values)
            return rows


def meant(scale: Scale, written: str) -> tuple[str, dict[str, Text]]:
    """The mend for a word that is none of a scale's choices: the nearest one, or all of them."""
    near = nearest(header_form(written), scale.by_label, n=1)
    if near:
        return "Did you mean {near}?", {"near": scale.named(scale.by_label[near[0]])}
    return "Use one of {choices}", {"choices": scale.named(*scale.labels)}


def _numeric(fact: Fact, raw: AnyType) -> int | Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal, float)):
        raise Refused("`{key}` is a number, not `{value}`", "Write it without quotes or words")
    number = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise Refused("`{key}` cannot be `{value}`", "Leave the value out when it is not known")
    if not fact.minimum <= number <= fact.maximum:
        share = fact.measure == PERCENT and 1 < number <= 100
        hint = "Did you mean {share}?" if share else "Check the figure"
        bounds = {"minimum": fact.minimum, "maximum": fact.maximum, "share": number / 100}
        raise Refused("`{key}` is {value}, outside {minimum} to {maximum}", hint, **bounds)
    if EXACT.remainder(number, fact.step):
        if fact.kind is Kind.COUNT:
            raise Refused("`{key}` is counted in whole numbers, not {value}", "Round nothing: count again")
        raise Refused("`{key}` is {value}, finer than its step of {step}", "Give it in steps of {step}", step=fact.step)
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
        case Kind.RECORDS:
            return plain


def _read_number(fact: Fact, text: str) -> AnyType:
    """Decimal comma or point, groups of three with either, a percent sign; anything else stays text.

    1.234 is a thousand and more to one writer and one and a bit to another: what the fact's step rules out is not
    meant, and what is left open is refused.
    """
    digits, percent = (text[:-1].strip(), True) if text.endswith("%") else (text, False)
    digits = digits.replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
    readings = {
        Decimal(plain).scaleb(-2 if percent else 0, EXACT)
        for pattern, plain in (
            (PLAIN_NUMBER, digits.replace(",", ".")),
            (GROUPED_VI, digits.replace(".", "").replace(",", ".")),
            (GROUPED_EN, digits.replace(",", "")),
        )
        if pattern.fullmatch(digits)
    }
    if percent and readings and fact.measure != PERCENT:
        measure = fact.measure
        counted = Text(measure.vi, measure.en_plural) if measure else Text("số", "plain numbers")
        raise Refused("`{key}` is no share: `{value}`", "Write the number of {counted}, without %", counted=counted)
    in_steps = [number for number in readings if EXACT.remainder(number, fact.step) == 0]
    in_bounds = [number for number in in_steps if fact.minimum <= number <= fact.maximum]
    fitting = in_bounds or in_steps or list(readings)
    if len(fitting) > 1:
        small, large = (f"{number.normalize():f}" for number in sorted(fitting)[:2])
        # With three decimals it could be read in two ways again.
        small += "0" if len(small.partition(".")[2]) == 3 else ""
        hint = "Write {large} when it is the large number, {small} when it is the small one"
        raise Refused("`{value}` can be read in two ways", hint, large=large, small=small)
    return fitting[0] if fitting else text


def shown(raw: AnyType) -> str:
    """A value for a message, shortened; of what is no single value not a word, for it may be about persons."""
    if isinstance(raw, (list, tuple, dict)):
        return "…"
    try:
        text = str(raw)
    except ValueError:  # Python writes out no number of more than 4300 digits
        text = "…"
    return text if len(text) <= 60 else text[:59] + "…"
