"""How things are timed: interleaved rounds, so that a slow moment of the machine meets all alike; medians and ratios.

Processor time, not the clock on the wall: what other processes take is not ours.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import TypeVar

Item = TypeVar("Item")


def rounds(
    subjects: Mapping[str, Callable[[Item], object]],
    batches: Sequence[Sequence[Item]],
    clock: Callable[[], float] = process_time,
) -> dict[str, list[float]]:
    """Seconds that each subject takes for each batch of items, one item after the other, nothing kept.

    The order of the subjects turns from round to round; garbage is collected as always.
    """
    found: dict[str, list[float]] = {name: [] for name in subjects}
    for at, batch in enumerate(batches):
        for name in sorted(subjects, reverse=bool(at % 2)):
            subject = subjects[name]
            start = clock()
            for item in batch:
                subject(item)
            found[name].append(clock() - start)
    return found


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the ratios within a round."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))


def children_time() -> float:
    """The processor time of the processes that we started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def python(*arguments: str, cache: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter, with compiled byte code as on any installation; `cache` is the folder to keep it in."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**kept, "PYTHONPYCACHEPREFIX": cache})
