"""The laws of form: order does not matter, and what is written and read again decides the same."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any as AnyType

from attrs import evolve

from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.evaluation import evaluate
from fourgood.parse import parse
from fourgood.rulebook import Rulebook
from fourgood.testing.laws.breach import broken
from fourgood.testing.laws.subject import findings, only
from fourgood.testing.space import remembered
from fourgood.verdict import Verdict
from fourgood.write import from_json, to_json, to_text

__tracebackhide__ = True


def order_irrelevant(dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """Criteria, groups, facts and evidence may come in any order: each finding, each group and the status is the same.

    They are tried in the order that is given and backwards. Raises LawBroken.
    """
    book = only(rulebook, criterion)
    turned: Rulebook = remembered(book, "backwards", lambda: _backwards(book))
    facts, evidence = dict(list(dossier.facts.items())[::-1]), dict(list(dossier.evidence.items())[::-1])
    other = evolve(dossier, facts=facts, evidence=evidence)
    one, again = evaluate(dossier, book), evaluate(other, turned)
    for finding in findings(one, criterion):
        id = finding.criterion.id
        if _finding(one, id) != _finding(again, id):
            fault = Fault("`{criterion}` comes to something else in another order", {"criterion": id})
            raise broken("order_irrelevant", fault, rulebook, dossier, criterion=id)
    if criterion is None and _whole(one) != _whole(again):
        raise broken("order_irrelevant", Fault("the status is another one in another order"), rulebook, dossier)


def _backwards(rulebook: Rulebook) -> Rulebook:
    return rulebook.replace(criteria=rulebook.criteria[::-1], groups=rulebook.groups[::-1])


def _finding(verdict: Verdict, id: str) -> AnyType:
    finding = verdict.finding(id)
    return finding.outcome, finding.open, finding.points


def _whole(verdict: Verdict) -> AnyType:
    groups = {id: (group.outcome, group.points) for id, group in verdict.groups.items()}
    return verdict.open_statuses, verdict.open_grades, groups, {each.criterion.id for each in verdict.decisive}


def round_trip(dossier: Dossier, rulebook: Rulebook, *, criterion: str | None = None) -> None:
    """A dossier written as JSON and read again is the same, so is every rule; a verdict is JSON. Raises LawBroken."""
    from fourgood.dossiers import read_dossier

    book = only(rulebook, criterion)
    given = book.admit(dossier)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "dossier.json"
        path.write_text(json.dumps(given.to_json(), ensure_ascii=False), "utf-8")
        again = book.admit(read_dossier(path))
    verdicts = evaluate(given, book).to_json(), evaluate(again, book).to_json()
    if given.to_json() != again.to_json() or verdicts[0] != verdicts[1]:
        fault = Fault("the dossier is another one when it is read again")
        raise broken("round_trip", fault, rulebook, given, again, criterion=criterion)
    if json.loads(json.dumps(verdicts[0])) != verdicts[0]:
        raise broken("round_trip", Fault("the verdict is no plain JSON"), rulebook, given, criterion=criterion)
    for each in book.criteria if criterion is None else [book.criterion(criterion)]:
        for condition in each.conditions:
            if parse(to_text(condition)) != condition or from_json(to_json(condition)) != condition:
                fault = Fault("`{criterion}` is another rule when it is read again", {"criterion": each.id})
                raise broken("round_trip", fault, rulebook, given, criterion=each.id)
