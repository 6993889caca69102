"""The door of a table: which rows a rulebook does not admit, and why; the checks of `fourgood.admit` over columns."""

from collections.abc import Iterator, Mapping

import narwhals as nw
from attrs import evolve, field, frozen

from fourgood.errors import Fault
from fourgood.frames import kleene
from fourgood.frames.facts import Facts, RowByRow
from fourgood.frames.fields import Fields, is_text
from fourgood.frames.ranges import finer, outside
from fourgood.frames.rejecting import Bounds, Reason
from fourgood.frames.table import named
from fourgood.language import Language
from fourgood.rule import Condition, names
from fourgood.rulebook import Rulebook
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS, Scale
from fourgood.vocabulary import ALL_KINDS, Fact, Kind, UnitKind

UNPRINTABLE = r"^\s*$|[\x00-\x1f\x7f" + "\x80-\xa0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
"""An id that is empty, or holds what cannot be seen."""


@frozen
class Check:
    """Something that is wrong with the rows where `fails` is true: `column` says which column is to be looked at."""

    column: str
    fault: Fault
    fails: nw.Expr = field(repr=False)
    bounds: Bounds | None = None

    def reason(self, said: Language) -> Reason:
        """The same with its words."""
        return Reason(self.fails, nw.lit(self.fault.say(said)), self.bounds)


@frozen
class Door:
    """What a rulebook asks of the rows of a table; `read` has the columns as `fourgood.frames.table` prepared them."""

    rulebook: Rulebook
    fields: Fields
    facts: Facts
    written: Mapping[str, nw.Expr]
    identity: Mapping[str, nw.Expr]
    kind: UnitKind | None

    def checks(self) -> Iterator[Check]:
        """All that may be wrong with a row."""
        yield from self._identity()
        for key, column in self.fields.facts.items():
            if key in self.facts.columns:
                yield from self._fact(self.rulebook.vocabulary.facts[key], column)
        yield from self._invariants()

    def _identity(self) -> Iterator[Check]:
        for key, column in self.fields.identity.items():
            value = self.identity.get(key)
            match key:
                case "id" if value is not None:
                    yield self._check(column, "this unit has no id", value.is_null())
                    if is_text(self.fields.dtype(column)):
                        message = "this id is empty or holds characters that cannot be printed"
                        yield self._check(column, message, value.cast(nw.String).str.contains(UNPRINTABLE))
                case "year" if value is not None:
                    wrong = (value != self.rulebook.year).fill_null(True)
                    yield self._check(column, "the rulebook is of the year {year}", wrong, year=self.rulebook.year)
                case "kind" if value is not None:
                    yield from self._choice(column, value, UNIT_KINDS, required=True)
                case "organisation_type" if value is not None:
                    yield from self._choice(column, value, ORGANISATION_TYPES)

    def _fact(self, fact: Fact, column: str) -> Iterator[Check]:
        value = self.facts.columns[fact.key]
        if fact.applies_to != ALL_KINDS:
            yield from self._other_kind(fact, column, value)
        if fact.scale is not None:
            yield from self._choice(column, value, fact.scale)
        elif fact.numeric:
            yield from self._number(fact, column, value)

    def _other_kind(self, fact: Fact, column: str, value: nw.Expr) -> Iterator[Check]:
        (kind,) = fact.applies_to
        if self.kind == kind:
            return
        other = UNIT_KINDS.labels["committee" if kind == "cell" else "cell"]
        message, given = "`{key}` is not asked of this kind of unit: {kind}", ~value.is_null()
        elsewhere = True if self.kind is not None else kleene.negated(kleene.certainly(self.identity["kind"] == kind))
        fails = kleene.all_of((given, elsewhere))
        assert isinstance(fails, nw.Expr)
        yield self._check(column, message, fails, kind=other)

    def _number(self, fact: Fact, column: str, value: nw.Expr) -> Iterator[Check]:
        dtype = self.fields.dtype(column)
        if (wrong := outside(fact, dtype, value)) is not None:
            message, low, high = "`{key}` is outside {minimum} to {maximum}", fact.minimum, fact.maximum
            bounds = Bounds(named("fact", fact.key), int(low), int(high)) if dtype.is_integer() else None
            yield evolve(self._check(column, message, wrong, minimum=low, maximum=high), bounds=bounds)
        if (wrong := finer(fact, dtype, value, self.written[fact.key])) is not None:
            whole = fact.kind is Kind.COUNT and fact.step == 1
            message = "`{key}` is counted in whole numbers" if whole else "`{key}` is finer than its step of {step}"
            yield self._check(column, message, wrong, step=fact.step)

    def _choice(self, column: str, value: nw.Expr, scale: Scale, required: bool = False) -> Iterator[Check]:
        dtype = self.fields.dtype(column)
        if isinstance(dtype, nw.Enum) and not required and set(dtype.categories) <= set(scale.labels):
            return
        wrong = kleene.all_of(value != key for key in scale.labels)
        assert isinstance(wrong, nw.Expr)
        message, choices = "`{key}` is none of {choices}", ", ".join(scale.labels)
        yield self._check(column, message, wrong.fill_null(True) if required else wrong, choices=choices)

    def _invariants(self) -> Iterator[Check]:
        for invariant in self.rulebook.vocabulary.invariants:
            try:
                fails = kleene.negated(self.facts.read(invariant.rule))
            except RowByRow:
                continue
            if isinstance(fails, nw.Expr):
                cited = next((key for key in names(invariant.rule) if key in self.fields.facts), invariant.key)
                column = self.fields.facts.get(cited, cited)
                yield self._check(column, "“{title}” does not hold", fails, title=invariant.title)

    def unread(self) -> tuple[str, ...]:
        """The invariants that columns cannot check."""
        return tuple(each.key for each in self.rulebook.vocabulary.invariants if not self._readable(each.rule))

    def _readable(self, rule: Condition) -> bool:
        try:
            self.facts.read(rule)
        except RowByRow:
            return False
        return True

    def _check(self, column: str, message: str, fails: nw.Expr, **values: object) -> Check:
        return Check(column, Fault(message, {"key": column, **values}, hint=None), fails)
