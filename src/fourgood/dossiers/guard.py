"""What is looked at in a workbook before a library opens it: its size, its parts, and what its cells are made of.

A workbook is a zip of XML files. It is read here once, bounded, and what was read is what the library gets, unpacked
and in memory: it never sees the file itself.
"""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from attrs import field, frozen

from fourgood.dossiers.sheetscan import SharedStrings, SheetScan
from fourgood.dossiers.xmlstream import Handler, XmlStream
from fourgood.errors import DossierError, Fault, Place

MAX_FILE = 64 * 1024 * 1024
MAX_PARTS = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 4 * 1024 * 1024
CHUNK = 1024 * 1024
OLD_FORMAT = b"\xd0\xcf\x11\xe0"

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
ROOT = "_rels/.rels"
ROOT_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>
"""
"""Where the library looks for the workbook: where it was looked for here."""

SAVE_AGAIN = "Open it in a spreadsheet program and save it as .xlsx"


@frozen
class Checked:
    """A workbook that may be opened: its parts, unpacked, and its visible sheets with what their cells are made of."""

    content: BytesIO
    sheets: Mapping[str, SheetScan]


def checked(path: Path) -> Checked:
    """A workbook that has been looked at. Raises DossierError when it is not one, or would do harm."""
    size = path.stat().st_size
    if size > MAX_FILE:
        values, hint = {"size": size, "limit": MAX_FILE}, "Split it, or save it as CSV"
        raise DossierError(Fault("this file has {size} bytes, {limit} at most", values, Place(str(path)), hint))
    try:
        with zipfile.ZipFile(path) as package:
            return _Package(package, str(path)).checked()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise DossierError(Fault("this is no XLSX workbook", place=Place(str(path)), hint=_way_out(path))) from error


def _way_out(path: Path) -> str:
    with path.open("rb") as stream:
        old = stream.read(len(OLD_FORMAT)) == OLD_FORMAT
    return "It is of the old form or has a password: save it as .xlsx without one" if old else SAVE_AGAIN


class _Sheets(Handler):
    """The visible sheets that a workbook's list of sheets names, by the ids of their relations."""

    def __init__(self) -> None:
        self.relations: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible" and "name" in attributes:
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.relations[attributes["name"]] = relation


class _Relations(Handler):
    """The parts of a workbook's worksheets, by the ids of their relations."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "").removeprefix("/")
            self.parts[attributes.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"


@frozen
class _Package:
    package: zipfile.ZipFile
    file: str
    content: BytesIO = field(factory=BytesIO)

    def checked(self) -> Checked:
        self.bounded()
        parts = frozenset(self.package.namelist())
        if WORKBOOK not in parts or RELATIONS not in parts:
            self.refuse("this is no XLSX workbook", SAVE_AGAIN)
        with zipfile.ZipFile(self.content, "w") as target:
            target.writestr(ROOT, ROOT_CONTENT)
            sheets, relations, strings = _Sheets(), _Relations(), SharedStrings()
            handlers = {WORKBOOK: sheets, RELATIONS: relations, STYLES: Handler(), STRINGS: strings}
            for part, handler in handlers.items():
                if part in parts:
                    self.copy(part, handler, target)
            scans = {}
            for name, relation in sheets.relations.items():
                if (sheet := relations.parts.get(relation)) in parts:
                    scans[name] = SheetScan(self.file, name, strings.lengths)
                    self.copy(str(sheet), scans[name], target)
        self.content.seek(0)
        return Checked(self.content, scans)

    def bounded(self) -> None:
        """Refuses what unpacks to more than a workbook can be, and what could be read in two ways."""
        entries = self.package.infolist()
        if len(entries) > MAX_PARTS or len(entries) != len({entry.filename for entry in entries}):
            self.refuse("this workbook has too many parts, or one part twice", SAVE_AGAIN)
        size = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if size > MAX_UNPACKED or (size > RATIO_FROM and size > MAX_RATIO * packed):
            message = "this workbook unpacks from {packed} to {size} bytes, more than a workbook does"
            self.refuse(message, "Save the table alone, or save it as CSV", packed=packed, size=size)

    def copy(self, part: str, handler: Handler, target: zipfile.ZipFile) -> None:
        """One part read by a handler and copied: no more of it is unpacked than its entry says."""
        if part in target.namelist():
            self.refuse("this workbook uses one part for two things", SAVE_AGAIN)
        stream = XmlStream(self.file, part, handler)
        with self.package.open(part) as source, target.open(part, "w") as copied:
            while piece := source.read(CHUNK):
                stream.feed(piece)
                copied.write(piece)
        stream.feed(b"", last=True)

    def refuse(self, message: str, hint: str, **values: object) -> NoReturn:
        raise DossierError(Fault(message, values, Place(self.file), hint))
