"""What goes wrong on purpose: faults, each with its place and its mend, and the errors that carry them."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from fourgood.text import Lang, Text


@frozen
class Place:
    """Where something stands: a file, its line and column (both from 1), the key or cell; what is unknown is None."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        position = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{position} ({self.key})" if position and self.key else position or self.key or ""


@frozen
class Fault:
    """One thing that is wrong: a message template with its values, the place, and the mend.

    Templates are message ids of the catalogue, so that a fault can be said in every language; the values are data.
    """

    message: str
    values: Mapping[str, Any] = field(factory=dict)
    place: Place = Place()
    hint: str | None = None

    def __str__(self) -> str:
        return self.say(lambda template: template)

    def say(self, translate: Any) -> str:
        """The fault in one line; `translate` is a Language, or any function of a template."""
        code: Lang = getattr(translate, "code", "en")
        number = getattr(translate, "number", str)
        values = {key: _said(value, code, number) for key, value in self.values.items()}
        parts = [str(self.place), translate(self.message).format(**values)]
        line = ": ".join(part for part in parts if part)
        return f"{line}. {translate(self.hint).format(**values)}" if self.hint else line

    def at(self, **place: Any) -> "Fault":
        """The same fault with what is still unknown of its place filled in."""
        known = {name: value for name, value in place.items() if getattr(self.place, name) is None}
        return evolve(self, place=evolve(self.place, **known))


def _said(value: Any, code: Lang, number: Callable[[Any], str]) -> Any:
    """A value as a language says it: words in that language, decimals in its form; the rest as it is."""
    if isinstance(value, Text):
        return value.in_(code)
    return number(value) if isinstance(value, (Decimal, Fraction)) else value


class FourgoodError(Exception):
    """Every error that the library raises on purpose; `faults` holds all that was wrong, as data."""

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type["FourgoodError"], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class RuleError(FourgoodError):
    """A rule text that is not in the language, or does not fit the vocabulary."""


class RulebookError(FourgoodError):
    """Rule files or values that do not make a rulebook."""


class DossierError(FourgoodError):
    """A dossier that cannot be read, or breaks the vocabulary or an invariant."""


class PluginError(FourgoodError):
    """A plugin that cannot be loaded, or contradicts another."""


class MissingExtraError(FourgoodError):
    """A job that needs an extra that is not installed; the fault names the command that installs it."""
