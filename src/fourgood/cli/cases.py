"""`fourgood cases`: example cases made from the rules, for a person to review; and accepting them."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.destination import destination
from fourgood.cli.exits import DONE, MisusedError
from fourgood.cli.page import Page, tell
from fourgood.errors import Fault, Place
from fourgood.language import Language, language
from fourgood.real import real
from fourgood.text import Lang

if TYPE_CHECKING:
    from fourgood.testing.case import Case

HEAD = (
    "Made from the rules: each case says what the rules say, not what was meant.",
    "Read each, mend the rules or the case, and accept it: fourgood cases --accept NAME FILE",
)


@subcommand("cases")
@click.argument("rules", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--write",
    "output",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write the cases to this file, or add them to the cases that it has; - is the screen.",
)
@click.option("--accept", "names", metavar="NAME", multiple=True, help="A person vouches for this case; several times.")
@click.option("--accept-all", is_flag=True, help="A person vouches for every case of the file.")
@click.option("--alone", is_flag=True, help="Take the rule files without the installed plugins.")
@options.year
@options.lang
@options.only
@options.block
def command(
    rules: tuple[str, ...],
    output: Path | None,
    names: tuple[str, ...],
    accept_all: bool,
    alone: bool,
    year: int | None,
    lang: Lang,
    only: tuple[str, ...] | None,
    block: Iterable[str],
) -> int:
    """Make missing example cases, or accept them.

    FILE is a rule file, the id of a rulebook, or a file of cases. What its cases do not show yet is looked for: a
    smallest suite that, with them, reaches every goal of coverage and notices every change of one step. What is made is
    marked reviewed: false, and counted apart, until a person accepts it.

    \b
    Exit codes: 0 done, 2 the command was misused, 4 the rules, a plugin or a file is at fault
    """
    if names or accept_all:
        return _accept(rules, names, output, lang)
    from fourgood.testing.casespart import CASES
    from fourgood.testing.making import made
    from fourgood.testing.target import target_of

    said = language(lang)
    there = output is not None and str(output) != "-" and output.is_file()
    found = target_of(
        (*rules, *_adding_to(output, rules)) if there else rules, year, alone=alone, only=only, block=block
    )
    called = [_as_named(name, output) for name in found.rules]
    cases = tuple(made(found, said))
    text = _added(output, cases) if there else _new(called, found.year, cases, said)
    with destination(output) as out:
        out.write(text)
    tell(found.suite.faults, lang)
    Page(sys.stderr).text(said("{cases} made, not reviewed yet").format(cases=said.measured(len(cases), CASES)))
    return DONE


def _adding_to(output: Path | None, rules: Iterable[str]) -> tuple[str, ...]:
    """The file to add to, so that its cases are not made again. Raises MisusedError where it is none of cases."""
    from fourgood.testing.case import CaseError
    from fourgood.testing.casefile import read_cases
    from fourgood.testing.target import rules_of

    assert output is not None
    file, place = read_cases(output), Place(str(output))
    if file.faults:
        raise CaseError(file.faults)
    if not file.rulebook:
        hint = "Name a new file, or one of cases: commune.cases.yaml"
        raise MisusedError(Fault("this file is there, and is no file of cases", {}, place, hint))
    asked = {real(Path(name)) for name in rules}
    if not asked & {real(output), *(real(Path(name)) for name in rules_of(file))}:
        raise MisusedError(Fault("the cases in this file are about other rules", {}, place, "Name another file"))
    return (str(output),)


def _added(output: Path | None, cases: tuple["Case", ...]) -> str:
    from fourgood.testing.adding import added

    assert output is not None
    return added(output, cases) if cases else output.read_bytes().decode()


def _as_named(name: str, output: Path | None) -> str:
    """What a file of cases calls its rules: an id, or the way to a file from there. Raises MisusedError."""
    path = Path(name)
    if not path.exists():
        return name
    if output is None or str(output) == "-":
        return path.name
    file, folder = real(path), real(output).parent
    if not file.is_relative_to(folder):
        message, hint = "this rule file does not lie in the folder of the cases", "Write the cases beside {file}"
        raise MisusedError(Fault(message, {"file": path.name}, Place(name), hint))
    return file.relative_to(folder).as_posix()


def _new(names: list[str], year: int, cases: tuple["Case", ...], said: Language) -> str:
    from fourgood.testing.paste import cases_file

    return "\n".join(cases_file(cases, names, year, [said(line) for line in HEAD])) + "\n"


def _accept(files: tuple[str, ...], names: Iterable[str], output: Path | None, lang: Lang) -> int:
    """Accepts cases in their own file, or writes what it comes to elsewhere."""
    from fourgood.testing.accepting import accepted
    from fourgood.testing.casespart import CASES

    if len(files) != 1:
        raise MisusedError(Fault("cases are accepted in one file at a time", hint="Name that file alone"))
    path = Path(files[0])
    if output is not None and output.is_file() and real(output) != real(path):
        raise MisusedError(Fault("this file is there already", {}, Place(str(output)), "Name another file"))
    text, number = accepted(path, names)
    with destination(output or path) as out:
        out.write(text)
    said = language(lang)
    Page(sys.stderr).text(said("{cases} accepted").format(cases=said.measured(number, CASES)))
    return DONE
