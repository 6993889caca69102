"""`fourgood test`: whether rules do what was meant."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination
from fourgood.cli.exits import MisusedError
from fourgood.cli.page import Page
from fourgood.errors import Fault
from fourgood.language import Language, language
from fourgood.text import Lang, Text

if TYPE_CHECKING:
    from fourgood.testing.report import Report

PARTS = ("cases", "laws", "lint", "coverage", "mutation")
TELLING = {
    "cases": "running the example cases",
    "laws": "trying the laws",
    "lint": "looking through the rules",
    "coverage": "counting what the cases show",
    "mutation": "changing the rules, one step at a time",
}


@subcommand("test")
@click.argument("rules", metavar="RULES...", nargs=-1, required=True)
@click.option(
    "--part", "parts", type=click.Choice(PARTS), multiple=True, help="Only this part; may be given several times."
)
@click.option(
    "--examples", type=click.IntRange(1, 100_000), default=200, show_default=True, help="Dossiers tried for each law."
)
@click.option("--seed", type=int, metavar="NUMBER", help="Try the laws on other dossiers than without it.")
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), default=0, metavar="PERCENT",
    help="The least coverage that will do, of reviewed cases.",
)  # fmt: skip
@click.option(
    "--reviewed", is_flag=True, help="Count those cases alone that a person vouches for; --fail-under does so too."
)
@click.option("--alone", is_flag=True, help="Test the rule files without the installed plugins.")
@options.year
@options.formats("text", "json")
@options.output
@options.lang
@options.only
@options.block
def command(
    rules: tuple[str, ...],
    parts: tuple[str, ...],
    examples: int,
    seed: int | None,
    fail_under: float,
    reviewed: bool,
    alone: bool,
    year: int | None,
    form: str,
    output: Path | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
) -> int:
    """Test rules before they decide about people's work.

    RULES are rule files, ids of rulebooks, or files of example cases. Their cases are run, every law is tried on made
    dossiers, the rules are looked through for what nobody can have meant, what the cases show of them is counted, and
    every change of one step is tried: what no case notices is told, with the case that would.

    About a minute for twenty criteria; --part cases takes a second.

    \b
    Exit codes:
      0  all holds
      1  something was found
      2  the command was misused
      3  nothing was found, and something stayed undecided
      4  it could not be tested: the rules, a plugin or a file is at fault
    """
    if fail_under and parts and "coverage" not in parts:
        hint = "Add --part coverage, or leave --fail-under out"
        raise MisusedError(Fault("what --fail-under demands is coverage, which is not among the parts", hint=hint))
    from fourgood.testing.run import Demands, examine
    from fourgood.testing.target import target_of

    found = target_of(rules, year, alone=alone, only=only, block=block)
    with _told(language(lang)) as tell:
        demands = Demands(parts or PARTS, examples, fail_under, reviewed or bool(fail_under), seed)  # type: ignore[arg-type]
        report = examine(found, demands, tell)
    with destination(output) as out:
        if form == "json":
            out.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
        else:
            _write(Page(out), report, language(lang))
    return report.code


def _write(page: Page, report: "Report", said: Language) -> None:
    for line in report.lines(said):
        page.text(line)
    for part in report.parts:
        if part.name == "coverage" and page.console is not None:
            from fourgood.testing.coveragepart import table

            page.text()
            page.table(*table(part.coverage, said))  # type: ignore[attr-defined]


@contextmanager
def _told(said: Language) -> Iterator[Callable[[str, Text | None], None]]:
    """What is being done, on standard error, while there is a terminal to show it."""
    if not sys.stderr.isatty():
        yield lambda part, law: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda part, law: status.update(": ".join([said(TELLING[part]), *([said.text(law)] if law else [])]))
