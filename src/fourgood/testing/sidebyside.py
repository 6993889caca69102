"""Two explanations side by side, for a test that compares verdicts or findings."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from fourgood.language import language
from fourgood.report import finding_lines
from fourgood.text import Lang
from fourgood.verdict import Finding, Verdict

WIDTH = 58
"""How wide each column is."""


def compared(op: str, left: object, right: object, lang: Lang) -> list[str] | None:
    """What an assertion about two verdicts or two findings shows when it fails; None for anything else."""
    if isinstance(left, Verdict) and isinstance(right, Verdict):
        texts = left.explain(lang).split("\n"), right.explain(lang).split("\n")
    elif isinstance(left, Finding) and isinstance(right, Finding):
        texts = list(finding_lines(left, language(lang))), list(finding_lines(right, language(lang)))
    else:
        return None
    return [f"{left!r} {op} {right!r}", *side_by_side(*texts)]


def side_by_side(left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    """The lines in which two texts differ, in two columns, long ones wrapped; lines that both have are left out."""
    mine, theirs = ([line for line in one if line not in other] for one, other in ((left, right), (right, left)))
    for pair in zip_longest(mine, theirs, fillvalue=""):
        for one, other in zip_longest(*map(_wrapped, pair), fillvalue=""):
            yield f"{one:<{WIDTH}} | {other}".rstrip()


def _wrapped(line: str) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent + "  ") or [""]
