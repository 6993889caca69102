"""`fourgood schema`: the JSON Schemas of the files that are read and written."""

import json
import sys

import click

from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.listing import refuse_unknown
from fourgood.cli.page import Page
from fourgood.language import language
from fourgood.text import Lang

PREFIX = "urn:fourgood:schema:"


@subcommand("schema")
@click.argument("name", required=False)
@options.lang
def command(name: str | None, lang: Lang) -> int:
    """List the JSON Schemas, or print one.

    NAME is a name or id from the list. They follow JSON Schema 2020-12.

    \b
    Exit codes: 0 done, 2 there is no such schema
    """
    from fourgood_schemas import NAMES, schema

    page, said = Page(sys.stdout), language(lang)
    if name is None:
        rows = [(each, schema(each)["$id"], schema(each).get("title", "")) for each in NAMES]
        page.table((said("Name"), said("Id"), said("Title")), rows)
        return 0
    wanted = name.removeprefix(PREFIX)
    refuse_unknown("there is no schema `{id}`", wanted, NAMES)
    click.echo(json.dumps(schema(wanted), ensure_ascii=False, indent=2))
    return 0
