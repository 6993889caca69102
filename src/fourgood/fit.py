"""Whether rules fit the names of a year, so that something can be worked out of them."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from attrs import field, frozen

from fourgood.check import check, check_definition
from fourgood.contribution import Contribution
from fourgood.criterion import Criterion
from fourgood.errors import Fault
from fourgood.ruletype import Memo
from fourgood.tablecheck import table_faults
from fourgood.vocabulary import Invariant, Names, Scope, kept_in_order


@frozen(slots=False)
class Fit:
    """Some rules in one year. What does not fit is told when a rulebook is made of them; here it is only left alone.

    `scope` is what their names mean in that year.
    """

    rules: Contribution
    scope: Scope
    _memo: Memo = field(factory=Memo, init=False)
    _known: dict[int, bool] = field(factory=dict, init=False)

    @cached_property
    def defined(self) -> bool:
        """Whether every table and definition has a meaning: none is wrong, needs itself or is too long."""
        memo, facts = Memo(), (*self.rules.facts, *(derived.fact for derived in self.rules.derived))
        tables = (fault for fact in facts for fault in table_faults(fact, self._names, memo))
        definitions = (fault for each in self.rules.definitions for fault in check_definition(each, self._names, memo))
        return _none(chain(tables, definitions))

    @cached_property
    def _names(self) -> Names:
        return Names(self.scope, kept_in_order(self.rules.invariants))

    def fits(self, reader: Criterion | Invariant) -> bool:
        """Whether all rules of a criterion, or an invariant, fit."""
        if id(reader) not in self._known:
            self._known[id(reader)] = self.defined and _none(self._faults(reader))
        return self._known[id(reader)]

    def _faults(self, reader: Criterion | Invariant) -> Iterator[Fault]:
        if isinstance(reader, Invariant):
            yield from check(reader.rule, self._names)
            return
        for rule in reader.conditions:
            yield from check(rule, self._names, self._names.at_most, self._memo)


def _none(faults: Iterable[Fault]) -> bool:
    return next(iter(faults), None) is None
