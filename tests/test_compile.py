"""The compiled readers say what the plain evaluator says."""

import pytest
from hypothesis import given, settings

import fourgood
from fourgood.check import check
from fourgood.compile import compile_test
from fourgood.line import Atom
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET
from fourgood.parse import parse
from fourgood.reasons import leaves, settled, written_out
from fourgood.rule import Arithmetic, Compare, Name, Not, Number
from fourgood.truth import truth
from fourgood.vocabulary import Definition, Vocabulary
from strategies import (
    CONDITIONS,
    FACT_SETS,
    FACTS,
    KINDS,
    SCOPE,
    TYPES,
    defined,
    dossiers,
    keyed,
    rulebooks,
    text,
)

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
    admitted = rulebook.admit(dossier)
    found, _ = rulebook.program.run(admitted)
    expected = [plainly(criterion, admitted, rulebook.vocabulary.scope) for criterion in rulebook.criteria]
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
        guard = truth(criterion.applies_when, scope, {**guarding(criterion, dossier), **identity})
        applies = NOT_MET if NOT_MET in (applies, guard) else applies | guard
    if applies == NOT_MET:
        return NOT_APPLICABLE
    return truth(criterion.rule, scope, {**counted, **identity}) | (NOT_APPLICABLE if applies & NOT_MET else 0)


def guarding(criterion: fourgood.Criterion, dossier: fourgood.Dossier):
    """The facts that count for a guard: all; but judgements only with their evidence, where it is demanded."""
    unproven = {"looked_at"} - set(dossier.attested) if criterion.evidence_required else set()
    return {key: value for key, value in dossier.facts.items() if key not in unproven}


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


LONG = " + ".join(["held * held * due"] * 30)


@pytest.mark.parametrize(
    "rule",
    [
        f"{LONG} > 3",  # more source than Python's parser should be given
        "held / (due * 2 + 1) > 0.5",
        "held / (due / (expected + 1)) > 0.5",
        "held / (due - expected) > 0.5",  # a divisor that may be negative
        "held / balance / balance > 0.01",
        "held / min_attendance > 0.5",
        "held / least < 0",  # a parameter that is negative
        "held / a_third / 2 > 0.5",
        "held / -2 < 0",
        "held / pace > 1",
        "warmth * warmth - score / warmth >= 0.25",
        "score > a_third",
        "score in (0.85, 0.3)",
        "warmth in (0.5, 2)",
        "pace in (1, 2)",
        "min_held in (12,)",
        "min_held > least",
        "3 > 2",
        'grade_now in ("good",)',
        "gap * gap > min_held * a_third",
    ],
)
@given(facts=FACT_SETS)
def test_arithmetic_of_every_sort(rule, facts):
    """Compiled where it can be, left to the plain evaluator where not: the answer is the same."""
    condition = parse(rule)
    assert compile_test(condition, SCOPE)(facts, None, "cell") == truth(condition, SCOPE, facts)


def test_the_deepest_rule_over_the_deepest_definition_compiles():
    """As deep as the checks allow: in arithmetic and in conditions."""
    sums, nots = [defined("s0", "held + 1")], [defined("n0", "clean")]
    for at in range(1, 45):
        sums.append(Definition(f"s{at}", text("s"), Arithmetic(Name(f"s{at - 1}"), "+", Number(1))))
        nots.append(Definition(f"n{at}", text("n"), Not(Name(f"n{at - 1}"))))
    scope = Vocabulary(keyed(FACTS), keyed([*sums, *nots]), {}).scope
    term, condition = Name("s44"), Name("n44")
    for _ in range(50):
        term, condition = Arithmetic(term, "-", Name("due")), Not(condition)
    compared = Compare(term, ">", Number(0))
    assert check(compared, scope) == check(condition, scope) == []
    assert compile_test(compared, scope)({"held": 6, "due": 1}, None, "cell") == MET
    assert compile_test(compared, scope)({"held": 5, "due": 1}, None, "cell") == NOT_MET
    assert compile_test(condition, scope)({"clean": True}, None, "cell") == MET
