"""What the description of the API says is what it does, for whatever is sent to it."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
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

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 1_000 if os.environ.get("BRIEFING_TEST_EXPLORE") else 12


@pytest.fixture
def api(tmp_path: Path) -> tuple[schemathesis.BaseSchema, str]:
    # No job is worked on: what is sent is made up, and addresses among it would be asked for.
    options = ServiceOptions(database=str(tmp_path / "s.db"), jobs=0, per_minute_unknown=1_000_000)
    app = make_app(options, briefing.Settings(ledger=str(tmp_path / "l.db")))
    token, _ = app.state.service.keys.new("main", "", list(Scope), per_minute=1_000_000)
    return schemathesis.openapi.from_asgi("/v1/openapi.json", app), token


def test_the_api_is_as_described(api: tuple[schemathesis.BaseSchema, str]) -> None:
    """Each operation with made-up requests, as it describes them. Not by its plug-in, which needs an older pytest."""
    described, token = api
    tried, answered = [], Counter[int]()
    for found in described.get_all_operations():
        operation = found.ok()
        tried.append(f"{operation.method.upper()} {operation.path}")

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def conforms(case: schemathesis.Case) -> None:
            answer = case.call_and_validate(headers={"authorization": f"Bearer {token}"}, checks=CHECKS)
            answered[answer.status_code] += 1

        conforms()
    assert len(tried) == len({*tried}) == 28
    assert {200, 202, 404, 422} <= set(answered), answered
    assert not answered[401] + answered[403] + answered[429], answered
