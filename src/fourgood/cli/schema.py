"""`fourgood schema`: the JSON Schemas of the files that are read and written, for editors too."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any as AnyType

import click

from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination
from fourgood.cli.dossierschema import dossier_schema
from fourgood.cli.exits import DONE, MisusedError
from fourgood.cli.listing import refuse_unknown, rulebook_of
from fourgood.cli.page import Page
from fourgood.errors import Fault
from fourgood.language import language
from fourgood.text import Lang

PREFIX = "urn:fourgood:schema:"


@subcommand("schema")
@click.argument("name", required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="Write to this file or folder; without NAME all of them, to a folder.",
)  # fmt: skip
@options.year
@options.lang
@options.only
@options.block
@options.rules
def command(
    name: str | None,
    output: Path | None,
    year: int | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: tuple[str, ...],
    rules: tuple[Path, ...],
) -> int:
    """List the JSON Schemas, print one, or write them for an editor.

    NAME is a name or id from the list. They follow JSON Schema 2020-12. With --rules, --year, --plugins or --block the
    one of dossiers has the facts of that rulebook: an editor then completes their keys, and shows what each asks.

    \b
    Exit codes:
      0  done
      2  there is no such schema, or the command was misused
      4  the rules, a plugin or a file is at fault
    """
    from fourgood_schemas import NAMES, schema

    asked = bool(year or only is not None or block or rules)
    wanted = None if name is None else name.removeprefix(PREFIX)
    refuse_unknown("there is no schema `{id}`", wanted, NAMES)
    names = NAMES if wanted is None else (wanted,)
    if asked and ("dossier" not in names or (wanted is None and output is None)):
        hint = "Write fourgood schema dossier, or leave --rules, --year, --plugins and --block out"
        raise MisusedError(Fault("only the schema of dossiers has the facts of a rulebook", hint=hint))
    if wanted is None and output is None:
        _list(NAMES, lang)
        return DONE
    found = {each: schema(each) for each in names}
    if asked:
        found["dossier"] = dossier_schema(rulebook_of(year, only, block, rules), language(lang))
    _write(found, output, wanted, lang)
    return DONE


def _list(names: Iterable[str], lang: Lang) -> None:
    from fourgood_schemas import schema

    said = language(lang)
    rows = [(each, schema(each)["$id"], schema(each)["title"]) for each in names]
    Page(sys.stdout).table((said("Name"), said("Id"), said("Title")), rows)


def _write(found: Mapping[str, AnyType], output: Path | None, wanted: str | None, lang: Lang) -> None:
    """One to a file, a folder or the screen; all into a folder, which is made where it is missing."""
    if wanted is not None:
        folder = output is not None and output.is_dir()
        _write_one(found[wanted], _file(output, wanted) if folder else output)
        return
    assert output is not None
    if not output.is_dir():
        output.mkdir()
    for name, each in found.items():
        _write_one(each, _file(output, name))
    said, number = language(lang), len(found)
    Page(sys.stdout).text(said("Written: {folder}, {number} files").format(folder=output, number=said.number(number)))


def _file(folder: Path | None, name: str) -> Path:
    return (folder or Path()) / f"{name}.schema.json"


def _write_one(schema: AnyType, output: Path | None) -> None:
    with destination(output) as out:
        out.write(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
