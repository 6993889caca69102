"""The pytest plugin of fourgood: rule files and example cases as tests, and fixtures for one's own.

It lies outside the package and imports nothing of it before it is used: pytest loads every plugin in every run.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fourgood import Rulebook, Verdict

NAMED_AS_CASES = (".cases.yaml", ".cases.yml", ".cases.json")
SUFFIXES = (".yaml", ".yml", ".json")
CASES, RULES = b"urn:fourgood:schema:cases", b"urn:fourgood:schema:rules"
HEAD = 4096
"""How much of a file is looked at for the schema that it claims."""

STATE = "_fourgood_state"
LANGS = ("vi", "en")


def _usual_lang() -> str:
    """What the environment says; English, as pytest is, where it says nothing that is spoken here."""
    said = os.environ.get("FOURGOOD_LANG", "")
    return said if said in LANGS else "en"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, all of one name."""
    group = parser.getgroup("fourgood", "rules of fourgood")
    group.addoption(
        "--fourgood", action="append", default=[], metavar="RULES",
        help="Test these rules: a rule file, a file of example cases, or both; may be given several times.",
    )  # fmt: skip
    group.addoption("--fourgood-alone", action="store_true", help="Test rule files without the installed plugins.")
    group.addoption("--fourgood-year", type=int, metavar="YEAR", help="The assessment year.")
    group.addoption(
        "--fourgood-lang", choices=LANGS, default=_usual_lang(),
        help="The language of failures; else that of FOURGOOD_LANG, else en.",
    )  # fmt: skip
    group.addoption("--fourgood-coverage", action="store_true", help="Tell what the example cases show of the rules.")
    group.addoption(
        "--fourgood-fail-under",
        type=float,
        default=0,
        metavar="PERCENT",
        help="The least coverage that will do, of cases that are reviewed; it brings --fourgood-coverage.",
    )
    group.addoption(
        "--fourgood-mutation", action="store_true", help="Change the rules step by step: some case has to notice."
    )


def pytest_configure(config: pytest.Config) -> None:
    """The marker; and what --fourgood names is collected, alone where nothing else is named."""
    config.addinivalue_line(
        "markers", "fourgood(*rules, year=None, alone=False): the rules of the fixtures rulebook and evaluate."
    )
    if config.getoption("fourgood_fail_under"):
        config.option.fourgood_coverage = True
    named = [each for each in config.getoption("fourgood") if _there(each)]
    if named:
        others = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
        config.args = [*others, *named]


def _there(name: str) -> bool:
    """Whether it is a file, not the id of a rulebook on offer. Raises UsageError for what is neither."""
    if Path(name).exists():
        return True
    from fourgood.contribution import DEFAULT_ID
    from fourgood.plugins import gather, offered

    if name != DEFAULT_ID and name not in offered(gather()):
        raise pytest.UsageError(f"--fourgood {name}: there is no such file, and no rulebook of this id on offer")
    return False


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Files of example cases wherever pytest looks; rule files where they are named."""
    if file_path.suffix.lower() not in SUFFIXES:
        return None
    claims = _head(file_path)
    named = parent.session.isinitpath(file_path) and (RULES in claims or _asked_for(file_path, parent.config))
    if CASES in claims or file_path.name.endswith(NAMED_AS_CASES) or named:
        from fourgood.testing.items import RulesFile

        return RulesFile.from_parent(parent, path=file_path)
    return None


def _asked_for(path: Path, config: pytest.Config) -> bool:
    """Whether --fourgood names it: then it need not claim a schema where that is looked for."""
    return any(path.samefile(each) for each in config.getoption("fourgood") if Path(each).exists())


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    """Two verdicts or findings that differ are shown with their explanations side by side."""
    if "fourgood.verdict" not in sys.modules:
        return None
    from fourgood.testing.sidebyside import compared

    return compared(op, left, right, config.getoption("fourgood_lang"))


@pytest.fixture
def rulebook(request: pytest.FixtureRequest) -> "Rulebook":
    """The rulebook under test: of the marker fourgood, else of --fourgood, else what the installed plugins make."""
    from fourgood.testing.items import rulebook_for

    return rulebook_for(request)


@pytest.fixture
def evaluate(rulebook: "Rulebook") -> "Callable[..., Verdict]":
    """Evaluates a dossier, or the facts of a unit given by name: evaluate(kind="cell", attended=17)."""
    from fourgood.testing.items import evaluator

    return evaluator(rulebook)


def _state(config: pytest.Config) -> Any:
    """What the items of this run have seen, where any were collected."""
    return getattr(config, STATE, None)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist sends what its cases showed; the process that has all fails for too little."""
    state, output = _state(session.config), getattr(session.config, "workeroutput", None)
    if state is None:
        return
    if output is not None:
        output[STATE] = state.data()
        return
    from fourgood.testing.items import too_little

    if session.exitstatus == pytest.ExitCode.OK and too_little(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker's cases showed joins what is known."""
    if data := getattr(node, "workeroutput", {}).get(STATE):
        from fourgood.testing.items import state_of

        state_of(node.config).join(data)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What the cases show of the rules, as a table; and what was not looked at of rules that are named."""
    if config.getoption("fourgood"):
        from fourgood.testing.items import left_out

        terminalreporter.write_line(left_out(config))
    if _state(config) is not None and config.getoption("fourgood_coverage"):
        from fourgood.testing.items import summarise

        summarise(terminalreporter, config)
