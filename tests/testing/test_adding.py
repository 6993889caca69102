"""Cases added to a file: what stands there stays, and what is new is read back beside it."""

from pathlib import Path

import pytest

from fourgood import Dossier, Outcome, Status
from fourgood.testing.adding import added
from fourgood.testing.case import Case, CaseError, Expected
from fourgood.testing.casefile import read_cases

HEAD = "# Ours.\n$schema: urn:fourgood:schema:cases\nrulebook: handbook.yaml\n"
BLOCK = """criteria:
  members_trained:
    met:
      # as told
      one: {trained: true}
"""
LONG = """cases:
  all is well:
    kind: cell
    expect: {status: recognized}
"""


def case(name: str, outcome: Outcome, **facts: object) -> Case:
    expect = Expected({name.partition(",")[0]: outcome})
    return Case(name, Dossier("made", "cell", 2024, facts=facts), expect, reviewed=False)


MORE = (
    case("members_trained, met: one", Outcome.MET, trained=True),
    case("members_trained, unknown: nothing", Outcome.UNKNOWN),
    case("handbook_in_use, met: all", Outcome.MET, handbook_users=9),
    Case("all is well", Dossier("made", "cell", 2024, facts={"a": 1}), Expected(status=Status.DEFERRED)),
)


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + BLOCK,
        HEAD + LONG + BLOCK,
        HEAD + "criteria: {members_trained: {met: {one: {trained: true}}}}\ncases: {}",
        (HEAD + BLOCK).replace("\n", "\r\n"),
    ],
    ids=["nothing yet", "short", "both", "in flow style", "lines of Windows"],
)
def test_what_is_there_stays_and_the_rest_is_added(text: str, tmp_path: Path) -> None:
    """Every line of it, in its order; the name that is taken gets a number."""
    path = tmp_path / "handbook.cases.yaml"
    path.write_bytes(text.encode())
    before = read_cases(path).drafts
    made = added(path, MORE)
    path.write_text(made, "utf-8", newline="")
    after = read_cases(path)

    assert not after.faults
    assert len(after.drafts) == len(before) + len(MORE)
    assert {draft.name for draft in before} < {draft.name for draft in after.drafts}
    if "{members" not in text:
        lines = iter(made.splitlines(keepends=True))
        assert all(line in lines for line in text.splitlines(keepends=True))
    if before:
        assert "members_trained, met: one (2)" in {draft.name for draft in after.drafts}


def test_a_case_says_itself_what_stands_above_otherwise(tmp_path: Path) -> None:
    """A type of organisation that it does not have, and its year."""
    path = tmp_path / "handbook.cases.yaml"
    path.write_text(HEAD + "year: 2023\n" + BLOCK.replace("    met", "    organisation_type: hamlet\n    met"), "utf-8")
    path.write_text(added(path, MORE), "utf-8")
    new = [draft for draft in read_cases(path).drafts if draft.name not in ("members_trained, met: one", "all")]
    assert new and all((draft.types, draft.year) == ((None,), 2024) for draft in new)


def test_json_is_left_alone(tmp_path: Path) -> None:
    """What would be added is YAML."""
    path = tmp_path / "handbook.cases.json"
    path.write_text('{"$schema": "urn:fourgood:schema:cases", "rulebook": "handbook.yaml"}', "utf-8")
    with pytest.raises(CaseError, match="another file"):
        added(path, MORE)
