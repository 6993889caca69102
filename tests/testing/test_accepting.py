"""A person vouches for made cases: nothing else in the file changes."""

from pathlib import Path

import pytest

from fourgood.testing.accepting import accepted
from fourgood.testing.case import CaseError
from fourgood.testing.casefile import read_cases

TEXT = """# Made.
$schema: urn:fourgood:schema:cases
rulebook: handbook.yaml
criteria:
  members_trained:
    met:
      one: {trained: true, reviewed: false}  # false
      two: {reviewed: false, trained: false}
cases:
  three:
    kind: cell
    reviewed: false
    expect: {criteria: {members_trained: unknown}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with three made cases."""
    (tmp_path / "made.cases.yaml").write_text(TEXT, "utf-8")
    return tmp_path / "made.cases.yaml"


def test_a_case_is_accepted_by_its_name(path: Path) -> None:
    """Comments, order and the other cases stay."""
    text, number = accepted(path, ["members_trained, met: one"])
    assert number == 1
    assert text == TEXT.replace("trained: true, reviewed: false", "trained: true, reviewed: true")


def test_without_a_name_all_are_accepted(path: Path) -> None:
    """And none is left to be reviewed."""
    text, number = accepted(path, [])
    path.write_text(text, "utf-8")
    assert number == 3
    assert all(draft.reviewed for draft in read_cases(path).drafts)


@pytest.mark.parametrize("given", ["1", "MET: one", "one"])
def test_a_number_or_a_part_of_the_name_will_do(given: str, path: Path) -> None:
    """The number of the case in its file stays when others are accepted."""
    assert accepted(path, [given])[0] == TEXT.replace("trained: true, reviewed: false", "trained: true, reviewed: true")
    path.write_text(accepted(path, ["1"])[0], "utf-8")
    assert accepted(path, ["2"])[0].count("reviewed: true") == 2


@pytest.mark.parametrize("given, waiting", [("four", "1 members_trained, met: one; 2 "), ("members", "2 members"),
                                            ("4", "3 three")])  # fmt: skip
def test_a_name_that_is_not_one_alone_is_refused_with_those_that_wait(given: str, waiting: str, path: Path) -> None:
    """Each with its number."""
    with pytest.raises(
        CaseError, match="Those that wait, with their numbers: 1 members_trained, met: one; 2 "
    ) as found:
        accepted(path, [given])
    assert waiting in str(found.value)


def test_a_case_that_is_unreviewed_with_its_whole_file_says_so(path: Path) -> None:
    """Nothing is guessed."""
    path.write_text(
        TEXT.replace("rulebook:", "reviewed: false\nrulebook:").replace("    reviewed: false\n", ""), "utf-8"
    )
    with pytest.raises(CaseError, match="whole file"):
        accepted(path, ["three"])


def test_a_case_of_several_bases_is_one_to_accept(path: Path) -> None:
    """By its name, once."""
    bases = "bases: {one: {kind: cell}, two: {kind: committee}}\n"
    whole = TEXT.replace("criteria:\n  m", f"{bases}criteria:\n  m").replace("kind: cell\n", "base: [one, two]\n")
    path.write_text(whole, "utf-8")
    text, number = accepted(path, ["three"])
    assert number == 1
    assert text == whole.replace("    reviewed: false\n", "    reviewed: true\n")
