"""`fourgood form`: a workbook to fill in, which `fourgood evaluate` reads."""

from collections.abc import Iterable
from pathlib import Path

import click

from fourgood.cli import options
from fourgood.cli.asked import parts
from fourgood.cli.command import command as subcommand
from fourgood.cli.listing import rulebook_of
from fourgood.dossiers import Section, UnitFields, write_form
from fourgood.dossiers.plainly import cause_of
from fourgood.errors import Fault, FourgoodError, Place
from fourgood.language import language
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
from fourgood.text import Lang
from fourgood.vocabulary import UnitKind


@subcommand("form")
@click.option("--kind", type=click.Choice(list(UNIT_KINDS.labels)), required=True, help="Whom the form is for.")
@click.option("--year", type=click.IntRange(1900, 2200), required=True, help="The assessment year.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The form: a name that ends in .xlsx."
)
@click.option("--id", default="", help="The unit's id, filled in already.")
@click.option("--name", default="", help="The unit's name, filled in already.")
@click.option("--organisation-type", type=click.Choice(list(ORGANISATION_TYPES.labels)), help="Filled in already.")
@click.option("--parent", help="The id of the unit directly above, filled in already.")
@options.lang
@options.only
@options.block
@options.rules
def command(
    kind: UnitKind,
    year: int,
    output: Path,
    id: str,
    name: str,
    organisation_type: str | None,
    parent: str | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
    rules: tuple[Path, ...],
) -> int:
    """Write a form to fill in (XLSX).

    It asks a cell or a committee for everything, group by group. Each fact has its unit, a help text, a column for
    the unit's own value, one for the appraiser's, and three for the evidence. When it is filled in: fourgood evaluate
    FORM.xlsx

    \b
    Exit codes: 0 done, 2 the command was misused, 4 the rules, a plugin or a file is at fault
    """
    if output.suffix.lower() != ".xlsx":
        raise click.BadParameter("the name of a form ends in .xlsx", param_hint="-o")
    rulebook = rulebook_of(year, only, block, rules)
    sections = [Section(part.title, part.facts) for part in parts(rulebook, kind)]
    try:
        write_form(output, sections, kind, year, lang, UnitFields(id, name, organisation_type, parent))
    except OSError as error:
        values = {"cause": cause_of(error)}
        fault = Fault("this file cannot be written: {cause}", values, Place(str(output)), "Name another file")
        raise FourgoodError(fault) from error
    number = sum(len(section.facts) for section in sections)
    click.echo(language(lang)("Written: {file}, {number} facts").format(file=output, number=number))
    return 0
