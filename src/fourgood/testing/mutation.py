"""The mutants of a rulebook: every small mistake that could be in it, one at a time."""

from collections.abc import Iterator
from functools import partial

from attrs import evolve, frozen

from fourgood.check import check, check_rule
from fourgood.cited import cited_names
from fourgood.criterion import Band, Criterion, PythonRule, Role, judged_guard, judged_rule
from fourgood.errors import Fault, Place
from fourgood.rule import Condition, Node, Not, Truth
from fourgood.rulebook import Rulebook
from fourgood.ruletype import Memo
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
from fourgood.testing.mutant import Mutant
from fourgood.testing.standards import Standard, standards
from fourgood.testing.treemutation import TreeMutation, place_of
from fourgood.text import Text
from fourgood.truth import as_condition
from fourgood.vocabulary import ALL_KINDS, Fact, Vocabulary
from fourgood.write import number_text, to_text

ROLES = {Role.REQUIREMENT: Role.VETO, Role.VETO: Role.REQUIREMENT, Role.DEFERRAL: Role.VETO}
"""What each role could be by mistake."""

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


@frozen
class _Maker:
    rulebook: Rulebook
    memo: Memo

    @property
    def known(self) -> Vocabulary:
        return self.rulebook.vocabulary

    def of(self, id: str, standard: Standard | None) -> Iterator[Mutant]:
        """Those of a standard, or else of the criterion of an id. Raises KeyError for an unknown one."""
        return self.of_criterion(self.rulebook.criterion(id)) if standard is None else self.of_standard(standard)

    def of_criterion(self, criterion: Criterion) -> Iterator[Mutant]:
        """Each different criterion once."""
        seen = {criterion}
        for change, mutated in self._changes(criterion):
            if mutated not in seen and self._fits(mutated):
                seen.add(mutated)
                origin = self.rulebook.origin_of("criteria", criterion.id, "rule", criterion.origin)
                placed = change.at(file=origin.file, line=origin.line, key=f"criteria.{criterion.id}")
                found = Mutant(placed, self.rulebook, criterion, mutated)
                if found.local or found.fits:
                    yield found

    def _changes(self, criterion: Criterion) -> Iterator[tuple[Fault, Criterion]]:
        judged = criterion.rule == judged_rule(criterion.id)
        if not isinstance(criterion.rule, (PythonRule, Truth)) and not judged:
            for change, rule in self._trees(criterion).of(criterion.rule):
                yield change, evolve(criterion, rule=rule)
        if criterion.applies_when is not None and criterion.applies_when != judged_guard(criterion.id, None):
            yield from self._guards(criterion, criterion.applies_when)
        yield from _applications(criterion)
        yield from _weights(criterion)
        for at, band in enumerate(criterion.bands):
            for change, other in self._bands(criterion, band):
                bands = (*criterion.bands[:at], other, *criterion.bands[at + 1 :])
                yield change, evolve(criterion, bands=bands)

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
        return TreeMutation(self.known.scope, partial(_like, self.known, criterion))

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


def _applications(criterion: Criterion) -> Iterator[tuple[Fault, Criterion]]:
    """To whom it applies, and on what evidence."""
    place = Place(line=criterion.origin.line)
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
    place, other = Place(line=criterion.origin.line), ROLES[criterion.role]
    said = {"id": criterion.id, "role": NAMES[criterion.role], "other": NAMES[other]}
    yield Fault("`{id}` could be a {other} instead of a {role}", said, place), evolve(criterion, role=other)
    if criterion.points is not None:
        for step in (-1, 1):
            points = criterion.points + step
            values = {"id": criterion.id, "points": number_text(points)}
            yield Fault("`{id}` could give {points} points", values, place), evolve(criterion, points=points)


def _like(known: Vocabulary, criterion: Criterion, fact: Fact) -> Iterator[str]:
    """The facts that could stand for one by mistake: of the same sort, those of the criterion itself first."""
    rule = criterion.rule
    near = set(() if isinstance(rule, PythonRule) else cited_names(rule, known.scope))
    alike = [each.key for each in known.facts.values() if each.key != fact.key and _same_sort(each, fact)]
    return iter(sorted(alike, key=lambda key: (key not in near, -_in_common(key, fact.key))))


def _same_sort(one: Fact, other: Fact) -> bool:
    if one.judged or one.kind is not other.kind or not other.applies_to <= one.applies_to:
        return False
    bounds = [(each.minimum, each.maximum, each.step) for each in (one, other)]
    return (one.measure, one.scale) == (other.measure, other.scale) and bounds[0] == bounds[1]


def _in_common(one: str, other: str) -> int:
    """How long two keys are the same."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
