"""Files with example cases: both forms, both places, and what is wrong with them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fourgood import Outcome, Status
from fourgood.testing.alike import spread
from fourgood.testing.casefile import read_cases
from fourgood.testing.target import target_of
from fourgood.yamlfile import read_file
from fourgood_schemas import schema

Write = Callable[..., Path]
HEAD = "$schema: urn:fourgood:schema:cases\nrulebook: handbook.yaml\nyear: 2024\n"


def faults(path: Path) -> list[str]:
    """What is wrong with the cases of a file, without its name."""
    return [str(fault).replace(f"{path}:", "") for fault in target_of([path], alone=True).suite.faults]


def test_the_short_form_is_an_outcome_words_and_facts(write: Write) -> None:
    """A criterion, what comes out, the case in words, and the facts: what is not given is not known."""
    path = write(
        HEAD
        + "criteria:\n  handbook_in_use:\n    met:\n      exactly 80%: {members_with_phone: 5, handbook_users: 4}\n"
    )
    case, other = target_of([path], alone=True).cases

    assert case.name == "handbook_in_use, met: exactly 80% (cell)"
    assert case.expect.criteria == {"handbook_in_use": Outcome.MET}
    assert case.dossier.facts == {"members_with_phone": 5, "handbook_users": 4}
    assert (case.dossier.kind, other.dossier.kind) == ("cell", "committee")
    assert (case.dossier.year, case.reviewed, case.place.line) == (2024, True, 7)


def test_a_case_may_say_its_unit_its_year_its_source_and_its_reasons_among_the_facts(write: Write) -> None:
    """And what the block says of all its cases holds where a case says nothing else."""
    path = write(
        HEAD
        + """
criteria:
  handbook_in_use:
    kind: cell
    organisation_type: school
    met:
      all: {members_with_phone: 5, handbook_users: 5, year: 2025, source: Minutes 7, because: handbook_users}
      of banks: {organisation_type: [bank, police], members_with_phone: 5, handbook_users: 5, reviewed: false}
"""
    )
    one, two, three = target_of([path], alone=True).cases

    assert (one.dossier.kind, one.dossier.organisation_type, one.dossier.year) == ("cell", "school", 2025)
    assert (one.source, one.expect.because, one.reviewed) == ("Minutes 7", ("handbook_users",), True)
    assert [each.dossier.organisation_type for each in (two, three)] == ["bank", "police"]
    assert two.name == "handbook_in_use, met: of banks (bank)" and not two.reviewed


def test_the_long_form_is_a_base_a_change_and_what_is_expected(write: Write) -> None:
    """Null takes a fact away; evidence stays where the change names no other."""
    path = write(
        HEAD
        + """
bases:
  a cell:
    kind: cell
    organisation_type: ward
    facts: {members_with_phone: 5, handbook_users: {value: 5, evidence: Minutes}, trained: true}
cases:
  one user fewer:
    base: a cell
    change: {handbook_users: 3, trained: null}
    expect:
      criteria: {handbook_in_use: not_met, members_trained: unknown}
      groups: {handbook: not_met}
      status: not_recognized
      because: [handbook_users, handbook_users / members_with_phone >= 80/100]
  of its own:
    kind: committee
    facts: {trained: true}
    expect: {criteria: {members_trained: met}}
"""
    )
    changed, own = target_of([path], alone=True).cases

    assert changed.dossier.facts == {"members_with_phone": 5, "handbook_users": 3}
    assert changed.dossier.evidence["handbook_users"].document == "Minutes"
    assert changed.dossier.organisation_type == "ward"
    assert changed.expect.groups == {"handbook": Outcome.NOT_MET}
    assert changed.expect.status is Status.NOT_RECOGNIZED
    assert changed.expect.because == ("handbook_users", "handbook_users / members_with_phone >= 0.8")
    assert (own.dossier.kind, own.dossier.facts) == ("committee", {"trained": True})


def test_a_case_may_start_from_several_bases(write: Write) -> None:
    """It then runs for each, and says which; one base that is not there is a fault, and the others run."""
    path = write(
        HEAD
        + """
bases:
  a cell: {kind: cell, facts: {members_with_phone: 5, handbook_users: 5}}
  a committee: {kind: committee, organisation_type: bank, facts: {members_with_phone: 9, handbook_users: 9}}
cases:
  trained: {base: [a cell, a committee, nobody], change: {trained: true}, expect: {criteria: {members_trained: met}}}
"""
    )
    one, two = target_of([path], alone=True).cases

    assert (one.name, two.name) == ("trained (a cell)", "trained (a committee)")
    assert (one.dossier.kind, two.dossier.kind, two.dossier.organisation_type) == ("cell", "committee", "bank")
    assert two.dossier.facts == {"members_with_phone": 9, "handbook_users": 9, "trained": True}
    assert "the base `nobody` is not there" in faults(path)[0]


def test_records_that_are_alike_are_written_once() -> None:
    """Those that differ by their number, with the columns that do; null for a record that is absent."""
    columns = {"expected": 10, "attended": 9}
    assert spread({"number": 3, "each": columns, "but": {"2": {"attended": None}, "3": None}}) == [
        {"at": 1, "expected": 10, "attended": 9},
        {"at": 2, "expected": 10, "attended": None},
    ]
    assert spread({"value": 3}) == {"value": 3} and spread(3) == 3


def test_records_that_are_alike_are_read_in_both_forms(write: Write) -> None:
    """And what they may not say is refused."""
    text = """
criteria:
  every_meeting_attended:
    kind: cell
    met: {all: {meetings: ALIKE}}
cases:
  whole: {kind: cell, facts: {meetings: ALIKE}, expect: {criteria: {every_meeting_attended: met}}}
"""
    good = "{number: 2, each: {expected: 10}, but: {2: {expected: 9}}}"
    drafts = read_cases(write(HEAD + text.replace("ALIKE", good))).drafts
    assert [draft.stated.facts["meetings"] for draft in drafts] == [
        [{"at": 1, "expected": 10}, {"at": 2, "expected": 9}]
    ] * 2

    for bad in ("{each: {expected: 10}}", "{number: 2, each: {}, but: {0: {}}}", "{number: 2, each: {}, value: 3}"):
        assert len(read_cases(write(HEAD + text.replace("ALIKE", bad))).faults) == 2, bad


def test_a_base_may_be_a_dossier_beside_the_file_and_nowhere_else(write: Write, tmp_path: Path) -> None:
    """A path that leads out of the folder is refused, and so is the case that starts there."""
    write("unit: {id: a, kind: cell}\nyear: 2024\nfacts: {trained: true}\n", "dossier.yaml")
    (tmp_path.parent / "outside.yaml").write_text("unit: {id: a, kind: cell}\nyear: 2024\n", "utf-8")
    text = "bases:\n  it: {dossier: NAME}\ncases:\n  one: {base: it, expect: {criteria: {members_trained: met}}}\n"
    path = write(HEAD + text.replace("NAME", "dossier.yaml"))
    (case,) = target_of([path], alone=True).cases
    assert case.dossier.facts == {"trained": True}

    path = write(HEAD + text.replace("NAME", "../outside.yaml"))
    assert target_of([path], alone=True).cases == ()
    assert "does not lie in the folder" in faults(path)[0]


def test_cases_stand_beside_a_criterion_in_a_rule_file(write: Write, tmp_path: Path) -> None:
    """In the short form; a rule file is read without them, so that no fault of theirs stops a rule."""
    rules = (tmp_path / "handbook.yaml").read_text(
        "utf-8"
    ) + "    cases:\n      met:\n        yes: {trained: true, kind: cell}\n"
    write(rules, "handbook.yaml")
    (case,) = target_of([tmp_path / "handbook.yaml"], alone=True).cases
    assert case.name == "members_trained, met: yes"

    write(rules.replace("met:\n        yes", "mett:\n        yes"), "handbook.yaml")
    found = target_of([tmp_path / "handbook.yaml"], alone=True)
    assert found.cases == () and len(found.suite.faults) == 1
    assert "did you mean" in str(found.suite.faults[0]).lower()


def test_the_cases_beside_a_rule_file_come_with_it(write: Write, tmp_path: Path) -> None:
    """commune.cases.yaml and cases.yaml beside commune.yaml, where they are about it."""
    write(HEAD + "criteria: {members_trained: {met: {a: {trained: true, kind: cell}}}}\n")
    write(HEAD + "criteria: {members_trained: {met: {b: {trained: true, kind: cell}}}}\n", "cases.yaml")
    found = target_of([tmp_path / "handbook.yaml"], alone=True)
    assert [case.name[-1] for case in found.cases] == ["a", "b"]

    write("$schema: urn:fourgood:schema:cases\nrulebook: other.id\n", "cases.yaml")
    assert len(target_of([tmp_path / "handbook.yaml"], alone=True).cases) == 1


BAD = """
bases: {it: {kind: cell}}
criteria:
  members_trained:
    met:
      good: {trained: true}
      no such fact: {traned: true}
      no flag: {trained: 3}
      nested: {trained: {value: true, valeu: 1}}
  members_traned:
    met: {x: {trained: true}}
cases:
  no base: {base: itt, expect: {criteria: {members_trained: met}}}
  no kind: {expect: {criteria: {members_trained: met}}}
  no such status: {base: it, expect: {status: recognised}}
  nothing expected: {base: it, expect: {because: trained}}
  no such group: {base: it, expect: {groups: {handbok: met}}}
  no reason: {base: it, expect: {criteria: {members_trained: unknown}, because: trainedd}}
  breaks an invariant:
    kind: cell
    facts: {members_with_phone: 1, handbook_users: 2}
    expect: {criteria: {members_trained: met}}
  fine: {base: it, expect: {criteria: {members_trained: unknown}, because: [trained]}}
"""


def test_a_bad_case_is_rejected_with_its_place_and_mend_and_the_others_run(write: Write) -> None:
    """All faults at once, each once."""
    path = write(HEAD + BAD)
    found = faults(path)

    assert {case.name.partition(" (")[0] for case in target_of([path], alone=True).cases} == {
        "members_trained, met: good",
        "fine",
    }
    for line, said in (
        (10, "`traned` is no fact of this rulebook. Did you mean `trained`?"),
        (11, "`trained`"),
        (12, "the key `valeu` is not known here. Did you mean `value`?"),
        (14, "there is no criterion `members_traned`. Did you mean `members_trained`?"),
        (16, "the base `itt` is not there. Did you mean `it`?"),
        (17, "does not say what kind of unit"),
        (18, "Did you mean recognized?"),
        (19, "one of `criteria`, `groups`, `status`, `grade` is needed here"),
        (20, "there is no group `handbok`. Did you mean `handbook`?"),
        (21, "`trainedd` is no fact. Did you mean `trained`?"),
        (24, "Users have phones"),
    ):
        assert any(each.startswith(f"{line}:") and said in each for each in found), (line, said, found)
    assert {int(each.partition(":")[0]) for each in found} == {*range(10, 13), 14, *range(16, 22), 24}


def test_what_is_wrong_with_the_file_as_a_whole_leaves_no_case(write: Write) -> None:
    """There is no telling what an unknown key meant."""
    path = write(HEAD + "criterias: {}\ncases: {one: {kind: cell, expect: {criteria: {members_trained: unknown}}}}\n")
    found = read_cases(path)
    assert found.drafts == ()
    assert "the key `criterias` is not known here. Did you mean `criteria`?" in str(found.faults[0])


@pytest.mark.parametrize(
    "name", sorted(key for key in schema("rules")["$defs"] if key in schema("cases")["$defs"] and "case" in key)
)
def test_cases_beside_a_criterion_have_the_schema_of_the_short_form(name: str) -> None:
    """Each schema stands alone, so that an editor needs one file; what both have is the same."""
    assert schema("rules")["$defs"][name] == schema("cases")["$defs"][name]


def test_facts_are_stated_as_in_a_dossier() -> None:
    """A value, a value with what it rests on, the records of a table."""
    mine, theirs = schema("cases")["$defs"], schema("dossier")["$defs"]
    stated = {name for name in theirs if f"case_{name}" in mine}
    assert {"fact", "value", "evidence"} <= stated
    for name in stated:
        assert str(mine[f"case_{name}"]).replace("/case_", "/") == str(theirs[name])


def test_the_plugins_cases_claim_the_schema() -> None:
    """And an editor finds it."""
    root = Path(__file__).parents[2]
    files = [*root.glob("criteria_plugins/*/cases.yaml"), *root.glob("criteria_plugins/*/*.cases.yaml")]
    assert len(files) >= 4 + 11
    assert {read_file(path).value["$schema"] for path in files} == {"urn:fourgood:schema:cases"}


def test_a_file_at_fault_as_a_whole_is_still_about_its_rules(write: Write) -> None:
    """So that no other rules are tested in their place."""
    path = write(HEAD + "cases:\n  - {name: a list, kind: cell}\n")
    target = target_of([path], alone=True)
    assert target.cases == () and len(target.suite.faults) == 1
    assert target.criteria == ("handbook_in_use", "members_trained")
