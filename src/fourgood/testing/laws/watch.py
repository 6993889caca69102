"""Who asks for the time, or draws at random, while something is evaluated."""

import datetime
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any as AnyType
from unittest.mock import patch

from fourgood.criterion import PythonRule
from fourgood.rulebook import Rulebook

CLOCKS = ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime", "monotonic", "perf_counter")


@contextmanager
def watched(rulebook: Rulebook) -> Iterator[list[str]]:
    """A list of what the functions of a rulebook ask: the clock, the calendar, chance. It is filled while they run."""
    asked: list[str] = []
    before = random.getstate()
    with ExitStack() as stack:
        for name in CLOCKS:
            stack.enter_context(patch.object(time, name, _noting(asked, f"time.{name}()", getattr(time, name))))
        classes: dict[type, type] = {each: _telling(asked, each) for each in (datetime.date, datetime.datetime)}
        for original, fake in classes.items():
            stack.enter_context(patch.object(datetime, original.__name__, fake))
        for module in _modules(rulebook):
            _watch(stack, module, asked, classes)
        yield asked
    if random.getstate() != before:
        random.setstate(before)
        asked.append("random")


def _watch(stack: ExitStack, names: dict[str, AnyType], asked: list[str], classes: dict[type, type]) -> None:
    """Puts the watchers in the place of what a module has imported under its own names."""
    for name, value in list(names.items()):
        if isinstance(value, type) and value in classes:
            stack.enter_context(patch.dict(names, {name: classes[value]}))
        elif callable(value) and getattr(value, "__module__", None) == "time" and not isinstance(value, ModuleType):
            stack.enter_context(patch.dict(names, {name: _noting(asked, f"time.{value.__name__}()", value)}))


def _modules(rulebook: Rulebook) -> Iterator[dict[str, AnyType]]:
    """The names that the functions of a rulebook can see, each module once."""
    functions = [each.rule.function for each in rulebook.criteria if isinstance(each.rule, PythonRule)]
    found = [*functions, *(each.function for each in rulebook.derived)]
    modules = (getattr(each, "__globals__", None) for each in found)
    yield from {id(module): module for module in modules if module is not None}.values()


def _noting(asked: list[str], name: str, function: Callable[..., AnyType]) -> Callable[..., AnyType]:
    def noted(*given: AnyType, **named: AnyType) -> AnyType:
        asked.append(name)
        return function(*given, **named)

    return noted


def _telling(asked: list[str], original: type) -> type:
    """A class of dates that notes when it is asked for now."""

    def noting(name: str) -> AnyType:
        def noted(_cls: type, *given: AnyType, **named: AnyType) -> AnyType:
            asked.append(f"{original.__name__}.{name}()")
            return getattr(original, name)(*given, **named)

        return classmethod(noted)

    names = [name for name in ("today", "now", "utcnow") if hasattr(original, name)]
    return type(original.__name__, (original,), {name: noting(name) for name in names})
