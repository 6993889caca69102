"""What all tests share: the default rulebook, and how long hypothesis looks."""

import sys
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings
from xdist.scheduler import LoadScopeScheduling

import fourgood

SERVERS = ("test_spark.py", "test_dask.py", "test_sql.py")
"""Test files with a server of their own, which starts once where they go to one process whole."""

settings.register_profile(
    "fourgood",
    max_examples=60,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("fourgood")


@pytest.fixture(scope="session")
def default_rulebook() -> fourgood.Rulebook:
    """The rulebook of the four installed plugins, for 2024."""
    return fourgood.load_rulebook(2024)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Coverage is what examples show: draws add next to nothing, and twice the time when they are watched.

    pytest-cov's own `no_cover` stops one of the two watchers that there are under xdist (7.1).
    """
    if not is_hypothesis_test(getattr(item, "obj", None)) and item.get_closest_marker("draws") is None:
        return (yield)
    watching = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(watching)


class OneProcessAServer(LoadScopeScheduling):
    """Tests go to processes one by one, those of a server together; xdist's `loadgroup` does not see marks (3.8)."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.endswith(SERVERS) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneProcessAServer:
    return OneProcessAServer(config, log)
