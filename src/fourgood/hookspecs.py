"""The whole evaluation protocol: everything that a plugin may contribute, on one screen.

A plugin is a module (or an object) with some of these functions, marked with `fourgood.hookimpl`, and an entry point in
the group `fourgood` that names it:

    # pyproject.toml                                # my_plugin/__init__.py
    [project.entry-points.fourgood]                 from importlib.resources import files
    my_plugin = "my_plugin"                         import fourgood

                                                    @fourgood.hookimpl
                                                    def fourgood_rule_files():
                                                        return [files(__name__) / "criteria.yaml"]

Contribute by data first: a rule file can be read by every reader of rules, a function in Python only by evaluation and
explanation. Every id belongs to one plugin; two that claim the same are refused, both named.
"""

from collections.abc import Iterable, Mapping

import pluggy

from fourgood.criterion import Criterion, Group
from fourgood.derived import DerivedFact
from fourgood.vocabulary import Definition, Fact, Invariant, Parameter
from fourgood.yamlfile import Readable

hookspec = pluggy.HookspecMarker("fourgood")
hookimpl = pluggy.HookimplMarker("fourgood")


@hookspec
def fourgood_rule_files() -> Iterable[Readable]:  # type: ignore[empty-body]
    """Rule files: paths, or what importlib.resources gives for files of the package."""


@hookspec
def fourgood_rulebooks() -> Mapping[str, Readable]:  # type: ignore[empty-body]
    """Rulebooks at hand: rule files by the ids in them. They take part when somebody names or extends one."""


@hookspec
def fourgood_facts() -> Iterable[Fact]:  # type: ignore[empty-body]
    """Facts that criteria written in Python read, besides those of the rule files."""


@hookspec
def fourgood_derived_facts() -> Iterable[DerivedFact]:  # type: ignore[empty-body]
    """Facts worked out in Python from other facts."""


@hookspec
def fourgood_definitions() -> Iterable[Definition]:  # type: ignore[empty-body]
    """Named expressions over facts."""


@hookspec
def fourgood_parameters() -> Iterable[Parameter]:  # type: ignore[empty-body]
    """Named thresholds with dated values and their backing."""


@hookspec
def fourgood_invariants() -> Iterable[Invariant]:  # type: ignore[empty-body]
    """Relations that every well-formed dossier satisfies."""


@hookspec
def fourgood_groups() -> Iterable[Group]:  # type: ignore[empty-body]
    """Groups of criteria, each with its standard."""


@hookspec
def fourgood_criteria() -> Iterable[Criterion]:  # type: ignore[empty-body]
    """Criteria: rules as text or tree, objects that lower themselves to one, or functions of declared facts."""
