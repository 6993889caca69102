"""The text of a rule: where things stand in it, and what Python's own parser makes of it at no more than its size."""

import ast
import re
import warnings
from typing import Any as AnyType
from typing import NoReturn

from attrs import frozen

from fourgood.errors import Fault, Place, RuleError
from fourgood.rule import Position

MAX_LENGTH = 10_000
MAX_DEPTH = 60

BRACKETS_AND_WORDS = re.compile(r"[(\[{]|[)\]}]|\"[^\"\n]*\"|'[^'\n]*'")
LINES = re.compile(r"\r\n|\r|\n")
IN_THE_BRACKETS = re.compile(r" \(detected at line \d+\)| on line \d+")
SIGNS_IN_A_ROW = re.compile(rf"(?:(?:\bnot\b|[-+~])\s*){{{MAX_DEPTH},}}|(?:[-+*/][^-+*/]*){{{MAX_DEPTH * 5},}}")
FORM = "Write it like: part / whole >= 0.9, with names of your facts"


@frozen
class Start:
    """Where a rule text starts in its file: its first line and column, and the column of every further line."""

    line: int = 1
    column: int = 1
    indent: int = 1

    def place(self, position: Position) -> Position:
        """A position in the text as a position in the file."""
        line, column = position
        return line + self.line - 1, column + (self.column if line == 1 else self.indent) - 1


TOP = Start()


class Source:
    """A rule text that stands somewhere in a file."""

    def __init__(self, text: str, start: Start) -> None:
        self.source = text
        self.lines = LINES.split(text)
        self.start = start

    def body(self) -> ast.expr:
        """What the standard library's parser makes of the text; no parse costs more than the text's own size."""
        if len(self.source) > MAX_LENGTH:
            message = "this rule is {length} characters long, {limit} at most"
            self.refuse_at(message, (1, 1), length=len(self.source), limit=MAX_LENGTH)
        if not self.source.strip():
            self.refuse_at("this rule is empty", (1, 1), FORM)
        self.refuse_deep_text()
        try:
            # The brackets let a rule run over several lines, as a block of text in a rule file does.
            with warnings.catch_warnings(action="ignore"):
                body = ast.parse(f"(\n{self.source}\n)", mode="eval").body
        except SyntaxError as error:
            self.refuse_slip()
            # The lines that Python itself counts are those of the bracketed text.
            cause = IN_THE_BRACKETS.sub("", error.msg)
            self.refuse_at("this is not a rule: {cause}", self.inside(error), FORM, cause=cause)
        except (ValueError, MemoryError, RecursionError) as error:
            self.refuse_at("this is not a rule: {cause}", (1, 1), cause=str(error) or type(error).__name__)
        # What starts in our own bracket's line is empty, or has a comma, or closes that bracket: a) or (b
        if body.lineno == 1:
            self.refuse_slip()
            hint = "Write one condition, and close only brackets that you opened"
            self.refuse_at("this is not one condition", (1, 1), hint)
        self.refuse_deep_tree(body)
        return body

    def inside(self, error: SyntaxError) -> Position:
        """A position of the bracketed text, put back into the text itself."""
        line, column = (error.lineno or 2) - 1, error.offset or 1
        last = len(self.lines)
        return (line, column) if 1 <= line <= last else (last, len(self.lines[-1]) + 1)

    def refuse_deep_text(self) -> None:
        """Stop before the parser recurses: brackets that nest, and signs and operators in a row."""
        depth = 0
        for found in BRACKETS_AND_WORDS.finditer(self.source):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(found.group(), 0)
            if depth > MAX_DEPTH:
                self.refuse_depth(found.start())
        if signs := SIGNS_IN_A_ROW.search(self.source):
            self.refuse_depth(signs.start())

    def refuse_depth(self, offset: int) -> NoReturn:
        """Refuses the text for its depth, at an offset."""
        message = "this rule is nested more than {limit} levels deep"
        self.refuse_at(message, self.position(offset), "Name parts of it as definitions", limit=MAX_DEPTH)

    def refuse_slip(self) -> None:
        """Refuses the text for what the language writes in another way, where there is such a thing."""
        from fourgood.slips import slip

        if (found := slip(self.source)) is not None:
            self.refuse_at(found.message, self.position(found.offset), found.hint, **found.values)

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        before = LINES.split(self.source[:offset])
        return len(before), len(before[-1]) + 1

    def refuse_deep_tree(self, body: ast.expr) -> None:
        """Stop before we recurse ourselves."""
        level: list[ast.AST] = [body]
        for _ in range(MAX_DEPTH):
            level = [child for node in level for child in ast.iter_child_nodes(node)]
            if not level:
                return
        self.refuse_depth(0)

    def at(self, node: ast.AST) -> Position:
        """Where a node stands in the file. The parser counts columns in bytes of UTF-8."""
        line = getattr(node, "lineno", 2) - 1
        offset = getattr(node, "col_offset", 0)
        text = self.lines[line - 1] if 1 <= line <= len(self.lines) else ""
        return self.start.place((line, len(text.encode()[:offset].decode(errors="ignore")) + 1))

    def refuse(self, message: str, node: ast.AST, hint: str | None = None, **values: AnyType) -> NoReturn:
        """Refuses the text, at a node."""
        line, column = self.at(node)
        raise RuleError(Fault(message, values, Place(line=line, column=column), hint))

    def refuse_at(self, message: str, position: Position, hint: str | None = None, **values: AnyType) -> NoReturn:
        """Refuses the text, at a position of it."""
        line, column = self.start.place(position)
        raise RuleError(Fault(message, values, Place(line=line, column=column), hint))

    def text(self, node: ast.expr) -> str:
        """What stands in the rule text for a node, shortened for a message."""
        line, end_line = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if line != end_line or not 1 <= line <= len(self.lines):
            return "…"
        shown = self.lines[line - 1].encode()[node.col_offset : node.end_col_offset].decode(errors="ignore")
        return shown if len(shown) <= 60 else shown[:59] + "…"
