"""Dossiers as a table, so that many can be evaluated at once."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING
from typing import Any as AnyType

from fourgood.dossier import Dossier, Evidence
from fourgood.frames.fields import UNIT
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

TYPES: Mapping[Kind, str] = {
    Kind.COUNT: "Int64",
    Kind.NUMBER: "Float64",
    Kind.FLAG: "Boolean",
    Kind.CHOICE: "String",
}
"""The types of polars that hold facts."""


def table_of(dossiers: Iterable[Dossier], rulebook: Rulebook) -> "pl.DataFrame":
    """Dossiers as a table of polars that `evaluate_frame` takes: a row each, a column for each fact that one has.

    A judgement that a unit passed on itself does not count, and comes without its evidence. Raises DossierError for a
    dossier that the rulebook does not admit.
    """
    import polars as pl

    admitted = [rulebook.admit(each) for each in dossiers]
    facts = [fact for fact in rulebook.vocabulary.facts.values() if any(fact.key in each.facts for each in admitted)]
    columns: dict[str, pl.Series] = {
        UNIT: _texts(each.id for each in admitted),
        "kind": _texts(each.kind for each in admitted),
        "organisation_type": _texts(each.organisation_type for each in admitted),
        "parent": _texts(each.parent for each in admitted),
        "year": pl.Series([each.year for each in admitted], dtype=pl.Int32),
    }
    for fact in facts:
        columns[fact.key] = _values(fact, admitted)
    for key in dict.fromkeys(key for each in admitted for key in each.evidence):
        columns[f"{key} [evidence]"] = _texts(_document(each, key) for each in admitted)
    return pl.DataFrame(columns)


def _texts(values: Iterable[str | None]) -> "pl.Series":
    import polars as pl

    return pl.Series(list(values), dtype=pl.String)


def _values(fact: Fact, admitted: list[Dossier]) -> "pl.Series":
    import polars as pl

    values = [_plain(each.facts.get(fact.key)) for each in admitted]
    return pl.Series(values, dtype=getattr(pl, TYPES[fact.kind]) if fact.kind in TYPES else None)


def _plain(value: AnyType) -> AnyType:
    """A number as the double that stands for it; records as they are written."""
    if isinstance(value, tuple):
        return [dict(_of_record(each)) for each in value]
    return float(value) if isinstance(value, Decimal) else value


def _of_record(record: Mapping[str, AnyType]) -> Iterator[tuple[str, AnyType]]:
    return ((key, _plain(value)) for key, value in record.items())


def _document(dossier: Dossier, key: str) -> str | None:
    """What attests a fact; nothing where that does not count."""
    found: Evidence | None = dossier.evidence.get(key)
    return None if found is None or key not in dossier.attested else found.document or found.number
