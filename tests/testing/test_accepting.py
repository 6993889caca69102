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


def test_a_name_that_is_not_there_is_refused_with_the_nearest(path: Path) -> None:
    """So is a case that is reviewed already."""
    with pytest.raises(CaseError, match="Did you mean `three`"):
        accepted(path, ["threee"])


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
