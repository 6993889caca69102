"""The pytest plugin: rule files and example cases as tests."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

# pytester takes away what a run has imported, and the C parser of PyYAML cannot be imported twice.
assert yaml.safe_load("a: 1") == {"a": 1}

pytest_plugins = ["pytester"]

RULES = """
$schema: urn:fourgood:schema:rules
id: example.handbook
title: {vi: Sổ tay điện tử (ví dụ), en: The electronic handbook (example)}
facts:
  users: {kind: count, title: {vi: Người dùng, en: Users}, min: 0, max: 200, better: higher}
groups:
  handbook: {title: {vi: Sổ tay, en: The handbook}}
criteria:
  handbook_in_use:
    title: {vi: Dùng sổ tay, en: The handbook is used}
    rule: users >= 80
    backing: assumption
"""
CASES = """
$schema: urn:fourgood:schema:cases
rulebook: handbook.yaml
year: 2024
criteria:
  handbook_in_use:
    kind: cell
    met: {"80 of them": {users: 80}}
    not_met: {one short: {users: 79}}
    unknown: {nobody counted: {}}
"""
UNRELATED = """
def test_it(request):
    import sys
    assert not [name for name in sys.modules if name.split(".")[0] == "fourgood"]
"""


@pytest.fixture
def rules(pytester: pytest.Pytester) -> Path:
    """A folder with a rule file."""
    path = pytester.path / "handbook.yaml"
    path.write_text(RULES, "utf-8")
    return path


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("--fourgood-alone", "-p", "no:cacheprovider", *options)


def cases(pytester: pytest.Pytester, text: str = CASES, name: str = "handbook.cases.yaml") -> Path:
    path = pytester.path / name
    path.write_text(text, "utf-8")
    return path


def test_the_library_is_not_imported_where_it_is_not_used(pytester: pytest.Pytester) -> None:
    """pytest loads the plugin in every run: a run that has nothing to do with it pays nothing."""
    pytester.makepyfile(UNRELATED)
    (pytester.path / "config.yaml").write_text("a: 1\n", "utf-8")
    # Whoever imports hypothesis imports the types that are registered there: that is another matter.
    result = pytester.runpytest_subprocess("-v", "-p", "no:hypothesispytest")
    result.assert_outcomes(passed=1)
    program = "import sys, fourgood_pytest; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not [name for name in loaded if name.split(".")[0] in ("fourgood", "attrs", "yaml", "hypothesis")]


def test_files_of_cases_are_collected_by_their_name_and_by_their_schema(pytester: pytest.Pytester, rules: Path) -> None:
    """One item a case; a rule file is left alone until somebody names it."""
    cases(pytester)
    cases(pytester, name="others.yaml")
    result = run(pytester, "-v")
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines(["handbook.cases.yaml::handbook_in_use, met: 80 of them PASSED*"])


def test_a_rule_file_that_is_named_is_tested_and_nothing_else(pytester: pytest.Pytester, rules: Path) -> None:
    """With the cases beside it, by --fourgood or as an argument."""
    cases(pytester)
    pytester.makepyfile("def test_else(): assert False")
    for options in (["--fourgood", "handbook.yaml"], ["handbook.yaml"]):
        result = run(pytester, "-v", *options)
        result.stdout.fnmatch_lines(
            ["handbook.cases.yaml::handbook_in_use, met: 80 of them PASSED*", "handbook.yaml::law*"]
        )
        result.stdout.no_fnmatch_line("*test_else*")


def test_a_case_in_the_rule_file_stands_there(pytester: pytest.Pytester, rules: Path) -> None:
    """Each case is an item of the file that it is written in, and all count for the rules."""
    rules.write_text(RULES + "    cases: {kind: cell, met: {all of them: {users: 200}}}\n", "utf-8")
    cases(pytester)
    result = run(pytester, "-v", "--fourgood", "handbook.yaml", "--fourgood-coverage", "-k", "handbook_in_use")
    result.stdout.fnmatch_lines_random(
        ["handbook.yaml::handbook_in_use, met: all of them PASSED*", "handbook.cases.yaml::*one short PASSED*"]
    )
    result.stdout.fnmatch_lines(["*the cases show 7 of 7 things*"])


def test_what_was_not_looked_at_is_said(pytester: pytest.Pytester, rules: Path) -> None:
    """And how to ask for it; where no rules are named nothing is."""
    cases(pytester)
    result = run(pytester, "--fourgood", "handbook.yaml", "--fourgood-coverage", "-k", "handbook_in_use")
    result.stdout.fnmatch_lines(["fourgood: not run here: lint*check*, changes to the rules (--fourgood-mutation); *"])
    run(pytester, "handbook.cases.yaml").stdout.no_fnmatch_line("*not run here*")


def test_a_case_that_fails_says_what_was_expected_what_came_out_and_why(pytester: pytest.Pytester, rules: Path) -> None:
    """In words, with its place, and without a traceback."""
    cases(pytester, CASES.replace("users: 79", "users: 81"))
    result = run(pytester)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*handbook_in_use, not_met: one short*",
            "*handbook.cases.yaml:9:26",
            "*The handbook is used: expected not met, got met",
            "*Users: 81, at least 80",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    run(pytester, "--fourgood-lang", "vi").stdout.fnmatch_lines(["*Dùng sổ tay: *không đạt*"])


def test_failures_are_told_in_the_language_of_the_environment(
    pytester: pytest.Pytester, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the command line does; English where nothing is said."""
    cases(pytester, CASES.replace("{users: 80}", "{users: 70}"))
    monkeypatch.setenv("FOURGOOD_LANG", "vi")
    run(pytester).stdout.fnmatch_lines(["*mong đợi đạt*"])
    monkeypatch.delenv("FOURGOOD_LANG")
    run(pytester).stdout.fnmatch_lines(["*expected met*"])


def test_a_case_that_cannot_be_made_fails_and_the_others_run(pytester: pytest.Pytester, rules: Path) -> None:
    """With line, column and mend."""
    cases(pytester, CASES.replace("users: 79", "usres: 79"))
    result = run(pytester)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*handbook.cases.yaml:9:*Did you mean `users`?"])


def test_rules_at_fault_are_an_error_of_collection(pytester: pytest.Pytester, rules: Path) -> None:
    """Told as the library tells it."""
    rules.write_text(RULES.replace("users >= 80", "usres >= 80"), "utf-8")
    cases(pytester)
    result = run(pytester)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*`usres` is not known. Did you mean `users`?"])


@pytest.mark.parametrize("processes", [(), ("-n", "2")])
def test_coverage_is_told_and_may_be_demanded(
    pytester: pytest.Pytester, rules: Path, processes: tuple[str, ...]
) -> None:
    """Gathered from every process of pytest-xdist."""
    cases(pytester)
    result = run(pytester, "--fourgood-coverage", "--fourgood-fail-under", "100", *processes)
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*the reviewed cases show 7 of 7 things that they should: 100%"])

    cases(pytester, CASES.replace('    met: {"80 of them": {users: 80}}\n', ""))
    result = run(pytester, "--fourgood-fail-under", "100", *processes)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*no case exactly at the threshold"])


def test_cases_that_nobody_has_read_are_not_what_is_demanded(pytester: pytest.Pytester, rules: Path) -> None:
    """They are told of where nothing is demanded."""
    cases(pytester, CASES.replace("year: 2024", "year: 2024\nreviewed: false"))
    assert run(pytester, "--fourgood-coverage").ret == 0
    assert run(pytester, "--fourgood-fail-under", "100").ret == 1


def test_what_no_dossier_shows_is_not_demanded(pytester: pytest.Pytester, rules: Path) -> None:
    """As on the command line: `users >= 80` decides nothing beside `users >= 81`."""
    rules.write_text(RULES.replace("rule: users >= 80", "rule: users >= 80 and users >= 81"), "utf-8")
    cases(pytester, CASES.replace('"80 of them": {users: 80}', '"81": {users: 81}, "all": {users: 90}').replace(
        "one short: {users: 79}", "a: {users: 80}, b: {users: 79}"))  # fmt: skip
    result = run(pytester, "--fourgood-coverage", "--fourgood-fail-under", "100")
    assert result.ret == 0, result.stdout.str()


def test_every_criterion_is_mutated_where_that_is_asked_for(pytester: pytest.Pytester, rules: Path) -> None:
    """An item a criterion; it fails with the change that no case notices, and the case that would."""
    cases(pytester, CASES + "cases: {it: {kind: cell, facts: {users: 80}, expect: {status: recognized}}}\n")
    run(pytester, "--fourgood-mutation").assert_outcomes(passed=5)

    cases(pytester, CASES.replace("one short: {users: 79}", "one short: {users: 78}"))
    result = run(pytester, "--fourgood-mutation")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        ["*`users >= 80` could be `users >= 79`", "*: {kind: cell, users: 79, reviewed: false}"]
    )


def test_rules_that_are_not_there_are_no_rules_that_hold(pytester: pytest.Pytester, rules: Path) -> None:
    """A slip of the pen is told; the id of a rulebook on offer is none."""
    pytester.makepyfile("def test_it(): pass")
    result = pytester.runpytest_subprocess("--fourgood", "hadnbook.yaml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--fourgood hadnbook.yaml: there is no such file*"])
    assert run(pytester, "--fourgood", "fourgood.default").ret == 0


def test_a_rule_file_that_is_named_is_collected_whatever_stands_above_its_schema(
    pytester: pytest.Pytester, rules: Path
) -> None:
    """A long header is no reason to leave it out without a word."""
    rules.write_text("# a long header\n" * 400 + RULES, "utf-8")
    result = run(pytester, "--collect-only", "-q", "--fourgood", "handbook.yaml")
    result.stdout.fnmatch_lines(["handbook.yaml::law: improving"])


def test_the_standards_of_a_rule_file_are_mutated_as_one_item(pytester: pytest.Pytester, rules: Path) -> None:
    """What the group counts could be otherwise: a case of the group notices, or the item fails."""
    rules.write_text(RULES.replace("en: The handbook}}", "en: The handbook}, standard: met >= 1}"), "utf-8")
    cases(pytester)
    result = run(pytester, "--fourgood-mutation", "-v", "-k", "standards")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*mutation: standards FAILED*", "*`met >= 1` could be `met > 1`"])


def test_the_laws_of_a_rule_file_are_tests(pytester: pytest.Pytester, rules: Path) -> None:
    """An item a law; what is broken is told by the smallest dossier."""
    result = run(pytester, "-v", "--fourgood", "handbook.yaml")
    result.stdout.fnmatch_lines(["handbook.yaml::law: improving PASSED*"])

    rules.write_text(RULES.replace("users >= 80", "users <= 80"), "utf-8")
    result = run(pytester, "--fourgood", "handbook.yaml", "-k", "improving")
    result.assert_outcomes(failed=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["*better, `users` *, made `handbook_in_use` worse*"])


USES = """
import pytest

@pytest.mark.fourgood("handbook.yaml", year=2024, alone=True)
def test_it(evaluate, rulebook):
    assert rulebook.year == 2024
    assert evaluate(users=80).recognized
    assert not evaluate(users=79, kind="committee").recognized

@pytest.mark.fourgood("handbook.yaml", alone=True)
def test_two(evaluate):
    assert evaluate(users=80) == evaluate(users=79)
"""


def test_fixtures_evaluate_by_the_rules_of_a_marker(pytester: pytest.Pytester, rules: Path) -> None:
    """Of verdicts that differ, that is shown side by side in which they do."""
    pytester.makepyfile(USES)
    result = run(pytester, "--strict-markers")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*RECOGNISED as * | NOT RECOGNISED as *", "* | *Users: 79, below 80; short by 1"])


def test_a_project_may_have_fixtures_of_these_names_itself(pytester: pytest.Pytester) -> None:
    """Its own come first."""
    pytester.makepyfile(
        "import pytest\n@pytest.fixture\ndef rulebook(): return 1\ndef test_it(rulebook): assert rulebook == 1"
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=1)
