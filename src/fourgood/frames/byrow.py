"""What columns cannot answer, answered row by row with the plain evaluator, and put beside them as columns."""

from collections.abc import Mapping, Sequence
from typing import Any as AnyType

import narwhals as nw
from attrs import frozen

from fourgood.dossier import Dossier
from fourgood.errors import DossierError
from fourgood.frames.fields import Fields
from fourgood.frames.held import Held
from fourgood.frames.kleene import Tri
from fourgood.frames.native import three_valued
from fourgood.frames.rejecting import Reason
from fourgood.frames.rows import RowShape, rows_of
from fourgood.frames.table import MARK
from fourgood.language import Language
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Open
from fourgood.program import Heard
from fourgood.rulebook import Rulebook
from fourgood.truth import truth
from fourgood.vocabulary import UnitKind

FAILED: Open = 8
"""Beside what is open: a function failed, and its outcome is an error."""


@frozen
class ByRow:
    """What rows have to answer: criteria, and their bands of points; and whether more has to be looked at in rows."""

    criteria: tuple[str, ...]
    bands: tuple[str, ...]
    why: tuple[str, ...]
    """What else is read row by row: derived facts, records, invariants."""

    @property
    def needed(self) -> bool:
        """Whether anything has to be answered row by row."""
        return bool(self.criteria or self.bands or self.why)

    @property
    def reasons(self) -> Sequence[Reason]:
        """Which rows the plain evaluator did not admit, and what it said."""
        said = nw.col(REJECTED_COLUMN)
        return (Reason(~said.is_null(), said),) if self.needed else ()

    def held(self) -> Mapping[str, Held]:
        """The criteria as the columns that they were answered in."""
        return {id: of_code(nw.col(answer_column(id))) for id in self.criteria}

    def codes(self) -> Mapping[str, nw.Expr]:
        """The same as the numbers that they are, with what failed."""
        return {id: nw.col(answer_column(id)) for id in self.criteria}

    def band_columns(self, rulebook: Rulebook) -> Mapping[str, Sequence[Tri]]:
        """The bands as the columns that they were answered in."""
        return {
            id: [of_code(nw.col(band_column(id, at))).holds for at, _ in enumerate(rulebook.by_id[id].bands)]
            for id in self.bands
        }


def answer_column(id: str) -> str:
    """The column with the answers of a criterion."""
    return f"{MARK}row:{id}"


def band_column(id: str, at: int) -> str:
    """The column with the answers of a band."""
    return f"{MARK}band:{id}.{at}"


REJECTED_COLUMN = f"{MARK}rejected"


def of_code(code: nw.Expr) -> Held:
    """Open outcomes as a number, as two columns of three values."""
    asked = _without(FAILED, code)
    open_ = _without(NOT_APPLICABLE, asked)
    holds = nw.when((open_ == MET) | (open_ == NOT_MET)).then(open_ == MET)
    applies = nw.when(asked <= NOT_APPLICABLE).then(asked < NOT_APPLICABLE)
    return Held(holds, applies)


def _without(bit: Open, code: nw.Expr) -> nw.Expr:
    """A number without its greatest bit, where it has that."""
    return nw.when(code >= bit).then(code - bit).otherwise(code)


def answered(
    frame: nw.DataFrame[AnyType],
    fields: Fields,
    rulebook: Rulebook,
    by_row: ByRow,
    kind: UnitKind | None,
    said: Language,
) -> nw.DataFrame[AnyType]:
    """The frame with a column for each answer, for each derived fact that it lacks, and for why a row is rejected."""
    own = [name for name in frame.columns if not name.startswith(MARK)]
    shape = RowShape.of(own, year=rulebook.year, kind=kind, keep=fields.kept)
    derived = [each.fact.key for each in rulebook.derived]
    keys = [answer_column(id) for id in by_row.criteria]
    keys += [band_column(id, at) for id in by_row.bands for at, _ in enumerate(rulebook.by_id[id].bands)]
    columns: dict[str, list[AnyType]] = {key: [] for key in (*keys, *derived, REJECTED_COLUMN)}
    for row in rows_of(frame):
        answers = _answers(shape.dossier(row), rulebook, by_row, said)
        for key, values in columns.items():
            values.append(answers.get(key, UNKNOWN if key in keys else None))
    return _with_columns(frame, columns, fields)


def _answers(dossier: Dossier, rulebook: Rulebook, by_row: ByRow, said: Language) -> Mapping[str, AnyType]:
    try:
        admitted = rulebook.admit(dossier)
    except DossierError as error:
        return {REJECTED_COLUMN: "; ".join(fault.say(said) for fault in error.faults)}
    opens, heard = rulebook.program.run(admitted)
    found: dict[str, AnyType] = {each.fact.key: admitted.facts.get(each.fact.key) for each in rulebook.derived}
    for at, (criterion, still_open) in enumerate(zip(rulebook.criteria, opens, strict=True)):
        if criterion.id in by_row.criteria:
            found[answer_column(criterion.id)] = still_open | _failed(heard.get(at))
        if criterion.id in by_row.bands:
            known = {**(admitted.attested if criterion.evidence_required else admitted.facts), **_identity(admitted)}
            for place, band in enumerate(criterion.bands):
                found[band_column(criterion.id, place)] = truth(band.when, rulebook.vocabulary.scope, known)
    return found


def _failed(heard: Heard | None) -> Open:
    return FAILED if heard is not None and heard.fault is not None else 0


def _identity(dossier: Dossier) -> Mapping[str, AnyType]:
    return {"kind": dossier.kind, "organisation_type": dossier.organisation_type}


def _with_columns(
    frame: nw.DataFrame[AnyType], columns: Mapping[str, list[AnyType]], fields: Fields
) -> nw.DataFrame[AnyType]:
    """The frame with some columns more; a derived fact stands where the table itself has it."""
    found = [
        nw.new_series(fields.facts.get(key, key), values, _dtype(key, values), backend=frame.implementation)
        for key, values in columns.items()
    ]
    return three_valued(frame.with_columns(*found), [each.name for each in found])


def _dtype(key: str, values: Sequence[AnyType]) -> type[nw.String] | type[nw.Int8] | None:
    if key.startswith(MARK) and key != REJECTED_COLUMN:
        return nw.Int8
    return nw.String if all(value is None for value in values) else None
