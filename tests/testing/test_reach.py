"""Which goals no dossier reaches: proved, or refuted by one that does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fourgood import evaluate
from fourgood.analysis import Proved, Refuted
from fourgood.testing.coverage import reached
from fourgood.testing.goal import Aim, goals
from fourgood.testing.reach import Reach
from fourgood.testing.target import target_of


@pytest.fixture
def reach(write: Callable[..., Path], tmp_path: Path) -> Callable[[str, str], Reach]:
    """Reach over the small rules, with one of them changed."""

    def over(old: str, new: str) -> Reach:
        text = (tmp_path / "handbook.yaml").read_text("utf-8")
        assert old in text
        write("", "unused.txt", text.replace(old, new))
        return Reach.of(target_of([tmp_path / "handbook.yaml"], 2024, alone=True).rulebook)

    return over


@pytest.mark.parametrize("id", ["handbook_in_use", "members_trained"])
def test_a_dossier_that_is_found_reaches_its_goal(reach: Callable[[str, str], Reach], id: str) -> None:
    """Every goal of these rules can be reached, and the evaluator says the same of the dossier."""
    looking = reach("trained", "trained")
    for goal in goals(looking.rulebook.lines[id]):
        answer = looking.answer(goal)
        assert isinstance(answer, Refuted), goal
        verdict = evaluate(answer.witness, looking.rulebook)
        assert goal in reached([goal], verdict.finding(id), verdict)


def test_what_no_dossier_reaches_is_proved(reach: Callable[[str, str], Reach]) -> None:
    """Where 150 users are met, 100 are too: the first comparison never decides alone."""
    looking = reach("trained or handbook_users >= 100", "handbook_users >= 150 or handbook_users >= 100")
    proved = [goal for goal in goals(looking.rulebook.lines["members_trained"]) if looking.never(goal)]
    assert [(goal.aim, goal.part, goal.outcome and goal.outcome.value) for goal in proved] == [
        (Aim.DECIDES, "handbook_users >= 150", "met")
    ]
    assert all(isinstance(looking.answer(goal), Proved) for goal in proved)
