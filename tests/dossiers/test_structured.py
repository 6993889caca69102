"""Dossiers in YAML and JSON files."""

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourgood.dossier import Dossier, Evidence
from fourgood.dossiers import Item, Rejected, read_dossier, read_dossiers
from fourgood.errors import DossierError
from fourgood.yamlfile import Written, read_text

UNIT = "unit: {id: bank-cell, kind: cell}\nyear: 2024\n"


def written(folder: Path, text: str | bytes, name: str = "one.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes, name: str = "one.yaml") -> list[Item]:
    return list(read_dossiers(written(folder, text, name)))


def refusals(folder: Path, text: str | bytes, name: str = "one.yaml") -> list[str]:
    with pytest.raises(DossierError) as caught:
        read_dossier(written(folder, text, name))
    return [str(fault).removeprefix(str(folder)) for fault in caught.value.faults]


def test_everything_that_a_dossier_can_say(tmp_path: Path) -> None:
    """Identity, facts, and evidence in every form come out as the file says."""
    dossier = read_dossier(written(tmp_path, """
$schema: urn:fourgood:schema:dossier
unit: {id: bank-cell, name: "Chi bộ ngân hàng", kind: cell, organisation_type: bank, parent: bloc}
year: 2024
note: "Số liệu minh hoạ"
facts:
  held: 12
  share: 0.850
  disciplined: không
  quoted: "không"
  unknown: null
  attended: {value: 480, evidence: "Biên bản 12-BB/CB"}
  remedied: {value: 3, evidence: {document: Báo cáo, number: 15-BC/CB, date: 2024-12-05, attested_by: appraiser}}
"""))  # fmt: skip
    expected = Dossier(
        "bank-cell", "cell", 2024, "Chi bộ ngân hàng", "bank", "bloc", "Số liệu minh hoạ",
        {"held": 12, "share": Decimal("0.850"), "disciplined": "không", "quoted": "không", "attended": 480,
         "remedied": 3},
        {
            "attended": Evidence("Biên bản 12-BB/CB"),
            "remedied": Evidence("Báo cáo", "15-BC/CB", datetime.date(2024, 12, 5), "appraiser"),
        },
    )  # fmt: skip
    assert expected == dossier
    assert isinstance(dossier.facts["disciplined"], Written)
    assert not isinstance(dossier.facts["quoted"], Written)


@pytest.mark.parametrize(
    ("stated", "value", "evidence"),
    [
        ("{own: 5, appraised: 3}", 3, Evidence(attested_by="appraiser", own_value=5)),
        ("{own: 3, appraised: 3, evidence: BB}", 3, Evidence("BB", attested_by="appraiser")),
        ("{appraised: 3}", 3, Evidence(attested_by="appraiser")),
        ("{own: 5}", 5, Evidence(attested_by="unit")),
        ("{own: 5, appraised: null}", 5, Evidence(attested_by="unit")),
        ("{own: null, evidence: BB}", None, Evidence("BB")),
        ("{value: 0}", 0, None),
    ],
)
def test_the_appraisers_value_counts_and_the_units_own_is_kept(
    tmp_path: Path, stated: str, value: object, evidence: Evidence | None
) -> None:
    """Where the appraiser found another value it counts, with the unit's own beside it; else the unit attests."""
    dossier = read_dossier(written(tmp_path, f"{UNIT}facts:\n  held: {stated}\n"))
    assert (value, evidence) == (dossier.facts.get("held"), dossier.evidence.get("held"))


@pytest.mark.parametrize("several", ["- {}\n- {}\n", "dossiers:\n- {}\n- {}\n"])
def test_several_in_one_file_and_a_bad_one_does_not_stop_the_others(tmp_path: Path, several: str) -> None:
    """In a list the good ones are read; the bad one is rejected with its id and the place of each fault."""
    bad = "{unit: {id: b, kind: cel}, year: 2024}"
    good = "{unit: {id: a, kind: cell}, year: 2024}"
    rejected, dossier = read(tmp_path, several.format(bad, good))
    assert isinstance(rejected, Rejected)
    assert isinstance(dossier, Dossier)
    assert (rejected.id, dossier.id) == ("b", "a")
    (fault,) = rejected.faults
    line = 2 if several.startswith("d") else 1
    assert (line, "unit.kind") == (fault.place.line, ".".join((fault.place.key or "").split(".")[-2:]))
    assert "cell" in str(fault)


def test_json_is_read_as_yaml_is(tmp_path: Path) -> None:
    """The same dossier as JSON, numbers exact."""
    text = '{"unit": {"id": "a", "kind": "committee"},\t"year": 2024, "facts": {"share": 0.1}}'
    assert Decimal("0.1") == read_dossier(written(tmp_path, text, "one.json")).facts["share"]


def test_places_of_identity_facts_and_the_whole(tmp_path: Path) -> None:
    """Admission finds line and column of whatever it refuses."""
    dossier = read_dossier(written(tmp_path, f"{UNIT}facts:\n  held: 12\n"))
    assert tuple(dossier.places[key].line for key in ("id", "year", "held")) == (1, 2, 4)
    assert list(dossier.places) == ["held"]
    assert "absent" not in dossier.places
    assert (dossier.place.line, dossier.place.column) == (1, 1)


BAD = {
    "nothing": ("", "one.yaml: this file holds no dossier"),
    "a word": ("hello", "one.yaml:1:1: this file holds no dossier. A dossier has the keys unit and year"),
    "no id": ("unit: {kind: cell}\nyear: 2024", "`id` is missing"),
    "blank id": ("unit: {id: '  ', kind: cell}\nyear: 2024", "1:12 (unit.id): this is empty"),
    "id that is a number": ("unit: {id: 007, kind: cell}\nyear: 2024", "1:12 (unit.id)"),
    "no unit and no year": ("facts: {}", "`unit`, `year` is missing"),
    "year as text": ('unit: {id: a, kind: cell}\nyear: "2024"', "2:7 (year)"),
    "unknown key": (UNIT + "fact: {}", "Did you mean `facts`?"),
    "unknown key of a fact": (UNIT + "facts: {held: {valeu: 3}}", "Did you mean `value`?"),
    "value and own value": (UNIT + "facts: {held: {value: 3, own: 4}}", "'own' is none of"),
    "list for a value": (UNIT + "facts: {held: [3]}", "(facts.held.0): this is no value of a fact"),
    "no such day": (UNIT + "facts: {held: {value: 3, evidence: {date: 2024-02-30}}}", "'2024-02-30' is no date"),
    "anchor": (UNIT + "facts: {held: &a 3}", "anchors and aliases"),
    "tag": (UNIT + "facts: {held: !!python/object:os.system 3}", "tags (!)"),
    "key twice": (UNIT + "facts:\n  held: 3\n  held: 4", "5:3: the key `held` stands twice, first in line 4"),
    "not a number": (UNIT + "facts: {held: .nan}", "no number that can be compared"),
    "not closed": (UNIT + "facts: {held: 3", "a bracket { is not closed"),
    "nested": (UNIT + "facts: " + "[" * 100_000, "nested more than"),
    "nested mappings": (UNIT + "facts: " + "{a: " * 100, "nested more than"),
    "long text": (UNIT + f"facts: {{held: {'x' * 20_000}}}", "more than 10000 characters"),
    "keys beside the list": ("dossiers: []\nyear: 2024", "the key `year` is not known here"),
    "not a list": ("dossiers: 3", "3 is not of type `array`"),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_clear_error(tmp_path: Path, text: str, said: str) -> None:
    """Each fault says what is wrong, with file, line and column."""
    (line,) = refusals(tmp_path, text)
    assert said in line
    assert line.startswith("/one.yaml")


def test_all_faults_at_once_in_no_more_words_than_needed(tmp_path: Path) -> None:
    """Every fault of a dossier is said, none twice."""
    lines = refusals(tmp_path, "unit: {id: 1, kind: x}\nyear: 1\nfacts: {a: [1], b: {value: {}}}")
    assert len(lines) == len(set(lines)) == 5


def test_broken_json(tmp_path: Path) -> None:
    """A JSON file that is cut off is refused with the place."""
    (line,) = refusals(tmp_path, '{"unit": {"id": "a"', "one.json")
    assert line.startswith("/one.json:2:1: ")


def test_not_utf8(tmp_path: Path) -> None:
    """Windows-1258 and UTF-16 are refused with the mend."""
    (line,) = refusals(tmp_path, "unit: {id: a, name: Chi b\xf4}".encode("latin-1"))
    assert line == "/one.yaml:1: this file is not UTF-8. Save it as UTF-8 (Unicode)"


def test_enormous(tmp_path: Path) -> None:
    """A file beyond the bound is refused before it is read."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(40 * 1024 * 1024)
    with pytest.raises(DossierError, match="bytes"):
        read_dossier(path)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("unit", "id", "facts", "own")), inner),
    max_leaves=8,
)  # fmt: skip


@given(JSON_VALUES)
def test_any_json_is_read_or_rejected(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    """Whatever a JSON file holds comes out as dossiers or as reasons, never as a crash."""
    path = tmp_path_factory.mktemp("json") / "one.json"
    path.write_text(json.dumps(value))
    items = list(read_dossiers(path))
    assert items
    assert all(isinstance(item, Dossier) or item.faults for item in items)


@given(
    facts=st.dictionaries(
        st.from_regex(r"[a-z]{1,9}", fullmatch=True),
        st.integers(0, 10**9) | st.booleans() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
        max_size=5,
    ),
    evidence=st.builds(
        Evidence, st.none() | st.just("Báo cáo"), st.none() | st.just("15"), st.none() | st.dates(),
        st.sampled_from((None, "unit", "appraiser")),
    ),
)  # fmt: skip
def test_what_a_dossier_writes_as_json_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, facts: dict[str, object], evidence: Evidence
) -> None:
    """Dossier.to_json and read_dossier are each other's reverse, evidence included."""
    proofs = dict.fromkeys(facts, evidence) if evidence != Evidence() else {}
    dossier = Dossier("a", "cell", 2024, "Tên", "bank", "bloc", None, facts, proofs)
    path = tmp_path_factory.mktemp("json") / "one.json"
    path.write_text(json.dumps(dossier.to_json(), ensure_ascii=False), "utf-8")
    assert dossier == read_dossier(path)


def test_the_schema_describes_all_three_shapes() -> None:
    """The schema as a whole, as an editor uses it, agrees with what is read."""
    from fourgood.schemacheck import faults

    one = '{"unit": {"id": "a", "kind": "cell"}, "year": 2024}'
    for good in (one, f"[{one}]", f'{{"dossiers": [{one}]}}'):
        assert list(faults(read_text(good.encode(), "x.json"), "dossier")) == []
    for bad in ("3", "{}", "[{}]", '{"dossiers": {}}', one.replace("2024", "24")):
        assert list(faults(read_text(bad.encode(), "x.json"), "dossier"))


def test_the_schema_knows_the_same_units_as_the_library() -> None:
    """Kinds of unit and types of organisation stand in the schema for editors: they may not fall behind."""
    from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
    from fourgood_schemas import schema

    unit = schema("dossier")["$defs"]["unit"]["properties"]
    assert [*UNIT_KINDS.labels] == unit["kind"]["enum"]
    assert [*ORGANISATION_TYPES.labels, None] == unit["organisation_type"]["enum"]


SECRET = "Nguyễn Văn A, sinh năm 1980"


@pytest.mark.parametrize(
    "facts",
    [
        f"đảng viên: [{{họ tên: '{SECRET}'}}]",
        f"đảng viên: ['{SECRET}']",
        f"đảng viên: {{họ tên: '{SECRET}'}}",
        f"đảng viên: {{'{SECRET}': 3}}",
        f"held: {{value: ['{SECRET}']}}",
        f"held: {{own: {{họ tên: '{SECRET}'}}}}",
    ],
)
def test_what_may_be_about_persons_is_refused_and_not_repeated(tmp_path: Path, facts: str) -> None:
    """A list or a record in place of a value: that nothing about persons is recorded is said, and no word of it."""
    (line,) = refusals(tmp_path, f"{UNIT}facts:\n  {facts}\n")
    assert "this is no value of a fact" in line
    assert "Nothing about persons is recorded" in line
    assert SECRET not in line


def test_a_list_of_what_is_no_dossier(tmp_path: Path) -> None:
    """A word among dossiers is one plain fault of its own."""
    dossier, rejected = read(tmp_path, "- {unit: {id: a, kind: cell}, year: 2024}\n- xin chào\n")
    assert isinstance(dossier, Dossier)
    assert isinstance(rejected, Rejected)
    assert "one.yaml:2:3 (1): this is no dossier. A dossier has the keys unit and year" in str(rejected.faults[0])
