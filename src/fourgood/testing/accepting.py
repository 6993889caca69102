"""Accepting made cases: a person has read what they expect, and vouches for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from fourgood.errors import Fault, Place
from fourgood.testing.case import CaseError
from fourgood.testing.casefile import read_cases
from fourgood.testing.draft import Draft
from fourgood.yamlfile import Data, read_file

FALSE, TRUE = "false", "true"
MAX_LISTED = 20
"""How many names are listed where one is not known."""


def accepted(path: Path, names: Iterable[str]) -> tuple[str, int]:
    """The text of a file in which some of its cases, by name or number, are reviewed, and how many it changes.

    Nothing but `reviewed: false` of those cases becomes `reviewed: true`: comments and order stay. Without names, all
    of them. Raises CaseError for a name that is not there, and for a case that does not say itself that it is not
    reviewed.
    """
    data, found = read_file(path), read_cases(path)
    chosen = list(_chosen(found.drafts, list(names), path))
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    # A case of several bases is several drafts, and is marked once.
    marks = dict.fromkeys(_mark(draft, data) for draft in chosen)
    for line, column in marks:
        text = lines[line - 1]
        lines[line - 1] = text[: column - 1] + TRUE + text[column - 1 + len(FALSE) :]
    return "".join(lines), len(marks)


def _chosen(drafts: Sequence[Draft], names: list[str], path: Path) -> Iterator[Draft]:
    """The cases that are meant: by name, by the number of the case in its file, or by a part of one name alone."""
    open = {number: draft for number, draft in enumerate(drafts, 1) if not draft.reviewed}
    meant = {number for name in names for number in _meant(name, open, path)}
    yield from (draft for number, draft in open.items() if not names or number in meant)


def _meant(name: str, open: Mapping[int, Draft], path: Path) -> list[int]:
    same = [number for number, draft in open.items() if draft.name == name]
    parts = [number for number, draft in open.items() if name.casefold() in draft.name.casefold()]
    if found := same or [number for number in open if str(number) == name] or (parts if len(parts) == 1 else []):
        return found
    listed = [f"{number} {open[number].name}" for number in parts or open]
    more = ["…"] if len(listed) > MAX_LISTED else []
    values = {"name": name, "names": "; ".join([*listed[:MAX_LISTED], *more]) or "-"}
    message = "“{name}” is part of several names" if parts else "no case to be reviewed is called “{name}”"
    raise CaseError(Fault(message, values, Place(str(path)), "Those that wait, with their numbers: {names}"))


def _mark(draft: Draft, data: Data) -> tuple[int, int]:
    """Line and column of the word false."""
    mark = data.marks.get((*draft.at, "reviewed"))
    if mark is None:
        hint = "Write reviewed: true there, or of the case itself"
        raise CaseError(Fault("this case is unreviewed because its whole file says so", {}, draft.place, hint))
    return mark[0], mark[1]
