"""The laws of explanation: the reasons given suffice, and nothing else matters."""

from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.evaluation import evaluate
from fourgood.rulebook import Rulebook
from fourgood.testing.laws.breach import broken
from fourgood.testing.laws.directions import said
from fourgood.testing.laws.subject import cited, findings, keeping, only
from fourgood.testing.space import space_of
from fourgood.vocabulary import UnitKind

__tracebackhide__ = True


def explanation_sound(dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """The facts that a finding cites, alone, come to the same: all else may be forgotten. Raises LawBroken."""
    book = only(rulebook, criterion)
    given = book.admit(dossier)
    for finding in findings(evaluate(given, book), criterion):
        id = finding.criterion.id
        alone = keeping(given, cited(finding))
        again = evaluate(alone, only(rulebook, id)).finding(id)
        if again.open != finding.open:
            message = "`{criterion}` is {before}; of the facts that it cites alone it is {after}"
            fault = Fault(message, {"criterion": id, "before": said(finding), "after": said(again)})
            raise broken("explanation_sound", fault, rulebook, given, alone, criterion=id)


def explanation_complete(dossier: Dossier, other: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """Facts that a finding does not cite may be what they are in another dossier: it stays as it is. Raises LawBroken.

    Of the other dossier those facts are taken that go with the cited ones; the unit stays the same.
    """
    book = only(rulebook, criterion)
    given, others = book.admit(dossier), book.admit(other)
    for finding in findings(evaluate(given, book), criterion):
        id, kept = finding.criterion.id, cited(finding)
        mixed = _mixed(given, others, kept, rulebook)
        again = evaluate(mixed, only(rulebook, id)).finding(id)
        if again.open != finding.open:
            message = "`{criterion}` is {before}; with other facts, none of which it cites, it is {after}"
            fault = Fault(message, {"criterion": id, "before": said(finding), "after": said(again)})
            raise broken("explanation_complete", fault, rulebook, given, mixed, criterion=id)


def _mixed(dossier: Dossier, other: Dossier, kept: frozenset[str], rulebook: Rulebook) -> Dossier:
    """The cited facts of one dossier with all others of another, save those that invariants forbid beside them."""
    from attrs import evolve

    relations, asked = space_of(rulebook).relations, rulebook.vocabulary.facts
    kind: UnitKind = dossier.kind
    own = {key: value for key, value in dossier.facts.items() if key in kept}
    new = {key: value for key, value in other.facts.items() if key not in kept and kind in asked[key].applies_to}
    facts = {**new, **own}
    while broken_ones := relations.broken(facts, kind, dossier.organisation_type):
        tied = {key for relation in broken_ones for key in relation.keys} - kept
        if not tied & set(facts):
            return keeping(dossier, kept)
        facts = {key: value for key, value in facts.items() if key not in tied}
    evidence = {key: each for key, each in other.evidence.items() if key in facts and key not in kept}
    evidence |= {key: each for key, each in dossier.evidence.items() if key in kept and key in facts}
    return evolve(dossier, facts=facts, evidence=evidence)
