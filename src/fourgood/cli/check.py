"""`fourgood check`: everything that is wrong with rule files and dossiers, at once."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from fourgood.analysis import Severity
from fourgood.cli import options
from fourgood.cli.checking import Checked, checked
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination, spare_inputs
from fourgood.cli.exits import DONE, SOME_NOT
from fourgood.cli.page import Page
from fourgood.cli.rulebooks import gathered
from fourgood.cli.sarif import sarif
from fourgood.language import Language, language
from fourgood.scale import Measure
from fourgood.text import Lang

RULE_FILES = Measure("tệp tiêu chí", "rule file", "rule files")
CASE_FILES = Measure("tệp trường hợp mẫu", "file of cases", "files of cases")
DOSSIERS = Measure("hồ sơ", "dossier", "dossiers")
UNREAD = Measure("tệp không đọc được", "file that could not be read", "files that could not be read")
FAULTS = Measure("lỗi", "fault", "faults")
WARNINGS = Measure("cảnh báo", "warning", "warnings")
NOTES = Measure("lưu ý", "note", "notes")
MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


@subcommand("check")
@options.paths
@click.option("--alone", is_flag=True, help="Check the rule files without the installed plugins.")
@options.year
@click.option("--strict", is_flag=True, help="Let warnings fail as faults do.")
@options.formats("text", "json", "sarif")
@options.output
@options.lang
@options.only
@options.block
def command(
    paths: tuple[Path, ...],
    alone: bool,
    strict: bool,
    year: int | None,
    form: str,
    output: Path | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
) -> int:
    """Check rule files, dossiers, and example cases.

    All faults at once, each with its place and its mend. Rule files are checked together, and with what the installed
    plugins contribute, in every year that they say they are for (or the one given); a file that an installed plugin
    brings itself is checked in its place. Dossiers are checked against the rules of their own year; example cases, also
    those in a file beside the rules, against the rules that they are about.

    Rules without fault are then looked through for what cannot be meant: never met, always met, contradictory.

    \b
    Exit codes:
      0  no fault; with --strict, no warning either
      1  there are faults
      2  the command was misused
      4  it could not be checked: a plugin is at fault
    """
    found = checked(paths, () if alone else gathered(only, block), year)
    spare_inputs(output, paths)
    with destination(output) as out:
        if form == "json":
            out.write(json.dumps(found.to_json(), ensure_ascii=False, indent=2) + "\n")
        elif form == "sarif":
            out.write(
                json.dumps(sarif(found.faults, found.remarks, language(lang)), ensure_ascii=False, indent=2) + "\n"
            )
        else:
            _write_text(Page(out), found, language(lang), strict)
    return SOME_NOT if found.fails(strict) else DONE


def _write_text(page: Page, found: Checked, said: Language, strict: bool) -> None:
    for fault in found.faults:
        page.text("✗ " + fault.say(said).replace("\n", " "))
    for remark in found.remarks:
        page.text(f"{MARKS[remark.code.severity]} {remark.fault.say(said)} [{remark.code.id}]")
    for name, file in found.replaced.items():
        page.text(said("{file} is checked in place of the installed {name}").format(file=file, name=name))
    page.text(f"{'✗' if found.fails(strict) else '✓'} {_counted(found, said)}")


def _counted(found: Checked, said: Language) -> str:
    """1 rule file, 2 dossiers: 0 faults."""
    read = [said.measured(len(found.rules), RULE_FILES), said.measured(found.dossiers, DOSSIERS)]
    if found.cases:
        read.insert(1, said.measured(len(found.cases), CASE_FILES))
    if found.unread:
        read.append(said.measured(found.unread, UNREAD))
    severities = [remark.code.severity for remark in found.remarks]
    faults = len(found.faults) + severities.count(Severity.ERROR)
    wrong = [said.measured(faults, FAULTS)]
    for severity, measure in ((Severity.WARNING, WARNINGS), (Severity.NOTE, NOTES)):
        if severity in severities:
            wrong.append(said.measured(severities.count(severity), measure))
    return f"{', '.join(read)}: {', '.join(wrong)}"
