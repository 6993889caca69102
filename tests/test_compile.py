"""The compiled readers say what the plain evaluator says."""

from hypothesis import given, settings

import fourgood
from fourgood.compile import compile_test
from fourgood.line import Atom
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET
from fourgood.reasons import leaves, settled, written_out
from fourgood.truth import truth
from strategies import CONDITIONS, FACT_SETS, KINDS, SCOPE, TYPES, dossiers, rulebooks

MANY = settings(max_examples=200)


@MANY
@given(CONDITIONS, FACT_SETS, KINDS, TYPES)
def test_a_compiled_condition_agrees_with_the_plain_evaluator(condition, facts, kind, organisation_type):
    """Absent facts, negative numbers, zero divisors and choices included."""
    known = {**facts, "kind": kind, "organisation_type": organisation_type}
    assert compile_test(condition, SCOPE)(facts, organisation_type, kind) == truth(condition, SCOPE, known)


@MANY
@given(CONDITIONS, FACT_SETS, KINDS, TYPES)
def test_the_leaves_settle_what_the_whole_comes_to(condition, facts, kind, organisation_type):
    """Written out, asked leaf by leaf and put together again, a condition comes to the same."""
    known = {**facts, "kind": kind, "organisation_type": organisation_type}
    out = written_out(condition, SCOPE)
    opens = {leaf: truth(leaf, SCOPE, known) for leaf in leaves(out)}
    assert settled(out, opens, SCOPE) == truth(condition, SCOPE, known)


@settings(max_examples=80)
@given(rulebooks(), dossiers())
def test_compiled_criteria_agree_with_the_plain_evaluator(rulebook, dossier):
    """Guards, kinds, types of organisation and evidence included."""
    found, _ = rulebook.program.run(rulebook.admit(dossier))
    expected = [plainly(criterion, dossier, rulebook.vocabulary.scope) for criterion in rulebook.criteria]
    assert found == expected


def plainly(criterion: fourgood.Criterion, dossier: fourgood.Dossier, scope):
    """What a criterion comes to, written from its definition."""
    if dossier.kind not in criterion.applies_to:
        return NOT_APPLICABLE
    identity = {"kind": dossier.kind, "organisation_type": dossier.organisation_type}
    counted = dossier.attested if criterion.evidence_required else dossier.facts
    applies = MET
    if criterion.organisation_types is not None:
        types, own = criterion.organisation_types, dossier.organisation_type
        applies = MET | NOT_MET if own is None else MET if own in types else NOT_MET
    if criterion.applies_when is not None:
        guard = truth(criterion.applies_when, scope, {**dossier.facts, **identity})
        applies = NOT_MET if NOT_MET in (applies, guard) else applies | guard
    if applies == NOT_MET:
        return NOT_APPLICABLE
    return truth(criterion.rule, scope, {**counted, **identity}) | (NOT_APPLICABLE if applies & NOT_MET else 0)


@given(rulebooks(), dossiers())
def test_an_atom_asks_its_own_leaf(rulebook, dossier):
    """Each comparison that an explanation could cite comes to what the plain evaluator says of it."""
    admitted, scope = rulebook.admit(dossier), rulebook.vocabulary.scope
    identity = {"kind": dossier.kind, "organisation_type": dossier.organisation_type}
    for line in rulebook.lines.values():
        for atom in (*line.guard_atoms, *line.rule_atoms):
            assert isinstance(atom, Atom)
            facts = admitted.attested if atom.attested else admitted.facts
            assert atom.open(admitted) == truth(atom.leaf, scope, {**facts, **identity})
