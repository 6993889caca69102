"""Who asks for the time, draws at random, or looks outside, while a function of a rulebook is asked."""

import datetime
import gc
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import BuiltinFunctionType, FrameType, ModuleType
from typing import Any as AnyType

from fourgood import program
from fourgood.derived import derive
from fourgood.rulebook import Rulebook

ASKING = frozenset((program.hear.__code__, derive.__code__))
"""What calls the functions of a rulebook: what else happens in an evaluation is no business of theirs."""

TIMELESS = frozenset(("sleep", "mktime", "strptime"))
"""What asks nobody for the time."""

NOW = frozenset(("today", "now", "utcnow"))
OUTSIDE = frozenset(("random", "secrets", "socket", "subprocess"))
"""Modules of which everything counts."""

UNIQUE = frozenset(("uuid1", "uuid4", "getnode"))
SYSTEM = frozenset(("posix", "nt"))
"""What `os` is made of; all of it but what turns a path into text."""


@contextmanager
def watched(rulebook: Rulebook) -> Iterator[list[str]]:
    """A list of what the functions of a rulebook ask: clock, calendar, chance, environment, files. It fills meanwhile.

    Every call that a function makes is seen, by whatever name it was imported. Not seen is what C code calls by itself
    (`map(time.time, …)`), what packages compiled by others do (numpy's random numbers), and other threads.
    """
    asked: list[str] = []
    if not rulebook.derived and not rulebook.program.in_python:
        yield asked
        return

    def note(frame: FrameType, event: str, called: AnyType) -> None:
        name = _of_code(frame) if event == "call" else _of_builtin(called) if event == "c_call" else None
        if name is not None and _own(frame if event == "c_call" else frame.f_back):
            asked.append(name)

    before, collecting = sys.getprofile(), gc.isenabled()
    # A collection calls whoever wants to hear of it, in the middle of any function; hypothesis then asks for the time.
    gc.disable()
    sys.setprofile(note)
    try:
        yield asked
    finally:
        sys.setprofile(before)
        gc.enable() if collecting else None


def _own(frame: FrameType | None) -> bool:
    """Whether a function of a rulebook calls, and not what it imports or what has been noted already."""
    while frame is not None and frame.f_code not in ASKING:
        if _module(frame).startswith(("importlib", "_frozen_importlib")) or _of_code(frame) is not None:
            return False
        frame = frame.f_back
    return frame is not None


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _of_code(frame: FrameType) -> str | None:
    """What a function written in Python asks."""
    module, code = _module(frame), frame.f_code
    if module in OUTSIDE or (module == "uuid" and code.co_name in UNIQUE):
        return f"{module}.{code.co_qualname}()"
    return "os.environ" if module == "os" and code.co_qualname.startswith("_Environ.") else None


def _of_builtin(called: AnyType) -> str | None:
    """What a function written in C asks."""
    home, name = getattr(called, "__self__", None), getattr(called, "__name__", "")
    if isinstance(home, random.Random):
        return f"random.{name}()"
    if isinstance(home, type) and issubclass(home, datetime.date) and name in NOW:
        return f"{home.__name__}.{name}()"
    if not isinstance(home, ModuleType) or not isinstance(called, BuiltinFunctionType):
        return None
    if home.__name__ in SYSTEM and name != "fspath":
        return f"os.{name}()"
    if home.__name__ in ("io", "_io") and name.startswith("open"):
        return "open()"
    return f"time.{name}()" if home.__name__ == "time" and name not in TIMELESS else None
