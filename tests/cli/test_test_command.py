"""`fourgood test`: whether rules do what was meant, told so that their author understands."""

import json
from pathlib import Path
from typing import Any

import pytest

RULES = """
$schema: urn:fourgood:schema:rules
id: example.commune
title: {vi: Tiêu chí của xã (ví dụ), en: Criteria of a commune (example)}
years: 2024-2026
facts:
  meetings_held: {kind: count, title: {vi: Số buổi đã họp, en: Meetings held}, min: 0, max: 60, better: higher}
  meetings_due: {kind: count, title: {vi: Số buổi phải họp, en: Meetings due}, min: 0, max: 60}
  letters_received: {kind: count, title: {vi: Số đơn thư đã nhận, en: Letters received}, min: 0, max: 500}
  letters_answered: {kind: count, title: {vi: Đơn thư trả lời, en: Answered}, min: 0, max: 500, better: higher}
  plan_issued: {kind: flag, title: {vi: Đã ban hành kế hoạch, en: Plan issued}, better: higher}
  plan_published: {kind: flag, title: {vi: Đã công khai kế hoạch, en: Plan published}, better: higher}
invariants:
  held_as_due:
    title: {vi: Không họp quá số phải họp, en: No more meetings than are due}
    rule: meetings_held <= meetings_due
  answered_as_received:
    title: {vi: Không trả lời quá số đã nhận, en: No more answers than letters}
    rule: letters_answered <= letters_received
groups:
  work: {title: {vi: Công việc, en: Work}}
criteria:
  meetings_kept:
    title: {vi: Họp đủ, en: Meetings are kept}
    rule: meetings_held / meetings_due >= 0.9
    applies_when: meetings_due > 0
    backing: assumption
    cases:
      met: {"18 of 20 is exactly 90%": {meetings_held: 18, meetings_due: 20}}
      not_met: {one meeting short: {meetings_held: 17, meetings_due: 20}}
      not_applicable: {no meeting was due: {meetings_held: 0, meetings_due: 0}}
  letters_handled:
    title: {vi: Trả lời đơn thư, en: Letters are answered}
    rule: letters_answered >= letters_received
    backing: assumption
    cases:
      met: {all five: {letters_received: 5, letters_answered: 5}}
      not_met: {one of five is open: {letters_received: 5, letters_answered: 4}}
  plan_in_place:
    title: {vi: Có kế hoạch công khai, en: A plan is in place}
    rule: plan_issued and plan_published
    backing: assumption
    cases:
      met: {issued and published: {plan_issued: true, plan_published: true}}
      not_met:
        never published: {plan_issued: true, plan_published: false}
"""

MISTAKES = {
    "a wrong comparator": ("meetings_due >= 0.9", "meetings_due > 0.9"),
    "a swapped fact": ("letters_answered >= letters_received", "letters_received >= letters_answered"),
    "a forgotten applicability": ("    applies_when: meetings_due > 0\n", ""),
    "a threshold off by one step": ("meetings_due >= 0.9", "meetings_due >= 0.89"),
    "an and for an or": ("plan_issued and plan_published", "plan_issued or plan_published"),
}


def commune(folder: Path, mistake: str = "", cases: bool = True) -> str:
    """A local rule file with a planted mistake, with or without its cases."""
    text = RULES.replace(*MISTAKES[mistake]) if mistake else RULES
    assert (text != RULES) is bool(mistake)
    if not cases:
        text = "\n".join(line for line in text.splitlines() if not line.startswith(("    cases:", "      ")))
    path = folder / "commune.yaml"
    path.write_text(text, "utf-8")
    return str(path)


@pytest.fixture
def tested(cli: Any) -> Any:
    """`fourgood test` with a rule file alone, in English."""
    return lambda *given, lang="en": cli("test", "--alone", "--year", "2024", "--lang", lang, *given)


PARTS = ("--part", "cases", "--part", "lint", "--part", "coverage", "--part", "mutation")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_named_by_a_case(mistake: str, tested: Any, tmp_path: Path) -> None:
    """The case that the regulation gives fails: what was expected, what came out, where it stands."""
    done = tested(commune(tmp_path, mistake), "--part", "cases")
    expected = {
        "a wrong comparator": [
            "meetings_kept, met: 18 of 20 is exactly 90%",
            "expected met, got not met",
            "18/20 (90%)",
        ],
        "a swapped fact": ["letters_handled, not_met: one of five is open", "expected not met, got met"],
        "a forgotten applicability": ["no meeting was due", "expected not applicable, got unknown"],
        "a threshold off by one step": [],
        "an and for an or": ["plan_in_place, not_met: never published", "expected not met, got met"],
    }[mistake]
    assert done.exit_code == (1 if expected else 0)
    assert all(text in done.stdout for text in expected), done.stdout


NAMED_WITHOUT_CASES = {
    "a wrong comparator": ["`meetings_held / meetings_due > 0.9` could be `meetings_held / meetings_due >= 0.9`"],
    "a swapped fact": ["`letters_handled` is always met", "[always-met]"],
    "a forgotten applicability": ["[stays-unknown]", "meetings_due = 0"],
    "a threshold off by one step": [
        "`meetings_held / meetings_due >= 0.89` could be `meetings_held / meetings_due >= 0.9`"
    ],
    "an and for an or": ["`plan_issued or plan_published` could be `plan_issued and plan_published`"],
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_named_where_no_case_would_notice(mistake: str, tested: Any, tmp_path: Path) -> None:
    """The change that would mend it is among those that nobody notices, or lint names it; with the case to paste."""
    done = tested(commune(tmp_path, mistake, cases=False), *PARTS)
    assert done.exit_code == 1
    assert all(text in done.stdout for text in NAMED_WITHOUT_CASES[mistake]), done.stdout


def test_what_no_case_notices_is_told_with_the_case_to_paste(tested: Any, tmp_path: Path) -> None:
    """A case of the short form: below the criterion it is what was missing."""
    path = commune(tmp_path, "a threshold off by one step")
    done = tested(path, "--part", "mutation")
    at = done.stdout.index("`meetings_held / meetings_due >= 0.89` could be `meetings_held / meetings_due >= 0.9`")
    told = done.stdout[at:].splitlines()
    last = next(number for number, line in enumerate(told) if number and not line.strip().startswith("? "))
    assert told[last].strip() == "this case would notice, put it under cases of meetings_kept if it is right"
    assert told[last + 1].strip() == "met:"
    assert told[last + 2].strip().endswith(", reviewed: false}") and "meetings_held: " in told[last + 2]


def test_what_no_case_notices_is_told_by_criterion_and_each_case_once(tested: Any, tmp_path: Path) -> None:
    """How many of each; roles and standards last, for which one case of the whole does."""
    done = tested(commune(tmp_path), "--part", "mutation").stdout
    heads = [line.strip() for line in done.splitlines() if line.strip().startswith("•")]
    assert [each.partition(":")[0] for each in heads] == [
        "• meetings_kept",
        "• plan_in_place",
        "• what counts in the end",
    ]
    assert done.count("put it under cases in a file of cases") == 1
    rows = [line.strip() for line in done.splitlines() if line.strip().endswith("reviewed: false}")]
    assert len(rows) == len(set(rows))


def test_rules_with_the_cases_that_they_need_hold(tested: Any, cli: Any, tmp_path: Path) -> None:
    """With those that `fourgood cases` makes, nothing is missed and nothing goes unnoticed; they are counted apart."""
    path = commune(tmp_path)
    assert tested(path, *PARTS).exit_code == 1
    more = tmp_path / "commune.cases.yaml"
    made = cli("cases", path, "--alone", "--year", "2024", "--lang", "en", "--write", str(more))
    assert made.exit_code == 0 and "made, not reviewed yet" in made.stderr

    done = tested(path, *PARTS)
    assert done.exit_code == 0, done.stdout
    assert "of them unreviewed" in done.stdout
    unread = tested(path, *PARTS, "--fail-under", "100")
    assert unread.exit_code == 1
    assert "the reviewed cases show" in unread.stdout and "the reviewed cases notice" in unread.stdout
    assert tested(path, *PARTS, "--reviewed").exit_code == 1
    assert tested(path, "--part", "coverage", "--fail-under", "100").exit_code == 1

    assert cli("cases", "--accept-all", str(more)).exit_code == 0
    accepted = tested(path, *PARTS, "--fail-under", "100")
    assert accepted.exit_code == 0 and "unreviewed" not in accepted.stdout


def test_the_report_is_vietnamese_too(tested: Any, tmp_path: Path) -> None:
    """Every word of it but keys and rules."""
    out = tested(commune(tmp_path, "an and for an or"), "--part", "cases", lang="vi").stdout
    assert "mong đợi không đạt, nhưng ra đạt" in out
    assert "có kết quả khác mong đợi" in out


def test_json_has_all_parts_with_their_states(tested: Any, tmp_path: Path) -> None:
    """What was found is data: cases, remarks, goals, changes."""
    done = tested(commune(tmp_path, "an and for an or"), *PARTS, "--format", "json")
    found = json.loads(done.stdout)
    assert (found["code"], found["year"], done.exit_code) == (1, 2024, 1)
    assert list(found["parts"]) == ["cases", "lint", "coverage", "mutation"]
    (failed, *_) = found["parts"]["cases"]["failed"]
    assert failed["misses"] == [{"subject": "criterion", "key": "plan_in_place", "expected": "not_met", "found": "met"}]
    assert found["parts"]["mutation"]["unnoticed"][0]["case"]["dossier"]["facts"]
    assert found["parts"]["coverage"]["percent"] < 100


def test_a_floor_of_coverage_can_be_demanded(tested: Any, tmp_path: Path) -> None:
    """Below it the test fails."""
    path = commune(tmp_path)
    told = tested(path, "--part", "coverage")
    assert told.exit_code == 0 and "• the cases show" in told.stdout and "✓" not in told.stdout
    done = tested(path, "--part", "coverage", "--fail-under", "100")
    assert done.exit_code == 1 and "100% are demanded" in done.stdout


def test_a_floor_without_coverage_is_refused(tested: Any, tmp_path: Path) -> None:
    """It would demand nothing."""
    done = tested(commune(tmp_path), "--part", "cases", "--fail-under", "100")
    assert done.exit_code == 2 and "--part coverage" in done.stderr


def test_a_law_that_is_broken_is_told_by_the_smallest_dossier(tested: Any, tmp_path: Path) -> None:
    """With what changed, and both explanations."""
    text = RULES.replace("letters_answered >= letters_received", "letters_answered <= 3")
    (tmp_path / "commune.yaml").write_text(text, "utf-8")
    done = tested(str(tmp_path / "commune.yaml"), "--part", "laws", "--examples", "20")
    assert done.exit_code == 1
    assert "better, `letters_answered`" in done.stdout and "made `letters_handled` worse" in done.stdout


def test_without_hypothesis_the_laws_are_left_out_with_the_command_that_brings_it(
    tested: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All else runs; the exit code says that they were not tried."""
    monkeypatch.setitem(__import__("sys").modules, "hypothesis", None)
    done = tested(commune(tmp_path), "--part", "laws", "--part", "cases")
    assert done.exit_code == 3
    assert "pip install 'fourgood[testing]'" in done.stdout and "7 of them" not in done.stdout


def test_rules_at_fault_are_told_as_faults(tested: Any, tmp_path: Path) -> None:
    """Nothing is tested then."""
    (tmp_path / "commune.yaml").write_text(RULES.replace("meetings_due >= 0.9", "meetings_dew >= 0.9"), "utf-8")
    done = tested(str(tmp_path / "commune.yaml"))
    assert done.exit_code == 4 and "Did you mean `meetings_due`" in done.stderr


def test_rules_without_cases_are_not_said_to_hold(tested: Any, tmp_path: Path) -> None:
    """Nothing was found, and nothing was shown."""
    done = tested(commune(tmp_path, cases=False), "--part", "cases")
    assert done.exit_code == 3 and "there are no example cases" in done.stdout


OF_HAMLETS = RULES.replace("meetings_due > 0\n", 'meetings_due > 0 and organisation_type in ("hamlet", "quarter")\n')
TYPED = OF_HAMLETS.replace("{meetings_held: 1", "{organisation_type: hamlet, meetings_held: 1")
UNDER_HAMLETS = OF_HAMLETS.replace("    cases:\n", "    cases:\n      organisation_type: hamlet\n      year: 2025\n")


@pytest.mark.parametrize("text", [TYPED, UNDER_HAMLETS], ids=["plain", "below a type and a year"])
def test_every_case_that_is_offered_notices_its_change_as_it_is_written(text: str, tested: Any, tmp_path: Path) -> None:
    """Pasted below its outcome it holds, and the change is not told again."""
    path = tmp_path / "commune.yaml"
    assert text != RULES
    path.write_text(text, "utf-8")
    done = tested(str(path), "--part", "mutation").stdout.splitlines()
    offered = [at for at, line in enumerate(done) if "put it under cases of meetings_kept" in line]
    assert len(offered) > 1
    for at in offered[:4]:
        outcome, line = done[at + 1].strip(), done[at + 2].strip()
        under = f"      {outcome}\n        {line}\n"
        if f"      {outcome} {{" in text:
            pasted = text.replace(f"      {outcome} {{", f"      {outcome} {{{line}, ", 1)
        else:
            pasted = text.replace("      met: {", f"{under}      met: {{", 1)
        path.write_text(pasted, "utf-8")
        after = tested(str(path), "--part", "cases", "--part", "mutation").stdout
        assert "all as expected" in after, after
        assert done[at - 1].partition(": `")[2] not in after, line


def test_a_case_that_fails_is_not_contradicted(tested: Any, cli: Any, tmp_path: Path) -> None:
    """The change that would mend the rule is told with the case that asks for it; none is made that denies it."""
    path = commune(tmp_path, "a wrong comparator")
    lines = [line.strip() for line in tested(path, "--part", "mutation").stdout.splitlines()]
    at = next(at for at, line in enumerate(lines) if "`meetings_held / meetings_due >= 0.9`" in line)
    assert lines[at - 1] == "• meetings_kept: cases fail, and would be right with a change"
    assert (
        lines[at].startswith("→ ") and lines[at + 1] == "then all 2 cases of `meetings_kept` that fail would be right"
    )
    assert not any("meetings_held: 18, meetings_due: 20" in line for line in lines)

    made = cli("cases", path, "--alone", "--year", "2024", "--lang", "en").stdout
    assert "meetings_kept" in made and "meetings_held: 18, meetings_due: 20" not in made


def test_the_report_names_the_file_by_its_own_id_and_title(tested: Any, tmp_path: Path) -> None:
    """As text and as data; the rulebook that it becomes part of is told too."""
    path = commune(tmp_path)
    assert tested(path, "--part", "cases").stdout.startswith("Criteria of a commune (example) (example.commune)\n")
    found = json.loads(tested(path, "--part", "cases", "--format", "json").stdout)
    assert [each["id"] for each in found["files"]] == ["example.commune"]


def test_what_would_mend_a_case_is_told_where_it_fails_and_once(tested: Any, tmp_path: Path) -> None:
    """With the place of the rule; the changes that no case notices are another matter. So too as data."""
    path = commune(tmp_path, "an and for an or")
    parts = ("--part", "cases", "--part", "mutation")
    told, mutation = (part.splitlines() for part in tested(path, *parts).stdout.split("\n\n")[1:3])
    at = next(at for at, line in enumerate(told) if "never published (cell)" in line)
    rule = next(number for number, line in enumerate(Path(path).read_text("utf-8").splitlines(), 1) if " or " in line)
    end = next((more for more in range(at + 1, len(told)) if told[more].strip().startswith("✗")), len(told))
    lines = [line.strip() for line in told[at:end]]
    assert f"the rule: {path}:{rule}:11" in lines
    first = next(line for line in lines if line.startswith("→"))
    assert first.endswith("`plan_issued or plan_published` could be `plan_issued and plan_published`")
    assert not any("→" in line or "cases fail" in line for line in mutation)

    found = json.loads(tested(path, *parts, "--format", "json").stdout)["parts"]
    (failed, *_) = found["cases"]["failed"]
    assert failed["rules"]["plan_in_place"]["line"] == rule
    assert failed["mends"][0] in found["mutation"]["mends"] and failed["mends"][0]["failing"] == 2
    assert len(failed["mends"][0]["mends"]) == 2


def test_a_change_that_no_case_notices_is_a_question(tested: Any, tmp_path: Path) -> None:
    """Not the sign of a case that fails; the exit code says that something was found."""
    done = tested(commune(tmp_path), "--part", "mutation")
    assert done.exit_code == 1
    assert "    ? " in done.stdout and "  ✗" not in done.stdout


def test_what_many_criteria_could_have_otherwise_is_one_line(tested: Any, tmp_path: Path) -> None:
    """To whom they apply, and what they count for: all criteria by name."""
    path = Path(commune(tmp_path))
    text = RULES.replace("    backing: assumption\n", "    applies_to: [cell]\n    backing: assumption\n")
    path.write_text(text, "utf-8")
    out = tested(str(path), "--part", "mutation").stdout
    ids = "meetings_kept, letters_handled, plan_in_place"
    assert f"    ? `applies_to` (Party cell (cell)) could be left out: {ids}\n" in out
    assert f"    ? each of these could be a veto instead of a requirement: {ids}\n" in out
    assert out.count("could be left out: ") == 1 and out.count("instead of a requirement") == 1


def test_what_holds_in_other_years_is_said_not_to_be_tested(tested: Any, cli: Any, tmp_path: Path) -> None:
    """A wrong value of last year would else pass as tested; a parameter that no criterion here reads is no matter."""
    values = "values: [{{value: {1}, years: 2024, {0}}}, {{value: 0.9, years: 2025-2026, {0}}}]"
    parameters = "parameters:\n" + "".join(
        f"  {key}: {{title: {{vi: {key}, en: {key}}}, {values.format('backing: assumption', first)}}}\n"
        for key, first in (("least", "0.8"), ("unread", "0.7"), ("as_before", "0.9"))
    )
    text = RULES.replace("groups:\n", parameters + "groups:\n").replace(
        ">= 0.9\n", ">= least and meetings_held < 60 * as_before\n"
    )
    path = tmp_path / "commune.yaml"
    path.write_text(text, "utf-8")

    assert "`least`: what holds from 2025 is not tested here; --year 2025 tests it" in tested(path).stdout
    found = json.loads(tested(path, "--format", "json", "--part", "cases").stdout)
    assert found["otherwise"] == {"2025": ["least"]}
    other = cli("test", "--alone", "--year", "2026", "--part", "cases", "--lang", "en", path).stdout
    assert "`least`: what holds from 2024 is not tested here; --year 2024 tests it" in other
