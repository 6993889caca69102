"""`may_only`: a layer moves a parameter of another one only in the way that it allows, and leaves what it locks."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from fourgood.citation import Origin
from fourgood.contribution import Contribution
from fourgood.direction import BOTH
from fourgood.errors import Fault
from fourgood.history import Section
from fourgood.polarity import Polarity, Use, WhyBoth, direction_of, tightened
from fourgood.scale import PERCENT, misfit
from fourgood.text import Text
from fourgood.vocabulary import Dated, MayOnly, Parameter, Setting
from fourgood.write import number_text

WAYS = {
    "tighten": Text("siết chặt", "tightened"),
    "loosen": Text("nới lỏng", "loosened"),
    "nothing": Text("giữ nguyên", "kept as it is"),
}

WHY_BOTH: Mapping[WhyBoth, str] = {
    "guard": "`{key}` cannot be said to be {way}: it decides where `{user}` applies",
    "invariant": "`{key}` cannot be said to be {way}: the invariant `{user}` rejects dossiers by it",
    "count": "`{key}` cannot be said to be {way}: `{user}` counts units below by it",
    "bands": "`{key}` cannot be said to be {way}: it decides the points of `{user}`",
    "several": "`{key}` cannot be said to be {way}: `{user}` reads it in a way that works in both directions",
}


@frozen
class Floor:
    """What a rulebook or layer allows those that extend it to do with a parameter, or with another part: nothing."""

    section: Section
    key: str
    way: MayOnly
    origin: Origin
    layer: str | None = None


@frozen
class Move:
    """A value that a layer puts in the place of another, over a floor."""

    floor: Floor
    before: Dated
    after: Dated

    @property
    def years(self) -> range:
        """The years that both values cover."""
        first = max(self.before.first_year, self.after.first_year)
        return range(first, min(self.before.last_year, self.after.last_year) + 1)


def floor_faults(moves: Iterable[Move], floors: Iterable[Floor], rules: Contribution) -> Iterator[Fault]:
    """What moves a parameter in a way that it may not be moved, as the rules read it in each year.

    Years in which they cannot be loaded are left out: why not is told when that is tried.
    """
    polarity, parameters = Polarity(rules), {each.key: each for each in rules.parameters}
    unclear: set[str] = set()
    for floor in floors:
        parameter = parameters.get(floor.key) if floor.section == "parameters" else None
        if parameter is not None and floor.way != "nothing":
            for fault in _unclear(floor, parameter, polarity):
                unclear.add(floor.key)
                yield fault
    for move in moves:
        parameter = parameters.get(move.floor.key)
        if parameter is not None and (move.floor.key not in unclear or move.floor.way == "nothing"):
            yield from _refused(move, parameter, polarity)


def kept(floors: Iterable[Floor], origin: Origin, changes: bool) -> Iterator[Fault]:
    """The faults of a layer that changes, or drops, what others say may not be."""
    for floor in floors:
        message = "`{key}` may only be {way}, says {first}; {second} drops it"
        if changes:
            message = "`{key}` may only be {way}, says {first}; {second} changes it"
        values = {"key": floor.key, "way": WAYS[floor.way], "first": floor.origin.text, "second": origin.text}
        name = floor.key if floor.section == "rulebook" else f"{floor.section}.{floor.key}"
        yield Fault(message, values, evolve(origin.place, key=name), "Leave it, or ask those who set it")


def _unclear(floor: Floor, parameter: Parameter, polarity: Polarity) -> Iterator[Fault]:
    """The fault of the first year in which higher is not simply easier or harder."""
    for dated in parameter.values:
        year = next(polarity.covered(range(dated.first_year, dated.last_year + 1)), None)
        if year is None or not polarity.fits(parameter, year):
            continue
        if direction_of(found := polarity.uses(parameter, year)) == BOTH:
            yield _directionless(floor, found)
            return


def _directionless(floor: Floor, found: Iterable[Use]) -> Fault:
    """Why a parameter cannot be moved one way alone: the first use that works both ways, or those that pull apart."""
    users = list(found)
    values = {"key": floor.key, "way": WAYS[floor.way], "users": ", ".join(f"`{use.user}`" for use in users)}
    why = next((use for use in users if use.why_both), None)
    hint = "Split it in two, or leave out may_only"
    if why is None or why.why_both is None:
        message = "`{key}` cannot be said to be {way}: a higher value is easier for some of {users}, harder for others"
        return Fault(message, values, floor.origin.place, hint)
    return Fault(WHY_BOTH[why.why_both], {**values, "user": why.user}, floor.origin.place, hint)


def _refused(move: Move, parameter: Parameter, polarity: Polarity) -> Iterator[Fault]:
    """One fault for the first year in which a move is not allowed."""
    before, after, floor = move.before.value, move.after.value, move.floor
    if before == after or misfit(before, parameter.measure, parameter.scale):
        return
    if floor.way == "nothing":
        yield _fault(move, parameter, move.years[0])
        return
    for year in polarity.covered(move.years):
        if not polarity.fits(parameter, year):
            continue
        found = polarity.uses(parameter, year, (before, after))
        direction = direction_of(found)
        if tightened(before, after, parameter, direction) is (floor.way == "loosen"):
            yield _fault(move, parameter, year)
            return
        if direction == BOTH:
            yield _directionless(floor, found)
            return


def _fault(move: Move, parameter: Parameter, year: int) -> Fault:
    values = {
        "key": move.floor.key,
        "way": WAYS[move.floor.way],
        "before": _said(move.before.value, parameter),
        "after": _said(move.after.value, parameter),
        "year": year,
        "first": move.floor.origin.text,
        "second": move.after.origin.text,
    }
    message = "`{key}` may only be {way}, says {first}; in {year} {second} moves it from {before} to {after}"
    return Fault(
        message,
        values,
        evolve(move.after.origin.place, key=f"parameters.{move.floor.key}"),
        "Leave it at {before}, or ask those who set it",
    )


def _said(value: Setting, parameter: Parameter) -> str:
    """As it is written in a rule file."""
    if isinstance(value, str):
        return value
    return f"{number_text(value * 100)}%" if parameter.measure == PERCENT else number_text(value)
