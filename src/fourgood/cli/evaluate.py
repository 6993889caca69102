"""`fourgood evaluate`: dossiers in, verdicts out."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TextIO

from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination, spare_inputs
from fourgood.cli.progress import counted
from fourgood.cli.results import Columns, Tally, Writer, results
from fourgood.cli.rulebooks import gathered
from fourgood.cli.verdictcsv import CsvVerdicts
from fourgood.cli.verdictlines import JsonVerdicts
from fourgood.cli.verdicttext import TextVerdicts
from fourgood.dossiers import read_dossiers
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
def command(
    paths: tuple[Path, ...],
    year: int | None,
    form: str | None,
    output: Path | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
    rules: tuple[Path, ...],
) -> int:
    """Evaluate dossiers.

    Each PATH is a file (YAML, JSON, CSV, XLSX) or a folder of them. Each dossier is judged by the rules of its own
    year; with --year, a dossier of another year is rejected. What cannot be read or does not fit is rejected, with
    the reasons, and the others are evaluated.

    \b
    text  the verdicts with their reasons, a summary, the rejected
    json  {"verdicts": [...], "rejected": [...]}, for programs (fourgood schema verdict)
    csv   one row a unit, for a spreadsheet

    \b
    Exit codes:
      0  every unit is recognised
      1  some unit is not recognised, deferred or undetermined
      2  the command was misused
      3  some dossiers were rejected, the others evaluated
      4  nothing was evaluated: all were rejected, or the rules, a plugin or a file is at fault
    """
    written_as = options.format_of(form, output)
    spare_inputs(output, paths)
    rulebooks = Rulebooks(gathered(only, block, rules))
    rulebooks.check(year)
    tally = Tally()
    with destination(output) as out:
        writer = WRITERS[written_as](out, lang, Columns(rulebooks.groups, rulebooks.graded))
        with counted(read_dossiers(paths), out) as items:
            for result in results(items, rulebooks, year):
                tally.count(result)
                writer.write(result)
        writer.end()
    tally.tell(lang, rejected=written_as != "text" or output is not None, everything=output is not None)
    return tally.code()
