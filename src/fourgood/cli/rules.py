"""`fourgood rules`: the resolved rulebook with the origin of everything, and what differs between two."""

import click

from fourgood.cli.rulesdiff import command as diff
from fourgood.cli.rulesshow import command as show


@click.group("rules")
def command() -> None:
    """Show a rulebook and its layers, or compare two."""


command.add_command(show)
command.add_command(diff)
