"""A criterion that is for too many: what its cases give away, what would narrow it, what only the guidance knows."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fourgood.language import language
from fourgood.testing.coverage import coverage_of
from fourgood.testing.made import Maker
from fourgood.testing.mutationpart import mutation_part
from fourgood.testing.reach import Reach
from fourgood.testing.run import Demands, examine
from fourgood.testing.target import Target, target_of

HEAD = """
$schema: urn:fourgood:schema:rules
id: example.commune
title: {vi: Tiêu chí của xã (ví dụ), en: Criteria of a commune (example)}
facts:
  members: {kind: count, title: {vi: Đảng viên, en: Members}, min: 0, max: 300}
  admitted: {kind: count, title: {vi: Kết nạp, en: Admitted}, min: 0, max: 50, better: higher}
  talks: {kind: count, title: {vi: Đối thoại, en: Talks}, min: 0, max: 30, better: higher}
  trained: {kind: count, title: {vi: Tập huấn, en: Trained}, min: 0, max: 300, better: higher}
  house: {kind: flag, title: {vi: Nhà văn hóa, en: House}, better: higher}
  rural: {kind: flag, title: {vi: Nông thôn, en: Rural}}
  area: {kind: choice, title: {vi: Vùng, en: Area}, scale: areas}
scales:
  areas: {values: {hills: {vi: Đồi, en: Hills}, plain: {vi: Đồng bằng, en: Plain}, coast: {vi: Biển, en: Coast}}}
definitions:
  talked: {title: {vi: Đã đối thoại, en: Talked}, expression: talks >= 2}
invariants:
  trained_within: {title: {vi: Trong số đảng viên, en: Members}, rule: trained <= members}
groups:
  work: {title: {vi: Công việc, en: Work}}
criteria:
"""
ONE = "  {id}:\n    title: {{vi: {id}, en: {id}}}\n    backing: assumption\n{body}"


@pytest.fixture
def target(tmp_path: Path) -> Callable[..., Target]:
    """Rules with criteria, each of its own lines."""

    def made(**criteria: str) -> Target:
        whole = {id: body if "applies_to" in body else f"applies_to: [cell]\n{body}" for id, body in criteria.items()}
        bodies = {id: "".join(f"    {line}\n" for line in body.splitlines()) for id, body in whole.items()}
        text = HEAD + "".join(ONE.format(id=id, body=body) for id, body in bodies.items())
        (tmp_path / "commune.yaml").write_text(text, "utf-8")
        found = target_of([tmp_path / "commune.yaml"], 2024, alone=True)
        assert found.suite.faults == ()
        return found

    return made


def said(found: Target) -> Iterator[str]:
    """The remarks, without their places."""
    return (str(each.fault).partition("): ")[2] for each in found.suite.remarks)


TYPED = "rule: talks >= 2\ncases:\n  met: {three talks: {organisation_type: hamlet, talks: 3}}"
SIZED = "rule: admitted >= 1\ncases:\n  met: {a large cell: {members: 25, admitted: 2}}"


def test_a_type_that_cases_state_and_nothing_reads_is_asked_about(target: Callable[..., Target]) -> None:
    """Where the criterion stands, with the case; it fails nothing."""
    found = target(talks_held=TYPED)
    (remark,) = found.suite.remarks
    line = (Path(found.files[0]).read_text("utf-8").split("\n")).index("  talks_held:") + 2
    assert (remark.fault.place.line, remark.code.id) == (line, "unread-in-cases")
    assert "state an organisation type, which it does not read: hamlet in “three talks”" in str(remark.fault)
    assert "Is `organisation_types` missing?" in str(remark.fault)

    part = examine(found, Demands(("cases",))).parts[0]
    assert part.state.value == "holds" and part.summary(language("en")).endswith("as expected; 1 remark on the rules")
    assert part.to_json()["remarks"][0]["code"] == "unread-in-cases"


def test_a_fact_that_cases_state_and_nothing_reads_is_asked_about(target: Callable[..., Target]) -> None:
    """A guard that is there already may lack a part."""
    (bare,) = said(target(admits=SIZED))
    assert bare.startswith("the cases of `admits` state `members`, which it does not read: “a large cell”, line ")
    assert "Is an `applies_when` missing" in bare
    (guarded,) = said(target(admits=SIZED.replace("\ncases", "\napplies_when: rural\ncases", 1)))
    assert "Is something missing in its `applies_when`" in guarded


@pytest.mark.parametrize(
    "body",
    [
        TYPED.replace("\ncases", "\norganisation_types: [hamlet]\ncases", 1),
        TYPED.replace("\ncases", '\napplies_when: organisation_type in ("hamlet", "ward")\ncases', 1),
        SIZED.replace("\ncases", "\napplies_when: members >= 10\ncases", 1),
        "rule: talked\ncases:\n  met: {by its definition: {talks: 3}}",
        "rule: trained >= 5\ncases:\n  met: {tied by an invariant: {trained: 6, members: 9}}",
        "rule: admitted >= 1\ncases:\n  met: {one: {admitted: 1}, two: {admitted: 2}, a type: {admitted: 3, "
        "organisation_type: bank}}",
        "rule: admitted >= 1\ncases:\n  met: {nobody vouches: {members: 25, admitted: 2, reviewed: false}}",
        "rule: admitted >= 1\ncases:\n  unknown: {not known: {members: null}}",
    ],
)
def test_what_is_read_or_no_clue_is_not_asked_about(body: str, target: Callable[..., Target]) -> None:
    """Read by a guard, a definition, or tied to what is read; said by few cases, or by what nobody vouches for."""
    assert list(said(target(it=body))) == []


def test_what_the_cases_of_most_criteria_state_is_a_habit(target: Callable[..., Target]) -> None:
    """Of two criteria both: a habit; of three one: a clue."""
    other = "rule: house\ncases:\n  met: {open: {house: true}}"
    habit = other.replace("{house", "{organisation_type: ward, house")
    assert list(said(target(talks_held=TYPED, open=habit))) == []
    assert len(list(said(target(talks_held=TYPED, open=other, too=other)))) == 1


def test_cases_of_the_whole_are_no_clue(target: Callable[..., Target], tmp_path: Path) -> None:
    """They state facts for all criteria."""
    found = target(admits="rule: admitted >= 1")
    cases = "$schema: urn:fourgood:schema:cases\nrulebook: commune.yaml\nyear: 2024\ncases:\n"
    one = "  it: {kind: cell, facts: {members: 9, admitted: 1}, expect: {criteria: {admits: met}}}\n"
    (tmp_path / "commune.cases.yaml").write_text(cases + one, "utf-8")
    found = target_of([tmp_path / "commune.yaml"], 2024, alone=True)
    assert len(found.cases) == 1 and found.suite.remarks == ()


def lines(found: Target) -> str:
    """What the part of the cases says."""
    return "\n".join(examine(found, Demands(("cases",))).parts[0].lines(language("en")))


def test_a_case_that_should_not_apply_names_the_criterion_that_is_for_all(target: Callable[..., Target]) -> None:
    """And the types with which all cases hold, as a proposal."""
    told = lines(target(talks_held=f"{TYPED}\n  not_applicable: {{a school: {{organisation_type: school, talks: 0}}}}"))
    assert "`talks_held` applies to every party cell: it has no `organisation_types` and no `applies_when`" in told
    assert "with `organisation_types: [hamlet]` all cases of `talks_held` hold; that is a proposal" in told


def test_a_fact_that_tells_the_cases_apart_is_proposed_with_its_room(target: Callable[..., Target]) -> None:
    """Any limit between them would do, and the guidance says which; the one that leaves out fewest is proposed."""
    small = "\n  not_applicable: {a small cell: {members: 8, admitted: 0}}"
    found = target(admits=SIZED + small)
    assert "with `applies_when: members > 8` (any limit from 8 to 24) all cases of `admits` hold" in lines(found)
    (proposal,) = examine(found, Demands(("cases",))).parts[0].to_json()["proposals"]
    assert "applies_when: members > 8" in proposal["text"]["en"]
    mixed = SIZED + small + "\n  not_met: {smaller: {members: 5, admitted: 0}}"
    assert "a proposal" not in lines(target(admits=mixed)) and "applies to every" in lines(target(admits=mixed))
    wrong = SIZED + small + "\n  not_met: {one is too few: {members: 30, admitted: 1}}"
    assert "a proposal" not in lines(target(admits=wrong))


def test_the_kind_of_unit_may_tell_the_cases_apart(target: Callable[..., Target]) -> None:
    """What is for both kinds is said to be for every unit."""
    cases = "cases:\n  met: {a: {kind: cell, house: true}}\n  not_applicable: {b: {kind: committee, house: true}}"
    told = lines(target(open=f"applies_to: [cell, committee]\nrule: house\n{cases}"))
    assert "`open` applies to every unit: it has no `applies_to`, no" in told
    assert "with `applies_to: [cell]` all cases of `open` hold" in told


@pytest.mark.parametrize(
    ("inside", "outside", "proposed"),
    [
        ("members: 9", "members: 10", "members < 10` all cases"),
        ("members: 8", "members: 10", "members < 10` (any limit from 9 to 10) all cases"),
        ("rural: true", "rural: false", "rural`"),
        ("rural: false", "rural: true", "not rural`"),
        ("area: coast", "area: hills", 'area == "coast"`'),
    ],
)
def test_every_sort_of_fact_can_tell_cases_apart(
    inside: str, outside: str, proposed: str, target: Callable[..., Target]
) -> None:
    """At most, yes, no, some choices."""
    body = f"rule: admitted >= 1\ncases:\n  met: {{one: {{admitted: 1, {inside}}}}}\n"
    told = lines(target(it=body + f"  not_applicable: {{two: {{admitted: 0, {outside}}}}}"))
    assert f"with `applies_when: {proposed}" in told


@pytest.mark.parametrize(
    ("limit", "body", "proposed"),
    [
        ("", "rule: admitted >= members\n", "applies_when: members > 0` (any limit from 0 to 2)"),
        ("applies_when: rural\n", "rule: admitted >= members\n", "applies_when: rural and members > 0`"),
        ("applies_when: rural or house\n", "rule: admitted > 0\n", "applies_when: (rural or house) and members > 0`"),
    ],
)
def test_a_guard_may_be_about_what_the_rule_reads_or_join_another(
    limit: str, body: str, proposed: str, target: Callable[..., Target]
) -> None:
    """A fact without a direction comes before one that the unit does well or badly in; what is there stays."""
    cases = (
        "cases:\n  met: {one: {members: 3, admitted: 3, rural: true, house: true}}\n"
        "  not_applicable: {none: {members: 0, admitted: 0, rural: true, house: true}}"
    )
    told = lines(target(it=f"{limit}{body}{cases}"))
    assert f"with `{proposed}" in told and told.count("that is a proposal") == 1


def test_a_type_is_proposed_beside_a_guard(target: Callable[..., Target]) -> None:
    """A rule that divides has one anyway."""
    cases = (
        "cases:\n  met: {one: {organisation_type: bank, members: 5, admitted: 5}}\n"
        "  not_applicable: {another: {organisation_type: school}}"
    )
    told = lines(target(it=f"rule: admitted / members > 0.5\napplies_when: members > 0\n{cases}"))
    assert "with `organisation_types: [bank]` all cases of `it` hold" in told and "applies to every" not in told


def coverage(found: Target) -> str:
    """What the part of coverage says."""
    return "\n".join(examine(found, Demands(("coverage",))).parts[0].lines(language("en")))


def test_for_whom_criteria_are_is_told_to_be_compared_with_the_guidance(target: Callable[..., Target]) -> None:
    """Every limit that there is, so that one that is missing shows; but for what a case says is for some alone."""
    told = "rule: house\ncases:\n  not_applicable: {said: {organisation_type: bank, house: true}}"
    found = target(
        one="rule: talked",
        two="rule: house",
        three="rule: house\norganisation_types: [hamlet]",
        four=told,
        five="rule: house\napplies_when: members > 0",
    )
    assert coverage(found).partition("• for whom they are")[2].splitlines()[1:] == [
        "    Party cell: one, two",
        "    Party cell (Hamlet): three",
        "    Party cell, where `members > 0`: five",
    ]
    whom = examine(found, Demands(("coverage",))).parts[0].to_json()["whom"]
    assert whom[3] == {"criterion": "five", "applies_to": ["cell"], "applies_when": "members > 0"}
    assert "for whom" not in coverage(target(four=told))


def test_a_unit_of_another_kind_does_not_show_that_a_criterion_is_limited(target: Callable[..., Target]) -> None:
    """For cells alone: a committee says nothing of cells, and no goal asks for it; a guard asks for a cell."""
    committee = "\ncases:\n  not_applicable: {a committee: {kind: committee, house: true}}"
    (free,) = examine(target(it=f"rule: house{committee}"), Demands(("coverage",))).parts[0].coverage.criteria
    assert "not_applicable" not in {goal.outcome and goal.outcome.value for goal in free.goals}

    for kind, other in (("cell", "committee"), ("committee", "cell")):
        cases = f"cases:\n  not_applicable: {{another kind: {{kind: {other}, house: true}}}}"
        found = target(it=f"applies_to: [{kind}]\nrule: house\napplies_when: members >= 3\n{cases}")
        (guarded,) = examine(found, Demands(("coverage",))).parts[0].coverage.criteria
        (goal,) = [each for each in guarded.missed if not each.part and each.outcome.value == "not_applicable"]
        assert Reach.of(found.rulebook).answer(goal).witness.kind == kind
        made = Maker(found.rulebook, language("en")).covering(coverage_of(found.rulebook, ()))
        assert {each.dossier.kind for each in made} == {kind}


def test_a_change_to_some_types_is_shown_by_a_unit_of_another(target: Callable[..., Target]) -> None:
    """Without its type the change would leave it unknown, and not show that it does not apply."""
    found = target(talks_held="rule: talks >= 2", open="rule: house\norganisation_types: [hamlet, quarter]")
    told = list(mutation_part(found).lines(language("en")))
    at = next(at for at, line in enumerate(told) if "`talks_held` could be for hamlet, quarter alone" in line)
    assert "{kind: cell, organisation_type: commune, talks: " in told[at + 3]


def test_the_mend_after_which_nothing_stated_is_left_unread_comes_first(target: Callable[..., Target]) -> None:
    """Of a fact swapped in one part of a rule; and both kinds of unit fail once, not twice."""
    rule = "applies_to: [cell, committee]\nrule: admitted == 0 and trained == 0\n"
    found = target(it=f"{rule}cases:\n  met: {{neither: {{admitted: 0, talks: 0}}}}")
    told = list(examine(found, Demands(("cases", "mutation"))).parts[0].lines(language("en")))
    assert next(line.partition("): ")[2] for line in told if "→" in line) == "`trained` could be `talks`"
    assert sum("✗" in line for line in told) == 1 and "    the same: it, met: neither (committee)" in told


def test_a_case_that_names_no_kind_does_not_speak_against_a_limit_to_some(target: Callable[..., Target]) -> None:
    """Without the limit it is run for cells as well, which its author never said; nor is doing nothing a way out."""
    cases = (
        "cases:\n  met: {six: {talks: 6}}\n  not_met: {one: {talks: 1}}\n"
        "  not_applicable: {a cell: {kind: cell, talks: 0}}"
    )
    told = lines(target(it=f"applies_to: [cell, committee]\nrule: talks >= 6\n{cases}"))
    assert "with `applies_to: [committee]` all cases of `it` hold" in told and told.count("that is a proposal") == 1


WHOLE = """
$schema: urn:fourgood:schema:cases
rulebook: commune.yaml
year: 2024
bases:
  a hamlet: {kind: cell, organisation_type: hamlet, facts: {rural: true, talks: 3, admitted: 2}}
  a bank: {kind: cell, organisation_type: bank, facts: {rural: false, talks: 0, admitted: 2}}
cases:
  good: {base: a hamlet, expect: {status: recognized}}
  too few: {base: a hamlet, change: {talks: 1}, expect: {status: not_recognized}}
  nobody admitted: {base: a bank, change: {admitted: 0}, expect: {status: not_recognized}}
  for others: {base: a bank, expect: {status: recognized}}
"""


def test_what_cases_of_the_whole_imply_is_proposed_too(target: Callable[..., Target], tmp_path: Path) -> None:
    """A unit is to be recognised without a requirement: by a type or a fact that the rule does not read."""
    (tmp_path / "commune.cases.yaml").write_text(WHOLE, "utf-8")
    rules = {"talked_twice": "rule: talks >= 2", "admits": "rule: admitted >= 1"}
    told = lines(target(**rules))
    assert "with `organisation_types: [hamlet]` all cases of `talked_twice` hold" in told
    assert "with `applies_when: rural` all cases of `talked_twice` hold" in told
    assert "`admits` hold" not in told and "talks >" not in told
    limited = target(**rules | {"talked_twice": "rule: talks >= 2\napplies_when: rural"})
    assert "that is a proposal" not in lines(limited)


def test_what_is_but_implied_is_not_proposed_where_a_change_would_mend_all(
    target: Callable[..., Target], tmp_path: Path
) -> None:
    """A swapped fact: a unit that should be recognised is not, for another reason."""
    cases = WHOLE.replace("rural: true", "rural: true, members: 5").replace("rural: false", "rural: false, members: 0")
    kept = [line for line in cases.splitlines() if "nobody admitted" not in line]
    (tmp_path / "commune.cases.yaml").write_text("\n".join(kept), "utf-8")
    found = target(talked_twice="rule: talks >= 2\napplies_when: rural", admits="rule: members >= 1")
    proposal = "with `applies_when: rural` all cases of `admits` hold"

    alone, mended = (
        "\n".join(examine(found, Demands(parts)).parts[0].lines(language("en")))
        for parts in (("cases",), ("cases", "mutation"))
    )
    assert proposal in alone
    assert "`members` could be `admitted`" in mended and proposal not in mended
