"""What would mend rules that cases say are wrong: what mends all comes first, and nothing that holds goes wrong."""

from fractions import Fraction

import pytest

import fourgood
from fourgood import Dossier, Outcome
from fourgood.criterion import Criterion
from fourgood.language import language
from fourgood.testing.case import Case, Expected
from fourgood.testing.exchange import MAX_PAIRS, Exchange
from fourgood.testing.mend import best, mends_of
from fourgood.testing.mutationreport import mutation_of
from fourgood.vocabulary import Vocabulary
from strategies import MEETINGS, YEAR, count, defined, keyed, text, threshold

VOCABULARY = Vocabulary(
    keyed(
        (
            count("attended", measure=MEETINGS),
            count("expected", measure=MEETINGS),
            *(count(key) for key in ("absent", "before", "held", "talks")),
            fourgood.Fact("clean", fourgood.Kind.FLAG, text("clean")),
        )
    ),
    keyed((defined("attendance", "expected / attended"),)),
    keyed((threshold("floor", Fraction(85, 100)),)),
)


def book(rule, *more, guard=None):
    criteria = (Criterion("c", "g", text("c"), rule, applies_when=guard and fourgood.parse(guard)), *more)
    return fourgood.Rulebook("test", text("t"), YEAR, VOCABULARY, (fourgood.Group("g", text("g")),), criteria)


def case(outcome, id="c", **facts):
    name = ", ".join(f"{key} {value}" for key, value in facts.items())
    return Case(name, Dossier("a", "cell", YEAR, facts=facts), Expected({id: outcome}))


def told(rulebook, *cases):
    """The best mends, each with how many cases are right then, of how many that fail."""
    found = best(mutation_of(rulebook, cases).mends)
    return [(str(each.mutant.change).partition("could be ")[2], len(each.right), each.failing) for each in found]


BOTH, HELD, CLEAN, NONE = (
    case(Outcome.MET, held=3, clean=True),
    case(Outcome.MET, held=3, clean=False),
    case(Outcome.MET, held=0, clean=True),
    case(Outcome.NOT_MET, held=0, clean=False),
)


def test_what_mends_all_is_told_alone():
    """Of an `and` for an `or` either part may be left out too: that mends one case of two."""
    rulebook = book("held >= 3 and clean")
    assert told(rulebook, BOTH, HELD, CLEAN, NONE) == [("`held >= 3 or clean`", 2, 2)]
    report = mutation_of(rulebook, (BOTH, HELD, CLEAN, NONE))
    assert len(report.mends) > 1 and not {each.mutant for each in report.mends} & {
        each.mutant for each in report.unnoticed
    }
    (mend,) = mends_of(HELD, report.mends)
    assert list(mend.lines(language("en")))[1] == "    then all 2 cases of `c` that fail would be right"


def test_where_nothing_mends_all_what_mends_most_comes_first():
    """Each says how many: without `clean` two cases are right, without the other part one. Nothing mends the last."""
    more = (case(Outcome.MET, held=4, clean=False), case(Outcome.UNKNOWN, held=5, clean=False))
    found = told(book("held >= 3 and clean"), CLEAN, HELD, *more)
    assert found[0] == ("`held >= 3 or clean`", 3, 4)
    assert [each[1:] for each in found] == [(3, 4), (2, 4), (2, 4), (1, 4), (1, 4)]


def test_what_breaks_a_case_that_holds_is_no_mend():
    """An `or` would, where a case says that one alone does not do."""
    against = case(Outcome.NOT_MET, held=9, clean=False)
    assert "`held >= 3 or clean`" in [each[0] for each in told(book("held >= 3 and clean"), CLEAN)]
    assert "`held >= 3 or clean`" not in [each[0] for each in told(book("held >= 3 and clean"), CLEAN, against)]


def test_an_exchange_that_breaks_a_case_that_holds_is_no_mend():
    """One case asks for it, another holds only without."""
    rule, asking = "attended >= 2 and expected >= 5", case(Outcome.MET, attended=6, expected=3)
    swapped = "`expected >= 2 and attended >= 5`"
    assert swapped in [each[0] for each in told(book(rule), asking)]
    holding = case(Outcome.MET, attended=3, expected=6)
    assert swapped not in [each[0] for each in told(book(rule), asking, holding)]


@pytest.mark.parametrize(
    "rule, mended",
    [
        ("expected / attended >= floor", "`attended / expected`"),
        ("attendance >= floor", "`attended / expected`"),
        ("expected >= floor * attended", "`attended >= floor * expected`"),
    ],
)
def test_two_facts_that_were_exchanged_are_exchanged_back(rule, mended):
    """Also inside a definition."""
    cases = (case(Outcome.MET, attended=19, expected=20), case(Outcome.NOT_MET, attended=10, expected=20))
    assert (mended, 1, 1) in told(book(rule, guard="attended > 0 and expected > 0"), *cases)


def test_a_fact_that_failing_cases_state_is_tried_in_the_place_of_one_that_is_read():
    """However many there are that are more alike; not where no case speaks of it."""
    other = Criterion("d", "g", text("d"), "absent + before + talks >= 1")
    cases = [case(Outcome.MET, talks=3), case(Outcome.NOT_MET, talks=1)]
    assert told(book("held >= 2", other), *cases) == [("`talks`", 2, 2)]
    assert "`talks`" not in [each[0] for each in told(book("held >= 2", other), case(Outcome.MET, held=1))]


def test_facts_of_one_kind_alone_are_exchanged_and_not_without_end():
    """However long the rule is."""
    keys = [f"f{at}" for at in range(20)]
    scope = keyed([*map(count, keys), fourgood.Fact("clean", fourgood.Kind.FLAG, text("clean"))])
    exchange = Exchange(scope, lambda one, other: one.kind is other.kind, lambda definition: definition.origin)
    rule = fourgood.parse("clean and " + " and ".join(f"{key} >= 1" for key in keys))
    found = list(exchange.of(rule, ()))
    assert len(found) == MAX_PAIRS and all(change.message == "`{text}` could be `{other}`" for change, _ in found)
    assert list(exchange.of(fourgood.parse("clean and f1 >= 1"), ())) == []
