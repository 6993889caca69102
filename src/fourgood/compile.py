"""The rule tree read for speed: Python source made from the checked trees, one straight line a kind of unit.

Nothing of a rule file reaches the source but what the tree allows: keys and choices appear as constants handed over by
name. What the emitter does not know how to write it leaves to the plain evaluator (`fourgood.truth`), which is also
what the tests compare it with.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any as AnyType
from typing import TypeAlias, assert_never

from attrs import field, frozen

from fourgood.accept import EXACT
from fourgood.cited import cited_names
from fourgood.criterion import Criterion, PythonRule, Role
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Open, Status
from fourgood.quotient import Exactly, combined, decimal, quotient, times
from fourgood.rule import (
    Aggregate,
    All,
    Any,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Member,
    Name,
    Node,
    Not,
    Number,
    Operator,
    Term,
    Truth,
    Word,
)
from fourgood.truth import amount, as_condition, as_term, compared, truth
from fourgood.vocabulary import Definition, Fact, Kind, Scope, Threshold, UnitKind, Value, Vocabulary

Facts: TypeAlias = Mapping[str, Value]
Row: TypeAlias = Sequence[Value | None]
"""The facts in the order of the vocabulary, None where absent."""

Outcomes: TypeAlias = Callable[[Row, Facts, Facts, str | None], list[Open]]
"""A row, the same facts by key, the attested ones, the type of organisation → the open outcomes of every criterion."""

Statuses: TypeAlias = Callable[[Row, Facts, Facts, str | None], Status]
"""The same → the bare status."""

Test: TypeAlias = Callable[[Facts, str | None, UnitKind], Open]
"""Facts, the type of organisation, the kind of unit → the open outcomes of one condition."""

Opens: TypeAlias = Callable[[Facts, Facts, str | None, UnitKind], tuple[Open, ...]]
"""Facts, the attested ones, the type of organisation, the kind of unit → the open outcomes of several conditions."""

Difference: TypeAlias = Callable[[Facts, str | None, UnitKind], tuple[int, int] | None]
"""The same → how much one term is more than another, as numerator and denominator; None where it is not known."""


MAX_SOURCE = 300
"""How long the arithmetic of one comparison may become, so that Python's own parser takes it."""


class _TooHard(Exception):
    """A condition that the emitter leaves to the plain evaluator."""


@frozen
class _Emitter:
    """Writes one function: its lines, the constants it uses, and the facts already fetched."""

    scope: Scope
    columns: Mapping[str, int] = field(factory=dict)
    lines: list[str] = field(factory=list)
    constants: dict[str, AnyType] = field(factory=dict)
    fetched: dict[tuple[str, str], str] = field(factory=dict)

    def constant(self, value: AnyType) -> str:
        name = f"K{len(self.constants)}"
        self.constants[name] = value
        return name

    def temporary(self, source: str) -> str:
        name = f"t{len(self.lines)}"
        self.lines.append(f"{name} = {source}")
        return name

    def fetch(self, key: str, facts: str) -> str:
        """The variable that holds a fact, fetched once a function."""
        if (key, facts) not in self.fetched:
            name = self.fetched[key, facts] = f"v{len(self.fetched)}"
            self.lines.append(f"{name} = {self.fetched_from(key, facts)}")
        return self.fetched[key, facts]

    def fetched_from(self, key: str, facts: str) -> str:
        if key in ("kind", "organisation_type"):
            return key
        return f"row[{self.columns[key]}]" if facts == "facts" and self.columns else f"{facts}.get({key!r})"

    def condition(self, condition: Condition, facts: str) -> str:
        """The source of the open outcomes of a condition."""
        match condition:
            case Compare() | Member() | Name():
                return self.leaf(condition, facts)
            case Truth(value):
                return str(MET if value else NOT_MET)
            case Not(part):
                return f"(0, 2, 1, 3)[{self.temporary(self.condition(part, facts))}]"
            case All(parts):
                t = self.parts(parts, facts)
                return f"{' & '.join(t)} & 1 | ({' | '.join(t)}) & 2"
            case Any(parts):
                t = self.parts(parts, facts)
                return f"({' | '.join(t)}) & 1 | {' & '.join(t)} & 2"
            case AtLeast(count, parts):
                return self.at_least(self.whole(count), self.parts(parts, facts))
            case _:
                assert_never(condition)

    def parts(self, parts: Sequence[Condition], facts: str) -> list[str]:
        return [self.temporary(self.condition(part, facts)) for part in parts]

    def at_least(self, needed: int, t: list[str]) -> str:
        possible = " + ".join(f"({each} & 1)" for each in t)
        failing = " + ".join(f"({each} >> 1)" for each in t)
        return f"(1 if {possible} >= {needed} else 0) | (2 if {len(t)} - ({failing}) < {needed} else 0)"

    def whole(self, count: Number | Name) -> int:
        needed = amount(count, self.scope, {})
        assert isinstance(needed, tuple)
        return int(needed[0])

    def leaf(self, condition: Compare | Member | Name, facts: str) -> str:
        if facts == "guard" and not isinstance(self.scope.get(getattr(condition, "key", "")), Definition):
            facts = "attested" if reads_judgement(condition, self.scope) else "facts"
        try:
            return self.simple(condition, facts)
        except _TooHard:
            test = self.constant(partial(_plainly, condition, self.scope))
            return f"{test}({facts}, kind, organisation_type)"

    def simple(self, condition: Compare | Member | Name, facts: str) -> str:
        match condition:
            case Name(key):
                meaning = self.scope[key]
                if isinstance(meaning, Definition):
                    return self.condition(as_condition(meaning.expression), facts)
                variable = self.fetch(key, facts)
                return f"3 if {variable} is None else 1 if {variable} else 2"
            case Member(Name(key), values) if self.is_fact(key):
                chosen = self.constant(frozenset(value.value for value in values))
                return self.decided([self.fetch(key, facts)], f"{self.fetch(key, facts)} in {chosen}")
            case Compare(left, operator, right):
                return self.compare(left, operator, right, facts)
            case _:
                raise _TooHard

    def is_fact(self, key: str) -> bool:
        return isinstance(self.scope[key], Fact)

    def decided(self, needs: Sequence[str], test: str) -> str:
        unknown = " or ".join(needs)
        return (
            f"3 if {' or '.join(f'{need} is None' for need in needs)} else 1 if {test} else 2"
            if unknown
            else f"1 if {test} else 2"
        )

    def compare(self, left: Term, operator: Operator, right: Term, facts: str) -> str:
        if (choices := self.choices(left, operator, right)) is not None:
            assert isinstance(left, Name)
            variable = self.fetch(left.key, facts)
            return self.decided([variable], f"{variable} in {self.constant(choices)}")
        if (limit := self.decimal_limit(left, right)) is not None:
            assert isinstance(left, Name)
            variable = self.fetch(left.key, facts)
            return self.decided([variable], f"{variable} {operator} {self.constant(limit)}")
        return self.compare_exactly(self.exactly(left, facts), operator, self.exactly(right, facts))

    def compare_exactly(self, left: Exactly, operator: Operator, right: Exactly) -> str:
        """Quotients compared by cross-multiplication; no quotient is ever rounded."""
        if not (left.positive and right.positive):
            raise _TooHard
        if len(left.numerator) + len(left.denominator) + len(right.numerator) + len(right.denominator) > MAX_SOURCE:
            raise _TooHard
        needs = dict.fromkeys((*left.variables, *right.variables))
        zero = [f"{source} == 0" for source in (*left.not_zero, *right.not_zero)]
        unknown = " or ".join([*(f"{need} is None" for need in needs), *zero])
        test = f"{times(left.numerator, right.denominator)} {operator} {times(right.numerator, left.denominator)}"
        return f"3 if {unknown} else 1 if {test} else 2" if unknown else f"1 if {test} else 2"

    def choices(self, left: Term, operator: Operator, right: Term) -> frozenset[str] | None:
        """Of a choice compared with a constant: the choices that satisfy it."""
        fact = self.scope.get(left.key) if isinstance(left, Name) else None
        if not isinstance(fact, Fact) or fact.scale is None:
            return None
        limit = amount(right, self.scope, {}) if not isinstance(right, Name) or not self.is_fact(right.key) else None
        if not isinstance(limit, str):
            raise _TooHard
        ranks = fact.scale.ranks
        return frozenset(choice for choice in ranks if compared(choice, operator, limit, ranks) == MET)

    def decimal_limit(self, left: Term, right: Term) -> Decimal | None:
        """The constant that a plain number is compared with, where it is a decimal: comparing decimals is exact."""
        fact = self.scope.get(left.key) if isinstance(left, Name) else None
        if not isinstance(fact, Fact) or fact.kind is not Kind.NUMBER:
            return None
        limit = right.value if isinstance(right, Number) else None
        if isinstance(right, Name) and isinstance(threshold := self.scope[right.key], Threshold):
            limit = threshold.value if isinstance(threshold.value, Fraction) else None
        return None if limit is None else decimal(limit)

    def exactly(self, term: Term, facts: str) -> Exactly:
        match term:
            case Number(value):
                return Exactly(str(value.numerator), str(value.denominator))
            case Name(key):
                return self.exactly_named(key, facts)
            case Arithmetic(left, "/", right):
                return quotient(self.exactly(left, facts), self.exactly(right, facts), self.never_negative(right))
            case Arithmetic(left, operator, right):
                return combined(self.exactly(left, facts), operator, self.exactly(right, facts))
            case Word() | Truth() | Aggregate():
                raise _TooHard
            case _:
                assert_never(term)

    def exactly_named(self, key: str, facts: str) -> Exactly:
        match self.scope[key]:
            case Definition(expression=expression):
                return self.exactly(as_term(expression), facts)
            case Threshold(dated=dated) if isinstance(dated.value, Fraction):
                return Exactly(str(dated.value.numerator), str(dated.value.denominator))
            case Fact(kind=Kind.COUNT):
                variable = self.fetch(key, facts)
                return Exactly(variable, variables=(variable,))
            case Fact(kind=Kind.NUMBER, step=step):
                variable = self.fetch(key, facts)
                places = max(0, -int(step.as_tuple().exponent))
                return Exactly(
                    f"int({variable}.scaleb({places}, {self.constant(EXACT)}))", str(10**places), (variable,)
                )
            case _:
                raise _TooHard

    def never_negative(self, term: Term) -> bool:
        """Whether a divisor that is not zero is positive."""
        match term:
            case Number(value):
                return value >= 0
            case Name(key):
                meaning = self.scope[key]
                if isinstance(meaning, Definition):
                    return self.never_negative(as_term(meaning.expression))
                if isinstance(meaning, Threshold):
                    return isinstance(meaning.value, Fraction) and meaning.value >= 0
                return isinstance(meaning, Fact) and meaning.minimum >= 0
            case Arithmetic(left, operator, right):
                return operator != "-" and self.never_negative(left) and self.never_negative(right)
            case _:
                return False

    def criterion(self, criterion: Criterion, kind: UnitKind) -> str:
        """The source of the open outcomes of a criterion for one kind of unit."""
        if kind not in criterion.applies_to:
            return str(NOT_APPLICABLE)
        facts = "attested" if criterion.evidence_required else "facts"
        # What a function in Python says comes afterwards (`fourgood.program`): until then it may be either.
        outcome = str(UNKNOWN) if isinstance(criterion.rule, PythonRule) else self.condition(criterion.rule, facts)
        if criterion.applies_when is not None:
            guarding = "guard" if criterion.evidence_required else "facts"
            rule, guard = self.temporary(outcome), self.temporary(self.condition(criterion.applies_when, guarding))
            outcome = f"{rule} if {guard} == 1 else 4 if {guard} == 2 else {rule} | 4"
        if criterion.organisation_types is not None:
            rule, types = self.temporary(outcome), self.constant(criterion.organisation_types)
            outcome = f"{rule} | 4 if organisation_type is None else {rule} if organisation_type in {types} else 4"
        return outcome

    def function(self, name: str, parameters: str, body_end: str) -> Callable[..., AnyType]:
        body = "\n ".join([*self.lines, body_end])
        source = f"def {name}({parameters}):\n {body}\n"
        namespace: dict[str, AnyType] = dict(self.constants)
        exec(compile(source, f"<fourgood {name}>", "exec"), namespace)  # noqa: S102  our own source, from checked trees
        made: Callable[..., AnyType] = namespace[name]
        return made


def reads_judgement(node: Node, scope: Scope) -> bool:
    """Whether a node reads what an appraiser judged: such a fact needs its evidence in a guard too."""
    found = (scope[name] for name in cited_names(node, scope))
    return any(isinstance(meaning, Fact) and meaning.judged for meaning in found)


def _plainly(condition: Condition, scope: Scope, facts: Facts, kind: str, organisation_type: str | None) -> Open:
    return truth(condition, scope, {**facts, "kind": kind, "organisation_type": organisation_type})


def compile_outcomes(criteria: Sequence[Criterion], vocabulary: Vocabulary, kind: UnitKind) -> Outcomes:
    """A function that evaluates every criterion for one kind of unit; those written in Python are left open."""
    emitter = _Emitter(vocabulary.scope, vocabulary.columns)
    found = [emitter.criterion(criterion, kind) for criterion in criteria]
    parameters = f"row, facts, attested, organisation_type, kind={kind!r}"
    return emitter.function("outcomes", parameters, f"return [{', '.join(found)}]")


def compile_status(criteria: Sequence[Criterion], vocabulary: Vocabulary, kind: UnitKind) -> Statuses:
    """A function that answers with the bare status under the default standards, and stops as soon as it is decided."""
    emitter = _Emitter(vocabulary.scope, vocabulary.columns, constants={"Status": Status})
    emitter.lines.append("u = 0")
    for role, adverse, answer in (
        (Role.DEFERRAL, MET, "Status.DEFERRED"),
        (Role.VETO, MET, "Status.NOT_RECOGNIZED"),
        (Role.REQUIREMENT, NOT_MET, "Status.NOT_RECOGNIZED"),
    ):
        if role is Role.VETO:
            emitter.lines.append("if u: return Status.UNDETERMINED")
        for criterion in (each for each in criteria if each.role is role and kind in each.applies_to):
            source = emitter.criterion(criterion, kind)
            emitter.lines.append(f"m = {source}")
            emitter.lines.append(f"if m & {adverse}:")
            emitter.lines.append(f" if m == {adverse}: return {answer}")
            emitter.lines.append(" u = 1")
    end = "return Status.UNDETERMINED if u else Status.RECOGNIZED"
    return emitter.function("status", f"row, facts, attested, organisation_type, kind={kind!r}", end)


def compile_opens(asked: Sequence[tuple[Condition, bool]], scope: Scope) -> Opens:
    """A function that evaluates several conditions, each with whether facts count for it only with their evidence."""
    emitter = _Emitter(scope)
    found = [emitter.condition(condition, "attested" if attested else "facts") for condition, attested in asked]
    return emitter.function(
        "opens", "facts, attested, organisation_type, kind", f"return ({''.join(f'{each}, ' for each in found)})"
    )


def compile_test(condition: Condition, scope: Scope) -> Test:
    """A function that evaluates one condition: facts, the type of organisation, the kind of unit → open outcomes."""
    emitter = _Emitter(scope)
    source = emitter.condition(condition, "facts")
    return emitter.function("test", "facts, organisation_type, kind", f"return {source}")


def compile_difference(left: Term, right: Term, scope: Scope) -> Difference | None:
    """A function that subtracts one term from another exactly; None where only the plain evaluator can tell."""
    emitter = _Emitter(scope)
    try:
        found = combined(emitter.exactly(left, "facts"), "-", emitter.exactly(right, "facts"))
    except _TooHard:
        return None
    if len(found.numerator) + len(found.denominator) > MAX_SOURCE:
        return None
    needs = [f"{need} is None" for need in dict.fromkeys(found.variables)]
    unknown = " or ".join([*needs, *(f"{source} == 0" for source in found.not_zero)]) or "False"
    source = f"return None if {unknown} else ({found.numerator}, {found.denominator})"
    return emitter.function("difference", "facts, organisation_type, kind", source)
