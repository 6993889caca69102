"""What the cases of a criterion state and it does not read: a forgotten applicability looks like that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from attrs import frozen

from fourgood.analysis.remark import Remark, place_in, remark
from fourgood.cited import TYPE, cited_names, read_by
from fourgood.criterion import Criterion
from fourgood.errors import Fault
from fourgood.reached import reached
from fourgood.rulebook import Rulebook
from fourgood.testing.draft import Draft


def unread(drafts: Iterable[tuple[Draft, Rulebook]]) -> Iterator[Remark]:
    """Remarks on criteria whose own reviewed cases state what they do not read; each draft comes with its rulebook.

    Cases of the whole and what several start from are about many criteria, and no clue. Neither is what fewer than half
    of the cases state (one may show that a type makes no difference), what an invariant ties to something that is read,
    nor what most criteria have in their cases: that is a habit.
    """
    told = _by_criterion(drafts)
    for each in told.values():
        clues = [key for key in each.unread if not _is_habit(key, told.values())]
        if TYPE in clues:
            yield _typed(each)
        if facts := [key for key in clues if key != TYPE]:
            yield _stated(each, facts)


@frozen(eq=False, slots=False)
class _Told:
    """A criterion and its cases."""

    criterion: Criterion
    rulebook: Rulebook
    cases: tuple[Draft, ...]

    @cached_property
    def stated(self) -> Mapping[str, Draft]:
        """What at least half of the cases state, facts or the type, each with the first case that does."""
        found: dict[str, list[Draft]] = {}
        for case in self.cases:
            for key in _in(case):
                found.setdefault(key, []).append(case)
        return {key: cases[0] for key, cases in found.items() if 2 * len(cases) >= len(self.cases)}

    @cached_property
    def read(self) -> frozenset[str]:
        """What the criterion reads: through definitions, tables and derived facts too."""
        own = read_by(self.criterion, self.rulebook.vocabulary.scope)
        return frozenset(reached(own, partial(_further, self.rulebook)))

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """What is stated and neither read nor tied by invariants to what is."""
        known = self.rulebook.vocabulary
        invariants = [self.stated.keys() & set(cited_names(each.rule, known.scope)) for each in known.invariants]
        read = self.read & self.stated.keys()
        tied = set(reached(read, lambda key: (near for keys in invariants if key in keys for near in keys)))
        return tuple(key for key in self.stated if key not in tied)


def _by_criterion(drafts: Iterable[tuple[Draft, Rulebook]]) -> dict[str, _Told]:
    """The reviewed cases of the short form."""
    found: dict[str, _Told] = {}
    for draft, rulebook in drafts:
        if draft.reviewed and draft.at[0] == "criteria":
            (id,) = draft.criteria
            before = found[id].cases if id in found else ()
            found[id] = _Told(rulebook.criterion(id), rulebook, (*before, draft))
    return found


def _in(case: Draft) -> Iterator[str]:
    """What a case states."""
    yield from (TYPE,) if any(case.types) else ()
    yield from (key for key, value in case.stated.facts.items() if value is not None)


def _further(rulebook: Rulebook, key: str) -> tuple[str, ...]:
    """What the table of a fact speaks of, and what the fact is derived from."""
    fact = rulebook.vocabulary.facts.get(key)
    spoken = () if fact is None or fact.table is None else fact.table.mentions
    return (*spoken, *(source for each in rulebook.derived if each.fact.key == key for source in each.reads))


def _is_habit(key: str, told: Iterable[_Told]) -> bool:
    """Whether most of the criteria that do not read something have it in their cases nevertheless."""
    others = [each for each in told if key not in each.read]
    stating = sum(1 for each in others if key in each.stated)
    return stating > 1 and 2 * stating > len(others)


def _typed(told: _Told) -> Remark:
    criterion, case = told.criterion, told.stated[TYPE]
    message = "the cases of `{id}` state an organisation type, which it does not read: {type} in “{name}”, line {line}"
    hint = "Is `organisation_types` missing? If the cases show that the type makes no difference, all is well"
    values = {"id": criterion.id, "type": next(filter(None, case.types)), **_case(case)}
    place = place_in(told.rulebook, criterion, "organisation_types")
    return remark("unread-in-cases", Fault(message, values, place, hint))


def _stated(told: _Told, keys: Sequence[str]) -> Remark:
    criterion, case = told.criterion, told.stated[keys[0]]
    message = "the cases of `{id}` state {keys}, which it does not read: “{name}”, line {line}"
    guarded = (
        "Is something missing in its `applies_when`, or in its rule? "
        "If the cases show that it makes no difference, all is well"
    )
    bare = (
        "Is an `applies_when` missing, or was it meant in the rule? "
        "If the cases show that it makes no difference, all is well"
    )
    values = {"id": criterion.id, "keys": ", ".join(f"`{key}`" for key in keys), **_case(case)}
    place = place_in(told.rulebook, criterion, "applies_when")
    return remark("unread-in-cases", Fault(message, values, place, bare if criterion.applies_when is None else guarded))


def _case(case: Draft) -> dict[str, object]:
    """A case, as its file says it."""
    return {"name": case.at[-1], "line": case.place.line}
