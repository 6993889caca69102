"""The documents of the repository, and how the examples in them are run."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from fourgood.schemacheck import faults
from fourgood.yamlfile import Data, read_text
from installed import OFFLINE

ROOT = Path(__file__).parents[2]
PLACES = ("*.md", "docs/**/*.md", "criteria_plugins/**/*.md", "examples/**/*.md", "schemas/*.md", "benchmarks/*.md")
DOCUMENTS = sorted({path.relative_to(ROOT).as_posix() for place in PLACES for path in ROOT.glob(place)})

SAVED_AS = re.compile(r"<!-- save as: (\S+) -->\s*\Z")
URN = re.compile(r"urn:fourgood:schema:(\w+)")
FENCE = re.compile(r"^```(\S*)$", re.MULTILINE)
RUN = ("console", "json", "python", "sh", "toml", "yaml")
SHOWN_ONLY = ("csv", "mermaid", "text")
"""What can only be shown: tables, pictures, and text."""

PARTS_OF_A_RULE_FILE = {"id": "shown", "title": {"vi": "Phần của tệp", "en": "A part of a file"}}
PARTS_OF_A_DOSSIER = {"unit": {"id": "shown", "kind": "cell"}, "year": 2024}
SECONDS = 120
SITE = ".site"
"""Where a document's own installations go."""


def parsed(name: str) -> Iterator[Example]:
    """The examples of a document, in the order of its text; those of one document share their names."""
    python = PythonCodeBlockParser()
    python.codeblock_parser = CodeBlockParser("python", SavedOrRun())
    parsers = [
        python,
        CodeBlockParser("console", run_console),
        CodeBlockParser("yaml", read_yaml),
        CodeBlockParser("json", read_json),
        CodeBlockParser("toml", read_toml),
        CodeBlockParser("sh", parse_commands),
        CodeBlockParser("csv", lambda example: save(example) and None),
    ]
    return iter(Sybil(parsers).parse(ROOT / name).examples())


def save(example: Example) -> bool:
    """Writes a block to the file that the comment above it names, where there is one."""
    found = SAVED_AS.search(example.document.text[: example.start])
    if found is None:
        return False
    path = Path(found[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.parsed, "utf-8")
    return True


class SavedOrRun(PythonEvaluator):
    """A module is saved, for others to import; everything else is run as it stands."""

    def __call__(self, example: Example) -> None:
        """Saves or runs one block."""
        if not save(example):
            super().__call__(example)


def read_yaml(example: Example) -> None:
    """A block of YAML is a dossier or a rule file, or a part of one, and what it claims to be."""
    save(example)
    data = read_text(example.parsed.encode(), "example.yaml")
    claimed = URN.search(str(data.value.get("$schema", "")))
    if claimed:
        assert list(faults(data, claimed[1])) == []
        return
    completed = [
        list(faults(Data({**parts, **data.value}, data.file, data.marks), name))
        for name, parts in (("rules", PARTS_OF_A_RULE_FILE), ("dossier", PARTS_OF_A_DOSSIER))
    ]
    assert [] in completed, completed


def read_json(example: Example) -> None:
    """A block of JSON is JSON, and what it claims to be."""
    save(example)
    value = json.loads(example.parsed)
    if isinstance(value, dict) and (claimed := URN.search(str(value.get("$schema", "")))):
        assert list(faults(read_text(example.parsed.encode(), "example.json"), claimed[1])) == []


def read_toml(example: Example) -> None:
    """A block of TOML is TOML."""
    save(example)
    tomllib.loads(example.parsed)


def parse_commands(example: Example) -> None:
    """Commands that are only shown, as they install something or need a network: those of fourgood exist like this."""
    from fourgood.cli.app import app

    for line in example.parsed.splitlines():
        program, *arguments = shlex.split(line, comments=True) or [""]
        if program == "fourgood":
            name, *options = arguments
            command = app.get_command(click.Context(app), name)
            assert command is not None, line
            command.make_context(name, options)


def run_console(example: Example) -> None:
    """Each command of a block prints the lines below it; the exit code is 0 unless the command itself prints it."""
    for command, expected in commands(example.parsed):
        done = subprocess.run(
            ["sh", "-c", command],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SECONDS,
        )
        found = done.stdout.splitlines()
        assert matches(expected, found), "\n".join([f"$ {command}", *found, "--- instead of", *expected])
        assert done.returncode == 0, f"$ {command} ended with {done.returncode}\n{done.stdout}"


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a block, each with the lines that it prints; a backslash carries a command on."""
    lines = iter(block.splitlines())
    command, expected = None, []
    for line in lines:
        if not line.startswith("$ "):
            expected.append(line)
            continue
        if command is not None:
            yield command, expected
        command, expected = line[2:], []
        while command.endswith("\\"):
            command = command[:-1] + next(lines).strip()
    assert command is not None, "a console block starts with a command"
    yield command, expected


def matches(expected: list[str], found: list[str]) -> bool:
    """Whether lines are those expected; a line of three points stands for any number of lines.

    >>> matches(["a", "...", "c"], ["a", "b", "b", "c"]), matches(["a", "..."], ["b"])
    (True, False)
    """
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in found)) is not None


def environment() -> dict[str, str]:
    """A terminal of a user who has installed the library: its commands come first, and nothing limits its plugins.

    What a document installs goes into a folder beside it, from its source and without a network.
    """
    here = Path(sys.executable).parent
    left_out = ("FOURGOOD_PLUGINS", "COLUMNS")
    kept = {key: value for key, value in os.environ.items() if key not in left_out and not key.startswith("PIP_")}
    path = {"PATH": f"{here}{os.pathsep}{kept.get('PATH', '')}", "PYTHONPATH": SITE, "LC_ALL": "C.UTF-8"}
    # Documents are read in a copy of this repository, whose own tests are left out.
    path |= {"PYTEST_ADDOPTS": "-W ignore::pytest.PytestConfigWarning"}
    return {**kept, **OFFLINE, "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_TARGET": SITE, **path}
