"""What lint says: a code, a sentence with its place and mend, and the dossiers that show it."""

from typing import Any as AnyType

from attrs import evolve, frozen

from fourgood.analysis.codes import CODES, Code
from fourgood.criterion import Criterion
from fourgood.dossier import Dossier
from fourgood.errors import Fault, Place
from fourgood.rule import Node
from fourgood.rulebook import Rulebook
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
from fourgood.text import LANGS, Text


@frozen
class Remark:
    """One remark. Its fault has the words, the place and the mend; the witnesses are confirmed by the evaluator."""

    code: Code
    fault: Fault
    witnesses: tuple[Dossier, ...] = ()


@frozen
class Open:
    """A question about one or two criteria that could not be settled."""

    criterion: Criterion
    question: Text
    other: Criterion | None = None


def remark(code: str, fault: Fault, *witnesses: Dossier) -> Remark:
    """A remark of a code; the dossiers that show it can be spoken of as {example} and {after}."""
    said = dict(zip(("example", "after"), map(in_short, witnesses), strict=False))
    return Remark(CODES[code], evolve(fault, values={**fault.values, **said}), witnesses)


def in_short(dossier: Dossier) -> Text:
    """The facts of a made dossier: Party cell (cell), attended = 17, expected_attendance = 20."""
    type = dossier.organisation_type
    unit = [UNIT_KINDS.named(dossier.kind), *([ORGANISATION_TYPES.named(type)] if type is not None else [])]
    facts = [f"{key} = {_shown(value)}" for key, value in dossier.facts.items()]
    return Text(*(", ".join((*(each.in_(lang) for each in unit), *facts)) for lang in LANGS))


def _shown(value: AnyType) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def place_in(rulebook: Rulebook, criterion: Criterion, part: str, node: Node | None = None) -> Place:
    """Where a part of a criterion stands: of its file, the line and column of a node in it."""
    origin = rulebook.origin_of("criteria", criterion.id, part, criterion.origin)
    line, column = (node.at if node is not None else None) or (origin.line, None)
    return Place(origin.file, line, column, f"criteria.{criterion.id}.{part}")
