"""What analysis answers: proved, refuted by a dossier, or undecided. Nothing is ever guessed."""

from typing import TypeAlias

from attrs import frozen

from fourgood.dossier import Dossier


@frozen
class Proved:
    """It holds for every dossier that the question is about."""


@frozen
class Refuted:
    """It does not hold: the plain evaluator confirms it for these dossiers."""

    witnesses: tuple[Dossier, ...]

    @property
    def witness(self) -> Dossier:
        """The dossier; of several the first."""
        return self.witnesses[0]


@frozen
class Undecided:
    """It was too much to look at, or something in it cannot be looked into."""


Answer: TypeAlias = Proved | Refuted | Undecided
