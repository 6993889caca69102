"""Small changes of a dossier: a value, a comparison put at its threshold, a fact forgotten, its evidence another."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from attrs import evolve, frozen
from hypothesis import strategies as st

from fourgood.dossier import Dossier, Evidence
from fourgood.record import Record
from fourgood.testing.cells import replaced
from fourgood.testing.comparison import SIDES, Comparison, Grid, Side
from fourgood.testing.pick import one_of_many
from fourgood.testing.space import APPRAISED, Space, remembered
from fourgood.vocabulary import UnitKind, Value

OWN = Evidence("Báo cáo tự kiểm điểm", attested_by="unit")
"""The evidence of a unit that speaks for itself."""


SCALES = (1, 2, 5)
"""How large other facts are where a comparison is placed anew, in the units that meet it exactly."""

HANDFUL = 7
"""How many comparisons are placed with one draw."""


@frozen
class Take:
    """A fact takes a value."""

    key: str
    value: Value


@frozen
class Place:
    """A comparison is put below its threshold, at it, or above it."""

    comparison: Comparison
    side: Side
    scale: int


@frozen
class Forget:
    """A fact is not known any more."""

    key: str


@frozen
class Attest:
    """A fact has other evidence, or none."""

    key: str
    evidence: Evidence | None


@frozen
class Enter:
    """Some records of a table take a value in a column, the one of a number among those worth trying."""

    key: str
    column: str
    value: int
    first: int
    count: int


Change: TypeAlias = Take | Place | Forget | Attest | Enter


def changes(space: Space, kind: UnitKind, size: int, least: int = 0) -> st.SearchStrategy[list[Change]]:
    """Lists of changes for a kind of unit: each shrinks away by itself."""
    name = f"changes {space.criterion and space.criterion.id} {kind} {size} {least}"
    made: st.SearchStrategy[list[Change]] = remembered(space.rulebook, name, lambda: _changes(space, kind, size, least))
    return made


def placings(space: Space, kind: UnitKind, size: int) -> st.SearchStrategy[list[Change]]:
    """Lists of comparisons that are put below their thresholds, at them or above them; so many handfuls at most."""
    found = _places(space, kind)
    if not found:
        return st.just([])
    # A draw costs more than what is made of it, and what one placing moves another may move again.
    apart = len(found) // HANDFUL + 1
    handfuls = [[found[(at + step * apart) % len(found)] for step in range(HANDFUL)] for at in range(len(found))]
    return st.lists(one_of_many(handfuls), max_size=size).map(lambda drawn: [each for some in drawn for each in some])


def _places(space: Space, kind: UnitKind) -> list[Change]:
    return [Place(each, side, scale) for scale in SCALES for each in space.compared(kind) for side in SIDES]


def _changes(space: Space, kind: UnitKind, size: int, least: int) -> st.SearchStrategy[list[Change]]:
    asked = space.asked(kind)
    takes: list[Change] = [Take(key, value) for key in asked for value in space.options[key].values]
    places = _places(space, kind)
    rest: list[Change] = [Forget(key) for key in asked]
    demanded = [key for key in asked if key in space.demanded]
    rest += [Attest(key, evidence) for key in demanded for evidence in (None, OWN)]
    found = [one_of_many(each) for each in (takes, places, places, rest) if each]
    found += [_entries(space, key) for key in asked if key in space.cells]
    anything = [_anything(space, asked)] if any(space.facts[key].numeric for key in asked) else []
    if not found:
        return st.just([])
    return st.lists(st.one_of(*found, *anything), min_size=least, max_size=size)


def _entries(space: Space, key: str) -> st.SearchStrategy[Change]:
    """A column of one record, or of some records that follow each other."""
    columns = st.sampled_from(list(space.cells[key].columns))
    number = st.integers(0, 30)
    return st.builds(Enter, st.just(key), columns, number, number, st.integers(1, 4))


def _anything(space: Space, asked: Sequence[str]) -> st.SearchStrategy[Change]:
    """Any value of any number, however odd."""
    grids = {key: Grid(space.facts[key]) for key in asked if space.facts[key].numeric}
    index = st.integers(0, max(grid.last for grid in grids.values()))
    return st.builds(
        lambda key, index: Take(key, grids[key].value(index % (grids[key].last + 1))),
        one_of_many(list(grids)),
        index,
    )


def changed(dossier: Dossier, made: Iterable[Change], space: Space) -> Dossier:
    """A dossier with changes, the later ones over the earlier, and every invariant kept."""
    facts, evidence = dict(dossier.facts), dict(dossier.evidence)
    fixed: set[str] = set()
    for change in made:
        match change:
            case Take(key, value):
                facts[key] = value
                fixed.add(key)
            case Place(comparison, side, scale):
                placed = comparison.placed(facts, side, scale)
                facts.update(placed)
                fixed.update(comparison.keys if placed else ())
            case Forget(key):
                facts.pop(key, None)
                fixed.discard(key)
            case Enter(key):
                facts.update(entered(dossier, facts, change, space))
            case Attest(key, None):
                evidence.pop(key, None)
            case Attest(key, Evidence() as other):
                evidence[key] = other
    facts = space.repaired(facts, dossier.kind, dossier.organisation_type, fixed, dossier.facts)
    attests = {change.key for change in made if isinstance(change, Attest)}
    new = {key: APPRAISED for key in facts if key in space.demanded and key not in {*dossier.facts, *attests}}
    evidence = {key: each for key, each in {**new, **evidence}.items() if key in facts}
    return evolve(dossier, facts=facts, evidence=evidence)


def entered(dossier: Dossier, facts: Mapping[str, Value], made: Enter, space: Space) -> dict[str, Value]:
    """The table with some records changed, each as far as what it has to keep allows."""
    cells, found = space.cells[made.key], dict(facts)
    known = {**facts, "kind": dossier.kind, "organisation_type": dossier.organisation_type}
    for at in range(made.first, made.first + made.count):
        rows = found.get(made.key)
        if isinstance(rows, tuple) and rows:
            number = at % len(rows)
            values = list(cells.values(rows, number, made.column, known))
            row = Record({**rows[number], made.column: values[made.value % len(values)]})
            after = {**found, made.key: replaced(rows, number, row)}
            if space.relations.fits(made.key, after, dossier.kind, dossier.organisation_type):
                found = after
    return {made.key: found[made.key]} if made.key in found else {}
