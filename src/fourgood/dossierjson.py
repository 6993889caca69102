"""A dossier as JSON data: the shape that schemas/fourgood_schemas/dossier.schema.json describes and reading takes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fourgood.canonical import known, value_json
from fourgood.dossier import Dossier, Evidence
from fourgood.vocabulary import Value


def dossier_json(dossier: Dossier) -> dict[str, Any]:
    """The dossier as data that `read_dossier` reads back, written as JSON."""
    data = {
        "$schema": "urn:fourgood:schema:dossier",
        "unit": unit_json(dossier),
        "year": dossier.year,
        "note": dossier.note,
    }
    facts = {key: _fact(value, dossier.evidence.get(key)) for key, value in sorted(dossier.facts.items())}
    return {**known(data), "facts": facts}


def unit_json(dossier: Dossier) -> dict[str, Any]:
    """Who a dossier is about; what is not known is left out."""
    return known(
        {
            "id": dossier.id,
            "name": dossier.name,
            "kind": dossier.kind,
            "organisation_type": dossier.organisation_type,
            "parent": dossier.parent,
        }
    )


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """What a fact rests on, and what the unit itself had stated; what is not known is left out."""
    return {**_proof(evidence), **known({"own": value_json(evidence.own_value)})}


def _proof(evidence: Evidence) -> dict[str, Any]:
    date = None if evidence.date is None else evidence.date.isoformat()
    data = {"document": evidence.document, "number": evidence.number, "date": date, "attested_by": evidence.attested_by}
    return known(data)


def _fact(value: Value, evidence: Evidence | None) -> Any:
    if evidence is None:
        return _plain(value)
    proof: Mapping[str, Any] = {"evidence": said} if (said := _proof(evidence)) else {}
    if evidence.own_value is not None:
        return {"own": _plain(evidence.own_value), "appraised": _plain(value), **proof}
    return {"value": _plain(value), **proof}


def _plain(value: Value) -> Any:
    """A number as JSON writes numbers: no digit is lost, for what no float gives back is written as text."""
    if isinstance(value, tuple):
        return [{key: _plain(each) for key, each in row.items()} for row in value]
    if not isinstance(value, Decimal) or not value.is_finite():
        return value if not isinstance(value, Decimal) else str(value)
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)
