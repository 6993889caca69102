"""What each strategy promises, on ten thousand draws: in parts of few seconds, each with a seed."""

from collections import Counter

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

import fourgood
import fourgood.testing
from fourgood import Outcome, Role, Status, decide, evaluate
from fourgood.check import check
from fourgood.parse import parse
from fourgood.rule import walk
from fourgood.testing import (
    boundary,
    degrade,
    dossiers,
    forget,
    improve,
    near,
    not_recognized,
    recognized,
    rule_texts,
    rulebooks,
    rules,
    unknown_because,
)
from fourgood.testing.cells import cells
from fourgood.testing.moves import differing, figures_changed
from fourgood.testing.sample import SAMPLE
from meetingrules import book

pytestmark = pytest.mark.draws

DRAWS = 10_000
AT_ONCE = 10
"""How many draws hypothesis takes for one example: it pays for each example too."""

OF_RECORDS = book("share(m.attendance > 0.85 for m in meetings) >= 2/3")
BASES = [each for each in boundary(SAMPLE, None) if len(each.facts) == len(SAMPLE.vocabulary.facts)][:40]
TABLES = [each for each in boundary(OF_RECORDS, None) if each.facts.get("meetings")][:40]


def is_admitted(dossier, book=SAMPLE):
    """Known facts, within bounds, every invariant kept."""
    book.admit(dossier)


def is_admitted_with_records(dossier):
    """The same of records."""
    OF_RECORDS.admit(dossier)


def is_complete(dossier):
    """Nothing is absent."""
    assert set(SAMPLE.admit(dossier).facts) == set(SAMPLE.vocabulary.facts)


def is_near(pair):
    """Two changes, and what an invariant makes of each."""
    base, dossier = pair
    SAMPLE.admit(dossier)
    assert len(differing(base, dossier)) <= 4 and dossier.kind == base.kind


def is_recognised(dossier):
    """It is."""
    assert evaluate(dossier, SAMPLE).status is decide(dossier, SAMPLE) is Status.RECOGNIZED


def is_refused(dossier):
    """It is."""
    assert evaluate(dossier, SAMPLE).status is decide(dossier, SAMPLE) is Status.NOT_RECOGNIZED


def fails_by_one(dossier):
    """Nothing but one criterion stands in the way, and nothing else is open."""
    verdict = evaluate(dossier, SAMPLE)
    assert verdict.status is Status.NOT_RECOGNIZED
    against = {each.criterion.id for each in verdict.findings if each.adverse}
    assert against == {"attended_well"} and Outcome.UNKNOWN not in {each.outcome for each in verdict.findings}


def wants_one_fact(dossier):
    """Undetermined, and that fact decides it either way."""
    verdict = evaluate(dossier, SAMPLE)
    assert verdict.status is Status.UNDETERMINED and verdict.missing == ("held",) and "held" not in dossier.facts
    assert {decide(dossier.with_facts({"held": held}), SAMPLE) for held in (0, 60)} == {
        Status.RECOGNIZED,
        Status.NOT_RECOGNIZED,
    }


def ranked(fact, value):
    """The place of a value, better ones later."""
    place = fact.scale.ranks[value] if fact.scale else value
    return place if fact.better == "higher" else -place


def moved(sign):
    """Facts with a direction go along it or against it, no others."""

    def along(pair):
        base, dossier = pair
        SAMPLE.admit(dossier)
        for key, (old, new) in differing(base, dossier).items():
            fact = SAMPLE.vocabulary.facts[key]
            assert fact.better and (ranked(fact, new) > ranked(fact, old)) is (sign > 0)

    return along


def moved_in_tables(sign):
    """The same of columns."""

    def along(pair):
        base, dossier = pair
        OF_RECORDS.admit(dossier)
        (meetings,) = OF_RECORDS.vocabulary.facts.values()
        for each in figures_changed(base, dossier):
            column = meetings.table.column(each.column)
            assert column.better and (ranked(column, each.new) > ranked(column, each.old)) is (sign > 0)

    return along


def is_less(pair):
    """Something is gone, nothing is new, and what it may come to is what it might have come to before."""
    base, dossier = pair
    assert dossier.facts.items() <= base.facts.items() and dossier.evidence.items() <= base.evidence.items()
    assert len(dossier.facts) + len(dossier.evidence) < len(base.facts) + len(base.evidence)
    assert evaluate(base, SAMPLE).open_statuses <= evaluate(dossier, SAMPLE).open_statuses


def is_less_in_tables(pair):
    """The same of records."""
    base, dossier = pair
    held = cells(dossier.facts.get("meetings", ()))
    assert held.items() < cells(base.facts["meetings"]).items()
    assert evaluate(base, OF_RECORDS).open_statuses <= evaluate(dossier, OF_RECORDS).open_statuses


def is_a_rule(condition):
    """The type check takes it."""
    vocabulary = SAMPLE.vocabulary
    assert not check(condition, vocabulary.scope, vocabulary.at_most)


def is_a_text(text):
    """It is read, and what is read is a rule."""
    is_a_rule(parse(text))


def can_be_evaluated(rulebook):
    """Whatever it asks for, it comes to something of a dossier of which nothing is known."""
    verdict = evaluate(fourgood.Dossier("u1", "cell", rulebook.year), rulebook)
    assert verdict.open_statuses and len(verdict.findings) == len(rulebook.criteria)


def from_bases(strategy, bases):
    """Pairs of a dossier and what a strategy makes of it."""
    return st.one_of([st.tuples(st.just(base), strategy(base)) for base in bases])


PROMISES = {
    "dossiers": (lambda: dossiers(SAMPLE), is_admitted, 2),
    "dossiers, with records": (lambda: dossiers(OF_RECORDS), is_admitted_with_records, 2),
    "dossiers, complete": (lambda: dossiers(SAMPLE, complete=True), is_complete, 2),
    "near": (lambda: from_bases(lambda base: near(base, SAMPLE, changes=2), BASES), is_near, 2),
    "recognized": (lambda: recognized(SAMPLE), is_recognised, 2),
    "not_recognized": (lambda: not_recognized(SAMPLE), is_refused, 2),
    "not_recognized, only": (lambda: not_recognized(SAMPLE, only="attended_well"), fails_by_one, 2),
    "unknown_because": (lambda: unknown_because("held", SAMPLE), wants_one_fact, 2),
    "improve": (lambda: from_bases(lambda base: improve(base, SAMPLE), BASES), moved(1), 2),
    "degrade": (lambda: from_bases(lambda base: degrade(base, SAMPLE), BASES), moved(-1), 2),
    "improve, with records": (
        lambda: from_bases(lambda base: improve(base, OF_RECORDS), TABLES),
        moved_in_tables(1),
        5,
    ),
    "degrade, with records": (
        lambda: from_bases(lambda base: degrade(base, OF_RECORDS), TABLES),
        moved_in_tables(-1),
        5,
    ),
    "forget": (lambda: from_bases(forget, BASES), is_less, 2),
    "forget, with records": (lambda: from_bases(forget, TABLES), is_less_in_tables, 2),
    "rules": (rules, is_a_rule, 1),
    "rule_texts": (rule_texts, is_a_text, 1),
    "rulebooks": (rulebooks, can_be_evaluated, 8),
}
"""Each strategy, what it promises, and in how many parts that is tried."""


@pytest.mark.parametrize(
    ("name", "part"), [(name, part) for name, (*_, parts) in PROMISES.items() for part in range(parts)]
)
def test_what_a_strategy_promises_holds(name, part):
    """With every health check of hypothesis."""
    strategy, promise, parts = PROMISES[name]

    @seed(part)
    @settings(max_examples=DRAWS // parts // AT_ONCE, suppress_health_check=(), database=None)
    @given(st.tuples(*[strategy()] * AT_ONCE))
    def holds(drawn):
        for each in drawn:
            promise(each)

    holds()


TOLD = {
    "dossiers": dossiers,
    "near": lambda book: near(fourgood.Dossier("u1", "cell", book.year), book),
    "recognized": recognized,
    "rules": lambda book: rules(book.vocabulary),
    "rule_texts": lambda book: rule_texts(book.vocabulary),
    "rulebooks": lambda book: rulebooks(book.vocabulary),
}


@pytest.mark.parametrize("strategy", TOLD.values(), ids=TOLD)
def test_a_strategy_is_told_in_few_words(strategy, default_rulebook):
    """However much there is to draw from: hypothesis prints it, and warns where that is long."""
    assert len(repr(strategy(SAMPLE))) < len(repr(strategy(default_rulebook))) + 1 < 16_000


def test_every_strategy_promises_something():
    """Those that are added later too."""
    others = {"Case", "CaseError", "Expected", "coverage_of", "examine", "laws", "read_cases", "suite", "target_of"}
    assert {name.partition(",")[0] for name in PROMISES} | others | {"boundary"} == set(fourgood.testing.__all__)


def collected(strategy, number=2000):
    """What is drawn."""
    found = []

    @seed(0)
    @settings(max_examples=number, suppress_health_check=(), database=None)
    @given(strategy)
    def draw(drawn):
        found.append(drawn)

    draw()
    return found


def test_what_is_rare_turns_up_among_the_recognised_and_the_refused():
    """Both kinds, what does not apply, what only just suffices; each criterion that can refuse does."""
    good = [evaluate(each, SAMPLE) for each in collected(recognized(SAMPLE))]
    assert {each.dossier.kind for each in good} == {"cell", "committee"}
    assert any(each.finding("attended_well").outcome is Outcome.NOT_APPLICABLE for each in good)
    assert any(each.dossier.facts.get("held") == 12 for each in good)
    assert any(each.dossier.facts.get("score") == 70 for each in good)
    refused = [evaluate(each, SAMPLE) for each in collected(not_recognized(SAMPLE))]
    against = Counter(each.criterion.id for verdict in refused for each in verdict.findings if each.adverse)
    assert set(against) >= {each.id for each in SAMPLE.criteria if each.role is not Role.DEFERRAL}


def test_every_operator_and_every_role_turns_up():
    """Of rules each kind of node, of rulebooks each role, standards, bands and grades."""
    nodes = {type(node).__name__ for rule in collected(rules(), 1000) for node in walk(rule)}
    assert nodes >= {
        "Compare",
        "Member",
        "Name",
        "Truth",
        "Not",
        "All",
        "Any",
        "AtLeast",
        "Arithmetic",
        "Number",
        "Word",
    }
    found = collected(rulebooks(), 300)
    assert {each.role for book in found for each in book.criteria} == set(Role)
    assert any(book.grades for book in found) and any(each.bands for book in found for each in book.criteria)
