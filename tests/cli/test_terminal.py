"""What a terminal gets, what a pipe gets, and what neither may get."""

import io
import os
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourgood.cli.page import Page, printable, tell
from fourgood.cli.progress import MANY, counted
from fourgood.errors import Fault


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_text_that_is_never_cut_or_folded():
    """However wide a table is, a row stays one line, its columns stand under each other, and nothing is drawn."""
    out = io.StringIO()
    Page(out).table(["Đơn vị", "Kết quả"], [["Chi bộ " + "rất " * 60 + "dài", "✓"], ["Chi bộ", "✗"]])

    header, first, second = out.getvalue().splitlines()
    assert first.endswith("dài  ✓")
    assert header.index("Kết quả") == first.index("✓") == second.index("✗")
    assert "\x1b" not in out.getvalue()


def test_columns_stand_under_each_other_whatever_the_letters():
    """Composed and decomposed Vietnamese take the same room."""
    out = io.StringIO()
    Page(out).table(
        ["a", "b"], [["đảng bộ", "x"], [unicodedata.normalize("NFD", "đảng bộ"), "y"], ["đảng bộ cơ sở", "z"]]
    )

    composed, decomposed, _ = out.getvalue().splitlines()[1:]
    assert unicodedata.normalize("NFC", decomposed) == composed.replace("x", "y")


def test_a_terminal_gets_colours_and_a_drawn_table(monkeypatch):
    """What counts for and against a unit can be told apart by colour."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    out = Terminal()
    page = Page(out)
    page.text("✓ đạt\n✗ không đạt")
    page.table(["Đơn vị"], [["Chi bộ"]])

    good, bad, *table = out.getvalue().splitlines()
    assert "\x1b[32m" in good
    assert "\x1b[31m" in bad
    assert any("─" in line or "━" in line for line in table)


def test_brackets_in_a_name_are_no_markup(monkeypatch):
    """A unit called [red] keeps its name in a terminal too."""
    out = Terminal()
    page = Page(out)
    page.text("[red]Chi bộ[/red]")
    page.table(["[b]"], [["[i]Chi bộ[/nothing]"]])

    assert "[red]Chi bộ[/red]" in out.getvalue()
    assert "[i]Chi bộ[/nothing]" in out.getvalue()


@given(st.text())
def test_no_text_commands_a_terminal(text):
    """No control sign of a dossier reaches a terminal, new lines and tabs apart."""
    said = printable(text)
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in said)
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_name_with_an_escape_sequence_is_shown_harmless(cli, dossier):
    """An id that would clear the screen arrives as a replacement sign, in verdicts and in faults."""
    path = dossier()
    path.write_text(
        path.read_text("utf-8").replace("Chi bộ a", '"x\\e[2J"').replace("year: 2024", "year: 2031"), "utf-8"
    )

    result = cli("evaluate", path)

    assert "\x1b" not in result.stdout + result.stderr


def test_faults_are_one_line_each(capsys):
    """A cause with line breaks stays on the fault's line."""
    tell([Fault("broken: {cause}", {"cause": "a\nb"})], "en")

    assert capsys.readouterr().err == "✗ broken: a b\n"


def test_progress_runs_on_a_terminal_while_the_result_goes_elsewhere(monkeypatch):
    """Many items: a count on standard error; all items arrive."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with counted(range(3 * MANY), io.StringIO()) as items:
        assert list(items) == list(range(3 * MANY))

    assert str(2 * MANY) in terminal.getvalue() or str(3 * MANY) in terminal.getvalue()


def test_no_progress_where_nobody_sees_it_or_it_would_disturb(monkeypatch):
    """Not into a file of errors, not between verdicts on the same terminal, not for a few items."""
    quiet, terminal = io.StringIO(), Terminal()
    for error, out, number in ((quiet, io.StringIO(), 500), (terminal, Terminal(), 500), (terminal, io.StringIO(), 5)):
        monkeypatch.setattr("sys.stderr", error)
        with counted(range(number), out) as items:
            assert len(list(items)) == number
        assert "5" not in error.getvalue()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_leaves_early_is_no_error(process):
    """`fourgood facts | head`: no message, and the exit code that other tools give."""
    running = process("facts")
    running.stdout.close()

    assert running.stderr.read() == b""
    assert running.wait() == 141
    running.stderr.close()


def test_vietnamese_goes_out_as_utf_8_whatever_the_locale(process):
    """Under the C locale, which knows ASCII only."""
    running = process("facts", LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
    out, error = running.communicate()

    assert "Số buổi họp" in out.decode("utf-8")
    assert error == b""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_run_that_is_ended_from_outside_leaves_nothing_behind(process, tmp_path, dossier):
    """Terminated while it waits for an input, it takes its unfinished file away."""
    source, target = tmp_path / "in.csv", tmp_path / "results"
    target.mkdir()
    lines = (f"u{number},cell,2024,12" for number in range(200_000))
    source.write_text("\n".join(["id,kind,year,meetings_held", *lines]), encoding="utf-8")
    running = process("evaluate", source, "--format", "csv", "-o", target / "out.csv")
    for _ in range(400):
        if any(target.iterdir()):
            break
        time.sleep(0.05)
    running.terminate()
    running.communicate()

    assert running.returncode == 143
    assert list(target.iterdir()) == []


def test_module_and_command_are_the_same(process):
    """`python -m fourgood.cli --version` tells the version."""
    running = process("--version")
    out, _ = running.communicate()

    assert out.startswith(b"fourgood ")
