"""Dossiers in files: read from YAML, JSON, CSV and XLSX, and the XLSX form that asks for one."""

from fourgood.dossiers.form import Section, UnitFields, write_form
from fourgood.dossiers.reading import SUFFIXES, read_dossier, read_dossiers, read_items
from fourgood.dossiers.rejected import Item, Rejected

__all__ = [
    "SUFFIXES",
    "Item",
    "Rejected",
    "Section",
    "UnitFields",
    "read_dossier",
    "read_dossiers",
    "read_items",
    "write_form",
]
