"""YAML and JSON files read as plain values that remember where they stood.

YAML 1.2 core schema: `no` is a word, not false; numbers are exact (int, Decimal); no tags, anchors or aliases, no key
twice. JSON is read the same way. Size and depth are bounded, nothing is executed, and all comes from PyYAML's event
stream: the C parser where it is built, the Python one elsewhere.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeAlias
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.errors import Fault, FourgoodError, Place
from fourgood.source import Start

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 40
MAX_DIGITS = 40
TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of a text that it gives up before it hands over the levels that we would have refused."""

Path_: TypeAlias = tuple[str | int, ...]

WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
INTEGER = re.compile(r"[-+]?[0-9]+")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


class Written(str):
    """Text that stood without quotes, or in a table's cell: the fact it is for says how to read it."""

    __slots__ = ()


class Readable(Protocol):
    """A file, or what importlib.resources gives for one."""

    def read_bytes(self) -> bytes:
        """The file's bytes."""


Mark: TypeAlias = tuple[int, int, int, int, int]
"""Line and column of a value; line, column and indent of its text, when it is one (the reader of rules counts from
there). Plain numbers: there is one for every value of a file."""


@frozen
class Data:
    """What a file holds, as plain values, with the mark of every value by its path."""

    value: AnyType
    file: str
    marks: Mapping[Path_, Mark] = field(repr=False)

    def place(self, path: Path_) -> Place:
        """Where a value stands, or the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if mark := self.marks.get(path[:length]):
                return Place(self.file, mark[0], mark[1], ".".join(map(str, path)) or None)
        return Place(self.file, key=".".join(map(str, path)) or None)

    def start(self, path: Path_) -> Start:
        """Where the text of a value starts."""
        return Start(*self.marks[path][2:])


def read_file(path: "Path", limit: int = MAX_BYTES) -> Data:
    """What a YAML or JSON file holds. Raises FourgoodError when it cannot be read."""
    return read_text(contents(path, str(path), limit), str(path))


def contents(file: Readable, name: str, limit: int) -> bytes:
    """The bytes of a file, `limit` at most; `name` is what messages call it. Raises FourgoodError.

    Of a path on disk no more is read than that, and only of an ordinary file: not of a pipe or a device.
    """
    from pathlib import Path

    if not isinstance(file, Path):
        return _bounded(file.read_bytes(), name, limit)
    try:
        if not file.is_file():
            if not file.exists():
                raise _error("there is no such file", Place(name), "Check its name")
            raise _error("this is no ordinary file", Place(name))
        with file.open("rb") as stream:
            return _bounded(stream.read(limit + 1), name, limit, file.stat().st_size)
    except OSError as error:
        raise _error("this file cannot be read: {cause}", Place(name), cause=error.strerror or str(error)) from error


def _bounded(content: bytes, name: str, limit: int, size: int = 0) -> bytes:
    if len(content) > limit:
        size = max(size, len(content))
        raise _error("this file has {size} bytes, {limit} at most", Place(name), "Split it", size=size, limit=limit)
    return content


def read_text(content: bytes, file: str) -> Data:
    """What YAML or JSON text holds; `file` names it in messages. Raises FourgoodError with line and column."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _error("this file is not UTF-8", Place(file, line), "Save it as UTF-8 (Unicode)") from error
    if file.lower().endswith(".json"):
        # In JSON a tab is only ever space, and a character beyond the first plane is two escapes: YAML knows neither.
        text = SURROGATES.sub(_joined, text.replace("\t", " "))
    return _Composer(text, file).compose()


def _joined(found: re.Match[str]) -> str:
    high, low = (int(group, 16) for group in found.groups())
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def _error(message: str, place: Place, hint: str | None = None, **values: object) -> FourgoodError:
    return FourgoodError(Fault(message, values, place, hint))


class _Composer:
    """Builds values from the parser's events, and keeps their marks."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.lines: list[str] | None = None
        self.marks: dict[Path_, Mark] = {}

    def compose(self) -> Data:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            events = iter(yaml.parse(self.text, Loader=loader))
            value = self.document(events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)
            if error.problem == TOO_DEEP:
                raise _error("this is nested more than {limit} levels deep", place, limit=MAX_DEPTH) from error
            raise _error(
                "this is neither YAML nor JSON: {cause}",
                place,
                "Check indentation, quotes and colons",
                cause=error.problem or str(error),
            ) from error
        except yaml.YAMLError as error:
            raise _error("this is neither YAML nor JSON: {cause}", Place(self.file), cause=str(error)) from error
        return Data(value, self.file, self.marks)

    def document(self, events: Iterator[AnyType]) -> AnyType:
        import yaml

        value = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                value = self.value(next(events), events, ())
                break
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.refuse("a file holds one document", event, "Split it at the line ---")
        return value

    def value(self, event: AnyType, events: Iterator[AnyType], path: Path_) -> AnyType:
        import yaml

        if len(path) > MAX_DEPTH:
            self.refuse("this is nested more than {limit} levels deep", event, limit=MAX_DEPTH)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.refuse("anchors and aliases (& and *) are not allowed", event, "Write the value out, or quote it")
        if event.tag is not None:
            self.refuse("tags (!) are not allowed", event, "Leave the tag out, or quote the value")
        self.marks[path] = self.mark(event)
        match event:
            case yaml.MappingStartEvent():
                return self.mapping(events, path)
            case yaml.SequenceStartEvent():
                return self.sequence(events, path)
            case _:
                return self.scalar(event)

    def mapping(self, events: Iterator[AnyType], path: Path_) -> dict[str, AnyType]:
        import yaml

        found: dict[str, AnyType] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
                self.refuse("a key must be a plain word", event)
            key: str = event.value
            if key in found:
                self.refuse(
                    "the key `{key}` stands twice, first in line {line}",
                    event,
                    "Keep one of them",
                    key=key,
                    line=lines[key],
                )
            lines[key] = self.mark(event)[0]
            found[key] = self.value(next(events), events, (*path, key))
        return found

    def sequence(self, events: Iterator[AnyType], path: Path_) -> list[AnyType]:
        import yaml

        found: list[AnyType] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            found.append(self.value(event, events, (*path, len(found))))
        return found

    def scalar(self, event: AnyType) -> AnyType:
        text: str = event.value
        if event.style:
            return text
        if text in WORDS:
            return WORDS[text]
        if INTEGER.fullmatch(text):
            return int(self.bounded(text, event))
        if DECIMAL.fullmatch(text):
            number = Decimal(self.bounded(text, event))
            if not -MAX_DIGITS <= number.adjusted() <= MAX_DIGITS:
                self.refuse("this number is too large or too small", event)
            return number
        if NOT_FINITE.fullmatch(text):
            self.refuse(
                "`{text}` is no number that can be compared",
                event,
                "Leave the value out when it is not known",
                text=text,
            )
        return Written(text)

    def bounded(self, text: str, event: AnyType) -> str:
        if len(text) > MAX_DIGITS:
            self.refuse("this number has more than {limit} digits", event, limit=MAX_DIGITS)
        return text

    def mark(self, event: AnyType) -> Mark:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        style = getattr(event, "style", None)
        if style in ("|", ">"):
            indent = self.indent(line)
            return line, column, line + 1, indent, indent
        quoted = column + 1 if style in ("'", '"') else column
        return line, column, line, quoted, column

    def indent(self, line: int) -> int:
        """The column where the first line of a block of text starts."""
        self.lines = self.lines or self.text.split("\n")
        following = (each for each in self.lines[line:] if each.strip())
        first = next(following, "")
        return len(first) - len(first.lstrip(" ")) + 1

    def refuse(self, message: str, event: AnyType, hint: str | None = None, **values: object) -> NoReturn:
        mark = event.start_mark
        raise _error(message, Place(self.file, mark.line + 1, mark.column + 1), hint, **values)
