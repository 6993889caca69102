"""A layer's file: its sections are read, and what is wrong in them is named; lower layers are found beside it."""

from pathlib import Path

import pytest

import fourgood
from fourgood import beside
from fourgood.beside import MAX_FILES
from fourgood.errors import RulebookError
from fourgood.layer import Layer
from fourgood.plugins import own_rules
from layers import BASE, head, layer, read

POINTS = "change: {criteria: {often: {points: 1}}}"


def faults(make):
    """The faults of what a function makes, as lines."""
    with pytest.raises(RulebookError) as caught:
        make()
    return [str(fault) for fault in caught.value.faults]


BAD = [
    ("set: {a: {value: 1, years: 2024}}", "(set.a): `backing` is missing here"),
    ("set: {a: {value: 1, years: 2024, backing: local}}", "(set.a): `source` is missing here"),
    ("set: {a: {value: 1, years: 2026-2024, backing: assumption}}", "the years 2026-2024 run backwards"),
    (
        "set: {a: [{value: 1, years: 2022-2024, backing: assumption}, {value: 2, years: 2024, backing: assumption}]}",
        "`a` has two values for 2024: of 2022-2024 and of 2024. Let the years not overlap",
    ),
    ("change: {criteria: {c: {}}}", "(change.criteria.c): this is empty"),
    ("change: {criteria: {c: {rul: x}}}", "the key `rul` is not known here. Did you mean `rule`?"),
    ("change: {criteria: {c: {rule: a, judged: true}}}", "`rule`, `judged` cannot stand together. Leave one"),
    ("change: {criteria: {c: {rule: a >}}}", "(change.criteria.c): this is not a rule"),
    ("change: {criteria: {c: {source: {document: x}}}}", "the document `x` is not declared"),
    ("change: {facts: {f: {kind: flag}}}", "the key `kind` is not known here"),
    ("drop: {criteria: {c: {}}}", "(drop.criteria.c): `reason` is missing here. Add `reason`"),
    ("drop: {criteria: {c: {reason: {vi: a}}}}", "`en` is missing here"),
    ("drop: {scales: {c: {reason: {vi: a, en: b}}}}", "the key `scales` is not known here"),
    ("years: 2026-2024", "the years 2026-2024 run backwards"),
    ("standard: a >", "(standard): this is not a rule"),
]


@pytest.mark.parametrize("body, said", BAD)
def test_each_fault_of_a_section_is_named(tmp_path, body, said):
    """With line and column, one fault each."""
    (fault,) = faults(lambda: layer(tmp_path, "a", body))
    assert fault.startswith("a.yaml:4:") and said in fault


@pytest.mark.parametrize("extends", ["../base.yaml", "/etc/base", "..", "C:\\base"])
def test_a_layer_names_no_path(tmp_path, extends):
    """It says what to write instead."""
    text = f"id: a\nextends: '{extends}'\ntitle: {{vi: a, en: b}}\n"
    (fault,) = faults(lambda: read(tmp_path, text, "a.yaml"))
    assert fault.startswith("a.yaml:2:10 (extends):") and "never by a path. Write the id" in fault


def test_a_file_name_is_no_id(tmp_path):
    """Even when it has the form of one."""
    upper = put(tmp_path, "upper.yaml", head("upper", "lower.yaml") + POINTS)
    (fault,) = faults(lambda: fourgood.load_rulebook(2024, discover=False, rules=[upper]))
    assert "extends `lower.yaml`, which is not here. Write the id that stands in that file" in fault


@pytest.mark.parametrize("section", ["set: {a: {value: 1, years: 2024, backing: assumption}}", POINTS])
def test_only_a_layer_sets_and_changes(tmp_path, section):
    """A plain rule file that does is told to extend something."""
    (fault,) = faults(lambda: read(tmp_path, f"id: a\ntitle: {{vi: a, en: b}}\n{section}\n", "a.yaml"))
    assert "has its place only beside `extends`. Add `extends`, or leave it out" in fault


def test_everything_of_a_layer_knows_its_place(tmp_path):
    """Layer, file, line and column: of what it adds, sets, changes attribute by attribute, and drops."""
    found = layer(
        tmp_path,
        "a",
        """\
        set:
          min_held: {value: 1/3, years: 2024, backing: assumption}
        change:
          criteria:
            often:
              points: 1
              title: {vi: a, en: b}
        drop: {facts: {held: {reason: {vi: a, en: b}}}}
        facts: {more: {kind: flag, title: {vi: a, en: b}}}
        """,
    )
    assert isinstance(found, Layer)
    (assignment,), (change,), (drop,), (fact,) = found.sets, found.changes, found.drops, found.adds.facts
    origins = [assignment.values[0].origin, change.place("points"), change.place("title"), drop.origin, fact.origin]
    assert [(each.layer, each.file, each.line) for each in origins] == [
        ("a", "a.yaml", line) for line in (5, 9, 10, 11, 12)
    ]
    assert assignment.values[0].value == fourgood.parse("a > 1/3").right.value
    assert all(each.column for each in origins)
    assert str(fact.origin) == "layer a, a.yaml:12" and fact.origin.text.vi == "lớp a, a.yaml:12"


# Layers beside each other


def put(folder: Path, name: str, text: str) -> Path:
    """Writes a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ids(*paths):
    """The ids of what rule files bring."""
    return sorted(each.id for each in own_rules(paths))


def test_what_a_layer_extends_is_found_beside_it_by_its_id(tmp_path):
    """Down to the rulebook, whatever the files are called; each once."""
    put(tmp_path, "zz.yaml", head("province", "fourgood.default") + POINTS)
    put(tmp_path, "aa.yaml", head("district", "province") + POINTS)
    one = put(tmp_path, "one.yaml", head("one", "district") + POINTS)
    other = put(tmp_path, "other.yaml", head("other", "district") + POINTS)
    put(tmp_path, "not_meant.yaml", head("not_meant", "district") + POINTS)
    put(tmp_path, "broken.yaml", "district: [")

    assert ids(one, other) == ["district", "one", "other", "province"]


def test_nothing_is_looked_for_elsewhere(tmp_path):
    """Not in the folder above or below, and not through a link that leads out."""
    for folder in (tmp_path / "inner", tmp_path / "inner" / "deeper"):
        folder.mkdir()
    put(tmp_path, "base.yaml", head("lower", "fourgood.default") + POINTS)
    put(tmp_path / "inner" / "deeper", "base.yaml", head("lower", "fourgood.default") + POINTS)
    upper = put(tmp_path / "inner", "upper.yaml", head("upper", "lower") + POINTS)
    (tmp_path / "inner" / "link.yaml").symlink_to(tmp_path / "base.yaml")
    (tmp_path / "inner" / "round.yaml").symlink_to("round.yaml")

    assert ids(upper) == ["upper"]


def test_a_tall_stack_looks_into_each_file_once(tmp_path, monkeypatch):
    """However many layers look for the one below them."""
    read, content = [], beside._content
    monkeypatch.setattr(beside, "_content", lambda file: (read.append(file.name), content(file))[1])
    for at in range(20):
        lower = "fourgood.default" if at == 0 else f"l-{at - 1}"
        top = put(tmp_path, f"{at}.yaml", head(f"l-{at}", lower) + POINTS)

    assert len(ids(top)) == 20
    # Once for the words in it, once for its id.
    assert max(map(read.count, read)) <= 2


def test_two_files_of_one_id_are_refused(tmp_path):
    """Both are named."""
    for name in ("x.yaml", "y.json"):
        put(tmp_path, name, head("lower", "fourgood.default") + POINTS if name == "x.yaml" else '{"id": "lower"}')
    upper = put(tmp_path, "upper.yaml", head("upper", "lower") + POINTS)

    (fault,) = faults(lambda: own_rules([upper]))
    assert "several files beside this one are called `lower`: x.yaml, y.json" in fault


def test_a_faulty_lower_layer_is_told(tmp_path):
    """With its own place; nothing is loaded."""
    put(tmp_path, "lower.yaml", head("lower", "fourgood.default") + "drop: {criteria: {c: {}}}")
    upper = put(tmp_path, "upper.yaml", head("upper", "lower") + POINTS)

    (fault,) = faults(lambda: own_rules([upper]))
    assert "lower.yaml:4" in fault and "`reason` is missing" in fault


def test_a_folder_full_of_files_is_not_looked_through(tmp_path):
    """The files that are meant can be named."""
    for at in range(MAX_FILES):
        (tmp_path / f"{at}.yaml").touch()
    upper = put(tmp_path, "upper.yaml", head("upper", "lower") + POINTS)

    assert "at most are looked through" in faults(lambda: own_rules([upper]))[0]


def test_a_plugin_may_bring_layers(tmp_path, monkeypatch):
    """Its rule files may extend the default rulebook; they are applied as any other."""
    put(tmp_path, "base.yaml", BASE)
    put(tmp_path, "layer.yaml", head("brought", "fourgood.default") + POINTS)

    class Plugin:
        @fourgood.hookimpl
        def fourgood_rule_files(self):
            return [tmp_path / "base.yaml", tmp_path / "layer.yaml"]

    book = fourgood.load_rulebook(2024, plugins={"p": Plugin()}, discover=False)
    assert book.criterion("often").points == 1
    assert str(book.history[0].origin) == "plugin p, layer brought, p/layer.yaml:4"
