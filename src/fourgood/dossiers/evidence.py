"""What a value rests on, and whose value counts, as every kind of file may say it."""

import datetime
import re
from typing import Any as AnyType

from attrs import evolve

from fourgood.dossier import Evidence

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
VIETNAMESE_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def read_date(text: str) -> datetime.date | None:
    """A date as 2024-12-05 or, day first, as 5/12/2024; None for anything else.

    >>> read_date("5/12/2024")
    datetime.date(2024, 12, 5)
    """
    plain = text.strip()
    found = VIETNAMESE_DATE.fullmatch(plain)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return datetime.date(year, month, day)
        return datetime.date.fromisoformat(plain) if ISO_DATE.fullmatch(plain) else None
    except ValueError:
        return None


def settle(own: AnyType, appraised: AnyType, evidence: Evidence) -> tuple[AnyType, Evidence]:
    """The value that counts, and its evidence: the appraiser's where there is one, with the unit's own kept beside."""
    if appraised is not None:
        differs = own is not None and own != appraised
        return appraised, evolve(evidence, attested_by="appraiser", own_value=own if differs else None)
    if own is not None:
        return own, evolve(evidence, attested_by=evidence.attested_by or "unit")
    return None, evidence
