"""What a rulebook awards: the title of the four goods, claimed only by those that have them, or something else."""

import pytest

import fourgood
from fourgood.award import FOUR_GOOD
from fourgood.errors import RulebookError

REASON = "{reason: {vi: a, en: b}}"
FLAG = "{kind: flag, title: {vi: Đã học, en: Studied}}"
OWN = f"""\
award: {{cell: {{vi: chi bộ học tốt, en: studious cell}}, committee: {{vi: đảng bộ học tốt, en: studious committee}}}}
facts: {{studied: {FLAG}}}
groups: {{study: {{title: {{vi: Học tập, en: Study}}}}}}
criteria: {{learns: {{title: {{vi: Học, en: Learns}}, rule: studied, backing: assumption}}}}
"""


@pytest.fixture
def layer(tmp_path):
    """A layer's file, over a rulebook."""

    def make(body, extends="fourgood.default"):
        path = tmp_path / "layer.yaml"
        path.write_text(f"id: layer\nextends: {extends}\ntitle: {{vi: Lớp, en: Layer}}\n{body}", encoding="utf-8")
        return path

    return make


def verdict(book, kind="cell", **facts):
    """A unit under a rulebook."""
    return fourgood.evaluate(fourgood.Dossier("u", kind, 2024, facts=facts), book)


def test_the_default_rulebook_awards_the_title():
    """With its four groups."""
    assert fourgood.load_rulebook(2024).award == FOUR_GOOD


@pytest.mark.parametrize(
    "kind, studied, said",
    [
        ("cell", True, "ĐẠT: chi bộ học tốt"),
        ("committee", False, "KHÔNG ĐẠT: đảng bộ học tốt"),
        ("cell", None, "CHƯA XÁC ĐỊNH: chi bộ học tốt; phần còn thiếu có thể quyết định kết quả"),
    ],
)
def test_a_rulebook_says_what_it_awards_by_kind_of_unit(layer, kind, studied, said):
    """And never speaks of the title of the four goods."""
    book = fourgood.load_rulebook(2024, rules=[layer(OWN, "fourgood.empty")])
    found = verdict(book, kind, studied=studied)
    assert said in found.explain("vi") and "bốn tốt" not in found.explain("vi")
    assert found.to_json()["summary"]["vi"] == said


def test_what_is_refused_but_may_not_be_considered_yet(layer):
    """The words of that are about the award too."""
    late = "late: {title: {vi: Mới lập, en: New}, role: deferral, rule: new, backing: assumption}"
    body = OWN.replace("criteria: {", f"criteria: {{{late}, ").replace("facts: {", f"facts: {{new: {FLAG}, ")
    body = body.replace("Đã học, en: Studied", "Mới, en: Newly", 1)
    book = fourgood.load_rulebook(2024, rules=[layer(body, "fourgood.empty")])
    assert "NOT MET: studious cell; unless it turns out" in verdict(book, studied=False).explain("en")
    assert "NOT YET CONSIDERED: studious cell" in verdict(book, new=True).explain("en")


def test_the_award_of_a_layer_has_its_origin(layer):
    """As every value has."""
    book = fourgood.load_rulebook(2024, rules=[layer("award: {vi: Giải, en: Prize}")])
    (step,) = book.steps("rulebook", "")
    assert (step.field, step.before, step.after.cell.en) == ("award", FOUR_GOOD, "Prize")
    assert step.origin.layer == "layer" and step.origin.line == 4


@pytest.mark.parametrize(
    "body, said",
    [
        (f"drop: {{groups: {{meeting_quality: {REASON}}}}}", "layer.yaml:4 drops `meeting_quality`"),
        ("groups: {fifth: {title: {vi: a, en: b}}}", "layer.yaml:4 adds `fifth`"),
        (f"award: four_good\ndrop: {{groups: {{meeting_quality: {REASON}}}}}", "layer.yaml:5 drops `meeting_quality`"),
    ],
)
def test_a_layer_that_changes_the_four_groups_awards_something_else(layer, body, said):
    """The title stands for four goods: with three or five of them the layer says what it awards."""
    with pytest.raises(RulebookError) as caught:
        fourgood.load_rulebook(2024, rules=[layer(body)])
    (fault,) = map(str, caught.value.faults)
    assert said in fault and fault.endswith("Say under award what is awarded instead")
    honest = body.replace("award: four_good\n", "") + "\naward: {vi: a, en: b}"
    assert fourgood.load_rulebook(2024, rules=[layer(honest)]).award != FOUR_GOOD


def test_some_of_the_four_groups_on_nothing_do_not_earn_the_title(layer):
    """A layer that takes nothing over, and brings one of the four groups, awards something else."""
    one = OWN.replace("groups: {study:", "groups: {political_task:").replace(
        "learns: {", "learns: {group: political_task, "
    )
    body = one.partition("\n")[2]
    with pytest.raises(RulebookError) as caught:
        fourgood.load_rulebook(2024, rules=[layer(body, "fourgood.empty")])
    (fault,) = map(str, caught.value.faults)
    assert "adds groups, and there is no meeting_quality, unity_discipline, cadre_quality." in fault
    assert fourgood.load_rulebook(2024, rules=[layer(one, "fourgood.empty")]).award != FOUR_GOOD


def test_a_group_that_is_dropped_and_added_again_is_the_same(layer):
    """A local replacement of one of the four keeps the title."""
    body = (
        f"drop: {{groups: {{unity_discipline: {REASON}}}}}\n"
        "groups: {unity_discipline: {title: {vi: Đoàn kết, en: Unity}}}\n"
        "criteria: {united: {group: unity_discipline, title: {vi: Một lòng, en: One mind}, judged: true, "
        "backing: assumption}}\n"
    )
    assert fourgood.load_rulebook(2024, rules=[layer(body)]).award == FOUR_GOOD


def test_two_files_cannot_both_say_what_is_awarded(tmp_path):
    """Neither could say which of them holds."""
    files = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"id: {name}\ntitle: {{vi: a, en: b}}\naward: {{vi: {name}, en: {name}}}\n")
        files.append(path)
    with pytest.raises(RulebookError, match="2 contributions say what the rulebook awards"):
        fourgood.load_rulebook(2024, rules=files)
