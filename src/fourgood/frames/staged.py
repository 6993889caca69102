"""A table that grows by columns of our own, step by step."""

from collections.abc import Mapping
from typing import Any as AnyType

import narwhals as nw
from attrs import frozen

from fourgood.frames.held import Held
from fourgood.frames.kleene import Tri
from fourgood.frames.table import named


@frozen
class Staged:
    """A frame that grows by columns of our own: what is settled is kept, so that no expression is worked out twice."""

    frame: nw.LazyFrame[AnyType]

    def settle(self, sort: str, values: Mapping[str, Tri]) -> tuple["Staged", dict[str, Tri]]:
        """The frame with columns for what differs from row to row, and what to read instead."""
        new = {named(sort, key): value for key, value in values.items() if isinstance(value, nw.Expr)}
        instead = {
            key: nw.col(named(sort, key)) if isinstance(value, nw.Expr) else value for key, value in values.items()
        }
        return Staged(self.frame.with_columns(**new) if new else self.frame), instead

    def settle_held(self, sort: str, values: Mapping[str, Held]) -> tuple["Staged", dict[str, Held]]:
        """The same of pairs."""
        staged, holds = self.settle(sort, {key: each.holds for key, each in values.items()})
        staged, applies = staged.settle(f"{sort} applies", {key: each.applies for key, each in values.items()})
        return staged, {key: Held(holds[key], applies[key]) for key in values}
