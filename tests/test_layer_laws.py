"""What always holds of layers: deterministic, indifferent to order, complete in their origins, written as one file."""

import json

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.citation import Origin
from fourgood.errors import RulebookError
from fourgood.resolve import resolve
from fourgood.rulefile import read_rules
from fourgood.rulefile_write import rule_file
from fourgood.yamlfile import read_text
from layers import BASE, GOOD, head, read
from strategies import GRADES, dossiers, dossiers_of, rulebooks

REASON = "{reason: {vi: a, en: b}}"
BODIES = {
    "points": ("change", "criteria", "often", "{points: %d}"),
    "title": ("change", "criteria", "present", "{title: {vi: t%d, en: t%d}}"),
    "standard": ("change", "groups", "work", "{standard: met >= %d}"),
    "bound": ("change", "facts", "held", "{max: 6%d}"),
    "floor": ("change", "parameters", "min_held", "{title: {vi: t%d, en: t%d}}"),
    "expression": ("change", "definitions", "attendance", "{expression: attended / expected * %d}"),
    "drop": ("drop", "criteria", "graded", REASON),
}
SETS = {"set": ("min_held", "{value: %d, years: 2024, backing: assumption}")}
ADDED = "{group: work, title: {vi: a, en: b}, rule: clean, backing: assumption}"


@st.composite
def layers(draw):
    """Up to five layers over the base or over each other, as texts by id."""
    found = {}
    for at in range(draw(st.integers(1, 5))):
        id = f"l{at}"
        extends = draw(st.sampled_from(["test.base", *found]))
        chosen = draw(st.sets(st.sampled_from([*BODIES, "set", "add"]), min_size=1, max_size=4))
        found[id] = head(id, extends) + _body(id, chosen, draw(st.integers(1, 9)))
    return found


def _body(id, chosen, number):
    """The sections of a layer, as JSON is YAML."""
    lines = []
    for action in ("change", "drop"):
        by_section = {}
        for name in chosen & BODIES.keys():
            given_action, section, key, text = BODIES[name]
            if given_action == action:
                by_section.setdefault(section, []).append(f"{key}: {text.replace('%d', str(number))}")
        if by_section:
            lines.append(f"{action}:")
            lines += [f"  {section}: {{{', '.join(parts)}}}" for section, parts in sorted(by_section.items())]
    if "set" in chosen:
        key, text = SETS["set"]
        lines.append(f"set: {{{key}: {text % number}}}")
    if "add" in chosen:
        lines.append(f"criteria: {{more_{id}: {ADDED}}}")
    return "\n".join(lines) + "\n"


def resolved(parts):
    """The rulebook that parts make, or the faults of it as lines."""
    try:
        return fourgood.combine(resolve(parts), 2024)
    except RulebookError as error:
        return {str(fault) for fault in error.faults}


@settings(max_examples=100)
@given(layers(), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(tmp_path_factory, texts, chance):
    """The same rulebook with the same history, or the same faults, in whatever order layers and plugins are found."""
    folder = tmp_path_factory.mktemp("stack")
    given_parts = [read(folder, BASE), *(read(folder, text, f"{id}.yaml") for id, text in texts.items())]
    others = list(given_parts)
    chance.shuffle(others)
    one, other = resolved(given_parts), resolved(others)
    if isinstance(one, set):
        assert one == other
    else:
        assert (one.digest, one.history, one.id) == (other.digest, other.history, other.id)
        assert [each.id for each in one.criteria] == [each.id for each in other.criteria]


@settings(max_examples=100)
@given(layers())
def test_origin_is_complete(tmp_path_factory, texts):
    """Every part and every value that differs from the base says which layer, file and line it comes from."""
    folder = tmp_path_factory.mktemp("stack")
    base = read(folder, BASE)
    book = resolved([base, *(read(folder, text, f"{id}.yaml") for id, text in texts.items())])
    if isinstance(book, set):
        return
    plain = fourgood.combine([base], 2024)
    vocabulary = book.vocabulary
    dated = [each.dated for each in vocabulary.thresholds.values()]
    facts, definitions = vocabulary.facts.values(), vocabulary.definitions.values()
    for part in (*facts, *definitions, *vocabulary.invariants, *dated, *book.groups, *book.criteria):
        assert part.origin.file and part.origin.line
        assert part.origin.layer in (None, *texts)
    for step in book.history:
        assert step.origin.layer in texts and step.origin.file == f"{step.origin.layer}.yaml" and step.origin.line
    for id, criterion in book.by_id.items():
        if id not in plain.by_id:
            assert criterion.origin.layer in texts
            continue
        for name in ("title", "rule", "points", "group"):
            if getattr(criterion, name) != getattr(plain.by_id[id], name):
                assert book.origin_of("criteria", id, name, Origin()).layer in texts
    assert {id for id in plain.by_id if id not in book.by_id} == {
        step.key for step in book.history if step.action == "dropped"
    }


# Write → read


def reread(tmp_path_factory, rulebook, year=2024):
    """The rulebook that the file written of one makes."""
    path = tmp_path_factory.mktemp("flat") / "flat.yaml"
    path.write_text(rule_file(rulebook), encoding="utf-8")
    return fourgood.combine(resolve([read_rules(path)]), year, id=rulebook.id, title=rulebook.title)


def told(verdict):
    """Everything that a verdict says; a file has its criteria group by group, so their order may be another."""
    found = verdict.to_json()
    findings = sorted(found["findings"], key=lambda each: each["criterion"])
    return json.dumps([found["status"], found["groups"], findings], sort_keys=True)


@settings(max_examples=60)
@given(layers(), st.data())
def test_what_is_written_decides_the_same(tmp_path_factory, texts, data):
    """A resolved stack, written flat and read again, says the same of every dossier."""
    folder = tmp_path_factory.mktemp("stack")
    book = resolved([read(folder, BASE), *(read(folder, text, f"{id}.yaml") for id, text in texts.items())])
    if isinstance(book, set):
        return
    again = reread(tmp_path_factory, book)
    assert all(step.action == "added" for step in again.history)
    dossier = data.draw(dossiers_of(book))
    assert told(fourgood.evaluate(dossier, book)) == told(fourgood.evaluate(dossier, again))
    whole = fourgood.Dossier("u", "cell", 2024, facts=GOOD)
    assert told(fourgood.evaluate(whole, book)) == told(fourgood.evaluate(whole, again))


@settings(max_examples=100)
@given(rulebooks(), dossiers())
def test_any_rulebook_is_written(tmp_path_factory, rulebook, dossier):
    """Whatever its rules, points, bands and standards are."""
    vocabulary = rulebook.vocabulary
    graded = evolve(vocabulary.thresholds["min_grade"], scale=GRADES)
    vocabulary = evolve(vocabulary, thresholds={**vocabulary.thresholds, "min_grade": graded})
    rulebook = rulebook.replace(vocabulary=vocabulary)
    again = reread(tmp_path_factory, rulebook)
    assert told(fourgood.evaluate(dossier, rulebook)) == told(fourgood.evaluate(dossier, again))


def test_the_default_rulebook_is_written_whole(tmp_path_factory, default_rulebook):
    """Documents, notes, helps and all: the digest is the same."""
    assert reread(tmp_path_factory, default_rulebook).digest == default_rulebook.digest


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_any_text_is_written(vi, en):
    """Quotes, breaks, signs that YAML reads as something else: they come back as they were."""
    try:
        (vi + en).encode()
    except UnicodeEncodeError:
        return
    book = fourgood.Rulebook(
        "t",
        fourgood.Text("t", "t"),
        2024,
        fourgood.Vocabulary({}, {}, {}),
        (fourgood.Group("g", fourgood.Text(vi, en)),),
        (),
    )
    value = read_text(rule_file(book).encode(), "x.yaml").value
    assert value["groups"]["g"]["title"] == {"vi": vi, "en": en}


def test_what_is_written_in_python_is_refused():
    """All of it at once, with what to do."""
    text = fourgood.Text("a", "b")
    rule = fourgood.PythonRule(lambda view: True, ())
    criteria = tuple(fourgood.Criterion(id, "g", text, rule) for id in ("c1", "c2"))
    vocabulary = fourgood.Vocabulary({}, {}, {})
    book = fourgood.Rulebook("t", text, 2024, vocabulary, (fourgood.Group("g", text),), criteria)
    try:
        rule_file(book)
    except RulebookError as error:
        found = [str(fault) for fault in error.faults]
    assert len(found) == 2 and all("cannot stand in a rule file" in fault for fault in found)
