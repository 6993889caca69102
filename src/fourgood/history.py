"""What layers did to a rulebook, step by step, so that every value can say where it comes from."""

from typing import Any as AnyType
from typing import Literal, TypeAlias

from attrs import frozen

from fourgood.citation import Origin
from fourgood.text import Text

Section: TypeAlias = Literal[
    "facts", "definitions", "parameters", "invariants", "groups", "criteria", "grades", "rulebook"
]
"""What sort of part: a section of a rule file, or the rulebook as a whole."""

Action: TypeAlias = Literal["added", "set", "changed", "dropped"]


@frozen
class Step:
    """One thing that a layer did to one part; `origin` says which layer, and where in its file.

    `field` is the attribute that changed, `before` and `after` what it was and is: the dated values for one that is
    set, the whole part for one that is dropped or added. A drop has its `reason`.
    """

    action: Action
    section: Section
    key: str
    origin: Origin
    field: str | None = None
    before: AnyType = None
    after: AnyType = None
    reason: Text | None = None
