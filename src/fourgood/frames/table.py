"""A table made ready: the columns under names of their own, so that rules can read them and nothing else."""

from collections.abc import Mapping
from typing import Any as AnyType

import narwhals as nw
from attrs import frozen

from fourgood.frames.facts import Facts
from fourgood.frames.fields import Fields, is_text
from fourgood.frames.kleene import nowhere
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import Kind, UnitKind

MARK = "fourgood:"
"""What the names of our own columns begin with."""

READ = ("id", "kind", "organisation_type", "parent", "year")
"""What is read of who a unit is."""


@frozen
class Ready:
    """A table with its columns under names of our own, and how to read them."""

    frame: nw.LazyFrame[AnyType]
    fields: Fields
    facts: Facts
    identity: Mapping[str, nw.Expr]
    written: Mapping[str, nw.Expr]


def made_ready(frame: nw.LazyFrame[AnyType], fields: Fields, rulebook: Rulebook, kind: UnitKind | None) -> Ready:
    """A table whose columns are in order, made ready to be read."""
    known = {key: column for key, column in fields.facts.items() if _readable(fields, column)}
    identity = {key: column for key, column in fields.identity.items() if key in READ and _readable(fields, column)}
    decimals = {key: column for key, column in known.items() if fields.dtype(column).is_decimal()}
    evidence = fields.evidence.items()
    named_anew = {
        **{column: named("who", key) for key, column in identity.items()},
        **{column: named("fact", key) for key, column in known.items() if key not in decimals},
        **{column: named("document", key) for key, column in evidence if _is_flag(fields, column)},
    }
    computed = {
        **{named("written", key): nw.col(column) for key, column in decimals.items()},
        **{named("fact", key): nw.col(column).cast(nw.Float64) for key, column in decimals.items()},
        **{named("document", key): _documented(column, fields) for key, column in evidence if column not in named_anew},
    }
    own = [column for column in frame.collect_schema().names() if column.startswith(MARK)]
    widened = frame.with_columns(**computed) if computed else frame
    columns = widened.select(*named_anew, *computed, *fields.kept, *own).rename(named_anew)
    facts = {
        key: nw.col(named("fact", key)) for key in known if rulebook.vocabulary.facts[key].kind is not Kind.RECORDS
    }
    written = {key: nw.col(named("written" if key in decimals else "fact", key)) for key in facts}
    who = {key: nw.col(named("who", key)) for key in identity}
    said = {key: value for key, value in who.items() if key in ("kind", "organisation_type")}
    documented = {key: nw.col(named("document", key)) for key in fields.evidence}
    reading = Facts(rulebook.vocabulary.scope, {**said, **facts}, documented, kind)
    return Ready(columns, fields, reading, who, written)


def named(sort: str, key: str) -> str:
    """The name of a column of our own; a dot would be a field of a column to Spark."""
    return f"{MARK}{sort}:{key.replace('.', ':')}"


def _readable(fields: Fields, column: str) -> bool:
    """Whether a column can hold anything: one without a type is empty throughout."""
    return not isinstance(fields.dtype(column), nw.Unknown)


def _is_flag(fields: Fields, column: str) -> bool:
    return isinstance(fields.dtype(column), nw.Boolean)


def _documented(column: str, fields: Fields) -> nw.Expr:
    """Whether a fact comes with a document: there is one where the cell names it; else false or null."""
    value = nw.col(column)
    dtype = fields.dtype(column)
    return value.cast(nw.String).str.strip_chars() != "" if is_text(dtype) else nowhere(value)
