"""Where a number or a rule comes from: documents, citations, backing, and the file that said so."""

import datetime
from enum import Enum
from typing import Protocol

from attrs import field, frozen

from fourgood.errors import Place
from fourgood.text import Lang, Text


class Backing(Enum):
    """Why something is what it is. An assumption is ours alone and every verdict that turns on one says so."""

    SOURCE = "source"
    LOCAL = "local"
    ASSUMPTION = "assumption"


@frozen
class Document:
    """A published document: its title, number as printed (12-HD/BTCTW), date of issue, issuer, address."""

    title: Text
    number: str | None = None
    date: datetime.date | None = None
    issuer: Text | None = None
    url: str | None = None

    def name(self, lang: Lang) -> str:
        """Its number where it has one, else its title."""
        return self.number or self.title.in_(lang)


@frozen
class Citation:
    """A place in a document: `item` is the row, article or page."""

    document: Document
    item: str | None = None

    def name(self, lang: Lang) -> str:
        """The document's name, and the item where one is given."""
        name = self.document.name(lang)
        return f"{name} ({self.item})" if self.item else name


@frozen
class Origin:
    """Who contributed something: the plugin and its distribution and version, the layer, the file and place in it."""

    plugin: str | None = None
    distribution: str | None = None
    version: str | None = None
    file: str | None = None
    line: int | None = None
    layer: str | None = None
    column: int | None = field(default=None, eq=False, repr=False)

    @property
    def ours(self) -> bool:
        """Whether it is of this distribution."""
        return self.distribution == "fourgood"

    @property
    def text(self) -> Text:
        """Plugin, distribution, layer and place in words."""
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file
        who = f"plugin {self.plugin}" if self.plugin else None
        made = f"{self.distribution} {self.version or ''}".strip() if self.distribution else None
        vi, en = (f"{word} {self.layer}" if self.layer else None for word in ("lớp", "layer"))
        said = Text(*(", ".join(part for part in (who, made, layer, place) if part) for layer in (vi, en)))
        return said if said.en else Text("giá trị khai báo trong Python", "values given in Python")

    @property
    def place(self) -> Place:
        """The place in the file."""
        return Place(self.file, self.line, self.column)

    def __str__(self) -> str:
        return self.text.en


class Backed(Protocol):
    """Whatever says why it is what it is: a dated value, a criterion, a grade."""

    @property
    def backing(self) -> Backing:
        """A document, a local decision, or an assumption."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The documents that it cites."""

    @property
    def origin(self) -> Origin:
        """Who contributed it."""
