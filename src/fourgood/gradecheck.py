"""What is wrong with standards and grades: names that could mean two things, grades that are never reached."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from fourgood.check import check
from fourgood.citation import Origin
from fourgood.errors import Fault, Place
from fourgood.grade import Grade
from fourgood.rule import Condition, Truth
from fourgood.text import Text
from fourgood.vocabulary import Scope

if TYPE_CHECKING:
    from fourgood.rulebook import Rulebook

GROUP, CRITERION = Text("nhóm", "group"), Text("tiêu chí", "criterion")
GRADE, PARAMETER = Text("mức xếp loại", "grade"), Text("tham số", "parameter")


def ambiguous(rulebook: "Rulebook") -> Iterator[Fault]:
    """Keys that a standard could take for two things; what has a key twice within its own sort is told elsewhere."""
    first: dict[str, tuple[Text, Origin]] = {}
    for what, key, origin in _named(rulebook):
        earlier, since = first.setdefault(key, (what, origin))
        if earlier is not what:
            values = {"key": key, "first": earlier, "since": since.text, "second": what, "origin": origin.text}
            message = "`{key}` is a {first} (from {since}) and a {second} (from {origin}): a standard could mean either"
            yield Fault(message, values, Place(origin.file, origin.line), "Rename one of them")


def _named(rulebook: "Rulebook") -> Iterator[tuple[Text, str, Origin]]:
    yield from ((PARAMETER, key, each.dated.origin) for key, each in rulebook.vocabulary.thresholds.items())
    yield from ((GROUP, each.id, each.origin) for each in rulebook.groups)
    yield from ((CRITERION, each.id, each.origin) for each in rulebook.criteria)
    yield from ((GRADE, each.key, each.origin) for each in rulebook.grades)


def standard_faults(rulebook: "Rulebook") -> Iterator[Fault]:
    """Everything that keeps the standards of groups, grades and the whole from being rules over what they may name."""
    for group in rulebook.groups:
        origin = rulebook.origin_of("groups", group.id, "standard", group.origin)
        yield from _checked(rulebook, group.standard, rulebook.group_scope(group), f"groups.{group.id}.", origin)
    for grade in rulebook.grades:
        yield from _checked(rulebook, grade.standard, rulebook.grade_scope, f"grades.{grade.key}.", grade.origin)
    origin = rulebook.origin_of("rulebook", "", "standard", Origin())
    yield from _checked(rulebook, rulebook.standard, rulebook.scope, "", origin)


def _checked(rulebook: "Rulebook", standard: Condition, scope: Scope, owner: str, origin: Origin) -> Iterator[Fault]:
    for fault in check(standard, scope):
        yield _mended(fault, rulebook).at(file=origin.file, line=origin.line, key=f"{owner}standard")


def _mended(fault: Fault, rulebook: "Rulebook") -> Fault:
    """With a better hint for a name that means something elsewhere."""
    key = fault.values.get("key")
    if fault.message != "`{key}` is not known":
        return fault
    if key in rulebook.vocabulary.facts or key in rulebook.vocabulary.definitions:
        hint = "A standard names criteria, groups, points and parameters: put {key} in a criterion"
        return Fault("`{key}` is not known", fault.values, fault.place, hint)
    if any(key == grade.key for grade in rulebook.grades):
        hint = "Only the rulebook's standard names grades, which are tried in order, best first"
        return Fault("`{key}` is not known", fault.values, fault.place, hint)
    return fault


def grade_faults(grades: Iterable[Grade]) -> Iterator[Fault]:
    """Grades that have one key, and grades that can never be given: one before them has no condition."""
    seen: dict[str, Grade] = {}
    for grade in grades:
        if grade.key in seen:
            values = {"what": GRADE, "id": grade.key, "first": seen[grade.key].origin.text, "second": grade.origin.text}
            message = "the {what} `{id}` is defined twice: by {first} and by {second}"
            yield Fault(message, values, _place(grade), "Rename one of them")
        seen.setdefault(grade.key, grade)
    for better, grade in pairwise(grades):
        if better.standard == Truth(True):
            message = "the grade `{key}` is never given: `{better}` before it has no condition"
            hint = "Put {better} last, or give it a standard"
            yield Fault(message, {"key": grade.key, "better": better.key}, _place(grade), hint)


def _place(grade: Grade) -> Place:
    return Place(grade.origin.file, grade.origin.line, key=f"grades.{grade.key}")
