"""An example case run: what came out, and where the rules stand that are to blame."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from fourgood.criterion import PythonRule
from fourgood.errors import Place
from fourgood.evaluation import evaluate
from fourgood.testing.case import Case, Miss
from fourgood.testing.cases import RulebookOf
from fourgood.testing.treemutation import place_of
from fourgood.verdict import Verdict


@frozen
class Result:
    """A case, what the rules made of it, and what came out otherwise than expected."""

    case: Case
    verdict: Verdict
    misses: tuple[Miss, ...]

    @property
    def rules(self) -> Iterator[tuple[str, Place]]:
        """The criteria that came out otherwise, each with where its rule stands."""
        for miss in self.misses:
            if miss.subject == "criterion":
                yield miss.key, _rule_place(miss.key, self.verdict)


def run(cases: Iterable[Case], rulebook_of: RulebookOf) -> Iterator[Result]:
    """Each case evaluated by the rules of its year."""
    for case in cases:
        verdict = evaluate(case.dossier, rulebook_of(case.dossier.year))
        yield Result(case, verdict, tuple(case.misses(verdict)))


def _rule_place(id: str, verdict: Verdict) -> Place:
    """Where the rule of a criterion stands, and where the criterion does if it is a function."""
    criterion = verdict.rulebook.criterion(id)
    origin = verdict.rulebook.origin_of("criteria", id, "rule", criterion.origin)
    written = Place() if isinstance(criterion.rule, PythonRule) else place_of(criterion.rule)
    return Place(origin.file, written.line or origin.line, written.column, f"criteria.{id}")
