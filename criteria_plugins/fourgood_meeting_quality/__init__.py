"""The criteria of the quality of meetings: data first, the plugin only hands its rule file over."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from fourgood import hookimpl


@hookimpl
def fourgood_rule_files() -> Iterable[Traversable]:
    """The rule file of this group."""
    return [files(__name__) / "meeting_quality.yaml"]
