"""Cases written down: what is read back is what was written."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourgood import Dossier, Evidence, Outcome
from fourgood.testing.case import Case, Expected
from fourgood.testing.casefile import read_cases
from fourgood.testing.paste import case_line, cases_file, flow
from fourgood.yamlfile import read_text

FACTS = {"share": Decimal("0.85"), "held": 12, "done": True, "annual_grade": "good", "judged": "met"}
EVIDENCE = {"judged": Evidence(document="Biên bản: số 7"), "held": Evidence(number="7-BC", attested_by="unit")}
CASE = Case(
    "a_criterion, not_met: one short of 12, “exactly”",
    Dossier("made", "cell", 2024, organisation_type="bank", facts=FACTS, evidence=EVIDENCE),
    Expected({"a_criterion": Outcome.NOT_MET}),
    reviewed=False,
)


def test_a_case_is_one_line() -> None:
    """Ready to paste below its outcome, marked as unreviewed."""
    assert case_line(CASE) == (
        '"one short of 12, “exactly”": {kind: cell, organisation_type: bank, share: 0.85, held: {value: 12, evidence: '
        '{number: "7-BC", attested_by: unit}}, done: true, annual_grade: good, judged: {value: met, evidence: '
        '"Biên bản: số 7"}, reviewed: false}'
    )


def test_a_file_of_cases_reads_back(tmp_path: Path) -> None:
    """With its rules, its year, and all that each case says."""
    path = tmp_path / "made.cases.yaml"
    path.write_text("\n".join(cases_file([CASE], ["commune.yaml"], 2024, ["Made."])), "utf-8")
    found = read_cases(path)
    (draft,) = found.drafts

    assert (found.faults, found.rulebook, found.year) == ((), ("commune.yaml",), 2024)
    assert (draft.name, draft.reviewed, draft.kinds, draft.types) == (CASE.name, False, ("cell",), ("bank",))
    assert draft.stated.facts == FACTS and draft.stated.evidence == EVIDENCE
    assert draft.criteria == CASE.expect.criteria


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")), min_size=1))
def test_text_reads_back_as_text(text: str) -> None:
    """Whatever a choice or a document is called: true, 12 and ~ too."""
    data = read_text(f"it: {flow({'a': text})}".encode(), "x.yaml")
    assert data.value == {"it": {"a": text}}


@pytest.mark.parametrize(
    "text", ["true", "null", "12", "0.5", "~", "no", ".inf", "a: b", "# x", "it's", '"', "\\", " a", "a "]
)
def test_words_that_mean_something_are_quoted(text: str) -> None:
    """So that they stay text."""
    assert read_text(f"it: {flow([text][0])}".encode(), "x.yaml").value == {"it": text}
