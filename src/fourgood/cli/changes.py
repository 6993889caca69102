"""The words in which changes to rulebooks are described: of layers, and between two rulebooks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any as AnyType

from attrs import evolve

from fourgood.award import Award
from fourgood.canonical import text_json, value_json
from fourgood.citation import Backing, Citation
from fourgood.cli.wording import BACKINGS, ROLES, sources, value_form
from fourgood.contribution import Contribution
from fourgood.criterion import ALL_GROUPS_GOOD, REQUIREMENTS_MET, Band, PythonRule, Role
from fourgood.floors import WAYS
from fourgood.grade import Grade
from fourgood.history import Section, Step
from fourgood.language import NO, YES, Language
from fourgood.phrases import backing
from fourgood.polarity import Polarity, tightened
from fourgood.rule import NODES, Name, Truth
from fourgood.rulebook import Rulebook
from fourgood.rulebookjson import award_json, citation_json, measure_json, table_json
from fourgood.scale import ORGANISATION_TYPES, Measure, Scale
from fourgood.table import Table
from fourgood.text import Text
from fourgood.vocabulary import (
    ALL_KINDS,
    Dated,
    Meaning,
    Parameter,
    Scope,
    Setting,
    Threshold,
)
from fourgood.whom import kinds_in_words
from fourgood.words import term_in_words
from fourgood.write import to_text

SECTIONS: Mapping[Section, Text] = {
    "groups": Text("Nhóm", "Groups"),
    "criteria": Text("Tiêu chí", "Criteria"),
    "grades": Text("Mức xếp loại", "Grades"),
    "parameters": Text("Ngưỡng", "Thresholds"),
    "definitions": Text("Định nghĩa", "Definitions"),
    "facts": Text("Chỉ số", "Facts"),
    "invariants": Text("Ràng buộc", "Invariants"),
    "rulebook": Text("Toàn bộ", "The whole"),
}

FIELDS: Mapping[str, Text] = {
    "title": Text("tên", "title"),
    "help": Text("hướng dẫn", "help"),
    "group": Text("nhóm", "group"),
    "role": Text("vai trò", "role"),
    "rule": Text("quy tắc", "rule"),
    "applies_to": Text("loại tổ chức đảng", "kinds of unit"),
    "organisation_types": Text("loại hình cơ quan", "types of organisation"),
    "applies_when": Text("áp dụng khi", "applies when"),
    "evidence_required": Text("phải có minh chứng", "evidence demanded"),
    "points": Text("điểm", "points"),
    "bands": Text("điểm theo mức", "points by degree"),
    "backing": Text("cơ sở", "backing"),
    "citations": Text("nguồn", "source"),
    "note": Text("ghi chú", "note"),
    "order": Text("thứ tự", "order"),
    "standard": Text("điều kiện để đạt", "standard"),
    "award": Text("danh hiệu, mức được công nhận", "award"),
    "grades": Text("các mức xếp loại", "grades"),
    "expression": Text("biểu thức", "expression"),
    "measure": Text("đơn vị tính", "unit"),
    "scale": Text("các mức", "scale"),
    "kind": Text("kiểu", "kind"),
    "minimum": Text("nhỏ nhất", "min"),
    "maximum": Text("lớn nhất", "max"),
    "step": Text("bước", "step"),
    "better": Text("chiều tốt", "better"),
    "effort": Text("công sức", "effort"),
    "counts_below": Text("đếm đơn vị trực thuộc", "counts units directly below"),
    "may_only": Text("lớp mở rộng nó (cấp dưới) chỉ được", "layers that extend it may only"),
    "value": Text("giá trị", "value"),
    "values": Text("giá trị", "value"),
}

STANDARDS: Mapping[str, Text] = {
    ALL_GROUPS_GOOD: Text("mọi nhóm đều tốt", "every group is good"),
    REQUIREMENTS_MET: Text("mọi yêu cầu áp dụng đều đạt", "every requirement that applies is met"),
}
ALL = Text("tất cả", "all")
ALWAYS = Text("luôn luôn", "always")
IN_EVERY_CASE = Text("trong mọi trường hợp", "in every case")
MOVES = {
    True: Text("siết chặt", "tightened"),
    False: Text("nới lỏng", "loosened"),
    None: Text("đổi", "changed"),
}


def in_field(name: str, value: AnyType, scope: Scope, said: Language) -> str:
    """The value of an attribute as people say it."""
    match value:
        case str() if name == "may_only":
            return said.text(WAYS[value])
        case None | ():
            nothing = {"applies_when": said.text(ALWAYS), "organisation_types": said.text(ALL)}
            return nothing.get(name, "–")
        case bool():
            return said.text(YES if value else NO)
        case Text():
            return said.text(value)
        case Role():
            return said.text(ROLES[value])
        case Backing():
            return said.text(BACKINGS[value])
        case Fraction() | Decimal() | int():
            return said.number(value)
        case Measure():
            return value.in_(said.code)
        case Award():
            return " / ".join(dict.fromkeys(said.text(value.of(kind)) for kind in ("cell", "committee")))
        case Scale():
            return ", ".join(said.text(words) for _, words in value.values)
        case Table():
            columns = (f"{said.text(each.title)} [{value_form(each, said)}]" for each in value.columns)
            rules = (f"{each.key}: {to_text(each.expression)}" for each in value.definitions)
            return "; ".join([*columns, *rules, *(to_text(each.rule) for each in value.invariants)])
        case frozenset():
            return _units(value, said)
        case tuple():
            return "; ".join(_item(item, scope, said) for item in value)
        case _:
            return _rule(value, scope, said)


def _units(value: frozenset[AnyType], said: Language) -> str:
    if value <= ALL_KINDS:
        return kinds_in_words(value, said)
    return ", ".join(said.text(label) for key, label in ORGANISATION_TYPES.values if key in value)


def _item(item: AnyType, scope: Scope, said: Language) -> str:
    if isinstance(item, Citation):
        return sources([item], said)[0]
    if isinstance(item, Grade):
        return said.text(item.title)
    assert isinstance(item, Band)
    when = _rule(item.when, scope, said)
    return said("{points} points when {when}").format(points=said.number(item.points), when=when)


def _rule(value: AnyType, scope: Scope, said: Language) -> str:
    """A rule in words, or as its text where it names what this scope does not know."""
    if isinstance(value, PythonRule):
        return said("written in Python")
    if value == Truth(True):
        return said.text(IN_EVERY_CASE)
    if isinstance(value, Name) and value.key in STANDARDS:
        return said.text(STANDARDS[value.key])
    if not isinstance(value, NODES):
        return str(getattr(value, "value", value))
    try:
        return term_in_words(value, scope, said)
    except KeyError:
        return to_text(value)


def rule_of(part: AnyType, scope: Scope, said: Language) -> str:
    """What a part says, in one line: a rule, a standard, an expression, a value."""
    for name in ("rule", "standard", "expression", "counts_below"):
        if (value := getattr(part, name, None)) is not None:
            return _rule(value, scope, said)
    return set_to(part.value, part.measure, part.scale, said) if isinstance(part, Threshold) else ""


def set_to(value: Setting, measure: Measure | None, scale: Scale | None, said: Language) -> str:
    """What a parameter is set to: a choice by its label, a number with what it counts."""
    if isinstance(value, str):
        return said.text(scale.labels[value]) if scale and value in scale.labels else value
    return said.measured(value, measure)


def years_of(dated: Dated) -> str:
    """The years of a value."""
    first, last = dated.span
    return str(first) if first == last else f"{first}–{last}"


def move(threshold: Threshold, before: Setting, after: Setting, rulebook: Rulebook) -> bool | None:
    """Whether a new value makes recognition harder (True) or easier (False); None where that cannot be told."""
    one, scale = threshold.dated, threshold.scale
    parameter = Parameter(threshold.key, threshold.title, (one,), threshold.measure, scale)
    if isinstance(before, str) is not isinstance(after, str):
        return None
    direction = Polarity(as_contribution(rulebook)).direction(parameter, rulebook.year, (before, after))
    return tightened(before, after, parameter, direction)


def as_contribution(rulebook: Rulebook) -> Contribution:
    """What a rulebook holds, as what it would be made of."""
    vocabulary = rulebook.vocabulary
    thresholds = vocabulary.thresholds.values()
    return Contribution(
        facts=tuple(vocabulary.facts.values()),
        definitions=tuple(vocabulary.definitions.values()),
        parameters=tuple(
            Parameter(each.key, each.title, (each.dated,), each.measure, each.scale) for each in thresholds
        ),
        invariants=vocabulary.invariants,
        groups=rulebook.groups,
        criteria=rulebook.criteria,
        standard=rulebook.standard,
        grades=rulebook.grades,
    )


def changed_lines(rulebook: Rulebook, section: Section, key: str, scope: Scope, said: Language) -> Iterator[str]:
    """What layers changed of a part, attribute by attribute, and who did; values of parameters are told elsewhere."""
    for step in rulebook.steps(section, key):
        if step.action == "changed" and step.field is not None:
            old, new = _then(rulebook, step, scope)
            values = {
                "field": said.text(FIELDS.get(step.field, Text(step.field, step.field))),
                "before": in_field(step.field, step.before, old, said),
                "after": in_field(step.field, step.after, new, said),
                "who": said.text(step.origin.text),
            }
            yield said("{field}: {before} → {after}, by {who}").format(**values)


def _then(rulebook: Rulebook, step: Step, scope: Scope) -> tuple[Scope, Scope]:
    """What names meant before the layer of a step, and after it: thresholds as they were then."""
    own = [at for at, each in enumerate(rulebook.history) if each.origin.layer == step.origin.layer]
    return _without(rulebook, rulebook.history[own[0] :], scope), _without(
        rulebook, rulebook.history[own[-1] + 1 :], scope
    )


def _without(rulebook: Rulebook, steps: Iterable[Step], scope: Scope) -> Scope:
    """A scope in which some last steps have not set thresholds yet."""
    found: dict[str, Meaning] = {}
    for step in steps:
        threshold = rulebook.vocabulary.thresholds.get(step.key)
        if step.action == "set" and step.after.covers(rulebook.year) and threshold and step.key not in found:
            old = next((each for each in step.before if each.covers(rulebook.year)), threshold.dated)
            found[step.key] = evolve(threshold, dated=old)
    return {**scope, **found}


def threshold_lines(rulebook: Rulebook, threshold: Threshold, said: Language) -> Iterator[str]:
    """Where the value of a threshold comes from, step by step: the one that was there first, then each move."""
    steps = [
        step
        for step in rulebook.steps("parameters", threshold.key)
        if step.action == "set" and step.after.covers(rulebook.year)
    ]
    covered = (old for step in steps[:1] for old in step.before if old.covers(rulebook.year))
    first = next(covered, None if steps else threshold.dated)
    if first is not None:
        yield "← " + _value_from(threshold, first, said)
    before = first
    for step in steps:
        how = None if before is None else move(threshold, before.value, step.after.value, rulebook)
        word = said.text(MOVES[how])
        yield f"  {word}: " + _value_from(threshold, step.after, said)
        before = step.after


def _value_from(threshold: Threshold, dated: Dated, said: Language) -> str:
    value = set_to(dated.value, threshold.measure, threshold.scale, said)
    return f"{value} ({years_of(dated)}; {backing(dated, said)}), {said.text(dated.origin.text)}"


def dropped_steps(rulebook: Rulebook) -> Iterator[Step]:
    """What layers dropped and nothing has replaced."""
    parts = as_contribution(rulebook)
    there = {
        "facts": rulebook.vocabulary.facts,
        "criteria": rulebook.by_id,
        "groups": {group.id for group in parts.groups},
        "definitions": rulebook.vocabulary.definitions,
        "parameters": rulebook.vocabulary.thresholds,
        "invariants": {each.key for each in parts.invariants},
    }
    yield from (step for step in rulebook.history if step.action == "dropped" and step.key not in there[step.section])


AS_JSON: Mapping[type, Callable[[AnyType], AnyType]] = {
    Text: text_json,
    Citation: citation_json,
    Measure: measure_json,
    Award: award_json,
    Table: table_json,
}


def data(value: AnyType) -> AnyType:
    """A value of any attribute as JSON data."""
    match value:
        case Text() | Citation() | Measure() | Award() | Table():
            return AS_JSON[type(value)](value)
        case Dated():
            return {"value": value_json(value.value), "years": list(value.span), "backing": value.backing.value}
        case Band():
            return {"when": to_text(value.when), "points": value_json(value.points)}
        case Scale():
            return [key for key, _ in value.values]
        case PythonRule():
            return {"python": value.facts}
        case Role() | Backing():
            return value.value
        case tuple():
            return [data(item) for item in value]
        case frozenset():
            return sorted(value)
        case None | bool() | str() | int():
            return value
        case Fraction() | Decimal():
            return value_json(value)
        case _ if isinstance(value, NODES):
            return to_text(value)
        case _:
            return getattr(value, "value", None) or getattr(value, "id", None) or getattr(value, "key", None)
