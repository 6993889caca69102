"""Facts, parameters, groups and criteria resolved for one assessment year, checked as a whole."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from typing import Any as AnyType

from attrs import evolve, field, fields, frozen
from attrs.validators import instance_of

from fourgood.admit import admit
from fourgood.award import FOUR_GOOD, Award
from fourgood.belowcheck import below_faults
from fourgood.check import check, check_definition, check_rule, check_together
from fourgood.citation import Origin
from fourgood.criterion import (
    ALL_GROUPS_GOOD,
    REQUIREMENTS_MET,
    Criterion,
    Group,
    PythonRule,
    Role,
    as_rule,
)
from fourgood.derived import DerivedFact, derive
from fourgood.dossier import Dossier
from fourgood.errors import Fault, Place, RulebookError
from fourgood.grade import Grade, in_order
from fourgood.gradecheck import ambiguous, grade_faults, standard_faults
from fourgood.law import LawException
from fourgood.nearest import nearest
from fourgood.prepared import Prepared
from fourgood.reserved import reserved_fault
from fourgood.rule import Condition, Name, names
from fourgood.ruletype import Memo
from fourgood.standardnames import of_grades, of_group, of_units_below, of_whole
from fourgood.tablecheck import table_faults
from fourgood.text import Lang, Text
from fourgood.titles import header_faults
from fourgood.vocabulary import Fact, Scope, Threshold, Vocabulary

if TYPE_CHECKING:
    from fourgood.history import Section, Step
    from fourgood.line import Atom, Line
    from fourgood.phrases import Say
    from fourgood.program import Program


@frozen(eq=False, slots=False)
class Rulebook:
    """Everything that decides for one assessment year: vocabulary, groups with their standards, criteria, grades.

    Making one checks it whole and raises RulebookError with all faults; afterwards it never changes. `history` is what
    layers did to it; `law_exceptions` are the laws that it breaks on purpose (`fourgood.testing`).
    """

    id: str
    title: Text
    year: int
    vocabulary: Vocabulary
    groups: tuple[Group, ...] = field(validator=instance_of(tuple))
    criteria: tuple[Criterion, ...] = field(validator=instance_of(tuple))
    standard: Condition = field(default=Name(ALL_GROUPS_GOOD), converter=as_rule)
    derived: tuple[DerivedFact, ...] = ()
    grades: tuple[Grade, ...] = field(default=(), validator=instance_of(tuple), converter=in_order)
    history: "tuple[Step, ...]" = field(default=(), repr=False)
    award: Award = FOUR_GOOD
    law_exceptions: tuple[LawException, ...] = field(default=(), repr=False)

    def __attrs_post_init__(self) -> None:
        if faults := list(self._faults()):
            raise RulebookError(faults)

    def __getstate__(self) -> dict[str, AnyType]:
        """What goes to another process: the rules, without what is worked out of them and compiled."""
        return {each.name: getattr(self, each.name) for each in fields(type(self))}

    def admit(self, dossier: Dossier) -> Dossier:
        """The dossier as this rulebook takes it: facts known, typed, bounded, consistent, derived ones worked out.

        Raises DossierError with all faults.
        """
        if dossier.admitted_by is self.vocabulary:
            return dossier
        admitted = admit(dossier, self.vocabulary, self.year)
        if not self.derived:
            return admitted
        return admit(derive(admitted, self.derived), self.vocabulary, self.year)

    def criterion(self, id: str) -> Criterion:
        """The criterion of an id. Raises KeyError."""
        return self.by_id[id]

    def grade(self, key: str) -> Grade:
        """The grade of a key. Raises KeyError."""
        return self._grades_by_key[key]

    @cached_property
    def _grades_by_key(self) -> Mapping[str, Grade]:
        return {grade.key: grade for grade in self.grades}

    def replace(self, **changes: AnyType) -> "Rulebook":
        """A rulebook with some parts changed, checked again."""
        return evolve(self, **changes)

    def steps(self, section: "Section", key: str) -> "tuple[Step, ...]":
        """What layers did to one part, in their order."""
        return self._steps.get((section, key), ())

    def origin_of(self, section: "Section", key: str, field: str, otherwise: Origin) -> Origin:
        """Where an attribute of a part comes from: the last layer that changed it, or where the part itself stands."""
        changes = (step.origin for step in reversed(self.steps(section, key)) if step.field == field)
        return next(changes, otherwise)

    @cached_property
    def _steps(self) -> "Mapping[tuple[Section, str], tuple[Step, ...]]":
        found: dict[AnyType, tuple[AnyType, ...]] = {}
        for step in self.history:
            found[step.section, step.key] = (*found.get((step.section, step.key), ()), step)
        return found

    @cached_property
    def by_id(self) -> Mapping[str, Criterion]:
        """The criteria by their ids."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def requirements(self) -> Mapping[str, tuple[Criterion, ...]]:
        """The requirements of each group."""
        return {
            group.id: tuple(each for each in self.criteria if each.group == group.id and each.role is Role.REQUIREMENT)
            for group in self.groups
        }

    def group_scope(self, group: Group) -> Scope:
        """What a group's standard may name."""
        return self._group_scopes[group.id]

    @cached_property
    def _group_scopes(self) -> Mapping[str, Scope]:
        return {group.id: of_group(self, group) for group in self.groups}

    @cached_property
    def grade_scope(self) -> Scope:
        """What a grade's standard may name."""
        return of_grades(self)

    @cached_property
    def scope(self) -> Scope:
        """What the rulebook's standard may name."""
        return of_whole(self)

    @cached_property
    def scope_below(self) -> Scope:
        """What a fact that counts the units below may say of one of them."""
        return of_units_below(self)

    @cached_property
    def program(self) -> "Program":
        """The rules compiled, when first asked for."""
        from fourgood.program import Program

        return Program(self.criteria, self.vocabulary, self.plain)

    @cached_property
    def digest(self) -> str:
        """The digest of all that decides: the same rules give the same, however they were loaded."""
        from fourgood.rulebookjson import rulebook_digest

        return rulebook_digest(self)

    @cached_property
    def lines(self) -> "Mapping[str, Line]":
        """The criteria ready to be explained, by id."""
        from fourgood.line import Line

        return {criterion.id: Line(criterion, self.vocabulary.scope) for criterion in self.criteria}

    @cached_property
    def speakers(self) -> "Mapping[Lang, Mapping[Atom, Say]]":
        """What puts each comparison into words, by language; prepared when first asked for."""
        return Prepared(_speaker)

    @cached_property
    def plain(self) -> bool:
        """Whether all standards are the default ones and no criterion is written in Python."""
        return (
            self.standard == Name(ALL_GROUPS_GOOD)
            and all(group.standard == Name(REQUIREMENTS_MET) for group in self.groups)
            and not any(isinstance(criterion.rule, PythonRule) for criterion in self.criteria)
        )

    @cached_property
    def standards_compare(self) -> bool:
        """Whether any standard, of a group, a grade or the whole, names a parameter."""
        standards = [self.standard, *(each.standard for each in self.groups), *(each.standard for each in self.grades)]
        return any(key in self.vocabulary.thresholds for standard in standards for key in names(standard))

    def _faults(self) -> Iterator[Fault]:
        if not self.groups:
            yield Fault("this rulebook has no group", hint="Load a plugin that provides one")
        yield from _twice(Text("tiêu chí", "criterion"), self.criteria)
        yield from _twice(Text("nhóm", "group"), self.groups)
        yield from self._name_faults()
        yield from self._exception_faults()
        definitions = list(self._definition_faults())
        yield from definitions
        if not definitions:
            yield from self._invariant_faults()
            yield from self._criterion_faults()
            yield from self._derived_faults()
            yield from below_faults(self)
        yield from ambiguous(self)
        yield from standard_faults(self)
        yield from grade_faults(self.grades)

    def _name_faults(self) -> Iterator[Fault]:
        known = self.vocabulary
        for key, part in (*known.facts.items(), *known.definitions.items(), *known.thresholds.items()):
            yield from _reserved(key, part)
        for group in self.groups:
            yield from _reserved(group.id, group, stands=True)
        for criterion in self.criteria:
            yield from _reserved(criterion.id, criterion, stands=True)
        for grade in self.grades:
            yield from _reserved(grade.key, grade, stands=True)
        yield from header_faults(known.facts.values())

    def _exception_faults(self) -> Iterator[Fault]:
        for each in self.law_exceptions:
            for key, known in ((each.criterion, self.by_id), (each.fact, self.vocabulary.facts)):
                if key is not None and key not in known:
                    message = "the exception to the law `{law}` names `{key}`, which is not there"
                    fault = Fault(message, {"law": each.law, "key": key}, hint="Take it out, or name what it is about")
                    yield from _placed([fault], "law_exceptions", each.origin)

    def _definition_faults(self) -> Iterator[Fault]:
        memo = Memo()
        for fact in self.vocabulary.facts.values():
            yield from _placed(table_faults(fact, self.vocabulary.scope, memo), f"facts.{fact.key}", fact.origin)
        for definition in self.vocabulary.definitions.values():
            found = check_definition(definition, self.vocabulary.scope, memo)
            origin = self.origin_of("definitions", definition.key, "expression", definition.origin)
            yield from _placed(found, f"definitions.{definition.key}", origin)

    def _invariant_faults(self) -> Iterator[Fault]:
        memo = Memo()
        for invariant in self.vocabulary.invariants:
            found = check(invariant.rule, self.vocabulary.scope, memo=memo)
            yield from _placed(found, f"invariants.{invariant.key}", invariant.origin)

    def _derived_faults(self) -> Iterator[Fault]:
        for each in self.derived:
            found = _undeclared(each.reads, self.vocabulary.scope)
            yield from _placed(found, f"facts.{each.fact.key}", each.fact.origin)

    def _criterion_faults(self) -> Iterator[Fault]:
        groups = {group.id for group in self.groups}
        scope, at_most, memo, fitting = self.vocabulary.scope, self.vocabulary.at_most, Memo(), list[Condition]()
        for criterion in self.criteria:
            if criterion.group not in groups:
                origin = self.origin_of("criteria", criterion.id, "group", criterion.origin)
                yield _no_group(criterion, groups).at(file=origin.file, line=origin.line, column=origin.column)
            for name, rule in _rules(criterion):
                if isinstance(rule, PythonRule):
                    found = _undeclared(rule.facts, scope)
                elif name == "rule" and not criterion.bands:
                    found = check_rule(rule, criterion.applies_when, scope, at_most, memo)
                else:
                    found = check(rule, scope, at_most, memo)
                if not found and not isinstance(rule, PythonRule):
                    fitting.append(rule)
                origin = self.origin_of("criteria", criterion.id, name.partition(".")[0], criterion.origin)
                yield from _placed(found, f"criteria.{criterion.id}.{name}", origin)
        yield from check_together(fitting, scope, memo)


def _speaker(lang: Lang) -> "Mapping[Atom, Say]":
    from fourgood.language import language
    from fourgood.phrases import sayer

    said = language(lang)
    return Prepared(lambda atom: sayer(atom, said))


def _rules(criterion: Criterion) -> Iterator[tuple[str, Condition | PythonRule]]:
    yield "rule", criterion.rule
    if criterion.applies_when is not None:
        yield "applies_when", criterion.applies_when
    for position, band in enumerate(criterion.bands):
        yield f"bands.{position}", band.when


def _undeclared(keys: Iterable[str], scope: Scope) -> list[Fault]:
    missing = [key for key in keys if not isinstance(scope.get(key), Fact)]
    return [Fault("`{key}` is no fact that a function could read", {"key": key}) for key in missing]


def _no_group(criterion: Criterion, groups: Iterable[str]) -> Fault:
    """A criterion of a group that is not there: the groups that are, and the one that may be meant."""
    near, known = nearest(criterion.group, groups), ", ".join(f"`{each}`" for each in sorted(groups))
    values = {"id": criterion.id, "group": criterion.group, "near": "".join(near), "known": known}
    message = "`{id}` belongs to the group `{group}`, which nobody provides"
    hint = "Did you mean `{near}`? The groups are {known}" if near else "The groups are {known}"
    place = Place(key=f"criteria.{criterion.id}.group")
    return Fault(message, values, place, hint if known else "Add it under groups")


def _placed(faults: Iterable[Fault], key: str, origin: Origin) -> Iterator[Fault]:
    """Faults with what an origin knows of their place: the file, and the line where the fault has none."""
    for fault in faults:
        yield fault.at(file=origin.file, line=origin.line, key=key)


def _reserved(key: str, part: AnyType, stands: bool = False) -> Iterator[Fault]:
    fault = reserved_fault(key, stands or isinstance(part, Threshold))
    if fault is not None:
        origin = part.dated.origin if isinstance(part, Threshold) else part.origin
        yield fault.at(file=origin.file, line=origin.line, key=key)


def _twice(what: Text, items: Iterable[AnyType]) -> Iterator[Fault]:
    first: dict[str, AnyType] = {}
    for item in items:
        if item.id in first:
            values = {"what": what, "id": item.id, "first": first[item.id].origin.text, "second": item.origin.text}
            place = Place(item.origin.file, item.origin.line)
            yield Fault(
                "the {what} `{id}` is defined twice: by {first} and by {second}", values, place, "Rename one of them"
            )
        first.setdefault(item.id, item)
