"""Text for people: colours and drawn tables in a terminal, plain and never cut elsewhere."""

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from attrs import frozen

from fourgood.aligned import aligned
from fourgood.errors import Fault
from fourgood.language import language
from fourgood.text import Lang

if TYPE_CHECKING:
    from rich.console import Console

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that command a terminal or turn the direction of text: a dossier must not."""

COLOURS = {"✓": "green", "✗": "red", "?": "yellow", "!": "bold red", "–": "dim"}


def printable(text: str) -> str:
    """Text without signs that do something to a terminal."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


@frozen(slots=False)
class Page:
    """Where text and tables for people go."""

    out: TextIO

    @cached_property
    def console(self) -> "Console | None":
        """The terminal, or None when this is none."""
        if not self.out.isatty():
            return None
        from rich.console import Console

        return Console(file=self.out, highlight=False)

    def text(self, text: str = "") -> None:
        """A text of one or more lines."""
        for line in printable(text).split("\n"):
            self._line(line)

    def _line(self, line: str) -> None:
        if self.console is None:
            self.out.write(line + "\n")
            return
        from rich.text import Text

        self.console.print(Text(line, style=COLOURS.get(line.strip()[:1], "")), soft_wrap=True)

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table: drawn in a terminal, else one line a row, its columns one under the other."""
        cells = [[printable(cell).replace("\n", " ") for cell in row] for row in (headers, *rows)]
        if self.console is None:
            self.out.writelines(line + "\n" for line in aligned(cells))
        else:
            self._draw(cells)

    def _draw(self, cells: Sequence[Sequence[str]]) -> None:
        from rich.table import Table
        from rich.text import Text

        assert self.console is not None
        drawn = Table()
        for header in cells[0]:
            drawn.add_column(Text(header), overflow="fold")
        for row in cells[1:]:
            drawn.add_row(*(Text(cell, style=COLOURS.get(cell[:1], "")) for cell in row))
        self.console.print(drawn)


def tell(faults: Iterable[Fault], lang: Lang) -> None:
    """Faults, a line each, on standard error."""
    said = language(lang)
    page = Page(sys.stderr)
    for fault in faults:
        page.text("✗ " + fault.say(said).replace("\n", " "))
