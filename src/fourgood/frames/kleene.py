"""Three values over columns: met, not met and unknown as true, false and null; decided at once where they can be.

The functions are those of strong Kleene logic. A value that no column has a say in stays a plain True, False or None,
so that a fact that is absent from a whole table costs nothing.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import narwhals as nw

Tri: TypeAlias = nw.Expr | bool | None
"""A column of true, false and null, or the one of them that holds for every row."""


def all_of(parts: Iterable[Tri]) -> Tri:
    """True when every part is, false when one is not."""
    return _joined(parts, False, nw.all_horizontal)


def any_of(parts: Iterable[Tri]) -> Tri:
    """True when one part is, false when none is."""
    return _joined(parts, True, nw.any_horizontal)


def _joined(parts: Iterable[Tri], decides: bool, join: Callable[..., nw.Expr]) -> Tri:
    """The parts joined; one that is `decides` decides."""
    undecided: list[nw.Expr] = []
    unknown = False
    for part in parts:
        if part is decides:
            return decides
        if part is None:
            unknown = True
        elif not isinstance(part, bool):
            undecided.append(part)
    if not undecided:
        return None if unknown else not decides
    found = undecided[0] if len(undecided) == 1 else join(*undecided, ignore_nulls=False)
    return nw.when(found if decides else ~found).then(found) if unknown else found


def negated(part: Tri) -> Tri:
    """True when the part is false; unknown stays unknown."""
    return part if part is None else not part if isinstance(part, bool) else ~part


def same(one: Tri, other: Tri) -> Tri:
    """Whether two are both true or both false."""
    return any_of((all_of((one, other)), all_of((negated(one), negated(other)))))


def at_least(needed: int, parts: Iterable[Tri]) -> Tri:
    """True when so many are, false when so many cannot be any more."""
    found = list(parts)
    if needed == 1:
        return any_of(found)
    if needed == len(found):
        return all_of(found)
    certain, possible = number(map(certainly, found)), number(map(possibly, found))
    return settled(possible >= needed, certain < needed)


def certainly(part: Tri) -> nw.Expr | bool:
    """Whether it is true, whatever is unknown."""
    return bool(part) if part is None or isinstance(part, bool) else part.fill_null(False)


def possibly(part: Tri) -> nw.Expr | bool:
    """Whether it may be true."""
    return part is not False if part is None or isinstance(part, bool) else part.fill_null(True)


def settled(met: Tri, not_met: Tri) -> Tri:
    """What is left of two possibilities, never unknown themselves: true, false, or null when both are open."""
    return given(not_met, given(met, None, False), True)


def given(condition: Tri, then: Tri, otherwise: Tri) -> Tri:
    """One value where a condition is true, another where it is false or unknown.

    Without a literal among columns: pandas has no nullable one.
    """
    sure = certainly(condition)
    if isinstance(sure, bool):
        return then if sure else otherwise
    if isinstance(then, bool):
        return _always(sure, then, otherwise)
    if isinstance(otherwise, bool):
        return _always(~sure, otherwise, then)
    if then is None:
        return None if otherwise is None else nw.when(~sure).then(otherwise)
    chosen = nw.when(sure).then(then)
    return chosen if otherwise is None else chosen.otherwise(otherwise)


def _always(sure: nw.Expr, then: bool, otherwise: Tri) -> Tri:
    """Where `sure` holds, true or false whatever the rest is."""
    if otherwise is None:
        return nw.when(sure).then(sure if then else ~sure)
    return any_of((sure, otherwise)) if then else all_of((~sure, otherwise))


def where(rows: nw.Expr | bool, value: nw.Expr) -> nw.Expr:
    """A value in some rows, null in the others; as it stands where that is the same in every row."""
    return value if isinstance(rows, bool) else nw.when(rows).then(value)


def nowhere(column: nw.Expr) -> nw.Expr:
    """False in every row that a column has: a literal alone would be one value, not a column of them."""
    return column.is_null() & ~column.is_null()


def one(sure: nw.Expr) -> nw.Expr:
    """One where something holds, else nothing; by way of the only whole numbers that PostgreSQL makes of flags."""
    return sure.cast(nw.Int32).cast(nw.Int64)


def number(parts: Iterable[nw.Expr | bool]) -> nw.Expr | int:
    """How many hold, of parts that are never unknown."""
    counted = list(parts)
    surely = sum(1 for part in counted if part is True)
    columns = [part.cast(nw.Int32) for part in counted if not isinstance(part, bool)]
    if not columns:
        return surely
    found = columns[0] if len(columns) == 1 else nw.sum_horizontal(*columns)
    return found + surely if surely else found
