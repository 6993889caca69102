"""`fourgood rules show`: the rulebook that rule files and layers make, and where everything in it comes from."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any as AnyType

import click

from fourgood.canonical import known, text_json
from fourgood.cli import options
from fourgood.cli.changes import FIELDS, SECTIONS, changed_lines, data, dropped_steps, rule_of, threshold_lines
from fourgood.cli.command import command as subcommand
from fourgood.cli.criteria import criterion_lines
from fourgood.cli.destination import destination
from fourgood.cli.facts import origin_json
from fourgood.cli.listing import heading, rulebook_of
from fourgood.cli.page import Page
from fourgood.history import Section, Step
from fourgood.language import Language, language
from fourgood.phrases import cited
from fourgood.rulebook import Rulebook
from fourgood.rulebookjson import rulebook_json
from fourgood.rulefile_write import rule_file
from fourgood.text import Lang
from fourgood.vocabulary import Scope


@subcommand("show")
@click.option("--origin", is_flag=True, help="With the plugin or layer, the file and the line behind everything.")
@options.year
@options.formats("text", "json", "yaml")
@options.output
@options.lang
@options.only
@options.block
@options.rules
def command(
    origin: bool,
    year: int | None,
    form: str,
    output: Path | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
    rules: tuple[Path, ...],
) -> int:
    """Show a rulebook as its layers make it.

    Groups, criteria, thresholds with what they were before, and what layers dropped, with the reason. Without --year,
    for the newest year that there are rules for.

    \b
    text  for reading
    json  everything, each part with its origin and what layers did to it
    yaml  one flat rule file, without layers, that decides the same in this year

    \b
    Exit codes: 0 done, 2 the command was misused, 4 the rules, a plugin or a file is at fault
    """
    rulebook = rulebook_of(year, only, block, rules)
    text = rule_file(rulebook) if form == "yaml" else ""
    with destination(output) as out:
        match form:
            case "yaml":
                out.write(text)
            case "json":
                json.dump(resolved_json(rulebook), out, ensure_ascii=False, indent=2)
                out.write("\n")
            case _:
                page = Page(out)
                for line in _lines(rulebook, language(lang), origin):
                    page.text(line)
    return 0


def _lines(rulebook: Rulebook, said: Language, origin: bool) -> Iterator[str]:
    yield heading(rulebook, said)
    if layers := list(dict.fromkeys(step.origin.layer for step in rulebook.history if step.origin.layer)):
        yield f"{said('layers')}: {' → '.join(layers)}"
    scope = rulebook.vocabulary.scope
    yield f"{said.text(FIELDS['standard'])}: {rule_of(rulebook, rulebook.scope, said)}"
    yield from (f"    {line}" for line in changed_lines(rulebook, "rulebook", "", rulebook.scope, said))
    for group in rulebook.groups:
        yield f"\n{said.text(group.title)} ({group.id})"
        group_scope = rulebook.group_scope(group)
        yield f"    {said.text(FIELDS['standard'])}: {rule_of(group, group_scope, said)}"
        yield from _behind(rulebook, "groups", group.id, group, group_scope, said, origin)
        for criterion in rulebook.criteria:
            if criterion.group == group.id:
                yield ""
                yield from criterion_lines(rulebook.lines[criterion.id], said)
                yield from _behind(rulebook, "criteria", criterion.id, criterion, scope, said, origin)
    yield from _grades(rulebook, said, origin)
    yield from _thresholds(rulebook, said, origin)
    if origin:
        yield from _others(rulebook, said)
    yield from _dropped(rulebook, said)


def _grades(rulebook: Rulebook, said: Language, origin: bool) -> Iterator[str]:
    """The grades, best first, each with what earns it."""
    if rulebook.grades:
        yield f"\n{said.text(SECTIONS['grades'])}"
    for grade in rulebook.grades:
        rule, backed = rule_of(grade, rulebook.grade_scope, said), cited(grade, said)
        yield f"• {said.text(grade.title)} ({grade.key}): {rule}{backed}"
        yield from _behind(rulebook, "grades", grade.key, grade, rulebook.grade_scope, said, origin)


def _behind(
    rulebook: Rulebook, section: Section, key: str, part: AnyType, scope: Scope, said: Language, origin: bool
) -> Iterator[str]:
    """Where a part comes from, and what layers changed of it."""
    if origin:
        yield f"    ← {said.text(part.origin.text)}"
    yield from (f"      {line}" for line in changed_lines(rulebook, section, key, scope, said))


def _thresholds(rulebook: Rulebook, said: Language, origin: bool) -> Iterator[str]:
    """Every threshold; without --origin only those that layers moved."""
    moved = [
        each
        for each in rulebook.vocabulary.thresholds.values()
        if origin or any(step.action != "added" for step in rulebook.steps("parameters", each.key))
    ]
    if moved:
        yield f"\n{said.text(SECTIONS['parameters'])}"
    for each in moved:
        yield f"• {said.text(each.title)} ({each.key}) = {rule_of(each, {}, said)}"
        yield from (f"    {line}" for line in threshold_lines(rulebook, each, said))
        yield from (f"      {line}" for line in changed_lines(rulebook, "parameters", each.key, {}, said))


def _others(rulebook: Rulebook, said: Language) -> Iterator[str]:
    vocabulary = rulebook.vocabulary
    sections: dict[Section, Iterable[AnyType]] = {
        "definitions": vocabulary.definitions.values(),
        "facts": vocabulary.facts.values(),
        "invariants": vocabulary.invariants,
    }
    for section, parts in sections.items():
        yield f"\n{said.text(SECTIONS[section])}"
        scope = rulebook.scope_below if section == "facts" else vocabulary.scope
        for part in parts:
            rule = rule_of(part, scope, said)
            yield f"• {said.text(part.title)} ({part.key}){f': {rule}' if rule else ''}"
            yield from _behind(rulebook, section, part.key, part, scope, said, True)


def _dropped(rulebook: Rulebook, said: Language) -> Iterator[str]:
    steps = list(dropped_steps(rulebook))
    if steps:
        yield f"\n{said('Dropped')}"
    for step in steps:
        assert step.reason is not None
        title, reason, who = said.text(step.before.title), said.text(step.reason), said.text(step.origin.text)
        yield f"– {said.text(SECTIONS[step.section])}: {title} ({step.key}): {reason} ({who})"


def resolved_json(rulebook: Rulebook) -> dict[str, AnyType]:
    """The rulebook with the origin of every part, and what layers did to it."""
    found = rulebook_json(rulebook)
    vocabulary = rulebook.vocabulary
    owners: dict[Section, dict[str, AnyType]] = {
        "facts": dict(vocabulary.facts),
        "definitions": dict(vocabulary.definitions),
        "parameters": {key: each.dated for key, each in vocabulary.thresholds.items()},
        "invariants": {each.key: each for each in vocabulary.invariants},
        "groups": {each.id: each for each in rulebook.groups},
        "criteria": dict(rulebook.by_id),
        "grades": {each.key: each for each in rulebook.grades},
    }
    for section, parts in owners.items():
        for item in found.get(section, ()):
            key = item.get("key") or item.get("id") or item["parameter"]
            item["origin"] = origin_json(parts[key].origin)
            item.update(known({"history": [step_json(step) for step in rulebook.steps(section, key)]}))
    whole = [step_json(step) for step in rulebook.steps("rulebook", "")]
    return {
        **found,
        "digest": rulebook.digest,
        "standard": {"rule": found["standard"], "history": whole},
        "dropped": [{"section": each.section, **step_json(each)} for each in dropped_steps(rulebook)],
    }


def step_json(step: Step) -> dict[str, AnyType]:
    """One thing that a layer did."""
    values = {"before": data(step.before), "after": data(step.after)} if step.action in ("set", "changed") else {}
    who = {"origin": origin_json(step.origin), "reason": text_json(step.reason)}
    named = {"key": step.key, "title": text_json(step.before.title)} if step.action == "dropped" else {}
    return {"action": step.action, **known({**named, "field": step.field, **who}), **values}
