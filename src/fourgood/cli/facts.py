"""`fourgood facts`: everything that a dossier may say."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any as AnyType

from fourgood.canonical import known, text_json
from fourgood.citation import Origin
from fourgood.cli import options
from fourgood.cli.asked import Part, parts, uses
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination
from fourgood.cli.listing import heading, known_group, rulebook_of
from fourgood.cli.page import Page
from fourgood.cli.spreadsheet import write_table
from fourgood.cli.wording import BETTER, counts_in_words, sources, value_form
from fourgood.criterion import Criterion
from fourgood.language import Language, language
from fourgood.rulebook import Rulebook
from fourgood.rulebookjson import fact_json
from fourgood.text import Lang
from fourgood.vocabulary import Fact, Scope, UnitKind
from fourgood.whom import kinds_in_words


@subcommand("facts")
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
    """List what is asked of a unit.

    Every fact with its key, its form, its source, and the criteria that read it. Without --year, the newest year that
    there are rules for. As JSON: fourgood schema facts.

    \b
    Exit codes: 0 done, 2 the command was misused, 4 the rules, a plugin or a file is at fault
    """
    written_as = options.format_of(form, output)
    rulebook = rulebook_of(year, only, block, rules)
    known_group(rulebook, group)
    found, said = list(parts(rulebook, kind, group)), language(lang)
    with destination(output) as out:
        match written_as:
            case "json":
                json.dump(facts_json(rulebook, found), out, ensure_ascii=False, indent=2)
                out.write("\n")
            case "csv":
                write_table(out, _headers(said), _rows(rulebook, found, said))
            case _:
                _write_text(Page(out), rulebook, found, said)
    return 0


def facts_json(rulebook: Rulebook, found: Iterable[Part]) -> dict[str, AnyType]:
    """The facts as the schema urn:fourgood:schema:facts describes them."""
    users = uses(rulebook)
    return {
        "$schema": "urn:fourgood:schema:facts",
        "year": rulebook.year,
        "rulebook": {"id": rulebook.id, "title": text_json(rulebook.title)},
        "facts": [_fact_json(fact, users[fact.key]) for part in found for fact in part.facts],
    }


def _fact_json(fact: Fact, users: list[Criterion]) -> dict[str, AnyType]:
    asked = {"groups": list(dict.fromkeys(each.group for each in users)), "criteria": [each.id for each in users]}
    return {**fact_json(fact), "judged": fact.judged, **asked, **known({"origin": origin_json(fact.origin)})}


def origin_json(origin: Origin) -> dict[str, AnyType]:
    """Who contributed something; what is not known is left out."""
    plugin = {"plugin": origin.plugin, "distribution": origin.distribution, "version": origin.version}
    return known({**plugin, "layer": origin.layer, "file": origin.file, "line": origin.line})


def _write_text(page: Page, rulebook: Rulebook, found: Iterable[Part], said: Language) -> None:
    page.text(heading(rulebook, said))
    users = uses(rulebook)
    for part in found:
        page.text(f"\n{said.text(part.title)}\n")
        for fact in part.facts:
            page.text("\n".join(_lines(fact, users[fact.key], rulebook.scope_below, said)))


def _lines(fact: Fact, users: list[Criterion], scope: Scope, said: Language) -> Iterator[str]:
    yield f"• {said.text(fact.title)} ({fact.key})"
    better = [said.text(BETTER[fact.better])] if fact.better and fact.numeric else []
    yield f"    {'; '.join([value_form(fact, said), *better, kinds_in_words(fact.applies_to, said)])}"
    if fact.counts_below is not None:
        yield f"    {counts_in_words(fact.counts_below, scope, said)}"
    if fact.help:
        yield f"    {said.text(fact.help)}"
    for column in fact.table.columns if fact.table else ():
        yield f"    – {said.text(column.title)} ({column.key}): {value_form(column, said)}"
    if users and not fact.judged:
        yield f"    {said('for')}: {'; '.join(said.text(each.title) for each in users)}"
    if fact.citations:
        yield f"    {said('source')}: {'; '.join(sources(fact.citations, said))}"


def _headers(said: Language) -> list[str]:
    return [
        said("Key"), said("Group"), said("Title"), said("Value"), said("Kind"), said("Help"), said("Criteria"),
        said("Source"),
    ]  # fmt: skip


def _rows(rulebook: Rulebook, found: Iterable[Part], said: Language) -> Iterator[list[str]]:
    users = uses(rulebook)
    for part in found:
        for fact in part.facts:
            help = said.text(fact.help) if fact.help else ""
            criteria = ", ".join(each.id for each in users[fact.key])
            source = "; ".join(sources(fact.citations, said))
            kinds = kinds_in_words(fact.applies_to, said)
            title = said.text(fact.title)
            value = value_form(fact, said)
            if fact.counts_below is not None:
                value = f"{value}; {counts_in_words(fact.counts_below, rulebook.scope_below, said)}"
            yield [fact.key, said.text(part.title), title, value, kinds, help, criteria, source]
