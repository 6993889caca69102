"""The nearest dossier: with no other are fewer facts changed."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import fourgood
import fourgood.testing.nearest as nearest_module
from fourgood.admit import admit
from fourgood.analysis.plainly import plainly
from fourgood.analysis.space import Space, Unconfirmed
from fourgood.criterion import Criterion
from fourgood.errors import DossierError
from fourgood.outcome import MET, NOT_MET
from fourgood.testing.nearest import nearest
from strategies import YEAR, count, keyed, text
from tiny import CONDITIONS, SPACE, VALUES, VOCABULARY, every_complete


def admitted(**facts):
    """A cell with all facts of the tiny vocabulary."""
    return admit(fourgood.Dossier("u", "cell", YEAR, "", "bank", facts=facts), VOCABULARY, YEAR)


def far(one, other):
    """How many facts differ."""
    return sum(one.facts.get(key) != other.facts.get(key) for key in VALUES)


@settings(max_examples=80, deadline=None)
@given(CONDITIONS, st.fixed_dictionaries({key: st.sampled_from(values) for key, values in VALUES.items()}))
def test_no_dossier_is_nearer(rule, facts):
    """Compared with all complete cells of the same type."""
    try:
        base = admitted(**facts)
    except DossierError:
        assume(False)
    criterion = Criterion("c", "g", text("c"), rule)
    assume("organisation_type" not in fourgood.to_text(rule))
    for outcome in (MET, NOT_MET):
        fitting = [each for each in every_complete() if plainly(criterion, VOCABULARY.scope, each) == outcome]
        found = nearest(SPACE, (criterion,), lambda opens, outcome=outcome: opens[0] == outcome, (base,))
        if found is None:
            assert fitting == []
        elif len(found.facts) == len(VALUES):
            assert far(base, found) == min(far(base, each) for each in fitting)


def test_a_fact_is_forgotten_only_where_nothing_else_will_do():
    """Unknown wants an absent fact, or one without its evidence."""
    base = admitted(a=1, b=2, c=0, n=1, f=True, g="good")
    criterion = Criterion("c", "g", text("c"), "a >= 1")
    found = nearest(SPACE, (criterion,), lambda opens: opens[0] == MET | NOT_MET, (base,))
    assert found is not None and set(base.facts) - set(found.facts) == {"a"}


def test_looking_for_a_dossier_ends(monkeypatch):
    """Of forty facts single ones are changed, then all at once; one budget holds for all that is tried."""
    known = keyed([count(f"f{at}") for at in range(40)])
    criterion = Criterion("c", "g", text("c"), " and ".join(f"f{at} >= 1" for at in range(40)))
    space = Space(fourgood.Vocabulary(known, {}, {}), YEAR)
    assert [len(each) for each in nearest_module._sets(space, [criterion])][:3] == [1, 40, 1]

    base, tried = admit(fourgood.Dossier("u", "cell", YEAR), space.vocabulary, YEAR), []
    monkeypatch.setattr(nearest_module, "ALL_STEPS", 100)
    monkeypatch.setattr(Space, "near", lambda *given: tried.append(given))
    assert nearest(space, [criterion], lambda opens: opens[0] == MET, [base]) is None
    assert len(tried) == 100 // nearest_module.TRY


def test_looking_for_what_only_lacks_a_fact_ends_too(monkeypatch):
    """Each try costs what the rules are long: within the same budget."""
    known = keyed([count(f"f{at}") for at in range(40)])
    criterion = Criterion("c", "g", text("c"), " and ".join(f"f{at} >= 1" for at in range(40)))
    space, tried = Space(fourgood.Vocabulary(known, {}, {}), YEAR), []
    base = admit(fourgood.Dossier("u", "cell", YEAR, facts=dict.fromkeys(known, 0)), space.vocabulary, YEAR)

    def unconfirmed(*given):
        tried.append(given)
        raise Unconfirmed

    monkeypatch.setattr(nearest_module, "ALL_STEPS", 44 * nearest_module.TRY + 10 * (40 + nearest_module.TRY))
    monkeypatch.setattr(Space, "near", lambda *given: None)
    monkeypatch.setattr(Space, "confirmed", unconfirmed)
    assert nearest(space, [criterion], lambda opens: opens[0] == MET, [base]) is None
    assert len(tried) == 10


def test_what_most_changes_leave_is_asked_once():
    """What comparisons of facts that stay come to is known beforehand; of what is free it is not."""
    base = admitted(a=1, b=2, c=0, n=1, f=True, g="good")
    rule = 'a >= 2 and b >= 2 and organisation_type == "bank"'
    criterion = Criterion("c", "g", text("c"), rule)
    found = nearest(SPACE, (criterion,), lambda opens: opens[0] == MET, (base,))
    assert found is not None and far(base, found) == 1 and found.facts["a"] == 2
