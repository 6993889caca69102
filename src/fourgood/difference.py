"""What differs between two rulebooks, or between two years of one; and which verdicts change by it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any as AnyType
from typing import Literal, TypeAlias

from attrs import evolve, fields, frozen

from fourgood.dossier import Dossier
from fourgood.errors import DossierError, Fault
from fourgood.evaluation import evaluate
from fourgood.history import Section
from fourgood.rulebook import Rulebook
from fourgood.text import Text
from fourgood.verdict import Finding, Verdict
from fourgood.vocabulary import Threshold

Sort: TypeAlias = Literal["added", "dropped", "changed"]

SECTIONS: tuple[Section, ...] = ("groups", "criteria", "grades", "parameters", "definitions", "facts", "invariants")
NAMES = frozenset(("id", "key"))


@frozen
class Difference:
    """One thing that differs: a part that only one side has, or an attribute of a part that both have.

    `before` and `after` are the whole parts, or the two values of `field`.
    """

    section: Section
    key: str
    title: Text
    sort: Sort
    field: str | None = None
    before: AnyType = None
    after: AnyType = None


def differences(before: Rulebook, after: Rulebook) -> tuple[Difference, ...]:
    """All that differs in what decides, section by section, in the order of the rulebooks."""
    found = [
        each for section in SECTIONS for each in _of_section(section, _parts(before, section), _parts(after, section))
    ]
    found += [
        Difference("rulebook", "", after.title, "changed", name, was, now)
        for name in ("standard", "award")
        if (was := getattr(before, name)) != (now := getattr(after, name))
    ]
    if (old := _order(before, after)) != (new := _order(after, before)):
        found.append(Difference("rulebook", "", after.title, "changed", "grades", old, new))
    # The fact that holds a judgement goes with its criterion.
    judged = {each.key for each in found if each.section == "criteria"}
    return tuple(each for each in found if not (each.section == "facts" and each.key in judged))


def _parts(rulebook: Rulebook, section: Section) -> Mapping[str, AnyType]:
    vocabulary = rulebook.vocabulary
    parts: dict[Section, Mapping[str, AnyType]] = {
        "groups": {group.id: group for group in rulebook.groups},
        "criteria": rulebook.by_id,
        "grades": {each.key: each for each in rulebook.grades},
        "parameters": vocabulary.thresholds,
        "definitions": vocabulary.definitions,
        "facts": vocabulary.facts,
        "invariants": {each.key: each for each in vocabulary.invariants},
    }
    return parts[section]


def _order(rulebook: Rulebook, other: Rulebook) -> tuple[Text, ...]:
    """The grades that another rulebook has too, best first."""
    there = {each.key for each in other.grades}
    return tuple(each.title for each in rulebook.grades if each.key in there)


def _of_section(section: Section, old: Mapping[str, AnyType], new: Mapping[str, AnyType]) -> Iterator[Difference]:
    for key, part in old.items():
        if key not in new:
            yield Difference(section, key, part.title, "dropped", before=part)
    for key, part in new.items():
        if key not in old:
            yield Difference(section, key, part.title, "added", after=part)
            continue
        before, after = _attributes(old[key]), _attributes(part)
        for name in after:
            if before[name] != after[name]:
                yield Difference(section, key, part.title, "changed", name, before[name], after[name])


def _attributes(part: AnyType) -> dict[str, AnyType]:
    """What decides of a part; of a threshold what it is this year and why, whatever other years it is for."""
    found = {each.name: getattr(part, each.name) for each in fields(type(part)) if each.eq and each.name not in NAMES}
    if not isinstance(part, Threshold):
        return found
    dated = found.pop("dated")
    return {**found, "value": dated.value, "backing": dated.backing, "citations": dated.citations, "note": dated.note}


@frozen
class VerdictChange:
    """One dossier under two rulebooks: its verdicts, and the findings that made the difference."""

    before: Verdict
    after: Verdict

    @property
    def changed(self) -> bool:
        """Whether its status is another, or its grade."""
        return self.before.status is not self.after.status or _grades(self.before) != _grades(self.after)

    @property
    def findings(self) -> tuple[tuple[Finding | None, Finding | None], ...]:
        """The findings that differ and that a status turns on: what each was and is, None where there is none."""
        old, new = ({each.criterion.id: each for each in verdict.findings} for verdict in (self.before, self.after))
        counted = {
            each.criterion.id
            for verdict in (self.before, self.after)
            for each in (*verdict.decisive, *verdict.grade_decisive)
        }
        pairs = ((old.get(id), new.get(id)) for id in {**old, **new} if id in counted)
        return tuple((was, now) for was, now in pairs if _outcome(was) != _outcome(now))


def _turning(verdict: Verdict) -> tuple[Finding, ...]:
    """The findings that the status and the grade turn on."""
    return (*verdict.decisive, *verdict.grade_decisive)


def _grades(verdict: Verdict) -> list[str | None]:
    return [None if each is None else each.key for each in verdict.open_grades]


def _outcome(finding: Finding | None) -> AnyType:
    return None if finding is None else finding.outcome


def verdict_changes(
    dossiers: Iterable[Dossier], before: Rulebook, after: Rulebook
) -> Iterator[VerdictChange | tuple[Fault, ...]]:
    """Each dossier under both rulebooks, as if it were of their year; faults for one that cannot be evaluated.

    Facts that only one of the two asks for are left out under the other.
    """
    for dossier in dossiers:
        try:
            yield VerdictChange(_verdict(dossier, before, after), _verdict(dossier, after, before))
        except DossierError as error:
            yield error.faults


def _verdict(dossier: Dossier, rulebook: Rulebook, other: Rulebook) -> Verdict:
    asked, else_asked = rulebook.vocabulary.fact, other.vocabulary.fact
    strange = {key for key in (*dossier.facts, *dossier.evidence) if else_asked(key) and not asked(key)}
    facts = {key: value for key, value in dossier.facts.items() if key not in strange}
    evidence = {key: value for key, value in dossier.evidence.items() if key not in strange}
    return evaluate(evolve(dossier, year=rulebook.year, facts=facts, evidence=evidence), rulebook)
