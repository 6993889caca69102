"""Parquet files at the command line: verdicts as a table, in a stream, and what they come to in numbers."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import click
from attrs import frozen

from fourgood.cli.exits import DONE, NOTHING, REJECTED, SOME_NOT, MisusedError
from fourgood.errors import Fault, MissingExtraError, Place
from fourgood.language import language
from fourgood.outcome import Status
from fourgood.rulebooks import Rulebooks
from fourgood.text import Lang, Text

if TYPE_CHECKING:
    from fourgood.frames import Summary

PARQUET = ".parquet"
WORKING = Text("đang xét", "evaluating")


@frozen
class Tables:
    """How tables are to be evaluated."""

    detail: str
    keep: tuple[str, ...]
    levels: int
    lang: Lang


def are_tables(paths: Sequence[Path]) -> bool:
    """Whether the files are tables. Raises MisusedError when some are and some are not."""
    tables = [path for path in paths if path.suffix.lower() == PARQUET]
    if tables and len(tables) < len(paths):
        other = next(path for path in paths if path not in tables)
        hint = "Evaluate Parquet files by themselves"
        raise MisusedError(Fault("this is no Parquet file, others are", place=Place(str(other)), hint=hint))
    return bool(tables)


def evaluate_tables(
    paths: Sequence[Path], output: Path | None, rulebooks: Rulebooks, year: int | None, asked: Tables
) -> int:
    """Writes the verdicts of Parquet files, tells what they come to, and says so as an exit code."""
    try:
        from fourgood.frames import check_frame, summary
        from fourgood.frames.evaluate import Asked
        from fourgood.frames.files import read_back, scanned, streamed, streaming, written, years_in
    except ImportError as error:
        hint = "Install it: pip install 'fourgood[frames]'"
        raise MissingExtraError(Fault("Parquet files need polars, which is not installed", hint=hint)) from error
    streaming()
    table = scanned(paths)
    rulebook = rulebooks.of(_year(year, years_in(table), paths))
    how = Asked(rulebook, asked.detail, asked.keep, None, "evaluate", asked.levels, asked.lang)  # type: ignore[arg-type]
    with _working(asked.lang) as told:
        verdicts = streamed(table, how, told)
        if output is not None:
            written(verdicts, output, output.with_name(f".{output.name[:100]}.{token_hex(8)}.part"))
            verdicts = read_back(output)
        found = summary(verdicts, rulebook)
    click.echo(found.chart(asked.lang).rstrip())
    if found.rejected:
        for misfit in check_frame(table, rulebook, keep=asked.keep):
            click.echo(misfit.say(language(asked.lang)), err=True)
    return _code(found)


def _year(asked: int | None, found: Sequence[int], paths: Sequence[Path]) -> int:
    """The one year of a table: that which was asked for, or which it says itself."""
    if asked is not None:
        return asked
    if len(found) == 1:
        return found[0]
    values = {"years": ", ".join(map(str, found)) or "-"}
    hint = "Say which: --year 2024; units of other years are then rejected"
    message = "a table is judged by the rules of one year, and this one has {years}"
    raise MisusedError(Fault(message, values, Place(str(paths[0])), hint))


def _code(found: "Summary") -> int:
    """The exit code that says the same as the numbers."""
    evaluated = {status: found.units(status.value) for status in Status}
    if not sum(evaluated.values()):
        return NOTHING
    if found.rejected:
        return REJECTED
    return DONE if sum(evaluated.values()) == evaluated[Status.RECOGNIZED] else SOME_NOT


@contextmanager
def _working(lang: Lang) -> Iterator[Callable[[int, int], None]]:
    """A sign of life on a terminal: how much of a table is done, as far as that is known."""
    if not sys.stderr.isatty():
        yield lambda done, rows: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(WORKING.in_(lang)), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, rows: progress.update(task, completed=done, total=rows)
