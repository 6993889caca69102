"""`fourgood cases`: what is missing is made, and a person accepts it."""

from pathlib import Path
from typing import Any

import pytest

RULES = """
$schema: urn:fourgood:schema:rules
id: example.handbook
title: {vi: Sổ tay điện tử (ví dụ), en: The electronic handbook (example)}
years: 2024-2026
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


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rule file with one criterion and no case."""
    (tmp_path / "handbook.yaml").write_text(RULES, "utf-8")
    return tmp_path / "handbook.yaml"


def made(cli: Any, *given: object) -> Any:
    return cli("cases", "--alone", "--year", "2024", "--lang", "en", *map(str, given))


def test_the_made_cases_are_few_and_unreviewed(cli: Any, rules: Path) -> None:
    """Of users >= 80: at 80, at 79, unknown; and one that tells a requirement from a veto."""
    done = made(cli, rules)
    assert done.exit_code == 0
    assert "not reviewed yet" in done.stderr
    lines = [line.strip() for line in done.stdout.splitlines() if "reviewed: false" in line]
    assert len(lines) == 4
    assert '"cell, users = 80": {kind: cell, users: 80, reviewed: false}' in lines
    assert '"cell, users = 79": {kind: cell, users: 79, reviewed: false}' in lines
    assert "cell: {kind: cell, reviewed: false}" in lines
    assert '"cell, handbook_in_use met: handbook met, recognized":' in done.stdout


def test_what_is_there_is_not_made_again(cli: Any, rules: Path, tmp_path: Path) -> None:
    """With the made cases beside the rules none is missing."""
    assert made(cli, rules, "--write", tmp_path / "handbook.cases.yaml").exit_code == 0
    assert made(cli, rules).stderr.startswith("0 example cases made")


def test_a_case_is_accepted_in_its_file(cli: Any, rules: Path, tmp_path: Path) -> None:
    """By a part of its name; the others wait."""
    file = tmp_path / "handbook.cases.yaml"
    made(cli, rules, "--write", file)
    done = cli("cases", file, "--accept", "met: cell, users = 80", "--lang", "en")
    assert (done.exit_code, done.stderr) == (0, "1 example case accepted\n")
    assert file.read_text("utf-8").count("reviewed: true") == 1


def test_a_name_that_is_not_there_changes_nothing(cli: Any, rules: Path, tmp_path: Path) -> None:
    """And is a fault with those that wait."""
    file = tmp_path / "handbook.cases.yaml"
    made(cli, rules, "--write", file)
    before = file.read_bytes()
    done = cli("cases", file, "--accept", "users = 81", "--lang", "en")
    assert done.exit_code == 4 and "handbook_in_use, met: cell, users = 80" in done.stderr
    assert file.read_bytes() == before


def test_cases_of_two_files_are_not_accepted_at_once(cli: Any, rules: Path) -> None:
    """A name belongs to one file."""
    assert cli("cases", rules, rules, "--accept-all").exit_code == 2


def test_rules_are_never_overwritten(cli: Any, rules: Path, tmp_path: Path) -> None:
    """Nor any other file that is there and holds no cases of these rules."""
    other = tmp_path / "other.cases.yaml"
    other.write_text("$schema: urn:fourgood:schema:cases\nrulebook: another.yaml\n", "utf-8")
    (tmp_path / "letter.txt").write_text("Dear comrades", "utf-8")
    for path in (rules, other, tmp_path / "letter.txt"):
        before = path.read_bytes()
        done = made(cli, rules, "--write", path)
        assert (done.exit_code, path.read_bytes()) == (2, before), done.output


def test_accepting_overwrites_nothing_else(cli: Any, rules: Path, tmp_path: Path) -> None:
    """Accepted cases go into their own file, or a new one."""
    file, before = tmp_path / "handbook.cases.yaml", rules.read_bytes()
    made(cli, rules, "--write", file)
    assert cli("cases", file, "--accept-all", "--write", rules).exit_code == 2
    assert rules.read_bytes() == before
    assert cli("cases", file, "--accept-all", "--write", tmp_path / "new.cases.yaml").exit_code == 0


def test_made_cases_are_added_to_those_that_are_there(cli: Any, rules: Path, tmp_path: Path) -> None:
    """What a person accepted or wrote stays when the command is repeated."""
    file = tmp_path / "handbook.cases.yaml"
    made(cli, rules, "--write", file)
    cli("cases", file, "--accept-all")
    kept = [line for line in file.read_text("utf-8").splitlines() if "users: 79" not in line and "not_met" not in line]
    file.write_text("\n".join(kept), "utf-8")
    done = made(cli, rules, "--write", file)
    lines = file.read_text("utf-8").splitlines()
    assert (done.exit_code, done.stderr) == (0, "1 example case made, not reviewed yet\n")
    assert set(kept) <= set(lines)
    assert made(cli, rules, "--write", file).stderr.startswith("0 example cases made")
    assert file.read_text("utf-8").splitlines() == lines


def test_no_case_is_made_against_one_that_is_there(cli: Any, rules: Path, tmp_path: Path) -> None:
    """Where the rule asks for more than a case says, it may be the rule that is wrong."""
    rules.write_text(RULES.replace(">= 80", "> 80") + "    cases: {met: {80 will do: {users: 80}}}\n", "utf-8")
    lines = made(cli, rules).stdout.splitlines()
    assert any("users: 81" in line for line in lines)
    assert not any("users: 80" in line for line in lines)


MORE = (
    RULES.replace("example.handbook", "example.readers")
    .replace("users", "readers")
    .replace("handbook", "reading")
    .replace("Người dùng, en: Users", "Người đọc, en: Readers")
)


def test_cases_name_their_rules_from_where_they_stand(cli: Any, rules: Path, tmp_path: Path) -> None:
    """Two rule files, one of them in a folder below: the file that is written can be tested as it is."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "reading.yaml").write_text(MORE, "utf-8")
    file = tmp_path / "both.cases.yaml"
    done = made(cli, rules, tmp_path / "more" / "reading.yaml", "--write", file)
    assert done.exit_code == 0, done.stderr
    assert "\nrulebook: [handbook.yaml, more/reading.yaml]\n" in file.read_text("utf-8")
    done = cli("test", file, "--alone", "--part", "mutation", "--part", "coverage", "--part", "cases", "--lang", "en")
    assert done.exit_code == 0, done.output


def test_cases_of_rules_that_lie_elsewhere_are_not_written(cli: Any, rules: Path, tmp_path: Path) -> None:
    """A file of cases may name no file outside its folder: that is said before any is made."""
    (tmp_path / "sub").mkdir()
    done = made(cli, rules, "--write", tmp_path / "sub" / "x.cases.yaml")
    assert done.exit_code == 2 and "Write the cases beside handbook.yaml" in done.stderr
    assert list((tmp_path / "sub").iterdir()) == []
