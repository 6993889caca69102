"""`fourgood rules`: the rulebooks on offer, a resolved one with the origin of everything, what differs between two."""

import click

from fourgood.cli.rulesdiff import command as diff
from fourgood.cli.ruleslist import command as listing
from fourgood.cli.rulesshow import command as show


@click.group("rules")
def command() -> None:
    """List rulebooks, show one with its layers, or compare two."""


command.add_command(listing)
command.add_command(show)
command.add_command(diff)
