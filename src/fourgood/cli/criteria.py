"""`fourgood criteria`: what is assessed, against which thresholds, on whose word."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any as AnyType

from fourgood.canonical import known, text_json
from fourgood.citation import Backing
from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination
from fourgood.cli.facts import origin_json
from fourgood.cli.listing import heading, known_group, rulebook_of
from fourgood.cli.page import Page
from fourgood.cli.spreadsheet import write_table
from fourgood.cli.wording import ROLES, backing_of, rule_lines, sources, thresholds
from fourgood.criterion import Criterion
from fourgood.language import Language, language
from fourgood.line import Line
from fourgood.rulebook import Rulebook
from fourgood.rulebookjson import criterion_json, group_json, threshold_json
from fourgood.text import Lang
from fourgood.vocabulary import Threshold, UnitKind
from fourgood.whom import applies_to


@subcommand("criteria")
@options.kind
@options.group
@options.year
@options.form
@options.output
@options.lang
@options.only
@options.block
@options.rules
def command(
    kind: UnitKind | None,
    group: str | None,
    year: int | None,
    form: str | None,
    output: Path | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
    rules: tuple[Path, ...],
) -> int:
    """List what is assessed.

    Every criterion with its rule, its thresholds, to whom it applies, and its source; assumptions are called so.
    Without --year, the newest year that there are rules for.

    \b
    Exit codes: 0 done, 2 the command was misused, 4 the rules, a plugin or a file is at fault
    """
    written_as = options.format_of(form, output)
    rulebook = rulebook_of(year, only, block, rules)
    known_group(rulebook, group)
    said = language(lang)
    found = [
        each
        for each in rulebook.criteria
        if group in (None, each.group) and (kind is None or kind in each.applies_to)
    ]  # fmt: skip
    with destination(output) as out:
        match written_as:
            case "json":
                json.dump(_json(rulebook, found), out, ensure_ascii=False, indent=2)
                out.write("\n")
            case "csv":
                write_table(out, _headers(said), (_row(rulebook, each, said) for each in found))
            case _:
                _write_text(Page(out), rulebook, found, said)
    return 0


def _json(rulebook: Rulebook, found: Iterable[Criterion]) -> dict[str, AnyType]:
    return {
        "year": rulebook.year,
        "rulebook": {"id": rulebook.id, "title": text_json(rulebook.title)},
        "groups": [group_json(group) for group in rulebook.groups],
        "criteria": [_criterion_json(rulebook.lines[each.id]) for each in found],
    }


def _criterion_json(line: Line) -> dict[str, AnyType]:
    origin = known({"origin": origin_json(line.criterion.origin)})
    return {
        **criterion_json(line.criterion),
        "thresholds": [threshold_json(each) for each in _thresholds(line)],
        **origin,
    }


def _thresholds(line: Line) -> Iterator[Threshold]:
    yield from dict.fromkeys(each for atom in (*line.guard_atoms, *line.rule_atoms) for each in atom.thresholds)


def _assumption(line: Line) -> bool:
    backings = [line.criterion.backing, *(each.dated.backing for each in _thresholds(line))]
    return Backing.ASSUMPTION in backings


def _write_text(page: Page, rulebook: Rulebook, found: list[Criterion], said: Language) -> None:
    page.text(heading(rulebook, said))
    for group in rulebook.groups:
        lines = [rulebook.lines[each.id] for each in found if each.group == group.id]
        if lines:
            page.text(f"\n{said.text(group.title)} ({group.id})\n")
        for line in lines:
            page.text("\n".join(criterion_lines(line, said)))


def criterion_lines(line: Line, said: Language) -> Iterator[str]:
    """Everything that is said of one criterion."""
    criterion = line.criterion
    assumed = f" [{said('assumption')}]" if _assumption(line) else ""
    yield f"• {said.text(criterion.title)} ({criterion.id}){assumed}"
    yield f"    {said.text(ROLES[criterion.role])}; {applies_to(criterion, said)}"
    yield from (f"    {text}" for text in rule_lines(line, said))
    yield from (f"    {said('threshold')}: {text}" for text in thresholds(line, said))
    yield f"    {said('backing')}: {backing_of(criterion, said)}"
    yield from (f"    {said('source')}: {text}" for text in sources(criterion.citations, said))


def _headers(said: Language) -> list[str]:
    return [
        said("Id"), said("Group"), said("Title"), said("Role"), said("Applies to"), said("Rule"), said("Thresholds"),
        said("Backing"), said("Source"),
    ]  # fmt: skip


def _row(rulebook: Rulebook, criterion: Criterion, said: Language) -> list[str]:
    line = rulebook.lines[criterion.id]
    group = next(each for each in rulebook.groups if each.id == criterion.group)
    return [
        criterion.id, said.text(group.title), said.text(criterion.title), said.text(ROLES[criterion.role]),
        applies_to(criterion, said), "; ".join(rule_lines(line, said)), "; ".join(thresholds(line, said)),
        backing_of(criterion, said), "; ".join(sources(criterion.citations, said)),
    ]  # fmt: skip
