"""`may_only`: a layer moves a parameter of another one only in the way that it allows."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from fourgood.citation import Origin
from fourgood.contribution import Contribution
from fourgood.direction import BOTH
from fourgood.errors import Fault
from fourgood.polarity import Polarity, Use, WhyBoth, direction_of, tightened
from fourgood.scale import misfit
from fourgood.text import Text
from fourgood.vocabulary import Dated, MayOnly, Parameter, Setting
from fourgood.write import number_text

WAYS = {
    "tighten": Text("siết chặt", "tightened"),
    "loosen": Text("nới lỏng", "loosened"),
    "nothing": Text("giữ nguyên", "kept as it is"),
}

WHY_BOTH: Mapping[WhyBoth, str] = {
    "guard": "`{key}` has no direction to {way}: it decides where `{user}` applies",
    "invariant": "`{key}` has no direction to {way}: the invariant `{user}` rejects dossiers by it",
    "bands": "`{key}` has no direction to {way}: it decides the points of `{user}`",
    "several": "`{key}` has no direction to {way}: `{user}` reads it in a way that works in both directions",
}


@frozen
class Floor:
    """What a rulebook or layer allows those above it to do with a parameter."""

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
    """What moves a parameter in a way that it may not be moved, as the rules read it in each year."""
    polarity, parameters = Polarity(rules), {each.key: each for each in rules.parameters}
    unclear: set[str] = set()
    for floor in floors:
        parameter = parameters.get(floor.key)
        if parameter is not None and floor.way != "nothing":
            for fault in _unclear(floor, parameter, polarity):
                unclear.add(floor.key)
                yield fault
    for move in moves:
        parameter = parameters.get(move.floor.key)
        if parameter is not None and (move.floor.key not in unclear or move.floor.way == "nothing"):
            yield from _refused(move, parameter, polarity)


def _unclear(floor: Floor, parameter: Parameter, polarity: Polarity) -> Iterator[Fault]:
    """The fault of the first year in which higher is not simply easier or harder."""
    for dated in parameter.values:
        found = polarity.uses(parameter, dated.first_year)
        if direction_of(found) == BOTH:
            yield _directionless(floor, found)
            return


def _directionless(floor: Floor, found: Iterable[Use]) -> Fault:
    """Why a parameter cannot be moved one way alone: the first use that works both ways, or those that pull apart."""
    users = list(found)
    values = {"key": floor.key, "way": floor.way, "users": ", ".join(f"`{use.user}`" for use in users)}
    why = next((use for use in users if use.why_both), None)
    hint = "Split it in two, or leave out may_only"
    if why is None or why.why_both is None:
        message = "`{key}` has no direction to {way}: a higher value is easier for some of {users}, harder for others"
        return Fault(message, values, floor.origin.place, hint)
    return Fault(WHY_BOTH[why.why_both], {**values, "user": why.user}, floor.origin.place, hint)


def _refused(move: Move, parameter: Parameter, polarity: Polarity) -> Iterator[Fault]:
    """One fault for the first year in which a move is not allowed."""
    before, after, floor = move.before.value, move.after.value, move.floor
    if before == after or misfit(before, parameter.measure, parameter.scale):
        return
    for year in move.years:
        found = polarity.uses(parameter, year, (before, after))
        direction = direction_of(found)
        if floor.way == "nothing" or tightened(before, after, parameter, direction) is (floor.way == "loosen"):
            yield _fault(move, year)
            return
        if direction == BOTH:
            yield _directionless(floor, found)
            return


def _fault(move: Move, year: int) -> Fault:
    values = {
        "key": move.floor.key,
        "way": WAYS[move.floor.way],
        "before": _said(move.before.value),
        "after": _said(move.after.value),
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


def _said(value: Setting) -> str:
    return value if isinstance(value, str) else number_text(value)
