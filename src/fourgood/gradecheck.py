"""What is wrong with standards and grades: names that could mean two things, grades that are never reached."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from fourgood.check import check
from fourgood.citation import Origin
from fourgood.criterion import most
from fourgood.errors import Fault, Place
from fourgood.grade import Grade
from fourgood.outcome import MET
from fourgood.rule import All, Compare, Condition, Truth, names
from fourgood.scale import UNIT_KINDS
from fourgood.standardnames import FULL, MARKS
from fourgood.text import Text
from fourgood.truth import truth
from fourgood.vocabulary import Scope, Tally
from fourgood.write import to_text

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
    found = list(check(standard, scope))
    for fault in found or _out_of_reach(rulebook, standard, scope, owner):
        yield _mended(fault, rulebook).at(file=origin.file, line=origin.line, key=f"{owner}standard")


def _out_of_reach(rulebook: "Rulebook", standard: Condition, scope: Scope, owner: str) -> Iterator[Fault]:
    """Counts of points that no kind of unit can come to, among the parts that a standard asks for all at once."""
    section, _, id = owner.rstrip(".").partition(".")
    group = id if section == "groups" else None
    for part in standard.parts if isinstance(standard, All) else (standard,):
        counted = [name for name in dict.fromkeys(names(part)) if isinstance(scope[name], Tally)]
        if not isinstance(part, Compare) or not any(name.endswith("points") for name in counted):
            continue
        known = [{name: _most(rulebook, name, kind, group) for name in counted} for kind in UNIT_KINDS.labels]
        if any(truth(part, scope, each) & MET for each in known):
            continue
        most = max(high for each in known for _, high in each.values())
        message = "`{text}` is never met: at most {most} points can be given"
        hint = "Ask for less, or give points to more criteria"
        yield Fault(message, {"text": to_text(part), "most": most}, Place(), hint)


def _most(rulebook: "Rulebook", name: str, kind: str, group: str | None) -> tuple[Fraction, Fraction]:
    """The least and the most that a tally can come to for a kind of unit."""
    owner, _, tally = name.rpartition(".")
    if owner in rulebook.by_id:
        found = [rulebook.by_id[owner]]
    else:
        groups = [owner or group] if owner or group else list(rulebook.requirements)
        found = [each for id in groups for each in rulebook.requirements[id or ""]]
    applying = [each for each in found if kind in each.applies_to]
    of_points = tally in MARKS
    return Fraction(0), Fraction(sum(most(each) for each in applying) if of_points else len(applying))


def _mended(fault: Fault, rulebook: "Rulebook") -> Fault:
    """With a better hint for a name that means something elsewhere."""
    key = fault.values.get("key")
    if fault.message != "`{key}` is not known":
        return fault
    owner, _, part = str(key).rpartition(".")
    if owner in rulebook.by_id and part in (FULL, *MARKS):
        message, hint = "`{key}` is not known: `{owner}` gives no points", "Give {owner} points, or name it alone"
        return Fault(message, {**fault.values, "owner": owner}, fault.place, hint)
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
