"""All that names lead to, step by step."""

from collections.abc import Callable, Iterable, Iterator


def reached(keys: Iterable[str], further: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Names, and all that they lead to: `further` says what one of them leads to. Each once, also in a circle."""
    seen: set[str] = set()
    stack = list(keys)
    while stack:
        key = stack.pop()
        if key not in seen:
            seen.add(key)
            yield key
            stack.extend(further(key))
