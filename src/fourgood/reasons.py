"""Which comparisons decide a criterion, and no others.

Sound: the facts of the cited comparisons alone give the same outcome. Complete: changing any fact not cited never
changes it. Minimal: of a decided outcome no cited comparison can be left out. Design: docs/explanation/semantics.md.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias, assert_never

from attrs import field, frozen

from fourgood.compile import Opens as AllOpens
from fourgood.compile import Test, compile_opens, compile_test
from fourgood.criterion import Criterion, PythonRule, Role
from fourgood.dossier import Dossier
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Open
from fourgood.rule import (
    All,
    Any,
    AtLeast,
    Compare,
    Condition,
    Member,
    Name,
    Node,
    Not,
    Truth,
    children,
)
from fourgood.text import Lang
from fourgood.truth import all_of, amount, any_of, as_condition, at_least, negated
from fourgood.vocabulary import IDENTITY, Definition, Fact, Scope, Threshold

Leaf: TypeAlias = Compare | Member | Name
Decided: TypeAlias = "tuple[tuple[Atom, Open], ...]"
"""The comparisons that decide, each with what it came to."""

MAX_REMEMBERED = 4096
IDENTITY_KEYS = frozenset(fact.key for fact in IDENTITY)


def written_out(condition: Condition, scope: Scope) -> Condition:
    """The condition with definitions that are conditions written out, so that its leaves are comparisons and flags."""
    match condition:
        case Name(key) if isinstance(definition := scope[key], Definition):
            return written_out(as_condition(definition.expression), scope)
        case Not(part):
            return Not(written_out(part, scope))
        case All(parts):
            return All(tuple(written_out(part, scope) for part in parts))
        case Any(parts):
            return Any(tuple(written_out(part, scope) for part in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(written_out(part, scope) for part in parts))
        case _:
            return condition


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The comparisons and flags of a condition, in the order of the text."""
    match condition:
        case Compare() | Member() | Name():
            yield condition
        case Truth():
            pass
        case Not(part):
            yield from leaves(part)
        case All(parts) | Any(parts) | AtLeast(_, parts):
            for part in parts:
                yield from leaves(part)
        case _:
            assert_never(condition)


def cited_names(node: Node, scope: Scope) -> Iterator[str]:
    """The facts and parameters that a node reads, through definitions."""
    if isinstance(node, Name):
        meaning = scope[node.key]
        if isinstance(meaning, Definition):
            yield from cited_names(meaning.expression, scope)
        else:
            yield node.key
    for child in children(node):
        yield from cited_names(child, scope)


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
        """The facts that it lacks: absent, or present without the evidence that the criterion demands."""
        facts = dossier.attested if self.attested else dossier._facts
        lacking = [key for key in self.keys if key not in facts]
        return tuple([key for key in lacking if key not in IDENTITY_KEYS or getattr(dossier, key) is None])


Opens: TypeAlias = Mapping[Leaf, Open]


def settled(condition: Condition, opens: Opens, scope: Scope) -> Open:
    """What a written-out condition comes to when its leaves come to what `opens` says; a leaf left out is unknown."""
    match condition:
        case Compare() | Member() | Name():
            return opens.get(condition, UNKNOWN)
        case Truth(value):
            return MET if value else NOT_MET
        case Not(part):
            return negated(settled(part, opens, scope))
        case All(parts):
            return all_of([settled(part, opens, scope) for part in parts])
        case Any(parts):
            return any_of([settled(part, opens, scope) for part in parts])
        case AtLeast(count, parts):
            return at_least(_whole(count, scope), [settled(part, opens, scope) for part in parts])
        case _:
            assert_never(condition)


def _whole(count: Node, scope: Scope) -> int:
    needed = amount(count, scope, {})  # type: ignore[arg-type]
    assert isinstance(needed, tuple)
    return int(needed[0])


def deciding(condition: Condition, opens: Opens, scope: Scope) -> tuple[Leaf, ...]:
    """Leaves that decide a written-out condition, or keep it open."""
    match condition:
        case Compare() | Member() | Name():
            return (condition,)
        case Truth():
            return ()
        case Not(part):
            return deciding(part, opens, scope)
        case All(parts):
            return _of(parts, len(parts), opens, scope)
        case Any(parts):
            return _of(parts, 1, opens, scope)
        case AtLeast(count, parts):
            return _of(parts, _whole(count, scope), opens, scope)
        case _:
            assert_never(condition)


def _of(parts: Sequence[Condition], needed: int, opens: Opens, scope: Scope) -> tuple[Leaf, ...]:
    """Leaves that decide k of n: k parts that are met, or n - k + 1 that are not; all of them while it is open."""
    found = [settled(part, opens, scope) for part in parts]
    if found.count(MET) >= needed:
        return _shortest([part for part, each in zip(parts, found, strict=True) if each == MET], needed, opens, scope)
    if found.count(NOT_MET) > len(parts) - needed:
        failing = [part for part, each in zip(parts, found, strict=True) if each == NOT_MET]
        return _shortest(failing, len(parts) - needed + 1, opens, scope)
    return _joined(deciding(part, opens, scope) for part in parts)


def _shortest(parts: Sequence[Condition], number: int, opens: Opens, scope: Scope) -> tuple[Leaf, ...]:
    by_length = sorted((deciding(part, opens, scope) for part in parts), key=len)
    return _joined(by_length[:number])


def _joined(found: Iterator[tuple[Leaf, ...]] | list[tuple[Leaf, ...]]) -> tuple[Leaf, ...]:
    return tuple(dict.fromkeys(leaf for each in found for leaf in each))


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
        return self._atoms(self.guard, attested=False, guards=True)

    @cached_property
    def rule_atoms(self) -> tuple[Atom, ...]:
        """The atoms of the rule."""
        return self._atoms(self.rule, attested=self.criterion.evidence_required)

    def _atoms(self, condition: Condition | None, attested: bool, guards: bool = False) -> tuple[Atom, ...]:
        found = () if condition is None else dict.fromkeys(leaves(condition))
        return tuple(Atom(leaf, attested, self.scope, guards) for leaf in found)

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
        by_guard = _minimal(self.guard, guard_opens, self.scope)
        if applies == NOT_MET:
            return _picked(self.guard_atoms, by_guard)
        by_rule = _picked(rules, _minimal(self.rule, rule_opens, self.scope))
        said = {key for atom in by_rule for key in atom.keys}
        # A judged criterion asks one fact twice, whether it applies and whether it is met: said once is enough.
        return tuple(atom for atom in _picked(self.guard_atoms, by_guard) if not said.issuperset(atom.keys)) + by_rule


def _picked(atoms: Sequence[Atom], chosen: Sequence[Leaf]) -> tuple[Atom, ...]:
    return tuple(atom for atom in atoms if atom.leaf in chosen)


def _minimal(condition: Condition | None, opens: Opens, scope: Scope) -> tuple[Leaf, ...]:
    """The deciding leaves without those that the others make superfluous."""
    if condition is None:
        return ()
    chosen = list(deciding(condition, opens, scope))
    outcome = settled(condition, opens, scope)
    if outcome == UNKNOWN:
        return tuple(chosen)
    for leaf in list(reversed(chosen)):
        without = {each: opens[each] for each in chosen if each != leaf}
        if settled(condition, without, scope) == outcome:
            chosen.remove(leaf)
    return tuple(chosen)
