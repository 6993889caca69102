"""What the exit codes mean, the same for every command."""

from fourgood.errors import FourgoodError

DONE = 0
SOME_NOT = 1
MISUSED = 2
REJECTED = 3
NOTHING = 4
INTERRUPTED = 130
PIPE_CLOSED = 141
TERMINATED = 143


class MisusedError(FourgoodError):
    """The command was asked for something that is not there."""


class RejectedError(FourgoodError):
    """The one dossier that the command is about was rejected."""


def code_of(error: FourgoodError) -> int:
    """The exit code of a command that an error ends."""
    match error:
        case MisusedError():
            return MISUSED
        case RejectedError():
            return REJECTED
        case _:
            return NOTHING
