"""A dossier is a value: what it was made from may change, it does not."""

import datetime
import json
from decimal import Decimal

import pytest

import fourgood
from fourgood.admit import admit
from fourgood.schemacheck import faults
from fourgood.yamlfile import read_file
from strategies import VOCABULARY, YEAR


def made(**facts):
    """A dossier with some facts, the first of them documented."""
    evidence = {key: fourgood.Evidence(document="Biên bản") for key in list(facts)[:1]}
    return fourgood.Dossier("u1", "cell", YEAR, facts=facts, evidence=evidence)


def test_it_keeps_copies():
    """Neither what it was made from nor what it hands out changes it."""
    facts = {"held": 1}
    dossier = fourgood.Dossier("u1", "cell", YEAR, facts=facts)
    facts["held"] = 2
    assert dossier.facts == {"held": 1}
    with pytest.raises(TypeError):
        dossier.facts["held"] = 3
    with pytest.raises(TypeError):
        dossier.evidence["held"] = None


def test_dossiers_are_equal_by_what_they_say():
    """Where they were read from makes no difference, nor whether a rulebook has seen them."""
    one, other = made(held=1), made(held=1)
    assert one == other
    assert admit(one, VOCABULARY, YEAR) == other
    assert one != made(held=2)


@pytest.mark.parametrize(
    "evidence, documented",
    [
        (fourgood.Evidence(), False),
        (fourgood.Evidence(attested_by="appraiser"), False),
        (fourgood.Evidence(document="Biên bản"), True),
        (fourgood.Evidence(number="12-BB"), True),
    ],
)
def test_evidence_is_a_document(evidence, documented):
    """A name alone is a statement."""
    assert evidence.documented is documented


def test_attested_facts_come_with_a_document():
    """Before and after the door."""
    dossier = made(held=1, due=2)
    assert dossier.attested == admit(dossier, VOCABULARY, YEAR).attested == {"held": 1}


def test_facts_change_by_copy():
    """None takes a fact away, and its evidence with it; the seal of the door does not pass to the copy."""
    dossier = admit(made(held=1, due=2), VOCABULARY, YEAR)
    other = dossier.with_facts({"held": None, "clean": True})
    assert other.facts == {"due": 2, "clean": True}
    assert other.evidence == {}
    assert dossier.facts == {"held": 1, "due": 2}
    assert dossier.admitted_by is VOCABULARY and other.admitted_by is None


def test_a_dossier_as_json_is_read_back(tmp_path):
    """Valid against its schema; own and appraised values, evidence and exact numbers survive."""
    evidence = fourgood.Evidence("Biên bản", "12-BB", datetime.date(2024, 12, 5), "appraiser", 11)
    dossier = fourgood.Dossier(
        "u1",
        "cell",
        YEAR,
        "Một",
        "bank",
        parent="u0",
        note="ghi chú",
        facts={"held": 12, "score": Decimal("0.85"), "warmth": Decimal("2.0"), "clean": True, "grade": "good"},
        evidence={"held": evidence, "clean": fourgood.Evidence(number="7"), "grade": fourgood.Evidence()},
    )
    data = dossier.to_json()
    path = tmp_path / "dossier.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert list(faults(read_file(path), "dossier")) == []
    assert data["facts"]["held"] == {
        "own": 11,
        "appraised": 12,
        "evidence": {"document": "Biên bản", "number": "12-BB", "date": "2024-12-05", "attested_by": "appraiser"},
    }
    again = fourgood.read_dossier(str(path))
    assert admit(again, VOCABULARY, YEAR).facts == admit(dossier, VOCABULARY, YEAR).facts
    assert (again.parent, again.note, again.organisation_type) == ("u0", "ghi chú", "bank")


def test_a_digest_is_that_of_what_the_dossier_says():
    """The order of facts leaves no trace; another value gives another digest."""
    one, other = made(held=1, due=2), fourgood.Dossier("u1", "cell", YEAR, facts={"due": 2, "held": 1})
    assert one.with_facts({"held": 1}).digest == one.digest
    assert other.digest == other.with_facts({}).digest
    assert fourgood.Dossier("u1", "cell", YEAR, facts={"held": 1, "due": 2}).digest == other.digest
    assert made(held=2).digest != made(held=1).digest
