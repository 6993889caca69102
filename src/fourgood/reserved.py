"""Words that no part of a rulebook can be called, because in a rule they mean something else."""

from keyword import kwlist

from fourgood.criterion import ALL_GROUPS_GOOD, GROUP_TALLIES, REQUIREMENTS_MET
from fourgood.errors import Fault
from fourgood.outcome import Status
from fourgood.rule import AGGREGATES, EACH
from fourgood.text import Text

IN_RULES = frozenset((*kwlist, "true", "false", "at_least", *AGGREGATES, EACH, "kind", "organisation_type"))
IN_STANDARDS = frozenset((*GROUP_TALLIES, REQUIREMENTS_MET, ALL_GROUPS_GOOD))
OF_UNITS_BELOW = frozenset(each.value for each in Status if each is not Status.UNDETERMINED)
"""What the verdict of a unit below may be."""

RULE, STANDARD = Text("quy tắc", "a rule"), Text("điều kiện công nhận", "a standard")
COUNT = Text("điều kiện đếm đơn vị trực thuộc", "a count of units below")


def reserved_fault(key: str, stands: bool = False) -> Fault | None:
    """Why a key cannot be used; `stands` says that it is of something that standards name."""
    where = RULE if key in IN_RULES else COUNT if key in OF_UNITS_BELOW else None
    where = STANDARD if stands and key in IN_STANDARDS else where
    if where is None:
        return None
    values = {"key": key, "where": where}
    return Fault("`{key}` already means something in {where}", values, hint="Choose another key")
