"""The criteria of a rulebook ready to run: compiled rules, and the functions written in Python between them."""

from collections.abc import Mapping, Sequence
from typing import Any as AnyType

from attrs import field, frozen

from fourgood.compile import Outcomes, Statuses, compile_outcomes, compile_status
from fourgood.criterion import Criterion, Judgement, PythonRule, Role
from fourgood.dossier import Dossier
from fourgood.errors import Fault
from fourgood.outcome import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Open, Outcome, Status
from fourgood.view import AbsentFact, View
from fourgood.vocabulary import UnitKind, Vocabulary

ALLOWED: Mapping[Outcome, Open] = {
    Outcome.MET: MET,
    Outcome.NOT_MET: NOT_MET,
    Outcome.UNKNOWN: UNKNOWN,
    Outcome.NOT_APPLICABLE: NOT_APPLICABLE,
}


@frozen
class Heard:
    """What a criterion written in Python said: its answer, the facts it read, those it missed, or what it raised."""

    judgement: Judgement
    read: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    fault: Fault | None = None
    plugin: str | None = None


@frozen(eq=False)
class Program:
    """Runs every criterion over an admitted dossier."""

    criteria: Sequence[Criterion]
    vocabulary: Vocabulary
    plain: bool
    outcomes: dict[UnitKind, Outcomes] = field(factory=dict, init=False)
    """The compiled rules by kind of unit, filled in as kinds are met."""
    statuses: dict[UnitKind, Statuses] = field(factory=dict, init=False)
    """The compiled bare verdicts by kind of unit."""
    wants_evidence: bool = field(init=False)
    """Whether any criterion demands evidence."""
    in_python: tuple[tuple[int, Criterion], ...] = field(init=False)
    """The criteria written in Python, with their positions."""
    _decides: dict[UnitKind, bool] = field(factory=dict, init=False)

    @wants_evidence.default
    def _wants_evidence(self) -> bool:
        return any(criterion.evidence_required for criterion in self.criteria)

    @in_python.default
    def _in_python(self) -> tuple[tuple[int, Criterion], ...]:
        return tuple((at, each) for at, each in enumerate(self.criteria) if isinstance(each.rule, PythonRule))

    def run(self, dossier: Dossier) -> tuple[list[Open], dict[int, Heard]]:
        """The open outcomes of every criterion, and what those written in Python said, by position."""
        function = self.outcomes.get(dossier.kind)
        if function is None:
            function = self.outcomes[dossier.kind] = compile_outcomes(self.criteria, self.vocabulary, dossier.kind)
        attested = dossier.attested if self.wants_evidence else dossier._facts
        found = function(dossier.row, dossier._facts, attested, dossier.organisation_type)
        return found, self._hear(found, dossier, attested) if self.in_python else {}

    def decides(self, kind: UnitKind) -> bool:
        """Whether the bare status can be compiled for a kind of unit: default standards, all rules readable, and some
        requirement that always applies (else "nothing applies" is a case of its own)."""
        if kind not in self._decides:
            self._decides[kind] = self.plain and any(
                kind in each.applies_to
                and each.role is Role.REQUIREMENT
                and each.applies_when is None
                and each.organisation_types is None
                for each in self.criteria
            )
        return self._decides[kind]

    def status(self, dossier: Dossier) -> Status:
        """The bare status; only for a plain program."""
        function = self.statuses.get(dossier.kind)
        if function is None:
            function = self.statuses[dossier.kind] = compile_status(self.criteria, self.vocabulary, dossier.kind)
        attested = dossier.attested if self.wants_evidence else dossier._facts
        return function(dossier.row, dossier._facts, attested, dossier.organisation_type)

    def _hear(self, found: list[Open], dossier: Dossier, attested: Mapping[str, AnyType]) -> dict[int, Heard]:
        said = {}
        identity = {"kind": dossier.kind, "organisation_type": dossier.organisation_type}
        for position, criterion in self.in_python:
            if found[position] & UNKNOWN:
                facts = {**(attested if criterion.evidence_required else dossier._facts), **identity}
                heard = said[position] = hear(criterion, facts)
                found[position] = found[position] & NOT_APPLICABLE | ALLOWED[heard.judgement.outcome]
        return said


def hear(criterion: Criterion, facts: Mapping[str, AnyType]) -> Heard:
    """What a criterion written in Python says of some facts. What it raises becomes a fault, and it stays unknown."""
    rule = criterion.rule
    assert isinstance(rule, PythonRule)
    view = View(facts, rule.facts)
    try:
        judgement = _judgement(rule.function(view))
    except AbsentFact as absent:
        return Heard(Judgement(Outcome.UNKNOWN), view.read, (absent.key,))
    except (Exception, SystemExit) as error:  # noqa: BLE001  a plugin may raise anything, and the other findings stand
        values = {"id": criterion.id, "cause": f"{type(error).__name__}: {error}"}
        if (plugin := criterion.origin.plugin) is None:
            fault = Fault("the criterion `{id}` failed: {cause}", values)
        else:
            fault = Fault("the criterion `{id}` of the plugin {plugin} failed: {cause}", {**values, "plugin": plugin})
        return Heard(Judgement(Outcome.UNKNOWN), view.read, fault=fault)
    missing = tuple(key for key in view.read if facts.get(key) is None) if judgement.outcome is Outcome.UNKNOWN else ()
    return Heard(judgement, view.read, missing, plugin=criterion.origin.plugin)


def _judgement(answer: AnyType) -> Judgement:
    match answer:
        case True:
            return Judgement(Outcome.MET)
        case False:
            return Judgement(Outcome.NOT_MET)
        case None:
            return Judgement(Outcome.UNKNOWN)
        case Outcome() if answer in ALLOWED:
            return Judgement(answer)
        case Judgement(outcome=outcome) if outcome in ALLOWED:
            return answer
        case _:
            raise TypeError(f"it answered {answer!r}; it may answer True, False, None, an Outcome or a Judgement")
