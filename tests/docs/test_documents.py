"""What the documents show is run as it stands, and what they point at is there."""

import re
import shutil
from pathlib import Path

import pytest

from .documents import DOCUMENTS, FENCE, ROOT, RUN, SHOWN_ONLY, matches, parsed

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist")
INSTALLED = {str(ROOT / "src"), str(ROOT / "tests")}


def left_behind(folder: str, names: list[str]) -> set[str]:
    """What a reader of the documents does not see: hidden and made files, and the library, which is installed."""
    return {*LEFT_BEHIND(folder, names), *(name for name in names if str(Path(folder, name)) in INSTALLED)}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository to stand in, as a reader of the documents does."""
    copy = tmp_path / "fourgood"
    shutil.copytree(ROOT, copy, ignore=left_behind)
    monkeypatch.chdir(copy)
    monkeypatch.syspath_prepend(str(copy))
    monkeypatch.delenv("FOURGOOD_PLUGINS", raising=False)
    return copy


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_example_runs(name: str) -> None:
    """Python, commands with what they print, YAML, JSON and TOML: in the order of the document."""
    for example in parsed(name):
        example.evaluate()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_block_says_what_it_is(name: str) -> None:
    """A block without a language, or with one that nobody runs, would be an example that no test reads."""
    fences = FENCE.findall((ROOT / name).read_text("utf-8"))

    assert set(fences[::2]) <= {*RUN, *SHOWN_ONLY}
    assert set(fences[1::2]) <= {""}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    """A link inside the repository names a file that is there, and a heading that the file has."""
    text = CODE.sub("", (ROOT / name).read_text("utf-8"))

    for target in LINK.findall(text):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def anchors(file: Path) -> set[str]:
    """The anchors that the headings of a document make."""
    headings = HEADING.findall(CODE.sub(_kept, file.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _kept(code: re.Match[str]) -> str:
    return "" if code[0].startswith("```") else code[0]


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", "...", "d"], ["a", "b", "c", "d"], True),
        (["..."], [], True),
        (["a.c"], ["abc"], False),
        (["...", "c"], ["c", "d"], False),
    ],
)
def test_lines_are_compared_exactly(expected: list[str], found: list[str], same: bool) -> None:
    """Only a line of three points stands for something else than itself."""
    assert matches(expected, found) is same
