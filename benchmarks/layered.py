"""A rule file of 200 criteria and six layers over it, each of which sets, changes, drops and adds."""

from collections.abc import Iterator
from pathlib import Path

CRITERIA, LAYERS = 200, 6
TITLE = "title: {{vi: Tên {0}, en: Title {0}}}"


def write(folder: Path) -> list[Path]:
    """Writes them; the paths, the base first."""
    texts = {"base": "\n".join(_base()), **{f"l{at}": "\n".join(_layer(at)) for at in range(1, LAYERS + 1)}}
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.yaml"
        path.write_text(text + "\n", "utf-8")
        paths.append(path)
    return paths


def _base() -> Iterator[str]:
    yield from ("id: bench.base", TITLE.format("base"), "facts:")
    yield from (f"  f{at}: {{kind: count, {TITLE.format(at)}, min: 0, max: 100}}" for at in range(CRITERIA))
    yield "parameters:"
    for at in range(CRITERIA):
        tighten = "may_only: tighten, " if at % 4 == 0 else ""
        value = f"{{value: {1 + at % 50}, years: 2022-2026, backing: assumption}}"
        yield f"  p{at}: {{{TITLE.format(at)}, {tighten}values: [{value}]}}"
    yield f"groups: {{one: {{{TITLE.format('one')}}}, two: {{{TITLE.format('two')}}}}}"
    yield "criteria:"
    for at in range(CRITERIA):
        group = "two" if at % 2 else "one"
        yield f"  c{at}: {{group: {group}, {TITLE.format(at)}, rule: f{at} >= p{at}, backing: assumption}}"


def _layer(number: int) -> Iterator[str]:
    below = f"bench.l{number - 1}" if number > 1 else "bench.base"
    yield from (f"id: bench.l{number}", f"extends: {below}", TITLE.format(number), "set:")
    mine = range(number, CRITERIA, 10)
    for at in mine:
        yield f"  p{at}: {{value: {1 + at % 50 + number}, years: 2024-2025, backing: assumption}}"
    yield "change:"
    yield "  criteria:"
    yield from (f"    c{at}: {{applies_to: [cell], {TITLE.format(f'{at} {number}')}}}" for at in mine)
    yield "drop:"
    yield f"  criteria: {{c{number * 10}: {{reason: {{vi: a, en: b}}}}}}"
    yield "criteria:"
    for at in range(3):
        yield f"  m{number}_{at}: {{group: one, {TITLE.format(at)}, rule: f{at} >= 1, backing: assumption}}"
