"""What a layer says of the rulebook that it extends: what it adds, sets, changes and drops."""

from collections.abc import Mapping
from typing import Any as AnyType
from typing import TypeAlias

from attrs import field, frozen
from attrs.validators import instance_of

from fourgood.award import Award
from fourgood.citation import Origin
from fourgood.contribution import Contribution
from fourgood.criterion import as_condition_or_none
from fourgood.history import Section
from fourgood.rule import Condition
from fourgood.text import Text
from fourgood.vocabulary import Dated, check_years


@frozen
class Assignment:
    """New values of a parameter, in the years that they name; in the others it keeps what it has."""

    key: str
    values: tuple[Dated, ...] = field(validator=instance_of(tuple))
    origin: Origin = field(default=Origin(), eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        check_years(self.key, self.values)


@frozen
class Change:
    """New values for some attributes of one part, by the attribute's name; `places` says where each stands.

    The attribute `judged` of a criterion, set to True, has an appraiser judge it from now on.
    """

    section: Section
    key: str
    fields: Mapping[str, AnyType]
    origin: Origin = field(default=Origin(), eq=False, repr=False)
    places: Mapping[str, Origin] = field(factory=dict, eq=False, repr=False)

    def place(self, name: str) -> Origin:
        """Where one attribute is changed."""
        return self.places.get(name, self.origin)


@frozen
class Drop:
    """A part that is left out, and why. A group takes its criteria with it."""

    section: Section
    key: str
    reason: Text
    origin: Origin = field(default=Origin(), eq=False, repr=False)


@frozen
class Layer:
    """A rule file that extends a rulebook, by its id: the default one, a rule file's, or another layer's.

    What it drops and adds again it replaces. `years` are the only ones that it is for; None: all. `standard` takes the
    place of the verdict's, `award` that of what it is about, and grades among `adds` that of all grades below.
    """

    id: str
    title: Text
    extends: str
    adds: Contribution = Contribution()
    sets: tuple[Assignment, ...] = field(default=(), validator=instance_of(tuple))
    changes: tuple[Change, ...] = field(default=(), validator=instance_of(tuple))
    drops: tuple[Drop, ...] = field(default=(), validator=instance_of(tuple))
    standard: Condition | None = field(default=None, converter=as_condition_or_none)
    award: Award | None = None
    years: tuple[int, int] | None = None
    origin: Origin = field(default=Origin(), eq=False, repr=False)
    standard_origin: Origin = field(default=Origin(), eq=False, repr=False)
    award_origin: Origin = field(default=Origin(), eq=False, repr=False)


Given: TypeAlias = Contribution | Layer
"""What rule files and plugins bring."""
