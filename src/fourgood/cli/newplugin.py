"""`fourgood new-plugin`: a small distribution with criteria of one's own, which works as soon as it is installed."""

import os
import sys
from pathlib import Path

import click

from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.exits import DONE
from fourgood.cli.page import Page
from fourgood.language import language
from fourgood.newplugin import write_plugin
from fourgood.text import Lang, Text


@subcommand("new-plugin")
@click.argument("name")
@click.option(
    "--directory", type=click.Path(path_type=Path), default=Path(), help="The folder to write it into; else this one."
)
@click.option("--title", help="What the criteria are called, in Vietnamese.")
@click.option("--title-en", help="The same in English.")
@options.lang
def command(name: str, directory: Path, title: str | None, title_en: str | None, lang: Lang) -> int:
    """Write a plugin to start from.

    A folder called NAME with a rule file, a criterion in Python, the hooks that hand them over, and tests. It is a
    distribution of its own: pip install it, and every command uses its criteria. Nothing is overwritten.

    \b
    Exit codes: 0 done, 2 the command was misused, 4 the name or the folder will not do
    """
    words = None if title is None and title_en is None else Text(title or title_en or "", title_en or title or "")
    made, page, said = write_plugin(name, directory, words), Page(sys.stdout), language(lang)
    # With ./ before it, pip takes it for a folder and for nothing else.
    folder = os.path.join(os.curdir, made.folder)
    page.text(said("Written: {folder}, {number} files").format(folder=folder, number=said.number(len(made.files))))
    page.text(said("Next: pip install -e {folder}, then fourgood plugins").format(folder=folder))
    return DONE
