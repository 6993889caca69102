"""Facts worked out in Python from other facts."""

from collections.abc import Callable, Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Any as AnyType

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from fourgood.accept import Refused, accept
from fourgood.dossier import Dossier
from fourgood.errors import Fault, RulebookError
from fourgood.view import AbsentFact, View
from fourgood.vocabulary import Fact, Value


@frozen
class DerivedFact:
    """A fact worked out from the facts it declares to read; what the dossier itself says of it comes first.

    The function gets a view of the declared facts and answers with the value, or None when it cannot tell.
    """

    fact: Fact
    function: Callable[[View], Value | None]
    reads: tuple[str, ...] = field(validator=instance_of(tuple))


def in_order(derived: Iterable[DerivedFact]) -> tuple[DerivedFact, ...]:
    """Derived facts so that each comes after those that it reads, whatever order plugins come in.

    Raises RulebookError when some need each other.
    """
    by_key = {each.fact.key: each for each in sorted(derived, key=lambda each: each.fact.key)}
    needs = {key: [read for read in each.reads if read in by_key] for key, each in by_key.items()}
    try:
        return tuple(by_key[key] for key in TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise RulebookError(Fault("derived facts need each other: {circle}", {"circle": circle})) from error


def derive(dossier: Dossier, derived: Iterable[DerivedFact]) -> Dossier:
    """The dossier with derived facts filled in, in order; to be admitted again, as any value from outside.

    A function that raises leaves its fact absent, and `failures` says why.
    """
    facts, failures = dict(dossier.facts), dict(dossier.failures)
    identity: dict[str, AnyType] = {"kind": dossier.kind, "organisation_type": dossier.organisation_type}
    for each in derived:
        key = each.fact.key
        if key in facts or dossier.kind not in each.fact.applies_to:
            continue
        try:
            value = each.function(View({**facts, **identity}, each.reads))
        except AbsentFact:
            continue
        except (Exception, SystemExit) as error:  # noqa: BLE001  a plugin may raise anything; its fact is then not known
            failures[key] = _failure(each, f"{type(error).__name__}: {error}")
            continue
        if value is None:
            continue
        try:
            facts[key] = accept(each.fact, value)
        except Refused as refused:
            failures[key] = _failure(each, str(refused.fault(key, value)))
    return evolve(dossier, facts=facts, failures=failures)


def _failure(each: DerivedFact, cause: str) -> Fault:
    values = {"key": each.fact.key, "origin": each.fact.origin.text, "cause": cause}
    return Fault("`{key}` could not be worked out by {origin}: {cause}", values)
