"""The criteria of a bank branch, for fourgood: data first, the hooks only hand them over."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from fourgood import Criterion, DerivedFact, hookimpl

from bank_branch_criteria.in_python import LONGEST_RISE, RECOVERED


@hookimpl
def fourgood_rule_files() -> Iterable[Traversable]:
    """The rule file of this package."""
    return [files(__name__) / "bank_branch_criteria.yaml"]


@hookimpl
def fourgood_derived_facts() -> Iterable[DerivedFact]:
    """What is worked out in Python, so that a rule of the rule file can speak of it."""
    return [LONGEST_RISE]


@hookimpl
def fourgood_criteria() -> Iterable[Criterion]:
    """What is judged in Python, beside the rule file."""
    return [RECOVERED]
