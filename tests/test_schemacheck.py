"""What a schema finds is said for people: the place, what is wrong, and what would be right."""

import pytest

from fourgood.language import language
from fourgood.schemacheck import MAX_FAULTS, WRITTEN, faults
from fourgood.yamlfile import read_text
from fourgood_schemas import schema

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


DOSSIER = "unit: {id: u, kind: cell}\n"
TITLE = "title: {vi: a, en: b}"


@pytest.mark.parametrize(
    "text, name, expected",
    [
        (
            "id: a.b\ntitle: Biên bản\n",
            "rules",
            "'Biên bản' is not of type `object` (key: value). Write it as {vi: …, en: …}",
        ),
        (
            HEAD + f"facts: {{Số kỳ: {{kind: flag, {TITLE}}}}}",
            "rules",
            "f.yaml:3:16 (facts.Số kỳ): 'Số kỳ' does not fit here. A key is written in lower-case ASCII",
        ),
        (f"id: Bộ tiêu chí\n{TITLE}\n", "rules", "(id): 'Bộ tiêu chí' does not fit here. An id is written in"),
        (HEAD + "years: từ 2022\n", "rules", "'từ 2022' does not fit here. Years are written 2022-2026, or 2024 alone"),
        (HEAD + "years: 2500\n", "rules", "(years): 2500 is more than 2200"),
        (
            HEAD + f"facts: {{a: {{kind: count, {TITLE}, min: 0, max: nhiều}}}}",
            "rules",
            "(facts.a.max): 'nhiều' does not fit here. A number is written like 12, 0.85, 85% or 1/3",
        ),
        (
            HEAD + f"parameters: {{p: {{{TITLE}, values: [{{value: Tốt, years: 2024, backing: assumption}}]}}}}",
            "rules",
            "'Tốt' does not fit here. Write a number like 12, 0.85, 85% or 1/3, or the key of a choice",
        ),
        (
            DOSSIER + "year: hai nghìn\n",
            "dossier",
            "'hai nghìn' is no year. The year is written like 2024, without quotes",
        ),
        (DOSSIER + "year: '2024'\n", "dossier", "(year): '2024' is no year. The year is written like 2024"),
        (DOSSIER + "year: 2024\nnote: true\n", "dossier", "true is not of type `string` (text). Put it in quotes"),
        (DOSSIER + "year: 2024\nnote: [Nguyễn Văn A]\n", "dossier", "(note): a list is not of type"),
    ],
)
def test_what_a_schema_asks_for_is_said_for_people(text, name, expected):
    """How a text, a key, a year or a number is written: no pattern; what is made of several is not shown."""
    (fault,) = said(text, name)
    assert expected in fault
    assert "^" not in fault


def test_a_wrong_kind_is_one_fault():
    """What its kind would ask of a fact follows from it; a wrong word elsewhere explains nothing."""
    fact = f"{{kind: so_luong, {TITLE}, min: 0, max: 9, unit: {{vi: kỳ, en: time}}, scale: s}}"
    (fault,) = said(HEAD + f"facts: {{a: {fact}}}")
    assert "'so_luong' is none of `count`, `number`, `flag`, `choice`" in fault

    other = said(HEAD + f"facts: {{a: {{kind: flag, {TITLE}, min: 0, better: more}}}}")
    assert len(other) == 2


def test_faults_are_said_in_vietnamese_with_its_numbers():
    """Types in words, decimals with a comma."""
    data = read_text((HEAD + f"groups: {{g: {{{TITLE}, order: 1.5}}}}").encode(), "f.yaml")
    (fault,) = faults(data, "rules")
    assert "1,5 không đúng kiểu số nguyên" in fault.say(language("vi"))
    assert "1.5 is not of type `integer`" in str(fault)


def patterns(part):
    """The patterns of a schema."""
    if isinstance(part, dict) and isinstance(part.get("pattern"), str):
        yield part["pattern"]
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from patterns(each)


def test_every_pattern_is_said_in_words():
    """But for what only asks that something be written: whoever adds a pattern says it for people too."""
    assert {each for name in ("rules", "dossier") for each in patterns(schema(name))} - set(WRITTEN) == {r"\S"}


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


def test_that_nothing_may_stand_is_no_choice():
    """null among the choices is not told: nobody writes it."""
    text = "unit: {id: a, kind: cell, organisation_type: doanh_nghiep}\nyear: 2024\nfacts: {}\n"
    found = " ".join(str(fault) for fault in faults(read_text(text.encode(), "d.yaml"), "dossier"))
    assert "None" not in found and "Bank (bank)" in found


def test_types_of_organisation_are_told_with_their_words():
    """What is written in Vietnamese, with or without its marks, is known again; what is like none is not guessed."""

    def told(written: str) -> str:
        text = f"unit: {{id: a, kind: cell, organisation_type: {written}}}\nyear: 2024\nfacts: {{}}\n"
        return " ".join(fault.say(language("vi")) for fault in faults(read_text(text.encode(), "d.yaml"), "dossier"))

    assert "Ấp, thôn (hamlet)" in told("thon") and "Có phải là hamlet không" in told("thon")
    assert all("school" in told(each).rpartition("Có phải")[2] for each in ("Trường học", "truong_hoc"))
    assert "Có phải" not in told("to_dan_pho")
