"""The laws of the whole: what does not apply does not count, a veto never helps, tightening never recognises more."""

from collections.abc import Mapping

from attrs import evolve

from fourgood.criterion import Role
from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.evaluation import evaluate
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, Open, Outcome
from fourgood.rule import names
from fourgood.rulebook import Rulebook
from fourgood.testing.laws.breach import broken
from fourgood.testing.laws.directions import chances, summary
from fourgood.testing.space import remembered
from fourgood.verdict import Verdict

__tracebackhide__ = True


def inapplicable_do_not_count(dossier: Dossier, rulebook: Rulebook) -> None:
    """Without the criteria that do not apply, the groups and the status come to the same. Raises LawBroken.

    Criteria that a standard names cannot be left out, and stay.
    """
    verdict = evaluate(dossier, rulebook)
    of_groups, of_grades = (each.standard for each in rulebook.groups), (each.standard for each in rulebook.grades)
    parts = [rulebook.standard, *of_groups, *of_grades]
    named = {name.partition(".")[0] for part in parts for name in names(part)}
    gone = {id for id, open in verdict._open_by_id.items() if open == NOT_APPLICABLE} - named
    if not gone:
        return
    kept = frozenset(rulebook.by_id) - gone
    smaller: Rulebook = remembered(rulebook, f"kept {sorted(kept)}", lambda: _keeping(rulebook, kept))
    without = _verdict(verdict, smaller, {id: verdict._open_by_id[id] for id in kept})
    if (
        chances(without) != chances(verdict)
        or without.open_statuses != verdict.open_statuses
        or _groups(without) != _groups(verdict)
    ):
        values = {"criteria": ", ".join(sorted(gone)), "before": summary(verdict), "after": summary(without)}
        message = "without the inapplicable criteria {criteria} the verdict is another: {before} → {after}"
        raise broken("inapplicable_do_not_count", Fault(message, values), rulebook, dossier)


def veto_never_helps(dossier: Dossier, rulebook: Rulebook) -> None:
    """A veto or deferral that is met never makes recognition more likely than one that is not. Raises LawBroken."""
    verdict = evaluate(dossier, rulebook)
    for criterion in (each for each in rulebook.criteria if each.role is not Role.REQUIREMENT):
        opens = verdict._open_by_id
        met, unmet = (_verdict(verdict, rulebook, {**opens, criterion.id: each}) for each in (MET, NOT_MET))
        if any(
            one > other
            for a, b in zip(chances(met), chances(unmet), strict=True)
            for one, other in zip(a, b, strict=True)
        ):
            values = {"criterion": criterion.id, "before": summary(unmet), "after": summary(met)}
            message = "met, `{criterion}` makes the verdict better: {before} → {after}"
            raise broken("veto_never_helps", Fault(message, values), rulebook, dossier, criterion=criterion.id)


def tightening(dossier: Dossier, rulebook: Rulebook, base: Rulebook) -> None:
    """What a tightened rulebook recognises, its base recognises: it never recognises more. Raises LawBroken.

    The dossier is one of the tightened rulebook; facts that only one of the two asks for are left out under the other.
    """
    tight = evaluate(dossier, rulebook)
    facts = {key: value for key, value in dossier.facts.items() if key in base.vocabulary.facts}
    evidence = {key: each for key, each in dossier.evidence.items() if key in facts}
    loose = evaluate(evolve(dossier, year=base.year, facts=facts, evidence=evidence), base)
    if tight.recognized and not loose.recognized:
        culprits = [each.criterion.id for each in loose.decisive if each.outcome is not Outcome.MET]
        values = {"rulebook": rulebook.id, "base": base.id, "criteria": ", ".join(culprits[:5])}
        message = "`{rulebook}` recognises what `{base}` does not, because of {criteria}"
        raise broken("tightening", Fault(message, values), rulebook, dossier)


def _keeping(rulebook: Rulebook, kept: frozenset[str]) -> Rulebook:
    return rulebook.replace(criteria=tuple(each for each in rulebook.criteria if each.id in kept))


def _verdict(verdict: Verdict, rulebook: Rulebook, opens: Mapping[str, Open]) -> Verdict:
    """The verdict of a rulebook over the same dossier when its criteria come to what is given."""
    return Verdict(verdict.dossier, rulebook, [opens[each.id] for each in rulebook.criteria], {})


def _groups(verdict: Verdict) -> Mapping[str, object]:
    return {id: (group.outcome, group.points, group.max_points) for id, group in verdict.groups.items()}
