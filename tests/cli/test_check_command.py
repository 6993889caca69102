"""`fourgood check`: every fault of rule files and dossiers at once, with its place."""

import json

LOCAL = """\
id: local
title: {vi: Bộ tiêu chí địa phương, en: Local rules}
facts:
  trees_planted:
    kind: count
    title: {vi: Cây đã trồng, en: Trees planted}
    min: 0
    max: 1000
criteria:
  trees:
    group: work
    title: {vi: Trồng cây, en: Trees are planted}
    rule: trees_planted >= 10
    backing: assumption
"""


def written(folder, text, name="local.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_good_files_pass(cli, dossier, tmp_path):
    """Rule files and dossiers without fault: exit code 0, and how many there were."""
    result = cli("check", written(tmp_path, LOCAL), dossier(), "--lang", "en")

    assert result.exit_code == 0
    assert result.stdout == "✓ 1 rule file, 1 dossier: 0 faults\n"


def test_all_faults_come_at_once_with_their_places(cli, dossier, tmp_path):
    """Of dossiers: file, line, key, and what may have been meant."""
    bad = [dossier("a", attended=101), dossier("b", meeting_held=1, plan_issued=3)]

    result = cli("check", *bad, "--lang", "en")

    assert result.exit_code == 1
    assert f"{bad[0]}:" in result.stdout
    assert "Did you mean `meetings_held`?" in result.stdout
    assert result.stdout.endswith("✗ 0 rule files, 2 dossiers: 3 faults\n")


def test_faults_in_rules_are_told_once_and_dossiers_wait_for_them(cli, dossier, tmp_path):
    """A name that nobody defined, with its line and column; that dossiers cannot be checked is said once."""
    rules = written(tmp_path, LOCAL.replace("trees_planted >=", "tree_planted >="))

    result = cli("check", rules, dossier("a"), dossier("b"), "--lang", "en")

    assert result.exit_code == 1
    assert f"{rules}:13:11 (criteria.trees.rule): `tree_planted`" in result.stdout
    assert "the dossiers of 2024 can be checked when the rules are mended" in result.stdout
    assert "2 faults" in result.stdout


def test_dossiers_are_checked_with_the_rule_files_beside_them(cli, dossier, tmp_path):
    """A fact that a rule file given brings is known; without the file it is not."""
    rules, path = written(tmp_path, LOCAL), dossier(trees_planted=3)

    assert cli("check", rules, path).exit_code == 0
    assert cli("check", path).exit_code == 1


def test_the_faults_of_a_broken_rule_file_are_its_own(cli, tmp_path):
    """YAML that is none, a key that the schema does not know: each with its line; nothing is said of the rest."""
    broken = cli("check", written(tmp_path, LOCAL + "criteria: [", "a.yaml"), "--lang", "en")
    unknown = cli("check", written(tmp_path, LOCAL.replace("backing:", "backed:"), "b.yaml"), "--lang", "en")

    assert broken.exit_code == unknown.exit_code == 1
    assert "a.yaml:15" in broken.stdout
    assert "`backed` is not known here" in unknown.stdout


def test_a_rule_that_cannot_be_read_does_not_hide_the_others(cli, tmp_path):
    """What does not fit together is told in the same run, and nothing that only follows from the first fault."""
    text = (
        LOCAL
        + """\
  unread: {group: work, title: {vi: a, en: b}, rule: trees_planted >, backing: assumption}
  far: {group: work, title: {vi: c, en: d}, rule: trees_planted > 1001, backing: assumption}
definitions:
  broken: {title: {vi: e, en: f}, expression: trees_planted /}
invariants:
  follows: {title: {vi: g, en: h}, rule: broken <= 1}
"""
    )
    result = cli("check", written(tmp_path, text), "--lang", "en")

    assert "(criteria.unread): this is not a rule" in result.stdout
    assert "(definitions.broken): this is not a rule" in result.stdout
    assert "(criteria.far.rule): 1,001 is outside" in result.stdout or "1001 is outside" in result.stdout
    assert "3 faults" in result.stdout


def test_dossiers_wait_for_a_rule_file_that_cannot_be_read(cli, dossier, tmp_path):
    """What they may say is not known before; what cannot be read of them is told all the same."""
    rules, twice = written(tmp_path, "id: local\ncriteria: 3\n"), dossier("a", tmp_path / "more")

    result = cli("check", rules, dossier("a"), twice, "--lang", "en")

    assert "the dossiers can be checked when the rules are mended" in result.stdout
    assert "stands twice in 2024" in result.stdout


def test_a_clash_with_an_installed_plugin_names_both_sides(cli, tmp_path):
    """The same id twice: the plugin with its distribution, and the file."""
    rules = written(tmp_path, LOCAL.replace("trees_planted", "meetings_held"))

    result = cli("check", rules, "--lang", "en")

    assert result.exit_code == 1
    assert "`meetings_held` is defined twice" in result.stdout
    assert "small-rules 1.2" in result.stdout
    assert str(rules) in result.stdout


def test_a_file_that_an_installed_plugin_brings_is_checked_in_its_place(cli, tmp_path, rules_text):
    """Its author edits it while the plugin is installed: no clash with itself, and it is said so."""
    result = cli("check", written(tmp_path, rules_text, "small.yaml"), "--lang", "en")

    assert result.exit_code == 0, result.stdout
    assert "is checked in place of the installed small/small.yaml" in result.stdout


def test_alone_leaves_the_plugins_out(cli, tmp_path, rules_text):
    """A whole rulebook passes alone; one that builds on another does not."""
    assert cli("check", "--alone", written(tmp_path, rules_text, "whole.yaml")).exit_code == 0
    part = cli("check", "--alone", written(tmp_path, LOCAL), "--lang", "en")
    assert part.exit_code == 1
    assert "no group" in part.stdout


def test_rules_are_checked_in_every_year_that_they_are_for(cli, tmp_path, rules_text):
    """A parameter without a value for one of them is found; with --year only that year counts."""
    path = written(tmp_path, rules_text.replace("years: 2022-2024, backing", "years: 2023-2024, backing"), "whole.yaml")

    result = cli("check", "--alone", path, "--lang", "en")

    assert result.exit_code == 1
    assert "`min_meetings` has no value for 2022" in result.stdout
    assert cli("check", "--alone", path, "--year", 2024).exit_code == 0


def test_a_folder_stands_for_its_files(cli, dossier, tmp_path):
    """Rule files and dossiers in it; what is hidden or of another sort is left out."""
    written(tmp_path, LOCAL)
    written(tmp_path, "nonsense: [", ".hidden.yaml")
    written(tmp_path, "nonsense", "notes.txt")
    dossier()

    assert cli("check", tmp_path, "--lang", "en").stdout == "✓ 1 rule file, 1 dossier: 0 faults\n"


def test_a_link_out_of_a_folder_is_told_and_not_followed(cli, tmp_path):
    """A folder is read, not what somebody has linked into it."""
    folder = tmp_path / "folder"
    folder.mkdir()
    written(folder, LOCAL)
    (folder / "outside.yaml").symlink_to(written(tmp_path, "secret: [", "secret.yaml"))

    result = cli("check", folder, "--lang", "en")

    assert result.exit_code == 1
    assert "outside.yaml: this link leads out of its folder" in result.stdout
    assert "secret" not in result.stdout
    assert "1 file that could not be read: 1 fault" in result.stdout


def test_a_list_of_dossiers_is_no_rule_file(cli, tmp_path):
    """What a file is, is told by what it holds; $schema settles it."""
    several = written(tmp_path, "- {unit: {id: a, kind: cell}, year: 2024}\n", "several.yaml")
    claimed = written(tmp_path, "$schema: urn:fourgood:schema:rules\nid: empty\n", "claimed.yaml")

    assert "0 rule files, 1 dossier:" in cli("check", several, "--lang", "en").stdout
    assert "1 rule file, 0 dossiers: 1 fault\n" in cli("check", claimed, "--lang", "en").stdout


def test_what_is_not_there_is_a_fault(cli, tmp_path):
    """No such file, an empty folder."""
    (tmp_path / "empty").mkdir()

    assert cli("check", tmp_path / "none.yaml").exit_code == 1
    assert cli("check", tmp_path / "empty").exit_code == 1
    assert cli("check").exit_code == 2


def test_a_dossier_of_a_year_without_rules_is_a_fault(cli, dossier):
    """It could not be evaluated."""
    result = cli("check", dossier(year=2031), "--lang", "en")

    assert result.exit_code == 1
    assert "there are no rules for 2031" in result.stdout


def test_a_dossier_of_a_year_without_rules_beside_rules_without_faults(cli, dossier, tmp_path):
    """There is nothing to mend in the rules: which years they are for is told."""
    layer = tmp_path / "mine.yaml"
    layer.write_text(
        "id: mine\nextends: fourgood.default\ntitle: {vi: Của xã, en: Mine}\nyears: 2023-2024\n", encoding="utf-8"
    )

    said = cli("check", dossier(year=2031), layer, "--lang", "en").stdout

    assert "there are no rules for 2031" in said
    assert "the layer `mine` is for 2023-2024, not for 2031" in said
    assert "mended" not in said


def test_faults_as_json(cli, dossier):
    """Text in both languages, and the place in its parts."""
    path = dossier(attended=101)

    result = cli("check", path, "--format", "json")

    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["dossiers"] == 1
    (fault,) = found["faults"]
    assert set(fault["text"]) == {"vi", "en"}
    assert fault["place"]["file"] == str(path)
    assert fault["place"]["line"] > 0


def test_a_broken_plugin_keeps_from_checking(cli, dossier, plugin):
    """Exit code 4: neither good nor bad is known; --alone does not need it."""
    plugin("broken", "import nothing_of_this_name\n", "broken-rules")

    assert cli("check", dossier(), "--plugins", "small,broken").exit_code == 4


def test_a_file_that_cannot_be_read_counts_as_neither_rules_nor_dossier(cli, dossier, tmp_path):
    """YAML that is none, a file that is not there: nobody knows what they would have been."""
    paths = [written(tmp_path, LOCAL + "criteria: [", "a.yaml"), tmp_path / "none.yaml", dossier()]

    one, several = cli("check", paths[0], "--lang", "en"), cli("check", *paths, "--lang", "en")

    assert one.stdout.endswith("✗ 0 rule files, 0 dossiers, 1 file that could not be read: 1 fault\n")
    assert several.stdout.endswith("✗ 0 rule files, 1 dossier, 2 files that could not be read: 2 faults\n")
    assert cli("check", paths[0]).stdout.endswith("✗ 0 tệp tiêu chí, 0 hồ sơ, 1 tệp không đọc được: 1 lỗi\n")
    assert json.loads(cli("check", *paths, "--format", "json").stdout)["unread_files"] == 2


def test_a_header_that_is_no_fact_is_one_fault_of_the_header(cli, tmp_path):
    """In line 1, with the number of rows concerned; what is wrong with single rows stands in their lines."""
    rows = "".join(f"u{number},cell,2024,1,2,3\n" for number in range(30))
    path = written(tmp_path, f"id,kind,year,meeting_held,attended,Lượt dự họp\n{rows}x,cell,24,,,\n", "t.csv")

    result = cli("check", path, "--lang", "en")

    unknown, doubled, row, counted = result.stdout.splitlines()
    assert f"{path}:1:4 (meeting_held): `meeting_held` is no fact of this rulebook" in unknown
    assert unknown.endswith("Did you mean `meetings_held`? (30 rows)")
    assert f"{path}:1:6 (Lượt dự họp)" in doubled and "`attended` a second time" in doubled
    assert f"{path}:32:3 (year): `24` is no year" in row
    assert counted == "✗ 0 rule files, 31 dossiers: 3 faults"


CASES = """\
$schema: urn:fourgood:schema:cases
rulebook: local.yaml
criteria:
  trees: {met: {ten: {trees_planted: 10}}, not_met: {nine: {trees_planted: 9}}}
"""


def test_cases_are_held_to_the_rules_that_they_are_about(cli, tmp_path):
    """Named alone, or found beside the rules: a criterion that is not there is told either way."""
    rules, cases = written(tmp_path, LOCAL), written(tmp_path, CASES, "local.cases.yaml")
    for path in (rules, cases):
        assert cli("check", path, "--lang", "en").stdout.endswith("1 file of cases, 0 dossiers: 0 faults\n")

    written(tmp_path, CASES.replace("trees:", "treees:"), "local.cases.yaml")
    for path in (rules, cases):
        result = cli("check", path, "--lang", "en")
        assert result.exit_code == 1
        assert result.stdout.count("there is no criterion `treees`. Did you mean `trees`?") == 2


def test_cases_of_rules_at_fault_say_why_they_cannot_be_checked(cli, tmp_path):
    """Never that they have no fault."""
    written(tmp_path, LOCAL.replace("trees_planted >=", "tree_planted >="))
    result = cli("check", written(tmp_path, CASES, "local.cases.yaml"), "--lang", "en")
    assert result.exit_code == 1
    assert "the cases can be checked when the rules are mended" in result.stdout
    assert "Did you mean `trees_planted`" in result.stdout


def test_cases_that_contradict_each_other_are_refused(cli, tmp_path):
    """The same facts cannot come out both ways, wherever the cases stand."""
    own = LOCAL + "    cases: {not_met: {ten are too few: {trees_planted: 10}}}\n"
    written(tmp_path, CASES, "local.cases.yaml")
    result = cli("check", written(tmp_path, own), "--lang", "en")
    assert result.exit_code == 1
    assert "“trees, met: ten (cell)” and “trees, not_met: ten are too few (cell)” (line 15)" in result.stdout


def test_the_result_can_go_into_a_file(cli, tmp_path):
    """Whole or not at all, and never over what is checked."""
    rules = written(tmp_path, LOCAL)
    assert cli("check", rules, "--format", "sarif", "-o", tmp_path / "check.sarif").stdout == ""
    assert json.loads((tmp_path / "check.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert cli("check", rules, "-o", rules).exit_code == 2
    assert rules.read_text("utf-8") == LOCAL


def test_nothing_is_called_unused_while_rules_are_at_fault(cli, tmp_path):
    """What is at fault may be what reads it."""
    unread = LOCAL.replace("rule: trees_planted >= 10", "judged: true")
    assert "[unused]" in cli("check", written(tmp_path, unread), "--lang", "en").stdout
    broken = LOCAL.replace("trees_planted >= 10", "trees_planted >= 10 hoặc trees_planted >= 20")
    result = cli("check", written(tmp_path, broken), "--lang", "en")
    assert "is not written so in a rule" in result.stdout and "[unused]" not in result.stdout


def test_a_title_that_an_installed_fact_has_is_told_at_the_line_of_ones_own(cli, tmp_path):
    """Whatever the order of the keys: the installed file is not for the user to mend."""
    rules = LOCAL
    for key in ("aa_trees", "zz_trees"):
        text = rules.replace("trees_planted", key).replace("en: Trees planted", "en: Attendances")
        result = cli("check", written(tmp_path, text), "--lang", "en")
        assert f"local.yaml:5 (facts.{key}): in a table, the header “Attendances”" in result.stdout


def test_a_group_that_is_not_there_is_told_with_those_that_are(cli, tmp_path):
    """With the column, and the one that may be meant."""
    result = cli("check", written(tmp_path, LOCAL.replace("group: work", "group: works")), "--lang", "en")
    assert "local.yaml:11:5 (criteria.trees.group): `trees` belongs to the group" in result.stdout
    assert "Did you mean `work`? The groups are `meetings`, `work`" in result.stdout
    other = cli("check", written(tmp_path, LOCAL.replace("group: work", "group: unity")), "--lang", "en").stdout
    assert "nobody provides. The groups are `meetings`, `work`" in other


def test_a_case_of_a_year_without_rules_is_told_where_it_stands(cli, tmp_path):
    """Not where the parameter does."""
    rules = LOCAL.replace("title:", "years: 2025-2026\ntitle:", 1)
    limit = """parameters:
  least:
    title: {vi: Ít nhất, en: Least}
    values: [{value: 10, years: 2025-2026, backing: assumption}]
groups:
  work: {title: {vi: Việc, en: Work}}
criteria:
"""
    rules = rules.replace("criteria:\n", limit).replace(">= 10", ">= least")
    text = rules + "    cases: {met: {old: {trees_planted: 12, year: 2024}, new: {trees_planted: 12}}}\n"
    result = cli("check", written(tmp_path, text), "--alone", "--lang", "en")
    line = text[: text.index("cases:")].count("\n") + 1
    assert f"local.yaml:{line}:" in result.stdout and "(criteria.trees.cases.met.old)" in result.stdout
    assert "`least` has no value for 2024" in result.stdout and result.stdout.count("✗") == 2


def test_what_cases_state_and_nothing_reads_is_a_warning(cli, tmp_path):
    """It fails with --strict alone; cases in a file beside the rules count as well."""
    rules = LOCAL
    path = written(
        tmp_path, rules + "    cases: {met: {many: {kind: cell, organisation_type: hamlet, trees_planted: 12}}}\n"
    )
    result = cli("check", path, "--lang", "en")
    assert result.exit_code == 0 and "! " in result.stdout and "[unread-in-cases]" in result.stdout
    assert "local.yaml:11 (criteria.trees.organisation_types)" in result.stdout
    assert cli("check", path, "--strict").exit_code == 1

    head = "$schema: urn:fourgood:schema:cases\nrulebook: local.yaml\ncriteria:\n"
    beside = head + "  trees: {met: {many: {organisation_type: hamlet, trees_planted: 12}}}\n"
    written(tmp_path, beside, "local.cases.yaml")
    assert "[unread-in-cases]" in cli("check", written(tmp_path, rules)).stdout
