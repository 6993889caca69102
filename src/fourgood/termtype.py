"""What sort of value a term of a rule has, and what keeps it from having one."""

from fractions import Fraction

from attrs import evolve, field, frozen

from fourgood.aggregatetype import aggregate_type
from fourgood.errors import Fault, Place
from fourgood.nearest import nearest
from fourgood.outcome import Open
from fourgood.rule import Aggregate, Arithmetic, Condition, Name, Node, Number, Term, Truth, Word
from fourgood.ruletype import Choice, Flag, Literal, Memo, Numeric, Type, bounds_of, called, is_term
from fourgood.scale import PERCENT, Measure, Scale
from fourgood.table import is_share
from fourgood.vocabulary import Definition, Fact, Kind, Meaning, Scope, Standing, Tally, Threshold
from fourgood.write import to_text

DRAW_TOGETHER = "Draw the records together, like count({key}) or share(m.… for m in {key})"
STANDARDS_NAME = (
    "A standard names criteria, points and parameters, beyond a group also groups, and that of the whole its grades"
)


@frozen
class Terms:
    """Finds the types of terms over a scope; what is wrong with them is gathered in `faults`."""

    scope: Scope
    at_most: frozenset[tuple[str, str]]
    memo: Memo
    faults: list[Fault] = field(factory=list)

    def fault(self, message: str, node: Node, hint: str | None = None, **values: object) -> None:
        """Notes what is wrong with a node, at its place."""
        line, column = node.at or (None, None)
        self.faults.append(Fault(message, values, Place(line=line, column=column), hint))

    def meaning(self, name: Name) -> Meaning | None:
        """What a name means; a fault with the nearest known names when nothing."""
        meaning = self.scope.get(name.key)
        if meaning is None:
            near = nearest(name.key, self.scope, n=3, cutoff=0.6)
            hint = "Declare it as a fact, definition or parameter"
            if any(isinstance(each, (Standing, Tally)) for each in self.scope.values()):
                hint = STANDARDS_NAME
            self.fault(
                "`{key}` is not known",
                name,
                "Did you mean {near}?" if near else hint,
                key=name.key,
                near=", ".join(f"`{each}`" for each in near),
            )
        return meaning

    def unquoted(self, word: Term, other: Term) -> bool:
        """Whether a name that nothing has is a choice of what it is compared with: a fault then says so."""
        if not isinstance(word, Name) or word.key in self.scope:
            return False
        type = evolve(self, faults=[]).term(other)
        if not isinstance(type, Choice) or word.key not in type.scale.labels:
            return False
        message, hint = "`{key}` is a choice of `{text}`, and choices stand in quotes", 'Write "{key}"'
        self.fault(message, word, hint, key=word.key, text=to_text(other))
        return True

    def condition(self, condition: Condition) -> Open:
        """Checks a condition, as the type check does, and says what it can come to."""
        raise NotImplementedError

    def term(self, term: Term) -> Type | None:
        """The type of a term, or None: then a fault says why."""
        match term:
            case Number(value):
                return Numeric(value, value)
            case Word(value):
                return Literal(value)
            case Truth():
                return Flag()
            case Name():
                return self._name_as_term(term)
            case Arithmetic():
                return self._arithmetic(term)
            case Aggregate():
                return aggregate_type(term, self)
            case _:
                self.fault("`{text}` has no value to compare", term, "Join conditions with and, or", text=to_text(term))
                return None

    def _name_as_term(self, name: Name) -> Type | None:
        match self.meaning(name):
            case Fact(kind=Kind.FLAG):
                return Flag()
            case Fact(kind=Kind.CHOICE, scale=Scale() as scale):
                return Choice(scale)
            case Fact(kind=Kind.RECORDS, key=key):
                self.fault("`{key}` is a table of records, no single value", name, DRAW_TOGETHER, key=key)
                return None
            case Fact() as fact:
                return Numeric(Fraction(fact.minimum), Fraction(fact.maximum), fact.measure)
            case Threshold(dated=dated, measure=measure):
                value = dated.value
                return Literal(value) if isinstance(value, str) else Numeric(value, value, measure)
            case Definition(expression=expression) as definition if is_term(expression, self.scope):
                return self._defined(definition)
            case Tally():
                return Numeric(Fraction(0), None)
            case None:
                return None
            case _:
                self.fault(
                    "`{key}` is met or not, it has no value to compare",
                    name,
                    "Write it alone, or with not",
                    key=name.key,
                )
                return None

    def _defined(self, definition: Definition) -> Type | None:
        """The type of a definition; its own faults are reported where it is declared."""
        types = self.memo.types
        if definition.key not in types:
            inner = evolve(self, faults=[]).term(definition.expression)  # type: ignore[arg-type]
            types[definition.key] = _in_measure(inner, definition.measure)
        return types[definition.key]

    def _arithmetic(self, term: Arithmetic) -> Type | None:
        left, right = self.term(term.left), self.term(term.right)
        for side, node in ((left, term.left), (right, term.right)):
            if side is not None and not isinstance(side, Numeric):
                self.fault("`{text}` is a {called}, no number", node, text=to_text(node), called=called(side))
        if not isinstance(left, Numeric) or not isinstance(right, Numeric):
            return None
        if term.operator == "/":
            if right.low == right.high == 0:
                self.fault("`{text}` divides by zero", term, "Divide by something else", text=to_text(term))
            return self._quotient(term, left, right)
        return Numeric(*bounds_of(left, term.operator, right), assumed=left.assumed or right.assumed)

    def _quotient(self, term: Arithmetic, left: Numeric, right: Numeric) -> Numeric:
        match term:
            case Arithmetic(left=Name(key=part), right=Name(key=whole)) if (
                (part, whole) in self.at_most and left.low is not None and left.low >= 0
            ):
                return Numeric(Fraction(0), Fraction(1), PERCENT)
            case Arithmetic(left=Aggregate() as part, right=Aggregate() as whole) if is_share(part, whole, self.scope):
                return Numeric(Fraction(0), Fraction(1), PERCENT)
            case _:
                never_negative = all(side.low is not None and side.low >= 0 for side in (left, right))
                return Numeric(Fraction(0) if never_negative else None, None)


def _in_measure(kind: Type | None, measure: Measure | None) -> Type | None:
    if not isinstance(kind, Numeric):
        return kind
    # More than ten times the whole is no share that anyone means.
    high = kind.high if measure != PERCENT or (kind.high and kind.high <= 1) else Fraction(10)
    return Numeric(kind.low, high, measure, assumed=kind.assumed or high != kind.high)
