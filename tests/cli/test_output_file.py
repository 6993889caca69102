"""-o: a file appears whole or not at all, and never in the place of an input."""

import os
import stat
import subprocess

import pytest

from fourgood.cli.destination import destination
from fourgood.cli.verdictcsv import CsvVerdicts
from fourgood.errors import Fault, FourgoodError


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
