"""How every command ends: with an exit code, its faults told in plain words, never with a traceback."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any as AnyType
from typing import NoReturn

import click

from fourgood.cli.exits import NOTHING, PIPE_CLOSED, code_of
from fourgood.cli.page import tell
from fourgood.dossiers.plainly import cause_of
from fourgood.errors import Fault, FourgoodError, Place


def command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """Makes a subcommand of a function that answers with the exit code."""

    def made(function: Callable[..., int]) -> click.Command:
        @wraps(function)
        def run(**given: AnyType) -> NoReturn:
            click.get_current_context().exit(_ended(function, given))

        return click.command(name)(run)

    return made


def _ended(function: Callable[..., int], given: dict[str, AnyType]) -> int:
    try:
        code = function(**given)
        sys.stdout.flush()
    except FourgoodError as error:
        tell(error.faults, given["lang"])
        return code_of(error)
    except BrokenPipeError:
        _forget_stdout()
        return PIPE_CLOSED
    except OSError as error:
        place = Place(None if error.filename is None else str(error.filename))
        tell([Fault("the system refuses: {cause}", {"cause": cause_of(error)}, place)], given["lang"])
        return NOTHING
    return code


def _forget_stdout() -> None:
    """Nobody reads any more (`| head`): what is still buffered must not fail when the process ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
