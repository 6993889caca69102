"""`fourgood plugins`: what is installed, what takes part, what is broken."""

import csv
import io
import json


def by_name(result):
    return {each["name"]: each for each in json.loads(result.stdout)["plugins"]}


def test_a_plugin_is_listed_with_its_distribution_and_what_it_brings(cli):
    """Name, distribution, version, module, state, numbers."""
    result = cli("plugins", "--lang", "en")

    (line,) = [line for line in result.stdout.splitlines() if line.startswith("small ")]
    assert "small-rules" in line
    assert "1.2" in line
    assert "small_rules_package" in line
    assert "✓ active" in line
    assert "9 facts, 1 definitions, 2 parameters, 1 invariants, 2 groups, 7 criteria" in line
    assert result.exit_code == 0


def test_what_takes_no_part_is_listed_with_the_reason(cli, plugin, monkeypatch):
    """Blocked, or not among those asked for; it is not even imported."""
    plugin("other", "raise RuntimeError\n", "other-rules")

    limited = by_name(cli("plugins", "--format", "json"))["other"]
    monkeypatch.delenv("FOURGOOD_PLUGINS")
    blocked = by_name(cli("plugins", "--format", "json", "--block", "other"))["other"]

    assert (limited["state"], limited["why_not"]) == ("blocked", "not among those asked for")
    assert (blocked["state"], blocked["why_not"]) == ("blocked", "blocked")


def test_a_broken_plugin_is_shown_with_its_fault(cli, plugin):
    """The others are listed as ever; exit code 1, and no traceback."""
    plugin("broken", "import nothing_of_this_name\n", "broken-rules")

    result = cli("plugins", "--plugins", "small,broken", "--lang", "en")

    assert result.exit_code == 1
    assert "✗ broken" in result.stdout
    assert "`broken` (broken-rules 0.3) could not be imported: ModuleNotFoundError" in result.stdout
    assert "✓ active" in result.stdout
    assert "Traceback" not in result.stdout


def test_the_list_as_json_and_csv(cli, plugin):
    """For programs and for spreadsheets."""
    plugin("broken", "raise RuntimeError('no')\n", "broken-rules")
    found = by_name(cli("plugins", "--plugins", "small,broken", "--format", "json"))
    text = cli("plugins", "--plugins", "small,broken", "--format", "csv").stdout

    assert found["small"]["contributes"]["criteria"] == 7
    assert found["broken"]["state"] == "broken"
    assert "RuntimeError: no" in found["broken"]["faults"][0]["text"]["en"]
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert {"small", "broken"} <= {row[0] for row in rows}
    assert {len(row) for row in rows} == {len(header)}


TWICE = """
from fourgood import Fact, Kind, Text, hookimpl

@hookimpl
def fourgood_facts():
    return [Fact("attended", Kind.COUNT, Text("Khác", "Other"), maximum=9)]
"""


def test_what_keeps_plugins_from_going_together_is_told(cli, plugin):
    """Each is in order by itself; both are named, with distribution and version, and the exit code says it."""
    plugin("claimer", TWICE, "claimer-rules")

    result = cli("plugins", "--plugins", "small,claimer", "--lang", "en")
    found = json.loads(cli("plugins", "--plugins", "small,claimer", "--format", "json").stdout)
    alone = cli("plugins", "--plugins", "small,claimer", "--block", "claimer", "--lang", "en")

    assert (result.exit_code, result.stdout.count("✓ active")) == (1, 2)
    assert (
        "`attended` is defined twice: by plugin claimer, claimer-rules 0.3 and by plugin small, small-rules 1.2"
        in (found["faults"][0]["text"]["en"])
    )
    assert "claimer-rules 0.3" in result.stderr
    assert (alone.exit_code, alone.stderr) == (0, "")


def test_a_name_that_two_distributions_claim_is_a_fault(cli, plugin):
    """Both are named, and nothing is guessed."""
    plugin("twin", "", "first-rules")
    plugin("twin", "", "second-rules")

    result = cli("plugins", "--lang", "en")

    assert result.exit_code == 4
    assert "first-rules 0.3" in result.stderr
    assert "second-rules 0.3" in result.stderr
