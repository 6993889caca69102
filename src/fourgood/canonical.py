"""JSON data written in one way, so that bytes can be compared, and the digest of it."""

import hashlib
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fourgood.text import Text
from fourgood.write import number_text


def canonical(data: Any) -> bytes:
    """JSON data in the one form of RFC 8785, for what we write: keys in ASCII, whole numbers, and of floats only those
    of a dossier, decimals of 15 digits at most; below 0.0001 those are written as Python writes them."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: Any) -> str:
    """SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(data)).hexdigest()


def value_json(value: Any) -> Any:
    """A value: numbers that are not whole as text, so that no reader rounds them; the records of a table in a list."""
    if isinstance(value, Decimal):
        value = Fraction(value)
    if isinstance(value, tuple):
        return [{key: value_json(each) for key, each in row.items()} for row in value]
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else number_text(value)
    return value


def text_json(text: Text | None) -> dict[str, str] | None:
    """Words in both languages."""
    return None if text is None else {"vi": text.vi, "en": text.en}


def known(data: dict[str, Any]) -> dict[str, Any]:
    """An object without what is not known or not said."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
