"""`fourgood explain`: one unit in full, or one criterion of it in depth."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

import click

from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination, spare_inputs
from fourgood.cli.exits import MisusedError, RejectedError
from fourgood.cli.explanation import in_depth, in_full
from fourgood.cli.listing import refuse_unknown
from fourgood.cli.page import Page
from fourgood.cli.rulebooks import gathered
from fourgood.dossier import Dossier
from fourgood.dossiers import Item, Rejected, read_dossiers
from fourgood.errors import DossierError, Fault, Place
from fourgood.evaluation import evaluate
from fourgood.language import language
from fourgood.rulebooks import Rulebooks
from fourgood.text import Lang
from fourgood.verdict import Verdict

MAX_NAMED = 20


@subcommand("explain")
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("criterion", required=False)
@click.option("--unit", help="The unit's id, where there are several.")
@options.year
@options.output
@options.lang
@options.only
@options.block
@options.rules
def command(
    path: Path,
    criterion: str | None,
    unit: str | None,
    year: int | None,
    output: Path | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
    rules: tuple[Path, ...],
) -> int:
    """Explain one unit in full, or one criterion in depth.

    In full: the verdict, then every finding. In depth: the rule as text and in words, every comparison in it with
    value, threshold and where the threshold comes from, which of them decide (→), the evidence, the source, what is
    missing. The ids of criteria: fourgood criteria

    \b
    Exit codes:
      0  explained
      2  the command was misused: no such unit or criterion, or several units and no --unit
      3  the dossier was rejected
      4  the rules, a plugin or a file is at fault
    """
    spare_inputs(output, [path])
    verdict = _verdict(_wanted(path, unit, year), Rulebooks(gathered(only, block, rules)))
    refuse_unknown("there is no criterion `{id}`", criterion, verdict.rulebook.by_id)
    said = language(lang)
    with destination(output) as out:
        lines = in_full(verdict, said) if criterion is None else in_depth(verdict.finding(criterion), verdict, said)
        page = Page(out)
        for line in lines:
            page.text(line)
    return 0


def _wanted(path: Path, unit: str | None, year: int | None) -> Dossier:
    """The one dossier that is meant. Raises MisusedError for none or several, RejectedError for a bad one."""
    found, bad = _sorted_out(read_dossiers(path), unit, year)
    if len(found) == 1:
        return found[0]
    if not found and bad:
        raise RejectedError([fault for each in bad for fault in each.faults])
    if not found:
        raise MisusedError(
            Fault("there is no unit `{unit}` here", {"unit": unit}, Place(str(path)), "Check its id, or the year")
        )
    more = ", …" if len(found) > MAX_NAMED else ""
    units = ", ".join(f"{each.id} ({each.year})" for each in found[:MAX_NAMED]) + more
    hint = "Name one with --unit and --year"
    raise MisusedError(Fault("several units stand here: {units}", {"units": units}, Place(str(path)), hint))


def _sorted_out(items: Iterable[Item], unit: str | None, year: int | None) -> tuple[list[Dossier], list[Rejected]]:
    """The dossiers that may be meant, no more than can be named; and what was rejected that may be meant too."""
    found: list[Dossier] = []
    bad: list[Rejected] = []
    for item in items:
        if unit is not None and item.id is not None and _form(item.id) != _form(unit):
            continue
        if isinstance(item, Rejected):
            bad.extend([item][: MAX_NAMED - len(bad)])
        elif year in (None, item.year):
            found.extend([item][: MAX_NAMED + 1 - len(found)])
    return found, bad


def _form(id: str) -> str:
    return unicodedata.normalize("NFC", id).strip()


def _verdict(dossier: Dossier, rulebooks: Rulebooks) -> Verdict:
    rulebook = rulebooks.of(dossier.year)
    try:
        return evaluate(dossier, rulebook)
    except DossierError as error:
        raise RejectedError(error.faults) from error
