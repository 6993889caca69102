"""What a function in Python sees of a dossier: the facts it declared, and a record of those it read."""

from collections.abc import Iterable, Mapping

from fourgood.record import Rows, Single
from fourgood.vocabulary import Value


class AbsentFact(Exception):
    """A function asked for a fact that is absent: what it would have said is unknown."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class UndeclaredFact(LookupError):
    """A function asked for a fact that it did not declare."""


class View:
    """The declared facts of one dossier; `read` lists those asked for, in order: the function's citations."""

    def __init__(self, facts: Mapping[str, Value], declared: Iterable[str]) -> None:
        self._facts = facts
        self._declared = frozenset(declared)
        self._read: dict[str, None] = {}

    @property
    def read(self) -> tuple[str, ...]:
        """The facts that were asked for, each once."""
        return tuple(self._read)

    def __getitem__(self, key: str) -> Single:
        """The value of a fact; an absent one ends the function, and its outcome is unknown for want of it."""
        value = self.get(key)
        if value is None:
            raise AbsentFact(key)
        return value

    def get(self, key: str) -> Single | None:
        """The value of a fact, or None when it is absent. Raises UndeclaredFact for one that was not declared."""
        value = self._asked(key)
        if isinstance(value, tuple):
            raise TypeError(f"`{key}` is a table of records: ask for view.records({key!r})")
        return value

    def records(self, key: str) -> Rows:
        """The records of a table; an absent one ends the function, as an absent fact does."""
        value = self._asked(key)
        if value is None:
            raise AbsentFact(key)
        if not isinstance(value, tuple):
            raise TypeError(f"`{key}` is no table of records: ask for view[{key!r}]")
        return value

    def _asked(self, key: str) -> Value | None:
        if key not in self._declared:
            raise UndeclaredFact(f"`{key}` is not among the declared facts: {', '.join(sorted(self._declared))}")
        self._read[key] = None
        return self._facts.get(key)
