"""One column of one record at a time: tables in which it is better, worse, or not known, and all else is as it was."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, partial

from attrs import field, frozen

from fourgood.cited import cited_names
from fourgood.criterion import Criterion
from fourgood.reasons import leaves, written_out
from fourgood.record import AT, Record, Rows, Single
from fourgood.rule import EACH, OF_CONDITIONS, Aggregate, Compare, Condition, Name, Node, children
from fourgood.table import inside, table_of
from fourgood.testing.comparison import SIDES, Comparison, Gap, Grid, nearest_index
from fourgood.testing.options import Options, beyond, options_of
from fourgood.truth import Known, known_of
from fourgood.vocabulary import Definition, Fact, Scope


@frozen(eq=False)
class Cells:
    """The columns of one table, each with the values worth trying; the comparisons that are made in one record, and
    those of what all of them come to."""

    fact: Fact
    columns: Mapping[str, Options] = field(repr=False)
    inner: tuple[Comparison, ...] = field(repr=False)
    outer: tuple[Comparison, ...] = field(repr=False)

    def moved(self, rows: Rows, known: Known, better: bool, only: int | None = None) -> Iterator[Rows]:
        """The tables in which one column of one record is better (or worse); `only` one of them, by a number.

        Of records that say the same it is the first: no rule tells them apart, save by where they stand.
        """
        directed = [key for key, options in self.columns.items() if options.fact.better is not None]
        places = [(number, key) for number, row in _unlike(rows) for key in directed if key in row]
        for number, key in places if only is None or not places else [places[only % len(places)]]:
            column, row = self.columns[key].fact, rows[number]
            for value in self.values(rows, number, key, known):
                if beyond(column, row[key], value, better):
                    yield replaced(rows, number, Record({**row, key: value}))

    def values(self, rows: Rows, number: int, key: str, known: Known) -> Iterable[Single]:
        """What a column of a record may be: where comparisons turn, a step to either side of what it is, and all else
        that is worth trying."""
        options, row = self.columns[key], rows[number]
        turning = self._where_comparisons_turn(rows, number, options.fact, known) if options.fact.numeric else ()
        found = [*turning, *_beside(options.fact, row.get(key))]
        found += [value for value in options.values if not isinstance(value, tuple)]
        return dict.fromkeys(found)

    def _where_comparisons_turn(self, rows: Rows, number: int, column: Fact, known: Known) -> Iterator[Single]:
        row, grid = rows[number], Grid(column)
        of_row, name = dict(known_of(row, table_of(self.fact), known)), f"{EACH}.{column.key}"

        def inside(comparison: Comparison, index: int) -> Gap | None:
            return comparison.gap({**of_row, name: grid.value(index)})

        def outside(comparison: Comparison, index: int) -> Gap | None:
            other = Record({**row, column.key: grid.value(index)})
            return comparison.gap({**known, self.fact.key: replaced(rows, number, other)})

        found = [*(partial(outside, each) for each in self.outer), *(partial(inside, each) for each in self.inner)]
        for gap in found:
            at = cache(gap)
            indices = (nearest_index(at, grid.last, side) for side in SIDES)
            yield from (grid.value(index) for index in indices if index is not None)


def cells_of(fact: Fact, criteria: Iterable[Criterion], scope: Scope) -> Cells:
    """What can be moved in a table that some criteria read."""
    table, within = table_of(fact), inside(fact.key, scope)
    conditions = [each for criterion in criteria for each in criterion.conditions]
    asked = (each for node in conditions for each in _asked(node, fact.key, scope))
    inner = _compared((*(each.rule for each in table.invariants), *asked), fact.key, within)
    outer = (each for each in _compared(conditions, fact.key, scope) if fact.key in cited_names(each.leaf, scope))
    return Cells(fact, {each.key: options_of(each) for each in table.columns}, tuple(inner), tuple(outer))


def _compared(conditions: Iterable[Condition], key: str, scope: Scope) -> Iterator[Comparison]:
    found = dict.fromkeys(leaf for each in conditions for leaf in leaves(written_out(each, scope)))
    return (Comparison(leaf, key, scope) for leaf in found if isinstance(leaf, Compare))


def _asked(node: Node, key: str, scope: Scope) -> Iterator[Condition]:
    """The conditions that are asked of each record of a table, through definitions."""
    if isinstance(node, Name):
        meaning = scope[node.key]
        yield from _asked(meaning.expression, key, scope) if isinstance(meaning, Definition) else ()
    elif isinstance(node, Aggregate):
        what = node.what if node.function in OF_CONDITIONS else None
        parts = (what, node.where) if node.records.key == key else ()
        yield from (part for part in parts if isinstance(part, Condition))
    else:
        yield from (found for child in children(node) for found in _asked(child, key, scope))


def _beside(column: Fact, now: Single | None) -> Iterator[Single]:
    """The next values of a number."""
    if now is None or isinstance(now, str) or not column.numeric:
        return
    grid = Grid(column)
    index = grid.index(Fraction(now))
    yield from (grid.value(near) for near in (index - 1, index + 1) if 0 <= near <= grid.last)


def less_known(rows: Rows) -> Iterator[Rows]:
    """The tables in which one record has lost all that is known of it, then those in which it has lost one column."""
    for number, row in _unlike(rows):
        columns = [key for key in row if key != AT]
        lost = ([columns] if len(columns) > 1 else []) + [[key] for key in columns]
        for gone in lost:
            yield replaced(rows, number, _without(row, gone))


def smaller(rows: Rows) -> Iterator[Rows]:
    """The tables that have less to read: without a record, then without a column of one."""
    yield from (rows[:number] + rows[number + 1 :] for number in range(len(rows)))
    yield from (
        replaced(rows, number, _without(row, [key])) for number, row in enumerate(rows) for key in row if key != AT
    )


def cells(rows: Rows) -> dict[tuple[Single, str], Single]:
    """What each record of a table says in each column, by what tells it from the others and the column's key."""
    return {(row[AT], key): value for row in rows for key, value in row.items() if key != AT}


def can_be_better(fact: Fact) -> bool:
    """Whether a fact has a better way, or a column of its table."""
    columns = () if fact.table is None else fact.table.columns
    return any(each.better is not None for each in (fact, *columns))


def _unlike(rows: Rows) -> Iterator[tuple[int, Record]]:
    """The records that say what none before them says."""
    seen: set[Record] = set()
    for number, row in enumerate(rows):
        said = _without(row, [AT])
        if said not in seen:
            seen.add(said)
            yield number, row


def replaced(rows: Rows, number: int, row: Record) -> Rows:
    """A table with another record at a place."""
    return (*rows[:number], row, *rows[number + 1 :])


def _without(row: Record, keys: Iterable[str]) -> Record:
    gone = frozenset(keys)
    return Record({key: value for key, value in row.items() if key not in gone})
