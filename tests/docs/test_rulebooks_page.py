"""The pages about the rulebooks on offer say what their files say: ids, years, documents, and all that each sets."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

import fourgood
from fourgood import Rulebook
from fourgood.beside import read_offer
from fourgood.citation import Citation
from fourgood.layer import Layer
from fourgood.plugins import gather, offered

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "rulebooks.md").read_text("utf-8")
VIETNAMESE = (DOCS / "vi" / "bo-tieu-chi.md").read_text("utf-8")
OFFERS = {id: offer for id, offer in offered(gather()).items() if id.startswith("vn.")}
each_rulebook = pytest.mark.parametrize("id", sorted(OFFERS))


def layer(id: str) -> Layer:
    given = read_offer(OFFERS[id])
    assert isinstance(given, Layer)
    return given


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without heads."""
    found = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in found]
    return [row for row in cells if not set("".join(row)) <= set("- ") and row[0] not in ("id", "sets", "mã")]


def overview(page: str) -> dict[str, list[str]]:
    table = page.partition("\n## ")[0]
    return {re.findall(r"`(vn\.\w+)`", row[0])[0]: row for row in rows(table)}


def years_of(id: str) -> str:
    first, last = layer(id).years or (0, 0)
    return str(first) if first == last else f"{first}–{last}"


def cited(id: str) -> Iterator[Citation]:
    said = layer(id)
    for parameter in (*said.sets, *said.adds.parameters):
        yield from (citation for dated in parameter.values for citation in dated.citations)
    for part in (*said.adds.criteria, *said.adds.facts):
        yield from part.citations
    yield from (citation for change in said.changes for citation in change.fields.get("citations", ()))


@pytest.mark.parametrize("page", [REFERENCE, VIETNAMESE], ids=["en", "vi"])
def test_every_rulebook_is_listed_and_no_other(page: str) -> None:
    """With its years."""
    assert {id: row[2] for id, row in overview(page).items()} == {id: years_of(id) for id in OFFERS}


@each_rulebook
def test_the_page_says_what_it_extends_and_its_documents(id: str) -> None:
    """By number, or by title where a document has none."""
    row = overview(REFERENCE)[id]
    assert row[1] == f"`{layer(id).extends}`"
    assert set(row[3].split("; ")) == {each.document.number or each.document.title.en for each in cited(id)}


@each_rulebook
def test_the_page_says_all_that_it_sets_and_nothing_else(id: str) -> None:
    """Thresholds with their values, criteria with what decides them, grades; each with its backing."""
    section = REFERENCE.partition(f"\n## {id}\n")[2].partition("\n## ")[0]
    assert sorted(rows(section)) == sorted(settings(id))
    assert "\nLeft open: " in section


def settings(id: str) -> Iterator[list[str]]:
    years = layer(id).years
    assert years is not None
    book = fourgood.load_rulebook(years[0], rules=[id])
    steps = [step for step in book.history if step.origin.layer == id]
    for key in {step.key for step in steps if step.section == "parameters"}:
        yield [f"`{key}`", value(book, key), book.vocabulary.thresholds[key].dated.backing.value]
    for key in {step.key for step in steps if step.section == "criteria"} & book.by_id.keys():
        how = "judged" if key in book.vocabulary.facts else "rule"
        yield [f"`{key}`", how, book.criterion(key).backing.value]
    for grade in layer(id).adds.grades:
        yield [f"grade `{grade.key}`", grade.title.en, grade.backing.value]


def value(book: Rulebook, key: str) -> str:
    threshold = book.vocabulary.thresholds[key]
    if threshold.measure is not None and threshold.measure.vi == "%":
        assert isinstance(threshold.value, Fraction)
        return f"{threshold.value * 100}%"
    return str(threshold.value)
