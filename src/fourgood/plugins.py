"""Finding plugins, and the rulebook that they make together."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar
from typing import Any as AnyType

import pluggy
from attrs import evolve, frozen

from fourgood import hookspecs
from fourgood.citation import Origin
from fourgood.contribution import Contribution, Offer, combine
from fourgood.criterion import Criterion, Group
from fourgood.derived import DerivedFact
from fourgood.errors import Fault, FourgoodError, Place, PluginError, RulebookError
from fourgood.nearest import nearest
from fourgood.rulebook import Rulebook
from fourgood.vocabulary import Definition, Fact, Invariant, Parameter
from fourgood.yamlfile import Readable

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from pathlib import Path

    from fourgood.layer import Given

GROUP = "fourgood"
"""The entry-point group of plugins: ours and anyone else's."""

VARIABLE = "FOURGOOD_PLUGINS"
"""The environment variable that limits the installed plugins to those it names, with commas between."""

Loaded = TypeVar("Loaded")

PARTS: Mapping[str, tuple[str, type]] = {
    "fourgood_facts": ("facts", Fact),
    "fourgood_derived_facts": ("derived", DerivedFact),
    "fourgood_definitions": ("definitions", Definition),
    "fourgood_parameters": ("parameters", Parameter),
    "fourgood_invariants": ("invariants", Invariant),
    "fourgood_groups": ("groups", Group),
    "fourgood_criteria": ("criteria", Criterion),
}
"""Of every hook: the part of a contribution that it fills, and what it answers with."""

OFFERS = "fourgood_rulebooks"


@frozen
class Plugin:
    """A plugin that was found: its name, the distribution that brought it, and whether it takes part."""

    name: str
    module: str
    distribution: str | None = None
    version: str | None = None
    active: bool = True
    why_not: str | None = None
    entry_point: "EntryPoint | None" = None

    def __str__(self) -> str:
        made = f" ({self.distribution} {self.version})" if self.distribution else ""
        return f"`{self.name}`{made}"

    @property
    def origin(self) -> Origin:
        """What everything that it contributes says of where it comes from."""
        return Origin(self.name, self.distribution, self.version)


def installed_plugins(block: Iterable[str] = (), only: Iterable[str] | None = None) -> tuple[Plugin, ...]:
    """The plugins found through entry points, in name order, with those left out marked and why. Imports none.

    `only` limits them by name, as the environment variable FOURGOOD_PLUGINS does; `block` leaves some out. Raises
    PluginError for a name that two distributions claim (pluggy would drop one without a word), and for a name to limit
    or block that is not there.
    """
    from importlib.metadata import entry_points

    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    _refuse_twins(found)
    named = _named(only)
    blocked = frozenset(block)
    _refuse_strangers([*(named or ()), *blocked], [entry.name for entry in found])
    return tuple(_plugin(entry, named, blocked) for entry in found)


def _named(only: Iterable[str] | None) -> frozenset[str] | None:
    if only is not None:
        return frozenset(only)
    limit = os.environ.get(VARIABLE)
    return None if limit is None else frozenset(name.strip() for name in limit.split(",") if name.strip())


def _plugin(entry: "EntryPoint", named: frozenset[str] | None, blocked: frozenset[str]) -> Plugin:
    why_not = "blocked" if entry.name in blocked else None
    if why_not is None and named is not None and entry.name not in named:
        why_not = "not among those asked for"
    distribution = entry.dist
    name = distribution.metadata["Name"] if distribution else None
    version = distribution.version if distribution else None
    return Plugin(entry.name, entry.value, name, version, why_not is None, why_not, entry)


def _refuse_twins(found: Iterable["EntryPoint"]) -> None:
    entries = list(found)
    twins = [name for name, number in Counter(entry.name for entry in entries).items() if number > 1]
    faults = []
    for name in twins:
        owners = ", ".join(sorted(_distribution(entry) for entry in entries if entry.name == name))
        hint = "Uninstall one of them, or ask its author to rename it"
        faults.append(
            Fault(
                "the plugin name `{name}` is claimed by several distributions: {owners}",
                {"name": name, "owners": owners},
                hint=hint,
            )
        )
    if faults:
        raise PluginError(faults)


def _distribution(entry: "EntryPoint") -> str:
    return f"{entry.dist.metadata['Name']} {entry.dist.version}" if entry.dist else entry.value


def _refuse_strangers(asked: Iterable[str], known: Iterable[str]) -> None:
    there = sorted(known)
    strangers = sorted(set(asked) - set(there))
    if strangers:
        values = {"names": ", ".join(strangers), "known": ", ".join(there) or "-"}
        raise PluginError(Fault("no plugin is called {names}", values, hint="Installed: {known}"))


def load_rulebook(
    year: int,
    *,
    plugins: Mapping[str, object] | None = None,
    discover: bool = True,
    block: Iterable[str] = (),
    only: Iterable[str] | None = None,
    rules: Iterable[Readable | str] = (),
) -> Rulebook:
    """The rulebook of an assessment year, from the installed plugins, those that a host passes by name, and rule files.

    A rule file that extends a rulebook is a layer over it; the others add to it. Their order does not matter.
    `discover=False` leaves the installed ones alone. Raises PluginError for a plugin that cannot be loaded or answers
    what the protocol does not know, RulebookError for plugins that do not fit together; each names all sides.
    """
    given = gather(plugins=plugins, discover=discover, block=block, only=only, rules=rules)
    return combine(resolved(given), year)


def resolved(given: "Iterable[Given]") -> tuple[Contribution, ...]:
    """What is left when layers have been applied. Raises RulebookError."""
    parts = tuple(given)
    if all(isinstance(each, Contribution) for each in parts):
        return parts  # type: ignore[return-value]
    from fourgood.resolve import resolve  # only who has layers pays for it

    return resolve(parts)


def gather(
    *,
    plugins: Mapping[str, object] | None = None,
    discover: bool = True,
    block: Iterable[str] = (),
    only: Iterable[str] | None = None,
    rules: Iterable[Readable | str] = (),
) -> "tuple[Given, ...]":
    """Everything that would take part in a rulebook, of whatever year. Takes and raises what `load_rulebook` does."""
    found = [each for each in installed_plugins(block, only) if each.active] if discover else []
    passed = plugins or {}
    if clash := sorted(set(passed) & {each.name for each in found}):
        message = "the host passes plugins that are installed as well: {names}"
        raise PluginError(Fault(message, {"names": ", ".join(clash)}, hint="Block the installed ones, or rename yours"))
    loaders = [partial(contributions, Plugin(name, _module(plugin)), plugin) for name, plugin in passed.items()]
    brought = (*contributed(found), *(part for parts in _all(loaders) for part in parts))
    return over(brought, own_rules(rules, brought))


def contributed(found: Iterable[Plugin]) -> "tuple[Given, ...]":
    """What installed plugins contribute. Raises PluginError or RulebookError, with the faults of all that fail."""
    return tuple(part for parts in _loaded_once(tuple(found)) for part in parts)


def _module(plugin: object) -> str:
    return getattr(plugin, "__name__", type(plugin).__name__)


def own_rules(files: Iterable[Readable | str], brought: "Iterable[Given]" = ()) -> "tuple[Given, ...]":
    """What rule files bring, and the layers that they stand on: on offer among what plugins bring, or beside them.

    A file may be named by the id of a rulebook on offer. Raises RulebookError with the faults of all files.
    """
    if not (given := tuple(files)):
        return ()
    from fourgood.beside import with_neighbours

    base = tuple(brought)
    offers = offered(base)
    found = list(_all(partial(_read_own, file, offers) for file in given))
    return with_neighbours(found, base, offers)


def offered(brought: "Iterable[Given]") -> Mapping[str, Offer]:
    """The rulebooks that plugins have at hand, by id. Raises PluginError for an id that two of them claim."""
    found: dict[str, Offer] = {}
    for offer in (offer for each in brought if isinstance(each, Contribution) for offer in each.offers):
        if offer.id in found:
            values = {"id": offer.id, "first": found[offer.id].origin.text, "second": offer.origin.text}
            message = "the rulebook `{id}` is offered by {first} and by {second}"
            raise PluginError(Fault(message, values, hint="Block one of them"))
        found[offer.id] = offer
    return found


def over(brought: "Iterable[Given]", own: "Iterable[Given]") -> "tuple[Given, ...]":
    """What plugins bring and what somebody adds to it; that alone where it stands on nothing else."""
    parts = tuple(own)
    if all(isinstance(each, Contribution) for each in parts):
        return (*brought, *parts)
    from fourgood.stacking import on_nothing

    return parts if on_nothing(parts) else (*brought, *parts)


def _read_own(file: Readable | str, offers: Mapping[str, Offer]) -> "tuple[Readable, Given]":
    from pathlib import Path

    from fourgood.beside import read_offer
    from fourgood.rulefile import read_rules

    path = Path(file) if isinstance(file, str) else file
    offer = offers.get(str(file))
    if offer is not None and not (isinstance(path, Path) and path.exists()):
        return offer.file, read_offer(offer)
    if isinstance(path, Path) and (missing := not_on_offer(path, offers)):
        raise RulebookError(missing)
    given = read_rules(path)
    if offer := offers.get(given.id or ""):
        message = "the id `{id}` is that of a rulebook on offer, by {owner}"
        values = {"id": offer.id, "owner": offer.origin.text}
        raise RulebookError(Fault(message, values, Place(str(path), key="id"), "Give this file an id of its own"))
    return path, given


def not_on_offer(path: "Path", offers: Iterable[str]) -> Fault | None:
    """The fault of what is no file, and could be the id of a rulebook, with those on offer that are most like it."""
    from fourgood.beside import SUFFIXES

    ids, name = sorted(offers), str(path)
    if not ids or path.exists() or path.suffix.lower() in (*SUFFIXES, ".csv", ".xlsx") or path.name != name:
        return None
    near = [each for each in ids if each.endswith(f".{name}")] or nearest(name, ids, n=3, cutoff=0.6)
    values = {"name": name, "offers": ", ".join(ids), "near": ", ".join(f"`{each}`" for each in near)}
    hint = "Did you mean {near}? `fourgood rules list` shows the rulebooks on offer"
    if name in ids:
        hint = "It is the id of a rulebook on offer: `fourgood rules show --rules {name}` shows it"
    elif not near:
        hint = "Check its name; on offer by id: {offers}"
    return Fault("there is no such file", values, Place(name), hint)


@cache
def _loaded_once(found: tuple[Plugin, ...]) -> "tuple[tuple[Given, ...], ...]":
    """What each of some plugins contributes; they are loaded on first use, once a process."""
    return tuple(_all(partial(_contributed, plugin) for plugin in found))


def _contributed(plugin: Plugin) -> "tuple[Given, ...]":
    return contributions(plugin, _loaded(plugin))


def _all(loaders: Iterable[Callable[[], Loaded]]) -> Iterator[Loaded]:
    """What every loader brings; the faults of all that fail, together."""
    done: list[Loaded] = []
    faults: list[Fault] = []
    kind: type[FourgoodError] = RulebookError
    for load in loaders:
        try:
            done.append(load())
        except FourgoodError as error:
            kind = PluginError if isinstance(error, PluginError) else kind
            faults.extend(error.faults)
    if faults:
        raise kind(faults)
    return iter(done)


def _loaded(plugin: Plugin) -> object:
    assert plugin.entry_point is not None
    try:
        return plugin.entry_point.load()
    except (Exception, SystemExit) as error:
        raise _failed(plugin, "the plugin {plugin} could not be imported: {cause}", error) from error


def _failed(plugin: Plugin, message: str, error: BaseException, **values: AnyType) -> PluginError:
    cause = f"{type(error).__name__}: {error}"
    hint = "Mend or uninstall it, or leave it out by name"
    return PluginError(Fault(message, {"plugin": str(plugin), "cause": cause, **values}, hint=hint))


def contributions(plugin: Plugin, implementation: object) -> "tuple[Given, ...]":
    """What one plugin contributes through its hooks, every part with its origin.

    Raises PluginError for a hook that the protocol does not know (a misspelt one), that raises, or answers with
    something else than it should.
    """
    manager = pluggy.PluginManager("fourgood")
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(implementation, plugin.name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise _failed(plugin, "the plugin {plugin} does not follow the protocol: {cause}", error) from error
    if not manager.get_hookcallers(implementation):
        known = ", ".join(("fourgood_rule_files", OFFERS, *PARTS))
        message = "the plugin {plugin} implements no hook of fourgood"
        raise PluginError(Fault(message, {"plugin": str(plugin), "known": known}, hint="It may implement {known}"))
    parts: dict[str, AnyType] = {
        part: tuple(_answers(plugin, manager, hook, made)) for hook, (part, made) in PARTS.items()
    }
    parts["offers"] = tuple(_offers(plugin, manager))
    files = tuple(_answers(plugin, manager, "fourgood_rule_files"))
    return (_marked(Contribution(**parts), plugin), *_all(partial(_read, file, plugin) for file in files))


def _read(file: AnyType, plugin: Plugin) -> "Given":
    from pathlib import Path

    from fourgood.rulefile import read_rules

    name = getattr(file, "name", None) or Path(str(file)).name
    try:
        if isinstance(file, Path):
            file.stat()  # a file that is not there is the plugin's fault, not the rules'
        return read_rules(file, evolve(plugin.origin, file=f"{plugin.name}/{name}"))
    except (OSError, AttributeError) as error:
        message = "the rule file {file} of the plugin {plugin} could not be read: {cause}"
        raise _failed(plugin, message, error, file=str(file)) from error


def _offers(plugin: Plugin, manager: pluggy.PluginManager) -> Iterator[Offer]:
    for id, file in _answers(plugin, manager, OFFERS, tuple, lambda answer: answer.items()):
        yield Offer(id, file, evolve(plugin.origin, file=f"{plugin.name}/{getattr(file, 'name', file)}"))


def _answers(
    plugin: Plugin,
    manager: pluggy.PluginManager,
    hook: str,
    wanted: type = object,
    items: Callable[[AnyType], Iterable[AnyType]] = iter,
) -> Iterator[AnyType]:
    try:
        # pluggy drops an answer of None without a word, so each function is asked itself.
        for implementation in getattr(manager.hook, hook).get_hookimpls():
            answer = implementation.function()
            if answer is None:
                raise TypeError("it answered None; is there a return missing?")
            for item in items(answer):
                if not isinstance(item, wanted):
                    raise TypeError(f"it answered with {item!r:.60}, which is no {wanted.__name__}")
                yield item
    except (Exception, SystemExit) as error:
        raise _failed(plugin, "the plugin {plugin} failed in {hook}: {cause}", error, hook=hook) from error


def _marked(contribution: Contribution, plugin: Plugin) -> Contribution:
    """The contribution with its origin on every part that says none."""
    changes: dict[str, AnyType] = {}
    for part, _ in PARTS.values():
        if part == "derived":
            changes[part] = tuple(evolve(each, fact=_with_origin(each.fact, plugin)) for each in contribution.derived)
        else:
            changes[part] = tuple(_with_origin(each, plugin) for each in getattr(contribution, part))
    return evolve(contribution, **changes)


def _with_origin(item: AnyType, plugin: Plugin) -> AnyType:
    return evolve(item, origin=plugin.origin) if item.origin == Origin() else item
