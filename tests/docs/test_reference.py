"""The reference says all that there is, and nothing else: its tables are compared with the code."""

import re
from collections.abc import Iterator, Mapping
from inspect import signature
from pathlib import Path
from typing import Any

import click
import pytest
from attrs import evolve

import fourgood
from fourgood import hookspecs, rulefile, testing, yamlfile
from fourgood.analysis import CODES
from fourgood.check import check
from fourgood.cli.app import app
from fourgood.dossiers import csvfile, form, guard, read_dossiers, recordfiles, sheetscan, table
from fourgood.extent import MAX_EXPANDED, MAX_LEVELS, MAX_TOGETHER
from fourgood.language import language
from fourgood.law import LAWS
from fourgood.outcome import MET, NOT_MET, UNKNOWN, Open
from fourgood.parse import MAX_DIGITS
from fourgood.record import MAX_RECORDS
from fourgood.report import TITLE
from fourgood.scale import ORGANISATION_TYPES
from fourgood.source import MAX_DEPTH, MAX_LENGTH
from fourgood.testing.goal import Aim
from fourgood.testing.run import PARTS, Demands, examine
from fourgood.testing.target import target_of
from fourgood.truth import all_of, any_of, negated
from fourgood_schemas import schema

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
RECORDS = REFERENCE.parents[1] / "examples" / "records" / "meetings.yaml"
EXAMPLES = REFERENCE.parents[1] / "examples" / "pilot_2024"

HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")

OPENS: Mapping[str, Open] = {"met": MET, "not met": NOT_MET, "unknown": UNKNOWN}


def sections(name: str) -> dict[str, str]:
    """The sections of a page of the reference, by their headings."""
    parts = HEADING.split((REFERENCE / name).read_text("utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text: str) -> Iterator[list[str]]:
    """The rows of the tables in a text, without their heads."""
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        for line in lines[2:]:
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def keys(text: str) -> set[str]:
    """What the first columns of the tables in a text name."""
    return {key for row in rows(text) for key in CODE.findall(row[0])}


# The rule language


@pytest.fixture(scope="module")
def rulebook() -> fourgood.Rulebook:
    """The rulebook whose names the page uses."""
    return fourgood.load_rulebook(2024)


@pytest.mark.parametrize(("rule", "said"), list(rows(sections("rule-language.md")["Errors"])))
def test_errors_read_as_the_page_says(rulebook: fourgood.Rulebook, rule: str, said: str) -> None:
    """Each row: a rule, and the one error that it gives."""
    vocabulary = rulebook.vocabulary
    try:
        faults = tuple(check(fourgood.parse(rule.strip("`")), vocabulary.scope, vocabulary.at_most))
    except fourgood.RuleError as error:
        faults = error.faults

    assert [said] == [str(fault) for fault in faults]


def test_rules_shown_are_rules(rulebook: fourgood.Rulebook) -> None:
    """What the first table shows is in the language, and fits the default rulebook."""
    shown = (REFERENCE / "rule-language.md").read_text("utf-8").partition("## Grammar")[0]
    found = [row[0].strip("`") for row in rows(shown)]

    assert len(found) > 5
    for rule in found:
        assert check(fourgood.parse(rule), rulebook.vocabulary.scope) == []


def test_rules_over_records_are_rules() -> None:
    """What is shown of records fits the tables of the example."""
    page = (REFERENCE / "rule-language.md").read_text("utf-8")
    found = [row[0].strip("`") for row in rows(page.partition("## Records drawn together")[2].partition("\n## ")[0])]
    own = fourgood.combine([rulefile.read_rules(RECORDS)], 2024)

    assert len(found) > 4
    for rule in found:
        assert check(fourgood.parse(rule), own.vocabulary.scope) == []


def test_rules_in_vietnamese_are_rules() -> None:
    """What the Vietnamese page shows is in the language."""
    page = (REFERENCE.parent / "vi" / "quy-tac-dia-phuong.md").read_text("utf-8")
    found = [row[1].strip("`") for row in rows(page.partition("## Cách viết quy tắc")[2].partition("##")[0])]

    assert len(found) > 5
    for rule in found:
        fourgood.parse(rule)


def test_statuses_in_vietnamese_are_those_that_are_printed() -> None:
    """The page about verdicts calls them as verdicts do, in the same order."""
    page = (REFERENCE.parent / "vi" / "ket-qua.md").read_text("utf-8")
    named = [row[0] for row in rows(page.partition("## Bốn kết quả")[2].partition("##")[0])]
    printed = [language("vi")(TITLE[status]).lower() for status in fourgood.Status]

    assert len(named) == len(printed)
    assert all(status.startswith(name) for name, status in zip(named, printed, strict=True))


def test_columns_in_vietnamese_are_those_of_the_form() -> None:
    """The page about the form names the columns to fill in."""
    page = (REFERENCE.parent / "vi" / "bieu-mau.md").read_text("utf-8")
    named = [row[0] for row in rows(page.partition("## 2.")[2].partition("##")[0])]

    assert named == [form.COLUMNS[name][0].vi for name in form.ENTRIES]


def test_truth_tables_are_those_of_the_evaluator() -> None:
    """And, or, not: strong Kleene."""
    found = list(rows(sections("rule-language.md")["Three values"]))

    assert {len(row) for row in found} == {2, 4}
    for first, second, *more in found:
        if not more:
            assert negated(OPENS[first]) == OPENS[second]
        else:
            parts = [OPENS[first], OPENS[second]]
            assert [all_of(parts), any_of(parts)] == [OPENS[more[0]], OPENS[more[1]]]


@pytest.mark.parametrize(
    ("page", "limits"),
    [
        (
            "rule-language.md",
            [
                MAX_LENGTH,
                MAX_DEPTH,
                MAX_DIGITS,
                MAX_EXPANDED,
                MAX_LEVELS,
                MAX_TOGETHER,
                MAX_RECORDS,
                rulefile.MAX_BYTES,
            ],
        ),
        (
            "dossiers.md",
            [
                *(yamlfile.MAX_BYTES, yamlfile.MAX_DEPTH, yamlfile.MAX_DIGITS),
                *(csvfile.MAX_ROW_BYTES, table.MAX_COLUMNS, table.MAX_CELL),
                *(recordfiles.MAX_BYTES, recordfiles.MAX_ROWS),
                *(guard.MAX_FILE, guard.MAX_UNPACKED, sheetscan.MAX_AREA),
            ],
        ),
        ("example-cases.md", [rulefile.MAX_BYTES]),
    ],
)
def test_limits_are_those_of_the_code(page: str, limits: list[int]) -> None:
    """In the order of the page."""
    assert [int(row[1].replace(",", "")) for row in rows(sections(page)["Limits"])] == limits


# Rule files and dossiers

PARTS_OF_RULE_FILES = {
    "A document": "document",
    "A citation": "citation",
    "A scale": "scale",
    "A fact": "fact",
    "A parameter": "parameter",
    "A definition": "definition",
    "An invariant": "invariant",
    "A dated value": "dated",
    "A drop": "drop",
    "A group": "group",
    "A criterion": "criterion",
    "An exception to a law": "law_exception",
    "A grade": "grade",
}


TABLE_KEYS = ("columns", "number", "definitions", "invariants")
"""What a fact of kind records has beside the keys of every fact."""


def test_every_key_of_a_rule_file_is_there() -> None:
    """The keys of each part are those of its schema, and what is required is said."""
    page, rules = sections("rule-files.md"), schema("rules")
    described: dict[str, dict[str, Any]] = {
        "The file": rules,
        **{heading: rules["$defs"][name] for heading, name in PARTS_OF_RULE_FILES.items()},
        "A band": rules["$defs"]["criterion"]["properties"]["bands"]["items"],
        "A unit of measure": rules["$defs"]["unit"]["anyOf"][1],
    }

    described["A table of records"] = {"properties": dict.fromkeys(TABLE_KEYS), "required": ["columns"]}
    for heading, part in described.items():
        assert keys(page[heading]) == set(part["properties"]), heading
        always = {key for row in rows(page[heading]) if row[2] == "required" for key in CODE.findall(row[0])}
        assert always == set(part.get("required", ())), heading


def test_every_part_of_a_rule_file_has_a_section() -> None:
    """A part that the schema gains is missed here."""
    simple = {"id", "key", "phrase", "text", "rule", "number", "years", "kinds", "organisation_types", "sources"}
    simple |= {"backing", "unit", "column", "may_only", "lock", "changes", "drops", "dropped"}
    changes = {name for name in schema("rules")["$defs"] if name.endswith("_change")}

    # Those of example cases have a page of their own.
    cases = set(schema("rules")["$defs"]) & set(schema("cases")["$defs"]) - {"key"}
    assert set(schema("rules")["$defs"]) - cases == {*PARTS_OF_RULE_FILES.values(), *simple, *changes}


def test_every_key_of_example_cases_is_there() -> None:
    """Of the file, of both forms, of what is expected."""
    page, cases = sections("example-cases.md"), schema("cases")
    parts = cases["$defs"]
    described = {
        "The file": cases,
        "A base": parts["base"],
        "The long form": parts["case"],
        "What is expected": parts["expect"],
        "The short form": parts["criterion_cases"],
        "A case of the short form": parts["short_case"],
    }
    for heading, part in described.items():
        assert keys(page[heading]) == set(part["properties"]), heading
    for heading in ("The file", "The long form"):
        always = {key for row in rows(page[heading]) if row[2] == "required" for key in CODE.findall(row[0])}
        assert always == set(described[heading]["required"]), heading


def test_what_a_layer_may_change_is_there() -> None:
    """Section by section, the keys of the schema."""
    page, rules = sections("rule-files.md"), schema("rules")
    sorts = {"criteria": "criterion", "facts": "fact", "groups": "group"}
    sorts |= {"definitions": "definition", "parameters": "parameter"}
    said = {row[0].strip("`"): set(CODE.findall(row[1])) for row in rows(page["A change"])}

    assert said == {name: set(rules["$defs"][f"{sort}_change"]["properties"]) for name, sort in sorts.items()}
    assert keys(page["A drop"].partition("may be dropped")[0]) == {"reason"}
    dropped = page["A drop"].rpartition("may be dropped:")[2].partition(".")[0]
    assert set(CODE.findall(dropped)) == set(rules["$defs"]["drops"]["properties"])


def test_every_key_of_a_dossier_is_there() -> None:
    """Of the unit, of the dossier, of a fact and of its evidence."""
    page = (REFERENCE / "dossiers.md").read_text("utf-8")
    definitions = schema("dossier")["$defs"]
    unit = {f"unit.{key}" for key in definitions["unit"]["properties"]}
    dossier = set(definitions["dossier"]["properties"]) - {"$schema", "unit"}

    assert unit | dossier <= keys(page)
    for key in (*definitions["fact"]["then"]["properties"], *definitions["evidence"]["then"]["properties"]):
        assert f"`{key}`" in page
    for kind in ORGANISATION_TYPES.labels:
        assert f"`{kind}`" in page


# Plugins


def test_every_hook_is_there() -> None:
    """The hooks of the page are those of the protocol."""
    hooks = {name for name, value in vars(hookspecs).items() if hasattr(value, "fourgood_spec")}

    assert len(hooks) == 9
    assert keys(sections("plugins.md")["Hooks"]) == hooks


# Testing


def test_every_strategy_and_law_is_there() -> None:
    """The names of the page are those of the package; laws with what they have to be given, and in their words."""
    page = sections("testing.md")
    named = {name.partition("(")[0] for name in keys(page["Strategies"]) | keys(page["Cases and coverage"])}
    assert named | {"laws"} == set(testing.__all__)
    found = {row[0].strip("`").partition("(")[0]: row for row in rows(page["Laws"])}
    assert list(found) == list(LAWS)
    for law in testing.laws.EVERY:
        call, said, of = found[law.name]
        given = [name for name, each in signature(law.function).parameters.items() if each.default is each.empty]
        assert (call, said) == (f"`{law.name}({', '.join(given)})`", LAWS[law.name].en)
        assert of == ("both" if "criterion" in law.of else "rulebook")
    assert set(schema("rules")["$defs"]["law_exception"]["properties"]["law"]["enum"]) == set(LAWS)


# The command line


def commands() -> dict[str, click.Command]:
    """The commands, by name."""
    context = click.Context(app)
    found = {name: app.get_command(context, name) for name in app.list_commands(context)}
    groups = {name: each for name, each in found.items() if isinstance(each, click.Group)}
    inner = {f"{name} {each}": command for name, group in groups.items() for each, command in group.commands.items()}
    return {name: each for name, each in {**found, **inner}.items() if each is not None and name not in groups}


def options(command: click.Command) -> set[str]:
    """What a command takes beside its arguments and help."""
    found = [each for each in command.params if isinstance(each, click.Option)]
    return {name for each in found for name in each.opts} - {"-h", "--help"}


def test_every_command_has_a_section() -> None:
    """And the first table lists them all."""
    page = (REFERENCE / "command-line.md").read_text("utf-8")
    listed = {key for row in rows(page.partition("##")[0]) for key in CODE.findall(row[0])}

    assert listed == set(commands())
    assert set(commands()) <= {word for heading in sections("command-line.md") for word in heading.split(" and ")}


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_there(name: str) -> None:
    """The section of a command names the options that it takes, and no others."""
    text = next(text for heading, text in sections("command-line.md").items() if name in heading.split(" and "))
    named = {word for code in CODE.findall(text.partition("```")[0]) for word in re.findall(r"(?<!\S)--?[a-z-]+", code)}

    assert options(commands()[name]) == named - {"-h", "--help"}


# The report of a test


def test_every_key_of_a_test_report_is_there(tmp_path: Path) -> None:
    """Of each part, those that come out; and every aim of coverage."""
    path = tmp_path / "rules.yaml"
    path.write_text(TESTED, "utf-8")
    found = examine(target_of([path], 2024, alone=True), Demands(PARTS, examples=5)).to_json()
    page = sections("test-report.md")

    assert keys(page["The report"]) == set(found)
    assert set(page) == {"The report", *PARTS}
    for name in PARTS:
        data = set(found["parts"][name]) - {"state"}
        assert data <= keys(page[name]) <= data | {each.value for each in Aim}, name
    assert {each.value for each in Aim} <= keys(page["coverage"])


TESTED = """
id: tested
title: {vi: Thử, en: Tested}
facts:
  held: {kind: count, title: {vi: Đã họp, en: Held}, min: 0, max: 60, better: higher}
groups:
  work: {title: {vi: Công việc, en: Work}}
criteria:
  enough:
    title: {vi: Họp đủ, en: Enough}
    rule: held >= 12
    backing: assumption
"""


# The verdict as JSON


@pytest.fixture(scope="module")
def verdicts(rulebook: fourgood.Rulebook) -> list[dict[str, Any]]:
    """Verdicts that between them have every key: the examples, one with points, grades and a criterion that raises."""
    found = [item for item in read_dossiers(EXAMPLES) if isinstance(item, fourgood.Dossier)]
    cell = next(each for each in found if each.kind == "cell")
    first, second, *others = rulebook.criteria
    pointed = rulebook.replace(
        criteria=(
            fourgood.Criterion(first.id, first.group, first.title, first.rule, points=10),
            fourgood.Criterion(second.id, second.group, second.title, fourgood.PythonRule(_raises, ())),
            *others,
        ),
        grades=(fourgood.Grade("best", first.title, "points >= 10", citations=first.citations),),
        standard="best and all_groups_good",
        groups=tuple(evolve(each, standard="met >= 1") for each in rulebook.groups),
    )
    verdicts = [*(fourgood.evaluate(each, rulebook) for each in found), fourgood.evaluate(cell, pointed)]
    return [verdict.to_json() for verdict in verdicts]


def _raises(view: fourgood.View) -> bool:
    raise RuntimeError


def test_every_key_of_a_verdict_is_there(verdicts: list[dict[str, Any]]) -> None:
    """The keys of each part are those that come out."""
    page = sections("verdict-json.md")
    findings = [finding for verdict in verdicts for finding in verdict["findings"]]
    reasons = [reason for finding in findings for reason in finding["reasons"]]
    thresholds = [threshold for reason in reasons for threshold in reason["thresholds"]]
    groups = [group for verdict in verdicts for group in verdict["groups"].values()]
    grades = [grade for verdict in verdicts for grade in verdict.get("grades", ())]
    parts = {
        "A grade": grades,
        "A part of a standard": [part for each in (*verdicts, *groups, *grades) for part in each.get("reasons", ())],
        "The verdict": verdicts,
        "The unit": [verdict["unit"] for verdict in verdicts],
        "The dossier": [verdict["dossier"] for verdict in verdicts],
        "The rulebook": [verdict["rulebook"] for verdict in verdicts],
        "A group": groups,
        "A finding": findings,
        "A reason": reasons,
        "A threshold": thresholds,
        "A citation": [citation for threshold in thresholds for citation in threshold["citations"]]
        + [citation for finding in findings for citation in finding["citations"]],
        "Evidence": [evidence for reason in reasons for evidence in reason["evidence"].values()],
        "A shortfall": [reason["shortfall"] for reason in reasons if "shortfall" in reason],
    }

    assert set(parts) == set(page)
    for heading, found in parts.items():
        assert keys(page[heading]) == {key for each in found for key in each}, heading


# Lint


def test_every_code_of_lint_is_there() -> None:
    """With its severity, in the order of the code."""
    (table,) = [list(rows((REFERENCE / "lint.md").read_text("utf-8")))]
    assert [(row[0].strip("`"), row[1]) for row in table] == [(code.id, code.severity.value) for code in CODES.values()]


def test_every_type_of_organisation_is_there_in_vietnamese() -> None:
    """By its words."""
    page = (REFERENCE.parent / "vi" / "quy-tac-dia-phuong.md").read_text("utf-8")
    assert [key for key, words in ORGANISATION_TYPES.labels.items() if f"| `{key}` | {words.vi} |" not in page] == []


def test_every_code_of_lint_is_there_in_vietnamese() -> None:
    """By the title that it has."""
    page = (REFERENCE.parent / "vi" / "truong-hop-mau.md").read_text("utf-8")
    assert [code.id for code in CODES.values() if f"| `{code.id}` | {code.title.vi} |" not in page] == []
