"""A round: all units of a year together, from the bottom up, so that some can count those directly below them."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

from attrs import evolve, field, frozen

from fourgood.admit import admit
from fourgood.below import counts
from fourgood.dossier import Dossier
from fourgood.errors import DossierError, Fault
from fourgood.evaluation import evaluate
from fourgood.rulebook import Rulebook
from fourgood.verdict import Verdict
from fourgood.vocabulary import Fact

MAX_NAMED = 3
"""How many of the units that keep a count open are named."""


@frozen(eq=False)
class Round:
    """The verdicts of units by their ids, in the order in which they were given, and why others have none."""

    verdicts: Mapping[str, Verdict]
    rejected: Mapping[str, DossierError]


def evaluate_round(dossiers: Iterable[Dossier], rulebook: Rulebook, unread: Collection[str | None] = ()) -> Round:
    """What the dossiers of a year come to under a rulebook, those of units below first.

    A fact with `counts_below` that a dossier does not state is the number of units that name this one as their parent
    and for which the condition holds. It stays absent while that is open for one of them, where one was rejected, and
    where there is none. `unread` has the parents of units that no dossier could be made of, None for one whose parent
    is not known: what they would count stays absent.

    A dossier that is rejected does not stop the others; nor do units that come twice, or whose parents form a circle.
    """
    given = list(dossiers)
    work = _Work(rulebook, _by_id(given), frozenset(each and _form(each) for each in unread))
    work.reject()
    for id in work.upwards():
        work.evaluate(id)
    ids = {str(each.id): _form(each.id) for each in given}
    return Round(
        {id: work.verdicts[form] for id, form in ids.items() if form in work.verdicts},
        {id: work.rejected[form] for id, form in ids.items() if form in work.rejected},
    )


def _form(id: object) -> str:
    """An id, composed or not, as it is compared."""
    return unicodedata.normalize("NFC", str(id))


def _by_id(dossiers: Iterable[Dossier]) -> dict[str, list[Dossier]]:
    found: dict[str, list[Dossier]] = {}
    for each in dossiers:
        found.setdefault(_form(each.id), []).append(each)
    return found


@frozen(slots=False)
class _Work:
    """A round while it is evaluated; all by the forms of ids."""

    rulebook: Rulebook
    units: Mapping[str, list[Dossier]]
    unread: frozenset[str | None]
    below: Mapping[str, tuple[str, ...]] = field(init=False)
    verdicts: dict[str, Verdict] = field(factory=dict, init=False)
    rejected: dict[str, DossierError] = field(factory=dict, init=False)

    @below.default
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        """The units that name each as their parent, in the order of their ids."""
        found: dict[str, set[str]] = {}
        for id, same in self.units.items():
            for parent in (each.parent for each in same if each.parent):
                found.setdefault(_form(parent), set()).add(id)
        return {parent: tuple(sorted(ids)) for parent, ids in found.items()}

    def reject(self) -> None:
        """Units that come twice, and those in a circle."""
        for id, same in self.units.items():
            if len(same) > 1:
                message = "the unit `{unit}` is there {number} times in one round"
                values = {"unit": same[0].id, "number": len(same)}
                self.rejected[id] = DossierError(Fault(message, values, hint="Keep one of them"))
        apart = {id: same[0] for id, same in self.units.items() if id not in self.rejected}
        parents = {id: _form(each.parent) for id, each in apart.items() if each.parent}
        for circle in circles(parents):
            shown = " → ".join(str(self.units[id][0].id) for id in (*circle, circle[0]))
            for id in circle:
                self.rejected[id] = DossierError(_in_circle(self.units[id][0], shown))

    def upwards(self) -> Iterable[str]:
        """The units that can be evaluated, each after those below it."""
        left = {id: [each for each in self.below.get(id, ()) if each not in self.rejected] for id in self.units}
        return TopologicalSorter({id: ids for id, ids in left.items() if id not in self.rejected}).static_order()

    def evaluate(self, id: str) -> None:
        try:
            self.verdicts[id] = evaluate(self.counted(id, self.units[id][0]), self.rulebook)
        except DossierError as error:
            self.rejected[id] = error

    def counted(self, id: str, dossier: Dossier) -> Dossier:
        """The dossier with the facts that count the units below it, where there are any; to be admitted again."""
        below, vocabulary = self.below.get(id, ()), self.rulebook.vocabulary
        if not vocabulary.counted or not (below or id in self.unread):
            return dossier
        # Its facts may stand under their titles, and functions have to see what is counted.
        admitted = admit(dossier, vocabulary, self.rulebook.year)
        facts, failures = dict(admitted.facts), dict(admitted.failures)
        for fact in vocabulary.counted:
            if fact.key in facts or admitted.kind not in fact.applies_to:
                continue
            found = self.count(fact, id, below)
            if isinstance(found, Fault):
                failures[fact.key] = found
            else:
                facts[fact.key] = found
        evidence = {key: each for key, each in admitted.evidence.items() if key in admitted.facts}
        return evolve(admitted, facts=facts, evidence=evidence, failures=failures)

    def count(self, fact: Fact, id: str, below: Iterable[str]) -> int | Fault:
        """How many units below a fact counts, or why that is not known."""
        if not self.unread.isdisjoint((id, None)):
            message = "`{key}` is not counted: units that may be directly below could not be read"
            return Fault(message, {"key": fact.key})
        found = {each: counts(fact, self.verdicts[each]) if each in self.verdicts else None for each in below}
        if waiting := [each for each, counted in found.items() if counted is None]:
            message = "`{key}` is not counted: rejected or still open for {units}"
            named = [*waiting[:MAX_NAMED], *(["…"] if len(waiting) > MAX_NAMED else [])]
            return Fault(message, {"key": fact.key, "units": ", ".join(named)})
        return sum(1 for counted in found.values() if counted)


def _in_circle(dossier: Dossier, circle: str) -> Fault:
    place = dossier.places.get("parent") or evolve(dossier.place, key="parent")
    message = "the parents of the unit `{unit}` form a circle: {circle}"
    hint = "Name the unit directly above it as its parent, or none"
    return Fault(message, {"unit": dossier.id, "circle": circle}, place, hint)


def circles(parents: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The circles among units and their parents, each once, from its first unit up."""
    seen = set[str]()
    for start in parents:
        path = dict[str, None]()
        here = start
        while here in parents and here not in seen and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            found = [*path][[*path].index(here) :]
            first = found.index(min(found))
            yield (*found[first:], *found[:first])
        seen.update(path)
