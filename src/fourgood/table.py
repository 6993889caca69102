"""Tables: what the records of a unit's year have for columns, and what names mean where one record is spoken of."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from fourgood.record import AT, Record
from fourgood.rule import EACH, Aggregate, Name, Node, names
from fourgood.scale import header_form
from fourgood.vocabulary import Definition, Fact, Invariant, Meaning, Names, Scope, kept_in_order


@frozen(slots=False)
class Table:
    """The shape of the records that a fact of kind records holds.

    `number` says how many records a full year has: a number (12 months, 4 quarters; `at` is then 1 to that number), the
    key of a fact that counts them (then `at` is a date or a label), or None when those given are all there are.
    Definitions and invariants speak of one record, whose columns they name `each.attended`.
    """

    columns: tuple[Fact, ...] = field(validator=instance_of(tuple))
    number: int | str | None = None
    definitions: tuple[Definition, ...] = field(default=(), validator=instance_of(tuple))
    invariants: tuple[Invariant, ...] = field(default=(), validator=instance_of(tuple))

    @property
    def judged(self) -> bool:
        """Whether a column holds what an appraiser judges."""
        return any(column.judged for column in self.columns)

    @cached_property
    def by_header(self) -> Mapping[str, str]:
        """The key of a column by what a row may call it: its key, or its title in either language."""
        titled = {header_form(title): each.key for each in self.columns for title in (each.title.en, each.title.vi)}
        return {**titled, **{header_form(each.key): each.key for each in self.columns}}

    @property
    def mentions(self) -> frozenset[str]:
        """The facts, definitions and parameters that it speaks of beside its own columns."""
        rules = (*(each.expression for each in self.definitions), *(each.rule for each in self.invariants))
        number = (self.number,) if isinstance(self.number, str) else ()
        return frozenset((*number, *(name for rule in rules for name in names(rule))))

    def column(self, key: str) -> Fact | None:
        """The column of a key."""
        return next((column for column in self.columns if column.key == key), None)


def is_table(meaning: Meaning | None) -> bool:
    """Whether a name means a table of records."""
    return isinstance(meaning, Fact) and meaning.table is not None


def table_of(fact: Meaning | None) -> Table:
    """The table of a fact that is one; the type check has seen to it."""
    assert isinstance(fact, Fact) and fact.table is not None
    return fact.table


def inside(key: str, scope: Scope) -> Names:
    """What names mean where one record of a table is spoken of: all that the scope has, and the record's own."""
    known = scope.inside if isinstance(scope, Names) else {}
    if key not in known:
        table, outer = table_of(scope[key]), scope.at_most if isinstance(scope, Names) else frozenset()
        known[key] = Names({**scope, **own_names(key, table)}, outer | kept_in_order(table.invariants))
    return known[key]


def own_names(key: str, table: Table) -> dict[str, Meaning]:
    """The columns and definitions of a table as rules name them; each meaning keeps whose it is: meetings.attended."""
    own: tuple[Fact | Definition, ...] = (*table.columns, *table.definitions)
    return {f"{EACH}.{each.key}": evolve(each, key=f"{key}.{each.key}") for each in own}


def completed(key: str, table: Table, known: Mapping[str, object]) -> tuple[tuple[Record, ...], int] | None:
    """The records of a year, and how many more there are that have no place among them; None when that is not known.

    Where the number is fixed, a record that is missing stands at its place, empty.
    """
    rows: tuple[Record, ...] | None = known.get(key)  # type: ignore[assignment]
    number = known.get(table.number) if isinstance(table.number, str) else table.number
    if rows is None and number == 0:
        rows = ()
    if rows is None or (number is None and table.number is not None):
        return None
    if isinstance(table.number, int):
        given = {row[AT]: row for row in rows}
        return tuple(given.get(at) or Record({AT: at}) for at in range(1, table.number + 1)), 0
    assert number is None or isinstance(number, int)
    return rows, 0 if number is None else max(0, number - len(rows))


def incomplete(key: str, table: Table, columns: Iterable[str], known: Mapping[str, object]) -> tuple[list[Record], int]:
    """The records that lack one of some columns, and how many records are missing that have no place."""
    found = completed(key, table, known)
    if found is None:
        return [], 0
    return [row for row in found[0] if any(column not in row for column in columns)], found[1]


BLANK = Record({})
"""A record of which nothing is known."""


def pooled(part: Node, whole: Node) -> tuple[str, str, str] | None:
    """The table, the part and the whole of a quotient of two sums over the same records; None for anything else."""
    match part, whole:
        case Aggregate("sum", records, Name(one), where), Aggregate("sum", others, Name(other), also) if (
            records == others and where == also
        ):
            return records.key, one, other
        case _:
            return None


def is_share(part: Node, whole: Node, scope: Scope) -> bool:
    """Whether one term is known to be a part of another: by an invariant, also where both are summed up."""
    match part, whole:
        case Name(one), Name(other):
            return isinstance(scope, Names) and (one, other) in scope.at_most
        case _ if (found := pooled(part, whole)) is not None:
            key, one, other = found
            return (one, other) in inside(key, scope).at_most
        case _:
            return False
