"""The command `fourgood` as a whole."""

import importlib
import subprocess
import sys

import click
import pytest

from fourgood.cli import main

ending = importlib.import_module("fourgood.cli.command")
application = importlib.import_module("fourgood.cli.app")


def test_every_command_is_listed_with_a_whole_sentence(cli):
    """`fourgood --help` names each with what it does, none cut short."""
    lines = cli("--help").stdout.splitlines()

    for name in application.COMMANDS:
        (line,) = [line for line in lines if line.split()[:1] == [name]]
        assert line.endswith(".")
        assert not line.endswith("...")


ALL = [*(name for name in application.COMMANDS if name != "rules"), "rules show", "rules diff"]


@pytest.mark.parametrize("name", ALL)
def test_every_command_says_its_exit_codes_and_takes_a_language(cli, name):
    """Scripts rely on exit codes, so --help says them."""
    text = cli(*name.split(), "--help").stdout

    assert "Exit codes:" in text
    assert "--lang [vi|en]" in text


def test_an_unknown_command_is_misuse(cli):
    """Exit code 2."""
    assert cli("evalute").exit_code == 2


def test_version(cli, monkeypatch):
    """The installed version, or that it is not installed."""
    assert cli("--version").stdout.startswith("fourgood ")

    def missing(name):
        raise application.PackageNotFoundError(name)

    monkeypatch.setattr(application, "version", missing)
    assert "not installed" in cli("--version").stdout


@pytest.mark.parametrize(
    "arguments, code",
    [(["schema"], 0), (["schema", "none"], 2), (["evaluate"], 2), (["plugins", "--block", "none"], 4)],
)
def test_the_entry_point_ends_with_the_exit_code(monkeypatch, capsys, arguments, code):
    """`main` is what the installed command calls; misuse is told on standard error."""
    monkeypatch.setattr(sys, "argv", ["fourgood", *arguments])
    monkeypatch.setattr("signal.signal", lambda *_: None)

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == code
    assert bool(capsys.readouterr().err) == (code != 0)


def test_an_interrupted_run_ends_with_130(monkeypatch):
    """As other tools do, and without a traceback."""
    monkeypatch.setattr("signal.signal", lambda *_: None)

    def interrupted(**_):
        raise click.Abort

    monkeypatch.setattr(application.app, "main", interrupted)

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 130


def test_a_terminated_run_ends_with_143():
    """The signal becomes an exit, so that unfinished files are taken away."""
    with pytest.raises(SystemExit) as ended:
        application._terminated()

    assert ended.value.code == 143


def test_faults_are_told_in_vietnamese_by_default(cli):
    """And in English on request."""
    vietnamese, english = cli("plugins", "--block", "x").stderr, cli("plugins", "--block", "x", "--lang", "en").stderr

    assert "no plugin is called x" in english
    assert vietnamese != english


def test_a_pipe_that_nobody_reads_ends_a_command_quietly(cli, monkeypatch):
    """Exit code 141 and no message; what is still buffered goes nowhere."""
    gone = []
    monkeypatch.setattr(ending, "_forget_stdout", lambda: gone.append(True))
    monkeypatch.setattr("fourgood.cli.plugins.installed_plugins", raising(BrokenPipeError()))

    result = cli("plugins")

    assert (result.exit_code, result.stderr, gone) == (141, "", [True])


def test_what_the_system_refuses_is_a_fault(cli, monkeypatch):
    """A disk that is full, a file that is forbidden: one line with the file, exit code 4."""
    monkeypatch.setattr("fourgood.cli.plugins.installed_plugins", raising(OSError(28, "No space left", "x.csv")))

    result = cli("plugins", "--lang", "en")

    assert result.exit_code == 4
    assert result.stderr == "✗ x.csv: the system refuses: No space left\n"


def raising(error):
    def fail(*_, **__):
        raise error

    return fail


def test_commands_are_imported_when_they_are_called():
    """A run of one command does not pay for the others."""
    code = (
        "import sys, fourgood.cli; print([name for name in sys.modules if name in ('rich', 'openpyxl', 'jsonschema')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
