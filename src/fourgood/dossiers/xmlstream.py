"""XML read in pieces by the standard library's parser, without document types: nothing can be expanded or fetched."""

from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from fourgood.errors import DossierError, Fault, Place


class Handler:
    """What is told of the elements of a part, by their names without prefix; this one does nothing with it."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """A piece of text."""

    def end(self, name: str) -> None:
        """An element ends."""


class XmlStream:
    """A part of a workbook, fed in pieces to a handler. Raises DossierError for what is no XML, or has a doctype."""

    def __init__(self, file: str, part: str, handler: Handler) -> None:
        self.place = Place(file, key=part)
        self.parser = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = lambda name, attributes: handler.start(_local(name), attributes)
        self.parser.EndElementHandler = lambda name: handler.end(_local(name))
        self.parser.CharacterDataHandler = handler.text

    def feed(self, piece: bytes, last: bool = False) -> None:
        """The next piece of the part."""
        try:
            self.parser.Parse(piece, last)
        except ExpatError as error:
            hint = "Open it in a spreadsheet program and save it again"
            raise DossierError(
                Fault("this workbook is damaged: {cause}", {"cause": str(error)}, self.place, hint)
            ) from error

    def _doctype(self, *_: object) -> None:
        hint = "Open it in a spreadsheet program and save it again"
        raise DossierError(Fault("this workbook declares a document type, which none does", {}, self.place, hint))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
