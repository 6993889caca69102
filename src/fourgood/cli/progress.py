"""A count that runs along while much is read, when there is a terminal to show it and nothing else is printed there."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

MANY = 100
"""From how many items on it is shown."""

Each = TypeVar("Each")


@contextmanager
def counted(items: Iterable[Each], out: TextIO) -> Iterator[Iterator[Each]]:
    """The items, counted on standard error unless what is made of them goes to a terminal itself."""
    if not sys.stderr.isatty() or out.isatty():
        yield iter(items)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task("", total=None)

    def counting() -> Iterator[Each]:
        for number, item in enumerate(items, 1):
            if number == MANY:
                progress.start()
            if number % MANY == 0:
                progress.update(task, completed=number)
            yield item

    try:
        yield counting()
    finally:
        progress.stop()
