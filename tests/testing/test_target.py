"""What is tested when rules or cases are named: a rulebook on offer, its file, a copy of it, its cases."""

import shutil
from pathlib import Path

import pytest

from fourgood.plugins import gather, offered
from fourgood.testing.mutation import mutants
from fourgood.testing.mutationpart import mutation_part
from fourgood.testing.run import Demands, examine
from fourgood.testing.standards import WHOLE
from fourgood.testing.target import Target, target_of

OFFER = offered(gather())["vn.tan_dan"]
assert isinstance(OFFER.file, Path)
FILE = OFFER.file
CASES = FILE.with_name("tan_dan.cases.yaml")

TWO_GROUPS = """
$schema: urn:fourgood:schema:rules
id: example.two
title: {vi: Hai nhóm (ví dụ), en: Two groups (example)}
standard: one or two
facts:
  held: {kind: count, title: {vi: Số buổi, en: Meetings}, min: 0, max: 60}
groups:
  one: {title: {vi: Một, en: One}}
  two: {title: {vi: Hai, en: Two}}
criteria:
  often: {title: {vi: Thường, en: Often}, group: one, rule: held >= 10, backing: assumption}
  seldom: {title: {vi: Ít, en: Seldom}, group: two, rule: held <= 5, backing: assumption}
"""


def said(target: Target) -> tuple[set[str], tuple[str, ...], int]:
    return {case.name for case in target.cases}, target.criteria, target.year


def test_a_rulebook_on_offer_is_tested_with_the_cases_beside_its_file() -> None:
    """By its id, by its file, and by its cases: the same."""
    by_id = target_of(["vn.tan_dan"])
    assert len(by_id.cases) == 35 and by_id.suite.faults == ()
    assert said(by_id) == said(target_of([FILE])) == said(target_of([CASES]))


def test_what_is_looked_at_is_what_the_rulebook_brings_or_changes() -> None:
    """Its four criteria of its own; of a layer over the frame the criteria whose numbers it sets, and no other."""
    own = {"resolutions_studied_well", "self_criticism_done_well", "meetings_held_well", "members_recruited_well"}
    assert set(target_of(["vn.tan_dan"]).criteria) == own
    assert set(target_of(["vn.muong_khuong"]).criteria) == {"members_rated_well"}


def test_the_standards_that_the_rules_under_test_bring_are_changed_too() -> None:
    """Those of the grades, each with the file that it stands in; the standards below it are not its own."""
    target = target_of(["vn.annual_grade_124"])
    assert {"good", "excellent"} <= set(target.standards)
    found = mutation_part(target).report
    changed = [mutant.change for mutant, _ in found.killed if not mutant.id]
    assert changed and all((fault.place.file or "").endswith("annual_grade_124.yaml") for fault in changed)
    assert target_of(["vn.muong_khuong"]).standards == ()


def test_the_standard_of_a_plain_rule_file_is_its_own(tmp_path: Path) -> None:
    """It has no place of its own: it belongs to the file that brings all criteria."""
    path = tmp_path / "rules.yaml"
    path.write_text(TWO_GROUPS, "utf-8")
    assert target_of([path], alone=True).standards == (WHOLE,)
    changed = {
        str(mutant.change).rpartition(": ")[2] for mutant in mutants(target_of([path], alone=True).rulebook, WHOLE)
    }
    assert changed == {
        "`one or two` could be `one and two`", "`one` could be left out", "`two` could be left out",
    }  # fmt: skip


def test_a_copy_of_it_is_tested_in_its_place(tmp_path: Path) -> None:
    """Its author changes the file while the plugin is installed: no clash with itself; under another name it is one."""
    shutil.copy(CASES, tmp_path)
    copy = tmp_path / FILE.name
    copy.write_text(FILE.read_text("utf-8").replace("    evidence: required\n", ""), "utf-8")
    found = target_of([copy])
    assert said(found) == said(target_of(["vn.tan_dan"]))
    report = examine(found, Demands(("cases",)))
    assert report.code == 1

    other = copy.rename(tmp_path / "other.yaml")
    with pytest.raises(Exception, match="is that of a rulebook on offer"):
        target_of([other])
