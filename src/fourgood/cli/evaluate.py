"""`fourgood evaluate`: dossiers in, verdicts out."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TextIO

import click

from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination, spare_inputs
from fourgood.cli.progress import counted
from fourgood.cli.results import Columns, Tally, Writer, results
from fourgood.cli.rounds import results_in_rounds
from fourgood.cli.rulebooks import gathered
from fourgood.cli.tables import Tables, are_tables, evaluate_tables
from fourgood.cli.verdictcsv import CsvVerdicts
from fourgood.cli.verdictlines import JsonVerdicts
from fourgood.cli.verdicttext import TextVerdicts
from fourgood.dossiers import read_dossiers, read_items
from fourgood.rulebooks import Rulebooks
from fourgood.text import Lang

WRITERS: Mapping[str, Callable[[TextIO, Lang, Columns], Writer]] = {
    "text": TextVerdicts,
    "json": JsonVerdicts,
    "csv": CsvVerdicts,
}


@subcommand("evaluate")
@options.paths
@options.year
@options.form
@options.output
@options.lang
@options.only
@options.block
@options.rules
@click.option(
    "--keep", metavar="A,B", multiple=True, callback=options.all_names, help="Of a table: columns to carry along."
)
@click.option(
    "--detail",
    type=click.Choice(("status", "groups", "criteria")),
    default="criteria",
    show_default=True,
    help="Of a table: how much comes out.",
)
@click.option(
    "--levels",
    type=click.IntRange(0, 20),
    default=1,
    show_default=True,
    help="Of a table: how many levels of units count those below them.",
)
def command(
    paths: tuple[Path, ...],
    year: int | None,
    form: str | None,
    output: Path | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
    rules: tuple[Path, ...],
    keep: tuple[str, ...],
    detail: str,
    levels: int,
) -> int:
    """Evaluate dossiers.

    Each PATH is a file (YAML, JSON, CSV, XLSX) or a folder of them. Each dossier is judged by the rules of its own
    year; with --year, a dossier of another year is rejected. What cannot be read or does not fit is rejected, with
    the reasons, and the others are evaluated. Where the rules count the units directly below one, all units of a
    year are read first and evaluated from the bottom up.

    \b
    text  the verdicts with their reasons, a summary, the rejected
    json  {"verdicts": [...], "rejected": [...]}, for programs (fourgood schema verdict)
    csv   one row a unit, for a spreadsheet

    Parquet files are evaluated as tables, in a stream, by the rules of one year: -o verdicts.parquet (or .csv) holds
    a row a unit with codes of outcomes, and what they come to in numbers is printed.

    \b
    Exit codes:
      0  every unit is recognised
      1  some unit is not recognised, deferred or undetermined
      2  the command was misused
      3  some dossiers were rejected, the others evaluated
      4  nothing was evaluated: all were rejected, or the rules, a plugin or a file is at fault
    """
    spare_inputs(output, paths)
    rulebooks = Rulebooks(gathered(only, block, rules))
    rulebooks.check(year)
    if are_tables(paths):
        return evaluate_tables(paths, output, rulebooks, year, Tables(detail, keep, levels, lang))
    written_as = options.format_of(form, output)
    tally = Tally()
    with destination(output) as out:
        writer = WRITERS[written_as](out, lang, Columns(rulebooks.groups, rulebooks.graded))
        read, evaluated = (read_items, results_in_rounds) if rulebooks.counting else (read_dossiers, results)
        with counted(read(paths), out) as items:
            for result in evaluated(items, rulebooks, year):
                tally.count(result)
                writer.write(result)
        writer.end()
    tally.tell(lang, rejected=written_as != "text" or output is not None, everything=output is not None)
    return tally.code()
