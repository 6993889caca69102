"""`fourgood plugins`: what is installed, what takes part, what each brings."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.canonical import known
from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.exits import DONE, SOME_NOT
from fourgood.cli.page import Page, tell
from fourgood.cli.spreadsheet import write_table
from fourgood.errors import Fault, FourgoodError
from fourgood.faultjson import fault_json
from fourgood.language import Language, language
from fourgood.layer import Given, Layer
from fourgood.plugins import Plugin, contributed, installed_plugins
from fourgood.rulebooks import Rulebooks
from fourgood.text import Lang, Text

PARTS = {
    "facts": Text("chỉ số", "facts"),
    "derived": Text("chỉ số suy ra", "derived facts"),
    "definitions": Text("định nghĩa", "definitions"),
    "parameters": Text("ngưỡng", "parameters"),
    "invariants": Text("ràng buộc", "invariants"),
    "groups": Text("nhóm", "groups"),
    "criteria": Text("tiêu chí", "criteria"),
    "layers": Text("lớp", "layers"),
    "offers": Text("bộ tiêu chí có sẵn", "rulebooks on offer"),
}
WHY_NOT = {
    "blocked": Text("bị loại ra", "blocked"),
    "not among those asked for": Text("không được chọn", "not among those asked for"),
}


@subcommand("plugins")
@options.formats("text", "json", "csv")
@options.lang
@options.only
@options.block
def command(form: str, lang: Lang, only: tuple[str, ...] | None, block: Iterable[str]) -> int:
    """List the installed plugins.

    Where each comes from, whether it takes part, and what it contributes; and what keeps them from making a rulebook
    together. The variable FOURGOOD_PLUGINS, like --plugins, names those that take part.

    \b
    Exit codes:
      0  all is well
      1  some plugin is broken, or two contradict each other
      2  the command was misused
      4  a plugin's name is at fault
    """
    found, said = [_state(plugin) for plugin in installed_plugins(block, only)], language(lang)
    together = _together(found)
    headers = [said("Name"), said("Distribution"), said("Version"), said("Module"), said("State"), said("Contributes")]
    match form:
        case "json":
            listed = {"plugins": [_json(each) for each in found], "faults": [fault_json(fault) for fault in together]}
            print(json.dumps(known(listed), ensure_ascii=False, indent=2))
        case "csv":
            write_table(sys.stdout, headers, (_row(each, said) for each in found))
        case _:
            _write_text(Page(sys.stdout), headers, found, said)
    if form != "json":
        tell(together, lang)
    return SOME_NOT if together or any(each.faults for each in found) else DONE


@frozen
class State:
    """A plugin, with what it contributes or what is wrong with it."""

    plugin: Plugin
    numbers: dict[str, int] = field(factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        """Active, blocked or broken."""
        return "broken" if self.faults else "active" if self.plugin.active else "blocked"


def _state(plugin: Plugin) -> State:
    if not plugin.active:
        return State(plugin)
    try:
        return State(plugin, dict(_numbers(contributed([plugin]))))
    except FourgoodError as error:
        return State(plugin, faults=error.faults)


def _together(found: Iterable[State]) -> tuple[Fault, ...]:
    """What keeps the plugins that take part from making a rulebook, where each by itself is in order."""
    active = [each for each in found if each.plugin.active]
    if not active or any(each.faults for each in active):
        return ()
    try:
        Rulebooks(contributed(each.plugin for each in active)).check()
    except FourgoodError as error:
        return error.faults
    return ()


def _numbers(brought: Sequence[Given]) -> Iterator[tuple[str, int]]:
    given = [each.adds if isinstance(each, Layer) else each for each in brought]
    layers = sum(1 for each in brought if isinstance(each, Layer))
    for part in PARTS:
        if number := layers if part == "layers" else sum(len(getattr(each, part)) for each in given):
            yield part, number


def _write_text(page: Page, headers: list[str], found: list[State], said: Language) -> None:
    page.table(headers, (_row(each, said) for each in found))
    for each in found:
        for fault in each.faults:
            page.text("✗ " + fault.say(said))


def _row(state: State, said: Language) -> list[str]:
    plugin = state.plugin
    numbers = ", ".join(f"{said.number(number)} {said.text(PARTS[part])}" for part, number in state.numbers.items())
    who = [plugin.name, plugin.distribution or "", plugin.version or "", plugin.module]
    return [*who, _state_in_words(state, said), numbers]


def _state_in_words(state: State, said: Language) -> str:
    if state.faults:
        return f"✗ {said('broken')}"
    if state.plugin.active:
        return f"✓ {said('active')}"
    return f"– {said.text(WHY_NOT[state.plugin.why_not or 'blocked'])}"


def _json(state: State) -> dict[str, AnyType]:
    plugin = state.plugin
    who = {"name": plugin.name, "distribution": plugin.distribution, "version": plugin.version, "module": plugin.module}
    faults = [fault_json(fault) for fault in state.faults]
    return known(
        {**who, "state": state.name, "why_not": plugin.why_not, "contributes": state.numbers, "faults": faults}
    )
