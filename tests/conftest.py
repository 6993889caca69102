"""What all tests share: the default rulebook, and how long hypothesis looks."""

import pytest
from hypothesis import HealthCheck, settings

import fourgood

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
