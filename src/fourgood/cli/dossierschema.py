"""The JSON Schema of dossiers for one rulebook: an editor completes its facts, and shows what each of them asks."""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any as AnyType

from fourgood.cli.wording import value_form
from fourgood.language import Language
from fourgood.record import AT, MAX_RECORDS
from fourgood.rulebook import Rulebook
from fourgood.table import table_of
from fourgood.titles import AT_TITLE
from fourgood.vocabulary import Fact, Kind
from fourgood.whom import kinds_in_words

TITLES = "[^a-z0-9_]"
"""A fact may be given by its title too: whatever is no key may be one."""

AS_TEXT = {"type": "string", "pattern": "^[-+−]?[0-9][0-9.,\N{NO-BREAK SPACE}]*\\s*%?$"}
"""A number as it stands in a table: 1.234,5 or 85 %."""

YES_OR_NO = [True, False, "có", "không", "yes", "no"]


def dossier_schema(rulebook: Rulebook, said: Language) -> dict[str, AnyType]:
    """The schema of dossiers with the facts of a rulebook in place of any: keys, kinds, bounds, choices, titles.

    It takes what the rulebook takes of each fact, written plainly; the rulebook's own check says more.
    """
    from fourgood_schemas import schema

    made, asked = deepcopy(schema("dossier")), rulebook.vocabulary.facts
    del made["$id"]
    made["title"] = f"{made['title']}: {said.text(rulebook.title)}, {rulebook.year}"
    defined = made["$defs"]
    facts = defined["dossier"]["properties"]["facts"]
    facts["properties"] = {key: _fact(fact, defined["fact"], said) for key, fact in asked.items()}
    facts["patternProperties"] = {TITLES: {"$ref": "#/$defs/fact"}}
    facts["additionalProperties"] = False
    defined["dossier"]["properties"]["year"]["default"] = rulebook.year
    defined.update((_name(fact), _value(fact, said)) for fact in asked.values())
    return made


def _name(fact: Fact) -> str:
    return f"value_of_{fact.key}"


def _fact(fact: Fact, any_fact: Mapping[str, AnyType], said: Language) -> dict[str, AnyType]:
    """A fact, as a value or with what it rests on."""
    value, stated = {"$ref": f"#/$defs/{_name(fact)}"}, deepcopy(any_fact["then"])
    for key in ("value", "own", "appraised"):
        stated["properties"][key].update(value)
    words = {"title": said.text(fact.title), "description": _described(fact, said)}
    return {**words, "if": any_fact["if"], "then": stated, "else": value}


def _described(fact: Fact, said: Language) -> str:
    help = [said.text(fact.help)] if fact.help else []
    return "\n\n".join([f"{value_form(fact, said)}; {kinds_in_words(fact.applies_to, said)}", *help])


def _value(fact: Fact, said: Language) -> dict[str, AnyType]:
    match fact.kind:
        case Kind.FLAG:
            return {"enum": [*YES_OR_NO, None]}
        case Kind.CHOICE:
            assert fact.scale is not None
            labels = {each for _, text in fact.scale.values for each in (text.vi, text.en)} - set(fact.scale.labels)
            shown = [*(said.text(text) for _, text in fact.scale.values), *("" for _ in labels), ""]
            return {"enum": [*fact.scale.labels, *sorted(labels), None], "enumDescriptions": shown}
        case Kind.RECORDS:
            return _records(fact, said)
        case Kind.COUNT | Kind.NUMBER:
            type = "integer" if fact.kind is Kind.COUNT else "number"
            bounds = {"minimum": _number(fact.minimum), "maximum": _number(fact.maximum)}
            return {"anyOf": [{"type": type, **bounds}, AS_TEXT, {"type": "null"}]}


def _records(fact: Fact, said: Language) -> dict[str, AnyType]:
    """The rows of a table: at, and the columns by key or title."""
    table = table_of(fact)
    numbered = {"enum": list(range(1, table.number + 1))} if isinstance(table.number, int) else {}
    at = {"title": said.text(AT_TITLE), "type": ["integer", "string"], **numbered}
    columns = {each.key: {"title": said.text(each.title), **_value(each, said)} for each in table.columns}
    row = {
        "type": "object",
        "required": [AT],
        "properties": {AT: at, **columns},
        "patternProperties": {TITLES: {"$ref": "#/$defs/single"}},
        "additionalProperties": False,
    }
    return {
        "type": ["array", "null"],
        "maxItems": table.number if isinstance(table.number, int) else MAX_RECORDS,
        "items": row,
    }


def _number(bound: Decimal) -> int | float:
    return int(bound) if bound == int(bound) else float(bound)
