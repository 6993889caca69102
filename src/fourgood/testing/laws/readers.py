"""The law of readers: whoever reads a rule comes to the same as the plain evaluator. New readers are added here."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from attrs import evolve, field, frozen

from fourgood.analysis.subject import applied
from fourgood.criterion import Criterion, PythonRule
from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.evaluation import decide, evaluate
from fourgood.line import Atom, Line
from fourgood.outcome import MET, NOT_MET, Open, members
from fourgood.parse import parse
from fourgood.reasons import settled
from fourgood.rule import Condition
from fourgood.rulebook import Rulebook
from fourgood.testing.laws.breach import STATUSES, broken, either
from fourgood.testing.laws.subject import only
from fourgood.text import Text
from fourgood.truth import as_condition, truth
from fourgood.write import from_json, to_json, to_text

__tracebackhide__ = True

Answers: TypeAlias = Callable[[Dossier, Rulebook], Mapping[str, Open]]
"""What a reader comes to: the open outcomes of the criteria that it can read, by id."""


@frozen
class Reader:
    """One reader of rules, by name."""

    name: str
    answers: Answers = field(repr=False)


def readers_agree(dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """Every reader comes to what the plain evaluator comes to, and `decide` to the status. Raises LawBroken.

    The readers are those of `READERS`; criteria written in Python are read by evaluation alone.
    """
    book = only(rulebook, criterion)
    given = book.admit(dossier)
    plainly = plain(given, book)
    for reader in READERS:
        for id, found in reader.answers(given, book).items():
            if id in plainly and found != plainly[id]:
                values = {"criterion": id, "reader": reader.name, "found": _said(found), "plain": _said(plainly[id])}
                fault = Fault("`{reader}` says that `{criterion}` is {found}, the plain evaluator {plain}", values)
                raise broken("readers_agree", fault, rulebook, given, criterion=id)
    bare, whole = decide(given, book), evaluate(given, book).status
    if bare is not whole:
        fault = Fault("`decide` says {found}, `evaluate` {plain}", {"found": STATUSES[bare], "plain": STATUSES[whole]})
        raise broken("readers_agree", fault, rulebook, given)


def plain(dossier: Dossier, rulebook: Rulebook) -> dict[str, Open]:
    """What the plain evaluator comes to for an admitted dossier, criterion by criterion."""
    lines = rulebook.lines.values()
    return {line.criterion.id: _plain(line, dossier) for line in lines if line.rule is not None}


def _plain(line: Line, dossier: Dossier) -> Open:
    assert line.rule is not None
    rule = _settled(line.rule, line.rule_atoms, line, dossier)
    guard = MET if line.guard is None else _settled(line.guard, line.guard_atoms, line, dossier)
    return applied(line.criterion, dossier.kind, dossier.organisation_type, rule, guard)


def _settled(condition: Condition, atoms: tuple[Atom, ...], line: Line, dossier: Dossier) -> Open:
    return settled(
        condition, {atom.leaf: truth(atom.leaf, line.scope, _known(atom, dossier)) for atom in atoms}, line.scope
    )


def _known(atom: Atom, dossier: Dossier) -> Mapping[str, object]:
    identity = {"kind": dossier.kind, "organisation_type": dossier.organisation_type}
    return {**(dossier.attested if atom.attested else dossier.facts), **identity}


def _compiled(dossier: Dossier, rulebook: Rulebook) -> Mapping[str, Open]:
    found, _ = rulebook.program.run(dossier)
    return {each.id: open for each, open in zip(rulebook.criteria, found, strict=True)}


def _explained(dossier: Dossier, rulebook: Rulebook) -> Mapping[str, Open]:
    """What the comparisons that an explanation has found come to, without those that it leaves out."""
    verdict, found = evaluate(dossier, rulebook), {}
    for line in rulebook.lines.values():
        decided = verdict.finding(line.criterion.id)
        if line.rule is not None and line.guard is None and decided.open <= members(MET | NOT_MET):
            opens = {atom.leaf: each for atom, each in line.decided(verdict.dossier, decided._open)}
            found[line.criterion.id] = settled(line.rule, opens, line.scope)
    return found


def _rewritten(through: Callable[[Condition], Condition]) -> Answers:
    """The plain evaluator over rules that were written and read again."""

    def answers(dossier: Dossier, rulebook: Rulebook) -> Mapping[str, Open]:
        lines = (Line(_again(each, through), rulebook.vocabulary.scope) for each in rulebook.criteria)
        return {line.criterion.id: _plain(line, dossier) for line in lines if line.rule is not None}

    return answers


def _again(criterion: Criterion, through: Callable[[Condition], Condition]) -> Criterion:
    guard = criterion.applies_when
    rule = criterion.rule if isinstance(criterion.rule, PythonRule) else through(criterion.rule)
    return evolve(criterion, rule=rule, applies_when=None if guard is None else through(guard))


def _said(found: Open) -> Text:
    return either(members(found))


READERS = [
    Reader("compiled program", _compiled),
    Reader("explanation", _explained),
    Reader("text", _rewritten(lambda condition: parse(to_text(condition)))),
    Reader("JSON", _rewritten(lambda condition: as_condition(from_json(to_json(condition))))),
]
"""Every reader that is held to the plain evaluator; a new one is appended."""
