"""Criteria that apply although cases say that they do not, and what would narrow them down."""

from collections.abc import Iterable, Iterator, Sequence
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
from fourgood.parse import parse
from fourgood.rule import All, Condition
from fourgood.rulebook import Rulebook
from fourgood.scale import UNIT_KINDS
from fourgood.text import Text
from fourgood.verdict import Verdict
from fourgood.vocabulary import ALL_KINDS, Fact, Kind
from fourgood.write import to_text

Limits: TypeAlias = "tuple[Decimal, Decimal] | None"
"""The least and the greatest limit that separates as well, where there are others."""


@frozen
class Told:
    """What a case expects of a criterion, and the verdict on its dossier.

    `kind_stated` says that the case names its kind of unit, and is not run for each kind only because it does not;
    `implied`, that what is expected follows from what the case says of the whole.
    """

    expected: Outcome
    verdict: Verdict
    kind_stated: bool = True
    implied: bool = False

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
    values: dict[str, AnyType] = {"id": criterion.id}
    message = "`{id}` applies to every unit: it has no `applies_to`, no `organisation_types` and no `applies_when`"
    if criterion.applies_to != ALL_KINDS:
        (kind,) = criterion.applies_to
        label = UNIT_KINDS.labels[kind]
        values["unit"] = Text(label.vi.lower(), label.en.lower())
        message = "`{id}` applies to every {unit}: it has no `organisation_types` and no `applies_when`"
    place = evolve(place_in(rulebook, criterion, "rule"), key=f"criteria.{criterion.id}")
    return Fault(message, values, place)


def narrowings(criterion: Criterion, told: Sequence[Told], rulebook: Rulebook) -> Iterator[Fault]:
    """Single limits more with which all cases of a criterion hold: by the kind of unit, its type, or a fact.

    These are proposals: they fit the cases, and only the guidance knows what was meant.
    """
    others = frozenset(each.verdict.dossier.kind for each in told if not each.applies and each.kind_stated)
    kinds = criterion.applies_to - others
    about = [each for each in told if each.kind_stated or each.verdict.dossier.kind in kinds]
    if kinds and others and _all_hold(about, evolve(criterion, applies_to=kinds)):
        yield _proposal("applies_to", f"[{', '.join(sorted(kinds))}]", criterion, rulebook)
    types = frozenset(type for each in told if each.applies and (type := each.verdict.dossier.organisation_type))
    untyped = criterion.organisation_types is None
    if untyped and types and _all_hold(told, evolve(criterion, organisation_types=types)):
        yield _proposal("organisation_types", f"[{', '.join(sorted(types))}]", criterion, rulebook)
    for guard, limits in _guards(criterion, told, rulebook):
        yield _proposal("applies_when", to_text(guard), criterion, rulebook, limits)


def _guards(criterion: Criterion, told: Sequence[Told], rulebook: Rulebook) -> Iterator[tuple[Condition, Limits]]:
    """Guards over one fact that all cases state; over what a unit can do better only where nothing else will do.

    What a unit does well or badly is seldom what decides whom a criterion is for, and never where the criterion asks
    for it: then doing nothing of it would be a way out. Where it is but implied that a criterion does not apply, the
    rule may be wrong as well, and what it reads tells nothing.
    """
    known = rulebook.vocabulary
    read = cited_facts(criterion, known)
    stated = [fact for key, fact in known.facts.items() if all(key in each.verdict.dossier.facts for each in told)]
    if any(each.implied and not each.applies for each in told):
        stated = [fact for fact in stated if fact.key not in read]
    achieved = [fact for fact in stated if fact.better and fact.key not in read]
    for some in ([fact for fact in stated if not fact.better], achieved):
        fitting = list(_fitting(criterion, told, some))
        yield from fitting
        if fitting:
            return


def _fitting(criterion: Criterion, told: Sequence[Told], facts: Iterable[Fact]) -> Iterator[tuple[Condition, Limits]]:
    for fact in facts:
        text, limits = _apart(fact, told)
        if not text:
            continue
        guard = parse(text) if criterion.applies_when is None else All((criterion.applies_when, parse(text)))
        if _all_hold(told, evolve(criterion, applies_when=guard)):
            yield guard, limits


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
    """The limit that leaves out no more than the cases say."""
    if min(inside) > max(outside):
        return f"{fact.key} > {max(outside)}", (Decimal(max(outside)), min(inside) - fact.step)
    if max(inside) < min(outside):
        return f"{fact.key} < {min(outside)}", (max(inside) + fact.step, Decimal(min(outside)))
    return "", None
