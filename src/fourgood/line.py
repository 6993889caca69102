"""A criterion ready to be explained: its comparisons, each ready to be asked, and those that decide."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from attrs import field, frozen

from fourgood.cited import cited_columns, cited_names
from fourgood.compile import Opens as AllOpens
from fourgood.compile import Test, compile_opens, compile_test, reads_judgement
from fourgood.criterion import Criterion, PythonRule, Role, most
from fourgood.dossier import Dossier
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, Open
from fourgood.reasons import Leaf, leaves, minimal, settled, written_out
from fourgood.record import Record
from fourgood.rule import (
    Condition,
)
from fourgood.table import incomplete, is_table, table_of
from fourgood.text import Lang
from fourgood.vocabulary import IDENTITY, Fact, Scope, Threshold

Decided: TypeAlias = "tuple[tuple[Atom, Open], ...]"
"""The comparisons that decide, each with what it came to."""

MAX_REMEMBERED = 4096
IDENTITY_KEYS = frozenset(fact.key for fact in IDENTITY)


@frozen(eq=False, slots=False)
class Atom:
    """One comparison or flag of a criterion, ready to be asked.

    `attested`: facts count only with their evidence. `guards`: it says when the criterion applies, not what it asks.
    """

    leaf: Leaf
    attested: bool
    scope: Scope
    guards: bool = False

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The facts and parameters that it reads, each once."""
        return tuple(dict.fromkeys(cited_names(self.leaf, self.scope)))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The facts that it reads."""
        return tuple(name for name in self.names if isinstance(self.scope[name], Fact))

    @cached_property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """The tables among those facts, each with the columns that it reads."""
        read = dict.fromkeys(cited_columns(self.leaf, self.scope))
        own = (key for key in self.keys if is_table(self.scope[key]))
        return {key: tuple(each.partition(".")[2] for each in read if each.partition(".")[0] == key) for key in own}

    @cached_property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The parameters that it compares with."""
        meanings = (self.scope[name] for name in self.names)
        return tuple(meaning for meaning in meanings if isinstance(meaning, Threshold))

    @cached_property
    def test(self) -> Test:
        """The comparison compiled."""
        return compile_test(self.leaf, self.scope)

    def open(self, dossier: Dossier) -> Open:
        """What it comes to for a dossier."""
        facts = dossier.attested if self.attested else dossier._facts
        return self.test(facts, dossier.organisation_type, dossier.kind)

    def absent(self, dossier: Dossier) -> tuple[str, ...]:
        """The facts that it lacks: absent, or without the evidence that the criterion demands; tables with gaps."""
        facts = dossier.attested if self.attested else dossier._facts
        gaps = {key for key in self.tables if any(self.gaps(key, dossier))}
        lacking = [key for key in self.keys if key not in facts or key in gaps]
        return tuple([key for key in lacking if key not in IDENTITY_KEYS or getattr(dossier, key) is None])

    def gaps(self, key: str, dossier: Dossier) -> tuple[list[Record], int]:
        """The records of a table that lack a column which it reads, and how many are missing without a place."""
        facts = dossier.attested if self.attested else dossier._facts
        return incomplete(key, table_of(self.scope[key]), self.tables[key], facts)


@frozen(eq=False, slots=False)
class Line:
    """A criterion ready to be explained: its atoms, and which of them decide for each way they can come out."""

    criterion: Criterion
    scope: Scope
    says: dict[Lang, Callable[[Dossier, Open, bool], str]] = field(factory=dict)
    """What puts its single comparison into words, by language; left here by whoever asks for words."""
    _remembered: dict[tuple[Open, ...], Decided] = field(factory=dict)

    @cached_property
    def adverse(self) -> Open:
        """The outcome that counts against the unit: a requirement not met, a veto or deferral met."""
        return NOT_MET if self.criterion.role is Role.REQUIREMENT else MET

    @cached_property
    def guard(self) -> Condition | None:
        """When the criterion applies, written out."""
        guard = self.criterion.applies_when
        return None if guard is None else written_out(guard, self.scope)

    @cached_property
    def rule(self) -> Condition | None:
        """The rule, written out; None when it is written in Python."""
        rule = self.criterion.rule
        return None if isinstance(rule, PythonRule) else written_out(rule, self.scope)

    @cached_property
    def guard_atoms(self) -> tuple[Atom, ...]:
        """The atoms of the guard."""
        return self._atoms(self.guard, guards=True)

    @cached_property
    def rule_atoms(self) -> tuple[Atom, ...]:
        """The atoms of the rule."""
        return self._atoms(self.rule)

    @cached_property
    def band_atoms(self) -> tuple[Atom, ...]:
        """The atoms of the bands of points."""
        return tuple(atom for band in self.criterion.bands for atom in self._atoms(written_out(band.when, self.scope)))

    def short_of_full(self, dossier: Dossier) -> Decided:
        """The atoms that keep the band of full marks from holding, or open, each with what it came to."""
        full = most(self.criterion)
        found: dict[Atom, Open] = {}
        for band in self.criterion.bands:
            if band.points == full:
                when = written_out(band.when, self.scope)
                opens = {atom: atom.open(dossier) for atom in self._atoms(when)}
                chosen = minimal(when, {atom.leaf: each for atom, each in opens.items()}, self.scope)
                found.update((atom, each) for atom, each in opens.items() if atom.leaf in chosen and each != MET)
        return tuple(found.items())

    def _atoms(self, condition: Condition | None, guards: bool = False) -> tuple[Atom, ...]:
        found = () if condition is None else dict.fromkeys(leaves(condition))
        return tuple(Atom(leaf, self._attested(leaf, guards), self.scope, guards) for leaf in found)

    def _attested(self, leaf: Leaf, guards: bool) -> bool:
        """Whether a leaf counts facts only with their evidence: in a guard, only what an appraiser judged."""
        return self.criterion.evidence_required and (not guards or reads_judgement(leaf, self.scope))

    @cached_property
    def single(self) -> Atom | None:
        """The one atom of a criterion that is a single comparison, the common case: it always decides."""
        alone = self.guard is None and len(self.rule_atoms) == 1 and self.rule == self.rule_atoms[0].leaf
        return self.rule_atoms[0] if alone else None

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """All atoms, the guard's first."""
        return self.guard_atoms + self.rule_atoms

    @cached_property
    def opens(self) -> AllOpens:
        """All atoms compiled."""
        return compile_opens([(atom.leaf, atom.attested) for atom in self.atoms], self.scope)

    def decided_by(self, dossier: Dossier, still_open: Open) -> tuple[Atom, ...]:
        """The atoms that decide the criterion for a dossier, or keep it open."""
        return tuple(atom for atom, _ in self.decided(dossier, still_open))

    def decided(self, dossier: Dossier, still_open: Open) -> Decided:
        """The atoms that decide the criterion for a dossier, or keep it open, each with what it came to."""
        if still_open == NOT_APPLICABLE and not self._concerns(dossier):
            return ()
        facts = dossier._facts
        attested = dossier.attested if self.criterion.evidence_required else facts
        opens = self.opens(facts, attested, dossier.organisation_type, dossier.kind)
        return self._remembered.get(opens) or self._remember(opens)

    def _remember(self, opens: tuple[Open, ...]) -> Decided:
        if len(self._remembered) >= MAX_REMEMBERED:
            self._remembered.clear()
        came_to = dict(zip(self.atoms, opens, strict=True))
        found = self._remembered[opens] = tuple((atom, came_to[atom]) for atom in self._decided_by(opens))
        return found

    def _concerns(self, dossier: Dossier) -> bool:
        types = self.criterion.organisation_types
        # A type that is not known may be one of them: then it is the guard that says no.
        concerned = types is None or dossier.organisation_type is None or dossier.organisation_type in types
        return dossier.kind in self.criterion.applies_to and concerned

    def _decided_by(self, opens: tuple[Open, ...]) -> tuple[Atom, ...]:
        guards, rules = len(self.guard_atoms), self.rule_atoms
        guard_opens = {atom.leaf: each for atom, each in zip(self.guard_atoms, opens, strict=False)}
        rule_opens = {atom.leaf: each for atom, each in zip(rules, opens[guards:], strict=True)}
        applies = MET if self.guard is None else settled(self.guard, guard_opens, self.scope)
        by_guard = minimal(self.guard, guard_opens, self.scope)
        if applies == NOT_MET:
            return _picked(self.guard_atoms, by_guard)
        by_rule = _picked(rules, minimal(self.rule, rule_opens, self.scope))
        said = {key for atom in by_rule for key in atom.keys}
        # A judged criterion asks one fact twice, whether it applies and whether it is met: said once is enough.
        return tuple(atom for atom in _picked(self.guard_atoms, by_guard) if not said.issuperset(atom.keys)) + by_rule


def _picked(atoms: Sequence[Atom], chosen: Sequence[Leaf]) -> tuple[Atom, ...]:
    return tuple(atom for atom in atoms if atom.leaf in chosen)
