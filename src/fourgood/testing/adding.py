"""Cases added to a file that has some: what stands there stays as it is, to the letter."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.errors import Fault, FourgoodError, Place
from fourgood.testing.above import above_in
from fourgood.testing.case import Case, CaseError
from fourgood.testing.paste import block, flow, text, tree
from fourgood.yamlfile import Data, Path_, read_file, read_text


def added(path: Path, cases: Iterable[Case]) -> str:
    """The text of a cases file with more cases in it. Raises CaseError where they cannot be written into it."""
    data = read_file(path)
    more = tree(cases, above_in([data]), _names(data.value))
    written = path.read_bytes().decode("utf-8-sig")
    made = _Insertion(data, written.splitlines(keepends=True)).with_(more)
    try:
        same = path.suffix.lower() != ".json" and read_text(made.encode(), "").value == _joined(data.value, more)
    except FourgoodError:
        same = False
    if not same:
        hint = "Write them to another file: --write NAME"
        raise CaseError(Fault("the cases cannot be added to this file", {}, Place(str(path)), hint))
    return made


def _names(value: Mapping[str, AnyType]) -> Iterator[tuple[AnyType, ...]]:
    """The paths of the entries that are there."""
    yield from (("cases", name) for name in value.get("cases") or ())
    for id, found in (value.get("criteria") or {}).items():
        for outcome, named in found.items():
            yield from (("criteria", id, outcome, name) for name in (named if isinstance(named, dict) else ()))


def _joined(one: Mapping[str, AnyType], more: Mapping[str, AnyType]) -> dict[str, AnyType]:
    """What both hold; what is in both is joined in turn."""
    deeper = {key: _joined(one[key], each) for key, each in more.items() if isinstance(one.get(key), dict)}
    return {**one, **more, **deeper}


@frozen
class _Insertion:
    """Finds where each part goes, and puts it there: the last place first, so that the others stay where they are."""

    data: Data
    lines: list[str]
    edits: list[tuple[int, int, str]] = field(factory=list)

    def with_(self, more: Mapping[str, AnyType]) -> str:
        """The text with all of it."""
        self.join(self.data.value, more, ())
        lines = list(self.lines)
        for line, column, put in sorted(self.edits, reverse=True):
            lines[line] = lines[line][:column] + put + lines[line][column:]
        return "".join(lines)

    def join(self, there: Mapping[str, AnyType], more: Mapping[str, AnyType], at: Path_) -> None:
        """Puts what is new into what is there; what both have is looked into."""
        new = {key: each for key, each in more.items() if not isinstance(there.get(key), dict)}
        if new:
            self.put(new, at, empty=not there)
        for key in more.keys() - new.keys():
            self.join(there[key], more[key], (*at, key))

    def put(self, new: Mapping[str, AnyType], at: Path_, empty: bool) -> None:
        """New entries of a mapping: at its beginning; of the whole file at its end."""
        line, column = self.data.marks[at][0] - 1, self.data.marks[at][1] - 1
        if self.lines[line][column] == "{":
            entries = ", ".join(f"{text(key)}: {flow(each)}" for key, each in new.items())
            self.edits.append((line, column + 1, entries if empty else f"{entries}, "))
            return
        indent, end = " " * column, "\r\n" if self.lines[line].endswith("\r\n") else "\n"
        found = "".join(f"{indent}{each}{end}" for each in block(new, at))
        if at:
            self.edits.append((line, 0, found))
            return
        last = len(self.lines) - 1
        ended = "" if self.lines[last].endswith("\n") else end
        self.edits.append((last, len(self.lines[last]), ended + found))
