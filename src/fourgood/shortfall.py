"""How far a fact is from where the comparison that it decides turns round."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any as AnyType
from typing import TypeAlias

from attrs import evolve, frozen

from fourgood.line import Atom
from fourgood.outcome import MET, UNKNOWN, Open
from fourgood.rule import Aggregate, Arithmetic, Compare, Name, Number, Operator, Term, Truth
from fourgood.truth import amount
from fourgood.vocabulary import Definition, Fact, Scope, Threshold

Facts: TypeAlias = Mapping[str, AnyType]
OPPOSITE: dict[Operator, Operator] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@frozen
class Shortfall:
    """How far a fact is from where the comparison turns: `by` in the fact's own unit; `over` when it is too much."""

    key: str
    by: Fraction
    over: bool


def defined(term: Term, scope: Scope) -> Term:
    """A term with the definition that it names written out."""
    while isinstance(term, Name) and isinstance(definition := scope[term.key], Definition):
        term = definition.expression  # type: ignore[assignment]
    return term


def limit_of(term: Term, scope: Scope) -> Fraction | None:
    """The number that a term is for every dossier: a constant or a threshold; None for anything else."""
    if isinstance(term, Number):
        return term.value
    meaning = scope[term.key] if isinstance(term, Name) else None
    return meaning.value if isinstance(meaning, Threshold) and isinstance(meaning.value, Fraction) else None


def shortfall(atom: Atom, facts: Facts, still_open: Open) -> Shortfall | None:
    """How far the comparison is from turning round, where one fact on its left side can turn it within its bounds."""
    leaf = atom.leaf
    if still_open == UNKNOWN or not isinstance(leaf, Compare) or (limit := limit_of(leaf.right, atom.scope)) is None:
        return None
    wanted = leaf.operator if still_open != MET else OPPOSITE[leaf.operator]
    match defined(leaf.left, atom.scope):
        case Name(key) if isinstance(fact := atom.scope[key], Fact) and fact.numeric:
            return _short(fact, Fraction(facts[key]), wanted, limit)
        case Arithmetic(Name(part), "/", Name(whole)) if isinstance(fact := atom.scope[part], Fact):
            if not isinstance(atom.scope[whole], Fact) or facts[whole] <= 0:
                return None
            return _short(fact, Fraction(facts[part]), wanted, limit * Fraction(facts[whole]))
        case Aggregate("count" | "share") as drawn:
            return _short_of_records(drawn, atom.scope, facts, wanted, limit)
        case _:
            return None


def _short_of_records(
    drawn: Aggregate, scope: Scope, facts: Facts, wanted: Operator, limit: Fraction
) -> Shortfall | None:
    """From how many records meet what is asked to how many would have to."""
    fact, whole = scope[drawn.records.key], amount(evolve(drawn, function="count", what=Truth(True)), scope, facts)
    value = amount(evolve(drawn, function="count"), scope, facts)
    if not isinstance(fact, Fact) or not isinstance(value, tuple) or not isinstance(whole, tuple):
        return None
    if value[0] != value[1] or whole[0] != whole[1]:
        return None
    of_whole = limit * whole[0] if drawn.function == "share" else limit
    return _short(evolve(fact, maximum=int(whole[0])), value[0], wanted, of_whole)


def _short(fact: Fact, value: Fraction, wanted: Operator, limit: Fraction) -> Shortfall | None:
    """From a value to the nearest one that the fact can take and that stands in the wanted relation to a limit."""
    step = Fraction(fact.step)
    match wanted:
        case ">=":
            target = ceil(limit / step) * step
        case ">":
            target = (floor(limit / step) + 1) * step
        case "<=":
            target = floor(limit / step) * step
        case "<":
            target = (ceil(limit / step) - 1) * step
        case "==":
            target = limit
        case _:
            return None
    if target % step or not fact.minimum <= target <= fact.maximum:
        return None
    return Shortfall(fact.key, abs(target - value), over=target < value)
