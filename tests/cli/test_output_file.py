"""-o: a file appears whole or not at all, and never in the place of an input."""

import importlib
import os
import signal
import stat
import subprocess

import pytest

from fourgood.cli.destination import destination
from fourgood.cli.verdictcsv import CsvVerdicts
from fourgood.errors import Fault, FourgoodError

app = importlib.import_module("fourgood.cli.app")


def test_a_result_is_written_to_the_file_that_is_named(cli, dossier, tmp_path):
    """The file holds what would have been printed; the count is told on standard error."""
    path, target = dossier(), tmp_path / "out.txt"

    result = cli("evaluate", path, "-o", target, "--lang", "en")

    assert result.stdout == ""
    assert "1 recognised" in result.stderr
    assert target.read_text("utf-8") == cli("evaluate", path, "--lang", "en").stdout
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a-2024.yaml", "out.txt"]


@pytest.mark.parametrize("error", [FourgoodError(Fault("broken")), KeyboardInterrupt(), OSError(28, "No space left")])
def test_a_fault_on_the_way_leaves_nothing_behind(cli, dossier, tmp_path, monkeypatch, error):
    """What stood there before stays, and no unfinished file is left beside it."""
    path, target = dossier(), tmp_path / "results" / "out.csv"
    target.parent.mkdir()
    target.write_text("before")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(CsvVerdicts, "write", fail)

    result = cli("evaluate", path, "-o", target, "--format", "csv")

    assert result.exit_code != 0
    assert target.read_text() == "before"
    assert [each.name for each in target.parent.iterdir()] == ["out.csv"]


def test_a_file_that_cannot_be_made_is_a_fault(cli, dossier, tmp_path):
    """A folder that is not there, or a folder in the file's place: one line, exit code 4."""
    for target in (tmp_path / "none" / "out.txt", tmp_path):
        result = cli("evaluate", dossier(), "-o", target, "--lang", "en")
        assert result.exit_code == 4
        assert "this file cannot be written" in result.stderr


def test_an_input_is_never_overwritten(cli, dossier):
    """The dossier itself as the target is refused before anything happens."""
    path = dossier()
    before = path.read_bytes()

    result = cli("evaluate", path, "-o", path)

    assert result.exit_code == 2
    assert path.read_bytes() == before


def test_a_result_that_would_be_read_as_a_dossier_next_time_is_refused(cli, dossier, tmp_path):
    """out.csv in the folder that is evaluated would be an input of the next run; out.txt would not."""
    dossier()

    assert cli("evaluate", tmp_path, "-o", tmp_path / "out.csv", "--format", "csv").exit_code == 2
    assert cli("evaluate", tmp_path, "-o", tmp_path / "out.txt").exit_code == 0
    assert cli("evaluate", tmp_path).exit_code == 0


def test_a_dash_is_standard_output(cli, dossier):
    """-o - prints."""
    assert "Chi bộ a" in cli("evaluate", dossier(), "-o", "-").stdout


@pytest.mark.skipif(os.name == "nt", reason="permissions and devices of POSIX")
def test_permissions_and_links_are_kept(tmp_path):
    """A new file follows the umask, an old one keeps its mode, a link is followed."""
    new, old, link = tmp_path / "new", tmp_path / "old", tmp_path / "link"
    old.write_text("before")
    old.chmod(0o640)
    link.symlink_to(old)
    mask = os.umask(0o027)
    try:
        for path in (new, link):
            with destination(path) as out:
                out.write("after")
    finally:
        os.umask(mask)

    assert stat.S_IMODE(new.stat().st_mode) == 0o640
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert old.read_text() == "after"


@pytest.mark.skipif(os.name == "nt", reason="permissions and devices of POSIX")
def test_a_device_is_written_to_and_not_replaced(tmp_path):
    """A named pipe gets the text and stays a pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        with destination(pipe) as out:
            out.write("through")
        assert reader.communicate()[0] == "through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(("name", "start"), [("kq.csv", "\ufeff"), ("kq.JSON", "{"), ("kq.txt", ""), ("kq", "")])
@pytest.mark.parametrize("command", ["evaluate", "facts", "criteria"])
def test_a_file_is_written_as_its_name_says(cli, dossier, tmp_path, command, name, start):
    """Without --format, what -o ends in decides; other names are text."""
    target = tmp_path / "out" / name
    target.parent.mkdir()

    cli(command, *([dossier()] if command == "evaluate" else []), "-o", target)

    written = target.read_text("utf-8")
    if start:
        assert written.startswith(start)
    else:
        assert written[0] not in "\ufeff{"


@pytest.mark.parametrize("command", ["evaluate", "facts", "criteria"])
def test_a_file_whose_name_says_something_else_is_refused(cli, dossier, tmp_path, command):
    """Prose in a .csv misleads whoever opens it; a name that says nothing takes every format."""
    given = [dossier()] if command == "evaluate" else []
    folder = tmp_path / "out"
    folder.mkdir()

    result = cli(command, *given, "-o", folder / "kq.csv", "--format", "text", "--lang", "en")

    assert result.exit_code == 2
    assert "a file that ends in .csv is not written as text. Leave --format out" in result.stderr
    assert list(folder.iterdir()) == []
    assert cli(command, *given, "-o", folder / "kq.csv", "--format", "csv").exit_code == 0
    assert cli(command, *given, "-o", folder / "kq", "--format", "json").exit_code == 0


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_process_may_be_ended_the_moment_the_file_is_made(tmp_path, monkeypatch):
    """No .part file stays behind, wherever the signal strikes."""
    opened = os.open

    def struck(*arguments, **named):
        descriptor = opened(*arguments, **named)
        if os.fspath(arguments[0]).endswith(".part"):
            os.kill(os.getpid(), signal.SIGTERM)
        return descriptor

    monkeypatch.setattr(os, "open", struck)
    before = signal.signal(signal.SIGTERM, app._terminated)
    try:
        with pytest.raises(SystemExit), destination(tmp_path / "out.txt"):
            pass
    finally:
        signal.signal(signal.SIGTERM, before)

    assert list(tmp_path.iterdir()) == []


def test_a_second_signal_does_not_cut_the_clearing_short(monkeypatch):
    """Whoever asks twice still gets a clean folder."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(SystemExit):
            app._terminated()
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_what_the_system_refuses_is_said_in_vietnamese(cli, dossier, tmp_path):
    """The system speaks English whatever the language of the output."""
    target = tmp_path / "none" / "out.txt"

    assert "không có tệp hoặc thư mục này" in cli("evaluate", dossier(), "-o", target).stderr
    assert "No such file or directory" in cli("evaluate", dossier(), "-o", target, "--lang", "en").stderr
