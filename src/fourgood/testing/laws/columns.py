"""The law of readers over whole tables: what columns say of many dossiers is what the plain evaluator says of each."""

from collections.abc import Iterable
from importlib.util import find_spec

from attrs import evolve

from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.outcome import members
from fourgood.rulebook import Rulebook
from fourgood.testing.laws.breach import broken, either
from fourgood.testing.laws.readers import plain
from fourgood.testing.laws.subject import only

__tracebackhide__ = True


def tables_are_read() -> bool:
    """Whether what reads tables is installed."""
    return all(find_spec(name) is not None for name in ("narwhals", "polars"))


def tables_agree(dossiers: Iterable[Dossier], rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """Columns come to what the plain evaluator comes to, for every dossier and criterion. Raises LawBroken.

    All dossiers are evaluated as one table of polars; criteria written in Python are read by evaluation alone.
    """
    from fourgood.frames import evaluate_frame, table_of

    book = only(rulebook, criterion)
    given = [book.admit(evolve(each, id=f"{at}", parent=None)) for at, each in enumerate(dossiers)]
    if not given:
        return
    out = evaluate_frame(table_of(given, book), book)
    for dossier, row in zip(given, out.iter_rows(named=True), strict=True):
        for id, plainly in plain(dossier, book).items():
            if row[id] != plainly:
                values = {
                    "criterion": id,
                    "reader": "columns",
                    "found": row["rejected_because"] if row[id] is None else either(members(row[id])),
                    "plain": either(members(plainly)),
                }
                fault = Fault("`{reader}` says that `{criterion}` is {found}, the plain evaluator {plain}", values)
                raise broken("readers_agree", fault, rulebook, dossier, criterion=id)
