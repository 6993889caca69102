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
    """Lines in two columns, long ones wrapped; a | between those that are the same, a ¦ between those that differ."""
    for one, other in zip_longest(left, right, fillvalue=""):
        sign = "|" if one == other else "¦"
        for mine, theirs in zip_longest(_wrapped(one), _wrapped(other), fillvalue=""):
            yield f"{mine:<{WIDTH}} {sign} {theirs}".rstrip()


def _wrapped(line: str) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent + "  ") or [""]
