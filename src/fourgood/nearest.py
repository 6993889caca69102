"""The known word nearest to one that is not known, for the mend of a fault."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], *, n: int = 1, cutoff: float = 0.6) -> list[str]:
    """Up to `n` of the known words that are most like a word, the nearest first."""
    from difflib import get_close_matches  # only who makes a mistake pays for it

    return get_close_matches(word, known, n=n, cutoff=cutoff)
