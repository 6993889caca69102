"""The command `fourgood` and its subcommands, each imported when it is called."""

import io
import signal
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import NoReturn

import click

from fourgood.cli.exits import INTERRUPTED, TERMINATED

COMMANDS = (
    *("evaluate", "explain", "form", "facts", "criteria", "rules", "check", "test", "cases"),
    *("plugins", "new-plugin", "schema"),
)


class Subcommands(click.Group):
    """The subcommands by the names of their modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A subcommand, imported now."""
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"fourgood.cli.{cmd_name.replace('-', '')}").command
        assert isinstance(found, click.Command)
        return found


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    try:
        click.echo(f"fourgood {version('fourgood')}")
    except PackageNotFoundError:
        click.echo("fourgood, not installed")
    ctx.exit()


@click.group(cls=Subcommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version."
)
def app() -> None:
    """Decide, and explain, whether a unit earns the yearly title “chi bộ bốn tốt” or “đảng bộ cơ sở bốn tốt”.

    What is printed about a unit is Vietnamese, or English with --lang en (or FOURGOOD_LANG=en). The result is an aid to
    the body that decides, never its decision.

    \b
    Start with:
      fourgood form --kind cell --year 2024 -o form.xlsx     a form to fill in
      fourgood evaluate form.xlsx                            the verdict, with its reasons
    """


def main() -> NoReturn:
    """Run the command line; ends the process with the command's exit code."""
    _speak_utf8()
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = app.main(prog_name="fourgood", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        code = INTERRUPTED
    sys.exit(code)


def _speak_utf8() -> None:
    """Vietnamese goes out as UTF-8 even where the locale knows none, and lines end the same everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _terminated(*_: object) -> NoReturn:
    """Leave as after any error, so that unfinished files are taken away; a second signal may not cut that short."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(TERMINATED)
