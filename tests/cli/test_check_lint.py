"""`fourgood check` looks through rules for what cannot be meant: as text, JSON and SARIF."""

import json

import pytest

RULES = """\
id: local
title: {vi: Bộ tiêu chí địa phương, en: Local rules}
facts:
  trees:
    kind: count
    title: {vi: Cây đã trồng, en: Trees planted}
    min: 0
    max: 1000
    better: higher
  plots:
    kind: count
    title: {vi: Thửa đất, en: Plots of land}
    min: 0
    max: 1000
groups:
  work: {title: {vi: Việc làm, en: Work}}
criteria:
  planted:
    title: {vi: Trồng cây, en: Trees are planted}
    rule: RULE
    backing: assumption
"""
CLEAN, WARNED, WRONG = "trees >= 10 and plots > 1", "trees / plots >= 2", "trees > 10 and trees < plots and plots < 3"


@pytest.fixture
def checked(cli, tmp_path):
    """Checks a rule by itself."""

    def check(rule, *options):
        path = tmp_path / "luật local.yaml"
        path.write_text(RULES.replace("RULE", rule), encoding="utf-8")
        return cli("check", "--alone", "--year", "2024", path, "--lang", "en", *options)

    return check


def test_clean_rules_are_as_before(checked):
    """Nothing to say: one line."""
    result = checked(CLEAN)
    assert (result.exit_code, result.stdout) == (0, "✓ 1 rule file, 0 dossiers: 0 faults\n")


def test_a_warning_is_shown_and_does_not_fail(checked):
    """With file, line, column, the dossier that shows it, the mend and the code; --strict makes it fail."""
    result = checked(WARNED)
    assert result.exit_code == 0
    assert (
        "! " in result.stdout and "local.yaml:20:11 (criteria.planted.rule): `planted` stays unknown" in result.stdout
    )
    assert "plots = 0, trees = 0" in result.stdout and "[stays-unknown]" in result.stdout
    assert result.stdout.endswith("✓ 1 rule file, 0 dossiers: 0 faults, 1 warning\n")
    assert checked(WARNED, "--strict").exit_code == 1


def test_an_error_of_lint_fails(checked):
    """What is never met by any dossier is counted among the faults."""
    result = checked(WRONG)
    assert result.exit_code == 1
    assert "✗ " in result.stdout and "`planted` is never met" in result.stdout
    assert result.stdout.endswith("✗ 1 rule file, 0 dossiers: 1 fault\n")


def test_json_has_all_that_is_known(checked):
    """Code, severity, words in both languages, place, and the witness as a dossier."""
    (remark,) = json.loads(checked(WARNED, "--format", "json").stdout)["remarks"]
    assert (remark["code"], remark["severity"]) == ("stays-unknown", "warning")
    assert set(remark["text"]) == {"vi", "en"}
    assert (remark["place"]["line"], remark["place"]["column"]) == (20, 11)
    assert remark["witnesses"][0]["facts"].keys() == {"trees", "plots"}


def test_sarif_has_the_shape_that_code_hosts_read(checked):
    """Version, tool, rules with levels, results with rule index, message, place; the path as a URI."""
    log = json.loads(checked(WARNED, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "fourgood"
    assert all(rule["defaultConfiguration"]["level"] in ("error", "warning", "note") for rule in rules)
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "stays-unknown"
    assert result["level"] == "warning" and "stays unknown" in result["message"]["text"]
    (location,) = result["locations"]
    place = location["physicalLocation"]
    assert place["region"] == {"startLine": 20, "startColumn": 11}
    uri = place["artifactLocation"]["uri"]
    assert uri.startswith("file:///") and " " not in uri and uri.isascii()
    assert location["logicalLocations"] == [{"fullyQualifiedName": "criteria.planted.rule"}]


def test_sarif_has_the_faults_of_files_too(checked):
    """A rule that cannot be loaded is a result of the rule `fault`."""
    result = checked("tres >= 10", "--format", "sarif")
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)["runs"][0]["results"]
    assert (found["ruleId"], found["level"]) == ("fault", "error") and "`tres` is not known" in found["message"]["text"]
