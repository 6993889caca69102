"""Where a command writes: standard output, or a file that appears whole or not at all."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TextIO

from fourgood.cli.exits import MisusedError
from fourgood.dossiers import SUFFIXES
from fourgood.dossiers.plainly import cause_of
from fourgood.errors import Fault, FourgoodError, Place
from fourgood.real import real


@contextmanager
def destination(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a new file beside the target that takes its place when all has gone well.

    Raises FourgoodError when the file cannot be made.
    """
    if path is None or str(path) == "-":
        yield sys.stdout
    elif path.exists() and not path.is_file() and not path.is_dir():
        # A pipe or a device is written to, never replaced.
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            yield out
    else:
        with _replacing(real(path)) as out:
            yield out


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    # Named before it is made: whatever ends the process from then on, it is known what to take away.
    part = path.with_name(f".{path.name[:100]}.{token_hex(8)}.part")
    try:
        with _made(part, path) as out:
            yield out
        os.chmod(part, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _made(part: Path, path: Path) -> TextIO:
    """A new file that nobody else may read yet, for the one at a path."""
    try:
        if path.is_dir():
            raise FourgoodError(
                Fault("this file cannot be written: it is a folder", place=Place(str(path)), hint="Name another file")
            )
        return open(part, "x", encoding="utf-8", errors="backslashreplace", newline="", opener=_private)
    except OSError as error:
        values = {"cause": cause_of(error)}
        fault = Fault("this file cannot be written: {cause}", values, Place(str(path)), "Name another file")
        raise FourgoodError(fault) from error


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def spare_inputs(output: Path | None, inputs: Iterable[Path]) -> None:
    """Raises MisusedError when a result would take an input's place, or be taken for one at the next run."""
    if output is None:
        return
    target = real(output)
    for path in map(real, inputs):
        if target == path or (target.parent == path and target.suffix.lower() in SUFFIXES):
            message = "the result would stand among the dossiers that it is made of"
            raise MisusedError(Fault(message, place=Place(str(output)), hint="Write it into another folder"))
