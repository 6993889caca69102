"""Rule text → rule tree, through the standard library's parser of Python expressions. Nothing is ever executed."""

import ast
import re
from fractions import Fraction
from typing import NoReturn

from fourgood.errors import Fault, Place, RuleError
from fourgood.generator import FUNCTIONS, Generator, generator
from fourgood.nearest import nearest
from fourgood.rule import (
    AGGREGATES,
    EACH,
    OF_CONDITIONS,
    OPERATIONS,
    Aggregate,
    All,
    Any,
    Arithmetic,
    ArithmeticOperator,
    AtLeast,
    Compare,
    Condition,
    Constant,
    Member,
    Name,
    Node,
    Not,
    Number,
    Operator,
    Position,
    Term,
    Truth,
    Word,
)
from fourgood.source import TOP, Source, Start

MAX_DIGITS = 30

COMPARISONS: dict[type[ast.cmpop], Operator] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
ARITHMETIC: dict[type[ast.operator], ArithmeticOperator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
INSTEAD = {"len": "count", "any": "count(…) >= 1", "all": "share(…) == 1", "avg": "mean", "average": "mean"}
"""What other languages call, and what serves here."""

SURROGATES = re.compile("[\ud800-\udfff]")
TOO_MANY_DIGITS = "this number has more than {limit} digits"
TRUTHS = {"true": True, "false": False, "True": True, "False": False}


def parse(text: str, start: Start = TOP, record: str | None = None) -> Condition:
    """The condition that a rule text says; `start` is where the text stands in its file.

    `record` is what the text calls the one record that it speaks of, in the invariants of a table.

    >>> parse("attended / expected > 0.85")
    Compare(left=Arithmetic(left=Name(key='attended'), operator='/', right=Name(key='expected')), operator='>', \
right=Number(value=Fraction(17, 20)))

    Raises RuleError, with line, column and a mend, for anything outside the language, and for a text that is too
    long, too deep, or has a number that is too long: nothing costs more than its own size.
    """
    reader = _Reader(text, start, record)
    return reader.condition(reader.body())


def parse_expression(text: str, start: Start = TOP, record: str | None = None) -> Node:
    """The term or condition that the text of a definition says. Raises RuleError as `parse` does."""
    reader = _Reader(text, start, record)
    body = reader.body()
    match body:
        case ast.Call(func=ast.Name(id=name)) if name in AGGREGATES:
            return reader.term(body)
        case ast.BinOp() | ast.Constant(value=int() | float() | str()) | ast.UnaryOp(op=ast.USub()):
            return reader.term(body)
        case _:
            return reader.condition(body)


class _Reader(Source):
    """Turns the parser's nodes into ours, one method a kind of expression, and refuses the others by name."""

    def __init__(self, text: str, start: Start, record: str | None) -> None:
        super().__init__(text, start)
        self.record = record
        """What the one record that is spoken of is called here; None where there is none."""

    def condition(self, node: ast.expr) -> Condition:
        at = self.at(node)
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return All(tuple(map(self.condition, values)), at=at)
            case ast.BoolOp(values=values):
                return Any(tuple(map(self.condition, values)), at=at)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand), at=at)
            case ast.Compare():
                return self.comparison(node)
            case ast.Name() | ast.Attribute(value=ast.Name()) | ast.Constant(value=True | False):
                return self.name(node)
            case ast.Call() if self.text(node.func) in AGGREGATES:
                self.refuse("`{text}` is no condition", node, "Compare it with something", text=self.text(node))
            case ast.Call():
                return self.at_least(node)
            case _:
                self.refuse_slip_at(node)
                self.refuse("`{text}` is no condition", node, "Compare it with something", text=self.text(node))

    def comparison(self, node: ast.Compare) -> Condition:
        terms = [node.left, *node.comparators]
        parts = [
            self.pair(left, operator, right) for left, operator, right in zip(terms, node.ops, terms[1:], strict=False)
        ]
        return parts[0] if len(parts) == 1 else All(tuple(parts), at=self.at(node))

    def pair(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Condition:
        at = self.at(left)
        if isinstance(operator, (ast.In, ast.NotIn)):
            member = Member(self.term(left), self.constants(right), at=at)
            return Not(member, at=at) if isinstance(operator, ast.NotIn) else member
        if type(operator) not in COMPARISONS:
            self.refuse("`is` compares nothing here", left, "Write == or !=")
        return Compare(self.term(left), COMPARISONS[type(operator)], self.term(right), at=at)

    def constants(self, node: ast.expr) -> tuple[Constant, ...]:
        if not isinstance(node, (ast.Tuple, ast.List, ast.Set)) or not node.elts:
            self.refuse("`in` needs constants in brackets", node, 'Write them like: in ("commune", "ward")')
        return tuple(map(self.constant, node.elts))

    def constant(self, node: ast.expr) -> Constant:
        term = self.term(node)
        if isinstance(term, (Number, Word, Truth)):
            return term
        self.refuse("`{text}` is no constant", node, 'Write choices in quotes: "good"', text=self.text(node))

    def at_least(self, node: ast.Call) -> Condition:
        if not isinstance(node.func, ast.Name) or node.func.id != "at_least":
            self.refuse_function(node)
        if len(node.args) < 2 or node.keywords:
            self.refuse_slip()
            self.refuse("`at_least` needs a number and conditions", node, "Write it like: at_least(2, a, b > 1, c)")
        count = self.term(node.args[0])
        if not isinstance(count, (Number, Name)) or (isinstance(count, Number) and count.value.denominator != 1):
            self.refuse("`at_least` counts in whole numbers", node.args[0], "Write it like: at_least(2, a, b > 1, c)")
        parts = tuple(map(self.condition, node.args[1:]))
        if isinstance(count, Number) and not 1 <= count.value <= len(parts):
            self.refuse(
                "`at_least` asks for {count} of {parts} conditions",
                node,
                "Ask for 1 to {parts}",
                count=count.value,
                parts=len(parts),
            )
        return AtLeast(count, parts, at=self.at(node))

    def refuse_function(self, node: ast.Call) -> NoReturn:
        name = self.text(node.func)
        near = INSTEAD.get(name) or "".join(nearest(name, FUNCTIONS, n=1, cutoff=0.5))
        hint = "Did you mean `{near}`?" if near else "The functions are {functions}"
        self.refuse("there is no function `{name}`", node, hint, name=name, near=near, functions=", ".join(FUNCTIONS))

    def aggregate(self, node: ast.Call) -> Aggregate:
        found = generator(node, self)
        if self.record is not None:
            message = "records are drawn together inside of one record"
            self.refuse(message, node, "Name the inner part as a definition of its own")
        self.record = found.record
        what, where = self.asked(found), None if found.where is None else self.condition(found.where)
        self.record = None
        return Aggregate(found.function, Name(found.table.id, at=self.at(found.table)), what, where, at=self.at(node))

    def asked(self, found: Generator) -> Node:
        if found.what is None:
            return Truth(True)
        return self.condition(found.what) if found.function in OF_CONDITIONS else self.term(found.what)

    def dotted(self, node: ast.Attribute) -> Name:
        """A column of the record that is spoken of; a name with a dot of any other sort means what its scope says."""
        assert isinstance(node.value, ast.Name)
        if node.value.id == EACH and self.record is None:
            hint = "Write it like: count(each.held for each in meetings), with names of your facts"
            self.refuse("`{text}` speaks of a record where there is none", node, hint, text=self.text(node))
        owner = EACH if node.value.id == self.record else node.value.id
        return Name(f"{owner}.{node.attr}", at=self.at(node))

    def term(self, node: ast.expr) -> Term:
        at = self.at(node)
        match node:
            case ast.Constant(value=bool()) | ast.Name() | ast.Attribute(value=ast.Name()):
                return self.name(node)
            case ast.Call(func=ast.Name(id=name)) if name in AGGREGATES:
                return self.aggregate(node)
            case ast.Constant(value=str(word)):
                return Word(self.word(word, node), at=at)
            case ast.Constant(value=int() | float()):
                return Number(self.number(node), at=at)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float()) as operand):
                return Number(-self.number(operand), at=at)
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in ARITHMETIC:
                return self.arithmetic(self.term(left), ARITHMETIC[type(operator)], self.term(right), at)
            case ast.Call() if self.text(node.func) != "at_least":
                self.refuse_function(node)
            case _:
                self.refuse_slip_at(node)
                self.refuse("`{text}` has no place in a rule", node, self.advice(node), text=self.text(node))

    def refuse_slip_at(self, node: ast.expr) -> None:
        """Refuses what a comma in a number, or a % after one, makes of a rule for Python's parser."""
        match node:
            case ast.Tuple() | ast.Constant() | ast.BinOp(op=ast.Mod()):
                self.refuse_slip()

    def arithmetic(self, left: Term, operator: ArithmeticOperator, right: Term, at: Position) -> Term:
        # Constants are read as rationals: 1/3 is a third.
        if isinstance(left, Number) and isinstance(right, Number):
            if operator == "/" and right.value == 0:
                message = "a division by zero has no value"
                raise RuleError(Fault(message, {}, Place(line=at[0], column=at[1]), "Divide by something else"))
            value = OPERATIONS[operator](left.value, right.value)
            if max(abs(value.numerator), value.denominator) >= 10**MAX_DIGITS:
                raise RuleError(Fault(TOO_MANY_DIGITS, {"limit": MAX_DIGITS}, Place(line=at[0], column=at[1])))
            return Number(value, at=at)
        return Arithmetic(left, operator, right, at=at)

    def name(self, node: ast.expr) -> Name | Truth:
        at = self.at(node)
        if isinstance(node, ast.Constant):
            return Truth(bool(node.value), at=at)
        if isinstance(node, ast.Attribute):
            return self.dotted(node)
        assert isinstance(node, ast.Name)
        if node.id == self.record:
            hint = "Name one of its columns: {name}.…"
            self.refuse("`{name}` is a record, which has no value itself", node, hint, name=node.id)
        return Truth(TRUTHS[node.id], at=at) if node.id in TRUTHS else Name(node.id, at=at)

    def word(self, word: str, node: ast.expr) -> str:
        if SURROGATES.search(word):
            self.refuse("`{text}` has half a character", node, "Write the character itself", text=self.text(node))
        return word

    def number(self, node: ast.expr) -> Fraction:
        """The number as it is written, not as a binary float holds it."""
        text = self.text(node).replace("_", "")
        if len(text.replace(".", "")) > MAX_DIGITS:
            self.refuse(TOO_MANY_DIGITS, node, limit=MAX_DIGITS)
        if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", text):
            self.refuse("`{text}` is no plain number", node, "Write it like 0.85, 12 or 1/3", text=text)
        return Fraction(text if not text.endswith(".") else text[:-1])

    def advice(self, node: ast.expr) -> str | None:
        match node:
            case ast.Attribute():
                return "Write names with one dot at most, like quality.points"
            case ast.BoolOp() | ast.Compare() | ast.Call() | ast.UnaryOp(op=ast.Not()):
                return "A condition cannot be compared; join conditions with and, or"
            case _:
                return "A rule is made of names, numbers, words in quotes, comparisons, and, or, not, at_least"
