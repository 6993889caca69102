"""The messages of the library, collected from its source: what is said to people must be in the catalogue.

A message is what goes to a parameter called `message` or `hint`, or what a language is asked to say. Names are followed
to what they are set to: local names, loops, and constants and tables of any module.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import fourgood

ROOT = Path(fourgood.__file__).parent
SAYERS = {"said", "language", "translate", "say_in"}
TOLD = {"message", "hint"}
CODES = {"vi", "en"}


def messages(root: Path = ROOT) -> dict[str, set[str]]:
    """Every message, with the files that say it."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(root.rglob("*.py"))}
    constants = {path: _constants(tree) for path, tree in trees.items()}
    everywhere = _sinks(trees.values())
    found = defaultdict(set)
    for path, tree in trees.items():
        sinks = {**everywhere, **_sinks([tree])}
        for message in _said(tree, sinks, {**_imported(tree, constants), **constants[path]}):
            found[message].add(str(path.relative_to(root)))
    return dict(found)


def _constants(tree: ast.Module) -> dict[str, set[str]]:
    """The texts in the constants and tables of a module."""
    assigned = [node for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None]
    known = {name: set(_strings(node.value, defaultdict(set))) for node in assigned for name in _targets(node)}
    return {**known, **_answers(tree)}


def _answers(tree: ast.Module) -> dict[str, set[str]]:
    """The texts that the functions of a module answer with, by name()."""
    found = defaultdict(set)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value is not None:
                    found[f"{function.name}()"] |= set(_strings(node.value, defaultdict(set)))
    return dict(found)


def _imported(tree: ast.Module, constants: dict[Path, dict[str, set[str]]]) -> dict[str, set[str]]:
    """The texts in the constants that a module takes from others."""
    modules = {".".join(path.relative_to(ROOT.parent).with_suffix("").parts): path for path in constants}
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in modules:
            theirs = constants[modules[node.module]]
            found.update((alias.name, theirs[alias.name]) for alias in node.names if alias.name in theirs)
    return found


def _targets(node: ast.AST) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        yield from (each.id for each in ast.walk(target) if isinstance(each, ast.Name))


def _sinks(trees) -> dict[str, dict[str, int]]:
    """The functions and classes that take a message or a hint, and at which place."""
    found = {"Fault": {"message": 0, "hint": 3}}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found.update(
                    (node.name, _places(each, 1))
                    for each in node.body
                    if isinstance(each, ast.FunctionDef) and each.name == "__init__" and _places(each, 1)
                )
                found.update(
                    (each.name, _places(each, 1))
                    for each in node.body
                    if isinstance(each, ast.FunctionDef) and _places(each, 1)
                )
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and _places(node, 0):
                found[node.name] = _places(node, 0)
    return found


def _places(function: ast.FunctionDef, skipped: int) -> dict[str, int]:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)][skipped:]
    named = [each.arg for each in function.args.kwonlyargs]
    return {name: names.index(name) if name in names else -1 for name in (*names, *named) if name in TOLD}


def _said(tree: ast.Module, sinks, constants) -> Iterator[str]:
    for function, known in _functions(tree, constants):
        for node in function:
            if isinstance(node, ast.FunctionDef):
                yield from _defaults(node, known)
            if not isinstance(node, ast.Call):
                continue
            # language(lang)("…") speaks as said("…") does.
            name = _name(node.func.func if isinstance(node.func, ast.Call) else node.func)
            if name in SAYERS and node.args:
                yield from (text for text in _strings(node.args[0], known) if text not in CODES)
            elif name in sinks:
                for parameter, place in sinks[name].items():
                    given = [each.value for each in node.keywords if each.arg == parameter]
                    if 0 <= place < len(node.args):
                        given.append(node.args[place])
                    for each in given:
                        yield from _strings(each, known)


def _defaults(function: ast.FunctionDef, known) -> Iterator[str]:
    arguments = function.args
    given = zip(reversed(arguments.args), reversed(arguments.defaults), strict=False)
    for argument, value in (*given, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)):
        if argument.arg in TOLD and value is not None:
            yield from _strings(value, known)


def _functions(tree: ast.Module, constants):
    """The nodes of every function (and of the module itself), with what its names are set to."""
    for scope in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]:
        nodes = list(ast.walk(scope))
        known = defaultdict(set, {name: set(texts) for name, texts in constants.items()})
        for _ in range(2):  # a name may be set to another
            for node in nodes:
                if isinstance(node, (ast.Assign, ast.NamedExpr, ast.For, ast.comprehension)):
                    value = node.iter if isinstance(node, (ast.For, ast.comprehension)) else node.value
                    for name in _targets(node):
                        known[name] |= set(_strings(value, known))
        yield nodes, known


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _strings(node: ast.expr, known) -> Iterator[str]:
    """The texts that an expression may come to."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name):
            yield from known[name]
        case ast.IfExp(body=one, orelse=other):
            yield from _strings(one, known)
            yield from _strings(other, known)
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            for part in parts:
                yield from _strings(part, known)
        case ast.Subscript(value=table):
            yield from _strings(table, known)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)) | ast.Call(func=ast.Name(id=name)):
            yield from known[f"{name}()"]
        case ast.Call(func=ast.Attribute(value=table, attr="items" | "values" | "get")):
            yield from _strings(table, known)
