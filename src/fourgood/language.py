"""A language as readers of verdicts meet it: messages from the catalogue, numbers, shares and dates in its own form."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TypeVar

from attrs import field, frozen

from fourgood.record import Single
from fourgood.scale import PERCENT, Measure
from fourgood.text import LANGS, Lang, Text
from fourgood.vocabulary import Setting

MAX_CACHED = 4096
MAX_PLACES = 6

YES = Text("có", "yes")
NO = Text("không", "no")

Key = TypeVar("Key")


@frozen(eq=False)
class Language:
    """Says messages, numbers and dates in Vietnamese or English. Source of the forms: CLDR, through Babel."""

    code: Lang
    _messages: Mapping[str, str] = field(repr=False)
    _numbers: dict[Fraction | Decimal | int, str] = field(factory=dict, repr=False)
    _shares: dict[int, str] = field(factory=dict, repr=False)

    def __call__(self, message: str) -> str:
        """A message of the catalogue; messages are written in English."""
        return self._messages.get(message, message)

    def text(self, text: Text) -> str:
        """The words of a text."""
        return text.vi if self.code == "vi" else text.en

    def number(self, value: Fraction | Decimal | int) -> str:
        """A number: 1.234,5 in Vietnamese, 1,234.5 in English; rounded to six places where it does not end sooner."""
        return self._numbers.get(value) or _remembered(self._numbers, value, _number(value, self.code))

    def percent(self, value: Fraction | Decimal | int) -> str:
        """A share: 85,5% in Vietnamese, 85.5% in English, with two places at most."""
        exact = Fraction(value)
        return self.share(exact.numerator, exact.denominator)

    def share(self, part: int, whole: int) -> str:
        """One number of another, positive one, as a share."""
        rounded = (20_000 * part + whole) // (2 * whole)
        return self._shares.get(rounded) or _remembered(self._shares, rounded, _percent(rounded, self.code))

    def measured(self, value: Fraction | Decimal | int, measure: Measure | None) -> str:
        """A number with what it counts: 12 buổi; 12 meetings; 85%."""
        if measure == PERCENT:
            return self.percent(value)
        number = self.number(value)
        return number if measure is None else f"{number} {measure.in_(self.code, value)}"

    def value(self, value: Single | Setting, measure: Measure | None = None) -> str:
        """A value of a fact or parameter; choices are said by their labels elsewhere."""
        if isinstance(value, bool):
            return self.text(YES if value else NO)
        return value if isinstance(value, str) else self.measured(value, measure)

    def date(self, date: datetime.date) -> str:
        """A date: 05/12/2024 in Vietnamese, 5 Dec 2024 in English."""
        from babel.dates import format_date

        return format_date(date, "dd/MM/y" if self.code == "vi" else "d MMM y", locale=self.code)

    def listed(self, items: list[str], last: str = "and") -> str:
        """Items with commas, and a word before the last: và, hoặc."""
        word = self(last)
        return f" {word} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def _remembered(said: dict[Key, str], key: Key, words: str) -> str:
    if len(said) >= MAX_CACHED:
        said.clear()
    said[key] = words
    return words


def _number(value: Fraction | Decimal | int, code: Lang) -> str:
    from babel.numbers import format_decimal

    rounded = Decimal(round(Fraction(value) * 10**MAX_PLACES)).scaleb(-MAX_PLACES)
    return format_decimal(rounded, format="#,##0.######", locale=code)


def _percent(rounded: int, code: Lang) -> str:
    """A share in ten-thousandths."""
    from babel.numbers import format_percent

    return format_percent(Decimal(rounded).scaleb(-4), format="#,##0.##%", locale=code)


@cache
def language(code: Lang) -> Language:
    """The language of a code, vi or en. Raises ValueError for another."""
    if code not in LANGS:
        raise ValueError(f"there is no language {code!r}; there are {', '.join(LANGS)}")
    return Language(code, {} if code == "en" else _catalogue(code))


def _catalogue(code: Lang) -> Mapping[str, str]:
    """The translations of the catalogue, straight from its source, so that no compiled copy can go stale."""
    from importlib.resources import files

    from babel.messages.pofile import read_po

    path = files("fourgood").joinpath("locale", code, "LC_MESSAGES", "fourgood.po")
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=code) if message.id}
