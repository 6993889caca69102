"""What sort of value a term has, as far as its scope tells: the types of the rule language."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from fourgood.extent import Extent
from fourgood.outcome import Open
from fourgood.rule import Aggregate, Arithmetic, Name, Node, Number, Word
from fourgood.scale import Measure, Scale
from fourgood.text import Text
from fourgood.vocabulary import Definition, Fact, Kind, Scope, Standing


@frozen
class Numeric:
    """A term with numbers from `low` to `high`; None where a bound is not known.

    `assumed` says that nothing but common sense keeps it below `high`: it tells mistakes, it proves nothing.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    measure: Measure | None = None
    assumed: bool = False


@frozen
class Choice:
    """A term that is one of a scale's choices."""

    scale: Scale


@frozen
class Flag:
    """A term that is yes or no."""


@frozen
class Literal:
    """A word in quotes, a choice of whatever it is compared with."""

    value: str


Type: TypeAlias = Numeric | Choice | Flag | Literal


@frozen
class Memo:
    """What is found out of a scope's definitions while its rules are checked, each once: their types and extents, and
    what those that are conditions can come to."""

    types: dict[str, Type | None] = field(factory=dict)
    opens: dict[str, Open] = field(factory=dict)
    extents: dict[str, Extent] = field(factory=dict)


def is_term(node: Node, scope: Scope) -> bool:
    """Whether a definition's expression has a value of its own, rather than being met or not."""
    match node:
        case Number() | Word() | Arithmetic() | Aggregate():
            return True
        case Name(key):
            meaning = scope.get(key)
            if isinstance(meaning, Definition):
                return is_term(meaning.expression, scope)
            return not isinstance(meaning, Standing) and not (isinstance(meaning, Fact) and meaning.kind is Kind.FLAG)
        case _:
            return False


def bounds_of(left: Numeric, operator: str, right: Numeric) -> tuple[Fraction | None, Fraction | None]:
    """The bounds of a sum, difference or product, where both sides have theirs."""
    if None in (left.low, left.high, right.low, right.high):
        return None, None
    ends = list(_ends(left, operator, right))
    return min(ends), max(ends)


def _ends(left: Numeric, operator: str, right: Numeric) -> Iterator[Fraction]:
    for a in (left.low, left.high):
        for b in (right.low, right.high):
            assert a is not None and b is not None
            yield a + b if operator == "+" else a - b if operator == "-" else a * b


NAMES: Mapping[type, Text] = {
    Numeric: Text("số", "number"),
    Choice: Text("lựa chọn", "choice"),
    Flag: Text("giá trị có/không", "flag"),
    Literal: Text("từ", "word"),
}


def called(kind: Type) -> Text:
    """What a type is called."""
    return NAMES[type(kind)]
