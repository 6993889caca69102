"""The options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any as AnyType
from typing import TypeVar

import click

from fourgood.cli.exits import MisusedError
from fourgood.errors import Fault, Place
from fourgood.scale import UNIT_KINDS
from fourgood.text import LANGS

Decorated = TypeVar("Decorated", bound=Callable[..., AnyType])


ALONE = f"{__name__}.alone"


def _names(ctx: click.Context, _option: click.Parameter, given: str | None) -> tuple[str, ...] | None:
    if not ctx.meta.get(ALONE):
        return None if given is None else tuple(name.strip() for name in given.split(",") if name.strip())
    if given is not None:
        raise click.UsageError("--alone leaves all plugins out, and --plugins names some. Say one of them.", ctx)
    return ()


def _remembered(ctx: click.Context, _option: click.Parameter, given: bool) -> None:
    ctx.meta[ALONE] = given


def all_names(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The names of an option that may be given several times, and several at once."""
    return tuple(name.strip() for each in given for name in each.split(",") if name.strip())


lang = click.option(
    "--lang", type=click.Choice(LANGS), default="vi", show_default=True, envvar="FOURGOOD_LANG",
    help="The language of what is printed; FOURGOOD_LANG sets it too.",
)  # fmt: skip
year = click.option("--year", type=click.IntRange(1900, 2200), help="The assessment year.")
only = click.option("--plugins", "only", metavar="A,B", callback=_names, help="Use these plugins alone.")
block = click.option("--block", metavar="A,B", multiple=True, callback=all_names, help="Leave these plugins out.")
output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file, all of it or nothing; - is the screen."
)
kind = click.option(
    "--kind", type=click.Choice(list(UNIT_KINDS.labels)), help="Only what concerns a cell or a committee."
)
group = click.option("--group", help="Only one group, by its id.")
paths = click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))


_rules = click.option(
    "--rules", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
    help="A rule file of one's own, or the id of a rulebook on offer; may be given several times.",
)  # fmt: skip
_alone = click.option(
    "--alone", is_flag=True, is_eager=True, expose_value=False, callback=_remembered,
    help="Take the rule files without the installed plugins.",
)  # fmt: skip


def rules(command: Decorated) -> Decorated:
    """Rule files, and whether they are taken alone: --plugins then comes to none."""
    return _rules(_alone(command))


FORMATS = {".txt": "text", ".json": "json", ".csv": "csv"}
"""What a file's name ends in, and how such a file is written."""

form = click.option(
    "--format", "form", type=click.Choice(list(FORMATS.values())),
    help="How to write it; without it as -o says (.txt, .json, .csv), else text.",
)  # fmt: skip


def format_of(form: str | None, output: Path | None) -> str:
    """How to write a result: as is asked for, or as the name of the file says. Raises MisusedError for two answers."""
    named = None if output is None else FORMATS.get(output.suffix.lower())
    if form and named and form != named:
        values = {"format": form, "suffix": output.suffix if output else ""}
        hint = "Leave --format out, or name another file"
        message = "a file that ends in {suffix} is not written as {format}"
        raise MisusedError(Fault(message, values, Place(str(output)), hint))
    return form or named or "text"


def formats(*names: str) -> Callable[[Decorated], Decorated]:
    """The option --format, with the first name as what holds when it is not given."""
    choice = click.Choice(names)
    return click.option("--format", "form", type=choice, default=names[0], show_default=True, help="How to write it.")
