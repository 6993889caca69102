"""Criteria that are for every unit of their kind, although cases say otherwise; and what would narrow them down."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any as AnyType
from typing import TypeAlias

from attrs import evolve, frozen

from fourgood.analysis.plainly import plainly
from fourgood.analysis.remark import place_in
from fourgood.cited import cited_facts
from fourgood.criterion import Criterion
from fourgood.errors import Fault
from fourgood.outcome import Outcome, outcome_of
from fourgood.rulebook import Rulebook
from fourgood.scale import UNIT_KINDS
from fourgood.text import Text
from fourgood.verdict import Verdict
from fourgood.vocabulary import Fact, Kind

Limits: TypeAlias = "tuple[Decimal, Decimal] | None"
"""The least and the greatest limit that separates as well, where there are others."""


@frozen
class Told:
    """What a case expects of a criterion, and the verdict on its dossier."""

    expected: Outcome
    verdict: Verdict

    @property
    def applies(self) -> bool:
        """Whether the criterion should apply."""
        return self.expected is not Outcome.NOT_APPLICABLE

    def holds_with(self, criterion: Criterion) -> bool:
        """Whether a criterion comes out as expected."""
        scope = self.verdict.rulebook.vocabulary.scope
        return outcome_of(plainly(criterion, scope, self.verdict.dossier)) is self.expected


def for_all(criterion: Criterion, rulebook: Rulebook) -> Fault:
    """That a criterion applies to every unit of its kinds, and where it stands."""
    kinds = [UNIT_KINDS.labels[each] for each in criterion.applies_to]
    unit = Text(kinds[0].vi.lower(), kinds[0].en.lower()) if len(kinds) == 1 else Text("đơn vị", "unit")
    message = "`{id}` applies to every {unit}: it has neither `organisation_types` nor `applies_when`"
    place = evolve(place_in(rulebook, criterion, "rule"), key=f"criteria.{criterion.id}")
    return Fault(message, {"id": criterion.id, "unit": unit}, place)


def narrowings(criterion: Criterion, told: Sequence[Told], rulebook: Rulebook) -> Iterator[Fault]:
    """Single limits with which all cases of a criterion hold: by the kind of unit, its type, or a fact.

    The fact is one that all cases state and the criterion does not read. These are proposals: they fit the cases, and
    only the guidance knows what was meant.
    """
    kinds = frozenset(each.verdict.dossier.kind for each in told if each.applies)
    if kinds and kinds < criterion.applies_to and _all_hold(told, evolve(criterion, applies_to=kinds)):
        yield _proposal("applies_to", f"[{', '.join(sorted(kinds))}]", criterion, rulebook)
    types = frozenset(type for each in told if each.applies and (type := each.verdict.dossier.organisation_type))
    if types and _all_hold(told, evolve(criterion, organisation_types=types)):
        yield _proposal("organisation_types", f"[{', '.join(sorted(types))}]", criterion, rulebook)
    known = rulebook.vocabulary
    read = cited_facts(criterion, known)
    stated = (key for key in known.facts if all(key in each.verdict.dossier.facts for each in told))
    for key in (key for key in stated if key not in read):
        guard, limits = _apart(known.facts[key], told)
        if guard and _all_hold(told, evolve(criterion, applies_when=guard)):
            yield _proposal("applies_when", guard, criterion, rulebook, limits)


def _all_hold(told: Sequence[Told], criterion: Criterion) -> bool:
    return all(each.holds_with(criterion) for each in told)


def _proposal(part: str, value: str, criterion: Criterion, rulebook: Rulebook, limits: Limits = None) -> Fault:
    message = "with `{part}: {value}` all cases of `{id}` hold; that is a proposal"
    values: dict[str, AnyType] = {"part": part, "value": value, "id": criterion.id}
    if limits is not None and limits[0] != limits[1]:
        message = (
            "with `{part}: {value}` (any limit from {least} to {most}) all cases of `{id}` hold; that is a proposal"
        )
        values |= {"least": limits[0], "most": limits[1]}
    return Fault(message, values, place_in(rulebook, criterion, part), "Take from the guidance what is meant")


def _apart(fact: Fact, told: Sequence[Told]) -> tuple[str, Limits]:
    """The comparison of a fact that holds where a criterion should apply and nowhere else; nothing where none does."""
    inside, outside = ({each.verdict.dossier.facts[fact.key] for each in told if each.applies is side}
                       for side in (True, False))  # fmt: skip
    if not inside or inside & outside:
        return "", None
    if fact.kind is Kind.FLAG:
        return fact.key if inside == {True} else f"not {fact.key}", None
    if fact.scale is not None:
        choices = [f'"{each}"' for each in fact.scale.labels if each in inside]
        one_of = f"== {choices[0]}" if len(choices) == 1 else f"in ({', '.join(choices)})"
        return f"{fact.key} {one_of}", None
    return _limited(fact, inside, outside) if fact.numeric else ("", None)


def _limited(fact: Fact, inside: set[AnyType], outside: set[AnyType]) -> tuple[str, Limits]:
    if min(inside) > max(outside):
        return f"{fact.key} >= {min(inside)}", (max(outside) + fact.step, Decimal(min(inside)))
    if max(inside) < min(outside):
        return f"{fact.key} <= {max(inside)}", (Decimal(max(inside)), min(outside) - fact.step)
    return "", None
