"""What a schema finds is said for people: the place, what is wrong, and what would be right."""

import pytest

from fourgood.schemacheck import MAX_FAULTS, faults
from fourgood.yamlfile import read_text

HEAD = "id: a.b\ntitle: {vi: a, en: b}\n"


def said(text, name="rules"):
    """The faults of a text, as lines."""
    return [str(fault) for fault in faults(read_text(text.encode(), "f.yaml"), name)]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            HEAD + "facts: {a: {kind: count, title: {vi: a, en: b}, min: ~, max: 2}}",
            ["f.yaml:3:54 (facts.a.min): null does not fit here"],
        ),
        (
            HEAD + "parameters: {p: {title: {vi: a, en: b}, unit: percents, values: []}}",
            ["(parameters.p.unit)", "(parameters.p.values): this is empty"],
        ),
        (HEAD + "groups: {g: {title: {vi: a}}}", ["f.yaml:3:21 (groups.g.title): `en` is missing here. Add `en`"]),
        (HEAD + "groups: {g: {title: {vi: a, en: b}, order: -1}}", ["-1 is less than 0. Check the figure"]),
        (HEAD + "groups: {g: {title: {vi: '', en: b}}}", ["(groups.g.title.vi): this is empty"]),
        (HEAD + f"groups: {{g: {{title: {{vi: {'x' * 1001}, en: b}}}}}}", ["this has more than 1000 characters"]),
        (
            HEAD + "facts: {a: {kind: flag, title: {vi: a, en: b}, applies_to: [cell, cell]}}",
            ["something stands twice"],
        ),
        (
            HEAD + "scales: {s: {values: {x: {vi: a, en: b}}}}",
            ["(scales.s.values): at least 2 are needed here"],
        ),
        (
            HEAD + "criteria: {c: {title: {vi: a, en: b}, judged: false, backing: assumption}}",
            ["(criteria.c.judged): false does not fit here. Write true, or leave it out"],
        ),
        (
            HEAD + "facts: {a: {kind: count, title: {vi: a, en: b}, min: 0, max: 9, unit: percents}}",
            ["(facts.a.unit): 'percents' does not fit here. Write percent, or {vi: …, en: …}"],
        ),
        (HEAD + "groups: {g: {title: Một}}", ["'Một' is not of type"]),
        ("title: {vi: a, en: b}", ["`id` is missing here"]),
    ],
)
def test_what_is_said(text, expected):
    """In the order of the places; each fault has its own."""
    found = said(text)
    assert len(found) == len(expected)
    for fault, part in zip(sorted(found), sorted(expected), strict=True):
        assert any(part in each for each in found), found
        assert fault.startswith("f.yaml:")


def test_blank_names_are_empty():
    """In a dossier, a fact without a name and a unit without an id."""
    found = said("{unit: {id: ' ', kind: cell}, year: 2024, facts: {a: {}}}", "dossier")
    assert any("(unit.id): this is empty" in fault for fault in found)
    assert any("(facts.a): this is empty" in fault for fault in found)


def test_only_so_many_faults_are_said():
    """A file with ten thousand wrong keys does not fill the screen."""
    text = HEAD + "facts:\n" + "".join(f"  a{at}: 1\n" for at in range(1000))
    assert len(said(text)) == MAX_FAULTS


def test_a_part_is_checked_against_a_part_of_a_schema():
    """A single dossier inside a list, by the pointer to its definition."""
    data = read_text(b"- {unit: {id: u, kind: cell}, year: 2024}\n- {unit: {id: u, kind: cel}, year: 2024}", "d.yaml")
    assert list(faults(data, "dossier#/$defs/dossier", (0,))) == []
    (fault,) = faults(data, "dossier#/$defs/dossier", (1,))
    assert "'cel' is none of `cell`, `committee`. Did you mean cell?" in str(fault)
    assert (fault.place.line, fault.place.key) == (2, "1.unit.kind")
