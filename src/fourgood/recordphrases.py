"""What records come to together, in words: how many of how many, and which of them fall short."""

import datetime
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias

from fourgood.aggregate import Interval
from fourgood.dossier import Dossier
from fourgood.language import Language
from fourgood.line import Atom
from fourgood.outcome import MET, NOT_MET, Open
from fourgood.record import AT, Record
from fourgood.rows import is_date
from fourgood.rule import OF_CONDITIONS, Aggregate, Arithmetic, Compare, Operator, Truth
from fourgood.scale import RECORDS, Measure
from fourgood.shortfall import OPPOSITE, defined, limit_of
from fourgood.truth import Amount, Known, amount, asked_of_each
from fourgood.vocabulary import Fact, Scope

SayValue: TypeAlias = Callable[[Dossier], str]

MAX_NAMED = 5
"""How many records are named; of the others there is only their number."""


def known_to(dossier: Dossier) -> Known:
    """What is known of a unit: its facts, and what it is."""
    return {**dossier._facts, "kind": dossier.kind, "organisation_type": dossier.organisation_type}


def interval_in_words(found: Interval, measure: Measure | None, language: Language) -> str:
    """An exact number, or the two that it is still open between."""
    low, high = (language.measured(each, measure) for each in found)
    return low if found[0] == found[1] else language("between {low} and {high}").format(low=low, high=high)


def drawn_value(term: Aggregate | Arithmetic, scope: Scope, language: Language, measure: Measure | None) -> SayValue:
    """A function that says what records come to together; a share or quotient with its parts: 8/12 (66.67%)."""

    def say(dossier: Dossier) -> str:
        known = known_to(dossier)
        found = amount(term, scope, known)
        if not isinstance(found, tuple):
            return ""
        said = interval_in_words(found, measure, language)
        parts = _parts(term, scope, known) if found[0] == found[1] else None
        return said if parts is None else f"{language.number(parts[0][0])}/{language.number(parts[1][0])} ({said})"

    return say


def _parts(term: Aggregate | Arithmetic, scope: Scope, known: Known) -> tuple[Interval, Interval] | None:
    """The two numbers of a share or quotient, where both are exact."""
    match term:
        case Aggregate("share", records, what, where):
            met, counted = (Aggregate("count", records, asked, where) for asked in (what, Truth(True)))
            part, whole = amount(met, scope, known), amount(counted, scope, known)
        case Arithmetic(left, "/", right):
            part, whole = amount(left, scope, known), amount(right, scope, known)
        case _:
            return None
    exact = isinstance(part, tuple) and isinstance(whole, tuple) and part[0] == part[1] and whole[0] == whole[1]
    return (part, whole) if exact else None  # type: ignore[return-value]


def culprits(atom: Atom, still_open: Open, language: Language) -> SayValue | None:
    """A function that names the records that a comparison turns on; None where there is nothing to name."""
    leaf = atom.leaf
    if not isinstance(leaf, Compare) or not isinstance(drawn := defined(leaf.left, atom.scope), Aggregate):
        return None
    holding, limit = leaf.operator if still_open == MET else OPPOSITE[leaf.operator], limit_of(leaf.right, atom.scope)
    if drawn.function not in OF_CONDITIONS or holding == "==" or (holding == "!=" and limit is None):
        return None
    fact = atom.scope[drawn.records.key]
    assert isinstance(fact, Fact)

    def say(dossier: Dossier) -> str:
        known = known_to(dossier)
        few = _too_few(holding, amount(drawn, atom.scope, known), limit)
        found, _ = asked_of_each(drawn, atom.scope, known) or ([], 0)
        chosen = _chosen(drawn, few, [(row, each.what) for row, each in found if each.where == MET])
        message = "; falling short: {records}" if few else "; these are: {records}"
        return language(message).format(records=listed(fact, chosen, 0, language)) if chosen else ""

    return say


def _too_few(holding: Operator, found: Amount, limit: Fraction | None) -> bool:
    if holding == "!=":
        return isinstance(found, tuple) and limit is not None and found[1] < limit
    return holding in ("<", "<=")


def _chosen(drawn: Aggregate, few: bool, counted: Sequence[tuple[Record, Open]]) -> list[Record]:
    """The records that fall short where there are too few, those that are counted where there are too many."""
    if drawn.function == "longest_run":
        return [] if few else _longest(counted)
    return [row for row, what in counted if what == (NOT_MET if few else MET)]


def _longest(counted: Sequence[tuple[Record, Open]]) -> list[Record]:
    """The records of the longest run, the first of several."""
    runs: list[list[Record]] = [[]]
    for row, what in counted:
        if what & MET:
            runs[-1].append(row)
        else:
            runs.append([])
    return max(runs, key=len)


def listed(fact: Fact, records: Sequence[Record], more: int, language: Language) -> str:
    """Records by what tells them: month 3, 5 Jan 2024; a few of them, and how many more there are."""
    named = [at_in_words(row, fact, language) for row in records[:MAX_NAMED]]
    more += len(records) - len(named)
    measured = language.measured(more, fact.measure or RECORDS)
    if more:
        named.append(language("{records} more").format(records=measured) if named else measured)
    return language.listed(named)


def at_in_words(record: Record, fact: Fact, language: Language) -> str:
    """What tells a record, in words."""
    at = record[AT]
    if isinstance(at, str):
        return language.date(datetime.date.fromisoformat(at)) if is_date(at) else at
    return f"{(fact.measure or RECORDS).in_(language.code, 1)} {at}"


def gaps_in_words(atom: Atom, key: str, dossier: Dossier, language: Language) -> str:
    """Which records of a table are not known, or not wholly."""
    fact = atom.scope[key]
    assert isinstance(fact, Fact)
    records, more = atom.gaps(key, dossier)
    said = listed(fact, records, more, language)
    return language("not all is known: {title} ({records})").format(title=language.text(fact.title), records=said)
