"""A broken law: what was broken, by which dossier, and how that reads."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from textwrap import wrap
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.cited import TYPE, read_by
from fourgood.dossier import Dossier
from fourgood.errors import Fault, FourgoodError
from fourgood.evaluation import evaluate
from fourgood.language import Language, language
from fourgood.law import LAWS
from fourgood.outcome import Outcome
from fourgood.outcomewords import STATUSES
from fourgood.record import AT, Rows
from fourgood.rulebook import Rulebook
from fourgood.scale import ORGANISATION_TYPES, UNIT_KINDS
from fourgood.table import table_of
from fourgood.testing.moves import admitted, differing, figures_changed
from fourgood.text import LANGS, Lang, Text
from fourgood.verdict import Finding, Verdict
from fourgood.vocabulary import Value
from fourgood.words import value_in_words

MAX_LISTED = 12
"""How many facts of a dossier are listed whole; of a longer one only those that the reasons name."""

OUTCOMES = {
    Outcome.MET: Text("đạt", "met"),
    Outcome.NOT_MET: Text("không đạt", "not met"),
    Outcome.UNKNOWN: Text("chưa rõ", "unknown"),
    Outcome.NOT_APPLICABLE: Text("không áp dụng", "not applicable"),
    Outcome.ERROR: Text("lỗi", "error"),
}


def either(outcomes: Iterable[Outcome]) -> Text:
    """Outcomes in words, one or another."""
    found = [OUTCOMES[outcome] for outcome in Outcome if outcome in set(outcomes)]
    return Text(" hoặc ".join(each.vi for each in found), " or ".join(each.en for each in found))


@frozen(eq=False)
class Breach:
    """One break of a law. `before` is the smallest dossier that was found, `after` what it became, where it changed."""

    law: str
    fault: Fault
    rulebook: Rulebook = field(repr=False)
    before: Dossier
    after: Dossier | None = None
    criterion: str | None = None
    fact: str | None = None

    @property
    def size(self) -> int:
        """How many facts its dossier has, and what its records hold: what shrinking makes small."""
        tables = (value for value in self.before.facts.values() if isinstance(value, tuple))
        return len(self.before.facts) + sum(len(row) for rows in tables for row in rows)

    def explain(self, lang: Lang = "en") -> str:
        """The break for the author of a rule: the law, the dossier, what changed, both explanations side by side."""
        return "\n".join(_Telling(self, language(lang)).lines())


class LawBroken(FourgoodError, AssertionError):
    """A law does not hold; `breach` has the dossier."""

    def __init__(self, breach: Breach) -> None:
        super().__init__(breach.fault)
        self.breach = breach

    def __str__(self) -> str:
        return self.breach.explain("en")

    def __reduce__(self) -> AnyType:
        return type(self), (self.breach,)


def broken(
    law: str,
    fault: Fault,
    rulebook: Rulebook,
    before: Dossier,
    after: Dossier | None = None,
    *,
    criterion: str | None = None,
    fact: str | None = None,
) -> LawBroken:
    """A broken law, to be raised."""
    return LawBroken(Breach(law, fault, rulebook, before, after, criterion, fact))


@frozen
class _Telling:
    breach: Breach
    said: Language

    def lines(self) -> Iterator[str]:
        breach, said = self.breach, self.said
        yield said("the law `{law}` is broken: {title}").format(law=breach.law, title=said.text(LAWS[breach.law]))
        yield breach.fault.say(said)
        yield from self.dossier()
        yield from self.changes()
        yield from self.explanations()

    def dossier(self) -> Iterator[str]:
        dossier = self.breach.before
        facts = dict(dossier.facts)
        if len(facts) > MAX_LISTED:
            named = self.named()
            facts = {key: value for key, value in facts.items() if key in named}
        yield self.said("the dossier: {kind}").format(kind=", ".join(self.identity(dossier)))
        if not dossier.facts:
            yield "  " + self.said("no fact is given")
        for key, value in facts.items():
            yield f"  {key} = {self.value(key, value)}"
            yield from self.records(key, value) if isinstance(value, tuple) else ()
        if left := len(dossier.facts) - len(facts):
            yield "  " + self.said("and {number} more facts").format(number=left)

    def records(self, key: str, rows: Rows) -> Iterator[str]:
        """The records of a table, unless they are many."""
        for row in rows if len(rows) <= MAX_LISTED else ():
            cells = (f"{name} = {self.value(key, value, name)}" for name, value in row.items() if name != AT)
            yield f"    {key}[{row[AT]}]: {', '.join(cells)}".rstrip()

    def identity(self, dossier: Dossier) -> list[str]:
        type = dossier.organisation_type if self.type_matters() else None
        words = [UNIT_KINDS.labels[dossier.kind], *([] if type is None else [ORGANISATION_TYPES.labels[type]])]
        return [self.said.text(each) for each in words]

    def type_matters(self) -> bool:
        """Whether the rules looked at read the type of organisation."""
        rulebook = self.breach.rulebook
        looked_at = [each for each in rulebook.criteria if self.breach.criterion in (None, each.id)]
        return any(TYPE in read_by(each, rulebook.vocabulary.scope) for each in looked_at)

    def named(self) -> set[str]:
        """The facts that matter: those that changed, and those that the findings shown rest on."""
        verdicts = [verdict for verdict in self.verdicts() if verdict is not None]
        findings = [finding for verdict in verdicts for finding in self.shown(verdict)]
        cited = {key for finding in findings for reason in finding.reasons for key in reason.facts}
        after = self.breach.after
        return cited | set(differing(self.breach.before, after) if after is not None else ())

    def changes(self) -> Iterator[str]:
        if self.breach.after is None:
            return
        found = list(figures_changed(self.breach.before, self.breach.after))
        if found:
            yield self.said("what changed:")
        for each in found:
            old, new = (self.value(each.key, value, each.column) for value in (each.old, each.new))
            yield f"  {each.name}: {old} → {new}"

    def value(self, key: str, value: Value | None, column: str | None = None) -> str:
        if value is None:
            return self.said("absent")
        fact = self.breach.rulebook.vocabulary.fact(key)
        fact = fact if column is None else table_of(fact).column(column)
        return str(value) if fact is None else value_in_words(fact, value, self.said)

    def verdicts(self) -> tuple[Verdict | None, Verdict | None]:
        after = None if self.breach.after is None else self.evaluated(self.breach.after)
        return self.evaluated(self.breach.before), after

    def evaluated(self, dossier: Dossier) -> Verdict | None:
        return None if admitted(self.breach.rulebook, dossier) is None else evaluate(dossier, self.breach.rulebook)

    def explanations(self) -> Iterator[str]:
        before, after = self.verdicts()
        columns = [list(self.explained(each)) for each in (before, after) if each is not None]
        yield from _side_by_side(columns)

    def shown(self, verdict: Verdict) -> list[Finding]:
        id = self.breach.criterion
        if id is not None and id in verdict.rulebook.by_id:
            return [verdict.finding(id)]
        return list(verdict.decisive)[:MAX_LISTED]

    def explained(self, verdict: Verdict) -> Iterator[str]:
        for finding in self.shown(verdict):
            title, outcome = self.said.text(finding.criterion.title), self.said.text(OUTCOMES[finding.outcome])
            yield f"{finding.criterion.id}: {outcome} ({title})"
            yield from (f"  {text}" for text in finding.texts(self.said.code))
        if self.breach.criterion is None:
            yield self.said.text(STATUSES[verdict.status]).upper()


def _side_by_side(columns: list[list[str]], width: int = 58) -> Iterator[str]:
    """Texts beside each other; one alone as it is."""
    if len(columns) < 2:
        yield from (f"  {line}" for column in columns for line in column)
        return
    wrapped = [[part for line in column for part in wrap(line, width, subsequent_indent="    ")] for column in columns]
    for left, right in zip_longest(*wrapped, fillvalue=""):
        yield f"  {left:<{width}} │ {right}".rstrip()


def both(breach: Breach) -> str:
    """The break in both languages."""
    return "\n\n".join(breach.explain(lang) for lang in LANGS)
