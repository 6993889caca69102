"""What one group came to."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import field, frozen

from fourgood.aggregate import Interval
from fourgood.criterion import Group
from fourgood.ground import Ground, group_grounds
from fourgood.outcome import MET, Open, Outcome, outcome_of

if TYPE_CHECKING:
    from fourgood.verdict import Finding, Verdict


@frozen(eq=False)
class GroupResult:
    """What one group came to."""

    group: Group
    findings: "tuple[Finding, ...]"
    _open: Open
    tallies: Mapping[str, Interval] = field(repr=False)
    """What a standard may count: points, max_points, met, applicable; the least and the most of each."""
    _verdict: "Verdict" = field(repr=False)

    @property
    def good(self) -> bool:
        """Whether it is good for certain."""
        return self._open == MET

    @property
    def outcome(self) -> Outcome:
        """Met when it is good, not met when it is not, unknown while that is open."""
        return outcome_of(self._open)

    @property
    def points(self) -> tuple[Fraction, Fraction]:
        """The least and the most points that it can still come to; equal when all is known."""
        return self.tallies["points"]

    @property
    def max_points(self) -> tuple[Fraction, Fraction]:
        """Full marks of the criteria that apply, the least and the most."""
        return self.tallies["max_points"]

    @property
    def reasons(self) -> tuple[Ground, ...]:
        """Why: all parts of its standard where it is good, else those that fail or are open."""
        return group_grounds(self._verdict, self.group)
