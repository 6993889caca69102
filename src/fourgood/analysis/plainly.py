"""A single criterion by the plain evaluator: what confirms every witness."""

from collections.abc import Mapping
from typing import Any as AnyType

from fourgood.analysis.subject import applied
from fourgood.compile import reads_judgement
from fourgood.criterion import Criterion, PythonRule
from fourgood.dossier import Dossier
from fourgood.outcome import MET, NOT_APPLICABLE, UNKNOWN, Open
from fourgood.program import ALLOWED, hear
from fourgood.reasons import leaves, settled, written_out
from fourgood.rule import Condition
from fourgood.truth import truth
from fourgood.vocabulary import Scope


def plainly(criterion: Criterion, scope: Scope, dossier: Dossier) -> Open:
    """The open outcomes of a criterion for an admitted dossier."""
    guard = MET if criterion.applies_when is None else guarded(criterion, criterion.applies_when, scope, dossier)
    found = applied(criterion, dossier.kind, dossier.organisation_type, _ruled(criterion, scope, dossier), guard)
    if isinstance(criterion.rule, PythonRule) and found & UNKNOWN:
        heard = hear(criterion, known(criterion, dossier))
        return found & NOT_APPLICABLE | ALLOWED[heard.judgement.outcome]
    return found


def known(criterion: Criterion, dossier: Dossier) -> Mapping[str, AnyType]:
    """What is known to a criterion: of its facts only the attested ones, where it demands evidence."""
    facts = dossier.attested if criterion.evidence_required else dossier.facts
    return {**facts, **_identity(dossier)}


def _identity(dossier: Dossier) -> dict[str, AnyType]:
    return {"kind": dossier.kind, "organisation_type": dossier.organisation_type}


def _ruled(criterion: Criterion, scope: Scope, dossier: Dossier) -> Open:
    rule = criterion.rule
    return UNKNOWN if isinstance(rule, PythonRule) else truth(rule, scope, known(criterion, dossier))


def guarded(criterion: Criterion, guard: Condition, scope: Scope, dossier: Dossier) -> Open:
    """What a guard comes to: where evidence is demanded, of its facts only judgements need it."""
    if not criterion.evidence_required:
        return truth(guard, scope, known(criterion, dossier))
    written = written_out(guard, scope)
    stated, attested = {**dossier.facts, **_identity(dossier)}, known(criterion, dossier)
    opens = {leaf: truth(leaf, scope, attested if reads_judgement(leaf, scope) else stated) for leaf in leaves(written)}
    return settled(written, opens, scope)
