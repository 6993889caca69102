"""A dossier goes in, a verdict comes out."""

from fourgood.dossier import Dossier
from fourgood.outcome import Status
from fourgood.rulebook import Rulebook
from fourgood.verdict import Verdict


def evaluate(dossier: Dossier, rulebook: Rulebook) -> Verdict:
    """What a dossier comes to under a rulebook: every finding, every group, the status, with reasons on request.

    A criterion written in Python that raises becomes a finding with the outcome error; the others stand. Raises
    DossierError, with all faults, for a dossier that the rulebook does not admit.
    """
    admitted = rulebook.admit(dossier)
    opens, heard = rulebook.program.run(admitted)
    return Verdict(admitted, rulebook, opens, heard)


def decide(dossier: Dossier, rulebook: Rulebook) -> Status:
    """The bare status, as `evaluate(dossier, rulebook).status`, for those who want nothing else: it stops when decided.

    Raises DossierError for a dossier that the rulebook does not admit.
    """
    admitted = rulebook.admit(dossier)
    if rulebook.program.decides(admitted.kind):
        return rulebook.program.status(admitted)
    return evaluate(admitted, rulebook).status
