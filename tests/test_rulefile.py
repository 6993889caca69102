"""A rule file becomes a contribution, or every fault in it is named with file, line, column and mend."""

import datetime
import os
import random
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fourgood.citation import Backing, Citation, Document, Origin
from fourgood.contribution import combine
from fourgood.criterion import Role
from fourgood.errors import FourgoodError, RulebookError
from fourgood.parse import parse
from fourgood.rule import Name
from fourgood.rulefile import MAX_BYTES, read_partly, read_rules
from fourgood.scale import JUDGEMENT, PERCENT, Measure
from fourgood.text import Text
from fourgood.vocabulary import Kind

WHOLE = """\
id: test.rules
title: {vi: Thử, en: Test}
documents:
  doc:
    title: {vi: Hướng dẫn, en: Guidance}
    number: 12-HD/BTCTW
    date: "2018-07-06"
    issuer: {vi: Ban, en: Board}
    url: https://example.org/x
  short: {title: {vi: Báo, en: Paper}}
scales:
  grade:
    ordered: true
    values: {bad: {vi: Kém, en: Bad}, good: {vi: Tốt, en: Good}}
facts:
  held:
    kind: count
    title: {vi: Số buổi, en: Meetings held}
    help: {vi: Đếm, en: Count them}
    unit: {vi: buổi, en: [meeting, meetings]}
    min: 0
    max: 100
    better: higher
    effort: 3
    applies_to: [cell]
    source: {document: doc, item: A28}
  portion:
    kind: number
    title: {vi: Tỷ lệ, en: Share}
    unit: percent
    min: 0%
    max: 100 %
    step: 0.01
  weight: {kind: number, title: {vi: a, en: b}, unit: {vi: kg, en: kg}, min: -2.5, max: 2.5, step: 0.5}
  clean: {kind: flag, title: {vi: Sạch, en: Clean}}
  grade: {kind: choice, scale: grade, title: {vi: Loại, en: Grade}}
parameters:
  least:
    title: {vi: Ít nhất, en: Least}
    unit: percent
    values:
      - {value: 90%, years: 2024-2026, backing: local, source: {document: short}}
      - value: 0.85
        years: 2022-2023
        backing: source
        source: [{document: doc, item: A28}, {document: short}]
        note: {vi: Ghi chú, en: Note}
  lowest: {title: {vi: a, en: b}, scale: grade, values: [{value: good, years: 2024, backing: assumption}]}
definitions:
  half: {title: {vi: Nửa, en: Half}, expression: held / 2, unit: {vi: buổi, en: meeting}}
invariants:
  few: {title: {vi: Ít, en: Few}, rule: held <= 99}
groups:
  first: {title: {vi: Một, en: One}, order: 2, standard: met >= 1}
criteria:
  counted:
    title: {vi: Đủ, en: Enough}
    help: {vi: Xem, en: Look}
    role: veto
    rule: portion >= least
    applies_to: [cell]
    organisation_types: [bank, school]
    applies_when: held > 0
    evidence: required
    points: 10
    bands: [{when: held > 5, points: 2.5}, {when: held > 1, points: 1}]
    backing: source
    source: {document: doc}
  looked_at:
    title: {vi: Xem xét, en: Judged}
    judged: true
    applies_when: clean
    backing: assumption
  simply_judged: {title: {vi: a, en: b}, group: first, judged: true, backing: assumption}
standard: first
"""


@pytest.fixture
def read(tmp_path):
    """Reads a rule file with a text."""

    def reading(text, origin=Origin()):
        path = tmp_path / "rules.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return read_rules(path, origin)

    return reading


@pytest.fixture
def faults(read):
    """The faults of a rule file with a text, each as a line without the folder."""

    def finding(text):
        with pytest.raises(RulebookError) as caught:
            read(text, Origin(file="rules.yaml"))
        return [str(fault) for fault in caught.value.faults]

    return finding


@pytest.fixture
def whole(read):
    """The file with everything in it."""
    return read(WHOLE, Origin(plugin="test", file="t/rules.yaml"))


def by_key(items):
    """Items by their keys or ids."""
    return {getattr(item, "key", None) or item.id: item for item in items}


def test_facts(whole):
    """Kind, bounds, step, measure, scale, and all that is said of them."""
    facts = by_key(whole.facts)
    held, share, grade = facts["held"], facts["portion"], facts["grade"]
    assert (held.kind, held.minimum, held.maximum, held.step) == (Kind.COUNT, 0, 100, 1)
    assert held.measure == Measure("buổi", "meeting", "meetings")
    assert (held.better, held.effort, held.applies_to, held.help) == (
        "higher",
        3,
        frozenset({"cell"}),
        Text("Đếm", "Count them"),
    )
    assert held.origin == Origin("test", file="t/rules.yaml", line=17)
    assert (share.minimum, share.maximum, share.step, share.measure) == (0, 1, Decimal("0.01"), PERCENT)
    assert (facts["weight"].minimum, facts["weight"].step) == (Decimal("-2.5"), Decimal("0.5"))
    assert facts["clean"].kind is Kind.FLAG and facts["clean"].measure is None
    assert list(grade.scale.labels) == ["bad", "good"] and grade.scale.ordered


def test_citations(whole):
    """A document is declared once and cited by its key."""
    document = Document(
        Text("Hướng dẫn", "Guidance"),
        "12-HD/BTCTW",
        datetime.date(2018, 7, 6),
        Text("Ban", "Board"),
        "https://example.org/x",
    )
    assert by_key(whole.facts)["held"].citations == (Citation(document, "A28"),)
    assert [each.name("vi") for each in whole.parameters[0].values[0].citations] == ["12-HD/BTCTW (A28)", "Báo"]


def test_parameters(whole):
    """Values in the order of their years; 90% and 0.85 are exact shares."""
    least, lowest = whole.parameters
    assert [(each.value, each.first_year, each.last_year) for each in least.values] == [
        (Fraction(17, 20), 2022, 2023),
        (Fraction(9, 10), 2024, 2026),
    ]
    assert least.values[0].note == Text("Ghi chú", "Note")
    assert [each.backing for each in least.values] == [Backing.SOURCE, Backing.LOCAL]
    assert (lowest.values[0].value, lowest.values[0].first_year, lowest.values[0].last_year) == ("good", 2024, 2024)


def test_criteria(whole):
    """Role, rule, guards, evidence, points and bands."""
    counted = by_key(whole.criteria)["counted"]
    assert (counted.role, counted.group, counted.rule) == (Role.VETO, "first", parse("portion >= least"))
    assert (counted.applies_when, counted.evidence_required) == (parse("held > 0"), True)
    assert counted.organisation_types == {"bank", "school"}
    assert counted.points == 10
    assert [(band.when, band.points) for band in counted.bands] == [
        (parse("held > 5"), Fraction(5, 2)),
        (parse("held > 1"), 1),
    ]


def test_judged_criteria(whole):
    """A judged criterion brings a fact of its own name; "not applicable" is one of the judgements."""
    judged, criteria = by_key(whole.facts)["looked_at"], by_key(whole.criteria)
    assert judged.scale == JUDGEMENT and judged.judged and judged.title == Text("Xem xét", "Judged")
    assert criteria["looked_at"].rule == parse('looked_at == "met"')
    assert criteria["looked_at"].applies_when == parse('clean and looked_at != "not_applicable"')
    assert criteria["simply_judged"].applies_when == parse('simply_judged != "not_applicable"')


def test_the_rest_of_a_file(whole):
    """Definitions, invariants, groups, and the standard over them."""
    assert whole.definitions[0].expression == parse("held / 2 > 0").left
    assert whole.definitions[0].measure == Measure("buổi", "meeting")
    assert whole.invariants[0].rule == parse("held <= 99")
    assert (whole.groups[0].order, whole.groups[0].standard) == (2, parse("met >= 1"))
    assert whole.standard == Name("first")


def test_json_is_a_rule_file_too(tmp_path):
    """The same schema, another way to write it."""
    path = tmp_path / "rules.json"
    path.write_text(
        '{"id": "a.b", "title": {"vi": "a", "en": "b"},\n\t"groups": {"g": {"title": {"vi": "a", "en": "b"}}}}'
    )
    assert read_rules(path).groups[0].standard == Name("requirements_met")


HEAD = "id: a.b\ntitle: {vi: a, en: b}\n"
T = "title: {vi: a, en: b}"


@pytest.mark.parametrize(
    "text, said",
    [
        ("titel: {vi: a, en: b}", "rules.yaml:3:8 (titel): the key `titel` is not known here. Did you mean `title`?"),
        (
            "groups: {g: {title: {vi: Có, không thiếu, en: b}}}",
            "the key `không thiếu` is not known here. Between curly brackets a comma begins a new key",
        ),
        (f"facts: {{a: {{kind: flag, {T}, zzz: 1}}}}", "the key `zzz` is not known here. Known here: kind"),
        (
            f"facts: {{a: {{kind: flg, {T}}}}}",
            "'flg' is none of `count`, `number`, `flag`, `choice`, `records`. Did you mean flag?",
        ),
        (f"facts: {{a: {{kind: count, {T}}}}}", "`min`, `max` is missing here"),
        (f"facts: {{a: {{kind: flag, {T}, min: 0}}}}", "(facts.a.min): `min` has no place here. Leave it out"),
        (f"facts: {{A: {{kind: flag, {T}}}}}", "does not fit"),
        (f"facts: {{a: {{kind: count, {T}, min: 0, max: x}}}}", "rules.yaml:3:"),
        (f"facts: {{a: {{kind: count, {T}, min: 9, max: 1}}}}", "the bounds of `a` do not fit: 9 to 1 in steps of 1"),
        (f"facts: {{a: {{kind: number, {T}, min: 0, max: 1, step: 0.3}}}}", "do not fit: 0 to 1 in steps of 0.3"),
        (f"facts: {{a: {{kind: number, {T}, min: 0, max: 1, step: 0}}}}", "do not fit"),
        (f"facts: {{a: {{kind: number, {T}, min: 0, max: 99999999999, step: 0.000000001}}}}", "do not fit"),
        (f"facts: {{a: {{kind: number, {T}, min: 0, max: 1, step: 1e-20}}}}", "`1E-20` has more than 15 digits"),
        (f"facts: {{a: {{kind: count, {T}, min: 0, max: 1e20}}}}", "`1E+20` has more than 15 digits"),
        (f"facts: {{a: {{kind: choice, {T}, scale: x}}}}", "(facts.a.scale): the scale `x` is not declared"),
        (
            f"facts: {{a: {{kind: flag, {T}, source: {{document: x}}}}}}",
            "the document `x` is not declared. Add it under",
        ),
        (f"documents: {{a: {{{T}, date: 2024-02-30}}}}", "'2024-02-30' is no date"),
        (f"parameters: {{a: {{{T}, values: []}}}}", "this is empty"),
        (
            f"parameters: {{a: {{{T}, values: [{{value: 1, years: 2026-2024, backing: assumption}}]}}}}",
            "the years 2026-2024 run backwards. Write the first year first",
        ),
        (
            f"parameters: {{a: {{{T}, values: [{{value: 1, years: 2024, backing: source}}]}}}}",
            "`source` is missing here",
        ),
        (
            f"parameters: {{a: {{{T}, unit: percent, values: [{{value: 85, years: 2024, backing: assumption}}]}}}}",
            "85 is no share. Did you mean 0.85 or 85%?",
        ),
        (
            f"parameters:\n  a:\n    {T}\n    values:\n"
            "      - {value: 1, years: 2022-2024, backing: assumption}\n"
            "      - {value: 2, years: 2024-2026, backing: assumption}\n",
            "rules.yaml:5:5 (parameters.a): `a` has two values for 2024: of 2022-2024 and of 2024-2026.",
        ),
        (
            f"parameters: {{a: {{{T}, values: [{{value: good, years: 2024, backing: assumption}}]}}}}",
            "good is none of the choices -. A parameter that is a choice says its scale:",
        ),
        (
            f"scales: {{s: {{values: {{x: {{vi: a, en: b}}, y: {{vi: c, en: d}}}}}}}}\n"
            f"parameters: {{a: {{{T}, scale: s, values: [{{value: 1, years: 2024, backing: assumption}}]}}}}",
            "1 is none of the choices x, y",
        ),
        (
            f"parameters: {{a: {{{T}, scale: s, values: [{{value: x, years: 2024, backing: assumption}}]}}}}",
            "the scale `s` is not declared",
        ),
        (f"criteria: {{c: {{{T}, rule: a, backing: assumption}}}}", "this criterion does not say its group"),
        (f"criteria: {{c: {{{T}, group: g, backing: assumption}}}}", "one of `rule`, `judged` is needed here"),
        (f"criteria: {{c: {{{T}, group: g, rule: a, judged: true, backing: assumption}}}}", "and only one"),
        (f"criteria: {{c: {{{T}, group: g, rule: a, backing: x}}}}", "'x' is none of `source`, `local`, `assumption`"),
        (f"criteria: {{c: {{{T}, group: g, rule: 12, backing: assumption}}}}", "12 is not of type `string`"),
        (f"groups: {{g: {{{T}, standard: 'met >='}}}}", "rules.yaml:3:54 (groups.g): this is not a rule"),
        (f"invariants: {{i: {{{T}, rule: a is b}}}}", "`is` compares nothing here"),
        (f"definitions: {{d: {{{T}, expression: a.b.c}}}}", "`a.b.c` is no condition"),
        ("standard: a >", "(standard): this is not a rule"),
        (
            f"facts: {{kind: {{kind: flag, {T}}}}}",
            "rules.yaml:3:15 (facts.kind): `kind` already means something in a rule",
        ),
        (f"definitions: {{at_least: {{{T}, expression: a}}}}", "`at_least` already means something in a rule. Choose"),
        (f"groups: {{points: {{{T}}}}}", "`points` already means something in a standard. Choose another key"),
        (f"criteria: {{c: {{{T}, group: g, rule: a, points: 1%, backing: assumption}}}}", "(criteria.c.points)"),
        (f"facts: {{a: {{kind: count, {T}, min: 0, max: '{'9' * 6000}%'}}}}", "(facts.a.max): "),
        (f"facts: {{a: {{kind: count, {T}, min: 0, max: '{'9' * 35}%'}}}}", "this number has more than 30 digits"),
        (f"facts: {{a: {{kind: number, {T}, min: 0, max: 1, step: 1e-35}}}}", "this number has more than 30 digits"),
        (
            f"parameters: {{a: {{{T}, values: [{{value: '{'9' * 35}%', years: 2024, backing: assumption}}]}}}}",
            "this number has more than 30 digits",
        ),
        (
            "scales: {s: {values: {x: {vi: Tốt, en: a}, y: {vi: TỐT, en: b}}}}",
            "rules.yaml:3:13 (scales.s): “TỐT” may be the choice `x` or `y`. Give each choice words of its own",
        ),
        ("standard: ''", "(standard)"),
        ("facts: {a: {kind: records, title: {vi: a, en: b}}}", "(facts.a): `columns` is missing here"),
        ("facts: {a: {kind: flag, number: 12, title: {vi: a, en: b}}}", "(facts.a.number): `number` has no place here"),
        (
            "facts: {a: {kind: records, title: {vi: a, en: b}, columns: {x: {kind: records, title: {vi: x, en: x}}}}}",
            "'records' is none of `count`, `number`, `flag`, `choice`",
        ),
        (
            "facts: {a: {kind: records, title: {vi: a, en: b}, number: 401, columns: "
            "{x: {kind: flag, title: {vi: x, en: x}}}}}",
            "(facts.a.number)",
        ),
        (
            "facts:\n  a:\n    kind: records\n    title: {vi: a, en: b}\n"
            "    columns: {x: {kind: flag, title: {vi: x, en: x}}}\n"
            "    definitions:\n      d: {title: {vi: d, en: d}, expression: m.x.y}",
            "rules.yaml:9:46 (facts.a): `m.x.y` is no condition. Compare it with something",
        ),
    ],
)
def test_each_fault_says_what_where_and_how_to_mend_it(faults, text, said):
    """One wrong thing a file."""
    found = faults(HEAD + text)
    assert any(said in fault for fault in found), found
    assert all(fault.startswith("rules.yaml:") for fault in found)


def test_all_faults_of_a_file_come_at_once(faults):
    """A wrong rule, a wrong bound, a wrong year, a wrong standard: four faults, in one run."""
    found = faults(
        HEAD
        + f"""\
facts:
  a: {{kind: count, {T}, min: 2, max: 1}}
parameters:
  p: {{{T}, values: [{{value: 1, years: 2026-2024, backing: assumption}}]}}
groups: {{g: {{{T}}}}}
criteria:
  c: {{{T}, rule: a >, backing: assumption}}
standard: g.x.y
"""
    )
    assert len(found) == 4
    assert [line.split(":")[1] for line in found] == ["4", "6", "9", "10"]


PARTLY = f"""\
{HEAD}
documents: {{doc: {{{T}, date: 2024-02-30}}, fine: {{{T}}}}}
facts:
  held: {{kind: count, title: {{vi: Số buổi, en: Held}}, min: 0, max: 10}}
  endless: {{kind: count, title: {{vi: Vô hạn, en: Endless}}, min: 0}}
definitions:
  portion: {{{T}, expression: held /}}
groups: {{g: {{{T}, standard: met >=}}}}
criteria:
  good: {{{T}, rule: held > 1, backing: source, source: {{document: fine}}}}
  cites: {{{T}, rule: held > 1, backing: source, source: {{document: doc}}}}
  typed: {{{T}, rule: held > 11, backing: assumption}}
  follows: {{{T}, rule: portion > 0.5 and endless > 1, backing: assumption}}
"""


def test_what_is_right_in_a_file_is_made_beside_its_faults(tmp_path):
    """So that what does not fit together is found in the same run; what could not be made is known by name."""
    path = tmp_path / "rules.yaml"
    path.write_text(PARTLY, "utf-8")
    found = read_partly(path)
    assert [fault.place.key for fault in found.faults] == [
        "documents.doc.date",
        "facts.endless",
        "definitions.portion",
        "groups.g",
    ]
    assert [each.id for each in found.given.criteria] == ["good", "typed", "follows"]
    assert [each.key for each in found.given.facts] == ["held"]
    assert found.given.groups[0].standard == Name("requirements_met")
    assert found.unmade == {"doc", "endless", "portion", "cites"}
    with pytest.raises(RulebookError) as caught:
        combine([found.given], 2024)
    left = [fault for fault in caught.value.faults if not found.explains(fault)]
    assert [fault.place.key for fault in left] == ["criteria.typed.rule"]


@pytest.mark.parametrize("text", ["[]", "facts: 3", HEAD + "groups: {g: 3}", HEAD + "facts: [1]"])
def test_a_file_whose_parts_cannot_be_told_apart_makes_nothing(tmp_path, text):
    """Its faults are told, and no more than its faults."""
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    found = read_partly(path)
    assert found.given is None and found.faults


def test_what_uses_a_scale_or_document_that_is_at_fault_is_not_at_fault_itself(faults):
    """One mistake, one fault."""
    text = "scales: {s: {values: {x: {vi: a, en: b}, y: {vi: b, en: c}}}}\n"
    text += f"facts: {{a: {{kind: choice, {T}, scale: s}}}}\n"
    (fault,) = faults(HEAD + text)
    assert "(scales.s)" in fault


@pytest.mark.parametrize("name, said", [("none.yaml", "there is no such file"), (".", "this is no ordinary file")])
def test_a_file_that_cannot_be_read_is_a_fault_of_the_rules(tmp_path, name, said):
    """Not an error of the system that a host does not expect."""
    with pytest.raises(RulebookError, match=said):
        read_rules(tmp_path / name)


def test_devices_and_pipes_are_not_read(tmp_path):
    """One never ends, the other never begins."""
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (Path("/dev/zero"), tmp_path / "pipe.yaml"):
        with pytest.raises(RulebookError, match="this is no ordinary file"):
            read_rules(path)


@pytest.mark.parametrize(
    "rule, line, column",
    [
        ("rule: held > 1 and len(x) > 2", 8, 24),
        ("rule: 'held > 1 and len(x) > 2'", 8, 25),
        ('rule: "held > 1 and len(x) > 2"', 8, 25),
        ("rule: |\n      held > 1\n      and len(x) > 2", 10, 11),
        ("rule: |\n\n      held > 1 and\n        len(x) > 2", 11, 9),
    ],
)
def test_a_fault_in_a_rule_stands_where_it_is_in_the_file(faults, rule, line, column):
    """Plain, in quotes, in a block: the position in the rule is put back into the file."""
    (fault,) = faults(HEAD + f"groups: {{g: {{{T}}}}}\ncriteria:\n  c:\n    {T}\n    backing: assumption\n    {rule}\n")
    assert fault.startswith(f"rules.yaml:{line}:{column} (criteria.c): there is no function `len`")


def test_a_file_that_is_too_large_is_refused(read):
    """One mebibyte is more than anyone writes."""
    with pytest.raises(RulebookError, match=r"this file has \d+ bytes, \d+ at most\. Split it"):
        read("#" * (MAX_BYTES + 1))


def test_a_file_that_is_no_mapping_is_refused(faults):
    """A list, a number, nothing."""
    for text in ("[]", "12", ""):
        assert "is not of type `object`" in faults(text)[0]


LINES = WHOLE.splitlines(keepends=True)


@settings(max_examples=150)
@given(st.randoms(use_true_random=False))
def test_a_mutated_file_is_read_or_refused(tmp_path_factory, chance: random.Random):
    """Lines lost, doubled, swapped, letters changed: a contribution, or faults; never a crash."""
    lines = list(LINES)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 2:
                lines[at] = "  " + lines[at]
            case 3:
                words = lines[at].split(" ")
                words[chance.randrange(len(words))] = chance.choice(
                    ["0", "-1", "1e40", "x", "~", "[]", "{}", '"85%\\n"', "9" * 40, "0.000000000000001", "true", "''"]
                )
                lines[at] = " ".join(words).rstrip("\n") + "\n"
            case _:
                letters = list(lines[at])
                letters[chance.randrange(len(letters))] = chance.choice("x0%:-[]{}'\"\n ,.")
                lines[at] = "".join(letters)
    path = tmp_path_factory.getbasetemp() / "mutated.yaml"
    path.write_text("".join(lines), encoding="utf-8")
    try:
        read_rules(path)
    except FourgoodError as error:
        assert all(fault.place.file == str(path) for fault in error.faults)
        assert str(error)


@pytest.mark.parametrize("name", ["political_task", "meeting_quality", "unity_discipline", "cadre_quality"])
def test_the_first_party_files_are_read(name):
    """Each provides its own group and knows the line of every part."""
    found = read_rules(files(f"fourgood_{name}") / f"{name}.yaml")
    assert [group.id for group in found.groups] == [name]
    parts = (*found.facts, *found.parameters, *found.definitions, *found.invariants, *found.criteria)
    assert all(part.origin.line for part in parts)
