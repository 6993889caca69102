"""`fourgood rules list`: the rulebooks that plugins have at hand, with the documents behind them."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any as AnyType

from attrs import frozen

from fourgood.beside import read_offer
from fourgood.canonical import known, text_json
from fourgood.citation import Citation, Document
from fourgood.cli import options
from fourgood.cli.command import command as subcommand
from fourgood.cli.facts import origin_json
from fourgood.cli.page import Page
from fourgood.cli.rulebooks import gathered
from fourgood.cli.wording import sources
from fourgood.contribution import EMPTY_ID, Contribution, Offer
from fourgood.language import Language, language
from fourgood.layer import Given, Layer
from fourgood.plugins import offered
from fourgood.rulebookjson import citation_json
from fourgood.text import Lang


@subcommand("list")
@options.formats("text", "json")
@options.lang
@options.only
@options.block
def command(form: str, lang: Lang, only: tuple[str, ...] | None, block: Iterable[str]) -> int:
    """List the rulebooks on offer.

    Each with its id, which --rules and extends take, its title, years and documents.

    \b
    Exit codes: 0 done, 2 the command was misused, 4 a plugin or a rule file is at fault
    """
    found = [_listed(offer) for offer in offered(gathered(only, block)).values()]
    if form == "json":
        print(json.dumps({"rulebooks": [_json(each) for each in found]}, ensure_ascii=False, indent=2))
    else:
        page = Page(sys.stdout)
        for line in _lines(found, language(lang)):
            page.text(line)
    return 0


@frozen
class Listed:
    """A rulebook on offer, read."""

    offer: Offer
    given: Given

    @property
    def extends(self) -> str | None:
        """The rulebook that it stands on; None when it stands on nothing."""
        base = self.given.extends if isinstance(self.given, Layer) else None
        return None if base == EMPTY_ID else base

    @property
    def years(self) -> tuple[int, int] | None:
        """The years that it is for."""
        return self.given.years if isinstance(self.given, Layer) else None

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that it cites."""
        parts = self.given.adds if isinstance(self.given, Layer) else self.given
        return tuple(dict.fromkeys(citation.document for citation in _citations(self.given, parts)))


def _citations(given: Given, parts: Contribution) -> Iterator[Citation]:
    if isinstance(given, Layer):
        yield from (each for change in given.changes for each in change.fields.get("citations", ()))
        yield from (each for one in given.sets for value in one.values for each in value.citations)
    yield from (each for one in parts.parameters for value in one.values for each in value.citations)
    yield from (each for criterion in parts.criteria for each in criterion.citations)
    yield from (each for fact in parts.facts for each in fact.citations)


def _listed(offer: Offer) -> Listed:
    return Listed(offer, read_offer(offer))


def _lines(found: list[Listed], said: Language) -> Iterator[str]:
    if not found:
        yield said("No rulebook is on offer.")
    for each in found:
        title = each.given.title
        years = f" ({_span(each.years)})" if each.years else ""
        yield f"• {each.offer.id}: {said.text(title) if title else ''}{years}"
        base = each.extends
        yield f"    {said('A layer over {base}').format(base=base) if base else said('A rulebook of its own')}"
        yield from (f"    {line}" for line in sources(map(Citation, each.documents), said))


def _span(years: tuple[int, int]) -> str:
    first, last = years
    return str(first) if first == last else f"{first}–{last}"


def _json(each: Listed) -> dict[str, AnyType]:
    documents = [citation_json(Citation(document)) for document in each.documents]
    title = text_json(each.given.title) if each.given.title else None
    more = {"title": title, "extends": each.extends, "years": each.years and list(each.years)}
    return {"id": each.offer.id, **known({**more, "documents": documents, "origin": origin_json(each.offer.origin)})}
