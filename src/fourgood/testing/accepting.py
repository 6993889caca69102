"""Accepting made cases: a person has read what they expect, and vouches for it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from fourgood.errors import Fault, Place
from fourgood.nearest import nearest
from fourgood.testing.case import CaseError
from fourgood.testing.casefile import read_cases
from fourgood.testing.draft import Draft
from fourgood.yamlfile import Data, read_file

FALSE, TRUE = "false", "true"


def accepted(path: Path, names: Iterable[str]) -> tuple[str, int]:
    """The text of a file in which some of its cases, by name, are reviewed, and how many it changes.

    Nothing but `reviewed: false` of those cases becomes `reviewed: true`: comments and order stay. Without names, all
    of them. Raises CaseError for a name that is not there, and for a case that does not say itself that it is not
    reviewed.
    """
    data, found = read_file(path), read_cases(path)
    chosen = list(_chosen(found.drafts, list(names), path))
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    for draft in chosen:
        line, column = _mark(draft, data)
        text = lines[line - 1]
        lines[line - 1] = text[: column - 1] + TRUE + text[column - 1 + len(FALSE) :]
    return "".join(lines), len(chosen)


def _chosen(drafts: Iterable[Draft], names: list[str], path: Path) -> Iterator[Draft]:
    open = {draft.name: draft for draft in drafts if not draft.reviewed}
    for name in names:
        if name not in open:
            near = nearest(name, open, n=1)
            hint = "Did you mean `{near}`?" if near else "Check the name"
            values = {"name": name, "near": "".join(near)}
            raise CaseError(Fault("no case to be reviewed is called “{name}”", values, Place(str(path)), hint))
    yield from (draft for name, draft in open.items() if not names or name in names)


def _mark(draft: Draft, data: Data) -> tuple[int, int]:
    """Line and column of the word false."""
    mark = data.marks.get((*draft.at, "reviewed"))
    if mark is None:
        hint = "Write reviewed: true there, or of the case itself"
        raise CaseError(Fault("this case is unreviewed because its whole file says so", {}, draft.place, hint))
    return mark[0], mark[1]
