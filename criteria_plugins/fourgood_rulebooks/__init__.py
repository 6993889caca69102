"""Rulebooks of real documents: each a rule file that takes part when somebody names it."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from fourgood import hookimpl


@hookimpl
def fourgood_rulebooks() -> Mapping[str, Traversable]:
    """Every rule file of this folder: the id in it is `vn.` and the file's name. Its example cases lie beside it."""
    yaml = (each for each in files(__name__).iterdir() if each.name.endswith(".yaml"))
    found = (each for each in yaml if not each.name.endswith(".cases.yaml"))
    return {f"vn.{each.name.removesuffix('.yaml')}": each for each in sorted(found, key=lambda each: each.name)}
