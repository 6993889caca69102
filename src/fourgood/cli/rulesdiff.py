"""`fourgood rules diff`: what differs between two rulebooks or two years, in words, and which verdicts change."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any as AnyType

import click

from fourgood.canonical import known, text_json
from fourgood.cli import options
from fourgood.cli.changes import FIELDS, MOVES, SECTIONS, data, in_field, move, rule_of, set_to
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination, spare_inputs
from fourgood.cli.exits import MisusedError
from fourgood.cli.listing import heading
from fourgood.cli.page import Page
from fourgood.difference import Difference, VerdictChange, differences, verdict_changes
from fourgood.dossier import Dossier
from fourgood.dossiers import Rejected, read_dossiers
from fourgood.errors import Fault
from fourgood.faultjson import fault_json
from fourgood.gradereport import grade_in_words
from fourgood.language import Language, language
from fourgood.outcomewords import OUTCOMES, SIGNS, STATUSES
from fourgood.plugins import gather
from fourgood.rulebook import Rulebook
from fourgood.rulebooks import Rulebooks
from fourgood.text import Lang, Text
from fourgood.verdict import Finding
from fourgood.vocabulary import Scope

DEFAULT = "default"
NEWEST = "Without --year: the newest year that there are rules for on both sides"
SIGNS_OF_SORTS = {"added": "+", "dropped": "–", "changed": "~"}


@subcommand("diff")
@click.argument("rulebooks", metavar="A [B] [DOSSIER]...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--year",
    "years",
    multiple=True,
    type=click.IntRange(1900, 2200),
    help="The assessment year; two of them compare two years of A.",
)
@options.formats("text", "json")
@options.output
@options.lang
@options.only
@options.block
def command(
    rulebooks: tuple[Path, ...],
    years: tuple[int, ...],
    form: str,
    output: Path | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
) -> int:
    """Say what differs between two rulebooks, or two years of one.

    A and B are rule files, layers or not, each with the plugins; or the word default, the plugins alone. With --year
    twice there is only A, and the first year is compared with the second. Dossiers that follow, in files or folders,
    are judged by both: which verdicts change, and by which findings.

    \b
    Exit codes: 0 done, 2 the command was misused, 4 the rules, a plugin or a file is at fault
    """
    if len(years) > 2 or len(rulebooks) < (1 if len(years) == 2 else 2):
        hint = "Name two rulebooks, or one and --year twice"
        raise MisusedError(Fault("there is nothing to compare with", hint=hint))
    names, paths = (rulebooks[:1] * 2, rulebooks[1:]) if len(years) == 2 else (rulebooks[:2], rulebooks[2:])
    spare_inputs(output, rulebooks)
    before, after = _both(names, years, only, block)
    found = differences(before, after)
    changes = list(_changes(paths, before, after))
    with destination(output) as out:
        if form == "json":
            json.dump(_json(before, after, found, changes), out, ensure_ascii=False, indent=2)
            out.write("\n")
        else:
            page = Page(out)
            if not years:
                page.text(language(lang)(NEWEST))
            for line in _lines(before, after, found, changes, bool(paths), language(lang)):
                page.text(line)
    return 0


def _both(
    names: Iterable[Path], years: tuple[int, ...], only: Iterable[str] | None, block: Iterable[str]
) -> tuple[Rulebook, Rulebook]:
    """Both rulebooks, of the years given or of the newest that there are both for."""
    one, other = (
        Rulebooks(gather(only=only, block=block, rules=() if str(name) == DEFAULT else (name,))) for name in names
    )
    first = years[0] if years else min(one.usual_year(), other.usual_year())
    return one.of(first), other.of(years[-1] if years else first)


def _changes(paths: tuple[Path, ...], before: Rulebook, after: Rulebook) -> Iterator[VerdictChange | tuple[Fault, ...]]:
    for item in read_dossiers(paths) if paths else ():
        if isinstance(item, Rejected):
            yield item.faults
        elif isinstance(item, Dossier):
            yield from verdict_changes([item], before, after)


def _lines(
    before: Rulebook,
    after: Rulebook,
    found: Iterable[Difference],
    changes: list[VerdictChange | tuple[Fault, ...]],
    asked: bool,
    said: Language,
) -> Iterator[str]:
    yield f"A: {heading(before, said)} ({before.id})"
    yield f"B: {heading(after, said)} ({after.id})"
    section, key = None, None
    for each in found:
        if each.section != section:
            section = each.section
            yield f"\n{said.text(SECTIONS[section])}"
        if each.sort == "changed" and each.key != key:
            yield f"~ {said.text(each.title)}{f' ({each.key})' if each.key else ''}"
        key = each.key
        yield from _said(each, before, after, said)
    if section is None:
        yield f"\n{said('nothing differs that decides')}"
    if asked:
        yield from _verdicts(changes, said)


def _said(each: Difference, before: Rulebook, after: Rulebook, said: Language) -> Iterator[str]:
    if each.sort == "changed":
        yield f"    {_changed(each, before, after, said)}"
        return
    rulebook, part = (after, each.after) if each.sort == "added" else (before, each.before)
    rule = rule_of(part, _scope(each, rulebook), said)
    sign = SIGNS_OF_SORTS[each.sort]
    yield f"{sign} {said.text(each.title)} ({each.key}){f': {rule}' if rule else ''}"
    for step in after.steps(each.section, each.key):
        if each.sort == "dropped" and step.reason is not None:
            yield f"    {said.text(step.reason)} ({said.text(step.origin.text)})"


def _changed(each: Difference, before: Rulebook, after: Rulebook, said: Language) -> str:
    assert each.field is not None
    if each.field == "value":
        threshold = after.vocabulary.thresholds[each.key]
        values = (set_to(value, threshold.measure, threshold.scale, said) for value in (each.before, each.after))
        return f"{' → '.join(values)} ({said.text(MOVES[move(threshold, each.before, each.after, after)])})"
    name = said.text(FIELDS.get(each.field, Text(each.field, each.field)))
    was = in_field(each.field, each.before, _scope(each, before), said)
    return f"{name}: {was} → {in_field(each.field, each.after, _scope(each, after), said)}"


def _scope(each: Difference, rulebook: Rulebook) -> Scope:
    """What the names in a part mean: one scope a floor."""
    if each.section == "rulebook":
        return rulebook.scope
    if each.section == "grades":
        return rulebook.grade_scope
    if each.section == "facts":
        return rulebook.scope_below
    groups = {group.id: group for group in rulebook.groups}
    if each.section == "groups" and each.key in groups:
        return rulebook.group_scope(groups[each.key])
    return rulebook.vocabulary.scope


def _verdicts(changes: list[VerdictChange | tuple[Fault, ...]], said: Language) -> Iterator[str]:
    yield f"\n{said('Verdicts')}"
    judged = [each for each in changes if isinstance(each, VerdictChange)]
    changed = [each for each in judged if each.changed]
    numbers = {"changed": said.number(len(changed)), "all": said.number(len(judged))}
    yield said("{changed} of {all} change").format(**numbers)
    for each in changed:
        dossier = each.after.dossier
        unit = f"{dossier.name} ({dossier.id})" if dossier.name else dossier.id
        both = (each.before, each.after)
        yield f"~ {unit}: {_moved(said.text(STATUSES[verdict.status]) for verdict in both)}"
        if any(verdict.rulebook.grades for verdict in both):
            yield f"    {said('Grade')}: {_moved(grade_in_words(verdict, said) for verdict in both)}"
        for pair in each.findings:
            yield from (f"    {line}" for line in _finding(*pair, said))
    for faults in changes:
        if not isinstance(faults, VerdictChange):
            yield from ("✗ " + fault.say(said).replace("\n", " ") for fault in faults)


def _moved(words: Iterable[str]) -> str:
    """What something was and is, once where that is the same."""
    return " → ".join(dict.fromkeys(words))


def _finding(was: Finding | None, now: Finding | None, said: Language) -> Iterator[str]:
    finding = now or was
    assert finding is not None
    outcomes = (said("not there") if each is None else said(OUTCOMES[each.outcome]) for each in (was, now))
    sign = SIGNS[now.outcome] if now else SIGNS_OF_SORTS["dropped"]
    yield f"{sign} {said.text(finding.criterion.title)} ({finding.criterion.id}): {' → '.join(outcomes)}"
    if now is not None:
        yield from (f"  {text}" for text in now.texts(said.code))


def _json(
    before: Rulebook,
    after: Rulebook,
    found: Iterable[Difference],
    changes: Iterable[VerdictChange | tuple[Fault, ...]],
) -> dict[str, AnyType]:
    done = list(changes)
    return {
        **{name: _rulebook_json(each) for name, each in (("before", before), ("after", after))},
        "differences": [_difference_json(each) for each in found],
        "verdicts": [_verdict_json(each) for each in done if isinstance(each, VerdictChange)],
        "rejected": [[fault_json(fault) for fault in each] for each in done if not isinstance(each, VerdictChange)],
    }


def _rulebook_json(rulebook: Rulebook) -> dict[str, AnyType]:
    return {"id": rulebook.id, "title": text_json(rulebook.title), "year": rulebook.year, "digest": rulebook.digest}


def _difference_json(each: Difference) -> dict[str, AnyType]:
    named = {"section": each.section, "key": each.key, "sort": each.sort, **known({"field": each.field})}
    values = {"before": data(each.before), "after": data(each.after)} if each.sort == "changed" else {}
    return {**named, "title": text_json(each.title), **values}


def _verdict_json(each: VerdictChange) -> dict[str, AnyType]:
    pairs = [
        {
            "criterion": (now or was).criterion.id,  # type: ignore[union-attr]
            "before": was and was.outcome.value,
            "after": now and now.outcome.value,
        }
        for was, now in each.findings
    ]
    both = (("before", each.before), ("after", each.after))
    statuses = {name: verdict.status.value for name, verdict in both}
    grades = {
        name: [grade and grade.key for grade in verdict.open_grades]
        for name, verdict in both
        if verdict.rulebook.grades
    }
    return {
        "unit": each.after.dossier.id,
        **statuses,
        **known({"grades": grades}),
        "findings": pairs if each.changed else [],
    }
