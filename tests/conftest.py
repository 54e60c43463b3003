"""Recorded traffic for the whole suite. See ``cassettes/README.md``."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import cassettes, databases
from tests.exploring import EXPLORES

# A busy machine is slow, and no test is about that.
# The same examples every time, so that a change fails by what it changes; BRIEFING_TEST_EXPLORE=1 looks for new ones.
settings.register_profile(
    "suite",
    deadline=None,
    derandomize=not EXPLORES,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")

# The suite starts a hundred processes of this package: they compile its modules once, whatever the caller's setting.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

pytest_plugins = ["tests.buckets"]

databases.quicken()

CASSETTES = Path(__file__).parent.parent / "cassettes"


@pytest.fixture(scope="session", autouse=True)
def _far_days() -> Iterator[None]:
    """Let the days of made-up news be kept: those of 2031 are over. What is said of time is not touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefing.pages.clock", lambda: datetime(2031, 12, 31, tzinfo=UTC))
        yield


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    """``cassettes/MODULE/TEST.yaml`` at the top of the checkout."""
    return str(CASSETTES / request.path.stem.removeprefix("test_"))


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    return {
        "serializer": "yaml",
        "match_on": ["method", "path", "same_json"],
        "before_record_request": cassettes.before_record_request,
        "before_record_response": cassettes.before_record_response,
        "decode_compressed_response": True,
    }


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    vcr.register_serializer("yaml", cassettes.ReadableSerializer)
    vcr.register_matcher("same_json", cassettes.same_json)


@pytest.fixture(autouse=True)
def package_logger() -> Iterator[None]:
    """The package's logger as it is without a command line, afterwards: that sets it up, also in wider fixtures."""
    yield
    package = logging.getLogger("briefing")
    package.handlers, package.propagate = [], True
    package.setLevel(logging.NOTSET)


@pytest.fixture(autouse=True)
def played_to_the_end(vcr: Any, record_mode: str) -> Iterator[None]:
    """A cassette with an exchange that no request asked for fails: it is stale, or a request got lost."""
    yield
    if vcr is not None and record_mode == "none":
        assert vcr.play_count == len(vcr), f"{vcr.play_count} of {len(vcr)} recorded exchanges were played"
