"""What records come to together, as far as they are known: pure arithmetic over what each of them says.

Of every record it is known whether it counts (`where`: met, not met, or open) and what it says: open outcomes for
count, share and longest_run, an interval for the others. The answer is an interval that holds whatever is not known
may turn out to be, or None where the records give no value. Design: docs/explanation/semantics.md.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from attrs import frozen

from fourgood.outcome import MET, NOT_MET, Open
from fourgood.rule import AggregateFunction

Interval: TypeAlias = tuple[Fraction, Fraction]
ZERO = Fraction(0)


@frozen
class Asked:
    """What one record says to a question: whether it counts, and whether it meets what is asked."""

    where: Open
    what: Open


@frozen
class Taken:
    """The number that one record gives, if it counts; None where that has no value."""

    where: Open
    number: Interval | None


def _points(low: int, high: int) -> Interval:
    return Fraction(low), Fraction(high)


def count(records: Sequence[Asked]) -> Interval:
    """How many meet what is asked."""
    certain = sum(1 for each in records if each.where == MET and each.what == MET)
    return _points(certain, sum(1 for each in records if each.where & MET and each.what & MET))


def share(records: Sequence[Asked]) -> Interval | None:
    """How many of those that count meet what is asked; None where none counts for sure."""
    sure = [each.what for each in records if each.where == MET]
    open_ = [each.what for each in records if each.where == MET | NOT_MET]
    if not sure:
        return None
    met, possible = sure.count(MET), sum(1 for what in sure if what & MET)
    against, for_ = sum(1 for what in open_ if what & NOT_MET), sum(1 for what in open_ if what & MET)
    return Fraction(met, len(sure) + against), Fraction(possible + for_, len(sure) + for_)


def longest_run(records: Sequence[Asked], unplaced: int, blank: Asked) -> Interval:
    """How many in a row meet what is asked; a record that does not count neither breaks a run nor lengthens it.

    Records whose place is not known, all like `blank`, may lengthen the longest run, or each break one.
    """
    lengthen = unplaced if blank.where & MET and blank.what & MET else 0
    breaks = unplaced if blank.where & MET and blank.what & NOT_MET else 0
    return _points(_broken(_runs(records, MET), breaks), max(_runs(records, MET | NOT_MET), default=0) + lengthen)


def _runs(records: Sequence[Asked], counted: Open) -> list[int]:
    """The lengths of the runs: at the least (`counted` is MET alone), or at the most."""
    steps = [_step(each, least=counted == MET) for each in records]
    return [sum(found) for broken, found in groupby(steps, key=lambda step: step is None) if not broken]  # type: ignore[arg-type]


def _step(record: Asked, least: bool) -> int | None:
    """What a record adds to a run at the least or at the most; None where it breaks it."""
    if record.where == NOT_MET:
        return 0
    if least:
        return None if record.what & NOT_MET else int(record.where == MET)
    if record.what & MET:
        return 1
    return None if record.where == MET else 0


def _broken(runs: Sequence[int], breaks: int) -> int:
    """The least longest run that some breaks leave."""
    longest = max(runs, default=0)
    for length in range(1, longest):
        if sum(-(-run // length) - 1 for run in runs if run) <= breaks:
            return length
    return longest


def total(records: Sequence[Taken]) -> Interval | None:
    """The sum; nothing is added where a record may not count."""
    sure, open_ = _taken(records)
    if sure is None or open_ is None:
        return None
    low = sum((low for low, _ in sure), ZERO) + sum((min(low, ZERO) for low, _ in open_), ZERO)
    return low, sum((high for _, high in sure), ZERO) + sum((max(high, ZERO) for _, high in open_), ZERO)


def mean(records: Sequence[Taken]) -> Interval | None:
    """The average; None where none counts for sure."""
    sure, open_ = _taken(records)
    if not sure or open_ is None:
        return None
    low = _least_mean([low for low, _ in sure], [low for low, _ in open_])
    return low, -_least_mean([-high for _, high in sure], [-high for _, high in open_])


def _least_mean(sure: Sequence[Fraction], open_: Sequence[Fraction]) -> Fraction:
    """The least average when numbers that are open are taken in wherever that lowers it."""
    added, number = sum(sure, ZERO), len(sure)
    for each in sorted(open_):
        if each * number >= added:
            break
        added, number = added + each, number + 1
    return added / number


def least(records: Sequence[Taken]) -> Interval | None:
    """The smallest; None where none counts for sure."""
    sure, open_ = _taken(records)
    if not sure or open_ is None:
        return None
    return min(low for low, _ in (*sure, *open_)), min(high for _, high in sure)


def greatest(records: Sequence[Taken]) -> Interval | None:
    """The largest; None where none counts for sure."""
    sure, open_ = _taken(records)
    if not sure or open_ is None:
        return None
    return max(low for low, _ in sure), max(high for _, high in (*sure, *open_))


def _taken(records: Sequence[Taken]) -> tuple[list[Interval] | None, list[Interval] | None]:
    """The numbers of those that count for sure, and of those that may; None where one of them has no value."""
    return _numbers(records, MET), _numbers(records, MET | NOT_MET)


def _numbers(records: Sequence[Taken], where: Open) -> list[Interval] | None:
    found = [each.number for each in records if each.where == where]
    return None if None in found else found  # type: ignore[return-value]


CALCULATED: Mapping[AggregateFunction, Callable[[Sequence[Taken]], Interval | None]] = {
    "sum": total,
    "mean": mean,
    "min": least,
    "max": greatest,
}
"""What makes one number of the numbers of records."""
