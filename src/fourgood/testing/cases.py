"""Example cases made for their rulebooks: those that could be made, and what is wrong with the others."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from attrs import evolve, frozen

from fourgood.analysis import Remark
from fourgood.dossier import Dossier
from fourgood.errors import Fault, FourgoodError, Place, RulebookError
from fourgood.nearest import nearest
from fourgood.outcome import Outcome
from fourgood.parse import parse
from fourgood.rule import Compare, Name, names
from fourgood.rulebook import Rulebook
from fourgood.scale import UNIT_KINDS
from fourgood.testing.case import Case, CaseError, Expected
from fourgood.testing.draft import Draft
from fourgood.testing.unread import unread
from fourgood.vocabulary import IDENTITY, UnitKind
from fourgood.words import facing
from fourgood.write import to_text

RulebookOf: TypeAlias = Callable[[int], Rulebook]
"""The rulebook of a year. Raises RulebookError."""


@frozen
class Suite:
    """Cases ready to run, the faults of those that could not be made, and what they make one ask of the rules."""

    cases: tuple[Case, ...] = ()
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def reviewed(self) -> tuple[Case, ...]:
        """Those that a person vouches for."""
        return tuple(case for case in self.cases if case.reviewed)


def suite(drafts: Iterable[Draft], rulebook_of: RulebookOf, year: int) -> Suite:
    """The cases that drafts come to, each in its own year, else in the one given; a bad one does not stop the others.

    A draft for several kinds of unit or types of organisation is as many cases.
    """
    cases: list[Case] = []
    faults: list[Fault] = []
    there: list[tuple[Draft, Rulebook]] = []
    for draft in drafts:
        try:
            rulebook = rulebook_of(draft.year or year)
            cases.extend(_made(draft, rulebook))
            there.append((draft, rulebook))
        except RulebookError as error:
            faults.append(_no_rules(error, draft, year))
        except FourgoodError as error:
            faults.extend(_named(fault, draft) for fault in error.faults)
    return Suite(tuple(cases), _once((*faults, *_contradictions(cases))), tuple(unread(there)))


def _no_rules(error: RulebookError, draft: Draft, year: int) -> Fault:
    """Why there are no rules for the year of a case: told where the case stands that names it."""
    why = error.faults[0]
    return _named(why, draft) if draft.year in (None, year) else evolve(why, place=draft.place)


def _contradictions(cases: Iterable[Case]) -> Iterator[Fault]:
    """Cases that expect of one dossier what another case expects otherwise: no rule can satisfy both."""
    first: dict[tuple[str, str], tuple[Outcome, Case]] = {}
    for case in cases:
        for id, outcome in case.expect.criteria.items():
            expected, other = first.setdefault((_known(case.dossier), id), (outcome, case))
            if expected is not outcome:
                values = {"name": other.name, "other": case.name, "id": id, "line": other.place.line}
                message = "“{other}” and “{name}” (line {line}) expect different things of `{id}` from the same facts"
                yield Fault(message, values, case.place, "Keep the one that is right")


def agree(case: Case, others: Iterable[Case]) -> bool:
    """Whether no other case expects something else of the same dossier."""
    return not any(_contradictions([*others, case]))


def _known(dossier: Dossier) -> str:
    """What is known of a unit: two dossiers with the same come to the same."""
    unit = (dossier.kind, dossier.year, dossier.organisation_type)
    return repr((unit, sorted(dossier.facts.items(), key=_key), sorted(dossier.evidence.items(), key=_key)))


def _key(item: tuple[str, object]) -> str:
    return item[0]


def _made(draft: Draft, rulebook: Rulebook) -> Iterator[Case]:
    """The cases of one draft. Raises CaseError with all that is wrong with it."""
    if faults := list(_unknown(draft, rulebook)):
        raise CaseError(faults)
    expect = Expected(draft.criteria, draft.groups, draft.status, draft.by, draft.grade, _reasons(draft, rulebook))
    kinds = draft.kinds or _concerned(draft, rulebook)
    units = [(kind, type) for kind in kinds for type in draft.types]
    for kind, type in units:
        units_said = [each for each, several in ((kind, kinds), (type, draft.types)) if len(several) > 1 and each]
        said = [draft.base, *units_said] if draft.base else units_said
        name = f"{draft.name} ({', '.join(said)})" if said else draft.name
        dossier = rulebook.admit(_dossier(draft, rulebook.year, kind, type))
        yield Case(name, dossier, expect, draft.reviewed, draft.source, draft.place)


def _concerned(draft: Draft, rulebook: Rulebook) -> tuple[UnitKind, ...]:
    """The kinds of unit that the criteria of a case concern, in the usual order."""
    found = {kind for id in draft.criteria for kind in rulebook.criterion(id).applies_to}
    return tuple(kind for kind in UNIT_KINDS.labels if kind in found)


def _dossier(draft: Draft, year: int, kind: UnitKind, type: str | None) -> Dossier:
    facts = {key: value for key, value in draft.stated.facts.items() if value is not None}
    evidence, places = draft.stated.evidence, draft.stated.places
    return Dossier("case", kind, year, "", type, facts=facts, evidence=evidence, place=draft.place, places=places)


def _unknown(draft: Draft, rulebook: Rulebook) -> Iterator[Fault]:
    """What is wrong with the ids that a case expects something of."""
    for message, ids, known in (
        ("there is no criterion `{id}`", (*draft.criteria, *draft.by), rulebook.by_id),
        ("there is no group `{id}`", draft.groups, [group.id for group in rulebook.groups]),
        ("there is no grade `{id}`", [draft.grade] if draft.grade else [], [grade.key for grade in rulebook.grades]),
    ):
        for id in ids:
            if id not in known:
                near = nearest(id, known, n=1)
                hint = "Did you mean `{near}`?" if near else "Check the id"
                yield Fault(message, {"id": id, "near": "".join(near)}, draft.place, hint)


def _reasons(draft: Draft, rulebook: Rulebook) -> tuple[str, ...]:
    """The reasons that a case expects, as findings cite them. Raises RuleError for text that is none."""
    return tuple(_reason(text, draft.place, rulebook) for text in draft.because)


def _reason(text: str, place: Place, rulebook: Rulebook) -> str:
    scope = rulebook.vocabulary.scope
    node = parse(text)
    known = {*rulebook.vocabulary.facts, *(fact.key for fact in IDENTITY)}
    for name in names(node):
        if name not in scope or (node == Name(name) and name not in known):
            near = nearest(name, known, n=1)
            hint = "Did you mean `{near}`?" if near else "Write the key of a fact, or a comparison of the rule"
            raise CaseError(Fault("`{key}` is no fact", {"key": name, "near": "".join(near)}, place, hint))
    return to_text(facing(node, scope) if isinstance(node, Compare) else node)


def _named(fault: Fault, draft: Draft) -> Fault:
    """A fault that says of which case it is, where its place does not."""
    return evolve(fault, place=fault.at(file=draft.place.file, line=draft.place.line, key=draft.place.key).place)


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults, each once: both units of a case may have the same."""
    return tuple({str(fault): fault for fault in faults}.values())
