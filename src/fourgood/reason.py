"""Why one finding came out as it did: the comparisons that decide it, or what a function in Python said."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from fourgood.dossier import Dossier, Evidence
from fourgood.language import language
from fourgood.line import Atom
from fourgood.outcome import UNKNOWN, Open, Outcome, outcome_of
from fourgood.phrases import proof
from fourgood.program import Heard
from fourgood.rule import Condition
from fourgood.rulebook import Rulebook
from fourgood.shortfall import Shortfall, shortfall
from fourgood.text import Lang
from fourgood.vocabulary import Threshold, Value
from fourgood.words import value_in_words

if TYPE_CHECKING:
    from fourgood.verdict import Finding


class Reason(tuple[Atom, Open, "Finding"]):
    """One comparison that decides a finding: what it read, what it compared with, what it came to.

    Inside it is a tuple, as a finding is, and for the same reason.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def _atom(self) -> Atom:
        return self[0]

    @property
    def _open(self) -> Open:
        return self[1]

    @property
    def _dossier(self) -> Dossier:
        return self[2]._verdict._dossier

    @property
    def rule(self) -> Condition:
        """The comparison, as a tree."""
        return self._atom.leaf

    @property
    def outcome(self) -> Outcome:
        """Met, not met, or unknown."""
        return outcome_of(self._open)

    @property
    def facts(self) -> Mapping[str, Value]:
        """The facts that it read, with their values; absent ones are left out."""
        return {key: self._dossier._facts[key] for key in self._atom.keys if key in self._dossier._facts}

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that it lacks: absent, or without the evidence that the criterion demands."""
        return self._atom.absent(self._dossier) if self._open == UNKNOWN else ()

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The parameters that it compares with: value, backing, citation."""
        return self._atom.thresholds

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        """What the facts rest on."""
        evidence = self._dossier._evidence
        return {key: evidence[key] for key in self._atom.keys if key in evidence}

    @property
    def shortfall(self) -> Shortfall | None:
        """How far the fact is from where the comparison turns, in its own unit."""
        return shortfall(self._atom, self._dossier._facts, self._open)

    def text(self, lang: Lang) -> str:
        """The comparison in a sentence."""
        atom, still_open, finding = self
        return finding._verdict._rulebook.speakers[lang][atom](self._dossier, still_open, finding.adverse)

    def __repr__(self) -> str:
        return f"<Reason {self.outcome.value}: {self.text('en')}>"


@frozen(eq=False)
class SpokenReason:
    """What a criterion written in Python gave as its reason: its own words, and the facts it read."""

    _heard: Heard
    _dossier: Dossier
    _rulebook: Rulebook

    rule: None = None
    thresholds: tuple[Threshold, ...] = ()
    shortfall: None = None

    @property
    def outcome(self) -> Outcome:
        """What the function came to."""
        return Outcome.ERROR if self._heard.fault else self._heard.judgement.outcome

    @property
    def facts(self) -> Mapping[str, Value]:
        """The facts that it read, with their values; absent ones are left out."""
        return {key: self._dossier._facts[key] for key in self._heard.read if key in self._dossier._facts}

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that it asked for and that are absent."""
        return self._heard.missing

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        """What the facts rest on."""
        evidence = self._dossier._evidence
        return {key: evidence[key] for key in self._heard.read if key in evidence}

    def text(self, lang: Lang) -> str:
        """The function's own words, else the facts that it read."""
        said = language(lang)
        if self._heard.fault is not None:
            return self._heard.fault.say(said)
        if self._heard.judgement.reason is not None:
            return self._heard.judgement.reason.in_(lang) + proof(self._heard.read, self._dossier, said)
        scope = self._rulebook.vocabulary.scope
        lacking = [said("not known: {title}").format(title=said.text(scope[key].title)) for key in self.missing]
        facts = ((self._rulebook.vocabulary.facts[key], value) for key, value in self.facts.items())
        read = [f"{said.text(fact.title)}: {value_in_words(fact, value, said)}" for fact, value in facts]
        if (plugin := self._heard.plugin) is None:
            return "; ".join([*lacking, *read]) or said("so says its function")
        return "; ".join([*lacking, *read]) or said("so says a function of the plugin {plugin}").format(plugin=plugin)

    def __repr__(self) -> str:
        return f"<SpokenReason {self.outcome.value}: {self.text('en')}>"
