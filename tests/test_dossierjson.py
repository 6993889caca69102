"""A dossier as JSON loses no digit, and the same dossier has the same bytes everywhere."""

import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fourgood
from fourgood.canonical import canonical
from fourgood.dossierjson import evidence_json


def dossier(**facts):
    """A dossier with some facts."""
    return fourgood.Dossier("u", "cell", 2024, facts=facts)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15))
def test_every_decimal_of_fifteen_digits_comes_back(digits, places):
    """What a fact may hold goes through JSON text, read exactly, without a digit changed."""
    value = Decimal(digits).scaleb(-places)
    written = json.dumps(dossier(score=value).to_json())
    assert json.loads(written, parse_float=Decimal)["facts"]["score"] == value


@pytest.mark.parametrize(
    "value", ["0.12345678901234567890123", "1E+400", "NaN", "Infinity", "-0.1000000000000000000001"]
)
def test_what_no_float_gives_back_is_never_rounded(value):
    """A dossier that nothing has admitted may hold anything: it is written as text, or as a whole number."""
    found = dossier(score=Decimal(value)).to_json()["facts"]["score"]
    assert not isinstance(found, float)
    assert str(Decimal(found)) == value or Decimal(found) == Decimal(value)


def test_the_bytes_are_the_same_everywhere():
    """How a decimal was written makes no difference; the digest is pinned."""
    one, other = dossier(score=Decimal("0.850"), held=12), dossier(held=12, score=Decimal("0.85"))
    assert canonical(one.to_json()) == canonical(other.to_json())
    assert canonical(one.to_json()["facts"]) == b'{"held":12,"score":0.85}'
    assert one.digest == "e967748488bff081fe0a3a49198b1861a1f6c232106f459e29bc6be213e872c9"


def test_evidence_says_what_the_unit_itself_had_stated():
    """A decimal as text, a no as no."""
    stated = fourgood.Evidence("Biên bản", date=datetime.date(2024, 12, 5), own_value=Decimal("0.5"))
    assert evidence_json(stated) == {"document": "Biên bản", "date": "2024-12-05", "own": "0.5"}
    assert evidence_json(fourgood.Evidence(own_value=False)) == {"own": False}
    assert evidence_json(fourgood.Evidence(own_value=0)) == {"own": 0}
