"""Facts worked out in Python from other facts."""

from collections.abc import Callable, Iterable
from typing import Any as AnyType

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from fourgood.dossier import Dossier
from fourgood.errors import Fault
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
        except Exception as error:  # noqa: BLE001  a plugin's function may raise anything; its fact is then not known
            cause = f"{type(error).__name__}: {error}"
            failures[key] = Fault("`{key}` could not be worked out: {cause}", {"key": key, "cause": cause})
            continue
        if value is not None:
            facts[key] = value
    return evolve(dossier, facts=facts, failures=failures)
