"""What a table's columns are: who the unit is, its facts, their evidence, and what is only carried along."""

from collections.abc import Iterable, Iterator, Mapping

import narwhals as nw
from attrs import field, frozen

from fourgood.dossiers.table import base_of_evidence
from fourgood.errors import Fault, Place
from fourgood.nearest import nearest
from fourgood.scale import header_form
from fourgood.text import Text
from fourgood.titles import BY_HEADER
from fourgood.vocabulary import Kind, UnitKind, Vocabulary

UNIT = "unit"
"""What a result calls the id of a unit, and what a table may call it too."""

CARRIED = ("name", "note")
"""What is said of a unit and decides nothing."""

NUMBERS, TEXTS, FLAGS = Text("số", "numbers"), Text("chữ", "text"), Text("đúng hoặc sai", "true or false")
ROWS = Text("danh sách các bản ghi", "lists of records")
WANTED: Mapping[Kind, Text] = {
    Kind.COUNT: NUMBERS,
    Kind.NUMBER: NUMBERS,
    Kind.FLAG: FLAGS,
    Kind.CHOICE: TEXTS,
    Kind.RECORDS: ROWS,
}
"""What the column of a fact has to hold."""


@frozen
class Fields:
    """Which column of a table holds what, and what is wrong with the columns as such."""

    schema: Mapping[str, nw.dtypes.DType]
    identity: Mapping[str, str]
    facts: Mapping[str, str]
    evidence: Mapping[str, str]
    kept: tuple[str, ...]
    faults: tuple[Fault, ...] = field(default=(), repr=False)

    def dtype(self, column: str) -> nw.dtypes.DType:
        """What a column holds."""
        return self.schema[column]


def fields_of(
    schema: Mapping[str, nw.dtypes.DType], vocabulary: Vocabulary, keep: Iterable[str], kind: UnitKind | None
) -> Fields:
    """What each column is, by its name: a fact's key or title, what the unit is, evidence, or one that is kept."""
    kept = tuple(keep)
    sorting = _Sorting(schema, vocabulary, kept)
    faults = [Fault("this table has no column `{key}` to keep", {"key": key}) for key in kept if key not in schema]
    for column in schema:
        if column not in kept:
            faults.extend(sorting.place(column))
    if "id" not in sorting.identity:
        faults.append(Fault("this table has no column `{key}`", {"key": UNIT}, hint="Add a column with the units' ids"))
    if "kind" not in sorting.identity and kind is None:
        hint = 'Add a column `kind`, or say kind="cell"'
        faults.append(Fault("this table has no column `{key}`", {"key": "kind"}, hint=hint))
    return Fields(schema, sorting.identity, sorting.facts, sorting.evidence, kept, tuple(faults))


@frozen
class _Sorting:
    schema: Mapping[str, nw.dtypes.DType]
    vocabulary: Vocabulary
    kept: tuple[str, ...]
    identity: dict[str, str] = field(factory=dict)
    facts: dict[str, str] = field(factory=dict)
    evidence: dict[str, str] = field(factory=dict)

    def place(self, column: str) -> Iterator[Fault]:
        """Puts a column where it belongs, or says what is wrong with it."""
        if base := base_of_evidence(column):
            yield from self._put(self.evidence, column, base, TEXTS)
        elif key := BY_HEADER.get(header_form(column), "id" if header_form(column) == UNIT else None):
            yield from self._put_in(self.identity, key, column)
            wanted = NUMBERS if key == "year" else TEXTS
            if key not in CARRIED and not _holds(self.schema[column], wanted, key):
                yield self._misfit(column, wanted)
        else:
            yield from self._put(self.facts, column, column, None)

    def _put(self, where: dict[str, str], column: str, name: str, wanted: Text | None) -> Iterator[Fault]:
        fact = self.vocabulary.fact(name)
        if fact is None:
            yield self._unknown(column, name)
            return
        yield from self._put_in(where, fact.key, column)
        wanted = wanted or WANTED[fact.kind]
        if not _holds(self.schema[column], wanted, "evidence" if where is self.evidence else fact.kind):
            yield self._misfit(column, wanted)

    def _put_in(self, where: dict[str, str], key: str, column: str) -> Iterator[Fault]:
        if key in where:
            values = {"header": column, "key": key, "first": where[key]}
            message = "`{header}` gives `{key}`, as `{first}` does"
            yield Fault(message, values, Place(key=column), "Keep one of them")
        where.setdefault(key, column)

    def _unknown(self, column: str, name: str) -> Fault:
        near = nearest(header_form(name), self.vocabulary.by_header, n=1, cutoff=0.6)
        hint = (
            "Did you mean `{near}`? A column that is only carried along is named in keep="
            if near
            else ("Name it in keep= if it is only carried along; `fourgood facts` lists what is asked")
        )
        values = {"key": name, "near": self.vocabulary.by_header[near[0]] if near else ""}
        return Fault("`{key}` is no fact of this rulebook", values, Place(key=column), hint)

    def _misfit(self, column: str, wanted: Text) -> Fault:
        values = {"column": column, "type": str(self.schema[column]), "wanted": wanted}
        message = "the column `{column}` holds {type}, not {wanted}"
        return Fault(message, values, Place(key=column), "Convert it first; nothing is converted silently")


def _holds(dtype: nw.dtypes.DType, wanted: Text, what: object) -> bool:
    """Whether a column of a type may hold what is wanted; one that is empty throughout may hold anything."""
    if isinstance(dtype, nw.Unknown):
        return True
    if what in ("id", "parent"):
        return is_text(dtype) or dtype.is_integer()
    if what == "evidence":
        return is_text(dtype) or isinstance(dtype, nw.Boolean)
    if wanted is NUMBERS:
        return dtype.is_numeric()
    if wanted is FLAGS:
        return isinstance(dtype, nw.Boolean)
    return is_text(dtype) if wanted is TEXTS else isinstance(dtype, (nw.List, nw.Array))


def is_text(dtype: nw.dtypes.DType) -> bool:
    """Whether a column holds words."""
    return isinstance(dtype, (nw.String, nw.Categorical, nw.Enum))
