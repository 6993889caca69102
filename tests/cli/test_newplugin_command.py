"""`fourgood new-plugin`: a plugin to start from, in a folder of its own."""

import tomllib

import pytest


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The folder in which the commands are typed."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_says_what_it_wrote_and_what_comes_next(cli, here):
    """With ./ before the folder: pip then takes it for a folder, and never for a package of that name elsewhere."""
    result = cli("new-plugin", "school-criteria", "--lang", "en")

    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first.startswith("Written: ./school-criteria, 8 files")
    assert second == "Next: pip install -e ./school-criteria, then fourgood plugins"
    assert (here / "school-criteria" / "pyproject.toml").is_file()


def test_another_folder_and_titles_of_ones_own(cli, here):
    """The title in one language stands for both when there is only one."""
    (here / "plugins").mkdir()

    result = cli("new-plugin", "school", "--directory", "plugins", "--title", "Trường học", "--title-en", "Schools")
    other = cli("new-plugin", "ward", "--title", "Phường")

    assert (result.exit_code, other.exit_code) == (0, 0)
    assert "Đã tạo: ./plugins/school" in result.stdout
    rules = (here / "plugins/school/src/school/school.yaml").read_text("utf-8")
    assert 'title: {vi: "Trường học", en: "Schools"}' in rules
    project = tomllib.loads((here / "ward/pyproject.toml").read_text("utf-8"))
    assert project["project"]["description"] == "Phường"


@pytest.mark.parametrize(
    "arguments, vi, en",
    [
        (["class"], "Viết class-criteria", "Write class-criteria"),
        (["Trường"], "không quá 40 ký tự: truong-criteria", "at most 40 characters: truong-criteria"),
        (["fourgood-x"], "dành riêng cho dự án này", "are this project's own"),
        (["x", "--directory", "none"], "không có thư mục này", "there is no such folder"),
        (["x", "--title", ""], "không dùng được tên gọi này", "this title cannot be used"),
    ],
)
def test_what_will_not_do_is_told_with_the_mend(cli, here, arguments, vi, en):
    """In either language; exit code 4, nothing written."""
    for lang, said in (("vi", vi), ("en", en)):
        result = cli("new-plugin", *arguments, "--lang", lang)
        assert result.exit_code == 4
        assert said in result.stderr
        assert result.stdout == ""
    assert list(here.iterdir()) == []


def test_a_second_time_is_refused(cli, here):
    """What was written, and perhaps changed since, stays."""
    cli("new-plugin", "school")
    (here / "school" / "README.md").write_text("mine")

    result = cli("new-plugin", "school", "--lang", "en")

    assert result.exit_code == 4
    assert "this is there already, and nothing is overwritten" in result.stderr
    assert (here / "school" / "README.md").read_text() == "mine"
