"""Layers and what they stand on → one contribution, with the history of every change. All faults at once, or none.

Nothing depends on the order in which layers come: those of which neither stands on the other may not touch the same
thing, and each sees only what it stands on.
"""

from collections.abc import Iterable, Iterator
from typing import Any as AnyType

from attrs import define, evolve, field

from fourgood.award import FOUR_GOOD, Award
from fourgood.changed import changed, judged, steps
from fourgood.citation import Origin
from fourgood.conflicts import WHOLE, Touch, Touches
from fourgood.contribution import Contribution, Span, several_grades, several_standards
from fourgood.criterion import ALL_GROUPS_GOOD, Criterion, judged_fact
from fourgood.errors import Fault, Place, RulebookError
from fourgood.floors import Floor, Move, floor_faults, kept
from fourgood.history import Section, Step
from fourgood.law import LawException
from fourgood.layer import Assignment, Change, Drop, Given, Layer
from fourgood.mentions import still_read
from fourgood.nearest import nearest
from fourgood.rule import Name
from fourgood.scale import misfit
from fourgood.stacking import Stack, stacked
from fourgood.text import Text
from fourgood.vocabulary import Dated

SECTIONS: tuple[Section, ...] = ("facts", "definitions", "parameters", "invariants", "groups", "criteria")


def resolve(given: Iterable[Given]) -> tuple[Contribution, ...]:
    """What is left when layers have been applied: one contribution, or without layers what was given.

    Raises RulebookError with all faults: a layer that stands on nothing, an unknown part, an addition that is there
    already, two layers side by side that touch the same thing, a parameter moved as it may not be, a locked part that
    is changed or dropped, a dropped part that is still needed.
    """
    parts = list(given)
    base = [part for part in parts if isinstance(part, Contribution)]
    layers = [part for part in parts if isinstance(part, Layer)]
    if not layers:
        return tuple(base)
    stack = stacked(layers, base)
    work = _Work(stack)
    for contribution in base:
        work.start_with(contribution)
    for layer in stack.layers:
        work.apply(layer)
    resolved = work.result()
    faults = [*stack.faults, *several_standards(base), *several_grades(base), *work.faults, *work.touches.faults(stack)]
    faults += [*floor_faults(work.moves, work.floors, resolved), *still_read(work.dropped.values(), resolved)]
    if faults:
        raise RulebookError(faults)
    return (resolved,)


def overlaid(values: Iterable[Dated], new: Dated) -> tuple[Dated, ...]:
    """Dated values with a new one in the place of whatever they say of its years."""
    kept = [part for old in values for part in _without(old, new.first_year, new.last_year)]
    return tuple(sorted((*kept, new), key=lambda dated: dated.first_year))


def _without(old: Dated, first: int, last: int) -> Iterator[Dated]:
    if not old.meets(first, last):
        yield old
        return
    if old.first_year < first:
        yield evolve(old, last_year=first - 1)
    if old.last_year > last:
        yield evolve(old, first_year=last + 1)


def _key(part: AnyType) -> str:
    return str(getattr(part, "key", None) or part.id)


def _place(origin: Origin, section: Section, key: str) -> Place:
    return evolve(origin.place, key=f"{section}.{key}")


@define
class _Work:
    """A rulebook while layers are applied to it. A part's owner is the layer that added it, None for the base."""

    stack: Stack
    parts: dict[Section, dict[str, AnyType]] = field(factory=lambda: {section: {} for section in SECTIONS})
    owners: dict[tuple[Section, str], str] = field(factory=dict)
    doubles: list[tuple[Section, AnyType]] = field(factory=list)
    derived: list[AnyType] = field(factory=list)
    standard: AnyType = None
    award: Award | None = None
    grades: tuple[AnyType, ...] = ()
    law_exceptions: list[LawException] = field(factory=list)
    dropped: dict[tuple[Section, str], Step] = field(factory=dict)
    touches: Touches = field(factory=Touches)
    floors: list[Floor] = field(factory=list)
    moves: list[Move] = field(factory=list)
    history: list[Step] = field(factory=list)
    faults: list[Fault] = field(factory=list)

    def start_with(self, base: Contribution) -> None:
        """What a plugin or plain rule file brings; what two of them claim is left for `combine` to refuse."""
        for section in SECTIONS:
            for part in getattr(base, section):
                if _key(part) in self.parts[section]:
                    self.doubles.append((section, part))
                else:
                    self.parts[section][_key(part)] = part
                self.guard(section, part, part.origin, None)
        if base.standard_lock is not None:
            self.floors.append(Floor("rulebook", "standard", "nothing", base.standard_lock))
        self.derived.extend(base.derived)
        self.standard = base.standard if self.standard is None else self.standard
        self.award = base.award if self.award is None else self.award
        self.grades = self.grades or base.grades
        self.law_exceptions.extend(base.law_exceptions)

    def apply(self, layer: Layer) -> None:
        """Everything that a layer says. What it drops and adds again it replaces."""
        moved = {change.key for change in layer.changes if "group" in change.fields}
        for drop in layer.drops:
            self.drop(layer, drop, moved)
        for section in SECTIONS:
            for part in getattr(layer.adds, section):
                self.add(layer, section, part)
        self.derived.extend(layer.adds.derived)
        self.law_exceptions.extend(layer.adds.law_exceptions)
        for change in layer.changes:
            self.change(layer, change)
        for assignment in layer.sets:
            self.assign(layer, assignment)
        if layer.standard is not None:
            before = self.standard or Name(ALL_GROUPS_GOOD)
            self.standard = self.replaced(layer, "standard", before, layer.standard, layer.standard_origin)
        if layer.award is not None:
            self.award = self.replaced(layer, "award", self.award or FOUR_GOOD, layer.award, layer.award_origin)
        if grades := layer.adds.grades:
            self.grades = self.replaced(layer, "grades", self.grades, grades, grades[0].origin)
        if layer.adds.standard_lock is not None:
            self.floors.append(Floor("rulebook", "standard", "nothing", layer.adds.standard_lock, layer.id))

    def replaced(self, layer: Layer, name: str, before: AnyType, after: AnyType, origin: Origin) -> AnyType:
        """What a layer puts in the place of something that belongs to the whole."""
        self.touches.add("rulebook", "", Touch(layer.id, name, origin))
        if name != "award" and before != after:
            locks = [evolve(floor, key=name) for floor in self.floors_of(layer, "rulebook", "standard")]
            self.faults.extend(kept(locks, origin, changes=True))
        if before != after:
            self.history.append(Step("changed", "rulebook", "", origin, name, before, after))
        return after

    def find(self, layer: Layer, section: Section, key: str, origin: Origin) -> AnyType | None:
        """A part that a layer stands on; None and a fault when there is none; None alone when it is a
        sibling that added or dropped it, which their touches tell."""
        owner, step = self.owners.get((section, key)), self.dropped.get((section, key))
        below = {layer.id, *self.stack.below[layer.id]}
        if key in self.parts[section] and (owner is None or owner in below):
            return self.parts[section][key]
        if key not in self.parts[section] and (step is None or step.origin.layer in below):
            self.faults.append(self.unknown(layer, section, key, origin))
        return None

    def unknown(self, layer: Layer, section: Section, key: str, origin: Origin) -> Fault:
        values: dict[str, AnyType] = {"key": key, "section": section, "layer": layer.id, "base": layer.extends}
        place = _place(origin, section, key)
        step = self.dropped.get((section, key))
        if step is not None:
            message = "`{key}` is not there any more: {who} dropped it"
            return Fault(message, {**values, "who": step.origin.text}, place, "Add it again, or leave it alone")
        near = nearest(key, self.parts[section], n=3, cutoff=0.6)
        elsewhere = next((each for each in SECTIONS if key in self.parts[each]), None)
        values |= {"near": ", ".join(f"`{each}`" for each in near), "elsewhere": elsewhere}
        hint = "Did you mean {near}?" if near else "Add it, or check its id"
        hint = "It is one of {elsewhere}" if elsewhere else hint
        return Fault("`{base}` has no `{key}` among its {section}", values, place, hint)

    # What a layer does

    def drop(self, layer: Layer, drop: Drop, moved: set[str]) -> None:
        self.touches.add(drop.section, drop.key, Touch(layer.id, WHOLE, drop.origin))
        part = self.find(layer, drop.section, drop.key, drop.origin)
        if part is None:
            return
        self.faults.extend(kept(self.floors_of(layer, drop.section, drop.key), drop.origin, changes=False))
        if drop.section == "groups":
            self.empty(layer, drop, moved)
        step = Step("dropped", drop.section, drop.key, drop.origin, before=part, reason=drop.reason)
        self.take(drop.section, drop.key, step)

    def empty(self, layer: Layer, drop: Drop, moved: set[str]) -> None:
        """A dropped group takes its criteria with it, save those that the same layer gives to another."""
        named = {each.key for each in layer.drops if each.section == "criteria"} | moved
        below = {layer.id, *self.stack.below[layer.id], None}
        for id, criterion in list(self.parts["criteria"].items()):
            if criterion.group == drop.key and id not in named and self.owners.get(("criteria", id)) in below:
                self.touches.add("criteria", id, Touch(layer.id, WHOLE, drop.origin))
                self.faults.extend(kept(self.floors_of(layer, "criteria", id), drop.origin, changes=False))
                step = Step("dropped", "criteria", id, drop.origin, before=criterion, reason=drop.reason)
                self.take("criteria", id, step)

    def take(self, section: Section, key: str, step: Step) -> None:
        del self.parts[section][key]
        self.dropped[section, key] = step
        self.history.append(step)

    def add(self, layer: Layer, section: Section, part: AnyType) -> None:
        key, origin = _key(part), part.origin
        self.touches.add(section, key, Touch(layer.id, WHOLE, origin))
        there = self.parts[section].get(key)
        owner = self.owners.get((section, key))
        if there is not None and not self.rejudged(layer, section, part, there):
            # Two siblings that add the same are told by their touches.
            if owner is None or owner in self.stack.below[layer.id]:
                values = {"key": key, "section": section, "first": there.origin.text, "second": origin.text}
                message = "`{key}` is there already among {section}: {first}; {second} adds it again"
                hint = "Write it under change, or drop it too to replace it"
                self.faults.append(Fault(message, values, _place(origin, section, key), hint))
            return
        self.parts[section][key] = part
        self.owners[section, key] = layer.id
        self.history.append(Step("added", section, key, origin, after=part))
        self.guard(section, part, origin, layer.id)

    def rejudged(self, layer: Layer, section: Section, part: AnyType, there: AnyType) -> bool:
        """Whether a fact comes again with the judged criterion of its name, which the layer replaces."""
        if section != "facts" or not (part.judged and there.judged):
            return False
        step = self.dropped.get(("criteria", part.key))
        return step is not None and step.origin.layer == layer.id

    def change(self, layer: Layer, change: Change) -> None:
        for name in change.fields:
            touched = "rule" if name == "judged" else name
            self.touches.add(change.section, change.key, Touch(layer.id, touched, change.place(name)))
        before = self.find(layer, change.section, change.key, change.origin)
        if before is None:
            return
        after, faults = changed(before, change)
        self.faults.extend(fault.at(key=f"{change.section}.{change.key}") for fault in faults)
        self.parts[change.section][change.key] = after
        done = steps(before, after, change)
        self.history.extend(done)
        if done and change.section != "parameters":
            locks = self.floors_of(layer, change.section, change.key)
            self.faults.extend(kept(locks, done[0].origin, changes=True))
        if isinstance(after, Criterion):
            self.keep_judged(layer, after, change)
        if "may_only" in change.fields:
            self.guard(change.section, after, change.place("may_only"), layer.id)

    def keep_judged(self, layer: Layer, criterion: Criterion, change: Change) -> None:
        """The fact of a judged criterion is called what its criterion is called, and asked of the same units."""
        if not judged(criterion):
            return
        title, help, kinds = criterion.title, criterion.help, criterion.applies_to
        fact = self.parts["facts"].get(criterion.id)
        if fact is None:
            more = {"citations": criterion.citations, "origin": change.place("judged")}
            self.add(layer, "facts", judged_fact(criterion.id, title, help=help, applies_to=kinds, **more))
        elif fact.judged:
            after = evolve(fact, title=title, help=help, applies_to=kinds)
            same = evolve(change, section="facts")
            self.history.extend(steps(fact, after, same))
            self.parts["facts"][criterion.id] = after

    def assign(self, layer: Layer, assignment: Assignment) -> None:
        key = assignment.key
        for dated in assignment.values:
            self.touches.add("parameters", key, Touch(layer.id, "values", dated.origin, dated.span))
        parameter = self.find(layer, "parameters", key, assignment.origin)
        if parameter is None:
            return
        for dated in assignment.values:
            if layer.years and not layer.years[0] <= dated.first_year <= dated.last_year <= layer.years[1]:
                values = {"key": key, "years": _years(*dated.span), "layer": layer.id, "own": _years(*layer.years)}
                message = "`{key}` is set for {years}, and the layer `{layer}` is for {own} alone"
                place = _place(dated.origin, "parameters", key)
                self.faults.append(Fault(message, values, place, "Set it within {own}, or widen the layer's years"))
                continue
            if wrong := misfit(dated.value, parameter.measure, parameter.scale):
                self.faults.append(evolve(wrong, place=_place(dated.origin, "parameters", key)))
                continue
            before = tuple(old for old in parameter.values if old.meets(*dated.span))
            self.moves.extend(
                Move(floor, old, dated) for floor in self.floors_of(layer, "parameters", key) for old in before
            )
            parameter = evolve(parameter, values=overlaid(parameter.values, dated))
            self.history.append(Step("set", "parameters", key, dated.origin, "values", before, dated))
        self.parts["parameters"][key] = parameter

    # What layers below may do

    def guard(self, section: Section, part: AnyType, origin: Origin, layer: str | None) -> None:
        """Facts and invariants say nothing of it."""
        if (way := getattr(part, "may_only", None)) is not None:
            self.floors.append(Floor(section, _key(part), way, origin, layer))

    def floors_of(self, layer: Layer, section: Section, key: str) -> list[Floor]:
        """The floors that hold for a layer: its own are for those that extend it."""
        below = self.stack.below[layer.id]
        found = (each for each in self.floors if (each.section, each.key) == (section, key))
        return [each for each in found if each.layer is None or each.layer in below]

    def is_gone(self, exception: LawException) -> bool:
        """Whether what an exception is about has been dropped."""
        about: list[tuple[Section, str | None]] = [("criteria", exception.criterion), ("facts", exception.fact)]
        return any(key is not None and (section, key) in self.dropped for section, key in about)

    def result(self) -> Contribution:
        """What has come of it."""
        tips = self.stack.tips
        found = {section: list(parts.values()) for section, parts in self.parts.items()}
        for section, part in self.doubles:
            found[section].append(part)
        sections: dict[str, AnyType] = {section: tuple(parts) for section, parts in found.items()}
        return Contribution(
            **sections,
            derived=tuple(each for each in self.derived if ("facts", each.fact.key) not in self.dropped),
            standard=self.standard,
            award=self.award,
            grades=self.grades,
            law_exceptions=tuple(each for each in self.law_exceptions if not self.is_gone(each)),
            id="+".join(tip.id for tip in tips),
            title=Text(*(" + ".join(tip.title.in_(lang) for tip in tips) for lang in ("vi", "en"))),
            history=tuple(self.history),
            layers=tuple(each.id for each in self.stack.layers),
            spans=tuple(Span(each.id, *each.years, each.origin) for each in self.stack.layers if each.years),
        )


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
