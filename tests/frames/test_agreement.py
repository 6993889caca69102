"""Columns say what the plain evaluator says, of every cell, on every engine."""

from collections.abc import Sequence
from typing import Any

import pytest
from engines import ENGINES, arrow, expected_rows, plain_rows
from hypothesis import given, settings
from hypothesis import strategies as st

import fourgood
from fourgood.frames import evaluate_frame
from fourgood.testing import dossiers, rulebooks


def check(engine: str, drawn: Sequence[fourgood.Dossier], rulebook: fourgood.Rulebook, **types: Any) -> None:
    numbered = [
        fourgood.Dossier(
            f"unit{at:03}", each.kind, each.year, "", each.organisation_type, None, None, each.facts, each.evidence
        )
        for at, each in enumerate(drawn)
    ]
    table = ENGINES[engine](arrow(numbered, rulebook.vocabulary.facts, **types))
    found = plain_rows(evaluate_frame(table, rulebook))
    for row in found:
        row.pop("rejected_because")
    assert found == expected_rows(numbered, rulebook)


@st.composite
def books_and_dossiers(draw: st.DrawFn) -> tuple[fourgood.Rulebook, list[fourgood.Dossier]]:
    book = draw(rulebooks())
    return book, draw(st.lists(dossiers(book), min_size=1, max_size=6))


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=60, deadline=None)
@given(books_and_dossiers())
def test_any_rulebook(engine: str, drawn: tuple[fourgood.Rulebook, list[fourgood.Dossier]]) -> None:
    check(engine, drawn[1], drawn[0])
