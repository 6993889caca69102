"""`fourgood check`: everything that is wrong with rule files and dossiers, at once."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from fourgood.cli import options
from fourgood.cli.checking import Checked, checked
from fourgood.cli.command import command as subcommand
from fourgood.cli.exits import DONE, SOME_NOT
from fourgood.cli.page import Page
from fourgood.cli.rulebooks import gathered
from fourgood.language import Language, language
from fourgood.scale import Measure
from fourgood.text import Lang

RULE_FILES = Measure("tệp tiêu chí", "rule file", "rule files")
DOSSIERS = Measure("hồ sơ", "dossier", "dossiers")
UNREAD = Measure("tệp không đọc được", "file that could not be read", "files that could not be read")
FAULTS = Measure("lỗi", "fault", "faults")


@subcommand("check")
@options.paths
@click.option("--alone", is_flag=True, help="Check the rule files without the installed plugins.")
@options.year
@options.formats("text", "json")
@options.lang
@options.only
@options.block
def command(
    paths: tuple[Path, ...],
    alone: bool,
    year: int | None,
    form: str,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
) -> int:
    """Check rule files and dossiers.

    All faults at once, each with its place and its mend. Rule files are checked together, and with what the installed
    plugins contribute, in every year that they say they are for (or the one given); a file that an installed plugin
    brings itself is checked in its place. Dossiers are checked against the rules of their own year.

    \b
    Exit codes:
      0  no fault
      1  there are faults
      2  the command was misused
      4  it could not be checked: a plugin is at fault
    """
    found = checked(paths, () if alone else gathered(only, block), year)
    if form == "json":
        print(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    else:
        _write_text(Page(sys.stdout), found, language(lang))
    return SOME_NOT if found.faults else DONE


def _write_text(page: Page, found: Checked, said: Language) -> None:
    for fault in found.faults:
        page.text("✗ " + fault.say(said).replace("\n", " "))
    for name, file in found.replaced.items():
        page.text(said("{file} is checked in place of the installed {name}").format(file=file, name=name))
    page.text(f"{'✗' if found.faults else '✓'} {_counted(found, said)}")


def _counted(found: Checked, said: Language) -> str:
    """1 rule file, 2 dossiers: 0 faults."""
    read = [said.measured(len(found.rules), RULE_FILES), said.measured(found.dossiers, DOSSIERS)]
    if found.unread:
        read.append(said.measured(found.unread, UNREAD))
    return f"{', '.join(read)}: {said.measured(len(found.faults), FAULTS)}"
