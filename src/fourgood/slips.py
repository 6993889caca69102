"""What people write where the rule language has another form: 0,7 and 70%, = and ≥, và and hoặc."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any as AnyType

from attrs import frozen

QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*")
DECIMAL_COMMA = re.compile(r"(?<![\w.])[0-9]{1,15},[0-9]{1,15}(?![\w.])")
PERCENT = re.compile(r"(?<![\w.,])[0-9]{1,15}(?:[.,][0-9]{1,15})?\s*%")
SIGN = re.compile(r"=>|=<|<>|&&|\|\||[≥≧≤≦≠×÷−–“”‘’＞＜＝]|=\u0338|(?<![<>=!:])=(?!=)|!(?!=)")
CHOICES = re.compile(r"\bin\s*[(\[{][^)\]}]*")

MENDS: Mapping[str, str] = {
    **dict.fromkeys(("≥", "≧", "=>"), ">="),
    **dict.fromkeys(("≤", "≦", "=<"), "<="),
    **dict.fromkeys(("≠", "<>"), "!="),
    **dict.fromkeys(("=", "＝"), "=="),
    **dict.fromkeys(("“", "”", "‘", "’"), '"'),
    **dict.fromkeys(("và", "&&", "AND", "And"), "and"),
    **dict.fromkeys(("hoặc", "hay", "||", "OR", "Or"), "or"),
    **dict.fromkeys(("không", "!", "NOT", "Not"), "not"),
    **dict.fromkeys(("−", "–"), "-"),
    "＞": ">",
    "＜": "<",
    "×": "*",
    "÷": "/",
}

# Vietnamese is typed composed or not.
WORDS = {unicodedata.normalize(form, word) for word in MENDS if word.isalpha() for form in ("NFC", "NFD")}
WORD = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(WORDS))})(?!\w)")


@frozen
class Slip:
    """What was written: where (from 0), what is wrong with it, and what to write."""

    offset: int
    message: str
    hint: str
    values: Mapping[str, AnyType]


def slip(text: str) -> Slip | None:
    """The first thing in a rule text that the language writes in another way, outside quotes.

    >>> slip("a >= 70%").values
    {'slip': '70%', 'mend': '0.7'}
    """
    bare = QUOTED.sub(_blank, text)
    readers: Mapping[re.Pattern[str], Callable[[int, str], Slip]] = {
        DECIMAL_COMMA: _comma,
        PERCENT: _percent,
        SIGN: _other,
        WORD: _other,
    }
    # What stands in the brackets of `in` are choices, not decimals.
    texts = {DECIMAL_COMMA: CHOICES.sub(_blank, bare)}
    found = [
        (match.start(), read, match[0])
        for pattern, read in readers.items()
        if (match := pattern.search(texts.get(pattern, bare)))
    ]
    # 0,7% is a share before it is a decimal: the longer one counts.
    at, read, written = min(found, key=lambda each: (each[0], -len(each[2])), default=(0, None, ""))
    return None if read is None else read(at, written)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _comma(at: int, written: str) -> Slip:
    mend = written.replace(",", ".")
    return _said(at, "`{slip}` is no number here", "Write decimals with a point: {mend}", slip=written, mend=mend)


def _percent(at: int, written: str) -> Slip:
    # Imported late: what writes rules imports what reads them.
    from fourgood.write import number_text

    share = Fraction(written.rstrip("% \t\r\n").replace(",", ".")) / 100
    return _said(at, "`{slip}` is no number here", "Write {slip} as {mend}", slip=written, mend=number_text(share))


def _other(at: int, written: str) -> Slip:
    mend = MENDS[unicodedata.normalize("NFC", written)]
    return _said(at, "`{slip}` is not written so in a rule", "Write {mend}", slip=written, mend=mend)


def _said(at: int, message: str, hint: str, **values: str) -> Slip:
    return Slip(at, message, hint, values)
