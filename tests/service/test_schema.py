"""What the description of the API says is what it does, for whatever is sent to it."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import briefing
from briefing.service.app import make_app
from briefing.service.keys import Scope
from briefing.service.options import ServiceOptions


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> tuple[schemathesis.BaseSchema, str]:
    folder: Path = tmp_path_factory.mktemp("service")
    # No job is worked on: what is sent is made up, and addresses among it would be asked for.
    options = ServiceOptions(database=str(folder / "s.db"), jobs=0, per_minute_unknown=1_000_000)
    app = make_app(options, briefing.Settings(ledger=str(folder / "l.db")))
    token, _ = app.state.service.keys.new("main", "", list(Scope), per_minute=1_000_000)
    return schemathesis.openapi.from_asgi("/v1/openapi.json", app), token


schema = schemathesis.pytest.from_fixture("loaded")


@pytest.fixture
def loaded(api: tuple[schemathesis.BaseSchema, str]) -> schemathesis.BaseSchema:
    return api[0]


@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_is_as_described(case: Case, api: tuple[schemathesis.BaseSchema, str]) -> None:
    case.call_and_validate(
        headers={"authorization": f"Bearer {api[1]}"},
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ],
    )
