"""The mutants of a rulebook: every small mistake that could be in it, one at a time."""

from collections.abc import Collection, Iterator
from functools import cached_property, partial

from attrs import evolve, frozen

from fourgood.check import check, check_rule
from fourgood.citation import Origin
from fourgood.cited import TYPE, cited_facts, cited_names
from fourgood.criterion import Band, Criterion, PythonRule, Role, judged_guard, judged_rule
from fourgood.errors import Fault, Place
from fourgood.reasons import written_out
from fourgood.rule import Condition, Member, Name, Node, Not, Truth, walk
from fourgood.rulebook import Rulebook
from fourgood.ruletype import Memo
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
from fourgood.testing.exchange import Exchange
from fourgood.testing.mutant import Mutant
from fourgood.testing.standards import Standard, standards
from fourgood.testing.treemutation import TreeMutation, place_of
from fourgood.text import Text
from fourgood.truth import as_condition
from fourgood.vocabulary import ALL_KINDS, Definition, Fact, Vocabulary
from fourgood.write import number_text, to_text

ROLES = {Role.REQUIREMENT: Role.VETO, Role.VETO: Role.REQUIREMENT, Role.DEFERRAL: Role.VETO}
"""What each role could be by mistake."""

PARTS = (*("rule", "applies_when", "applies_to", "organisation_types", "evidence_required", "role", "points", "bands"),)
"""The attributes of a criterion that are changed."""

MAX_SWAPS = 2
"""How many other facts of the same sort are tried for one, and how many of the same kind."""

MAX_TYPES = 2
"""How many sets of types of organisation are tried for a criterion that names none."""

NAMES = {
    Role.REQUIREMENT: Text("yêu cầu", "requirement"),
    Role.VETO: Text("điều kiện loại trừ", "veto"),
    Role.DEFERRAL: Text("lý do chưa xét", "deferral"),
}


def mutants(rulebook: Rulebook, *ids: str) -> tuple[Mutant, ...]:
    """The mutants of some criteria and standards, or of all, in order and each once.

    The standard of a group or a grade goes by its id, that of the whole by WHOLE.
    What a rulebook would refuse is left out: nobody could have loaded it.
    """
    maker, known = _Maker(rulebook, Memo()), {each.id: each for each in standards(rulebook)}
    wanted = ids or (*rulebook.by_id, *known)
    return tuple(mutant for id in wanted for mutant in maker.of(id, known.get(id)))


def swaps(rulebook: Rulebook, id: str, stated: Collection[str]) -> Iterator[Mutant]:
    """A criterion with two facts exchanged, or one of those stated in the place of another of its kind."""
    maker, criterion = _Maker(rulebook, Memo()), rulebook.criterion(id)
    return maker.made(criterion, maker.swapped(criterion, stated))


@frozen(slots=False)
class _Maker:
    rulebook: Rulebook
    memo: Memo

    @property
    def known(self) -> Vocabulary:
        return self.rulebook.vocabulary

    def of(self, id: str, standard: Standard | None) -> Iterator[Mutant]:
        """Those of a standard, or else of the criterion of an id. Raises KeyError for an unknown one."""
        if standard is not None:
            return self.of_standard(standard)
        criterion = self.rulebook.criterion(id)
        return self.made(criterion, self._changes(criterion))

    def made(self, criterion: Criterion, changes: Iterator[tuple[Fault, Criterion]]) -> Iterator[Mutant]:
        """Each different criterion once."""
        seen = {criterion}
        for change, mutated in changes:
            if mutated not in seen and self._fits(mutated):
                seen.add(mutated)
                part = next(each for each in PARTS if getattr(criterion, each) != getattr(mutated, each))
                origin = self.rulebook.origin_of("criteria", criterion.id, part, criterion.origin)
                placed = change.at(file=origin.file, line=origin.line, key=f"criteria.{criterion.id}")
                found = Mutant(placed, self.rulebook, criterion, mutated)
                if found.local or found.fits:
                    yield found

    def _changes(self, criterion: Criterion) -> Iterator[tuple[Fault, Criterion]]:
        if not isinstance(criterion.rule, (PythonRule, Truth)) and not _judged(criterion):
            for change, rule in self._trees(criterion).of(criterion.rule):
                yield change, evolve(criterion, rule=rule)
        if criterion.applies_when is not None and criterion.applies_when != judged_guard(criterion.id, None):
            yield from self._guards(criterion, criterion.applies_when)
        yield from _applications(criterion)
        yield from self._as_others(criterion)
        yield from _weights(criterion)
        for at, band in enumerate(criterion.bands):
            for change, other in self._bands(criterion, band):
                bands = (*criterion.bands[:at], other, *criterion.bands[at + 1 :])
                yield change, evolve(criterion, bands=bands)

    def swapped(self, criterion: Criterion, stated: Collection[str]) -> Iterator[tuple[Fault, Criterion]]:
        """With facts taken for each other."""
        if not isinstance(criterion.rule, PythonRule) and not _judged(criterion):
            for change, rule in Exchange(self.known.scope, _same_kind, self._expression).of(criterion.rule, stated):
                yield change, evolve(criterion, rule=rule)

    def _as_others(self, criterion: Criterion) -> Iterator[tuple[Fault, Criterion]]:
        """For the types of organisation alone that others of its file are for: what was forgotten looks like that."""
        if self._types_of(criterion) is not None:
            return
        others = [each for each in self.rulebook.criteria if each.origin.file == criterion.origin.file]
        found = {types: each for each in reversed(others) if (types := self._types_of(each)) is not None}
        for types, other in list(found.items())[-MAX_TYPES:]:
            values = {"id": criterion.id, "types": ", ".join(sorted(types)), "other": other.id}
            fault = Fault("`{id}` could be for {types} alone, as `{other}` is", values)
            yield fault, evolve(criterion, organisation_types=types)

    def _types_of(self, criterion: Criterion) -> frozenset[str] | None:
        """The types of organisation that a criterion speaks of, also in its guard."""
        if criterion.organisation_types is not None:
            return criterion.organisation_types
        conditions = [written_out(each, self.known.scope) for each in criterion.conditions]
        parts = (part for condition in conditions for part in walk(condition))
        named = (part for part in parts if isinstance(part, Member) and part.term == Name(TYPE))
        return next((frozenset(str(value.value) for value in part.values) for part in named), None)

    def _guards(self, criterion: Criterion, guard: Condition) -> Iterator[tuple[Fault, Criterion]]:
        said = {"text": to_text(guard)}
        place = place_of(guard)
        yield Fault("`applies_when: {text}` could be left out", said, place), evolve(criterion, applies_when=None)
        turned = Fault("`applies_when: {text}` could be the opposite", said, place)
        yield turned, evolve(criterion, applies_when=Not(guard))
        for change, other in self._trees(criterion).of(guard):
            yield change, evolve(criterion, applies_when=other)

    def _bands(self, criterion: Criterion, band: Band) -> Iterator[tuple[Fault, Band]]:
        for step in (-1, 1):
            said = {"text": to_text(band.when), "points": number_text(band.points + step)}
            yield (
                Fault("`{text}` could give {points} points", said, place_of(band.when)),
                evolve(band, points=band.points + step),
            )
        for change, when in self._trees(criterion).of(band.when):
            yield change, evolve(band, when=as_condition(when))

    def _trees(self, criterion: Criterion) -> TreeMutation:
        return TreeMutation(self.known.scope, partial(self._like, criterion), self._expression)

    def _expression(self, definition: Definition) -> Origin:
        return self.rulebook.origin_of("definitions", definition.key, "expression", definition.origin)

    def _like(self, criterion: Criterion, fact: Fact) -> Iterator[str]:
        """The facts that could stand for one by mistake: of the same sort, then of the same kind.

        Of the same sort those of the criterion itself come first, of the same kind those that no criterion reads: what
        was swapped is then missing elsewhere.
        """
        rule = criterion.rule
        own = set(() if isinstance(rule, PythonRule) else cited_names(rule, self.known.scope))
        alike = [each for each in self.known.facts.values() if each.key != fact.key and _same_kind(each, fact)]
        sort = [each for each in alike if _same_sort(each, fact)]
        kind = [each for each in alike if each not in sort]
        sort.sort(key=lambda each: (each.key not in own, -_in_common(each.key, fact.key)))
        kind.sort(key=lambda each: (each.key in self.read, each.origin.file != fact.origin.file,
                                    -_in_common(each.key, fact.key)))  # fmt: skip
        missing = [each for each in sort[MAX_SWAPS:] if each.key not in self.read][:1]
        return (each.key for each in (*sort[:MAX_SWAPS], *missing, *kind[:MAX_SWAPS]))

    @cached_property
    def read(self) -> frozenset[str]:
        """The facts that criteria read."""
        return frozenset(key for each in self.rulebook.criteria for key in cited_facts(each, self.known))

    def _fits(self, criterion: Criterion) -> bool:
        """Whether a changed criterion could be loaded."""
        scope, at_most = self.known.scope, self.known.at_most
        if any(check(each, scope, at_most, self.memo) for each in criterion.conditions):
            return False
        if isinstance(criterion.rule, PythonRule) or criterion.bands:
            return True
        return not check_rule(criterion.rule, criterion.applies_when, scope, at_most, self.memo)

    def of_standard(self, standard: Standard) -> Iterator[Mutant]:
        """The standard of a group, of the whole or of a grade, changed in one place."""
        seen: set[Node] = {standard.condition}
        origin = standard.origin
        for change, other in TreeMutation(standard.scope, lambda fact: ()).of(standard.condition):
            if other not in seen and not check(as_condition(other), standard.scope):
                seen.add(other)
                placed = change.at(file=origin.file, line=origin.line, key=standard.key)
                found = Mutant(placed, self.rulebook, replaced=(standard.replaced(as_condition(other)),))
                if found.fits:
                    yield found


def _judged(criterion: Criterion) -> bool:
    """Whether somebody's judgement is its rule."""
    return criterion.rule == judged_rule(criterion.id)


def _applications(criterion: Criterion) -> Iterator[tuple[Fault, Criterion]]:
    """To whom it applies, and on what evidence."""
    place = Place()
    if criterion.applies_to != ALL_KINDS:
        said = {"kinds": UNIT_KINDS.named(*sorted(criterion.applies_to))}
        everyone = evolve(criterion, applies_to=ALL_KINDS)
        yield Fault("`applies_to` ({kinds}) could be left out", said, place), everyone
        others = evolve(criterion, applies_to=ALL_KINDS - criterion.applies_to)
        yield Fault("`applies_to` ({kinds}) could be the other kind of unit", said, place), others
    if criterion.organisation_types is not None:
        types = criterion.organisation_types
        values = {"types": ", ".join(sorted(types))}
        everyone = evolve(criterion, organisation_types=None)
        yield Fault("`organisation_types` ({types}) could be left out", values, place), everyone
        others = evolve(criterion, organisation_types=frozenset(ORGANISATION_TYPES.labels) - types)
        yield Fault("`organisation_types` ({types}) could be all the others", values, place), others
    if criterion.evidence_required:
        yield Fault("`evidence: required` could be left out", {}, place), evolve(criterion, evidence_required=False)


def _weights(criterion: Criterion) -> Iterator[tuple[Fault, Criterion]]:
    """What it counts for."""
    place, other = Place(), ROLES[criterion.role]
    said = {"id": criterion.id, "role": NAMES[criterion.role], "other": NAMES[other]}
    yield Fault("`{id}` could be a {other} instead of a {role}", said, place), evolve(criterion, role=other)
    if criterion.points is not None:
        for step in (-1, 1):
            points = criterion.points + step
            values = {"id": criterion.id, "points": number_text(points)}
            yield Fault("`{id}` could give {points} points", values, place), evolve(criterion, points=points)


def _same_kind(one: Fact, other: Fact) -> bool:
    """Whether one fact can be written for another: then they count the same kind of thing, for the same units."""
    there = not one.judged and one.kind is other.kind and other.applies_to <= one.applies_to
    return there and (one.scale, one.table is None) == (other.scale, other.table is None)


def _same_sort(one: Fact, other: Fact) -> bool:
    """Whether two facts of a kind have the same unit and bounds."""
    sorts = [(each.measure, each.minimum, each.maximum, each.step) for each in (one, other)]
    return sorts[0] == sorts[1]


def _in_common(one: str, other: str) -> int:
    """How long two keys are the same."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
